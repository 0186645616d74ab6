"""How often search finds the passage a question was written on: `python -m tests.bench.retrieval FOLDER`. Prints a table.

The passages are XQuAD's development half, indexed once into FOLDER by the project's own sync; the questions' vectors are kept beside them, so
that later runs need no model. In brackets: the questions at even places of the file, on which weights were chosen, and those at odd ones.
"Heard" is the question as index/search/hearing.py hears it, in Devanagari where Hindi was typed in Latin letters.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from assistant.assemble import Assembly
from assistant.offline import go_offline
from assistant.settings import load_settings
from index.embed import Embedder, EmbedderIdentity, Passage, PassageVectors
from index.search.hearing import hear
from index.search.hybrid import CANDIDATES, Search
from tests.bench.results import publish

XQUAD = Path(__file__).resolve().parents[3] / "shared" / "xquad" / "xquad_dev.json"
ROMAN = Path(__file__).with_name("xquad_roman.jsonl")
RRF_K = 60  # Cormack, Clarke, Büttcher 2009


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the file that answers it; place is its number in the data set."""

    place: int
    question: str
    file: str


class KeptVectors:
    """An embedder that remembers the vectors of questions on disk; the model is loaded for a question it hasn't met."""

    def __init__(self, assembly: Assembly, path: Path) -> None:
        self._assembly = assembly
        self._path = path
        self._kept: dict[str, np.ndarray] = dict(np.load(path)) if path.exists() else {}

    @property
    def identity(self) -> EmbedderIdentity:
        return self._assembly.embedder.identity

    @cached_property
    def _model(self) -> Embedder:
        return self._assembly.embedder

    def count_tokens(self, text: str) -> int:
        return self._model.count_tokens(text)

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        return self._model.embed_passages(passages)

    def embed_question(self, question: str) -> np.ndarray:
        return self._kept[_key(question)]

    def learn(self, questions: Iterable[str]) -> None:
        missing = [question for question in dict.fromkeys(questions) if _key(question) not in self._kept]
        for first in range(0, len(missing), 100):
            self._kept |= {_key(question): self._model.embed_question(question) for question in missing[first : first + 100]}
            np.savez(self._path, **self._kept)  # type: ignore[arg-type]


def _key(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:24]


def read_questions(xquad: Path, folder: Path) -> dict[str, list[Asked]]:
    """Question set → its questions; the passages are written to `folder` as they are, one a file."""
    folder.mkdir(parents=True, exist_ok=True)
    sets: dict[str, list[Asked]] = {"Hindi": [], "English": []}
    by_id: dict[str, Asked] = {}
    passages = [paragraph for article in json.loads(xquad.read_text("utf-8")) for paragraph in article["paragraphs"]]
    for number, passage in enumerate(passages):
        file = f"{number:03}.txt"
        (folder / file).write_text(passage["context"], "utf-8")
        for row in passage["qas"]:
            by_id[row["id"]] = Asked(len(by_id), row["question"], file)
            sets["Hindi"].append(by_id[row["id"]])
            sets["English"].append(Asked(by_id[row["id"]].place, row["question_en"], file))
    typed = [json.loads(line) for line in ROMAN.read_text("utf-8").splitlines()]
    sets["Roman Hindi"] = [Asked(by_id[row["id"]].place, row["question"], by_id[row["id"]].file) for row in typed]
    return sets


