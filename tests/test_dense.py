from __future__ import annotations

import numpy as np
import pytest
from conftest import DIMENSION

from index.search.dense import nearest
from index.store.catalogue import Catalogue, NewArticle
from index.store.filters import Filters, Selection
from index.store.mirror import fill_vectors
from index.store.vectors import VectorIndex
from index.types import Article, Span

DAYS = 60


@pytest.fixture
def drawn() -> np.ndarray:
    rows = np.random.default_rng(7).standard_normal((DAYS, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def filled(catalogue: Catalogue, vectors: VectorIndex, drawn: np.ndarray) -> Catalogue:
    """One article a day in June and July, each with one chunk and its drawn vector."""
    for day, row in enumerate(drawn):
        name = f"{day:02}"
        article = Article(name, f"/{name}", name, name, None, f"2025-{6 + day // 30:02}-{1 + day % 30:02}", "hi")
        span = [Span(0, 5)]
        catalogue.put([NewArticle(article, "1", "पानी।", None, [], span, row[None], span, ["पानी।"], row[None])])
    fill_vectors(catalogue, vectors)
    return catalogue


class CountingVectors:
    """Chroma, and how much it was asked for."""

    def __init__(self, vectors: VectorIndex) -> None:
        self._vectors = vectors
        self.asked: list[int] = []

    def search(self, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        self.asked.append(limit)
        return self._vectors.search(vector, limit)


def exact(drawn: np.ndarray, question: np.ndarray, days: range, limit: int) -> list[str]:
    best = sorted(days, key=lambda day: -float(drawn[day].astype(np.float16).astype(np.float32) @ question))
    return [f"{day:02}:0-5" for day in best[:limit]]


def made_up(within: Selection) -> Selection:
    """The same selection as if the store were a large one."""
    return Selection(within.condition, within.values, 100 * within.chunks, 100 * DAYS)


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize(("since", "until", "days"), [("2025-06-01", "2025-06-30", range(30)), ("2025-06-11", "2025-07-30", range(10, 60))])
@pytest.mark.parametrize("seed", range(3))
def test_the_nearest_within_the_filter_are_exact_whichever_way(
    filled: Catalogue, vectors: VectorIndex, drawn: np.ndarray, small: bool, since: str, until: str, days: range, seed: int
) -> None:
    question = drawn[40] + np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32) / 10
    within = filled.select(Filters(since, until))
    assert within is not None
    # The two ways are told apart by size: here a size that is made up, in the right proportion.
    within = Selection(within.condition, within.values, within.chunks, 60) if small else made_up(within)
    assert within.is_small is small
    found = nearest(filled, vectors, question, 5, within)
    assert [chunk_id for chunk_id, _ in found] == exact(drawn, question, days, 5)
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)


def test_without_a_filter_it_is_chromas_search(filled: Catalogue, vectors: VectorIndex, drawn: np.ndarray) -> None:
    assert nearest(filled, vectors, drawn[7], 3) == vectors.search(drawn[7], 3)
    assert nearest(filled, vectors, drawn[7], 3)[0][0] == "07:0-5"


def test_a_large_selection_far_from_the_question_is_still_found_whole(filled: Catalogue, vectors: VectorIndex, drawn: np.ndarray) -> None:
    """All of June is farther from the question than all of July: Chroma is asked for more, and at last the catalogue."""
    question = drawn[30:].sum(axis=0) - drawn[:30].sum(axis=0)
    within = filled.select(Filters(until="2025-06-30"))
    assert within is not None
    counting = CountingVectors(vectors)
    found = nearest(filled, counting, question, 5, made_up(within))  # type: ignore[arg-type]
    assert [chunk_id for chunk_id, _ in found] == exact(drawn, question, range(30), 5)
    assert counting.asked == [15, 60]


def test_what_chroma_does_not_find_among_all_is_looked_for_in_the_catalogue(filled: Catalogue, vectors: VectorIndex, drawn: np.ndarray) -> None:
    within = filled.select(Filters(since="2025-06-01", until="2025-06-03"))
    assert within is not None
    within = made_up(within)
    counting = CountingVectors(vectors)
    found = nearest(filled, counting, drawn[50], 5, Selection(within.condition, within.values, 6_000, 6_000))  # type: ignore[arg-type]
    assert [chunk_id for chunk_id, _ in found] == exact(drawn, drawn[50], range(3), 5)
    assert counting.asked == [7, 28, 112, 448, 1792]


def test_a_filter_that_lets_nothing_through_finds_nothing(filled: Catalogue, vectors: VectorIndex, drawn: np.ndarray) -> None:
    assert nearest(filled, vectors, drawn[0], 5, filled.select(Filters(since="2030-01-01"))) == []
