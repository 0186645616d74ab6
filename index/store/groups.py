"""The groups of copies in the catalogue: each article joins one when it is put, without looking at the rest of the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b

from index.store.database import Database
from index.text.duplicates import OwnText, bands
from index.types import Span

# Raised whenever other texts are copies: a store with an earlier one is grouped anew when it is opened.
VERSION = "bands-1"
# Those with most bands in common, and of a group so many: a paper's daily column shares some with each of its hundreds of sisters.
_MOST_COMPARED = 32


class CopyGroups:
    """Who is a copy of whom. All of it within the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, article_id: str, text: str, sentences: Sequence[Span]) -> None:
        """Put a newly stored article into the group of its copies, and make the group when there is one copy.

        A copy of every member joins (of the first 32); who contradicts one of them stays out: both must be seen.
        """
        own = OwnText(text[span.start : span.end] for span in sentences)
        signature = bands(own.shingles)
        self._join_copies(article_id, own, signature)
        self._database.connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, article_id) for band in signature])

    def clear(self) -> None:
        """Nobody is a copy of anybody."""
        self._database.connection.execute("DELETE FROM bands")
        self._database.connection.execute("UPDATE articles SET copies = NULL WHERE copies IS NOT NULL")

    def _join_copies(self, article_id: str, own: OwnText, signature: Sequence[int]) -> None:
        tried: set[str] = set()
        for near, group in self._near(signature):
            if group not in tried and all(own.is_copy_of(self._own_text(member)) for member in self._members(near, group)):
                # A group's name is its own, not a member's: the member may be changed and leave.
                name = group or blake2b(f"{near} {article_id} {signature}".encode(), digest_size=8).hexdigest()
                self._database.connection.execute("UPDATE articles SET copies = ? WHERE id IN (?, ?)", (name, article_id, near))
                return
            tried |= {group} if group else set()

    def _near(self, signature: Sequence[int]) -> list[tuple[str, str | None]]:
        """(article, its group) of those that may be copies, the likeliest first."""
        rows = self._database.rows(
            "SELECT a.id, a.copies FROM bands b JOIN articles a ON a.id = b.article_id "
            "WHERE b.band IN (SELECT value FROM json_each(?)) GROUP BY a.id ORDER BY count(*) DESC, a.id LIMIT ?",
            (json.dumps(signature), _MOST_COMPARED),
        )
        return [(near, group) for near, group in rows]

    def _members(self, near: str, group: str | None) -> list[str]:
        if group is None:
            return [near]
        return [row[0] for row in self._database.rows("SELECT id FROM articles WHERE copies = ? ORDER BY id LIMIT ?", (group, _MOST_COMPARED))]

    def _own_text(self, article_id: str) -> OwnText:
        text = self._database.rows("SELECT text FROM texts WHERE article_id = ?", (article_id,))[0][0]
        spans = self._database.rows("SELECT start, end FROM sentences WHERE article_id = ? ORDER BY start", (article_id,))
        return OwnText(text[start:end] for start, end in spans)
