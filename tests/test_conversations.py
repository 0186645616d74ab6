from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import citation
from hypothesis import given
from hypothesis import strategies as st
from talking import ARRIVED, HOSTILE, Clock, answer, conversation, disagreeing, done, not_found

from assistant.conversations.database import FILE
from assistant.conversations.recording import recorded
from assistant.conversations.saved import as_json, read_conversation
from assistant.conversations.store import GUEST, Conversations, as_title
from assistant.conversations.types import Turn
from assistant.errors import ConversationFailure, ModelBusy
from assistant.types import Answer, Done, Dropped, Event, Evidence, Waiting, Written
from index.store.catalogue import Catalogue
from index.store.filters import Filters

ROOT = Path(__file__).resolve().parents[1]
EXACT = answer("कब?", "शुक्रवार [1]।", replace(citation(1, ARRIVED), exact=(7, 15)), dropped=(Dropped("45 आए।", "number", "45"),))
LIMITS = Filters(since="2026-01-01", publishers=("लोकवाणी",), articles=("a.txt", "b.txt"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(store: Path, clock: Clock) -> Iterator[Conversations]:
    opened = Conversations(store, clock)
    yield opened
    opened.close()


def asked(kept: Conversations, *answers: Answer, owner: str = "") -> str:
    """A conversation in which these were answered."""
    made = kept.start(owner)
    for given_answer in answers:
        kept.end_turn(made, kept.begin_turn(owner, made, given_answer.question), "done", given_answer)
    return made


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


# A turn while it is held


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


# Crashes and neighbours

WRITER = """
import sys
from pathlib import Path
from assistant.conversations.store import Conversations
from talking import answer
kept = Conversations(Path(sys.argv[1]))
made = kept.start("")
print(made, flush=True)
while True:
    kept.end_turn(made, kept.begin_turn("", made, answer().question), "done", answer())
    print(flush=True)
"""


@pytest.mark.parametrize("turns", [1, 7, 20])
def test_killed_in_the_middle_of_writing_nothing_finished_is_lost(store: Path, turns: int) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    with subprocess.Popen([sys.executable, "-c", WRITER, str(store)], stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout
        made = writer.stdout.readline().strip()
        for _ in range(turns):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
    kept = Conversations(store)
    found = kept.open("", made).turns
    assert len(found) >= turns
    assert all(turn.answer == answer() for turn in found[:turns])
    assert sqlite3.connect(kept.path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept.close()


def _ask_often(store: Path, owner: str) -> None:
    kept = Conversations(store)
    for _ in range(20):
        asked(kept, answer(), owner=owner)
    kept.close()


def test_two_processes_write_at_once(store: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_ask_often, args=(store, owner)) for owner in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    kept = Conversations(store)
    assert [len(kept.list(owner)) for owner in ("a", "b")] == [20, 20]
    kept.close()


def test_several_threads_share_one(kept: Conversations) -> None:
    made = kept.start("")
    threads = [threading.Thread(target=lambda: [kept.begin_turn("", made, "कब?") for _ in range(10)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept.open("", made).turns) == 40


def test_a_change_that_fails_leaves_nothing(kept: Conversations) -> None:
    made = asked(kept, answer())
    with pytest.raises(ZeroDivisionError), kept._database.transaction() as db:
        db.execute("DELETE FROM turns")
        raise ZeroDivisionError
    assert len(kept.open("", made).turns) == 1


# What can be wrong with the file


def test_a_damaged_file_is_named(store: Path) -> None:
    store.mkdir()
    (store / FILE).write_bytes(b"this is no database at all" * 100)
    with pytest.raises(ConversationFailure, match=rf"{FILE}' are damaged .* Move the file away"):
        Conversations(store)


def test_a_file_of_a_later_version_is_left_alone(kept: Conversations, store: Path) -> None:
    with kept._database.transaction() as db:
        db.execute("UPDATE about SET value = '9'")
    with pytest.raises(ConversationFailure, match="have format 9; this version of Pramaan reads format 1"):
        Conversations(store)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConversationFailure, match="can't be used"):
        Conversations(tmp_path / "file")


def test_an_answer_that_was_tampered_with_is_told(kept: Conversations) -> None:
    made = asked(kept, answer())
    with kept._database.transaction() as db:
        db.execute("UPDATE turns SET answer = '{\"question\": 3}'")
    with pytest.raises(ConversationFailure, match="A saved answer can't be read: question"):
        kept.open("", made)


# JSON


def test_json_round_trips(kept: Conversations) -> None:
    stopped = Turn("कहां?", "2026-07-14T09:30:00+00:00", "stopped", said="प्योंग")
    whole = conversation(done(answer()), done(not_found()), done(disagreeing()), stopped, limits=LIMITS)
    again = read_conversation(as_json(whole))
    assert again == whole
    copy = kept.open("a", kept.bring_in("a", again))
    assert (copy.turns, copy.limits, copy.title) == (whole.turns, LIMITS, whole.title)


def test_an_exported_answer_is_the_answer_of_the_command_line() -> None:
    (turn,) = json.loads(as_json(conversation(done(answer()))))["turns"]
    expected = json.loads(json.dumps(answer().to_json()))
    for name, value in expected.items():
        if name == "citations":
            assert [{key: cited[key] for key in told} for cited, told in zip(turn["answer"][name], value, strict=True)] == value
        elif name != "id":
            assert turn["answer"][name] == value


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "it is not JSON"),
        ("{", "it is not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no conversation of format 1"),
        ('{"kind": "pramaan conversation", "format": 2}', "no conversation of format 1"),
        ('{"kind": "pramaan conversation", "format": 1}', "A saved conversation can't be read: id"),
    ],
)
def test_what_is_no_conversation_is_refused(text: str, what: str) -> None:
    with pytest.raises(ConversationFailure, match=what):
        read_conversation(text)
