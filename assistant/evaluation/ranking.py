"""Rankings against gold: hit@k, reciprocal rank, nDCG. Pure.

A ranking is given as, for each place from the first, the set of gold items that stand there (items are numbered; an item counts once, where it
stands first). By article the items are the gold articles and a place is an article not seen before; by span they are the gold spans and a
place is a chunk, which holds a span when at least half of the span lies in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from assistant.evaluation.questions import Place

Ranking = Sequence[AbstractSet[int]]


def hit_at(ranking: Ranking, k: int) -> float:
    """hit@k: 1.0 when a gold item stands among the first k places, else 0.0 (success@k; Manning et al. 2008, ch. 8)."""
    return float(any(ranking[:k]))


def reciprocal_rank(ranking: Ranking, k: int = 10) -> float:
    """1 / place of the first gold item among the first k, counted from 1; 0.0 without one. Its mean is MRR@k (Voorhees 1999, TREC-8 QA)."""
    return next((1 / place for place, items in enumerate(ranking[:k], start=1) if items), 0.0)


def ndcg(ranking: Ranking, gold: int, k: int = 10) -> float:
    """nDCG@k with binary gains: sum over places i ≤ k of new gold items / log2(i + 1), over that of the best ranking (one gold item a place).

    gold: how many gold items there are. Source: Järvelin and Kekäläinen 2002. At most 1.0, also when one chunk holds several spans.
    """
    seen: set[int] = set()
    gained = 0.0
    for place, items in enumerate(ranking[:k], start=1):
        gained += len(set(items) - seen) / math.log2(place + 1)
        seen |= items
    best = sum(1 / math.log2(place + 1) for place in range(1, min(gold, k) + 1))
    return min(1.0, gained / best) if best else 0.0


def by_article(retrieved: Sequence[str], gold: Sequence[str]) -> list[set[int]]:
    """The ranking of articles: names in the order in which their first chunk came."""
    return [{place for place, name in enumerate(gold) if name == article} for article in dict.fromkeys(retrieved)]


def by_span(retrieved: Sequence[Place], gold: Sequence[Sequence[Place]]) -> list[set[int]]:
    """The ranking of chunks. gold: for each proof its alternative places; a chunk holds the proof when it holds one of them."""
    return [{n for n, choices in enumerate(gold) if any(holds(chunk, place) for place in choices)} for chunk in retrieved]


def holds(chunk: Place, place: Place) -> bool:
    """Whether at least half of the place's characters lie in the chunk."""
    return chunk.article == place.article and 2 * _shared(chunk, place) >= place.end - place.start > 0


def overlaps(one: Place, other: Place) -> bool:
    """Whether at least half of the shorter place's characters are the other's too."""
    shorter = min(one.end - one.start, other.end - other.start)
    return one.article == other.article and 2 * _shared(one, other) >= shorter > 0


def _shared(one: Place, other: Place) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
