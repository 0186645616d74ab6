"""The SQLite file of the conversations, beside the catalogue: that may be thrown away and built anew, what a reader asked may not."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import ConversationFailure

FILE = "conversations.sqlite3"
FORMAT = 1

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL, limits TEXT NOT NULL, deleted TEXT
);
CREATE INDEX IF NOT EXISTS conversations_of_owner ON conversations(owner, changed);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, place INTEGER NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL,
    state TEXT NOT NULL, answer TEXT, said TEXT NOT NULL, PRIMARY KEY (conversation, place)
);
CREATE TABLE IF NOT EXISTS opinions (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, given TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT NOT NULL, history TEXT NOT NULL
);
"""


class Database:
    """Opens or makes the file in `folder`. Every change is one transaction: it is whole on disk or it never was. Safe for several threads."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.path, check_same_thread=False, timeout=30, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA secure_delete = ON")  # what a reader deletes is gone
            self._refuse_other_format()
            self._connection.executescript(_SCHEMA)
            self._connection.execute("INSERT OR IGNORE INTO about VALUES ('format', ?)", (str(FORMAT),))
        except (sqlite3.Error, OSError) as error:
            raise self._failure(error) from error

    def _refuse_other_format(self) -> None:
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
            return
        found = dict(self._connection.execute("SELECT key, value FROM about")).get("format")
        if found not in (None, str(FORMAT)):
            raise ConversationFailure(
                f"The conversations in '{self.path}' have format {found}; this version of Pramaan reads format {FORMAT}. "
                "Use the version that wrote them, or move the file away to begin anew."
            )

    def close(self) -> None:
        self._connection.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        # The lock keeps a reader out of another thread's open transaction, which shares this connection.
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise self._failure(error) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._rollback()
                raise self._failure(error) from error
            except BaseException:
                self._rollback()
                raise

    def _rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _failure(self, error: Exception) -> ConversationFailure:
        if "full" in str(error) or getattr(error, "errno", None) == 28:
            return ConversationFailure(f"No space left for '{self.path}'. Free some disk space; the conversations up to now are whole.")
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            return ConversationFailure(f"The conversations in '{self.path}' are damaged ({error}). Move the file away to begin anew.")
        return ConversationFailure(f"'{self.path}' can't be used ({error}). Check that the folder may be written and no other program holds it.")
