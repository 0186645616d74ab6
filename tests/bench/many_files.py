"""What a sync of many short files costs besides the model, and the next one, with nothing changed: `python -m tests.bench.many_files`.

Words make the vectors (the fast tests' fake embedder); SQLite, the word index and Chroma are real. The second sync is a whole process.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.results import ROOT, publish, rows_table

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


def measure(count: int) -> list[tuple[str, str]]:
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
        counts = assembly.catalogue.counts()
        rows = [(f"first sync of {counts.articles:,} files in {counts.chunks:,} chunks, without the model", f"{time.perf_counter() - started:.1f} s")]
        assembly.close()
        command = [sys.executable, "-m", "assistant", "index", str(folder), "--store", str(store)]
        for _ in range(3):
            started = time.perf_counter()
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            rows.append((f"again, the whole command: {done.stdout.strip()}", f"{time.perf_counter() - started:.2f} s"))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    options = parser.parse_args()
    publish("Many files", "python -m tests.bench.many_files", rows_table(measure(options.files)), options.write)


if __name__ == "__main__":
    main()
