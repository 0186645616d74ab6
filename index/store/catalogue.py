"""The catalogue: one SQLite file with the articles, their sentences and chunks, the vectors and the lexical index. The source of truth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import StoreFailure
from index.store import derived, soundness, spares
from index.store.chunks import ARTICLE_COLUMNS, StoredChunks, pack
from index.store.database import FILE, Database
from index.store.derived import Derived
from index.store.filters import Filters, Selection, select
from index.store.spares import Embedded
from index.types import Article, Document, Span

if TYPE_CHECKING:
    import sqlite3

    import numpy as np


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article ready to be catalogued: sentences and chunks are spans of text; their vectors have shape (how many, dimension).

    chunk_texts are what is searched of the chunks: their sentences without the furniture between them.
    """

    article: Article
    content_hash: str
    text: str
    note: str | None
    furniture: Sequence[Span]
    sentences: Sequence[Span]
    sentence_vectors: np.ndarray
    chunks: Sequence[Span]
    chunk_texts: Sequence[str]
    chunk_vectors: np.ndarray


@dataclass(frozen=True, slots=True)
class Counts:
    articles: int
    sentences: int
    chunks: int
    chunks_not_in_chroma: int


def _chunk_id(article_id: str, span: Span) -> str:
    return f"{article_id}:{span.start}-{span.end}"


