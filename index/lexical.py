"""The lexical index of the catalogue: an FTS5 table of each chunk's words, derived from the stored texts and rebuilt from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import spares
from index.chunk import searched
from index.types import Span
from index.words import stems

if TYPE_CHECKING:
    import sqlite3

# Words are folded and stemmed before they come here; the categories keep Devanagari vowel signs inside a word.
SCHEMA = "CREATE VIRTUAL TABLE IF NOT EXISTS chunk_words USING fts5(words, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\");"
_LOOKED_AT = 200


def searched_words(title: str, text: str) -> str:
    """What the index holds of a chunk: title is its article's, text its sentences."""
    return " ".join(stems(f"{title} {text}"))


def rebuild(db: sqlite3.Connection) -> None:
    """Fill the index anew, damaged or not."""
    db.execute("DROP TABLE IF EXISTS chunk_words")
    db.execute(SCHEMA)
    for (article_id,) in db.execute("SELECT id FROM articles").fetchall():
        db.executemany("INSERT INTO chunk_words (rowid, words) VALUES (?, ?)", _words_of(db, article_id).items())


def faults(db: sqlite3.Connection) -> list[str]:
    """What differs between the index and the stored texts (words: of a sample of articles), one line each.

    Raises sqlite3.DatabaseError when the table itself is damaged.
    """
    db.execute("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")
    rows = {row for (row,) in db.execute("SELECT row FROM chunks")}
    held = {row for (row,) in db.execute("SELECT rowid FROM chunk_words")}
    found = []
    if missing := rows - held:
        found.append(f"{len(missing)} chunks of the catalogue are missing from the word index")
    if stray := held - rows:
        found.append(f"{len(stray)} chunks in the word index are not in the catalogue")
    ids = [article_id for (article_id,) in db.execute("SELECT id FROM articles ORDER BY id")]
    expected: dict[int, str] = {}
    for article_id in ids[:: len(ids) // _LOOKED_AT + 1]:
        expected |= _words_of(db, article_id)
    actual = {row: db.execute("SELECT words FROM chunk_words WHERE rowid = ?", (row,)).fetchone() for row in expected.keys() & held}
    if other := [row for row, words in actual.items() if words != (expected[row],)]:
        found.append(f"{len(other)} of {len(actual)} chunks looked at have other words in the word index than in their text")
    return found


def _words_of(db: sqlite3.Connection, article_id: str) -> dict[int, str]:
    """Row → words, of an article's chunks."""
    known = spares.of_article(db, article_id)
    if known is None:
        return {}
    rows = db.execute("SELECT row, start, end FROM chunks WHERE article_id = ?", (article_id,))
    return {row: searched_words(known.title, searched(known.text, known.sentences, Span(start, end))[0]) for row, start, end in rows}
