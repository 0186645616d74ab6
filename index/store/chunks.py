"""The stored chunks: what search reads of them, and which of them Chroma still has to learn or to forget."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.store.database import Database
from index.store.filters import Selection
from index.types import Article, Chunk, Sentence

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with its article and its vector, as Chroma is filled from it."""

    chunk: Chunk
    article: Article
    vector: np.ndarray


ARTICLE_COLUMNS = "a.id, a.source, a.name, a.title, a.publisher, a.published, a.language, a.author, a.published_from, a.copies"
_ARTICLE_FIELDS = 10


def pack(vector: np.ndarray) -> bytes:
    packed: bytes = vector.astype("<f2").tobytes()
    return packed


def _unpack(packed: bytes) -> np.ndarray:
    import numpy as np

    return np.frombuffer(packed, dtype="<f2").astype(np.float32)


class StoredChunks:
    """The chunks in the catalogue's file. Their ids and vectors are quick to read by the hundred, their texts are not."""

    def __init__(self, database: Database) -> None:
        self._rows = database.rows
        self._transaction = database.transaction

    def count(self) -> int:
        return int(self._rows("SELECT chunks FROM totals")[0][0])

    def ids(self) -> set[str]:
        return {row[0] for row in self._rows("SELECT id FROM chunks")}

    def sentences(self, chunk: Chunk) -> list[tuple[Sentence, np.ndarray]]:
        """The sentences that a chunk touches, in order, each with its vector."""
        rows = self._rows(
            "SELECT s.start, s.end, substr(t.text, s.start + 1, s.end - s.start), s.vector FROM sentences s JOIN texts t USING (article_id) "
            "WHERE s.article_id = ? AND s.start < ? AND s.end > ? ORDER BY s.start",
            (chunk.article_id, chunk.end, chunk.start),
        )
        return [(Sentence(chunk.article_id, start, end, text), _unpack(vector)) for start, end, text, vector in rows]

    def get(self, ids: Sequence[str]) -> dict[str, StoredChunk]:
        return {stored.chunk.id: stored for stored in self._stored("WHERE c.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))}

    def not_in_chroma(self, limit: int = 1000) -> list[StoredChunk]:
        return list(self._stored("WHERE c.in_chroma = 0 LIMIT ?", (limit,)))

    def _stored(self, where: str, values: Sequence[object]) -> Iterator[StoredChunk]:
        query = (
            f"SELECT {ARTICLE_COLUMNS}, c.id, c.start, c.end, substr(t.text, c.start + 1, c.end - c.start), v.vector "
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
            f"SELECT c.id, c.start, c.end, {ARTICLE_COLUMNS} FROM chunks c JOIN articles a ON a.id = c.article_id "
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

    def removed(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT id FROM removed_chunks")]

    def forget_removed(self, ids: Sequence[str]) -> None:
        with self._transaction() as db:
            db.executemany("DELETE FROM removed_chunks WHERE id = ?", [(chunk_id,) for chunk_id in ids])
