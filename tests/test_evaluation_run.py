from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from small_evaluation import (
    ARRIVED,
    IDS,
    ROWS,
    TEXT,
    WRITTEN,
    asked,
    assembly,
    finished,
    ids_asked,
    json_lines,
    metrics_of,
    names,
    out,
    questions,
    refused,
    troubled_chat_model,
    without_times,
    write_rows,
)

from assistant.assemble import Assembly
from assistant.errors import AssistantFailure, ModelBusy, QuestionFileRefused
from assistant.evaluation.run import Evaluation, Wishes
from assistant.settings import Settings
from index.errors import StoreFailure

__all__ = ["assembly", "out", "questions"]
pytestmark = pytest.mark.usefixtures("own_settings", "unplotted")


# A whole run


def test_a_run_writes_its_report_its_figures_its_rows_and_its_predictions(assembly: Assembly, questions: Path, out: Path) -> None:
    report = finished(assembly, Wishes(questions, out))
    assert names(out) == WRITTEN
    assert (report.folder, report.notes, report.failed) == (out, [], [])
    assert {row.question.id: row.outcome for row in report.rows} == dict.fromkeys(IDS, "right") | {"moon": "refused_rightly"}
    figures = metrics_of(out)["overall"]
    assert (figures["questions"], figures["outcomes"]) == (5, {"right": 4, "refused_rightly": 1})
    assert figures["metrics"]["hit@1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 4}
    assert {name: figures["metrics"][name]["n"] for name in ("span_hit@1", "correct", "refused_unanswerable", "kept_answerable")} == {
        "span_hit@1": 3,
        "correct": 4,
        "refused_unanswerable": 1,
        "kept_answerable": 4,
    }
    assert {figures["metrics"][name]["value"] for name in ("verbatim", "marked", "evidence_recall", "article_precision")} == {1.0}
    assert {stage: found["n"] for stage, found in figures["latency"].items()} == {"search": 5, "evidence": 4, "first_token": 4, "total": 5}
    assert figures["auroc"]["value"] == 1.0


def test_the_figures_are_told_by_language_and_type(assembly: Assembly, questions: Path, out: Path) -> None:
    metrics = finished(assembly, Wishes(questions, out)).metrics
    assert {name: found["questions"] for name, found in metrics["by_language"].items()} == {"en": 1, "hi": 4}
    assert {name: found["questions"] for name, found in metrics["by_type"].items()} == {"fact": 1, "followup": 1, "number": 2, "unanswerable": 1}
    assert metrics_of(out) == json.loads(json.dumps(metrics))


def test_rows_and_predictions_stand_in_the_files_order(assembly: Assembly, tmp_path: Path, out: Path) -> None:
    finished(assembly, Wishes(write_rows(tmp_path / "turned.jsonl", reversed(ROWS)), out))
    assert [row["id"] for row in json_lines(out / "rows.jsonl")] == IDS[::-1]
    assert [row["id"] for row in json_lines(out / "predictions.jsonl")] == IDS[::-1]


def test_a_prediction_is_the_answers_json_with_its_questions_id(assembly: Assembly, questions: Path, out: Path) -> None:
    finished(assembly, Wishes(questions, out))
    first = json_lines(out / "predictions.jsonl")[0]
    expected = json.loads(json.dumps(assembly.answerer.answer(TEXT["visit"]).to_json("visit")))
    assert list(first) == list(expected)
    assert without_times([first]) == without_times([expected])
    assert first["citations"][0]["quote"] == ARRIVED
    assert ARRIVED in (out / "predictions.jsonl").read_text("utf-8")  # Hindi stays readable


def test_a_row_holds_gold_prediction_and_scores(assembly: Assembly, questions: Path, out: Path) -> None:
    finished(assembly, Wishes(questions, out))
    rows = {row["id"]: row for row in json_lines(out / "rows.jsonl")}
    visit = rows["visit"]
    assert list(visit) == ["id", "lang", "type", "outcome", "scores", "gold", "prediction"]
    assert (visit["lang"], visit["type"], visit["outcome"], rows["metro"]["lang"]) == ("hi", "fact", "right", "en")
    assert {name: visit["gold"][name] for name in ROWS[0]} == ROWS[0]
    assert visit["prediction"] == json_lines(out / "predictions.jsonl")[0]
    assert rows["moon"]["scores"] == {"refused_unanswerable": 1.0}


def test_the_run_says_what_its_answers_depend_on(assembly: Assembly, questions: Path, out: Path) -> None:
    run = finished(assembly, Wishes(questions, out, seed=3)).metrics["run"]
    assert {name: run[name] for name in ("questions", "articles", "sample", "seed", "strictness")} == {
        "questions": "small.jsonl",
        "articles": 3,
        "sample": None,
        "seed": 3,
        "strictness": 0.3,
    }
    assert run.items() >= assembly.about().items()


def test_predictions_may_lie_elsewhere(assembly: Assembly, questions: Path, out: Path, tmp_path: Path) -> None:
    finished(assembly, Wishes(questions, out, predictions=tmp_path / "new" / "answers.jsonl"))
    assert names(tmp_path / "new") == {"answers.jsonl"}
    assert names(out) == WRITTEN - {"predictions.jsonl"}
    assert [row["id"] for row in json_lines(tmp_path / "new" / "answers.jsonl")] == IDS


def test_a_follow_up_is_asked_with_its_history(assembly: Assembly, questions: Path, out: Path) -> None:
    report = finished(assembly, Wishes(questions, out))
    assert asked(assembly)[2] == f"{ROWS[1]['history'][0]} {TEXT['visit-where']}"
    assert report.rows[1].prediction["question"] == TEXT["visit-where"]


def test_progress_counts_up_to_the_total(assembly: Assembly, questions: Path, out: Path) -> None:
    steps = list(Evaluation(assembly, Wishes(questions, out)).run())
    assert [(step.stage, step.done, step.total) for step in steps] == [("loading", 0, 5), *(("asking", done, 5) for done in range(1, 6))]
    assert [step.latest for step in steps[1:]] == list(TEXT.values())
    assert steps[0].seconds_left is None
    assert steps[-1].seconds_left == 0
    assert all(step.seconds_left is not None and step.seconds_left > 0 for step in steps[1:-1])


def test_evidence_that_is_not_in_the_store_is_noted(assembly: Assembly, tmp_path: Path, out: Path) -> None:
    lost = {"id": "lost", "question": TEXT["flood"], "docs": ["flood.txt"], "evidence": ["कहीं नहीं लिखा।", "यह भी नहीं।"]}
    report = finished(assembly, Wishes(write_rows(tmp_path / "q.jsonl", [*ROWS, lost]), out))
    (note,) = report.notes
    assert note.startswith("2 evidence strings are not in the store, the first is lost: “कहीं नहीं लिखा।”")
    assert "2 evidence strings are not in the store" in (out / "report.html").read_text("utf-8")
    assert not {name for name in report.rows[-1].scores if name.startswith(("span_", "evidence_"))}


def test_unknown_fields_are_noted_and_csv_is_read(assembly: Assembly, tmp_path: Path, out: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(f"प्रश्न,उत्तर,mood\n{TEXT['flood']},ग्यारह|11,good\n", encoding="utf-8")
    report = finished(assembly, Wishes(table, out))
    assert [(row.question.id, row.outcome) for row in report.rows] == [("row-1", "right")]
    assert ["'mood': is not known and is ignored" in note for note in report.notes] == [True]


# Questions that fail


@pytest.mark.parametrize(
    ("trouble", "says", "traceback"),
    [
        (ModelBusy("The model is gone. Start it."), "The model is gone. Start it.", False),
        (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero", True),
    ],
)
def test_a_question_that_fails_leaves_the_others(
    assembly: Assembly, questions: Path, out: Path, trouble: Exception, says: str, traceback: bool
) -> None:
    assembly.made["chat_model"] = troubled_chat_model({TEXT["flood"]: trouble})
    report = finished(assembly, Wishes(questions, out))
    (failed,) = report.failed
    assert (failed.question.id, failed.outcome, dict(failed.scores)) == ("flood", "error", {})
    assert failed.prediction.keys() == {"id", "question", "error"}
    assert failed.prediction["error"].strip().endswith(says)
    assert failed.prediction["error"].startswith("Traceback (most recent call last)") is traceback
    assert [row.outcome for row in report.rows if row is not failed] == ["right", "right", "right", "refused_rightly"]
    assert json_lines(out / "rows.jsonl")[2]["prediction"]["error"] == failed.prediction["error"]
    assert report.metrics["overall"]["outcomes"]["error"] == 1


def test_a_question_too_long_to_ask_fails_alone(assembly: Assembly, tmp_path: Path, out: Path) -> None:
    long = {"id": "long", "question": "क" * 2_001}
    report = finished(assembly, Wishes(write_rows(tmp_path / "q.jsonl", [long, ROWS[0]]), out))
    assert [row.outcome for row in report.rows] == ["error", "right"]
    assert report.rows[0].prediction["error"].startswith("The question has 2,001 characters")


def test_every_question_may_fail(assembly: Assembly, tmp_path: Path, out: Path) -> None:
    assembly.made["chat_model"] = troubled_chat_model({"": RuntimeError("gone")})
    report = finished(assembly, Wishes(write_rows(tmp_path / "q.jsonl", ROWS[:3]), out))
    assert len(report.failed) == 3
    assert report.metrics["overall"]["metrics"] == {}
    assert (out / "report.html").read_text("utf-8").count("RuntimeError: gone") == 3


# Refused before a model is made


@pytest.fixture
def bare(assembly: Assembly) -> Settings:
    """Settings of a store with articles, whose models aren't on this machine."""
    return assembly.settings


def test_a_missing_store_is_refused_first(tmp_path: Path, questions: Path, out: Path) -> None:
    refused(Wishes(questions, out), Settings(store=tmp_path / "none"), StoreFailure, "There is no store in .*pramaan index FOLDER")
    assert not out.exists()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"id": "a"}\n', "line 1, field 'question': is missing"),
        ('{"id": "a", "question": "कब?"}\n{"id": "b"', "line 2: is not JSON"),
        ("", "holds no question"),
    ],
)
def test_a_malformed_file_is_refused_first(bare: Settings, tmp_path: Path, out: Path, content: str, says: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(content, encoding="utf-8")
    refused(Wishes(path, out), bare, QuestionFileRefused, says)
    assert not out.exists()


def test_a_missing_question_file_is_refused_first(bare: Settings, tmp_path: Path, out: Path) -> None:
    refused(Wishes(tmp_path / "none.jsonl", out), bare, QuestionFileRefused, "There is no question file")


@pytest.mark.parametrize("sample", [0, -1])
def test_a_sample_of_nothing_is_refused_first(bare: Settings, questions: Path, out: Path, sample: int) -> None:
    refused(Wishes(questions, out, sample=sample), bare, QuestionFileRefused, f"A sample of {sample} questions")


def test_a_baseline_that_is_none_is_refused_first(bare: Settings, questions: Path, out: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for baseline in (tmp_path / "empty", tmp_path / "none"):
        refused(Wishes(questions, out, baseline=baseline), bare, AssistantFailure, "is no report to compare with")
    assert not out.exists()


def test_a_report_folder_that_is_a_file_is_refused_first(bare: Settings, questions: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "below"):
        refused(Wishes(questions, folder), bare, AssistantFailure, r"taken.*Choose another --report")
    assert (tmp_path / "taken").read_text("utf-8") == "mine"


def test_predictions_over_a_folder_or_the_questions_are_refused_first(bare: Settings, questions: Path, out: Path, tmp_path: Path) -> None:
    before = questions.read_bytes()
    (tmp_path / "folder").mkdir()
    for predictions in (tmp_path / "folder", questions, tmp_path / "folder" / ".." / "small.jsonl"):
        refused(Wishes(questions, out, predictions=predictions), bare, AssistantFailure, "Choose another --predictions")
    assert questions.read_bytes() == before


def test_a_model_that_is_not_here_is_told_before_a_question_is_asked(bare: Settings, questions: Path, out: Path) -> None:
    other = Assembly(bare)
    with pytest.raises(AssistantFailure, match="pramaan models pull"):
        list(Evaluation(other, Wishes(questions, out)).run())
    other.close()


# Samples


@pytest.mark.parametrize("seed", [0, 7])
def test_a_sample_is_the_beginning_of_the_seeds_shuffle(assembly: Assembly, questions: Path, out: Path, seed: int) -> None:
    shuffled = list(IDS)
    random.Random(seed).shuffle(shuffled)
    report = finished(assembly, Wishes(questions, out, sample=3, seed=seed))
    assert [row.question.id for row in report.rows] == shuffled[:3]
    assert ids_asked(assembly) == shuffled[:3]
    assert [row["id"] for row in json_lines(out / "rows.jsonl")] == shuffled[:3]


@pytest.mark.parametrize("sample", [5, 500])
def test_a_sample_as_large_as_the_file_is_the_file(assembly: Assembly, questions: Path, out: Path, sample: int) -> None:
    evaluation = Evaluation(assembly, Wishes(questions, out, sample=sample, seed=7))
    assert evaluation.total == 5
    list(evaluation.run())
    assert [row["id"] for row in json_lines(out / "rows.jsonl")] == IDS


# Compared with an earlier run


def test_better_and_worse_are_told_against_a_baseline(assembly: Assembly, questions: Path, tmp_path: Path) -> None:
    finished(assembly, Wishes(questions, tmp_path / "before"))
    changed = [ROWS[0] | {"must_include": [["शनिवार"]]}, *ROWS[1:]]
    after_it = finished(assembly, Wishes(write_rows(questions, changed), tmp_path / "after", baseline=tmp_path / "before"))
    comparison = metrics_of(tmp_path / "after")["comparison"]
    assert comparison == json.loads(json.dumps(after_it.metrics["comparison"]))
    assert (comparison["better"], comparison["worse"], comparison["changed"], comparison["questions"]) == ([], ["visit"], [], 5)
    back = finished(assembly, Wishes(write_rows(questions), tmp_path / "back", baseline=tmp_path / "after"))
    assert (back.metrics["comparison"]["better"], back.metrics["comparison"]["worse"]) == (["visit"], [])
    page = (tmp_path / "back" / "report.html").read_text("utf-8")
    assert "Got better" in page
    assert "Got worse" not in page
    assert f'<a href="#q-1">visit</a> {TEXT["visit"]}' in page


def test_without_a_baseline_there_is_no_comparison(assembly: Assembly, questions: Path, out: Path) -> None:
    assert "comparison" not in finished(assembly, Wishes(questions, out)).metrics
    assert "Compared with the earlier run" not in (out / "report.html").read_text("utf-8")
