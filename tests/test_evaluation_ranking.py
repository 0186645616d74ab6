from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.questions import Place
from assistant.evaluation.ranking import by_article, by_span, hit_at, holds, ndcg, overlaps, reciprocal_rank


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ([{0}, set(), set()], {1: 1.0, 3: 1.0, 5: 1.0}),
        ([set(), {0}, set()], {1: 0.0, 3: 1.0, 5: 1.0}),
        ([set(), set(), {0}], {1: 0.0, 3: 1.0, 5: 1.0}),
        ([set(), set(), set(), {0}], {1: 0.0, 3: 0.0, 5: 1.0}),
        ([set()] * 5 + [{0}], {1: 0.0, 3: 0.0, 5: 0.0}),
        ([set(), {0}, {1}, {0, 1}], {1: 0.0, 3: 1.0, 5: 1.0}),  # one is enough, more is not more
        ([], {1: 0.0, 3: 0.0, 5: 0.0}),
    ],
)
def test_hit_at_k_by_hand(ranking: list[set[int]], expected: dict[int, float]) -> None:
    assert {k: hit_at(ranking, k) for k in expected} == expected


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ([{0}], 1 / 1),
        ([set(), {1}, {0}], 1 / 2),  # the first of any gold item
        ([set(), set(), {0}, {1}], 1 / 3),
        ([set()] * 9 + [{0}], 1 / 10),
        ([set()] * 10 + [{0}], 0.0),
        ([set(), set()], 0.0),
        ([], 0.0),
    ],
)
def test_reciprocal_rank_by_hand(ranking: list[set[int]], expected: float) -> None:
    assert reciprocal_rank(ranking) == expected


def test_reciprocal_rank_looks_only_so_far() -> None:
    assert (reciprocal_rank([set(), {0}], k=1), reciprocal_rank([set(), {0}], k=2)) == (0.0, 1 / 2)


TWO, THREE = 1 / log2(2) + 1 / log2(3), 1 / log2(2) + 1 / log2(3) + 1 / log2(4)


@pytest.mark.parametrize(
    ("ranking", "gold", "expected"),
    [
        ([{0}], 1, 1.0),
        ([set(), {0}], 1, (1 / log2(3)) / (1 / log2(2))),
        ([set(), set(), {0}], 1, 1 / 2),  # log2(3 + 1) == 2
        ([{0}, {1}], 2, 1.0),
        ([{1}, {0}], 2, 1.0),  # gains are binary: which one comes first is the same
        ([{0}, set(), {1}], 2, (1 / log2(2) + 1 / log2(4)) / TWO),
        ([set(), {0}, {1}], 2, (1 / log2(3) + 1 / log2(4)) / TWO),
        ([{0}], 2, (1 / log2(2)) / TWO),  # the other is missing
        ([set(), {2}, set(), {0}, {1}], 3, (1 / log2(3) + 1 / log2(5) + 1 / log2(6)) / THREE),
        ([{0}, {0}, {1}], 2, (1 / log2(2) + 1 / log2(4)) / TWO),  # found again earns nothing
        ([{0}, {0}], 1, 1.0),
        ([{0, 1}], 2, 1.0),  # two spans in one chunk: 2 / TWO, at most 1
        ([set(), {0, 1}], 2, (2 / log2(3)) / TWO),
        ([set(), {0}, {0, 1}], 2, (1 / log2(3) + 1 / log2(4)) / TWO),
        ([set(), {0, 1}, {1, 2}], 3, (2 / log2(3) + 1 / log2(4)) / THREE),
        ([set()] * 10 + [{0}], 1, 0.0),
        ([set()] * 9 + [{0}], 1, 1 / log2(11)),
        ([set(), set()], 2, 0.0),
        ([], 1, 0.0),
        ([], 0, 0.0),
    ],
)
def test_ndcg_by_hand(ranking: list[set[int]], gold: int, expected: float) -> None:
    assert ndcg(ranking, gold) == pytest.approx(expected)


