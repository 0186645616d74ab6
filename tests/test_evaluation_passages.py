"""Evaluations over a SQuAD file, which brings its own passages."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_evaluation import (
    ARTICLES,
    TEXT,
    WRITTEN,
    asked,
    assembly,
    cancelled_after,
    empty_assembly,
    finished,
    names,
    out,
    refused,
)

from assistant.assemble import Assembly
from assistant.errors import AssistantFailure, QuestionFileRefused
from assistant.evaluation.run import Evaluation, Wishes
from assistant.settings import Settings
from index.errors import StoreFailure

__all__ = ["assembly", "out"]
pytestmark = pytest.mark.usefixtures("own_settings", "unplotted")
WARMING_UP = "प्रमाण"


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
