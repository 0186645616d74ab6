from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_evaluation import (
    ARRIVED,
    ARTICLES,
    IDS,
    ROWS,
    TEXT,
    after,
    asked,
    empty_assembly,
    finished,
    json_lines,
    small_assembly,
    troubled_chat_model,
    without_times,
    write_rows,
)

from assistant.assemble import Assembly
from assistant.errors import AssistantFailure, ModelBusy, QuestionFileRefused
from assistant.evaluation.folders import finished_reports, report_folder
from assistant.evaluation.run import Evaluation, Wishes
from assistant.settings import Settings
from index.errors import StoreFailure

pytestmark = pytest.mark.usefixtures("own_settings")
WARMING_UP = "प्रमाण"
WRITTEN = {"report.html", "metrics.json", "rows.jsonl", "predictions.jsonl"}


@pytest.fixture
def assembly(store: Path) -> Iterator[Assembly]:
    made = small_assembly(store)
    yield made
    made.close()


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "small.jsonl")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ids_asked(assembly: Assembly) -> list[str]:
    """Ids of the questions that were searched for, in that order; a follow-up's last words tell it."""
    return [name for searched in asked(assembly) for name, text in TEXT.items() if searched.endswith(text)]


def without_latency(metrics: Any) -> Any:
    if isinstance(metrics, dict):
        return {name: without_latency(value) for name, value in metrics.items() if name != "latency"}
    return metrics


def metrics_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "metrics.json").read_text("utf-8"))


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


def refused(wishes: Wishes, settings: Settings, failure: type[Exception], says: str) -> None:
    bare = Assembly(settings)
    with pytest.raises(failure, match=says):
        list(Evaluation(bare, wishes).run())
    assert not {"embedder", "chat_model", "search", "answerer"} & bare.made.keys()
    bare.close()


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


# Interrupted, and on again


def cancelled_after(assembly: Assembly, wishes: Wishes, count: int) -> Evaluation:
    """A run that is cancelled when `count` of its questions are answered."""
    evaluation, cancelled = Evaluation(assembly, wishes), threading.Event()
    steps = evaluation.run(cancelled)
    after(steps, "asking", count)
    cancelled.set()
    assert list(steps) == []
    return evaluation


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


# A file that brings its own passages


