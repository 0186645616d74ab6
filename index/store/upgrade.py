"""Brings a store of an earlier format to this one, in place and in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

# What leads from each earlier format to the next. Tables that are only new are made by the schema itself; the word index and the groups
# of copies are filled anew by the catalogue, which notices that they don't say their version.
_STEPS = {
    1: (
        "ALTER TABLE articles ADD COLUMN author TEXT",
        "ALTER TABLE articles ADD COLUMN published_from TEXT",
        "ALTER TABLE articles ADD COLUMN copies TEXT",
    ),
    2: (
        "CREATE TABLE texts (article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, text TEXT NOT NULL, furniture TEXT NOT NULL)",
        "INSERT INTO texts SELECT id, text, furniture FROM articles",
        "ALTER TABLE articles ADD COLUMN chunks INTEGER NOT NULL DEFAULT 0",
        "UPDATE articles SET chunks = (SELECT count(*) FROM chunks WHERE article_id = articles.id)",
        "ALTER TABLE articles DROP COLUMN text",
        "ALTER TABLE articles DROP COLUMN furniture",
        "CREATE TABLE chunk_vectors (row INTEGER PRIMARY KEY REFERENCES chunks(row) ON DELETE CASCADE, vector BLOB NOT NULL)",
        "INSERT INTO chunk_vectors SELECT row, vector FROM chunks",
        "ALTER TABLE chunks DROP COLUMN vector",
        "CREATE TABLE totals (articles INTEGER NOT NULL, sentences INTEGER NOT NULL, chunks INTEGER NOT NULL)",
        "INSERT INTO totals SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM sentences), (SELECT count(*) FROM chunks)",
    ),
}


def upgrade(db: sqlite3.Connection, wanted: int) -> None:
    """Do nothing to a store that is new, already of the wanted format, or of one that isn't known here."""
    if _format(db) not in _STEPS:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        # Looked at again: another process may have been first.
        for found in range(_format(db), wanted):
            for statement in _STEPS[found]:
                db.execute(statement)
        db.execute("UPDATE about SET value = ? WHERE key = 'schema'", (str(wanted),))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _format(db: sqlite3.Connection) -> int:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
        return 0
    row = db.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()
    return int(row[0]) if row and row[0].isdigit() else 0
