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
_MARKS = ("()", "[]", "“”", "‘’", '""')


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
    for marks in _MARKS:
        start, end = _within(text, start, end, *marks)
    return start, end


def _within(text: str, start: int, end: int, opening: str, closing: str) -> tuple[int, int]:
    """Out over the mark that closes one inside; in to one side of a mark that closes what began before. Never at ’, which may be an apostrophe."""
    opened = 0
    for place in range(start, end):
        if _opens(text, place, opening, closing):
            opened += 1
        elif _closes(text, place, opening, closing) and opened:
            opened -= 1
        elif _closes(text, place, opening, closing) and closing != "’" and _is_open(text, start, opening, closing):
            if text[start:place].strip():
                return start, place
            after = _OF_A_WORD.search(text, place, end)
            return _within(text, after.start(), end, opening, closing) if after else (start, end)
    return start, end + (opened > 0 and _closes(text, end, opening, closing))


def _is_open(text: str, place: int, opening: str, closing: str) -> bool:
    """Whether the nearest mark before the place is an opening one."""
    nearest = max(text.rfind(opening, 0, place), text.rfind(closing, 0, place))
    return nearest >= 0 and _opens(text, nearest, opening, closing)


def _opens(text: str, place: int, opening: str, closing: str) -> bool:
    """A straight quotation mark does where something follows and nothing stands before."""
    apart = opening != closing or (not text[place + 1 : place + 2].isspace() and not text[max(place - 1, 0) : place].strip(" \n([“‘"))
    return text.startswith(opening, place) and apart


def _closes(text: str, place: int, opening: str, closing: str) -> bool:
    return text.startswith(closing, place) and not (opening == closing and _opens(text, place, opening, closing))


def overlap(one: ScoredSpan, other: ScoredSpan) -> bool:
    return one.passage == other.passage and one.start < other.end and other.start < one.end


def probabilities(scores: Sequence[float], temperature: float, bias: float = 0.0) -> tuple[list[float], float]:
    """(probability of each span, that of "none of them"): exp(score / temperature + bias) each, against 1 for none."""
    import numpy as np

    logits = np.array([0.0, *(score / temperature + bias for score in scores)])
    weights = np.exp(logits - logits.max())
    shares = weights / weights.sum()
    return [float(share) for share in shares[1:]], float(shares[0])
