"""The file of the conversations: crashes, several writers, and what can be wrong with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from talking import answer, asked, clock, kept

from assistant.conversations.database import FILE
from assistant.conversations.store import Conversations
from assistant.errors import ConversationFailure

__all__ = ["clock", "kept"]
ROOT = Path(__file__).resolve().parents[1]


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


@pytest.mark.slow
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


@pytest.mark.slow
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