class Catalogue:
    """Opens or makes the catalogue in `folder`. Every change is one transaction: it is whole on disk or it never was."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder)
        self.path = self._database.path
        self.chunks = StoredChunks(self._database)
        self._derived = Derived(self._database)
        self.lexical = self._derived.lexical
        self.sounds = self._derived.sounds
        self._rows = self._database.rows
        self._transaction = self._database.transaction
        self._fill_derived(part for part, version in derived.VERSIONS.items() if self.about().get(part) != version)

    @staticmethod
    def exists(folder: Path) -> bool:
        return (folder / FILE).is_file()

    def close(self) -> None:
        self._database.close()

    # What the store says of itself

    def about(self) -> dict[str, str]:
        return dict(self._rows("SELECT key, value FROM about"))

    def describe(self, **values: str) -> None:
        with self._transaction() as db:
            self._describe(db, values)

    @staticmethod
    def _describe(db: sqlite3.Connection, values: Mapping[str, str]) -> None:
        db.executemany("INSERT INTO about VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", values.items())

    def renew(self, **values: str) -> None:
        """Describe a store that is cut or embedded in another way from now on: all its articles are outdated until they are put again."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO outdated SELECT id FROM articles")
            spares.forget_all(db)
            self._describe(db, values)

    def outdated(self) -> set[str]:
        """Ids of the articles that are still as an earlier version cut them."""
        return {row[0] for row in self._rows("SELECT article_id FROM outdated")}

    def counts(self) -> Counts:
        articles, sentences, chunks = self._rows("SELECT articles, sentences, chunks FROM totals")[0]
        missing = self._rows("SELECT count(*) FROM chunks WHERE in_chroma = 0")[0][0]
        return Counts(articles, sentences, chunks, missing)

    def newest(self) -> str | None:
        """The latest date of publication in the store, "YYYY-MM-DD"."""
        newest: str | None = self._rows("SELECT max(published) FROM articles")[0][0]
        return newest

    def select(self, filters: Filters) -> Selection | None:
        """What the filters let through; None for all. Raises FilterRefused for a publisher or an article that isn't there."""
        return select(self._database, filters)

    # Writing

    def put(self, articles: Iterable[NewArticle]) -> None:
        """Add or replace articles, all of them or none. Each is put into the group of its copies."""
        with self._transaction() as db:
            for new in articles:
                self._delete(db, new.article.id)
                self._insert_article(db, new)
                self._derived.add(new.article.id, new.text, new.sentences, self._insert_chunks(db, new))
                spares.forget(db, new.article.title, new.text)

    @staticmethod
    def _insert_article(db: sqlite3.Connection, new: NewArticle) -> None:
        a = new.article
        about = (a.id, a.source, a.name, new.content_hash, a.title, a.publisher, a.published, a.language, a.author, a.published_from)
        db.execute(
            "INSERT INTO articles (id, source, name, content_hash, title, publisher, published, language, author, published_from, copies, note, "
            f"chunks) VALUES ({', '.join('?' * 13)})",
            (*about, a.group, new.note, len(new.chunks)),
        )
        furniture = json.dumps([[span.start, span.end] for span in new.furniture])
        db.execute("INSERT INTO texts VALUES (?, ?, ?)", (a.id, new.text, furniture))
        rows = [(a.id, span.start, span.end, pack(vector)) for span, vector in zip(new.sentences, new.sentence_vectors, strict=True)]
        db.executemany("INSERT INTO sentences VALUES (?, ?, ?, ?)", rows)

    @staticmethod
    def _insert_chunks(db: sqlite3.Connection, new: NewArticle) -> list[tuple[int, str]]:
        """(row, what is searched of it) of each."""
        a, searched = new.article, []
        for span, text, vector in zip(new.chunks, new.chunk_texts, new.chunk_vectors, strict=True):
            chunk_id = _chunk_id(a.id, span)
            row = db.execute("INSERT INTO chunks (id, article_id, start, end) VALUES (?, ?, ?, ?)", (chunk_id, a.id, span.start, span.end)).lastrowid
            assert row is not None
            db.execute("INSERT INTO chunk_vectors VALUES (?, ?)", (row, pack(vector)))
            db.execute("DELETE FROM removed_chunks WHERE id = ?", (chunk_id,))
            searched.append((row, f"{a.title} {text}"))
        return searched

    def remove(self, article_ids: Iterable[str]) -> None:
        with self._transaction() as db:
            for article_id in article_ids:
                self._delete(db, article_id)

    def _delete(self, db: sqlite3.Connection, article_id: str) -> None:
        spares.keep(db, article_id)
        db.execute("INSERT OR IGNORE INTO removed_chunks SELECT id FROM chunks WHERE article_id = ?", (article_id,))
        self._derived.remove(article_id)
        db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    # Reading

    def articles(self) -> list[Article]:
        rows = self._rows(f"SELECT {ARTICLE_COLUMNS} FROM articles a ORDER BY a.name")
        return [Article(*row) for row in rows]

    def content_hashes(self) -> dict[str, str]:
        """Source path → hash of the file's bytes when it was indexed."""
        return dict(self._rows("SELECT source, content_hash FROM articles"))

    def document(self, article: Article) -> Document:
        """The article as it was read from its file."""
        [(note,)] = self._rows("SELECT note FROM articles WHERE id = ?", (article.id,))
        about = (article.title, article.publisher, article.published, note, article.author, article.published_from)
        return Document(self.text(article.id), *about)

    def embedded(self, article_id: str) -> Embedded | None:
        """An article's spans and vectors, None when there is no such article."""
        return spares.of_article(self._database.connection, article_id)

    def spare(self, title: str, text: str) -> Embedded | None:
        """Spans and vectors of a text that was removed with its article."""
        return spares.find(self._database.connection, title, text)

    def text(self, article_id: str) -> str:
        rows = self._rows("SELECT text FROM texts WHERE article_id = ?", (article_id,))
        if not rows:
            raise StoreFailure(f"The store has no article '{article_id}'. It may have been removed meanwhile; ask again.")
        return str(rows[0][0])

    def furniture(self, article_id: str) -> list[Span]:
        rows = self._rows("SELECT furniture FROM texts WHERE article_id = ?", (article_id,))
        return [Span(start, end) for start, end in json.loads(rows[0][0])] if rows else []

    # Soundness

    def faults(self) -> list[str]:
        """What is wrong in the catalogue itself, one line each; empty when all is well."""
        with self._database.failures():
            return soundness.table_faults(self._database.connection)

    def derived_faults(self) -> list[str]:
        """What differs between the stored texts and what is derived from them, one line each; empty when they agree."""
        return soundness.derived_faults(self._database, self._derived)

    def rebuild_derived(self) -> None:
        """Fill anew all that is derived from the stored texts; no model is needed."""
        self._fill_derived(derived.VERSIONS)

    def _fill_derived(self, parts: Iterable[str]) -> None:
        for part in parts:
            with self._transaction() as db:
                self._derived.fill(part)
                self._describe(db, {part: derived.VERSIONS[part]})
