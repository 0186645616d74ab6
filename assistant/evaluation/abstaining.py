"""Abstention: how well confidence tells what can be answered, and what refusing more would buy. Pure.

Right on unanswerable and right on answerable are always given as a pair, after NoMIRACL (Thakur et al. 2023): either alone is easy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def auroc(of_answerable: Any, of_unanswerable: Any, axis: int = -1) -> Any:
    """The chance that an answerable question has more confidence than an unanswerable one; ties count half (Hanley and McNeil 1982).

    Confidences along `axis`, at least one on each side; further axes are broadcast, as scipy's bootstrap wants it.
    """
    ours = np.expand_dims(np.moveaxis(np.asarray(of_answerable, dtype=float), axis, -1), -1)
    theirs = np.expand_dims(np.moveaxis(np.asarray(of_unanswerable, dtype=float), axis, -1), -2)
    return ((ours > theirs) + 0.5 * (ours == theirs)).mean(axis=(-2, -1))


def risk_coverage(confidences: Sequence[float], right: Sequence[bool], questions: int) -> list[tuple[float, float]]:
    """(coverage, risk) for each confidence as a threshold, from the strictest: the share answered, and the share of these that is wrong.

    confidences and right are of the questions that were answered, out of `questions` in all; the last point is the run as it was. An
    unanswerable question that is answered is wrong. Questions of equal confidence are answered or refused together.
    Source: El-Yaniv and Wiener 2010, "On the Foundations of Noise-free Selective Classification".
    """
    ranked = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    curve: list[tuple[float, float]] = []
    wrong = 0
    for count, (confidence, is_right) in enumerate(ranked, start=1):
        wrong += not is_right
        if count == len(ranked) or ranked[count][0] < confidence:
            curve.append((count / questions, wrong / count))
    return curve
