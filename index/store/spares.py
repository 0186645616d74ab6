"""What an embedded text became, and the drawer where it lies when its article is removed: a file that comes back needs no model.

The drawer holds spans and vectors but no text; a text is known by its hash. What nobody came back for in a month is thrown away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.types import Span

if TYPE_CHECKING:
    import sqlite3

    import numpy as np

_KEPT_SECONDS = 30 * 24 * 3600
_TEXT = "SELECT a.title, t.text, t.furniture FROM articles a JOIN texts t ON t.article_id = a.id WHERE a.id = ?"
_SENTENCES = "SELECT start, end, vector FROM sentences WHERE article_id = ? ORDER BY start"
_CHUNKS = "SELECT c.start, c.end, v.vector FROM chunks c JOIN chunk_vectors v USING (row) WHERE c.article_id = ? ORDER BY c.start, c.end"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A text under its title, cut into spans, with its vectors: float32, shape (how many, dimension)."""

    title: str
    text: str
    furniture: list[Span]
    sentences: list[Span]
    sentence_vectors: np.ndarray
    chunks: list[Span]
    chunk_vectors: np.ndarray


def keep(db: sqlite3.Connection, article_id: str) -> None:
    """Put what is known of an article into the drawer, before it is removed; unless it is still cut as an earlier version did."""
    row = db.execute(f"{_TEXT} AND a.id NOT IN (SELECT article_id FROM outdated)", (article_id,)).fetchone()
    if row is None:
        return
    title, text, furniture = row
    sentences, chunks = _parts(db, _SENTENCES, article_id), _parts(db, _CHUNKS, article_id)
    db.execute(
        "INSERT OR REPLACE INTO spares VALUES (?, unixepoch(), ?, ?, ?, ?, ?)",
        (_key(title, text), furniture, *sentences, *chunks),
    )
    db.execute("DELETE FROM spares WHERE removed < unixepoch() - ?", (_KEPT_SECONDS,))


def find(db: sqlite3.Connection, title: str, text: str) -> Embedded | None:
    """What the drawer holds of a text that was embedded under this title."""
    row = db.execute(
        "SELECT furniture, sentences, sentence_vectors, chunks, chunk_vectors FROM spares WHERE key = ?", (_key(title, text),)
    ).fetchone()
    return _embedded(title, text, row) if row else None


def of_article(db: sqlite3.Connection, article_id: str) -> Embedded | None:
    """What the catalogue itself holds of an article."""
    row = db.execute(_TEXT, (article_id,)).fetchone()
    if row is None:
        return None
    title, text, furniture = row
    return _embedded(title, text, (furniture, *_parts(db, _SENTENCES, article_id), *_parts(db, _CHUNKS, article_id)))


def forget(db: sqlite3.Connection, title: str, text: str) -> None:
    """The text is in the catalogue again."""
    db.execute("DELETE FROM spares WHERE key = ?", (_key(title, text),))


def forget_all(db: sqlite3.Connection) -> None:
    """The store is cut or embedded in another way from now on."""
    db.execute("DELETE FROM spares")


def _key(title: str, text: str) -> str:
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def _parts(db: sqlite3.Connection, query: str, article_id: str) -> tuple[str, bytes]:
    """(spans as JSON, packed vectors) of an article's sentences or chunks, in order."""
    rows = db.execute(query, (article_id,)).fetchall()
    return json.dumps([[start, end] for start, end, _ in rows]), b"".join(vector for _, _, vector in rows)


def _embedded(title: str, text: str, row: Sequence[str | bytes]) -> Embedded:
    furniture, sentences, sentence_vectors, chunks, chunk_vectors = row
    of_sentences, of_chunks = _spans(sentences), _spans(chunks)
    return Embedded(
        *(title, text, _spans(furniture), of_sentences, _rows(sentence_vectors, len(of_sentences))),
        *(of_chunks, _rows(chunk_vectors, len(of_chunks))),
    )


def _spans(stored: str | bytes) -> list[Span]:
    return [Span(start, end) for start, end in json.loads(stored)]


def _rows(packed: str | bytes, count: int) -> np.ndarray:
    import numpy as np

    assert isinstance(packed, bytes)
    return np.frombuffer(packed, dtype="<f2").astype(np.float32).reshape(count, -1)
