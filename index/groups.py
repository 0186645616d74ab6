"""The groups of copies in the catalogue: each article joins one when it is put, without looking at the rest of the store."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.database import Database
from index.duplicates import OwnText, bands
from index.types import Span

# Those with most bands in common; a paper's daily column shares some with each of its hundreds of sisters.
_MOST_COMPARED = 32


class CopyGroups:
    """Who is a copy of whom. All of it within the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, article_id: str, text: str, sentences: Sequence[Span]) -> None:
        """Put a newly stored article into the group of its copies, and make the group when there is one copy.

        A copy of every member joins; who contradicts one of them stays out: both must be seen.
        """
        db = self._database.connection
        own = OwnText(text[span.start : span.end] for span in sentences)
        signature = bands(own.shingles)
        group = self._group_of(own, signature)
        if group:
            db.execute("UPDATE articles SET copies = ? WHERE id IN (?, ?)", (group, article_id, group))
        db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, article_id) for band in signature])

    def _group_of(self, own: OwnText, signature: Sequence[int]) -> str | None:
        """The group that takes the article in; a lone copy's group is called by its own id."""
        near = self._database.rows(
            "SELECT coalesce(a.copies, a.id), count(*) FROM bands b JOIN articles a ON a.id = b.article_id "
            "WHERE b.band IN (SELECT value FROM json_each(?)) GROUP BY a.id ORDER BY 2 DESC, a.id LIMIT ?",
            (json.dumps(signature), _MOST_COMPARED),
        )
        for group in dict.fromkeys(group for group, _ in near):
            if all(own.is_copy_of(member) for member in self._members(group)):
                return str(group)
        return None

    def _members(self, group: str) -> list[OwnText]:
        ids = self._database.rows("SELECT id FROM articles WHERE copies = ?1 OR (id = ?1 AND copies IS NULL)", (group,))
        return [self._own_text(article_id) for (article_id,) in ids]

    def _own_text(self, article_id: str) -> OwnText:
        text = self._database.rows("SELECT text FROM texts WHERE article_id = ?", (article_id,))[0][0]
        spans = self._database.rows("SELECT start, end FROM sentences WHERE article_id = ? ORDER BY start", (article_id,))
        return OwnText(text[start:end] for start, end in spans)
