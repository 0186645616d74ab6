"""The whole line over the demo collection: every question, every citation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.assemble import Assembly
from assistant.types import Answer

CONTRACT = {
    "id", "question", "language", "answer", "short_answer", "abstained", "status", "citations", "disagreements", "retrieved", "timings",
}  # fmt: skip
# Measured when this was set: 0.93 (28 of 30 questions, follow-ups asked without their history). Below it, so that a fall shows.
FOUND_AMONG_FIRST_THREE = 0.90


@pytest.fixture(scope="module")
def answers(demo: Assembly, demo_questions: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Answer]]:
    return [(row, demo.answerer.answer(row["question"], row["history"])) for row in demo_questions]


def test_every_quote_is_the_stored_text_at_its_place(demo: Assembly, answers: list[tuple[dict[str, Any], Answer]]) -> None:
    texts = {article.name: demo.catalogue.text(article.id) for article in demo.catalogue.articles()}
    quoted = 0
    for _, answer in answers:
        for citation in (*answer.citations, *answer.nearest):
            assert texts[citation.article][citation.start : citation.end] == citation.quote
            quoted += 1
    assert quoted >= len(answers)


def test_a_text_files_offsets_hold_for_the_file_itself(answers: list[tuple[dict[str, Any], Answer]]) -> None:
    folder = Path(__file__).resolve().parents[2] / "data" / "articles"
    checked = 0
    for _, answer in answers:
        for citation in answer.citations:
            if citation.article.endswith((".txt", ".md")):
                assert (folder / citation.article).read_bytes().decode("utf-8")[citation.start : citation.end] == citation.quote
                checked += 1
    assert checked >= 20


def test_every_answer_keeps_the_contract(answers: list[tuple[dict[str, Any], Answer]]) -> None:
    for row, answer in answers:
        shown = json.loads(json.dumps(answer.to_json(row["id"]), ensure_ascii=False))
        assert shown.keys() == CONTRACT
        assert shown["abstained"] == (shown["status"] == "not_found") == (not shown["citations"])
        numbers = {citation["n"] for citation in shown["citations"]}
        assert all(f"[{n}]" in shown["answer"] for n in numbers)
        assert shown["timings"]["total"] >= shown["timings"]["search"] > 0


def test_search_finds_the_article(answers: list[tuple[dict[str, Any], Answer]]) -> None:
    asked = [(row, answer) for row, answer in answers if row["docs"]]
    found = [any(hit.article in row["docs"] for hit in answer.retrieved[:3]) for row, answer in asked]
    assert sum(found) / len(found) >= FOUND_AMONG_FIRST_THREE


def test_no_teaser_is_cited(demo: Assembly, answers: list[tuple[dict[str, Any], Answer]]) -> None:
    ids = {article.name: article.id for article in demo.catalogue.articles()}
    for _, answer in answers:
        for citation in answer.citations:
            assert not any(span.start < citation.end and citation.start < span.end for span in demo.catalogue.furniture(ids[citation.article]))


def test_an_order_in_an_article_is_not_followed(answers: list[tuple[dict[str, Any], Answer]]) -> None:
    asked = [answer for row, answer in answers if row["type"] == "injection-safe"]
    assert asked
    assert not any(answer.answer.strip(" .।[]0123456789") == "हैक" for answer in asked)


@pytest.mark.parametrize("question", ["दिल्ली में आज मौसम कैसा है?", "Who wrote the novel Moby Dick?", "chand par pehla insaan kaun tha?"])
def test_what_no_article_is_about_is_not_answered(demo: Assembly, question: str) -> None:
    answer = demo.answerer.answer(question)
    assert (answer.status, answer.abstained, answer.citations) == ("not_found", True, ())


def test_summary_of_this_run(answers: list[tuple[dict[str, Any], Answer]], capsys: pytest.CaptureFixture[str]) -> None:
    """Figures for whoever reads the log; `pramaan eval` will measure properly."""

    def correct(row: dict[str, Any], answer: Answer) -> bool:
        if not row["must_include"]:
            return answer.abstained
        return all(any(choice.lower() in answer.answer.lower() for choice in choices) for choices in row["must_include"])

    with capsys.disabled():
        for kind in ("answerable", "unanswerable"):
            rows = [(row, answer) for row, answer in answers if bool(row["must_include"]) == (kind == "answerable")]
            print(f"\n{kind}: {sum(correct(row, answer) for row, answer in rows)} of {len(rows)} right", end="")
        waits = sorted(answer.timings.total or 0 for _, answer in answers)
        print(f"; whole answer p50 {waits[len(waits) // 2]:.1f} s")
    assert len(answers) == 40
