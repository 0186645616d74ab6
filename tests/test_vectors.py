from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import StoreFailure
from index.store.chunks import StoredChunk
from index.store.vectors import FOLDER, VectorIndex
from index.types import Article, Chunk

CHROMA = Path(sys.executable).with_name("chroma")


def stored(chunk_id: str, *values: float) -> StoredChunk:
    article = Article("a", "/news/a.txt", "a.txt", "शीर्षक", None, None, "hi")
    return StoredChunk(Chunk(chunk_id, "a", 0, 5, "पानी।"), article, np.array(values, dtype=np.float32))


EAST, NORTH, BETWEEN = stored("east", 1, 0), stored("north", 0, 1), stored("between", 0.6, 0.8)


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server of this module's own."""
    if not CHROMA.exists():
        pytest.skip(f"there is no Chroma server at {CHROMA}")
    folder, port = tmp_path_factory.mktemp("chroma-server"), unused_port()
    command = [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_open(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_until_open(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, f"the Chroma server ended with code {process.returncode}"
        time.sleep(0.05)
    raise AssertionError(f"the Chroma server did not open port {port} in 10 s")


@pytest.fixture(params=["folder", "server"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    """An empty index, first embedded, then on a server."""
    url = request.getfixturevalue("server") if request.param == "server" else None
    return VectorIndex(tmp_path, tmp_path.name.replace("_", "-").strip("-")[:40], url)


def test_an_empty_index_finds_nothing(index: VectorIndex) -> None:
    assert (index.count(), index.ids(), index.search(np.array([1, 0], dtype=np.float32), 5)) == (0, set(), [])
    index.put([])
    index.remove([])
    assert index.count() == 0


def test_search_gives_cosines_best_first(index: VectorIndex) -> None:
    index.put([NORTH, EAST, BETWEEN, stored("west", -1, 0)])
    found = index.search(np.array([1, 0], dtype=np.float32), 10)
    assert [chunk_id for chunk_id, _ in found] == ["east", "between", "north", "west"]
    assert [cosine for _, cosine in found] == pytest.approx([1, 0.6, 0, -1], abs=1e-5)
    assert len(index.search(np.array([1, 0], dtype=np.float32), 2)) == 2


def test_the_length_of_the_question_vector_does_not_matter(index: VectorIndex) -> None:
    index.put([EAST, BETWEEN])
    assert [cosine for _, cosine in index.search(np.array([0, 3], dtype=np.float32), 2)] == pytest.approx([0.8, 0], abs=1e-5)


def test_put_replaces_and_remove_removes(index: VectorIndex) -> None:
    index.put([EAST, NORTH])
    index.put([EAST])
    assert (index.count(), index.ids()) == (2, {"east", "north"})
    index.put([stored("east", 0, -1)])
    assert dict(index.search(np.array([0, 1], dtype=np.float32), 5))["east"] == pytest.approx(-1, abs=1e-5)
    index.remove(["east", "never there"])
    assert index.ids() == {"north"}


def test_more_chunks_than_one_batch(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "many")
    index.put([stored(str(n), 1, n) for n in range(1001)])
    assert index.count() == 1001
    index.remove([str(n) for n in range(1000)])
    assert index.ids() == {"1000"}


def test_an_index_is_there_after_reopening(tmp_path: Path) -> None:
    VectorIndex(tmp_path, "one").put([EAST])
    assert VectorIndex(tmp_path, "one").ids() == {"east"}
    assert (tmp_path / FOLDER).is_dir()


def test_two_stores_are_apart(server: str, tmp_path: Path) -> None:
    one, other = VectorIndex(tmp_path, "apart-one", server), VectorIndex(tmp_path, "apart-other", server)
    one.put([EAST])
    other.put([NORTH])
    assert (one.ids(), other.ids()) == ({"east"}, {"north"})
    folders = VectorIndex(tmp_path / "1", "same"), VectorIndex(tmp_path / "2", "same")
    folders[0].put([EAST])
    assert folders[1].count() == 0


def test_a_server_that_is_not_there_is_told_with_the_cure(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{unused_port()}"
    with pytest.raises(StoreFailure, match=rf"Chroma at '{url}' failed .*chroma run --path DIR"):
        VectorIndex(tmp_path, "one", url)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_folder_is_told_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreFailure, match="pramaan index --rebuild"):
        VectorIndex(tmp_path, "one")


def test_an_index_lost_while_open_is_told(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, "one")
    index.put([EAST])
    shutil.rmtree(tmp_path / FOLDER)
    with pytest.raises(StoreFailure):
        index.put([NORTH])