def squad(path: Path, *contexts: str) -> Path:
    """Three questions over one passage each, the second impossible; question_en beside each question."""
    visit, flood = contexts or (ARTICLES["visit.txt"], ARTICLES["flood.txt"])
    answer = {"text": "शुक्रवार", "answer_start": visit.index("शुक्रवार")}
    about_visit = [
        {"id": "s1", "question": "लावरोव प्योंगयांग कब पहुंचे?", "question_en": "When did Lavrov reach Pyongyang?", "answers": [answer]},
        {"id": "s2", "question": "चंद्रयान का प्रक्षेपण किसने देखा?", "question_en": "Who saw the launch?", "answers": [], "is_impossible": True},
    ]
    about_flood = [{"id": "s3", "question": "बाढ़ से कितने लोगों की मौत हुई?", "question_en": "How many died in the flood?", "answers": ["ग्यारह"]}]
    articles = [
        {"title": "लावरोव", "paragraphs": [{"context": visit, "qas": about_visit}]},
        {"title": "बाढ़", "paragraphs": [{"context": flood, "qas": about_flood}]},
    ]
    path.write_text(json.dumps({"data": articles}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Assembly]:
    """An assembly without a store of its own."""
    made = empty_assembly(tmp_path / "no-store")
    yield made
    made.close()


def test_a_squad_file_is_asked_over_its_own_passages(own: Assembly, tmp_path: Path, out: Path) -> None:
    report = finished(own, Wishes(squad(tmp_path / "squad.json"), out))
    assert [(row.question.id, row.outcome) for row in report.rows] == [("s1", "right"), ("s2", "refused_rightly"), ("s3", "right")]
    assert {cited["article"] for row in report.rows for cited in row.prediction.get("citations", ())} == {"लावरोव-01.txt", "बाढ़-01.txt"}
    figures = report.metrics["overall"]["metrics"]
    assert [figures[name]["value"] for name in ("verbatim", "evidence_recall", "span_hit@1")] == [1.0, 1.0, 1.0]
    assert report.metrics["run"]["articles"] == 2
    assert names(out) == WRITTEN  # the temporary store is gone
    assert not own.settings.store.exists()


def test_passages_are_indexed_first(own: Assembly, tmp_path: Path, out: Path) -> None:
    steps = list(Evaluation(own, Wishes(squad(tmp_path / "squad.json"), out)).run())
    assert [step.stage for step in steps if step.stage != "indexing"] == ["loading", "asking", "asking", "asking"]
    indexing = [step for step in steps if step.stage == "indexing"]
    assert (indexing[0].done, indexing[-1].done, {step.total for step in indexing}) == (0, 2, {2})


def test_the_store_of_the_settings_is_left_alone(assembly: Assembly, tmp_path: Path, out: Path) -> None:
    finished(assembly, Wishes(squad(tmp_path / "squad.json"), out))
    assert {article.name for article in assembly.existing_catalogue().articles()} == ARTICLES.keys()
    assert assembly.answerer.answer(TEXT["metro"]).citations[0].article == "metro.txt"


def test_passages_keep_every_character(own: Assembly, tmp_path: Path, out: Path) -> None:
    visit = ARTICLES["visit.txt"].replace("\n\n", "\r\n\r\n\u2028").replace("लावरोव शुक्रवार", "लावरोव\u200d  शुक्रवार")
    report = finished(own, Wishes(squad(tmp_path / "squad.json", visit, ARTICLES["flood.txt"]), out, own_store=tmp_path / "kept"))
    assert (tmp_path / "kept" / "passages" / "लावरोव-01.txt").read_bytes().decode() == visit
    assert report.metrics["overall"]["metrics"]["verbatim"]["value"] == 1.0
    assert report.rows[0].scores["span_hit@1"] == 1.0


def test_questions_in_another_language_over_the_same_passages(own: Assembly, tmp_path: Path, out: Path) -> None:
    report = finished(own, Wishes(squad(tmp_path / "squad.json"), out, parallel="en"))
    assert [(row.question.lang, row.prediction["question"]) for row in report.rows] == [
        ("en", "When did Lavrov reach Pyongyang?"),
        ("en", "Who saw the launch?"),
        ("en", "How many died in the flood?"),
    ]
    assert report.metrics["by_language"].keys() == {"en"}


def test_a_language_that_the_file_has_not_is_refused_first(tmp_path: Path, out: Path) -> None:
    wishes = Wishes(squad(tmp_path / "squad.json"), out, parallel="hinglish")
    refused(wishes, Settings(store=tmp_path / "none"), QuestionFileRefused, "'s1' has no field 'question_hinglish'")


def test_a_store_of_its_own_is_kept_and_used_again(own: Assembly, tmp_path: Path, out: Path) -> None:
    path, kept = squad(tmp_path / "squad.json"), tmp_path / "kept"
    finished(own, Wishes(path, out, own_store=kept))
    embedded = len(own.made["embedder"].passages)
    assert embedded == 2
    report = finished(own, Wishes(path, tmp_path / "again", own_store=kept))
    assert len(own.made["embedder"].passages) == embedded
    assert [row.outcome for row in report.rows] == ["right", "refused_rightly", "right"]
    assert (kept / "passages").is_dir()


def test_a_store_that_holds_other_articles_is_refused_first(assembly: Assembly, tmp_path: Path, out: Path) -> None:
    wishes = Wishes(squad(tmp_path / "squad.json"), out, own_store=assembly.settings.store)
    refused(wishes, Settings(store=tmp_path / "none"), StoreFailure, r"holds other articles .*Name a new folder")
    assert {article.name for article in assembly.existing_catalogue().articles()} == ARTICLES.keys()


def test_a_store_that_is_a_file_is_refused_first(tmp_path: Path, out: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    wishes = Wishes(squad(tmp_path / "squad.json"), out, own_store=tmp_path / "taken")
    refused(wishes, Settings(store=tmp_path / "none", models=tmp_path), AssistantFailure, r"taken.*Choose another --store")


def test_a_cancelled_squad_run_keeps_its_passages_until_it_is_done(own: Assembly, tmp_path: Path, out: Path) -> None:
    path = squad(tmp_path / "squad.json")
    cancelled_after(own, Wishes(path, out), 1)
    assert names(out) == {"predictions.jsonl.part", "passages-store"}
    embedded = len(own.made["embedder"].passages)
    asked(own).clear()
    finished(own, Wishes(path, out))
    assert len(own.made["embedder"].passages) == embedded
    assert asked(own) == [WARMING_UP, "चंद्रयान का प्रक्षेपण किसने देखा?", "बाढ़ से कितने लोगों की मौत हुई?"]
    assert names(out) == WRITTEN


def test_the_same_folder_can_be_run_into_again(own: Assembly, tmp_path: Path, out: Path) -> None:
    path = squad(tmp_path / "squad.json")
    for _ in range(2):
        assert [row.outcome for row in finished(own, Wishes(path, out)).rows] == ["right", "refused_rightly", "right"]


def test_cancelled_while_indexing_nothing_is_asked(own: Assembly, tmp_path: Path, out: Path) -> None:
    evaluation, cancelled = Evaluation(own, Wishes(squad(tmp_path / "squad.json"), out)), threading.Event()
    cancelled.set()
    assert {step.stage for step in evaluation.run(cancelled)} == {"indexing"}
    assert evaluation.report is None
    assert asked(own) == []
    assert len(finished(own, Wishes(tmp_path / "squad.json", out)).rows) == 3


def test_a_failure_while_indexing_is_told(own: Assembly, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreFailure("The disk is full.")

    monkeypatch.setattr(own.made["embedder"], "embed_passages", full)
    with pytest.raises(StoreFailure, match="The disk is full"):
        list(Evaluation(own, Wishes(squad(tmp_path / "squad.json"), out)).run())


def test_a_passage_that_cannot_be_indexed_is_noted(own: Assembly, tmp_path: Path, out: Path) -> None:
    path = squad(tmp_path / "squad.json")
    whole = json.loads(path.read_text("utf-8"))
    whole["data"].append({"title": "empty", "paragraphs": [{"context": " ", "qas": []}]})
    path.write_text(json.dumps(whole), encoding="utf-8")
    report = finished(own, Wishes(path, out))
    (note,) = report.notes
    assert "empty-01.txt" in note
    assert len(report.rows) == 3


# Folders of reports


@pytest.fixture
def with_report() -> Callable[[Path, int], Path]:
    def make(folder: Path, second: int) -> Path:
        folder.mkdir(parents=True)
        (folder / "report.html").write_text("", encoding="utf-8")
        os.utime(folder / "report.html", (second, second))
        return folder

    return make


def test_a_finished_report_is_never_written_over(tmp_path: Path, with_report: Callable[[Path, int], Path]) -> None:
    questions = tmp_path / "my.news.jsonl"
    for number, name in enumerate(("my.news", "my.news-2", "my.news-3")):
        assert report_folder(tmp_path, questions) == tmp_path / name
        with_report(tmp_path / name, number)


def test_an_interrupted_runs_folder_is_taken_again(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "predictions.jsonl.part").touch()
    assert report_folder(tmp_path, Path("demo.jsonl")) == tmp_path / "demo"


def test_reports_are_listed_newest_first(tmp_path: Path, with_report: Callable[[Path, int], Path]) -> None:
    for name, second in (("old", 1), ("newest", 3), ("middle", 2)):
        with_report(tmp_path / name, second)
    (tmp_path / "unfinished").mkdir()
    assert finished_reports(tmp_path) == ["newest", "middle", "old"]
    assert finished_reports(tmp_path / "none") == []
