"""The catalogue: one SQLite file with the articles, their sentences and chunks, the vectors and the lexical index. The source of truth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import StoreFailure
from index.store import groups, lexical, soundness, spares
from index.store.database import FILE, Database
from index.store.filters import Filters, Selection, select
from index.store.groups import CopyGroups
from index.store.lexical import LexicalIndex
from index.store.sounds import SoundIndex
from index.store.spares import Embedded
from index.types import Article, Chunk, Document, Sentence, Span

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
class StoredChunk:
    """A chunk with its article and its vector, as Chroma is filled from it."""

    chunk: Chunk
    article: Article
    vector: np.ndarray


@dataclass(frozen=True, slots=True)
class Counts:
    articles: int
    sentences: int
    chunks: int
    chunks_not_in_chroma: int


_ARTICLE_FIELDS = 10
_ARTICLE_COLUMNS = "a.id, a.source, a.name, a.title, a.publisher, a.published, a.language, a.author, a.published_from, a.copies"


def _chunk_id(article_id: str, span: Span) -> str:
    return f"{article_id}:{span.start}-{span.end}"


def _pack(vector: np.ndarray) -> bytes:
    packed: bytes = vector.astype("<f2").tobytes()
    return packed


def _unpack(packed: bytes) -> np.ndarray:
    import numpy as np

    return np.frombuffer(packed, dtype="<f2").astype(np.float32)


class Catalogue:
    """Opens or makes the catalogue in `folder`. Every change is one transaction: it is whole on disk or it never was."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder)
        self.path = self._database.path
        self.lexical = LexicalIndex(self._database)
        self.sounds = SoundIndex(self._database)
        self._groups = CopyGroups(self._database)
        self._rows = self._database.rows
        self._transaction = self._database.transaction
        self._renew_derived()

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

    def chunk_count(self) -> int:
        return int(self._rows("SELECT chunks FROM totals")[0][0])

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
                self._insert_chunks(db, new)
                self.sounds.add(f"{new.article.title}\n{new.text}")
                self._groups.join(new.article.id, new.text, new.sentences)
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
        rows = [(a.id, span.start, span.end, _pack(vector)) for span, vector in zip(new.sentences, new.sentence_vectors, strict=True)]
        db.executemany("INSERT INTO sentences VALUES (?, ?, ?, ?)", rows)

    def _insert_chunks(self, db: sqlite3.Connection, new: NewArticle) -> None:
        a = new.article
        for span, searched, vector in zip(new.chunks, new.chunk_texts, new.chunk_vectors, strict=True):
            chunk_id = _chunk_id(a.id, span)
            row = db.execute("INSERT INTO chunks (id, article_id, start, end) VALUES (?, ?, ?, ?)", (chunk_id, a.id, span.start, span.end)).lastrowid
            assert row is not None
            db.execute("INSERT INTO chunk_vectors VALUES (?, ?)", (row, _pack(vector)))
            db.execute("DELETE FROM removed_chunks WHERE id = ?", (chunk_id,))
            self.lexical.add(row, f"{a.title} {searched}")

    def remove(self, article_ids: Iterable[str]) -> None:
        with self._transaction() as db:
            for article_id in article_ids:
                self._delete(db, article_id)

    def _delete(self, db: sqlite3.Connection, article_id: str) -> None:
        spares.keep(db, article_id)
        db.execute("INSERT OR IGNORE INTO removed_chunks SELECT id FROM chunks WHERE article_id = ?", (article_id,))
        self.lexical.remove(article_id)
        for (text,) in db.execute(
            "SELECT a.title || char(10) || t.text FROM articles a JOIN texts t ON t.article_id = a.id WHERE a.id = ?", (article_id,)
        ):
            self.sounds.remove(text)
        db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    # Reading

    def articles(self) -> list[Article]:
        rows = self._rows(f"SELECT {_ARTICLE_COLUMNS} FROM articles a ORDER BY a.name")
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

    def sentences(self, chunk: Chunk) -> list[tuple[Sentence, np.ndarray]]:
        """The sentences that a chunk touches, in order, each with its vector."""
        rows = self._rows(
            "SELECT s.start, s.end, substr(t.text, s.start + 1, s.end - s.start), s.vector FROM sentences s JOIN texts t USING (article_id) "
            "WHERE s.article_id = ? AND s.start < ? AND s.end > ? ORDER BY s.start",
            (chunk.article_id, chunk.end, chunk.start),
        )
        return [(Sentence(chunk.article_id, start, end, text), _unpack(vector)) for start, end, text, vector in rows]

    def chunks(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        return {stored.chunk.id: stored for stored in self._stored("WHERE c.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))}

    def chunks_not_in_chroma(self, limit: int = 1000) -> list[StoredChunk]:
        return list(self._stored("WHERE c.in_chroma = 0 LIMIT ?", (limit,)))

    def _stored(self, where: str, values: Sequence[object]) -> Iterator[StoredChunk]:
        query = (
            f"SELECT {_ARTICLE_COLUMNS}, c.id, c.start, c.end, substr(t.text, c.start + 1, c.end - c.start), v.vector "
            "FROM chunks c JOIN chunk_vectors v ON v.row = c.row JOIN articles a ON a.id = c.article_id JOIN texts t ON t.article_id = c.article_id "
            f"{where}"
        )
        for row in self._rows(query, values):
            article = Article(*row[:_ARTICLE_FIELDS])
            chunk_id, start, end, text, vector = row[_ARTICLE_FIELDS:]
            yield StoredChunk(Chunk(chunk_id, article.id, start, end, text), article, _unpack(vector))

    def places(self, ids: Iterable[str]) -> dict[str, tuple[Article, int, int]]:
        """Chunk id → (article, start, end), without the chunk's text: quick for a hundred of them."""
        rows = self._rows(
            f"SELECT c.id, c.start, c.end, {_ARTICLE_COLUMNS} FROM chunks c JOIN articles a ON a.id = c.article_id "
            "WHERE c.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {chunk_id: (Article(*article), start, end) for chunk_id, start, end, *article in rows}

    def cosines(self, ids: Sequence[str], vector: np.ndarray) -> dict[str, float]:
        """Chunk id → cosine with a unit vector."""
        rows = self._rows(
            "SELECT c.id, v.vector FROM chunks c JOIN chunk_vectors v ON v.row = c.row WHERE c.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {chunk_id: float(_unpack(packed) @ vector) for chunk_id, packed in rows}

    def selected_ids(self, ids: Sequence[str], within: Selection) -> set[str]:
        """Which of these chunks a selection lets through."""
        rows = self._rows(
            "SELECT c.id FROM json_each(?) given CROSS JOIN chunks c ON c.id = given.value JOIN articles a ON a.id = c.article_id "
            f"WHERE {within.condition}",
            (json.dumps(list(ids)), *within.values),
        )
        return {row[0] for row in rows}

    def selected_vectors(self, within: Selection) -> tuple[list[str], np.ndarray]:
        """(ids, vectors) of all chunks that a selection lets through; float32 of shape (chunks, dimension)."""
        import numpy as np

        rows = self._rows(
            "SELECT c.id, v.vector FROM articles a JOIN chunks c ON c.article_id = a.id JOIN chunk_vectors v ON v.row = c.row "
            f"WHERE {within.condition} ORDER BY c.row",
            within.values,
        )
        packed = np.frombuffer(b"".join(vector for _, vector in rows), dtype="<f2")
        return [chunk_id for chunk_id, _ in rows], packed.astype(np.float32).reshape(len(rows), -1 if rows else 0)

    # What Chroma still has to learn

    def mark_in_chroma(self, ids: Sequence[str]) -> None:
        with self._transaction() as db:
            db.executemany("UPDATE chunks SET in_chroma = 1 WHERE id = ?", [(chunk_id,) for chunk_id in ids])

    def forget_chroma(self) -> None:
        """Chroma was lost: every chunk has to be sent again."""
        with self._transaction() as db:
            db.execute("UPDATE chunks SET in_chroma = 0")

    def removed_chunks(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT id FROM removed_chunks")]

    def chunk_ids(self) -> set[str]:
        return {row[0] for row in self._rows("SELECT id FROM chunks")}

    def forget_removed(self, ids: Sequence[str]) -> None:
        with self._transaction() as db:
            db.executemany("DELETE FROM removed_chunks WHERE id = ?", [(chunk_id,) for chunk_id in ids])

    # Soundness

    def _renew_derived(self) -> None:
        """Fill anew what an earlier version of Pramaan derived from the texts in another way."""
        about = self.about()
        if about.get("words") != lexical.VERSION:
            with self._transaction() as db:
                soundness.fill_words(db, self.lexical)
                self._describe(db, {"words": lexical.VERSION})
        if about.get("groups") != groups.VERSION:
            with self._transaction() as db:
                self._groups.clear()
                for (article_id,) in db.execute("SELECT id FROM articles ORDER BY id").fetchall():
                    if known := self.embedded(article_id):
                        self._groups.join(article_id, known.text, known.sentences)
                self._describe(db, {"groups": groups.VERSION})

    def faults(self) -> list[str]:
        """What is wrong in the catalogue itself, one line each; empty when all is well."""
        with self._database.failures():
            return soundness.table_faults(self._database.connection)

    def word_faults(self) -> list[str]:
        """What differs between the stored texts and the word index, one line each; empty when they agree."""
        try:
            with self._database.failures():
                return soundness.word_faults(self._database.connection, self.lexical)
        except StoreFailure as failure:
            return [f"the word index is damaged ({failure.__cause__})"]

    def rebuild_words(self) -> None:
        """Fill the word index anew from the stored texts; no model is needed."""
        with self._transaction() as db:
            soundness.fill_words(db, self.lexical)
