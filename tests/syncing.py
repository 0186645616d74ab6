"""Runs syncs of one store in tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import FakeEmbedder

from index.embed import Embedder
from index.store.catalogue import Catalogue
from index.store.vectors import VectorIndex
from index.sync.build import SyncReport, sync
from index.sync.intake import Progress

Write = Callable[[str, str], Path]  # the fixture write_article

FLOOD = "तमसापुर में बाढ़ आई\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई।\n"
ONION = "प्याज के दाम गिरे\n\nमंडी में प्याज का भाव 2,150 रुपये रहा।\n"
LONG = "बाढ़ की बड़ी खबर आई\n" + "\n".join(f"गांव {n} में " + "पानी भर गया " * 20 + "।" for n in range(12))


class Syncer:
    """Runs sync on one store and records what it opened."""

    def __init__(self, catalogue: Catalogue, vectors: VectorIndex) -> None:
        self.catalogue, self.vectors, self.embedder = catalogue, vectors, FakeEmbedder()
        self.opened: list[str] = []
        self.progress: list[Progress] = []

    def __call__(self, *paths: Path, allow_empty: bool = False) -> SyncReport:
        self.opened, self.progress = [], []
        return sync(self.catalogue, self._open_vectors, self._open_embedder, paths, self.progress.append, allow_empty)

    def _open_vectors(self) -> VectorIndex:
        self.opened.append("vectors")
        return self.vectors

    def _open_embedder(self) -> Embedder:
        self.opened.append("embedder")
        return self.embedder

    def names(self) -> list[str]:
        return [article.name for article in self.catalogue.articles()]


@pytest.fixture
def run(catalogue: Catalogue, vectors: VectorIndex) -> Syncer:
    return Syncer(catalogue, vectors)


def vectors_of(run: Syncer) -> list[bytes]:
    """What is stored of its chunks' vectors, in an order of their own."""
    return sorted(stored.vector.tobytes() for stored in run.catalogue.chunks.get(sorted(run.catalogue.chunks.ids())).values())
