"""The SQLite file below the catalogue: its tables and their format."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from index.errors import StoreFailure
from index.store.sqlite_file import SqliteFile, is_damaged, is_full
from index.store.upgrade import upgrade

FILE = "catalogue.sqlite3"
SCHEMA_VERSION = 3
# A vector has 1.5 KB: pages of 4 KB would be filled to a third.
_PAGE_BYTES = 16 * 1024
_WAL_PAGES = 256
# A search touches some megabytes of the lexical index; SQLite's own cache of 2 MB would read them anew each time.
_CACHE_KIB = 64 * 1024

# Texts and vectors have tables of their own, so that what is looked up for every candidate of a search lies close together.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, source TEXT NOT NULL UNIQUE, name TEXT NOT NULL, content_hash TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT,
    published TEXT, language TEXT NOT NULL, author TEXT, published_from TEXT, copies TEXT, note TEXT, chunks INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS articles_by_date ON articles(published, language, publisher, chunks);
CREATE INDEX IF NOT EXISTS articles_by_publisher ON articles(publisher, chunks);
CREATE INDEX IF NOT EXISTS articles_by_language ON articles(language, chunks);
CREATE INDEX IF NOT EXISTS articles_by_copies ON articles(copies) WHERE copies IS NOT NULL;
CREATE TABLE IF NOT EXISTS texts (
    article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, text TEXT NOT NULL, furniture TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sentences (
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, start INTEGER NOT NULL, end INTEGER NOT NULL,
    vector BLOB NOT NULL, PRIMARY KEY (article_id, start)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chunks (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, in_chroma INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS chunks_of_article ON chunks(article_id);
CREATE INDEX IF NOT EXISTS chunks_not_in_chroma ON chunks(in_chroma) WHERE in_chroma = 0;
CREATE TABLE IF NOT EXISTS chunk_vectors (row INTEGER PRIMARY KEY REFERENCES chunks(row) ON DELETE CASCADE, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS removed_chunks (id TEXT PRIMARY KEY);
-- Articles that are still as an earlier version cut them.
CREATE TABLE IF NOT EXISTS outdated (article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE);
-- What removed texts had become, in case they come back (see index.store.spares).
CREATE TABLE IF NOT EXISTS spares (
    key TEXT PRIMARY KEY, removed INTEGER NOT NULL, furniture TEXT NOT NULL, sentences TEXT NOT NULL, sentence_vectors BLOB NOT NULL,
    chunks TEXT NOT NULL, chunk_vectors BLOB NOT NULL
);
-- The bands of an article's signature: texts that share one may be copies of each other.
CREATE TABLE IF NOT EXISTS bands (
    band INTEGER NOT NULL, article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, PRIMARY KEY (band, article_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_of_article ON bands(article_id);
-- The articles' Devanagari words by their sound, for questions in Latin letters.
CREATE TABLE IF NOT EXISTS sounds (key TEXT NOT NULL, word TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID;
-- count(*) reads a whole table, and these are asked for at every question.
CREATE TABLE IF NOT EXISTS totals (articles INTEGER NOT NULL, sentences INTEGER NOT NULL, chunks INTEGER NOT NULL);
INSERT INTO totals SELECT 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM totals);
""" + "".join(
    f"CREATE TRIGGER IF NOT EXISTS {table}_added AFTER INSERT ON {table} BEGIN UPDATE totals SET {table} = {table} + 1; END;\n"
    f"CREATE TRIGGER IF NOT EXISTS {table}_gone AFTER DELETE ON {table} BEGIN UPDATE totals SET {table} = {table} - 1; END;\n"
    for table in ("articles", "sentences", "chunks")
)

# Words are folded and stemmed before they come here; the categories keep Devanagari vowel signs inside a word.
WORDS_SCHEMA = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS chunk_words USING fts5(words, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\");"
)


class Database(SqliteFile):
    """The catalogue's file in `folder`; a store of an earlier format is brought to this one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / FILE)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        upgrade(connection, SCHEMA_VERSION)
        if (found := self.about("schema")) not in (None, str(SCHEMA_VERSION)):
            raise StoreFailure(
                f"The store '{self.path.parent}' has format {found}; this version of Pramaan reads format {SCHEMA_VERSION}. "
                "Use another folder with --store, or index your articles again into a new one."
            )
        connection.executescript(_SCHEMA + WORDS_SCHEMA)
        connection.execute("INSERT OR IGNORE INTO about VALUES ('schema', ?)", (str(SCHEMA_VERSION),))

    def _failure(self, error: Exception) -> StoreFailure:
        if is_full(error):
            return StoreFailure(f"No space left for the store '{self.path.parent}'. Free some disk space and run the command again; nothing is lost.")
        if is_damaged(error):
            return StoreFailure(f"The store '{self.path}' is damaged ({error}). Move it away and index your articles again.")
        return StoreFailure(f"The store '{self.path}' can't be used ({error}). Check that the folder may be written and no other program holds it.")
