"""The catalogue: one SQLite file with the articles, their sentences and chunks, the vectors and the lexical index. The source of truth."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import lexical, spares
from index.errors import StoreFailure
from index.types import Article, Chunk, Document, Sentence, Span
from index.upgrade import upgrade
from index.words import content_stems

if TYPE_CHECKING:
    import numpy as np

FILE = "catalogue.sqlite3"
SCHEMA_VERSION = 2

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, source TEXT NOT NULL UNIQUE, name TEXT NOT NULL, content_hash TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT,
    published TEXT, language TEXT NOT NULL, author TEXT, published_from TEXT, copies TEXT, note TEXT, text TEXT NOT NULL, furniture TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sentences (
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, start INTEGER NOT NULL, end INTEGER NOT NULL,
    vector BLOB NOT NULL, PRIMARY KEY (article_id, start)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chunks (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL, in_chroma INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS chunks_of_article ON chunks(article_id);
CREATE INDEX IF NOT EXISTS chunks_not_in_chroma ON chunks(in_chroma) WHERE in_chroma = 0;
CREATE TABLE IF NOT EXISTS removed_chunks (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS outdated (article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE);
"""


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
        self.path = folder / FILE
        self._writing = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, check_same_thread=False, timeout=30, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            upgrade(self._db, SCHEMA_VERSION)
            self._refuse_other_format()
            self._db.executescript(_SCHEMA + spares.SCHEMA + lexical.SCHEMA)
            self._db.execute("INSERT OR IGNORE INTO about VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        except (sqlite3.Error, OSError) as error:
            raise self._failure(error) from error

    def _refuse_other_format(self) -> None:
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
            return
        found = self.about().get("schema")
        if found not in (None, str(SCHEMA_VERSION)):
            raise StoreFailure(
                f"The store '{self.path.parent}' has format {found}; this version of Pramaan reads format {SCHEMA_VERSION}. "
                "Use another folder with --store, or index your articles again into a new one."
            )

    @staticmethod
    def exists(folder: Path) -> bool:
        return (folder / FILE).is_file()

    def close(self) -> None:
        self._db.close()

    def _failure(self, error: Exception) -> StoreFailure:
        if "full" in str(error) or getattr(error, "errno", None) == 28:
            return StoreFailure(f"No space left for the store '{self.path.parent}'. Free some disk space and run the command again; nothing is lost.")
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            return StoreFailure(f"The store '{self.path}' is damaged ({error}). Move it away and index your articles again.")
        return StoreFailure(f"The store '{self.path}' can't be used ({error}). Check that the folder may be written and no other program holds it.")

    def _rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._writing:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                self._rollback()
                raise self._failure(error) from error
            except BaseException:
                self._rollback()
                raise

    def _rollback(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    # What the store says of itself

    def about(self) -> dict[str, str]:
        return dict(self._rows("SELECT key, value FROM about"))

    def describe(self, **values: str) -> None:
        with self._transaction() as db:
            self._describe(db, values)

    def _describe(self, db: sqlite3.Connection, values: Mapping[str, str]) -> None:
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
        def one(query: str) -> int:
            return int(self._rows(query)[0][0])

        return Counts(
            one("SELECT count(*) FROM articles"),
            one("SELECT count(*) FROM sentences"),
            one("SELECT count(*) FROM chunks"),
            one("SELECT count(*) FROM chunks WHERE in_chroma = 0"),
        )

    def chunk_count(self) -> int:
        return int(self._rows("SELECT count(*) FROM chunks")[0][0])

    # Writing

    def put(self, articles: Iterable[NewArticle]) -> None:
        """Add or replace articles, all of them or none."""
        with self._transaction() as db:
            for new in articles:
                self._delete(db, new.article.id)
                a = new.article
                furniture = json.dumps([[span.start, span.end] for span in new.furniture])
                db.execute(
                    "INSERT INTO articles (id, source, name, content_hash, title, publisher, published, language, author, published_from, copies, "
                    f"note, text, furniture) VALUES ({', '.join('?' * 14)})",
                    (
                        *(a.id, a.source, a.name, new.content_hash, a.title, a.publisher, a.published, a.language),
                        *(a.author, a.published_from, a.group, new.note, new.text, furniture),
                    ),
                )
                for span, vector in zip(new.sentences, new.sentence_vectors, strict=True):
                    db.execute("INSERT INTO sentences VALUES (?, ?, ?, ?)", (a.id, span.start, span.end, _pack(vector)))
                for span, searched, vector in zip(new.chunks, new.chunk_texts, new.chunk_vectors, strict=True):
                    chunk_id = _chunk_id(a.id, span)
                    row = db.execute(
                        "INSERT INTO chunks (id, article_id, start, end, vector) VALUES (?, ?, ?, ?, ?)",
                        (chunk_id, a.id, span.start, span.end, _pack(vector)),
                    ).lastrowid
                    db.execute("DELETE FROM removed_chunks WHERE id = ?", (chunk_id,))
                    db.execute("INSERT INTO chunk_words (rowid, words) VALUES (?, ?)", (row, lexical.searched_words(a.title, searched)))
                spares.forget(db, a.title, new.text)

    def remove(self, article_ids: Iterable[str]) -> None:
        with self._transaction() as db:
            for article_id in article_ids:
                self._delete(db, article_id)

    def _delete(self, db: sqlite3.Connection, article_id: str) -> None:
        spares.keep(db, article_id)
        of_article = "FROM chunks WHERE article_id = ?"
        db.execute(f"INSERT OR IGNORE INTO removed_chunks SELECT id {of_article}", (article_id,))
        db.execute(f"DELETE FROM chunk_words WHERE rowid IN (SELECT row {of_article})", (article_id,))
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

    def embedded(self, article_id: str) -> spares.Embedded | None:
        """An article's spans and vectors, None when there is no such article."""
        return spares.of_article(self._db, article_id)

    def spare(self, title: str, text: str) -> spares.Embedded | None:
        """Spans and vectors of a text that was removed with its article."""
        return spares.find(self._db, title, text)

    def text(self, article_id: str) -> str:
        rows = self._rows("SELECT text FROM articles WHERE id = ?", (article_id,))
        if not rows:
            raise StoreFailure(f"The store has no article '{article_id}'. It may have been removed meanwhile; ask again.")
        return str(rows[0][0])

    def furniture(self, article_id: str) -> list[Span]:
        rows = self._rows("SELECT furniture FROM articles WHERE id = ?", (article_id,))
        return [Span(start, end) for start, end in json.loads(rows[0][0])] if rows else []

    def sentences(self, chunk: Chunk) -> list[tuple[Sentence, np.ndarray]]:
        """The sentences that a chunk touches, in order, each with its vector."""
        text = self.text(chunk.article_id)
        rows = self._rows(
            "SELECT start, end, vector FROM sentences WHERE article_id = ? AND start < ? AND end > ? ORDER BY start",
            (chunk.article_id, chunk.end, chunk.start),
        )
        return [(Sentence(chunk.article_id, start, end, text[start:end]), _unpack(vector)) for start, end, vector in rows]

    def chunks(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        marks = ",".join("?" * len(ids))
        return {stored.chunk.id: stored for stored in self._stored(f"WHERE c.id IN ({marks})", ids)}

    def chunks_not_in_chroma(self, limit: int = 1000) -> list[StoredChunk]:
        return list(self._stored("WHERE c.in_chroma = 0 LIMIT ?", (limit,)))

    def _stored(self, where: str, values: Sequence[object]) -> Iterator[StoredChunk]:
        query = (
            f"SELECT {_ARTICLE_COLUMNS}, c.id, c.start, c.end, substr(a.text, c.start + 1, c.end - c.start), c.vector "
            f"FROM chunks c JOIN articles a ON a.id = c.article_id {where}"
        )
        for row in self._rows(query, values):
            article = Article(*row[:_ARTICLE_FIELDS])
            chunk_id, start, end, text, vector = row[_ARTICLE_FIELDS:]
            yield StoredChunk(Chunk(chunk_id, article.id, start, end, text), article, _unpack(vector))

    def lexical_search(self, question: str, limit: int) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) of the chunks that share a content word with the question, best first; scores are positive."""
        terms = list(dict.fromkeys(content_stems(question)))
        if not terms:
            return []
        match = " OR ".join(f'"{term}"' for term in terms)
        rows = self._rows(
            "SELECT c.id, -bm25(chunk_words) AS score FROM chunk_words JOIN chunks c ON c.row = chunk_words.rowid "
            "WHERE chunk_words MATCH ? ORDER BY bm25(chunk_words) LIMIT ?",
            (match, limit),
        )
        return [(chunk_id, float(score)) for chunk_id, score in rows]

    def document_frequency(self, term: str) -> int:
        """How many chunks hold this stem."""
        return int(self._rows("SELECT count(*) FROM chunk_words WHERE chunk_words MATCH ?", (f'"{term}"',))[0][0])

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

    def faults(self) -> list[str]:
        """What is wrong in the catalogue itself, one line each; empty when all is well."""
        dimension = int(self.about().get("dimension", 0))
        checks = {
            "articles have no sentences": "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM sentences)",
            "articles have no chunks": "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM chunks)",
            "sentences or chunks belong to no article": "SELECT count(*) FROM pragma_foreign_key_check",
            f"vectors are not {dimension}-d": (
                "SELECT (SELECT count(*) FROM sentences WHERE length(vector) != 2 * :d) + (SELECT count(*) FROM chunks WHERE length(vector) != 2 * :d)"
            ),
        }
        found = []
        if (state := self._rows("PRAGMA quick_check(1)")[0][0]) != "ok":
            found.append(f"the catalogue's file is damaged ({state})")
        for what, query in checks.items():
            if count := self._rows(query, {"d": dimension} if ":d" in query else ())[0][0]:
                found.append(f"{count} {what}")
        return found

    def word_faults(self) -> list[str]:
        """What differs between the stored texts and the lexical index, one line each; empty when they agree."""
        try:
            return lexical.faults(self._db)
        except sqlite3.DatabaseError as error:
            return [f"the word index is damaged ({error})"]

    def rebuild_words(self) -> None:
        """Fill the lexical index anew from the stored texts; no model is needed."""
        with self._transaction() as db:
            lexical.rebuild(db)
