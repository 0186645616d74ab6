from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_evaluation import (
    ARTICLES,
    IDS,
    ROWS,
    TEXT,
    WRITTEN,
    after,
    asked,
    assembly,
    cancelled_after,
    finished,
    ids_asked,
    json_lines,
    metrics_of,
    names,
    out,
    questions,
    troubled_chat_model,
    without_times,
    write_rows,
)

from assistant.assemble import Assembly
from assistant.errors import AssistantFailure, ModelBusy
from assistant.evaluation.run import Evaluation, Wishes

__all__ = ["assembly", "out", "questions"]
pytestmark = pytest.mark.usefixtures("own_settings", "unplotted")


def without_latency(metrics: Any) -> Any:
    if isinstance(metrics, dict):
        return {name: without_latency(value) for name, value in metrics.items() if name != "latency"}
    return metrics


def test_a_cancelled_run_goes_on_where_it_stopped(assembly: Assembly, questions: Path, out: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    finished(assembly, Wishes(questions, whole))
    asked(assembly).clear()
    assert cancelled_after(assembly, Wishes(questions, out), 2).report is None
    assert names(out) == {"predictions.jsonl.part"}
    asked(assembly).clear()
    steps = list((again := Evaluation(assembly, Wishes(questions, out))).run())
    assert again.report is not None
    assert ids_asked(assembly) == IDS[2:]
    assert [(step.stage, step.done) for step in steps] == [("loading", 2), ("asking", 3), ("asking", 4), ("asking", 5)]
    assert names(out) == WRITTEN
    for name in ("rows.jsonl", "predictions.jsonl"):
        assert without_times(json_lines(out / name)) == without_times(json_lines(whole / name))
    assert without_latency(metrics_of(out)) == without_latency(metrics_of(whole))


def test_a_run_whose_reader_goes_away_goes_on_where_it_stopped(assembly: Assembly, questions: Path, out: Path) -> None:
    steps = Evaluation(assembly, Wishes(questions, out)).run()
    after(steps, "asking", 3)
    steps.close()  # type: ignore[attr-defined]
    asked(assembly).clear()
    assert [row.question.id for row in finished(assembly, Wishes(questions, out)).rows] == IDS
    assert ids_asked(assembly) == IDS[3:]


def test_cancelled_after_the_last_answer_nothing_is_asked_again(assembly: Assembly, questions: Path, out: Path) -> None:
    cancelled_after(assembly, Wishes(questions, out), 5)
    asked(assembly).clear()
    finished(assembly, Wishes(questions, out))
    assert asked(assembly) == []


def test_what_failed_before_the_interruption_is_asked_again(assembly: Assembly, questions: Path, out: Path) -> None:
    calm = assembly.made["chat_model"]
    assembly.made["chat_model"] = troubled_chat_model({TEXT["visit"]: ModelBusy("busy")})
    cancelled_after(assembly, Wishes(questions, out), 2)
    del assembly.made["answerer"]
    assembly.made["chat_model"] = calm
    asked(assembly).clear()
    assert finished(assembly, Wishes(questions, out)).failed == []
    assert ids_asked(assembly) == ["visit", *IDS[2:]]


def test_answers_outlive_a_report_that_cannot_be_written(assembly: Assembly, questions: Path, out: Path) -> None:
    (out / "report.html").mkdir(parents=True)
    with pytest.raises(OSError, match=r"report\.html"):
        list(Evaluation(assembly, Wishes(questions, out)).run())
    (out / "report.html").rmdir()
    assert "predictions.jsonl.part" in names(out)
    asked(assembly).clear()
    finished(assembly, Wishes(questions, out))
    assert asked(assembly) == []


@pytest.mark.parametrize("changed", ["settings", "gold", "articles", "sample"])
def test_answers_of_another_configuration_are_not_taken_over(assembly: Assembly, questions: Path, out: Path, changed: str, tmp_path: Path) -> None:
    cancelled_after(assembly, Wishes(questions, out), 4)
    asked(assembly).clear()
    wishes = Wishes(questions, out)
    if changed == "settings":
        other = Assembly(assembly.settings.model_copy(update={"strictness": 0.31}))
        other.made |= {name: assembly.made[name] for name in ("embedder", "chat_model")}
        assembly = other
    elif changed == "gold":
        write_rows(questions, [ROWS[0] | {"answers": ["शनिवार"], "must_include": []}, *ROWS[1:]])
    elif changed == "articles":
        (tmp_path / "small-articles" / "metro.txt").write_text(ARTICLES["metro.txt"].replace("ten", "nine"), encoding="utf-8")
        assembly.sync([tmp_path / "small-articles"])
        asked(assembly).clear()
    else:
        wishes = Wishes(questions, out, sample=4)
    report = finished(assembly, wishes)
    assert sorted(ids_asked(assembly)) == sorted(row.question.id for row in report.rows)
    assert len(report.rows) == (4 if changed == "sample" else 5)
    assembly.close()


def test_two_runs_into_one_folder_are_one_too_many(assembly: Assembly, questions: Path, out: Path) -> None:
    first = Evaluation(assembly, Wishes(questions, out)).run()
    after(first, "asking")
    with pytest.raises(AssistantFailure, match="is being written by another evaluation"):
        list(Evaluation(assembly, Wishes(questions, out)).run())
    list(first)
    assert names(out) == WRITTEN
