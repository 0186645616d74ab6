from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, astuple

import pytest
from conftest import ScriptedSearch, ScriptedWriter
from scripted_answers import ARRIVED, MET, QUESTION, STRICT, answerer, done

from assistant.answering.answer import Answerer
from assistant.errors import ModelBusy, QuestionRefused
from assistant.types import Done, Event, Evidence, Waiting, Written
from index.store.filters import Filters

# Events


def test_the_evidence_comes_first_then_the_writing_then_the_checked_answer() -> None:
    writer = ScriptedWriter("लावरोव शुक्रवार को पहुंचे [2]।")
    events = list(answerer(writer).stream(QUESTION))
    assert [type(event) for event in events] == [Evidence, *[Written] * 5, Done]
    assert isinstance(events[0], Evidence)
    assert [citation.quote for citation in events[0].citations] == [ARRIVED, MET]
    assert "".join(event.text for event in events if isinstance(event, Written)) == "लावरोव शुक्रवार को पहुंचे [2]।"
    answer = done(events)
    assert (answer.answer, answer.status, answer.abstained) == ("लावरोव शुक्रवार को पहुंचे [1]।", "answered", False)  # the mark is mended
    assert answer.short_answer == "शुक्रवार"
    assert [citation.n for citation in answer.citations] == [1]


def test_a_citation_is_the_exact_place_of_its_quote() -> None:
    (citation,) = answerer(ScriptedWriter("किम जोंग उन ने वोंसान में मुलाकात की।")).answer("किम कहां मिले?").citations
    assert (citation.n, citation.article, citation.start, citation.end, citation.quote) == (2, "a1.txt", 10, 10 + len(MET), MET)


def test_the_writer_gets_question_language_and_evidence() -> None:
    writer = ScriptedWriter(ARRIVED)
    answerer(writer).answer(" लावरोव  कब\nपहुंचे? ")
    ((question, language, evidence),) = writer.asked
    assert (question, language, [citation.quote for citation in evidence]) == (QUESTION, "hi", [ARRIVED, MET])


def test_whoever_waits_is_told_how_many_come_first() -> None:
    events = list(answerer(ScriptedWriter(ARRIVED, ahead=3)).stream(QUESTION))
    assert events[1] == Waiting(3)
    assert Waiting(0) not in list(answerer(ScriptedWriter(ARRIVED)).stream(QUESTION))


def test_what_changes_in_the_queue_is_told_between_the_pieces() -> None:
    events = list(answerer(ScriptedWriter([Waiting(2), Waiting(0), ARRIVED], ahead=3)).stream(QUESTION))
    assert events[1:5] == [Waiting(3), Waiting(2), Waiting(0), Written(ARRIVED)]
    assert isinstance(events[-1], Done)
    assert events[-1].answer.answer.startswith("लावरोव शुक्रवार")


def test_the_writer_is_told_who_asks() -> None:
    writer = ScriptedWriter(ARRIVED)
    list(answerer(writer).stream(QUESTION, session="s1"))
    assert writer.sessions == ["s1", "s1"]


def test_the_filters_are_the_searchs() -> None:
    search, june = ScriptedSearch(ARRIVED), Filters(since="2025-06-01")
    one = Answerer(search, ScriptedWriter(ARRIVED), STRICT)
    one.answer(QUESTION, filters=june)
    list(one.stream(QUESTION))
    assert search.filters == [june, None]


# The contract


def test_the_json_has_exactly_the_keys_of_the_design_and_confidence() -> None:
    row = json.loads(json.dumps(answerer(ScriptedWriter(ARRIVED)).answer(QUESTION).to_json("q1")))
    assert row.keys() == {
        *("id", "question", "language", "answer", "short_answer", "abstained", "status"),
        *("citations", "disagreements", "retrieved", "confidence", "timings"),
    }
    assert row["citations"][0].keys() == {"n", "article", "title", "publisher", "published", "start", "end", "quote"}
    assert row["retrieved"][0].keys() == {"article", "start", "end", "score"}
    assert row["timings"].keys() == {"search", "evidence", "first_token", "total"}
    assert (row["id"], row["question"], row["language"]) == ("q1", QUESTION, "hi")


def test_an_answer_is_plain_data() -> None:
    answer = answerer(ScriptedWriter(ARRIVED)).answer(QUESTION)
    assert asdict(answer)["understood"] is None
    assert "nearest" not in answer.to_json()


def test_the_json_of_a_disagreement() -> None:
    quotes = [("नदी में 11 लोगों की मौत हुई।", "2026-07-12"), ("नदी में 14 लोगों की मौत हुई।", "2026-07-14")]
    row = answerer(ScriptedWriter(), *quotes).answer("नदी में कितने लोगों की मौत हुई?").to_json()
    (disagreement,) = row["disagreements"]
    assert disagreement.keys() == {"claim", "sides"}
    assert list(disagreement["sides"]) == [{"value": "14", "citation": 2}, {"value": "11", "citation": 1}]


def test_the_retrieved_chunks_are_those_of_the_search() -> None:
    answer = answerer(ScriptedWriter(ARRIVED)).answer(QUESTION)
    assert [astuple(found) for found in answer.retrieved] == [("a0.txt", 0, len(ARRIVED), 2.0), ("a1.txt", 10, 10 + len(MET), 1.99)]


