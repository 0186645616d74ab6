from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import citation
from hypothesis import given
from hypothesis import strategies as st
from talking import ARRIVED, HOSTILE, LIMITS, Clock, answer, asked, clock, disagreeing, kept, not_found

from assistant.conversations.database import FILE
from assistant.conversations.store import GUEST, Conversations, as_title
from assistant.errors import ConversationFailure
from assistant.types import Answer, Dropped
from index.store.catalogue import Catalogue
from index.store.filters import Filters

__all__ = ["clock", "kept"]
EXACT = answer("कब?", "शुक्रवार [1]।", replace(citation(1, ARRIVED), exact=(7, 15)), dropped=(Dropped("45 आए।", "number", "45"),))


# Keeping


@pytest.mark.parametrize(
    "given_answer", [answer(), not_found(), disagreeing(), answer(understood="लावरोव कब पहुंचे? और कहां?", language="hinglish"), EXACT]
)
def test_an_answer_comes_back_as_it_was(kept: Conversations, given_answer: Answer) -> None:
    (turn,) = kept.open("", asked(kept, given_answer)).turns
    assert turn.answer == given_answer
    assert (turn.question, turn.state, turn.said) == (given_answer.question, "done", "")


def test_another_program_start_finds_everything(store: Path, clock: Clock) -> None:
    first = Conversations(store, clock)
    made = asked(first, answer(), not_found())
    before = first.open("", made)
    first.close()
    again = Conversations(store, clock)
    assert again.open("", made) == before
    assert before.questions == [answer().question, not_found().question]
    again.close()


def test_conversations_survive_the_catalogue(kept: Conversations, store: Path) -> None:
    catalogue = Catalogue(store)
    made = asked(kept, answer())
    catalogue.close()
    for file in store.glob("catalogue*"):
        file.unlink()
    assert kept.open("", made).turns
    assert kept.path == store / "conversations.sqlite3"


def test_the_newest_comes_first_and_asking_makes_one_new(kept: Conversations) -> None:
    older, newer = asked(kept, answer()), asked(kept, not_found())
    assert [listed.id for listed in kept.list("")] == [newer, older]
    kept.begin_turn("", older, "और?")
    assert [(listed.id, listed.turns) for listed in kept.list("")] == [(older, 2), (newer, 1)]


def test_what_was_never_asked_in_is_not_listed(kept: Conversations) -> None:
    kept.start("", LIMITS)
    assert kept.list("") == []


def test_a_question_is_on_disk_before_it_is_answered(kept: Conversations, store: Path, clock: Clock) -> None:
    made = kept.start("")
    kept.begin_turn("", made, "कब?")
    other = Conversations(store, clock)
    (turn,) = other.open("", made).turns
    assert (turn.question, turn.state, turn.answer) == ("कब?", "running", None)
    other.close()


def test_limits_are_kept(kept: Conversations) -> None:
    made = kept.start("", LIMITS)
    assert kept.open("", made).limits == LIMITS
    kept.limit("", made, Filters(until="2026-07-14"))
    assert kept.open("", made).limits == Filters(until="2026-07-14")


# In another's place


@pytest.mark.parametrize(
    ("asked_before", "replaced", "left"),
    [
        (["एक?", "दो?"], ["दो?"], ["एक?", "नया?"]),
        (["एक?", "दो?"], ["दो?", "एक?"], ["नया?"]),
        (["एक?", "दो?"], ["एक?"], ["एक?", "दो?", "नया?"]),
        (["दो?", "दो?"], ["दो?"], ["दो?", "नया?"]),
        (["एक?"], [], ["एक?", "नया?"]),
        ([], ["दो?"], ["नया?"]),
    ],
)
def test_a_question_takes_the_place_of_the_last_ones_that_were_taken_back(
    kept: Conversations, asked_before: list[str], replaced: list[str], left: list[str]
) -> None:
    made = asked(kept, *map(answer, asked_before))
    kept.end_turn(made, kept.begin_turn("", made, "नया?", replaced), "done", answer("नया?"))
    assert kept.open("", made).questions == left


def test_nothing_of_anothers_is_replaced(kept: Conversations) -> None:
    made = asked(kept, answer("एक?"), owner="a")
    with pytest.raises(ConversationFailure):
        kept.begin_turn("b", made, "एक?", ["एक?"])
    assert kept.open("a", made).questions == ["एक?"]


