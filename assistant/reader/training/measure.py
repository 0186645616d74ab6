"""How well a reader reads: span F1 and exact match with the passage given and from search, and how it tells answerable from unanswerable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.evaluation.overlap import exact_match, token_f1
from assistant.reader.training.examples import Example, unanswerable
from assistant.reader.training.retrieved import Retrieved

Read = Callable[[str, Sequence[str]], tuple[str, float]]
"""(question, passages) → (best span's text, its score above "no answer here")."""
_SEARCHED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One question's outcome. f1 and exact are None for one without an answer."""

    id: str
    kind: str
    said: str
    score: float
    f1: float | None
    exact: float | None


def measure(read: Read, examples: Sequence[Example], retrieved: Retrieved) -> list[Row]:
    """kind: "given hi-hi", "given hi-hi not", "search hi-hi", "wrong hi-hi" (the best wrong passage of search)."""
    rows = []
    for example in examples:
        rows.append(_row(f"given {example.language}", example, *read(example.question, [example.passage])))
        if not example.answers or not retrieved.knows(example):
            continue
        rows.append(_row(f"search {example.language}", example, *read(example.question, retrieved.passages(example, _SEARCHED))))
        for number, wrong in enumerate(retrieved.wrong(example)[:1]):
            negative = unanswerable(example, wrong, number)
            rows.append(_row(f"wrong {example.language}", negative, *read(example.question, [wrong])))
    return rows


def _row(kind: str, example: Example, said: str, score: float) -> Row:
    if not example.answers:
        return Row(example.id, f"{kind} not" if kind.startswith("given") else kind, said, score, None, None)
    return Row(example.id, kind, said, score, token_f1(said, example.answers), exact_match(said, example.answers))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The share of (positive, negative) pairs that are in the right order; ties count half (Hanley and McNeil 1982)."""
    ranked = sorted([*((score, 1) for score in positive), *((score, 0) for score in negative)])
    below, wins, place = 0, 0.0, 0
    while place < len(ranked):
        same = [label for score, label in ranked[place:] if score == ranked[place][0]] if ranked[place : place + 1] else []
        positives = sum(same)
        negatives = len(same) - positives
        wins += positives * (below + negatives / 2)
        below += negatives
        place += len(same)
    return wins / (len(positive) * len(negative)) if positive and negative else float("nan")


def refused(positive: Sequence[float], negative: Sequence[float], kept: float = 0.92) -> float:
    """The share of unanswerable questions below the threshold that keeps this share of the answerable ones."""
    if not positive or not negative:
        return float("nan")
    threshold = sorted(positive)[round((1 - kept) * len(positive))]
    return sum(score < threshold for score in negative) / len(negative)


def table(rows: Iterable[Row]) -> str:
    """Markdown: one line a kind."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    lines = ["| questions | n | F1 | EM | AUROC | refused at 92 % kept |", "|---|---|---|---|---|---|"]
    for kind in sorted(kinds):
        of_kind = kinds[kind]
        if of_kind[0].f1 is not None:
            f1 = sum(row.f1 or 0 for row in of_kind) / len(of_kind)
            exact = sum(row.exact or 0 for row in of_kind) / len(of_kind)
            lines.append(f"| {kind} | {len(of_kind)} | {f1:.3f} | {exact:.3f} | | |")
        else:
            answerable = [row.score for row in kinds[f"given {kind.split()[1]}"] if row.f1 is not None]
            scores = [row.score for row in of_kind]
            lines.append(f"| {kind} | {len(of_kind)} | | | {auroc(answerable, scores):.3f} | {refused(answerable, scores):.3f} |")
    return "\n".join(lines)
