"""The SQLite file of the conversations, beside the catalogue: that may be thrown away and built anew, what a reader asked may not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from assistant.errors import ConversationFailure
from index.store.sqlite_file import SqliteFile, is_damaged, is_full

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


class Database(SqliteFile):
    """The conversations' file in `folder`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / FILE)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what a reader deletes is gone
        if (found := self.about("format")) not in (None, str(FORMAT)):
            raise ConversationFailure(
                f"The conversations in '{self.path}' have format {found}; this version of Pramaan reads format {FORMAT}. "
                "Use the version that wrote them, or move the file away to begin anew."
            )
        connection.executescript(_SCHEMA)
        connection.execute("INSERT OR IGNORE INTO about VALUES ('format', ?)", (str(FORMAT),))

    def _failure(self, error: Exception) -> ConversationFailure:
        if is_full(error):
            return ConversationFailure(f"No space left for '{self.path}'. Free some disk space; the conversations up to now are whole.")
        if is_damaged(error):
            return ConversationFailure(f"The conversations in '{self.path}' are damaged ({error}). Move the file away to begin anew.")
        return ConversationFailure(f"'{self.path}' can't be used ({error}). Check that the folder may be written and no other program holds it.")
