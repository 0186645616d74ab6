from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from assistant.evaluation.questions import Question
from assistant.evaluation.score import Outcome, Row
from assistant.evaluation.summary import METRICS, STAGES, figures, latency, summarize

EMPTY_TIMINGS = dict.fromkeys(STAGES)


def row(outcome: Outcome = "right", lang: str = "hi", kind: str = "fact", confidence: float | None = 0.5, **scores: float) -> Row:
    answers = () if kind == "unanswerable" else ("11",)
    question = Question("1", "कितने?", lang, kind, answers)  # type: ignore[arg-type]
    if outcome == "error":
        return Row(question, {"id": "1", "question": "कितने?", "error": "failed"}, outcome, scores)
    abstained = outcome in ("refused_rightly", "refused_wrongly")
    return Row(question, {"abstained": abstained, "confidence": confidence, "timings": EMPTY_TIMINGS}, outcome, scores)


def timed(**seconds: float | None) -> Row:
    question = Question("1", "कितने?", "hi")
    return Row(question, {"abstained": False, "confidence": 0.5, "timings": EMPTY_TIMINGS | seconds}, "right", {})


def test_a_metric_is_the_mean_of_the_rows_that_have_it() -> None:
    found = figures([row(f1=1.0, em=1.0), row(f1=0.25, em=0.0), row(f1=0.25), row()])["metrics"]
    assert found["f1"]["value"] == pytest.approx((1 + 0.25 + 0.25) / 3)
    assert found["em"]["value"] == pytest.approx((1 + 0) / 2)  # not / 4: where it doesn't apply it isn't 0
    assert (found["f1"]["n"], found["em"]["n"]) == (3, 2)
    assert (found["em"]["low"], found["em"]["high"]) == (0.0, 1.0)
    assert list(found) == ["f1", "em"]


def test_metrics_come_in_the_order_of_the_report() -> None:
    names = [name for group in METRICS.values() for name in group]
    assert len(names) == len(set(names))
    assert list(figures([row(**dict.fromkeys(reversed(names), 1.0))])["metrics"]) == names


def test_outcomes_are_counted() -> None:
    outcomes: list[Outcome] = ["right", "right", "wrong", "error", "refused_rightly", "unjudged"]
    found = figures([row(outcome) for outcome in outcomes])
    assert found["questions"] == 6
    assert found["outcomes"] == {"right": 2, "wrong": 1, "error": 1, "refused_rightly": 1, "unjudged": 1}
    assert set(found["outcomes"]) <= set(get_args(Outcome))


def test_auroc_compares_the_confidences_of_answerable_and_unanswerable_questions() -> None:
    rows = [
        row("right", confidence=0.9),
        row("refused_wrongly", confidence=0.5),
        row("answered_unanswerable", kind="unanswerable", confidence=0.5),
        row("refused_rightly", kind="unanswerable", confidence=0.1),
        row("right", confidence=None),  # nothing to compare
        row("error"),
        Row(Question("1", "कितने?", "hi"), {"abstained": False, "confidence": 0.0, "timings": EMPTY_TIMINGS}, "unjudged", {}),  # answerable or not?
    ]
    found = figures(rows)["auroc"]
    assert found["value"] == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert found["n"] == 4


def test_a_confidence_of_zero_is_a_confidence() -> None:
    rows = [row("right", confidence=0.4), row("refused_rightly", kind="unanswerable", confidence=0.0)]
    assert figures(rows)["auroc"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 2}


@pytest.mark.parametrize("rows", [[], [row("right")], [row("refused_rightly", kind="unanswerable")], [row("error")]])
def test_without_both_kinds_there_is_no_auroc(rows: list[Row]) -> None:
    assert figures(rows)["auroc"] is None


def test_percentiles_of_seconds_by_hand() -> None:
    # 1 … 5: the median is 3, and p95 lies at place 0.95 · 4 = 3.8 from the first: 4 + 0.8 · (5 - 4)
    found = latency([timed(total=float(n), search=0.1) for n in (5, 1, 4, 2, 3)])
    assert found == {"search": {"p50": 0.1, "p95": 0.1, "n": 5}, "total": {"p50": 3.0, "p95": 4.8, "n": 5}}
    assert list(found) == ["search", "total"]


