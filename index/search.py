"""Hybrid search: dense and lexical scores, fused so that neither leg can hurt where it is blind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.embed import Embedder
from index.types import Hit, Sentence
from index.vectors import VectorIndex
from index.words import content_stems, stems

if TYPE_CHECKING:
    import numpy as np

CANDIDATES = 50
LEXICAL_WEIGHT = 0.5
# Sentences are sought in the first chunks only; the others show how far off the rest is.
CHUNKS_READ = 6


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence of a hit. dense is its cosine with the question, overlap the share (0 to 1, by rarity) of the question's words it holds."""

    sentence: Sentence
    hit: Hit
    score: float
    dense: float
    overlap: float


@dataclass(frozen=True, slots=True)
class Found:
    """What search found for one question: hits best first, and their sentences best first.

    sight is the share (0 to 1, by rarity) of the question's words that the articles hold at all: 0 when the lexical leg is blind.
    """

    hits: list[Hit]
    sentences: list[SentenceHit]
    sight: float


class Search:
    """Searches one store. Stateless between calls."""

    def __init__(self, catalogue: Catalogue, vectors: VectorIndex, embedder: Embedder) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._embedder = embedder

    def find(self, question: str, limit: int = 10) -> Found:
        """The `limit` best chunks for a question, and the sentences of the first six."""
        vector = self._embedder.embed_question(question)
        weights = self._word_weights(question)
        sight = sum(weights.values()) / (sum(weights.values()) + self._unseen_weight(question, weights)) if weights else 0.0
        hits = self._hits(question, vector, sight)[:limit]
        return Found(hits, self._sentences(hits[:CHUNKS_READ], vector, weights, sight), sight)

    def _hits(self, question: str, vector: np.ndarray, sight: float) -> list[Hit]:
        dense = dict(self._vectors.search(vector, CANDIDATES))
        lexical = dict(self._catalogue.lexical_search(question, CANDIDATES)) if sight else {}
        stored = self._catalogue.chunks([*dense, *(chunk_id for chunk_id in lexical if chunk_id not in dense)])
        ids = list(stored)
        cosines = [float(dense[i]) if i in dense else float(stored[i].vector @ vector) for i in ids]
        matches = [lexical.get(i, 0.0) for i in ids]
        weight = LEXICAL_WEIGHT * sight
        scores = [d + weight * w for d, w in zip(z_scores(cosines), z_scores(matches), strict=True)]
        hits = [
            Hit(stored[i].chunk, stored[i].article, score, cosine, match)
            for i, score, cosine, match in zip(ids, scores, cosines, matches, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.chunk.id))

    def _sentences(self, hits: list[Hit], vector: np.ndarray, weights: dict[str, float], sight: float) -> list[SentenceHit]:
        """Sentences by cosine, shared words, and the cosine of their chunk; measured on XQuAD-hi's development half (tests/bench)."""
        total = sum(weights.values())
        best: dict[tuple[str, int], SentenceHit] = {}
        for hit in hits:
            for sentence, sentence_vector in self._catalogue.sentences(hit.chunk):
                dense = float(sentence_vector @ vector)
                held = set(stems(sentence.text))
                overlap = sum(weight for word, weight in weights.items() if word in held) / total if total else 0.0
                found = SentenceHit(sentence, hit, dense + 0.4 * sight * overlap + hit.dense, dense, overlap)
                key = (sentence.article_id, sentence.start)
                if key not in best or best[key].score < found.score:
                    best[key] = found
        return sorted(best.values(), key=lambda found: (-found.score, found.sentence.article_id, found.sentence.start))

    def _word_weights(self, question: str) -> dict[str, float]:
        """Stem → inverse document frequency, for the question's content words that some chunk holds."""
        chunks = self._catalogue.chunk_count()
        frequencies = {word: self._catalogue.document_frequency(word) for word in content_stems(question)}
        return {word: math.log(1 + (chunks - n + 0.5) / (n + 0.5)) for word, n in frequencies.items() if n}

    def _unseen_weight(self, question: str, weights: dict[str, float]) -> float:
        chunks = self._catalogue.chunk_count()
        unseen = {word for word in content_stems(question) if word not in weights}
        return len(unseen) * math.log(1 + (chunks + 0.5) / 0.5)


def z_scores(values: list[float]) -> list[float]:
    """(value - mean) / standard deviation; zeros where all values are alike."""
    if not values:
        return []
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / deviation if deviation > 1e-9 else 0.0 for value in values]
