"""The printed answers: drawn by a seed, whole, and nothing of an article or a model is markup."""

from __future__ import annotations

import re

import pytest
from conftest import ScriptedReader, ScriptedSearch, ScriptedWriter

from assistant.answering.answer import Answerer
from assistant.evaluation.questions import Question, load_questions
from tests.bench.printed import ask, document, drawn, markdown
from tests.bench.results import DEMO

ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
WRONG = "लावरोव शनिवार को लंदन पहुंचे।"
QUESTION = Question("visit", "लावरोव प्योंगयांग कब पहुंचे?", "hi", answers=("शुक्रवार",), docs=("a0.txt",))
TEXTS = {"a0.txt": ARRIVED}


def printed(written: str, question: Question = QUESTION, near: float = 0.9, none: float = 0.1) -> str:
    answerer = Answerer(ScriptedSearch(ARRIVED, near=near), ScriptedWriter(written), 0.5, reader=ScriptedReader("शुक्रवार", none=none))
    return markdown(1, ask(answerer, question), TEXTS)


def test_what_was_left_out_stands_there_with_its_reason() -> None:
    text = printed(WRONG)
    assert f"The model wrote: “{WRONG}”" in text
    assert f"- “{WRONG}” — " in text.partition("Left out by the check:")[2]
    assert WRONG not in text.partition("Proof:")[0]


def test_an_answer_has_its_proof_with_source_and_offsets_and_its_times() -> None:
    text = printed(ARRIVED)
    assert text.startswith("## 1. लावरोव प्योंगयांग कब पहुंचे?\n\nvisit, fact, hi\n\n**answered**, confidence 0.")
    assert "The evaluation judges it right; expected: शुक्रवार" in text
    assert f"- \\[1\\] “{ARRIVED}” — शीर्षक 0 · लोकवाणी · तारीख़ अज्ञात · a0.txt 0–{len(ARRIVED)}, verbatim" in text
    assert "Left out by the check: nothing." in text
    assert " s · first written word 0." in text.splitlines()[-1]


def test_a_refusal_has_the_nearest_sentences_and_no_proof() -> None:
    text = printed(ARRIVED, none=0.999)
    assert "**not found**" in text
    assert "Nearest sentences, as no proof:" in text
    assert "Proof:" not in text
    assert "The model was not asked" in text


def test_a_quote_that_does_not_stand_in_its_article_is_told() -> None:
    answerer = Answerer(ScriptedSearch(ARRIVED), ScriptedWriter(ARRIVED), 0.5, reader=ScriptedReader("शुक्रवार"))
    assert "**not verbatim**" in markdown(1, ask(answerer, QUESTION), {"a0.txt": "कुछ और"})


def test_what_was_asked_before_is_told() -> None:
    text = printed(ARRIVED, Question("then", "और वे कब पहुंचे?", "hi", type="followup", history=("लावरोव प्योंगयांग कब गए?",)))
    assert "then, followup, hi, after “लावरोव प्योंगयांग कब गए?”" in text


@pytest.mark.parametrize("hostile", ["# शीर्ष", "<b>मोटा</b>", "[कड़ी](http://x.example)", "- सूची"])
def test_what_a_model_writes_is_text_and_nothing_else(hostile: str) -> None:
    text = printed(hostile)
    assert "<b>" not in text
    assert not re.search(r"(?<!\\)[\[\]]", text)
    assert not any(line.startswith(("# ", "- स")) for line in text.splitlines())


def test_questions_are_drawn_from_the_demo_set_by_the_seed() -> None:
    questions = load_questions(DEMO).questions
    twenty = drawn(questions, 20, 7)
    assert len({question.id for question in twenty}) == 20
    assert twenty == drawn(questions, 20, 7) != drawn(questions, 20, 8)
    assert len(drawn(questions, 1000, 7)) == len(questions)


def test_the_document_numbers_the_answers_and_tells_the_command() -> None:
    answerer = Answerer(ScriptedSearch(ARRIVED), ScriptedWriter(ARRIVED), 0.5, reader=ScriptedReader("शुक्रवार"))
    text = document([ask(answerer, QUESTION)] * 2, TEXTS, "python -m tests.bench.printed --seed 3 --count 2", 3)
    assert text.startswith("# 2 answers in full, drawn from the demo questions by seed 3\n\n")
    assert "`python -m tests.bench.printed --seed 3 --count 2`" in text
    assert [line[:5] for line in text.splitlines() if line.startswith("## ")] == ["## 1.", "## 2."]
