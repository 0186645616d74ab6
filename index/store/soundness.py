"""Whether the catalogue is sound, and its word index says what its texts say; the index is filled anew from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.store import spares
from index.store.lexical import LexicalIndex
from index.text.chunk import searched
from index.types import Span

if TYPE_CHECKING:
    import sqlite3

_LOOKED_AT = 200
_SHORT = "length(vector) != 2 * (SELECT value FROM about WHERE key = 'dimension')"
_CHECKS = {
    "articles have no text": "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM texts)",
    "articles have no sentences": "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM sentences)",
    "articles have no chunks": "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM chunks)",
    "chunks have no vector": "SELECT count(*) FROM chunks WHERE row NOT IN (SELECT row FROM chunk_vectors)",
    "rows belong to nothing": "SELECT count(*) FROM pragma_foreign_key_check",
    "vectors are of another dimension": (
        f"SELECT (SELECT count(*) FROM sentences WHERE {_SHORT}) + (SELECT count(*) FROM chunk_vectors WHERE {_SHORT})"
    ),
    "totals are wrong": (
        "SELECT (articles != (SELECT count(*) FROM articles)) + (sentences != (SELECT count(*) FROM sentences)) + "
        "(chunks != (SELECT count(*) FROM chunks)) FROM totals"
    ),
}


def table_faults(db: sqlite3.Connection) -> list[str]:
    """What is wrong in the tables themselves, one line each; empty when all is well."""
    found = []
    if (state := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        found.append(f"the catalogue's file is damaged ({state})")
    counts = {what: db.execute(query).fetchone()[0] for what, query in _CHECKS.items()}
    return found + [f"{count} {what}" for what, count in counts.items() if count]


def fill_words(db: sqlite3.Connection, lexical: LexicalIndex) -> None:
    """Fill the word index anew, damaged or not; within the caller's transaction."""
    lexical.clear()
    for article_id in _article_ids(db):
        for row, text in _searched(db, article_id):
            lexical.add(row, text)


def word_faults(db: sqlite3.Connection, lexical: LexicalIndex) -> list[str]:
    """What differs between the word index and the stored texts (words: of a sample of articles), one line each.

    Raises sqlite3.DatabaseError when the index's table is damaged.
    """
    db.execute("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")
    rows = {row for (row,) in db.execute("SELECT row FROM chunks")}
    held = {row for (row,) in db.execute("SELECT rowid FROM chunk_words")}
    found = []
    if missing := rows - held:
        found.append(f"{len(missing)} chunks of the catalogue are missing from the word index")
    if stray := held - rows:
        found.append(f"{len(stray)} chunks in the word index are not in the catalogue")
    ids = _article_ids(db)
    expected = {
        row: lexical.words(text) for article_id in ids[:: len(ids) // _LOOKED_AT + 1] for row, text in _searched(db, article_id) if row in held
    }
    actual = {row: db.execute("SELECT words FROM chunk_words WHERE rowid = ?", (row,)).fetchone()[0] for row in expected}
    if other := [row for row, words in actual.items() if words != expected[row]]:
        found.append(f"{len(other)} of {len(actual)} chunks looked at have other words in the word index than in their text")
    return found


def _article_ids(db: sqlite3.Connection) -> list[str]:
    return [article_id for (article_id,) in db.execute("SELECT id FROM articles ORDER BY id")]


def _searched(db: sqlite3.Connection, article_id: str) -> Iterator[tuple[int, str]]:
    """(row, text) of an article's chunks, as put() gives them to the word index."""
    known = spares.of_article(db, article_id)
    if known:
        for row, start, end in db.execute("SELECT row, start, end FROM chunks WHERE article_id = ?", (article_id,)).fetchall():
            yield row, f"{known.title} {searched(known.text, known.sentences, Span(start, end))[0]}"
