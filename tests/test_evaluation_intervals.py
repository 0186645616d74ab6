from __future__ import annotations

import numpy as np
import pytest

from assistant.evaluation.intervals import Estimate, auroc_estimate, mean_estimate, paired_difference


def test_a_mean_with_its_interval_by_hand() -> None:
    # Resampled means of {0, 1}: 0, 1/2, 1 with chances 1/4, 1/2, 1/4, so that the 2.5th percentile is 0 and the 97.5th is 1.
    assert mean_estimate([0.0, 1.0]) == Estimate(value=1 / 2, low=0.0, high=1.0, n=2)


def test_the_interval_of_a_hundred_coins_is_the_binomial_one() -> None:
    # Quantiles of Binomial(100, 1/2) / 100: 0.40 and 0.60 at 95 %; at 90 % they would be 0.42 and 0.58.
    found = mean_estimate([0.0, 1.0] * 50)
    assert (found.value, found.n) == (0.5, 100)
    assert found.low == pytest.approx(0.40, abs=0.0101)
    assert found.high == pytest.approx(0.60, abs=0.0101)


def test_four_times_as_many_questions_halve_the_interval() -> None:
    few, many = mean_estimate([0.0, 1.0] * 50), mean_estimate([0.0, 1.0] * 200)
    assert (many.high - many.low) / (few.high - few.low) == pytest.approx(1 / 2, abs=0.06)


@pytest.mark.parametrize("value", [0.0, 1.0, 0.5])
@pytest.mark.parametrize("n", [2, 7, 40])
def test_equal_values_leave_no_doubt(value: float, n: int) -> None:
    assert mean_estimate([value] * n) == Estimate(value, value, value, n)


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_a_single_question_has_an_interval_without_width(value: float) -> None:
    assert mean_estimate([value]) == Estimate(value, value, value, 1)


VALUES = [0.0, 1.0, 0.25, 0.5, 1.0, 0.0, 0.75, 1.0, 0.1, 0.9]


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    assert mean_estimate(VALUES, seed=3) == mean_estimate(VALUES, seed=3)
    assert len({mean_estimate(VALUES, seed=seed).low for seed in range(5)}) > 1
    assert mean_estimate(VALUES, seed=1).value == mean_estimate(VALUES, seed=2).value


def test_one_estimate_does_not_change_the_next() -> None:
    first = mean_estimate(VALUES)
    mean_estimate(VALUES[:3])
    assert mean_estimate(VALUES) == first


def test_an_interval_moves_and_stretches_with_its_values() -> None:
    found, other = mean_estimate(VALUES), mean_estimate([10 + 2 * value for value in VALUES])
    assert (other.value, other.low, other.high) == pytest.approx((10 + 2 * found.value, 10 + 2 * found.low, 10 + 2 * found.high))
    assert min(VALUES) <= found.low < found.value < found.high <= max(VALUES)


def test_most_intervals_hold_the_true_mean() -> None:
    generator = np.random.default_rng(7)
    samples = [(generator.random(60) < 0.3).astype(float).tolist() for _ in range(60)]
    held = sum(found.low <= 0.3 <= found.high for found in map(mean_estimate, samples))
    # 95 % of 60 are 57; four standard deviations, √(60 · 0.95 · 0.05) = 1.7 each, below that are 50. All of them would be too wide an interval.
    assert 50 <= held < 60


# Differences of two runs


def test_the_difference_of_equal_runs_is_nothing() -> None:
    found = paired_difference(VALUES, VALUES)
    assert found == Estimate(0.0, 0.0, 0.0, len(VALUES))
    assert not found.beyond_noise


def test_the_difference_of_clearly_different_runs_is_beyond_noise_in_both_directions() -> None:
    better, worse = [1.0] * 18 + [0.0] * 2, [0.0] * 16 + [1.0] * 4
    found, other = paired_difference(better, worse), paired_difference(worse, better)
    assert found.value == pytest.approx(18 / 20 - 4 / 20)
    assert other.value == pytest.approx(4 / 20 - 18 / 20)
    assert found.low > 0
    assert other.high < 0
    assert found.beyond_noise
    assert other.beyond_noise


