"""The dense index: Chroma, embedded in the store or on a server. Derived: rebuilt from the catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import StoreFailure
from index.store.chunks import StoredChunk

if TYPE_CHECKING:
    import numpy as np

FOLDER = "chroma"
_BATCH = 500


def drop_vectors(folder: Path, store_id: str, url: str | None = None) -> None:
    """Throw the derived index away, damaged or not; the catalogue fills a new one."""
    if url:
        VectorIndex(folder, store_id, url).drop()
    else:
        shutil.rmtree(folder / FOLDER, ignore_errors=True)


class VectorIndex:
    """Cosine search over the catalogue's chunks.

    url: a Chroma server's address ("http://127.0.0.1:8000"); None keeps the index in `folder`.
    store_id names the collection, so that several stores can share a server.
    """

    def __init__(self, folder: Path, store_id: str, url: str | None = None) -> None:
        import chromadb
        from chromadb.api import ClientAPI
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        self._where = url or str(folder / FOLDER)
        self._cure = "Start it with: chroma run --path DIR" if url else "Mend it with: pramaan index --rebuild"
        with self._failures():
            if url:
                address = urlsplit(url)
                secure = address.scheme == "https"
                port = address.port or (443 if secure else 8000)
                client: ClientAPI = chromadb.HttpClient(host=address.hostname or "127.0.0.1", port=port, ssl=secure, settings=settings)
            else:
                client = chromadb.PersistentClient(path=self._where, settings=settings)
            self._client = client
            name = f"pramaan-{store_id}"
            # No embedding function: Chroma's default one would download a model.
            self._collection = client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Chroma raises exceptions of many unrelated kinds; to the reader they are one."""
        try:
            yield
        except Exception as error:
            raise StoreFailure(f"Chroma at '{self._where}' failed ({error}). {self._cure}") from error

    def close(self) -> None:
        """Let go of the folder. Else Chroma keeps its files open in this process, also when the folder has gone."""
        with self._failures():
            self._client.close()  # type: ignore[attr-defined]  # Client has it, ClientAPI doesn't name it

    def drop(self) -> None:
        with self._failures():
            self._client.delete_collection(self._collection.name)

    def count(self) -> int:
        with self._failures():
            return int(self._collection.count())

    def ids(self) -> set[str]:
        with self._failures():
            return set(self._collection.get(include=[])["ids"])

    def vectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """Chunk id → vector, float32, of those that are here."""
        import numpy as np

        with self._failures():
            found = self._collection.get(ids=list(ids), include=["embeddings"]) if ids else None
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True)) if found else {}

    def put(self, chunks: Sequence[StoredChunk]) -> None:
        """Add or replace chunks."""
        for first in range(0, len(chunks), _BATCH):
            part = chunks[first : first + _BATCH]
            with self._failures():
                self._collection.upsert(
                    ids=[stored.chunk.id for stored in part],
                    embeddings=[stored.vector for stored in part],
                    documents=[stored.chunk.text for stored in part],
                    metadatas=[_metadata(stored) for stored in part],
                )

    def remove(self, ids: Sequence[str]) -> None:
        for first in range(0, len(ids), _BATCH):
            with self._failures():
                self._collection.delete(ids=list(ids[first : first + _BATCH]))

    def search(self, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """(chunk id, cosine) of the nearest chunks, best first."""
        with self._failures():
            # Texts and metadata stay where they are: they would take four times as long as the search.
            found = self._collection.query(query_embeddings=[vector], n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return [(chunk_id, 1.0 - distance) for chunk_id, distance in zip(found["ids"][0], distances[0], strict=True)]


def _metadata(stored: StoredChunk) -> dict[str, Any]:
    chunk, article = stored.chunk, stored.article
    return {
        "article": article.name,
        "title": article.title,
        "publisher": article.publisher or "",
        "published": article.published or "",
        "language": article.language,
        "start": chunk.start,
        "end": chunk.end,
    }
