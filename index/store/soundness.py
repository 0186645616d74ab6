"""Whether the catalogue is sound, and what is derived from its texts says what they say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.errors import StoreFailure
from index.store.database import Database
from index.store.derived import Derived, article_words, searched_chunks

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


def derived_faults(database: Database, derived: Derived) -> list[str]:
    """What differs between the stored texts and what is derived from them (of a sample of articles), one line each; empty when they agree."""
    try:
        return [*_missing_or_stray(database), *_other_words(database, derived)]
    except StoreFailure as failure:
        return [f"the word index is damaged ({failure.__cause__})"]


def _missing_or_stray(database: Database) -> list[str]:
    database.rows("INSERT INTO chunk_words (chunk_words) VALUES ('integrity-check')")
    rows = {row for (row,) in database.rows("SELECT row FROM chunks")}
    held = {row for (row,) in database.rows("SELECT rowid FROM chunk_words")}
    found = []
    if missing := rows - held:
        found.append(f"{len(missing)} chunks of the catalogue are missing from the word index")
    if stray := held - rows:
        found.append(f"{len(stray)} chunks in the word index are not in the catalogue")
    return found


def _other_words(database: Database, derived: Derived) -> list[str]:
    ids = [article_id for (article_id,) in database.rows("SELECT id FROM articles ORDER BY id")]
    looked_at = ids[:: len(ids) // _LOOKED_AT + 1]
    expected = {row: derived.lexical.words(text) for article_id in looked_at for row, text in searched_chunks(database, article_id)}
    actual = dict(database.rows("SELECT rowid, words FROM chunk_words WHERE rowid IN (SELECT value FROM json_each(?))", (json.dumps([*expected]),)))
    found = []
    if other := [row for row, words in actual.items() if words != expected[row]]:
        found.append(f"{len(other)} of {len(actual)} chunks looked at have other words in the word index than in their text")
    if unheard := [article_id for article_id in looked_at if derived.sounds.lacks(article_words(database, article_id))]:
        found.append(f"{len(unheard)} of {len(looked_at)} articles looked at have words whose sound is not known")
    return found
