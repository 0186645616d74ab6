"""How search grows with the collection: `python -m tests.bench.search_growth` fills a store with made-up news, 1,000 to 200,000 chunks, and asks it.

Real catalogue and Chroma, no model: a question's vector is that of a chunk with noise, so that what is timed is everything but the embedding.
The words are Zipf-distributed; the frequent ones are those of the demo articles, the rare ones are joined from them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import psutil

from assistant.offline import go_offline
from index.embed import EmbedderIdentity, Passage, PassageVectors
from index.search.hybrid import Search
from index.store.catalogue import Catalogue
from index.store.filters import Filters
from index.store.mirror import fill_vectors
from index.store.vectors import FOLDER, VectorIndex
from index.text.spelling import keys
from index.text.words import words
from tests.bench.results import ROOT, publish

PLOT = Path(__file__).with_name("search_growth.png")
SIZES = (1_000, 10_000, 50_000, 200_000)
SEED, DIMENSION, VOCABULARY = 7, 768, 50_000
WORDS_A_SENTENCE, SENTENCES_A_CHUNK, CHUNKS_AN_ARTICLE = 12, 9, 3
COPIES_SHARE = 0.1
FIRST_DAY, DAYS = date(2024, 1, 1), 730
LIMITS_MS = {10_000: 20, 200_000: 80}


def vocabulary(rng: np.random.Generator) -> list[str]:
    """Words by falling frequency."""
    counted = Counter(
        word for path in (ROOT / "data" / "articles").glob("*.txt") for word in words(path.read_text("utf-8")) if "\u0900" < word[0] < "\u0963"
    )
    known = dict.fromkeys(word for word, _ in counted.most_common())
    base = list(known)
    while len(known) < VOCABULARY:
        known["".join(rng.choice(base, 2))] = None
    return list(known)


class MadeUpNews:
    """Articles of three chunks; every tenth is a copy of the one before."""

    def __init__(self) -> None:
        self._rng = np.random.default_rng(SEED)
        self.words = np.array(vocabulary(self._rng), dtype=object)
        self._keys = np.array([" ".join(keys(word)) for word in self.words], dtype=object)
        shares = 1 / np.arange(1, VOCABULARY + 1)
        self._cumulated = np.cumsum(shares / shares.sum())
        self._sentence_vectors = [self._unit(1)[0].astype("<f2").tobytes() for _ in range(5_000)]
        self._rank = {word: rank for rank, word in enumerate(self.words)}

    def _unit(self, count: int) -> np.ndarray:
        drawn = self._rng.standard_normal((count, DIMENSION), dtype=np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    def add(self, catalogue: Catalogue, chunks: int) -> None:
        """In bulk, past the catalogue's own put: that would take hours to find the copies of made-up news."""
        first = catalogue.counts().articles
        with catalogue._transaction() as db:
            ranks = vectors = None
            for number in range(first, first + chunks // CHUNKS_AN_ARTICLE):
                copy = ranks is not None and self._rng.random() < COPIES_SHARE
                if not copy:
                    drawn = self._rng.random((CHUNKS_AN_ARTICLE, SENTENCES_A_CHUNK, WORDS_A_SENTENCE))
                    ranks = np.minimum(np.searchsorted(self._cumulated, drawn), VOCABULARY - 1)
                    vectors, group = self._unit(CHUNKS_AN_ARTICLE), f"a{number}"
                assert ranks is not None and vectors is not None
                self._insert(db, number, ranks, vectors, group)

    def _insert(self, db, number: int, ranks: np.ndarray, vectors: np.ndarray, group: str) -> None:  # type: ignore[no-untyped-def]
        article_id = f"a{number}"
        published = (FIRST_DAY + timedelta(int(self._rng.integers(DAYS)))).isoformat()
        publisher, language = f"पत्र {int(self._rng.zipf(1.5)) % 20}", "hi" if self._rng.random() < 0.8 else "en"
        about = (
            article_id,
            f"/n/{article_id}",
            f"{article_id}.txt",
            "h" * 64,
            "शीर्षक",
            publisher,
            published,
            language,
            None,
            "date line",
            group,
            None,
        )
        db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*about, len(ranks)))
        text, sentences = "", []
        for of_chunk, vector in zip(ranks, vectors, strict=True):
            begin = len(text)
            for of_sentence in of_chunk:
                said = " ".join(self.words[of_sentence]) + "।"
                sentences.append((article_id, len(text), len(text) + len(said), self._sentence_vectors[self._rng.integers(5_000)]))
                text += said + " "
            span = (begin, len(text) - 1)
            row = db.execute(
                "INSERT INTO chunks (id, article_id, start, end) VALUES (?, ?, ?, ?)", (f"{article_id}:{begin}", article_id, *span)
            ).lastrowid
            db.execute("INSERT INTO chunk_vectors VALUES (?, ?)", (row, vector.astype("<f2").tobytes()))
            db.execute("INSERT INTO chunk_words (rowid, words) VALUES (?, ?)", (row, " ".join(self._keys[of_chunk.ravel()])))
        db.execute("INSERT INTO texts VALUES (?, ?, '[]')", (article_id, text))
        db.executemany("INSERT INTO sentences VALUES (?, ?, ?, ?)", sentences)
        db.executemany("INSERT INTO bands VALUES (?, ?)", [(int(band), article_id) for band in self._rng.integers(-(2**62), 2**62, 32)])

    def question(self, catalogue: Catalogue) -> tuple[str, np.ndarray]:
        """Six words of some chunk, the very commonest left out, and its vector with noise."""
        row = 1 + int(self._rng.integers(catalogue.chunks.count()))
        ((chunk_id,),) = catalogue._rows("SELECT id FROM chunks WHERE row = ?", (row,))
        stored = catalogue.chunks.get([chunk_id])[chunk_id]
        telling = [word for word in dict.fromkeys(words(stored.chunk.text)) if self._rank.get(word, 0) > 60]
        vector = stored.vector + self._unit(1)[0]
        return " ".join(self._rng.permutation(telling)[:6]), vector / np.linalg.norm(vector)


