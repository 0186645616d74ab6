"""The whole line over the demo collection, as `pramaan eval` runs it: every question, every citation, and the figures that must not fall."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.assemble import Assembly
from assistant.evaluation.run import Evaluation, Report, Wishes
from assistant.evaluation.terminal import print_figures

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "data" / "questions" / "demo.jsonl"
THRESHOLDS = tomllib.loads((Path(__file__).parent / "thresholds.toml").read_text(encoding="utf-8"))
CONTRACT = {
    "id", "question", "language", "answer", "short_answer", "abstained", "status", "citations", "disagreements", "retrieved", "confidence", "timings",
}  # fmt: skip
Prediction = dict[str, Any]


@pytest.fixture(scope="module")
def report(demo: Assembly, tmp_path_factory: pytest.TempPathFactory) -> Report:
    evaluation = Evaluation(demo, Wishes(QUESTIONS, tmp_path_factory.mktemp("report")))
    for _ in evaluation.run():
        pass
    assert evaluation.report
    return evaluation.report


@pytest.fixture(scope="module")
def predictions(report: Report) -> list[Prediction]:
    return [json.loads(line) for line in (report.folder / "predictions.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_question_is_answered(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print()
        print_figures(report)
    assert not report.failed
    assert not report.notes
    assert len(report.rows) == 80


@pytest.mark.parametrize("name", THRESHOLDS)
def test_no_figure_falls_below_what_is_on_main(name: str, report: Report) -> None:
    reached = report.metrics["overall"]["metrics"][name]["value"]
    assert reached >= THRESHOLDS[name]["least"], THRESHOLDS[name]["reason"]


def test_a_text_files_offsets_hold_for_the_file_itself(predictions: list[Prediction]) -> None:
    checked = 0
    for prediction in predictions:
        for cited in prediction["citations"]:
            if cited["article"].endswith((".txt", ".md")):
                text = (ROOT / "data" / "articles" / cited["article"]).read_bytes().decode("utf-8")
                assert text[cited["start"] : cited["end"]] == cited["quote"]
                checked += 1
    assert checked >= 40


def test_every_answer_keeps_the_contract(predictions: list[Prediction]) -> None:
    for shown in predictions:
        assert shown.keys() == CONTRACT
        assert shown["abstained"] == (shown["status"] == "not_found") == (not shown["citations"])
        assert all(f"[{cited['n']}]" in shown["answer"] for cited in shown["citations"])
        assert shown["timings"]["total"] >= shown["timings"]["search"] > 0
        assert 0 <= shown["confidence"] <= 1


def test_no_teaser_is_cited(demo: Assembly, predictions: list[Prediction]) -> None:
    ids = {article.name: article.id for article in demo.catalogue.articles()}
    for prediction in predictions:
        for cited in prediction["citations"]:
            furniture = demo.catalogue.furniture(ids[cited["article"]])
            assert not any(span.start < cited["end"] and cited["start"] < span.end for span in furniture)


def test_an_order_in_an_article_is_not_followed(report: Report) -> None:
    asked = [row.prediction["answer"] for row in report.rows if row.question.type == "injection-safe"]
    assert asked
    assert not any(answer.strip(" .।[]0123456789") == "हैक" for answer in asked)


@pytest.mark.parametrize("question", ["दिल्ली में आज मौसम कैसा है?", "Who wrote the novel Moby Dick?", "chand par pehla insaan kaun tha?"])
def test_what_no_article_is_about_is_not_answered(demo: Assembly, question: str) -> None:
    answer = demo.answerer.answer(question)
    assert (answer.status, answer.abstained, answer.citations) == ("not_found", True, ())
    assert answer.nearest
    texts = {article.name: demo.catalogue.text(article.id) for article in demo.catalogue.articles()}
    assert all(texts[cited.article][cited.start : cited.end] == cited.quote for cited in answer.nearest)
