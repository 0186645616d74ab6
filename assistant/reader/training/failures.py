"""Where the reader failed in its own measurement: which questions, and what they have in common. Pure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.reader.training.measure import Row, answerable, by_kind, threshold

SHOWN = 20
_SEED = 5
_PARTLY = 0.5


@dataclass(frozen=True, slots=True)
class Failure:
    """kind: the row's with its source ("XQuAD given hi-hi"); what: "other words", "few of the words", or "answered" where nothing answers."""

    kind: str
    what: str
    row: Row


def failures(rows: Iterable[Row]) -> list[Failure]:
    """Answers with a token F1 below 0.5, and unanswerable questions at or above the score that keeps 92 % of the answerable ones of their kind."""
    kinds = by_kind(rows)
    found = []
    for kind, of_kind in kinds.items():
        kept = [row.score for row in kinds.get(answerable(kind), ())]
        least = threshold(kept) if kept else 0.0
        for row in of_kind:
            if row.f1 is None and row.score >= least:
                found.append(Failure(kind, "answered", row))
            elif row.f1 is not None and row.f1 < _PARTLY:
                found.append(Failure(kind, "few of the words" if row.f1 else "other words", row))
    return found


def drawn(found: Sequence[Failure], most: int = SHOWN) -> list[Failure]:
    """The same for the same failures, in their order."""
    return [found[place] for place in sorted(random.Random(_SEED).sample(range(len(found)), min(most, len(found))))]


def failures_table(shown: Iterable[Failure], questions: Mapping[str, str]) -> str:
    """Markdown. questions: those that may be shown, by id; of the others no words are shown, nor of a passage that isn't theirs."""
    lines = ["| id | questions | what happened | score | characters said | question → what was said |", "|---|---|---|---|---|---|"]
    for failure in shown:
        row = failure.row
        words = f"{questions[row.id]} → {row.said}" if row.id in questions and failure.kind.endswith(" not") else ""
        lines.append(f"| {row.id} | {failure.kind} | {failure.what} | {row.score:+.1f} | {len(row.said)} | {_cell(words)} |")
    return "\n".join(lines)


def in_common(rows: Iterable[Row], found: Iterable[Failure]) -> str:
    """Markdown: how many of each kind failed, and how."""
    asked = {kind: len(of_kind) for kind, of_kind in by_kind(rows).items()}
    counts = Counter((failure.kind, failure.what) for failure in found)
    lines = ["| questions | what happened | failed | of |", "|---|---|---|---|"]
    lines += [f"| {kind} | {what} | {count} | {asked[kind]} |" for (kind, what), count in sorted(counts.items())]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