class GivenVector:
    """An embedder that costs nothing."""

    identity = EmbedderIdentity("given", "1", DIMENSION, "float32")

    def __init__(self) -> None:
        self.vector = np.zeros(DIMENSION, dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def embed_question(self, _question: str) -> np.ndarray:
        return self.vector

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        raise NotImplementedError


@dataclass(frozen=True)
class Row:
    """One size: by kind of question p50 and p95 of the processor's milliseconds, and p50 on the clock (the machine may be shared); bytes on disk;
    bytes of the process beyond its start."""

    chunks: int
    times: dict[str, tuple[float, float, float]]
    catalogue_bytes: int
    chroma_bytes: int
    memory_bytes: int
    filled_s: float


MONTH = Filters(since="2025-06-01", until="2025-06-30")
KINDS: dict[str, Callable[[Search, str], object]] = {
    "plain": lambda search, question: search.find(question),
    "one month": lambda search, question: search.find(question, filters=MONTH),
    "one paper": lambda search, question: search.find(question, filters=Filters(publishers=("पत्र 1",))),
    "Hindi only": lambda search, question: search.find(question, filters=Filters(language="hi")),
    "of June 2025": lambda search, question: search.find(f"जून 2025 में {question}"),
    "latest": lambda search, question: search.find(f"ताज़ा {question}"),
}


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def cheap_collection(folder: Path, ef_construction: int) -> None:
    """Chroma's graph built with less care than by default: as quick to search, much quicker to fill; only its recall is worse."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(path=str(folder / FOLDER), settings=Settings(anonymized_telemetry=False))
    client.create_collection(
        "pramaan-growth", embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_construction": ef_construction}}
    )


def measure(search: Search, catalogue: Catalogue, embedder: GivenVector, news: MadeUpNews, questions: int) -> dict[str, tuple[float, float, float]]:
    asked = [news.question(catalogue) for _ in range(questions)]
    times: dict[str, tuple[float, float, float]] = {}
    for kind, find in KINDS.items():
        busy, clock = [], []
        for question, vector in [asked[0], *asked]:  # the first is asked twice and counted once: it may open files
            embedder.vector = vector
            started, worked = time.perf_counter(), time.process_time()
            find(search, question)
            busy.append(1000 * (time.process_time() - worked))
            clock.append(1000 * (time.perf_counter() - started))
        times[kind] = statistics.median(busy[1:]), sorted(busy[1:])[int(0.95 * questions)], statistics.median(clock[1:])
    return times


def grow(folder: Path, sizes: Sequence[int], questions: int) -> list[Row]:
    process = psutil.Process()
    catalogue, news, embedder = Catalogue(folder), MadeUpNews(), GivenVector()
    vectors = VectorIndex(folder, "growth")
    before, rows = process.memory_info().rss, []
    for size in sizes:
        started = time.perf_counter()
        while catalogue.chunks.count() + CHUNKS_AN_ARTICLE <= size:
            news.add(catalogue, min(size - catalogue.chunks.count(), 3_000))
        fill_vectors(catalogue, vectors)
        catalogue._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        filled = time.perf_counter() - started
        times = measure(Search(catalogue, vectors, embedder), catalogue, embedder, news, questions)
        chroma = folder_bytes(folder / FOLDER)
        rows.append(Row(size, times, folder_bytes(folder) - chroma, chroma, process.memory_info().rss - before, filled))
        print(json.dumps(rows[-1].__dict__), flush=True)
    return rows


def table(rows: Sequence[Row]) -> str:
    head = ["chunks", *(f"{kind}: p50 / p95 (clock p50)" for kind in KINDS), "catalogue MB per 1,000", "Chroma MB per 1,000", "memory MB per 1,000"]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        per_thousand = (row.catalogue_bytes, row.chroma_bytes, row.memory_bytes)
        lines.append(
            [
                f"{row.chunks:,}",
                *(f"{p50:.1f} / {p95:.1f} ({clock:.1f})" for p50, p95, clock in row.times.values()),
                *(f"{size / row.chunks / 1e3:.1f}" for size in per_thousand),
            ]
        )
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def plot(rows: Sequence[Row], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.2), layout="constrained")
    axes = figure.subplots()
    sizes = [row.chunks for row in rows]
    for kind in KINDS:
        axes.plot(sizes, [row.times[kind][0] for row in rows], marker="o", label=kind)
        axes.fill_between(sizes, [row.times[kind][0] for row in rows], [row.times[kind][1] for row in rows], alpha=0.12)
    axes.plot(LIMITS_MS.keys(), LIMITS_MS.values(), "k_", markersize=18, label="limit")
    axes.set(xscale="log", yscale="log", xlabel="chunks in the store", ylabel="ms of one core for a question, p50 to p95, without its embedding")
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
    figure.savefig(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="chunks at which to measure, rising (default %(default)s)")
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--ef-construction", type=int, help="fill Chroma with less care; its default of 100 takes about 2 ms a chunk")
    parser.add_argument("--folder", type=Path, help="keep the store here, and go on from what it holds (default: a temporary folder)")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md, and the plot beside it")
    options = parser.parse_args()
    go_offline()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if options.ef_construction and not (folder / FOLDER).exists():
            cheap_collection(folder, options.ef_construction)
        rows = grow(folder, [int(size) for size in options.sizes.split(",")], options.questions)
    publish("Search as the collection grows", "python -m tests.bench.search_growth", f"{table(rows)}\n\n![Growth]({PLOT.name})", options.write)
    if options.write:
        plot(rows, PLOT)


if __name__ == "__main__":
    main()
