"""The articles' Devanagari words by their sound: a table beside the lexical index."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.store.database import Database
from index.text.roman import word_key
from index.text.words import VERSION as WORDS_VERSION
from index.text.words import stem, words

# Raised whenever a word has another sound, or is another word: a store with an earlier one is filled anew when it is opened.
VERSION = f"keys-1 {WORDS_VERSION}"
# A short key ("kr") has thousands of words in a large store. Each costs some 50 µs to compare; the rarest are misspellings.
_MOST_COMPARED = 150


class SoundIndex:
    """How many articles hold each Devanagari word, by sound key (see index.text.roman). Changes are within the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, text: str) -> None:
        """Count the words of an article."""
        self._database.connection.executemany(
            "INSERT INTO sounds VALUES (?, ?, 1) ON CONFLICT(key, word) DO UPDATE SET articles = articles + 1",
            [(word_key(word), word) for word in _devanagari_words(text)],
        )

    def clear(self) -> None:
        self._database.connection.execute("DELETE FROM sounds")

    def lacks(self, text: str) -> list[str]:
        """The Devanagari words of a text that are not counted here."""
        pairs = [(word_key(word), word) for word in _devanagari_words(text)]
        held = {word for key, word in pairs if self._database.rows("SELECT 1 FROM sounds WHERE key = ? AND word = ?", (key, word))}
        return [word for _, word in pairs if word not in held]

    def remove(self, text: str) -> None:
        """Take back what `add` counted of the same text."""
        keys = [(word_key(word), word) for word in _devanagari_words(text)]
        self._database.connection.executemany("UPDATE sounds SET articles = articles - 1 WHERE key = ? AND word = ?", keys)
        self._database.connection.executemany("DELETE FROM sounds WHERE key = ? AND word = ? AND articles <= 0", keys)

    def sounding_like(self, keys: Sequence[str]) -> dict[str, int]:
        """Word → how many articles hold it, for the words with one of these keys; of very many the most frequent."""
        return dict(
            self._database.rows(
                "SELECT word, articles FROM sounds WHERE key IN (SELECT value FROM json_each(?)) ORDER BY articles DESC, word LIMIT ?",
                (json.dumps(keys), _MOST_COMPARED),
            )
        )

    def holds(self, word: str) -> bool:
        """Whether some chunk holds a word in Latin letters, in any of its forms."""
        return bool(self._database.rows("SELECT 1 FROM chunk_words WHERE chunk_words MATCH ? LIMIT 1", (f'"{stem(word)}"',)))


def _devanagari_words(text: str) -> list[str]:
    return sorted(word for word in set(words(text)) if "\u0900" <= word[0] <= "\u097f")
