"""How sure a figure is: bootstrap intervals of means, of paired differences, of AUROC. Pure, and the same for the same seed.

Percentile bootstrap over questions (Efron and Tibshirani 1993, ch. 13), 2,000 resamples; paired as in Koehn 2004, "Statistical Significance Tests
for Machine Translation Evaluation". Questions about the same article are not independent, so that true intervals are somewhat wider.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.evaluation.abstaining import auroc

RESAMPLES = 2_000
LEVEL = 0.95
# Two-sided sign test: 2 · ½⁵ > 0.05, so that of five questions not even a difference in each is beyond chance.
_FEWEST = 6


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over n questions with its 95 % interval; low == high == value for a single question (for AUROC: for one of each kind)."""

    value: float
    low: float
    high: float
    n: int

    @property
    def beyond_noise(self) -> bool:
        """For a difference: whether the interval leaves out zero, over at least as many questions as can tell."""
        return self.n >= _FEWEST and (self.low > 0 or self.high < 0)


def mean_estimate(values: Sequence[float], seed: int = 0) -> Estimate:
    """The mean of at least one value."""
    return _estimate(float(np.mean(values)), (values,), np.mean, seed)


def paired_difference(ours: Sequence[float], theirs: Sequence[float], seed: int = 0) -> Estimate:
    """mean(ours - theirs) over the same questions in the same order."""
    return mean_estimate(np.subtract(ours, theirs).tolist(), seed)


def auroc_estimate(of_answerable: Sequence[float], of_unanswerable: Sequence[float], seed: int = 0) -> Estimate | None:
    """AUROC of the confidences; answerable and unanswerable questions are resampled apart. None without questions of both kinds."""
    if not (of_answerable and of_unanswerable):
        return None
    return _estimate(auroc(of_answerable, of_unanswerable), (of_answerable, of_unanswerable), auroc, seed)


def _estimate(value: float, samples: Sequence[Sequence[float]], statistic: Callable[..., Any], seed: int) -> Estimate:
    from scipy.stats import bootstrap

    count = sum(len(sample) for sample in samples)
    if all(len(sample) == 1 for sample in samples):
        return Estimate(value, value, value, count)
    # scipy wants at least two of each; a lone value twice is resampled as itself.
    samples = [[*sample, *sample] if len(sample) == 1 else sample for sample in samples]
    found = bootstrap(
        samples, statistic, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile", rng=np.random.default_rng(seed), batch=100
    ).confidence_interval
    return Estimate(value, float(found.low), float(found.high), count)
