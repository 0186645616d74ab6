"""What counts as an answer in the articles, how sure it is, and what is said when there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import ScriptedSearch, ScriptedWriter
from scripted_answers import ARRIVED, EVEN, MET, QUESTION, STRICT, answerer, done

from assistant.answering.answer import Answerer
from index.search.hybrid import Found

# Confidence


@pytest.mark.parametrize(("near", "confidence"), [(0.9, 1.0), (EVEN, 0.5), (0.34, 0.2689), (-0.5, 0.0)])
def test_confidence_rises_with_the_cosine_and_decides(near: float, confidence: float) -> None:
    answer = answerer(ScriptedWriter(ARRIVED), near=near).answer(QUESTION)
    assert answer.confidence == answer.to_json()["confidence"] == confidence
    assert answer.abstained is (confidence < STRICT)


def test_confidence_is_the_nearer_of_the_best_sentence_and_its_chunk() -> None:
    search = ScriptedSearch(ARRIVED, MET, near=0.2)
    first, second = search._found.sentences
    for sentence, chunk in ((0.6, 0.5), (0.5, 0.6)):
        best = replace(first, dense=sentence, hit=replace(first.hit, dense=chunk))
        search._found = Found([], [best, replace(second, dense=0.99)], 1.0)
        assert Answerer(search, ScriptedWriter(ARRIVED), STRICT).answer(QUESTION).confidence == 0.9959


@pytest.mark.parametrize("quotes", [(ARRIVED,), ("नदी में 11 लोगों की मौत हुई।", "नदी में 14 लोगों की मौत हुई।")])
def test_every_kind_of_answer_has_its_confidence(quotes: tuple[str, ...]) -> None:
    for written in (ARRIVED, "", "वाक्यों में इसकी जानकारी नहीं है।"):
        assert answerer(ScriptedWriter(written), *quotes).answer("नदी में कितने लोगों की मौत हुई?").confidence == 1.0
    assert Answerer(ScriptedSearch(), ScriptedWriter(), STRICT).answer(QUESTION).confidence == 0.0


# Not in the articles


@pytest.mark.parametrize(("near", "found"), [(EVEN, True), (EVEN - 0.01, False), (-1.0, False)])
def test_what_is_not_near_enough_is_not_in_the_articles(near: float, found: bool) -> None:
    assert answerer(ScriptedWriter(ARRIVED), near=near).answer(QUESTION).abstained is not found


@pytest.mark.parametrize(("question", "says"), [(QUESTION, "आपके लेखों में इसका उत्तर नहीं मिला।"), ("Who came when?", "Your articles don't say.")])
def test_not_found_has_no_proof_and_does_not_ask_the_model(question: str, says: str) -> None:
    writer = ScriptedWriter(ARRIVED)
    events = list(answerer(writer, near=0.1).stream(question))
    answer = done(events)
    assert len(events) == 1
    assert (answer.answer, answer.abstained, answer.status, answer.short_answer) == (says, True, "not_found", None)
    assert (answer.citations, answer.disagreements) == ((), ())
    assert [citation.quote for citation in answer.nearest] == [ARRIVED, MET]
    assert writer.asked == []
    assert answer.timings.evidence is answer.timings.first_token is None
    assert answer.timings.total is not None


def test_an_empty_index_knows_nothing() -> None:
    empty = Answerer(ScriptedSearch(), ScriptedWriter(), STRICT)
    answer = empty.answer(QUESTION)
    assert (answer.status, answer.nearest, answer.retrieved) == ("not_found", (), ())


@pytest.mark.parametrize(
    "written",
    ["वाक्यों में इसकी जानकारी नहीं है।", "दिए गए वाक्यों में यह नहीं बताया गया है।", "लेखों में इसका उत्तर उपलब्ध नहीं है।", "This is not mentioned in the sentences."],
)
def test_the_model_may_say_that_it_is_not_there(written: str) -> None:
    answer = answerer(ScriptedWriter(written)).answer(QUESTION)
    assert (answer.status, answer.abstained, answer.citations) == ("not_found", True, ())


@pytest.mark.parametrize(
    ("written", "quote"),
    [
        ("उत्तर कोरिया ने इसकी पुष्टि नहीं की।", "उत्तर कोरिया ने इसकी पुष्टि नहीं की है।"),
        ("उत्तर प्रदेश में स्कूल नहीं खुले।", "उत्तर प्रदेश में स्कूल नहीं खुले।"),
        ("लेखक शनिवार को नहीं आए।", "लेखक शनिवार को नहीं आए।"),
        ("He was not in Moscow.", "He was not in Moscow."),
        ("The minister did not mention it.", "The minister did not mention it on Friday."),
    ],
)
def test_a_fact_with_a_not_in_it_is_an_answer(written: str, quote: str) -> None:
    question = "What happened to the minister?" if written.isascii() else "क्या हुआ था बताइए?"
    answer = answerer(ScriptedWriter(written), quote).answer(question)
    assert (answer.status, answer.abstained) == ("answered", False)