def test_as_much_better_as_worse_is_noise() -> None:
    found = paired_difference([1.0, 0.0] * 10, [0.0, 1.0] * 10)
    assert found.value == 0.0
    assert found.low < 0 < found.high
    assert not found.beyond_noise


def test_one_question_better_of_twenty_is_noise() -> None:
    found = paired_difference([1.0] + [0.0] * 19, [0.0] * 20)
    assert found.value == pytest.approx(1 / 20)
    assert found.low == 0.0  # (19/20)²⁰ = 36 % of the resamples miss it
    assert not found.beyond_noise


def test_the_difference_is_taken_question_by_question() -> None:
    # Both runs vary widely from question to question, but one is better in each by the same: unpaired intervals would overlap.
    theirs = [0.0, 0.25, 0.5, 0.75] * 5
    found = paired_difference([value + 0.125 for value in theirs], theirs)
    assert found == Estimate(0.125, 0.125, 0.125, 20)
    assert found.beyond_noise


@pytest.mark.parametrize(("n", "beyond"), [(1, False), (2, False), (5, False), (6, True)])
def test_a_handful_of_questions_can_not_show_a_difference(n: int, beyond: bool) -> None:
    # All n better by chance, or all n worse: 2 · ½ⁿ is below 0.05 from six on.
    assert (2 * 0.5**n < 0.05) is beyond
    assert paired_difference([1.0] * n, [0.0] * n).beyond_noise is beyond


@pytest.mark.parametrize(("low", "high", "beyond"), [(0.1, 0.2, True), (-0.2, -0.1, True), (-0.1, 0.2, False), (0.0, 0.2, False), (-0.2, 0.0, False)])
def test_a_difference_is_beyond_noise_when_its_interval_leaves_out_zero(low: float, high: float, beyond: bool) -> None:
    assert Estimate((low + high) / 2, low, high, 20).beyond_noise is beyond


# AUROC


def test_auroc_has_an_interval_over_both_kinds() -> None:
    found = auroc_estimate([0.9, 0.8, 0.4, 0.7], [0.5, 0.2, 0.75])
    assert found
    assert (found.value, found.n) == (pytest.approx((3 + 3 + 1 + 2) / 12), 7)
    assert 0.0 <= found.low < found.value < found.high <= 1.0
    assert found == auroc_estimate([0.9, 0.8, 0.4, 0.7], [0.5, 0.2, 0.75])


def test_a_perfect_separation_leaves_no_doubt() -> None:
    assert auroc_estimate([0.9, 0.8], [0.2, 0.1, 0.3]) == Estimate(1.0, 1.0, 1.0, 5)


@pytest.mark.parametrize(("answerable", "unanswerable"), [([0.2, 0.9], [0.5]), ([0.5], [0.2, 0.9])])
def test_one_question_of_a_kind_leaves_the_doubt_about_the_other(answerable: list[float], unanswerable: list[float]) -> None:
    # The two resample to both low, one of each, both high, with chances 1/4, 1/2, 1/4: an AUROC of 0, 1/2 or 1.
    assert auroc_estimate(answerable, unanswerable) == Estimate(1 / 2, 0.0, 1.0, 3)


def test_one_question_of_each_kind_has_no_width() -> None:
    assert auroc_estimate([0.9], [0.1]) == Estimate(1.0, 1.0, 1.0, 2)


@pytest.mark.parametrize(("answerable", "unanswerable"), [([], [0.1]), ([0.1], []), ([], [])])
def test_without_both_kinds_there_is_no_auroc(answerable: list[float], unanswerable: list[float]) -> None:
    assert auroc_estimate(answerable, unanswerable) is None
