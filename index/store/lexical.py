"""The lexical leg: BM25 over the chunks' words in SQLite's FTS5."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from index.store.database import WORDS_SCHEMA, Database
from index.store.filters import Selection
from index.text.spelling import content_keys, keys
from index.text.words import VERSION as WORDS_VERSION

# Raised whenever `keys` gives other words: a store with an earlier one is filled anew when it is opened.
VERSION = f"keys-1 {WORDS_VERSION}"
# 1.3 µs each, and a question's commoner words tell little: 90,000 would be read for it at 200,000 chunks. Below this number BM25 is whole.
_MOST_POSTINGS = 10_000


class LexicalIndex:
    """The words of every chunk, folded to keys (see index.text.spelling)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, row: int, text: str) -> None:
        """Within the caller's transaction."""
        self._database.connection.execute("INSERT INTO chunk_words (rowid, words) VALUES (?, ?)", (row, self.words(text)))

    @staticmethod
    def words(text: str) -> str:
        """What the index holds of a text."""
        return " ".join(keys(text))

    def clear(self) -> None:
        """Make it empty, damaged or not; within the caller's transaction."""
        self._database.connection.execute("DROP TABLE IF EXISTS chunk_words")
        self._database.connection.execute(WORDS_SCHEMA)

    def remove(self, article_id: str) -> None:
        """Forget an article's chunks; within the caller's transaction, before they go."""
        rows = "SELECT row FROM chunks WHERE article_id = ?"
        self._database.connection.execute(f"DELETE FROM chunk_words WHERE rowid IN ({rows})", (article_id,))

    def frequencies(self, question: str) -> dict[str, int]:
        """Key of each content word of the question → how many chunks hold it."""
        return {key: self._frequency(key) for key in dict.fromkeys(content_keys(question))}

    def _frequency(self, key: str) -> int:
        return int(self._database.rows("SELECT count(*) FROM chunk_words WHERE chunk_words MATCH ?", (f'"{key}"',))[0][0])

    def search(self, frequencies: Mapping[str, int], limit: int, within: Selection | None = None) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) of the selected chunks that share a word with the question, best first; scores are positive.

        frequencies: of the question's words, as `frequencies` gives them. Of very common words only the rarest count.
        """
        terms = _rarest(frequencies)
        if not terms:
            return []
        condition, values = _condition(within)
        match = " OR ".join(f'"{term}"' for term in terms)
        # ORDER BY rank: FTS5 sorts by itself and hands out the best first, so that all else is looked up for these only.
        rows = self._database.rows(
            f"SELECT rowid, -rank FROM chunk_words WHERE chunk_words MATCH ? {condition} ORDER BY rank LIMIT ?", (match, *values, limit)
        )
        ids = dict(
            self._database.rows("SELECT row, id FROM chunks WHERE row IN (SELECT value FROM json_each(?))", (json.dumps([r for r, _ in rows]),))
        )
        return [(ids[row], float(score)) for row, score in rows]


def _rarest(frequencies: Mapping[str, int]) -> list[str]:
    """The rarest words that together stand in at most so many chunks; at least one."""
    chosen: list[str] = []
    postings = 0
    for key, frequency in sorted(frequencies.items(), key=lambda item: item[1]):
        postings += frequency
        if frequency and (not chosen or postings <= _MOST_POSTINGS):
            chosen.append(key)
    return chosen


def _condition(within: Selection | None) -> tuple[str, Sequence[object]]:
    if within is None:
        return "", ()
    # The + keeps SQLite from asking FTS5 for one row after the other.
    if within.is_small:
        rows = f"SELECT c.row FROM articles a JOIN chunks c ON c.article_id = a.id WHERE {within.condition}"
        return f"AND +rowid IN ({rows})", within.values
    one = f"SELECT 1 FROM chunks c JOIN articles a ON a.id = c.article_id WHERE c.row = +chunk_words.rowid AND {within.condition}"
    return f"AND EXISTS ({one})", within.values