def test_a_stage_that_an_answer_did_not_reach_is_not_zero_seconds() -> None:
    rows = [timed(search=1.0, first_token=None), timed(search=3.0, first_token=4.0), row("error"), timed(search=0.0)]
    # 0, 1, 3: p95 at place 1.9: 1 + 0.9 · (3 - 1)
    assert latency(rows) == {"search": {"p50": 1.0, "p95": 2.8, "n": 3}, "first_token": {"p50": 4.0, "p95": 4.0, "n": 1}}


def test_without_timings_there_is_no_latency() -> None:
    assert latency([]) == latency([row("error"), row()]) == {}


def test_a_run_is_told_overall_and_by_language_and_type() -> None:
    rows = [
        row(lang="hi", f1=1.0),
        row(lang="hi", kind="number", f1=0.5),
        row(lang="en", f1=0.0),
        row("refused_rightly", lang="en", kind="unanswerable", refused_unanswerable=1.0),
    ]
    found = summarize(rows)
    assert found["overall"]["questions"] == 4
    assert found["overall"]["metrics"]["f1"]["value"] == pytest.approx((1 + 0.5 + 0) / 3)
    assert list(found["by_language"]) == ["en", "hi"]
    assert found["by_language"]["hi"]["metrics"]["f1"]["value"] == pytest.approx((1 + 0.5) / 2)
    assert found["by_language"]["en"]["metrics"]["f1"]["n"] == 1
    assert {kind: group["questions"] for kind, group in found["by_type"].items()} == {"fact": 2, "number": 1, "unanswerable": 1}
    assert found["by_type"]["fact"]["metrics"]["f1"]["value"] == pytest.approx((1 + 0) / 2)
    assert "f1" not in found["by_type"]["unanswerable"]["metrics"]
    assert found == summarize(rows)


def test_a_group_has_the_figures_that_it_would_have_alone() -> None:
    hindi = [row(f1=value) for value in (0.0, 0.5, 1.0, 0.3)]
    assert summarize([*hindi, row(lang="en", f1=1.0)])["by_language"]["hi"] == figures(hindi)


def test_the_seed_changes_intervals_and_nothing_else() -> None:
    rows = [row(f1=value) for value in (0.0, 0.1, 0.35, 0.5, 0.8, 0.95, 1.0)]
    one, other = figures(rows, seed=1)["metrics"]["f1"], figures(rows, seed=2)["metrics"]["f1"]
    assert (one["value"], one["n"]) == (other["value"], other["n"])
    assert (one["low"], one["high"]) != (other["low"], other["high"])
    assert one == summarize(rows, seed=1)["overall"]["metrics"]["f1"]


def test_risk_and_coverage_are_of_the_questions_that_can_be_judged() -> None:
    rows = [
        row("right", confidence=0.9),
        row("answered_unanswerable", kind="unanswerable", confidence=0.7),
        row("right", confidence=0.6),
        row("wrong", confidence=0.5),
        row("refused_wrongly", confidence=0.3),
        row("refused_rightly", kind="unanswerable", confidence=0.2),
        row("unjudged", confidence=0.99),
        row("error"),
    ]
    assert summarize(rows)["risk_coverage"] == [(1 / 6, 0 / 1), (2 / 6, 1 / 2), (3 / 6, 1 / 3), (4 / 6, 2 / 4)]


@pytest.mark.parametrize("rows", [[], [row("error")]])
def test_a_run_without_figures_is_still_a_run(rows: list[Row]) -> None:
    found: dict[str, Any] = summarize(rows)
    assert (found["overall"]["metrics"], found["overall"]["latency"], found["risk_coverage"]) == ({}, {}, [])


def test_the_figures_can_be_written_as_json() -> None:
    rows = [row(f1=1.0, em=0.0), row("refused_rightly", kind="unanswerable", confidence=0.1), timed(total=1.5)]
    assert json.loads(json.dumps(summarize(rows), allow_nan=False))["overall"]["metrics"]["f1"]["value"] == 1.0