@pytest.mark.parametrize(("renamed", "title"), [(None, "दिल्ली में कब?"), ("मेरा नाम", "मेरा नाम")])
def test_an_edited_first_question_names_its_conversation_anew(kept: Conversations, renamed: str | None, title: str) -> None:
    made = asked(kept, answer("कब?"))
    if renamed:
        kept.rename("", made, renamed)
    kept.begin_turn("", made, "दिल्ली में कब?", ["कब?"])
    assert kept.list("")[0].title == title


# Titles


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("लावरोव कब\n पहुंचे?", "लावरोव कब पहुंचे?"),
        ("शब्द " * 40, "शब्द " * 15 + "शब्द…"),
        ("x" * 200, "x" * 80 + "…"),
        (HOSTILE[:70], HOSTILE[:70]),
        ("\u202eevil\x1b[31m", "\ufffdevil\ufffd[31m"),
        ("half \ud83d", "half ?"),
    ],
)
def test_the_first_question_is_the_title(kept: Conversations, question: str, title: str) -> None:
    made = kept.start("")
    kept.begin_turn("", made, question)
    kept.begin_turn("", made, "दूसरा?")
    assert kept.list("")[0].title == title


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_makes_a_title_of_one_short_line(text: str) -> None:
    title = as_title(text)
    assert len(title) <= 81
    assert "\n" not in title
    assert title == as_title(title) or len(title) == 81
    title.encode()


@pytest.mark.parametrize("title", ["", "  ", "\n"])
def test_a_name_is_needed_to_rename(kept: Conversations, title: str) -> None:
    made = asked(kept, answer())
    with pytest.raises(ConversationFailure, match="Type one"):
        kept.rename("", made, title)


@pytest.mark.parametrize("title", ["नया नाम", HOSTILE[:60], "'; DROP TABLE turns; --", "%s %(x)s {0}"])
def test_renamed_to_anything(kept: Conversations, title: str) -> None:
    made = asked(kept, answer())
    kept.rename("", made, title)
    assert kept.list("")[0].title == title


# Deleting


def test_deleted_and_brought_back(kept: Conversations, clock: Clock) -> None:
    made = asked(kept, answer())
    before = kept.open("", made)
    kept.delete("", made)
    assert kept.list("") == []
    with pytest.raises(ConversationFailure, match="no conversation"):
        kept.open("", made)
    clock.go_on(minutes=9)
    kept.restore("", made)
    assert kept.open("", made) == before


def test_what_is_deleted_for_good_leaves_no_trace(kept: Conversations, clock: Clock, store: Path) -> None:
    made = kept.start("")
    kept.end_turn(made, kept.begin_turn("", made, "unique-question-17"), "stopped", said="unique-answer-17")
    kept.delete("", made)
    clock.go_on(minutes=11)
    kept.delete("", asked(kept, answer()))
    with pytest.raises(ConversationFailure):
        kept.restore("", made)
    kept.close()  # the last connection brings the log home
    assert b"unique-" not in b"".join(file.read_bytes() for file in store.glob(f"{FILE}*"))


def test_asking_in_a_deleted_one_is_refused(kept: Conversations) -> None:
    made = asked(kept, answer())
    kept.delete("", made)
    with pytest.raises(ConversationFailure, match="begin a new one"):
        kept.begin_turn("", made, "और?")


# Owners


@pytest.mark.parametrize(
    "act",
    [
        lambda kept, made: kept.open("b", made),
        lambda kept, made: kept.begin_turn("b", made, "?"),
        lambda kept, made: kept.rename("b", made, "x"),
        lambda kept, made: kept.limit("b", made, Filters()),
        lambda kept, made: kept.delete("b", made),
        lambda kept, made: kept.restore("b", made),
    ],
)
def test_no_one_reaches_anothers_conversation(kept: Conversations, act: Callable[[Conversations, str], object]) -> None:
    made = asked(kept, answer(), owner="a")
    before = kept.open("a", made)
    with pytest.raises(ConversationFailure, match="There is no conversation"):
        act(kept, made)
    assert kept.open("a", made) == before
    assert (kept.list("b"), kept.list("")) == ([], [])


def test_what_strangers_asked_is_forgotten_after_a_day(store: Path, clock: Clock) -> None:
    kept = Conversations(store, clock)
    asked(kept, answer(), owner=f"{GUEST}1")
    ours = asked(kept, answer(), owner="guest")
    clock.go_on(hours=25)
    kept.close()
    again = Conversations(store, clock)
    assert again.list(f"{GUEST}1") == []
    assert [listed.id for listed in again.list("guest")] == [ours]
    again.close()
