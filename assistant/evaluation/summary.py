"""Rows → the figures of a run, overall and by language and type. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from assistant.evaluation.abstaining import risk_coverage
from assistant.evaluation.intervals import auroc_estimate, mean_estimate
from assistant.evaluation.score import RIGHT, Row

STAGES = ("search", "evidence", "first_token", "total")

METRICS: dict[str, tuple[str, ...]] = {
    "retrieval": ("hit@1", "hit@3", "hit@5", "mrr@10", "ndcg@10"),
    "retrieval_by_span": ("span_hit@1", "span_hit@3", "span_hit@5", "span_mrr@10", "span_ndcg@10"),
    "answer": ("correct", "f1", "em", "answer_words"),
    "citations": ("verbatim", "marked", "article_precision", "article_recall", "evidence_precision", "evidence_recall"),
    "abstention": ("refused_unanswerable", "kept_answerable"),
}
"""Metric names by group, in the order of the report; each is defined where it is computed (overlap, ranking, citing, abstaining)."""

LATENCY_PERCENTILES = (50, 95)


def summarize(rows: Sequence[Row], seed: int = 0) -> dict[str, Any]:
    """metrics.json: {overall, by_language, by_type, risk_coverage}; every figure with its 95 % interval and the number of questions."""
    return {
        "overall": figures(rows, seed),
        "by_language": _by(rows, lambda row: row.question.lang, seed),
        "by_type": _by(rows, lambda row: row.question.type, seed),
        "risk_coverage": _risk_coverage(rows),
    }


def figures(rows: Sequence[Row], seed: int = 0) -> dict[str, Any]:
    """{questions, outcomes, metrics: {name: {value, low, high, n}}, auroc, latency: {stage: {p50, p95, n}}} of some rows."""
    values = {name: [row.scores[name] for row in rows if name in row.scores] for names in METRICS.values() for name in names}
    answerable = [row.prediction["confidence"] for row in rows if row.question.answerable is True and _confident(row)]
    unanswerable = [row.prediction["confidence"] for row in rows if row.question.answerable is False and _confident(row)]
    area = auroc_estimate(answerable, unanswerable, seed)
    return {
        "questions": len(rows),
        "outcomes": dict(Counter(row.outcome for row in rows)),
        "metrics": {name: asdict(mean_estimate(found, seed)) for name, found in values.items() if found},
        "auroc": asdict(area) if area else None,
        "latency": latency(rows),
    }


def latency(rows: Iterable[Row]) -> dict[str, dict[str, float]]:
    """p50 and p95 (linear interpolation) in seconds of each stage that some answer reached, and over how many answers."""
    found = {}
    timings = [row.prediction["timings"] for row in rows if "timings" in row.prediction]
    for stage in STAGES:
        seconds = [taken[stage] for taken in timings if taken[stage] is not None]
        if seconds:
            found[stage] = {f"p{p}": round(float(np.percentile(seconds, p)), 3) for p in LATENCY_PERCENTILES} | {"n": len(seconds)}
    return found


def _by(rows: Sequence[Row], key: Callable[[Row], str], seed: int) -> dict[str, Any]:
    return {group: figures([row for row in rows if key(row) == group], seed) for group in sorted({key(row) for row in rows})}


def _confident(row: Row) -> bool:
    return row.prediction.get("confidence") is not None


def _risk_coverage(rows: Iterable[Row]) -> list[tuple[float, float]]:
    judged = [row for row in rows if _confident(row) and row.outcome != "unjudged"]
    answered = [row for row in judged if not row.prediction["abstained"]]
    return risk_coverage([row.prediction["confidence"] for row in answered], [row.outcome in RIGHT for row in answered], len(judged))
