"""From logits to spans that can be compared over passages. Pure.

Every passage's scores are taken against its own "no answer here", which training made mean the same everywhere; over the passages that were read
they are normalised together with one "none of them" (after Clark and Gardner 2018, arXiv:1710.10723).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

MOST_SPAN_TOKENS = 40
_STARTS_TRIED = 20
# Letters, digits and Devanagari's signs, without its full stops.
_OF_A_WORD = re.compile(r"[\w\u0900-\u0963\u0966-\u097f]")
_APOSTROPHE = "’"
_MARKS = {"(": ")", "[": "]", "“": "”", "‘": _APOSTROPHE, '"': '"'}


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """Characters start to end of passage number `passage`; score is its logit above that of "no answer here"."""

    passage: int
    start: int
    end: int
    score: float


def best_spans(passage: int, logits: np.ndarray, edges: Sequence[tuple[int, int]], most: int = 5) -> list[ScoredSpan]:
    """The best spans of a window that don't overlap, best first. logits: shape (1 + tokens, 2), row 0 "no answer here"."""
    import numpy as np

    none = float(logits[0].sum())
    starts, ends = logits[1:, 0], logits[1:, 1]
    found = []
    for start in np.argsort(-starts, kind="stable")[:_STARTS_TRIED]:
        reach = ends[start : start + MOST_SPAN_TOKENS]
        nearest = np.argsort(-reach, kind="stable")[:2]
        found += [(float(starts[start] + reach[end]) - none, int(start), int(start + end)) for end in nearest]
    chosen: list[ScoredSpan] = []
    for score, first, last in sorted(found, key=lambda span: (-span[0], span[1], span[2])):
        span = ScoredSpan(passage, edges[first][0], edges[last][1], score)
        if span.start < span.end and not any(overlap(span, other) for other in chosen):
            chosen.append(span)
        if len(chosen) == most:
            break
    return chosen


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """(start, end) moved out to the ends of words, because tokens end within them, and to the bounds of brackets and quotations."""
    while 0 < end < len(text) and _OF_A_WORD.match(text, end) and _OF_A_WORD.match(text, end - 1):
        end += 1
    while 0 < start < len(text) and _OF_A_WORD.match(text, start) and _OF_A_WORD.match(text, start - 1):
        start -= 1
    for opening, closing in _MARKS.items():
        start, end = _within(text, start, end, opening, closing)
    return start, end


def _within(text: str, start: int, end: int, opening: str, closing: str) -> tuple[int, int]:
    """Over the mark that closes one inside, and no further than the one that closes what had begun before."""
    opened = 0
    for place in range(start, end):
        closes = text[place] == closing and (opening != closing or text.count(closing, 0, place) % 2 == 1)
        if closes and opened:
            opened -= 1
        elif closes and closing != _APOSTROPHE and (text[start:place].strip() or text[place + 1 : end].strip()):
            return (start, place) if text[start:place].strip() else (place + 1, end)
        elif text[place] == opening:
            opened += 1
    return start, end + (opened > 0 and text.startswith(closing, end))


def overlap(one: ScoredSpan, other: ScoredSpan) -> bool:
    return one.passage == other.passage and one.start < other.end and other.start < one.end


def probabilities(scores: Sequence[float], temperature: float, bias: float = 0.0) -> tuple[list[float], float]:
    """(probability of each span, that of "none of them"): exp(score / temperature + bias) each, against 1 for none."""
    import numpy as np

    logits = np.array([0.0, *(score / temperature + bias for score in scores)])
    weights = np.exp(logits - logits.max())
    shares = weights / weights.sum()
    return [float(share) for share in shares[1:]], float(shares[0])
