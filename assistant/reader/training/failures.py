"""Where the reader failed in its own measurement: which questions, and what they have in common. Pure."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.reader.training.examples import Example
from assistant.reader.training.measure import Row, answerable, by_kind, threshold

SHOWN = 20
_SEED = 5
_PARTLY = 0.5
_LANGUAGES = re.compile(r"-(?:hi|en|hinglish)-(?:hi|en)$")


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
    """One of each question, whatever its language; the same for the same failures, in their order."""
    shuffled = random.Random(_SEED).sample(list(found), len(found))
    of_each = list({_LANGUAGES.sub("", failure.row.id): failure for failure in shuffled}.values())
    return sorted(of_each[:most], key=list(found).index)


def failures_table(shown: Iterable[Failure], own: Mapping[str, Example]) -> str:
    """Markdown. own: the project's, by id; of other questions no words are shown, nor of a passage that isn't theirs."""
    lines = ["| id | questions | what happened | score | characters said | question → what was said (the answer) |", "|---|---|---|---|---|---|"]
    for failure in shown:
        row = failure.row
        example = own.get(row.id) if failure.kind.startswith("own given ") else None
        words = f"{example.question} → {row.said} ({', '.join(example.answers) or 'none'})" if example else ""
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
