"""Questions that ask two things: each is answered by itself, with a reader."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from conftest import ScriptedReader, ScriptedSearch
from scripted_answers import ARRIVED, done, reading_answerer

from assistant.reader.reader import Reading
from assistant.types import Done, Evidence
from index.types import Sentence

TWO = "लावरोव प्योंगयांग कब पहुंचे और किम जोंग उन ने वोंसान में किनसे मुलाकात की?"


def test_a_question_in_two_parts_gets_both_in_the_articles_words() -> None:
    one, writer = reading_answerer("", ScriptedReader("शुक्रवार"))
    events = list(one.stream(TWO))
    answer = done(events)
    quote = f"शुक्रवार [{{n}}]\nलेख में: “{ARRIVED}” [{{n}}]"
    assert answer.answer == f"लावरोव प्योंगयांग कब पहुंचे: {quote.format(n=1)}\nकिम जोंग उन ने वोंसान में किनसे मुलाकात की: {quote.format(n=2)}"
    assert ([type(event) for event in events], writer.asked) == ([Evidence, Done], [])
    assert (answer.short_answer, answer.status, [citation.n for citation in answer.citations]) == ("शुक्रवार, शुक्रवार", "answered", [1, 2])


class OneAnswer(ScriptedReader):
    """Knows the answer to questions with लावरोव alone."""

    def read(self, question: str, passages: Sequence[Sequence[Sentence]]) -> Reading:
        reading = super().read(question, passages)
        return reading if "लावरोव" in question else Reading((), 1.0)


def test_a_question_in_parts_is_stopped_between_them() -> None:
    one, _ = reading_answerer("", ScriptedReader("शुक्रवार"))
    cancelled = threading.Event()

    class Stops(ScriptedReader):
        def read(self, question: str, passages: Sequence[Sequence[Sentence]]) -> Reading:
            cancelled.set()
            return super().read(question, passages)

    one._reader = reader = Stops("शुक्रवार")
    assert list(one.stream(TWO, cancelled=cancelled)) == []
    assert len({question for question, _ in reader.asked}) == 1


def test_a_part_that_the_articles_do_not_answer_is_said() -> None:
    one, _ = reading_answerer("", OneAnswer("शुक्रवार"))
    answer = one.answer(TWO)
    assert answer.answer.endswith("\nआपके लेखों में इसका उत्तर नहीं मिला:\nकिम जोंग उन ने वोंसान में किनसे मुलाकात की?")
    assert (answer.status, answer.abstained, len(answer.citations)) == ("partly_supported", False, 1)


class KnowsInContext(OneAnswer):
    """Finds what the second part asks only where the whole question was searched for."""

    def __init__(self, search: ScriptedSearch) -> None:
        super().__init__("शुक्रवार")
        self._search = search

    def read(self, question: str, passages: Sequence[Sequence[Sentence]]) -> Reading:
        reading = ScriptedReader.read(self, question, passages)
        return reading if "लावरोव" in question or self._search.questions[-1] == TWO else Reading((), 1.0)


def test_a_part_that_leaves_something_out_is_looked_for_where_the_whole_question_leads() -> None:
    one, _ = reading_answerer("", OneAnswer("शुक्रवार"))
    search = one._search
    assert isinstance(search, ScriptedSearch)
    one._reader = KnowsInContext(search)
    answer = one.answer(TWO)
    assert (answer.status, [citation.n for citation in answer.citations]) == ("answered", [1, 2])
    assert search.questions[-1] == TWO


def test_neither_part_is_not_found() -> None:
    one, _ = reading_answerer("", OneAnswer("शुक्रवार"))
    answer = one.answer(TWO.replace("लावरोव", "पुतिन"))
    assert (answer.status, answer.citations, len(answer.nearest)) == ("not_found", (), 2)