def test_the_best_ranking_of_more_gold_items_than_places_is_perfect() -> None:
    assert ndcg([{0}, {1}], gold=5, k=2) == pytest.approx(1.0)
    assert ndcg([{0}, set()], gold=5, k=2) == pytest.approx((1 / log2(2)) / TWO)


@given(st.lists(st.sets(st.integers(0, 3), max_size=3), max_size=12))
def test_figures_of_any_ranking_lie_between_zero_and_one_and_agree(ranking: list[set[int]]) -> None:
    figures = [hit_at(ranking, 1), hit_at(ranking, 3), hit_at(ranking, 5), hit_at(ranking, 10)]
    assert figures == sorted(figures)
    assert figures[0] <= reciprocal_rank(ranking) <= figures[-1]
    assert 0.0 <= ndcg(ranking, 4) <= figures[-1]
    assert bool(ndcg(ranking, 4)) == bool(figures[-1])


def test_an_article_counts_where_its_first_chunk_came() -> None:
    assert by_article(["क.txt", "ख.txt", "क.txt", "ग.txt", "ख.txt"], ["ग.txt"]) == [set(), set(), {0}]  # third, not fourth
    assert by_article(["क.txt", "क.txt", "ख.txt"], ["ख.txt", "क.txt"]) == [{1}, {0}]
    assert by_article([], ["क.txt"]) == []
    assert by_article(["क.txt"], ["क"]) == [set()]


CHUNK = Place("क.txt", 100, 200)


@pytest.mark.parametrize(
    ("place", "held"),
    [
        (Place("क.txt", 120, 140), True),
        (Place("क.txt", 100, 200), True),
        (Place("क.txt", 190, 210), True),  # 10 of 20
        (Place("क.txt", 191, 211), False),  # 9 of 20
        (Place("क.txt", 90, 110), True),
        (Place("क.txt", 89, 109), False),
        (Place("क.txt", 190, 211), False),  # 10 of 21
        (Place("क.txt", 0, 200), True),  # 100 of 200
        (Place("क.txt", 0, 1000), False),  # the place, not the chunk, is to be held
        (Place("क.txt", 200, 220), False),
        (Place("क.txt", 300, 320), False),
        (Place("ख.txt", 120, 140), False),
        (Place("क.txt", 120, 120), False),
    ],
)
def test_a_chunk_holds_a_place_when_half_of_it_lies_inside(place: Place, held: bool) -> None:
    assert holds(CHUNK, place) is held


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        (Place("क.txt", 0, 1000), True),  # half of the shorter is enough
        (Place("क.txt", 120, 140), True),
        (Place("क.txt", 150, 250), True),  # 50 of 100
        (Place("क.txt", 151, 251), False),
        (Place("क.txt", 190, 210), True),
        (Place("क.txt", 191, 211), False),
        (Place("क.txt", 200, 300), False),
        (Place("ख.txt", 100, 200), False),
        (Place("क.txt", 150, 150), False),
    ],
)
def test_places_overlap_by_half_of_the_shorter_whichever_comes_first(other: Place, shown: bool) -> None:
    assert overlaps(CHUNK, other) is overlaps(other, CHUNK) is shown


def test_a_chunk_may_hold_two_proofs_and_a_proof_stand_at_two_places() -> None:
    gold = [
        [Place("क.txt", 120, 140)],
        [Place("क.txt", 160, 180), Place("ख.txt", 0, 20)],  # the same sentence in two articles
        [Place("ग.txt", 0, 10)],
    ]
    retrieved = [Place("ख.txt", 300, 400), CHUNK, Place("ख.txt", 0, 100)]
    assert by_span(retrieved, gold) == [set(), {0, 1}, {1}]
    # two new proofs in the second place, nothing new in the third, the third proof never found
    assert ndcg(by_span(retrieved, gold), len(gold)) == pytest.approx((2 / log2(3)) / THREE)
