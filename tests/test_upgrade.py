from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from syncing import FLOOD, ONION, Syncer

from index.errors import StoreFailure
from index.store import upgrade
from index.store.catalogue import Catalogue
from index.store.database import FILE, SCHEMA_VERSION
from index.store.mirror import verify
from index.store.vectors import VectorIndex

Write = Callable[[str, str], Path]

# The tables as the first format had them.
FIRST = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, source TEXT NOT NULL UNIQUE, name TEXT NOT NULL, content_hash TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT,
    published TEXT, language TEXT NOT NULL, note TEXT, text TEXT NOT NULL, furniture TEXT NOT NULL
);
CREATE TABLE sentences (
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, start INTEGER NOT NULL, end INTEGER NOT NULL,
    vector BLOB NOT NULL, PRIMARY KEY (article_id, start)
) WITHOUT ROWID;
CREATE TABLE chunks (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL, in_chroma INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX chunks_of_article ON chunks(article_id);
CREATE INDEX chunks_not_in_chroma ON chunks(in_chroma) WHERE in_chroma = 0;
CREATE TABLE removed_chunks (id TEXT PRIMARY KEY);
CREATE VIRTUAL TABLE chunk_words USING fts5(words, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'");
"""
_COPIED = {
    "about": "SELECT key, value FROM new.about WHERE key NOT IN ('prompts', 'words', 'sounds', 'groups')",
    "articles": (
        "SELECT id, source, name, content_hash, title, publisher, published, language, note, text, furniture FROM new.articles "
        "JOIN new.texts ON article_id = id"
    ),
    "sentences": "SELECT article_id, start, end, vector FROM new.sentences",
    "chunks": "SELECT c.row, id, article_id, start, end, vector, in_chroma FROM new.chunks c JOIN new.chunk_vectors v ON v.row = c.row",
}


@pytest.fixture
def old(store: Path, articles: Path, write_article: Write) -> Iterator[tuple[Path, VectorIndex]]:
    """A store of the first format with two articles in it, and its Chroma."""
    write_article("a.txt", FLOOD)
    write_article("b.txt", ONION)
    catalogue, vectors = Catalogue(store), VectorIndex(store, "test")
    Syncer(catalogue, vectors)(articles)
    catalogue.close()
    (store / FILE).rename(store / "new")
    with closing(sqlite3.connect(store / FILE, isolation_level=None)) as db:
        db.executescript(FIRST)
        db.execute("ATTACH ? AS new", (str(store / "new"),))
        for table, rows in _COPIED.items():
            db.execute(f"INSERT INTO {table} {rows}")
        db.execute("INSERT INTO chunk_words (rowid, words) SELECT rowid, words FROM new.chunk_words")
        db.execute("UPDATE about SET value = '1' WHERE key = 'schema'")
    yield store, vectors


def test_a_store_of_the_first_format_is_brought_to_this_one(old: tuple[Path, VectorIndex], articles: Path) -> None:
    store, vectors = old
    catalogue = Catalogue(store)
    assert catalogue.about()["schema"] == str(SCHEMA_VERSION)
    assert verify(catalogue, vectors) == []
    assert [(a.name, a.author, a.published_from, a.group) for a in catalogue.articles()] == [("a.txt", None, None, None), ("b.txt", None, None, None)]
    run = Syncer(catalogue, vectors)
    report = run(articles)
    assert (report.unchanged, report.notes, run.opened) == (2, [], [])
    assert catalogue.lexical.search(catalogue.lexical.frequencies("प्याज"), 5)
    (articles / "a.txt").rename(articles / "c.txt")
    (articles / "b.txt").write_text(ONION.replace("2,150", "3,000"), encoding="utf-8")
    report = run(articles)
    assert (report.added, report.changed, report.removed) == (["c.txt"], ["b.txt"], ["a.txt"])
    assert verify(catalogue, vectors) == []
    catalogue.close()
    Catalogue(store).close()


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(old: tuple[Path, VectorIndex], monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = old
    monkeypatch.setitem(upgrade._STEPS, 1, (*upgrade._STEPS[1][:2], "ALTER TABLE nowhere ADD COLUMN x TEXT"))
    with pytest.raises(StoreFailure, match="nowhere"):
        Catalogue(store)
    with closing(sqlite3.connect(store / FILE)) as db:
        assert db.execute("SELECT value FROM about WHERE key = 'schema'").fetchone() == ("1",)
        assert "author" not in {row[1] for row in db.execute("PRAGMA table_info(articles)")}
    monkeypatch.undo()
    catalogue = Catalogue(store)
    assert catalogue.counts().articles == 2
    catalogue.close()


def test_every_earlier_format_has_its_step() -> None:
    assert sorted(upgrade._STEPS) == list(range(1, SCHEMA_VERSION))


def test_words_and_groups_of_an_earlier_version_are_made_anew_at_the_next_opening(store: Path, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    write_article("b.txt", FLOOD)
    catalogue, vectors = Catalogue(store), VectorIndex(store, "test")
    Syncer(catalogue, vectors)(articles)
    [group] = {article.group for article in catalogue.articles()}
    assert group is not None
    catalogue.describe(words="keys-0", groups="bands-0")
    catalogue._database.connection.execute("UPDATE chunk_words SET words = 'x'")
    catalogue._database.connection.execute("UPDATE articles SET copies = NULL")
    catalogue.close()
    catalogue = Catalogue(store)
    assert verify(catalogue, vectors) == []
    assert len({article.group for article in catalogue.articles()} - {None}) == 1
    catalogue.close()
