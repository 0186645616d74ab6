"""Hybrid search: dense and lexical scores, fused so that neither leg can hurt where it is blind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.embed import Embedder
from index.search.copies import collapse
from index.search.dense import nearest
from index.search.hearing import hear
from index.search.preference import preferred_days, timeliness
from index.search.timewords import find_time
from index.store.catalogue import Catalogue
from index.store.filters import Filters, Selection
from index.store.vectors import VectorIndex
from index.text.spelling import keys
from index.types import Article, Candidate, Hit, Sentence

if TYPE_CHECKING:
    import numpy as np

CANDIDATES = 50
_WIDER = 4
LEXICAL_WEIGHT = 0.5
# What it is worth to be of the time that the question names: in deviations for a chunk, in cosine for a sentence.
TIME_WEIGHT = 0.5
SENTENCE_TIME_WEIGHT = 0.1
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as both legs see it: its vector, how many chunks hold each of its words, the words' weights, and how far the words see."""

    vector: np.ndarray
    frequencies: Mapping[str, int]
    weights: Mapping[str, float]
    sight: float


class Search:
    """Searches one store. Stateless between calls."""

    def __init__(self, catalogue: Catalogue, vectors: VectorIndex, embedder: Embedder) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._embedder = embedder

    def find(self, question: str, limit: int = 10, *, filters: Filters | None = None) -> Found:
        """The `limit` best chunks for a question among the articles that the filters let through, and the sentences of the first six.

        A time that the question names is preferred; the news of a time ("जून 2025 की ख़बरों में") is a filter like the others.
        Of copies one is shown (see index.search.copies). Raises FilterRefused for a publisher or an article that the store doesn't hold.
        """
        filters = filters or Filters()
        newest = self._catalogue.newest()
        wish = find_time(question, newest)
        if wish and wish.strict:
            filters = filters.between(wish.since, wish.until)
        selections = [self._catalogue.select(filters)]
        if days := preferred_days(wish, min(filter(None, (newest, filters.until)), default=None)):
            selections.append(self._catalogue.select(filters.between(*days)))
        asked = self._asked(question)
        candidates = CANDIDATES
        while True:
            found = self._candidates(asked, selections, candidates)
            timely = timeliness(wish, (candidate.article for candidate in found))
            ranked = _ranked(replace(c, score=c.score + TIME_WEIGHT * timely[c.article.id]) for c in found) if timely else found
            shown = collapse(ranked, self._catalogue.text, limit)
            # Fifty papers may have printed one agency's report: the other stories lie behind them.
            if len(shown) == min(limit, len(ranked)) or candidates >= self._catalogue.chunks.count():
                hits = self._hits(shown)
                return Found(hits, self._sentences(hits[:CHUNKS_READ], asked, timely), asked.sight)
            candidates *= _WIDER

    def heard(self, question: str) -> str:
        """The question with those of its words in Latin letters that sound like the articles' own written as they are there."""
        return hear(question, self._catalogue.sounds).question

    def _asked(self, question: str) -> _Asked:
        heard = hear(question, self._catalogue.sounds)
        frequencies = self._catalogue.lexical.frequencies(heard.terms)
        chunks = self._catalogue.chunks.count()
        rarity = {word: math.log(1 + (chunks - n + 0.5) / (n + 0.5)) for word, n in frequencies.items()}
        weights = {word: weight for word, weight in rarity.items() if frequencies[word]}
        sight = sum(weights.values()) / sum(rarity.values()) if weights else 0.0
        return _Asked(self._embedder.embed_question(heard.question), frequencies, weights, sight)

    def _candidates(self, asked: _Asked, selections: Sequence[Selection | None], limit: int) -> list[Candidate]:
        """The `limit` best of each leg in each selection, by one scale, best first."""
        dense: dict[str, float] = {}
        lexical: dict[str, float] = {}
        for within in selections:
            dense |= nearest(self._catalogue, self._vectors, asked.vector, limit, within)
            lexical |= self._catalogue.lexical.search(asked.frequencies, limit, within)
        dense |= self._catalogue.chunks.cosines([chunk_id for chunk_id in lexical if chunk_id not in dense], asked.vector)
        places = self._catalogue.chunks.places(dense)
        cosines = [dense[chunk_id] for chunk_id in places]
        matches = [lexical.get(chunk_id, 0.0) for chunk_id in places]
        weight = LEXICAL_WEIGHT * asked.sight
        scores = [d + weight * w for d, w in zip(z_scores(cosines), z_scores(matches), strict=True)]
        rows = zip(places.items(), scores, cosines, matches, strict=True)
        return _ranked(Candidate(chunk_id, *place, score, cosine, match) for (chunk_id, place), score, cosine, match in rows)

    def _hits(self, shown: Sequence[tuple[Candidate, tuple[Article, ...]]]) -> list[Hit]:
        stored = self._catalogue.chunks.get([candidate.chunk_id for candidate, _ in shown])
        # A chunk may have been removed a moment ago.
        return [Hit(stored[c.chunk_id].chunk, c.article, c.score, c.dense, c.lexical, copies) for c, copies in shown if c.chunk_id in stored]

    def _sentences(self, hits: list[Hit], asked: _Asked, timely: Mapping[str, float]) -> list[SentenceHit]:
        """Sentences by cosine, shared words, and the cosine of their chunk; measured on XQuAD-hi's development half (tests/bench)."""
        total = sum(asked.weights.values())
        best: dict[tuple[str, int], SentenceHit] = {}
        for hit in hits:
            bonus = SENTENCE_TIME_WEIGHT * timely.get(hit.article.id, 0.0)
            for sentence, sentence_vector in self._catalogue.chunks.sentences(hit.chunk):
                dense = float(sentence_vector @ asked.vector)
                held = set(keys(sentence.text))
                overlap = sum(weight for word, weight in asked.weights.items() if word in held) / total if total else 0.0
                found = SentenceHit(sentence, hit, dense + 0.4 * asked.sight * overlap + hit.dense + bonus, dense, overlap)
                key = (sentence.article_id, sentence.start)
                if key not in best or best[key].score < found.score:
                    best[key] = found
        return sorted(best.values(), key=lambda found: (-found.score, found.sentence.article_id, found.sentence.start))


def _ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.chunk_id))


def z_scores(values: list[float]) -> list[float]:
    """(value - mean) / standard deviation; zeros where all values are alike."""
    if not values:
        return []
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / deviation if deviation > 1e-9 else 0.0 for value in values]
