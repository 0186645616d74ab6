from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.abstaining import auroc, risk_coverage


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "expected"),
    [
        ([0.9, 0.8], [0.2, 0.1], 4 / 4),
        ([0.2, 0.1], [0.9, 0.8], 0 / 4),
        ([0.5], [0.5], 0.5 / 1),
        ([0.5, 0.5], [0.5, 0.5, 0.5], (6 * 0.5) / 6),
        ([0.9, 0.5], [0.5, 0.1], (1 + 1 + 0.5 + 1) / 4),
        ([0.9, 0.3], [0.5, 0.4, 0.1], (3 + 1) / 6),
        ([0.9, 0.5, 0.3], [0.5, 0.2], (2 + (0.5 + 1) + 1) / 6),
        ([1.0], [0.0, 0.0, 1.0], (1 + 1 + 0.5) / 3),
    ],
)
def test_auroc_counts_pairs_and_ties_as_half(answerable: list[float], unanswerable: list[float], expected: float) -> None:
    assert auroc(answerable, unanswerable) == pytest.approx(expected)
    assert auroc(unanswerable, answerable) == pytest.approx(1 - expected)


def test_auroc_of_many_resamples_at_once_is_that_of_each() -> None:
    answerable, unanswerable = np.array([[0.9, 0.5], [0.1, 0.5]]), np.array([[0.5, 0.1, 0.1], [0.5, 0.1, 0.9]])
    each = [auroc(ours, theirs) for ours, theirs in zip(answerable, unanswerable, strict=True)]
    assert each == pytest.approx([(3 + 0.5 + 2) / 6, (0 + 0.5 + 0 + 0.5 + 1 + 0) / 6])
    assert auroc(answerable, unanswerable) == pytest.approx(each)
    assert auroc(answerable.T, unanswerable.T, axis=0) == pytest.approx(each)


@given(*[st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=8)] * 2)
def test_auroc_does_not_change_when_confidences_are_only_stretched(ours: list[float], theirs: list[float]) -> None:
    stretched = [[value**3 * 7 - 2 for value in values] for values in (ours, theirs)]
    assert auroc(*stretched) == pytest.approx(auroc(ours, theirs))


def test_the_risk_at_each_threshold_by_hand() -> None:
    # ranked: 0.9 right, 0.8 wrong, 0.7 right, 0.4 wrong, of 5 questions; the fifth was refused
    curve = risk_coverage([0.7, 0.9, 0.4, 0.8], [True, True, False, False], questions=5)
    assert curve == [(1 / 5, 0 / 1), (2 / 5, 1 / 2), (3 / 5, 1 / 3), (4 / 5, 2 / 4)]


def test_questions_of_equal_confidence_are_answered_together() -> None:
    curve = risk_coverage([0.9, 0.5, 0.5, 0.5, 0.1], [True, False, True, True, True], questions=5)
    assert curve == [(1 / 5, 0 / 1), (4 / 5, 1 / 4), (5 / 5, 1 / 5)]


@pytest.mark.parametrize("right", [[True, False], [False, True]])
def test_among_equals_the_order_of_the_questions_makes_no_difference(right: list[bool]) -> None:
    assert risk_coverage([0.5, 0.5], right, questions=2) == [(2 / 2, 1 / 2)]


def test_refused_questions_lower_coverage_and_are_no_risk() -> None:
    assert risk_coverage([0.9], [True], questions=4) == [(1 / 4, 0 / 1)]
    assert risk_coverage([], [], questions=4) == []
    assert risk_coverage([], [], questions=0) == []


def test_a_confidence_without_its_outcome_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zip"):
        risk_coverage([0.9, 0.8], [True], questions=2)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.3, 0.6, 0.9]), st.booleans()), max_size=12), st.integers(0, 5))
def test_the_curve_grows_and_ends_at_the_run_as_it_was(answered: list[tuple[float, bool]], refused: int) -> None:
    curve = risk_coverage([confidence for confidence, _ in answered], [right for _, right in answered], len(answered) + refused)
    assert [coverage for coverage, _ in curve] == sorted({coverage for coverage, _ in curve})
    assert len(curve) == len({confidence for confidence, _ in answered})
    if answered:
        assert curve[-1] == (len(answered) / (len(answered) + refused), sum(not right for _, right in answered) / len(answered))
