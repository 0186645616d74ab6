"""A sync that is killed at any moment loses nothing and doubles nothing: the next one makes the store that an uninterrupted sync makes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from killed_syncs import STORE_ID, run_sync

from index.store.catalogue import Catalogue
from index.store.mirror import verify
from index.store.vectors import VectorIndex

SCRIPT = Path(__file__).with_name("killed_syncs.py")
KILLS = 20


def contents(store: Path) -> dict[str, Any]:
    """Everything that a store holds, in an order that doesn't depend on when it was put there."""
    catalogue, vectors = Catalogue(store), VectorIndex(store, STORE_ID)
    assert catalogue._rows("PRAGMA integrity_check") == [("ok",)]
    assert catalogue.chunks.removed() == []
    assert catalogue.counts().chunks_not_in_chroma == 0
    assert verify(catalogue, vectors) == []
    found: dict[str, Any] = {
        # Without the name of its group of copies: that is whoever came first.
        "articles": catalogue._rows(
            "SELECT id, source, name, content_hash, title, published, language, chunks, text, furniture FROM articles JOIN texts ON article_id = id "
            "ORDER BY id"
        ),
        "sentences": catalogue._rows("SELECT * FROM sentences ORDER BY article_id, start"),
        "chunks": catalogue._rows(
            "SELECT c.id, c.article_id, c.start, c.end, v.vector, w.words FROM chunks c JOIN chunk_vectors v USING (row) "
            "JOIN chunk_words w ON w.rowid = c.row ORDER BY c.id"
        ),
        "chroma": {chunk_id: vector.tobytes() for chunk_id, vector in vectors.vectors(sorted(vectors.ids())).items()},
    }
    catalogue.close()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_a_sync_killed_again_and_again_is_finished_by_the_next(articles: Path, tmp_path: Path, seed: int) -> None:
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    command = [sys.executable, str(SCRIPT), str(articles), str(killed), str(KILLS), str(seed)]
    environment = {**os.environ, "PYTHONPATH": str(SCRIPT.parents[1])}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= KILLS // 3, "hardly any sync was killed at work: the test doesn't try what it says"
    for store in (killed, whole):
        run_sync(articles, store)
    expected, found = contents(whole), contents(killed)
    assert len(expected["articles"]) == len(list(articles.iterdir()))
    for what, rows in expected.items():
        assert found[what] == rows, what
