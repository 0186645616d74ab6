from __future__ import annotations

from collections.abc import Iterator

import pytest
from talking import answer, clock, kept

from assistant.conversations.recording import recorded
from assistant.conversations.store import Conversations
from assistant.conversations.types import Turn
from assistant.errors import ModelBusy
from assistant.types import Done, Event, Evidence, Waiting, Written

__all__ = ["clock", "kept"]


def held(kept: Conversations, events: Iterator[Event]) -> tuple[list[Event], Turn, Exception | None]:
    made = kept.start("")
    seen: list[Event] = []
    failure = None
    try:
        seen.extend(recorded(kept, "", made, "कब?", events))
    except Exception as error:
        failure = error
    return seen, kept.open("", made).turns[0], failure


def test_an_answer_is_saved_before_it_is_shown(kept: Conversations) -> None:
    events: list[Event] = [Waiting(1), Evidence(()), Written("श"), Done(answer())]
    made = kept.start("")
    seen = []
    for event in recorded(kept, "", made, "कब?", iter(events)):
        (turn,) = kept.open("", made).turns
        assert turn.state == ("done" if isinstance(event, Done) else "running")
        seen.append(event)
    assert seen == events
    assert kept.open("", made).turns[0].answer == answer()


def test_a_stopped_answer_is_kept_as_stopped(kept: Conversations) -> None:
    seen, turn, _ = held(kept, iter([Evidence(()), Written("शुक्र"), Written("वार")]))
    assert len(seen) == 3
    assert (turn.state, turn.said, turn.answer) == ("stopped", "शुक्रवार", None)


def test_a_closed_tab_leaves_a_stopped_turn(kept: Conversations) -> None:
    made = kept.start("")
    running = recorded(kept, "", made, "कब?", iter([Written("शुक्र"), Written("वार")]))
    next(running)
    running.close()  # type: ignore[attr-defined]
    (turn,) = kept.open("", made).turns
    assert (turn.state, turn.said) == ("stopped", "शुक्र")


@pytest.mark.parametrize(("trouble", "said"), [(ModelBusy("The model failed."), "The model failed."), (ZeroDivisionError("x"), "This is a bug")])
def test_a_failure_is_kept_with_its_words(kept: Conversations, trouble: Exception, said: str) -> None:
    def failing() -> Iterator[Event]:
        yield Written("शु")
        raise trouble

    _, turn, failure = held(kept, failing())
    assert failure is trouble
    assert turn.state == "failed"
    assert turn.said.startswith(said)


def test_an_answer_that_is_still_being_stopped_does_not_write_into_its_successor(kept: Conversations) -> None:
    made = kept.start("")
    first = recorded(kept, "", made, "कब?", iter([Written("शुक्र"), Written("वार")]))
    next(first)
    second = recorded(kept, "", made, "कब?", iter([Written("शनि"), Done(answer("कब?"))]), ["कब?"])
    next(second)
    first.close()  # type: ignore[attr-defined]
    list(second)
    (turn,) = kept.open("", made).turns
    assert (turn.state, turn.answer) == ("done", answer("कब?"))
