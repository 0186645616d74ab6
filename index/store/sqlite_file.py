"""One SQLite file for several threads: whole transactions, and SQLite's errors in the reader's words."""

from __future__ import annotations

import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class SqliteFile(ABC):
    """Opens or makes the file. Every change is one transaction: it is whole on disk or it never was.

    The threads share one connection, so that a thread waits while another is in the middle of a change: it would see half of it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(path, check_same_thread=False, timeout=30, isolation_level=None)
            self._prepare(self.connection)
        except (sqlite3.Error, OSError) as error:
            raise self._failure(error) from error

    @abstractmethod
    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Set the connection up, look at the format, make what tables are missing."""

    @abstractmethod
    def _failure(self, error: Exception) -> Exception:
        """The failure to raise for an error of SQLite's or of the file system's."""

    def about(self, key: str) -> str | None:
        """A value of the table `about`; None when there is no such table or key."""
        if not self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
            return None
        found = self.connection.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else None

    def close(self) -> None:
        self.connection.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self.failures():
            return self.connection.execute(query, values).fetchall()

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Hold the connection; SQLite's errors are told in the reader's words."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise self._failure(error) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        with self.failures():
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise


def is_full(error: Exception) -> bool:
    return "full" in str(error) or getattr(error, "errno", None) == 28


def is_damaged(error: Exception) -> bool:
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
