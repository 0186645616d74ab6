"""python tests/killed_syncs.py FOLDER STORE ROUNDS SEED: changes a folder and kills its sync (-9) at a random moment, again and again.

Each sync is a process of its own, forked where the heavy libraries are imported already. Prints how many were killed while at work.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import chromadb  # noqa: F401
import langchain_chroma  # noqa: F401
from conftest import FakeEmbedder

from index.embed import Passage, PassageVectors
from index.store.catalogue import Catalogue
from index.store.vectors import VectorIndex
from index.sync import intake
from index.sync.build import sync

STORE_ID = "test"
FILES = 40


class SlowEmbedder(FakeEmbedder):
    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        time.sleep(0.003 * len(passages))
        return super().embed_passages(passages)


def text(draw: random.Random) -> str:
    number = draw.randrange(10**6)
    return f"गांव {number} में बाढ़ आई\n\n" + "\n".join(f"मोहल्ले {number + k} में {k} फुट " + "पानी भर गया " * 12 + "।" for k in range(draw.randrange(1, 40)))


def change(folder: Path, draw: random.Random) -> None:
    """A few files come, change, go, are renamed and copied."""
    for _ in range(8):
        path = folder / f"{draw.randrange(FILES):02}.txt"
        files = sorted(folder.iterdir())
        what = draw.choice(["write", "write", "write", "remove", "rename", "copy"])
        if what == "write" or len(files) < 5:
            path.write_text(text(draw), encoding="utf-8")
        elif what == "remove":
            draw.choice(files).unlink()
        elif what == "rename":
            draw.choice(files).replace(path)
        else:
            path.write_bytes(draw.choice(files).read_bytes())


def run_sync(folder: Path, store: Path) -> None:
    intake.GROUP_CHUNKS = 6  # many transactions, to be killed in
    catalogue = Catalogue(store)
    sync(catalogue, lambda: VectorIndex(store, STORE_ID), SlowEmbedder, [folder])
    catalogue.close()


def sync_and_kill(folder: Path, store: Path, seconds: float) -> bool:
    """Whether the sync was still at work after so many seconds."""
    child = os.fork()
    if not child:
        run_sync(folder, store)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(folder: Path, store: Path, rounds: int, seed: int) -> int:
    draw = random.Random(seed)
    change(folder, draw)
    longest = 0.5
    killed = 0
    for _ in range(rounds):
        change(folder, draw)
        before_end = sync_and_kill(folder, store, draw.random() * longest)
        killed += before_end
        longest = longest * 1.2 if before_end else max(longest * 0.8, 0.1)
    return killed


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