def test_the_timings_are_there_and_only_rise() -> None:
    timings = answerer(ScriptedWriter(ARRIVED)).answer(QUESTION).timings
    steps = (timings.search, timings.evidence, timings.first_token, timings.total)
    assert all(step is not None for step in steps)
    assert 0 <= timings.search <= timings.evidence <= timings.first_token <= timings.total  # type: ignore[operator]


# Questions


@pytest.mark.parametrize("question", ["", "   ", "?!", "।", "\n\t", "…"])
def test_an_empty_question_is_refused(question: str) -> None:
    with pytest.raises(QuestionRefused, match="The question is empty"):
        list(answerer(ScriptedWriter()).stream(question))


def test_a_question_of_ten_thousand_words_is_refused_before_the_search() -> None:
    search = ScriptedSearch(ARRIVED)
    with pytest.raises(QuestionRefused, match=r"50,001 characters; at most 2,000"):
        list(Answerer(search, ScriptedWriter(), STRICT).stream("कितने " * 7 + "word " * 9_991 + "last"))
    assert search.questions == []


def test_a_question_of_two_thousand_characters_is_read() -> None:
    assert answerer(ScriptedWriter(ARRIVED)).answer("क" * 2_000).question == "क" * 2_000


def test_a_follow_up_is_understood_with_its_history() -> None:
    search, writer = ScriptedSearch(ARRIVED, MET), ScriptedWriter("वोंसान में मुलाकात की।")
    events = list(Answerer(search, writer, STRICT).stream("उनसे कहां मिले?", [QUESTION]))
    understood = f"{QUESTION} उनसे कहां मिले?"
    assert search.questions == [understood]
    assert writer.asked[0][0] == understood
    assert isinstance(events[0], Evidence)
    assert events[0].understood == done(events).understood == understood
    assert done(events).question == "उनसे कहां मिले?"


def test_a_question_that_stands_alone_drops_the_history() -> None:
    search = ScriptedSearch(ARRIVED)
    answer = Answerer(search, ScriptedWriter(ARRIVED), STRICT).answer("मंडी में प्याज का भाव कितना गिरा?", [QUESTION])
    assert (search.questions, answer.understood) == (["मंडी में प्याज का भाव कितना गिरा?"], None)


# Cancelling, failing, and several at once


def test_cancelled_before_it_began_there_is_no_answer() -> None:
    cancelled = threading.Event()
    cancelled.set()
    writer = ScriptedWriter(ARRIVED)
    assert not [event for event in answerer(writer).stream(QUESTION, (), cancelled) if isinstance(event, Done | Written)]


def test_cancelled_while_writing_the_stream_ends_without_an_answer() -> None:
    cancelled = threading.Event()
    seen: list[Event] = []
    for event in answerer(ScriptedWriter(ARRIVED)).stream(QUESTION, (), cancelled):
        seen.append(event)
        if isinstance(event, Written):
            cancelled.set()
    assert [type(event) for event in seen] == [Evidence, Written]


def test_a_failing_model_is_not_an_answer() -> None:
    stream = answerer(ScriptedWriter(ModelBusy("The language model failed."))).stream(QUESTION)
    assert isinstance(next(stream), Evidence)
    with pytest.raises(ModelBusy, match="The language model failed"):
        next(stream)


class EchoWriter(ScriptedWriter):
    """Every caller waits for the other, then is told what it asked."""

    def __init__(self, callers: int) -> None:
        super().__init__()
        self._all_here = threading.Barrier(callers, timeout=10)

    def write(self, question: str, language: str, evidence: object, cancelled: threading.Event, session: str):  # type: ignore[no-untyped-def, override]
        del language, evidence, cancelled, session
        self._all_here.wait()
        yield "लावरोव शुक्रवार को पहुंचे" if "कब" in question else "लावरोव प्योंगयांग पहुंचे"


def test_two_at_once_get_their_own_answers() -> None:
    shared = answerer(EchoWriter(2))
    with ThreadPoolExecutor(2) as pool:
        when, where = pool.map(shared.answer, [QUESTION, "लावरोव कहां पहुंचे?"])
    assert (when.answer, where.answer) == ("लावरोव शुक्रवार को पहुंचे [1]", "लावरोव प्योंगयांग पहुंचे [1]")


# Summaries and timelines


def test_a_summary_is_the_articles_sentences() -> None:
    writer = ScriptedWriter("कुछ और।")
    events = list(answerer(writer).stream("लावरोव की यात्रा का सारांश दीजिए"))
    answer = done(events)
    assert (answer.answer, answer.status, writer.asked) == (f"“{ARRIVED}” [1]\n“{MET}” [2]", "answered", [])
    assert answerer(writer, near=0.1).answer("लावरोव की यात्रा का सारांश दीजिए").abstained


def test_a_timeline_gives_each_line_its_date() -> None:
    quotes = [(ARRIVED + " वे दो दिन रुके।", "2025-07-12"), (MET, "2025-07-10")]
    answer = answerer(ScriptedWriter(), *quotes).answer("लावरोव की यात्रा का घटनाक्रम")
    assert answer.answer == f"2025-07-10, लोकवाणी: “{MET}” [1]\n2025-07-12, लोकवाणी: “{quotes[0][0]}” [2]"
