"""Scores become probabilities: the temperature and bias under which what is right of the held-back questions' readings is likeliest.

Platt's scaling (1999) over all spans of a reading and "none of them" together; how well it does is told by reliability (Guo et al. 2017,
arXiv:1706.04599).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch

from assistant.errors import AssistantFailure
from assistant.evaluation.overlap import token_f1
from assistant.reader.reader import Reader
from assistant.reader.spans import probabilities
from assistant.reader.training.examples import Example
from index.text.sentences import split_sentences
from index.types import Sentence, Span

_RIGHT_F1 = 0.5
_BINS = 10
_PARTS = 5
# Of a fit that runs away: the likelihood has no maximum when scores part right from wrong without a fault, or tell nothing.
_LEAST_LOSS, _TEMPERATURES = 1e-4, (1e-2, 1e2)


@dataclass(frozen=True, slots=True)
class Judged:
    """The reading of a question about `article`: its spans' scores, best first, and which are right. Without a right one "none" is the truth."""

    article: str
    scores: tuple[float, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings whose best span is about as sure: their mean probability, and the share of these spans that is right."""

    confidence: float
    right: float
    count: int


def judge(reader: Reader, example: Example, passages: Iterable[str]) -> Judged:
    """Reads as in use: sentence by sentence, all passages together. A span is right when it shares half its tokens with an answer (F1 0.5)."""
    spans = reader.read(example.question, [sentences_of(passage) for passage in passages]).spans
    return Judged(example.article, tuple(span.score for span in spans), tuple(token_f1(span.text, example.answers) >= _RIGHT_F1 for span in spans))


def sentences_of(text: str) -> list[Sentence]:
    return [Sentence("", span.start, span.end, text[span.start : span.end]) for span in split_sentences(text, Span(0, len(text)))]


def fit(readings: Sequence[Judged]) -> tuple[float, float]:
    """(temperature, bias) of spans.probabilities, by maximum likelihood of a right span, or of "none" where there is none.

    Raises AssistantFailure for readings from which none can be told: all right or all wrong, parted without a fault, or not at all.
    """
    answered = sum(any(reading.right) for reading in readings)
    if not 0 < answered < len(readings):
        raise AssistantFailure(
            f"Calibration needs readings with a right span and readings without one; of {len(readings)} given, {answered} have one. "
            "Calibrate on answerable and unanswerable questions."
        )
    scores, there, true = _padded(readings)
    # (-log temperature, bias): a temperature stays above zero, so that a higher score is always likelier.
    fitted = torch.zeros(2, dtype=torch.float64, requires_grad=True)

    def loss() -> torch.Tensor:
        logits = torch.nn.functional.pad(scores * fitted[0].exp() + fitted[1], (1, 0)).masked_fill(~there, -torch.inf)
        return (torch.logsumexp(logits, 1) - torch.logsumexp(logits.masked_fill(~true, -torch.inf), 1)).mean()

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer = torch.optim.LBFGS([fitted], max_iter=500, tolerance_grad=1e-9, tolerance_change=1e-12, line_search_fn="strong_wolfe")
    optimizer.step(step)  # type: ignore[no-untyped-call]
    temperature, bias, left = fitted.detach()[0].neg().exp().item(), fitted.detach()[1].item(), loss().item()
    if not (_TEMPERATURES[0] < temperature < _TEMPERATURES[1] and left > _LEAST_LOSS):
        raise AssistantFailure(
            f"The {len(readings)} readings fix no temperature (found {temperature:.3g} with a loss of {left:.3g}): "
            "their scores part right from wrong without a fault, or not at all. Calibrate on more questions, or train further."
        )
    return temperature, bias


def _padded(readings: Sequence[Judged]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(scores (readings, most spans), which outcomes there are, which are true), the last two of shape (readings, 1 + most spans): none first."""
    most = max(len(reading.scores) for reading in readings)
    scores = torch.zeros((len(readings), most), dtype=torch.float64)
    there, true = torch.zeros((2, len(readings), 1 + most), dtype=torch.bool)
    for row, reading in enumerate(readings):
        count = len(reading.scores)
        scores[row, :count] = torch.tensor(reading.scores, dtype=torch.float64)
        there[row, : 1 + count] = True
        true[row, : 1 + count] = torch.tensor([not any(reading.right), *reading.right])
    return scores, there, true


def crossed(readings: Sequence[Judged]) -> list[tuple[float, bool]]:
    """(best span's probability, whether it is right) of each reading, by a fit to the other articles' readings: a fifth at a time."""
    articles = sorted({reading.article for reading in readings})
    found: list[tuple[float, bool]] = []
    for part in range(_PARTS):
        apart = set(articles[part::_PARTS])
        temperature, bias = fit([reading for reading in readings if reading.article not in apart])
        left_out = [reading for reading in readings if reading.article in apart and reading.scores]
        found += [(probabilities(reading.scores, temperature, bias)[0][0], reading.right[0]) for reading in left_out]
    return found


def reliability(outcomes: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Bins of equal width over the probability, without the empty ones."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for probability, right in outcomes:
        groups[min(int(probability * _BINS), _BINS - 1)].append((probability, right))
    return [Bin(sum(p for p, _ in group) / len(group), sum(right for _, right in group) / len(group), len(group)) for group in groups if group]


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of probability and truth (0 to 1), each bin by its size; of at least one bin."""
    return sum(one.count * abs(one.confidence - one.right) for one in bins) / sum(one.count for one in bins)