class Rankings:
    """The ways of ranking, each question → file names, best first."""

    def __init__(self, assembly: Assembly, embedder: KeptVectors) -> None:
        self._catalogue = assembly.catalogue
        self._vectors = assembly.vectors
        self._embedder = embedder
        self._search = Search(self._catalogue, self._vectors, embedder)
        self._files = {stored.chunk.id: stored.article.name for stored in self._catalogue.chunks.get(sorted(self._catalogue.chunks.ids())).values()}

    def dense(self, question: str) -> list[str]:
        return self._of_chunks(self._dense(question))

    def heard_dense(self, question: str) -> list[str]:
        return self.dense(hear(question, self._catalogue.sounds).question)

    def lexical(self, question: str) -> list[str]:
        return self._of_chunks(self._lexical(question))

    def heard_lexical(self, question: str) -> list[str]:
        return self.lexical(hear(question, self._catalogue.sounds).terms)

    def rrf(self, question: str) -> list[str]:
        scores: dict[str, float] = {}
        for ranked in (self._dense(question), self._lexical(question)):
            for rank, chunk_id in enumerate(ranked, start=1):
                scores[chunk_id] = scores.get(chunk_id, 0.0) + 1 / (RRF_K + rank)
        return self._of_chunks(sorted(scores, key=lambda chunk_id: (-scores[chunk_id], chunk_id)))

    def ours(self, question: str) -> list[str]:
        return _distinct(hit.article.name for hit in self._search.find(question, CANDIDATES).hits)

    def _dense(self, question: str) -> list[str]:
        return [chunk_id for chunk_id, _ in self._vectors.search(self._embedder.embed_question(question), CANDIDATES)]

    def _lexical(self, question: str) -> list[str]:
        index = self._catalogue.lexical
        return [chunk_id for chunk_id, _ in index.search(index.frequencies(question), CANDIDATES)]

    def _of_chunks(self, chunk_ids: Iterable[str]) -> list[str]:
        return _distinct(self._files[chunk_id] for chunk_id in chunk_ids)


def _distinct(files: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(files))


def reciprocal_rank(ranked: Sequence[str], file: str) -> float:
    """1 / rank of the file, 0 when it is not among the first ten."""
    return 1 / (ranked.index(file) + 1) if file in ranked[:10] else 0.0


def open_rankings(folder: Path, sets: dict[str, list[Asked]]) -> Rankings:
    assembly = Assembly(load_settings().model_copy(update={"store": folder / "store", "chroma_url": None}))
    embedder = KeptVectors(assembly, folder / "questions.npz")
    assembly.sync([folder / "passages"])
    questions = [asked.question for of_set in sets.values() for asked in of_set]
    embedder.learn([*questions, *(hear(question, assembly.catalogue.sounds).question for question in questions)])
    return Rankings(assembly, embedder)


def table(rankings: Rankings, sets: dict[str, list[Asked]]) -> list[str]:
    lines = ["| questions | n | ranking | hit@1 (even, odd) | hit@3 (even, odd) | MRR@10 (even, odd) |", "|---|---|---|---|---|---|"]
    ways = {
        "dense alone": rankings.dense,
        "lexical alone": rankings.lexical,
        "reciprocal-rank fusion": rankings.rrf,
        "dense alone, heard": rankings.heard_dense,
        "lexical alone, heard": rankings.heard_lexical,
        "ours": rankings.ours,
    }
    for name, questions in sets.items():
        odd = np.array([asked.place % 2 == 1 for asked in questions])
        for way, rank in ways.items():
            found = np.array([reciprocal_rank(rank(asked.question), asked.file) for asked in questions])
            cells = [f"{figure.mean():.3f} ({figure[~odd].mean():.3f}, {figure[odd].mean():.3f})" for figure in (found == 1, found >= 1 / 3, found)]
            lines.append(f"| {name} | {len(questions)} | {way} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the passages, the store and the questions' vectors are kept")
    parser.add_argument("--xquad", type=Path, default=XQUAD, help="XQuAD's development half (default: the shared folder's)")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    options = parser.parse_args()
    if not options.xquad.exists():
        raise SystemExit(f"Left out: the questions of this benchmark are not here ({options.xquad}).")
    go_offline()
    sets = read_questions(options.xquad, options.folder / "passages")
    publish("Retrieval", "python -m tests.bench.retrieval FOLDER", "\n".join(table(open_rankings(options.folder, sets), sets)), options.write)


if __name__ == "__main__":
    main()
