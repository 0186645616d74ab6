"""`python -m tests.bench.many_files [N]`: what a sync of N short files costs besides the model, and the next one, with nothing changed.

Words make the vectors (the fast tests' fake embedder); SQLite, the word index and Chroma are real. The second sync is a whole process.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIMENSION = 768


def write_articles(folder: Path, count: int) -> None:
    """Short articles of made-up words, no two alike."""
    folder.mkdir()
    draw = random.Random(7)
    syllables = [consonant + vowel for consonant in "कखगघचछजझटडतथदधनपफबभमयरलवसह" for vowel in ("", "ा", "ि", "ी", "ु", "े", "ो")]
    words = ["".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(8000)]
    for n in range(count):
        lines = (" ".join(draw.choices(words, k=14)) + "।" for _ in range(7))
        (folder / f"{n:05}.txt").write_text("\n".join(lines), encoding="utf-8")


def main(count: int) -> None:
    sys.path.insert(0, str(ROOT / "tests"))
    from conftest import FakeEmbedder

    from assistant.assemble import Assembly
    from assistant.settings import load_settings

    with tempfile.TemporaryDirectory() as place:
        folder, store = Path(place) / "articles", Path(place) / "store"
        write_articles(folder, count)
        assembly = Assembly(load_settings().model_copy(update={"store": store, "chroma_url": None}))
        assembly.made["embedder"] = FakeEmbedder(dimension=DIMENSION)
        started = time.perf_counter()
        assembly.sync([folder])
        print(f"first sync of {count} files: {time.perf_counter() - started:.1f} s without the model; {assembly.catalogue.counts()}")
        assembly.close()
        command = [sys.executable, "-m", "assistant", "index", str(folder), "--store", str(store)]
        for _ in range(3):
            started = time.perf_counter()
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            print(f"unchanged, whole process: {time.perf_counter() - started:.2f} s: {done.stdout.strip()}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
