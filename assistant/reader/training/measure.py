"""How well a reader reads: span F1 and exact match with the passage given and from search, and how it tells answerable from unanswerable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.evaluation import abstaining
from assistant.evaluation.overlap import exact_match, token_f1
from assistant.reader.training.examples import Example, unanswerable
from assistant.reader.training.retrieved import Retrieved

Read = Callable[[str, Sequence[str]], list[tuple[str, float]]]
"""(question, passages) → (best span's text, its score above "no answer here") of each passage."""
KEPT = 0.92
_SEARCHED = 3
_QUICKLY = ("hi-hi", "en-hi", "en-en", "heard-hi")


@dataclass(frozen=True, slots=True)
class Row:
    """One question's outcome. f1 and exact are None for one without an answer."""

    id: str
    kind: str
    said: str
    score: float
    f1: float | None
    exact: float | None

    @property
    def source(self) -> str:
        """ "XQuAD" (its ids end with their language) or "own"."""
        return "XQuAD" if self.id.partition("-not-")[0].endswith(("-hi", "-en")) else "own"


def measure(read: Read, examples: Sequence[Example], retrieved: Retrieved, quick: bool = False) -> list[Row]:
    """kind: "given hi-hi", "given hi-hi not", "search hi-hi", "wrong hi-hi" (the best wrong passage of search).

    quick: search is asked in Hindi only; of English passages only English questions, and no Roman-script ones but as they are heard.
    """
    rows = []
    for example in examples:
        if quick and example.language not in _QUICKLY:
            continue
        searched = bool(example.answers) and retrieved.knows(example) and (example.language == "hi-hi" or not quick)
        search = retrieved.passages(example, _SEARCHED) if searched else []
        wrong = retrieved.wrong(example)[:1] if searched else []
        passages = list(dict.fromkeys([example.passage, *search, *wrong]))
        found = dict(zip(passages, read(example.question, passages), strict=True))
        rows.append(_row(f"given {example.language}", example, *found[example.passage]))
        if search:
            best = max((found[passage] for passage in search), key=lambda said_and_score: said_and_score[1])
            rows.append(_row(f"search {example.language}", example, *best))
        rows += [_row(f"wrong {example.language}", unanswerable(example, passage, number), *found[passage]) for number, passage in enumerate(wrong)]
    return rows


def _row(kind: str, example: Example, said: str, score: float) -> Row:
    if not example.answers:
        return Row(example.id, f"{kind} not" if kind.startswith("given") else kind, said, score, None, None)
    return Row(example.id, kind, said, score, token_f1(said, example.answers), exact_match(said, example.answers))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """See assistant.evaluation.abstaining; not a number when either is empty."""
    return float(abstaining.auroc(positive, negative)) if positive and negative else float("nan")


def threshold(positive: Sequence[float], kept: float = KEPT) -> float:
    """The score from which on this share of the answerable questions is kept."""
    return sorted(positive)[round((1 - kept) * len(positive))]


def refused(positive: Sequence[float], negative: Sequence[float], kept: float = KEPT) -> float:
    """The share of unanswerable questions below the threshold that keeps this share of the answerable ones."""
    if not positive or not negative:
        return float("nan")
    least = threshold(positive, kept)
    return sum(score < least for score in negative) / len(negative)


def by_kind(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """ "XQuAD given hi-hi" → its rows, and so on; sorted."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[f"{row.source} {row.kind}"].append(row)
    return dict(sorted(kinds.items()))


def answerable(kind: str) -> str:
    """The kind whose scores an unanswerable kind's are told apart from."""
    source, _, language, *_ = kind.split()
    return f"{source} given {language}"


def overlaps(rows: Sequence[Row]) -> tuple[float, float]:
    """Mean (F1, exact match); not a number without rows."""
    if not rows:
        return float("nan"), float("nan")
    return sum(row.f1 or 0 for row in rows) / len(rows), sum(row.exact or 0 for row in rows) / len(rows)


def table(rows: Iterable[Row]) -> str:
    """Markdown: one line a kind."""
    kinds = by_kind(rows)
    lines = ["| questions | n | F1 | EM | AUROC | refused at 92 % kept |", "|---|---|---|---|---|---|"]
    for kind, of_kind in kinds.items():
        if of_kind[0].f1 is not None:
            f1, exact = overlaps(of_kind)
            lines.append(f"| {kind} | {len(of_kind)} | {f1:.3f} | {exact:.3f} | | |")
        else:
            kept = [row.score for row in kinds.get(answerable(kind), ())]
            scores = [row.score for row in of_kind]
            lines.append(f"| {kind} | {len(of_kind)} | | | {auroc(kept, scores):.3f} | {refused(kept, scores):.3f} |")
    return "\n".join(lines)
