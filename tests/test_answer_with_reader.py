"""Answers with a reader, which finds the exact words in the articles."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from conftest import EVEN_NEAR, ScriptedReader, ScriptedSearch, ScriptedWriter
from scripted_answers import ARRIVED, MET, QUESTION, STRICT, done, reading_answerer

from assistant.answering.answer import Answerer
from assistant.errors import QuestionRefused
from assistant.reader.reader import Reading
from assistant.types import Dropped, Evidence
from index.types import Sentence


def test_the_words_that_the_reader_found_come_with_the_evidence_and_are_the_short_answer() -> None:
    one, writer = reading_answerer("लावरोव शुक्रवार को पहुंचे।", ScriptedReader("शुक्रवार", none=0.2))
    events = list(one.stream(QUESTION))
    assert isinstance(events[0], Evidence)
    assert (events[0].short_answer, events[0].citations[0].answer) == ("शुक्रवार", "शुक्रवार")
    answer = done(events)
    assert (answer.answer, answer.short_answer, answer.status, answer.confidence) == ("लावरोव शुक्रवार को पहुंचे [1]।", "शुक्रवार", "answered", 0.8)
    assert writer.asked[0][2][0].answer == "शुक्रवार"


@pytest.mark.parametrize(("none", "abstained"), [(0.49, False), (0.5, False), (0.51, True), (1.0, True)])
def test_the_reader_decides_whether_the_articles_answer(none: float, abstained: bool) -> None:
    one, writer = reading_answerer(ARRIVED, ScriptedReader("शुक्रवार", none=none))
    answer = one.answer(QUESTION)
    assert (answer.abstained, bool(writer.asked)) == (abstained, not abstained)
    assert answer.confidence == round(1 - none, 4)


@pytest.mark.parametrize(
    ("why", "written"),
    [
        ("another day than the reader's", "लावरोव शनिवार को पहुंचे।"),
        ("true, and no answer", "लावरोव प्योंगयांग पहुंचे।"),
        ("nothing", ""),
        ("the model gives up", "वाक्यों में इसकी जानकारी नहीं है।"),
    ],
)
def test_where_the_writing_lacks_what_the_reader_found_the_articles_words_answer(why: str, written: str) -> None:
    one, _ = reading_answerer(written, ScriptedReader("शुक्रवार"))
    answer = one.answer(QUESTION)
    assert answer.answer == f"शुक्रवार [1]\nलेख में: “{ARRIVED}” [1]", why
    assert (answer.short_answer, answer.status, [citation.n for citation in answer.citations]) == ("शुक्रवार", "answered", [1])


def test_a_sentence_that_no_quote_supports_is_dropped_with_its_reason() -> None:
    one, _ = reading_answerer("लावरोव शुक्रवार को पहुंचे। उनके साथ 40 लोग थे।", ScriptedReader("शुक्रवार"))
    answer = one.answer(QUESTION)
    assert (answer.answer, answer.status) == ("लावरोव शुक्रवार को पहुंचे [1]।", "partly_supported")
    assert answer.dropped == (Dropped("उनके साथ 40 लोग थे।", "number", "40"),)


def test_what_was_dropped_is_kept_where_the_quote_answers() -> None:
    one, _ = reading_answerer("लावरोव शनिवार को पहुंचे।", ScriptedReader("शुक्रवार"))
    (dropped,) = one.answer(QUESTION).dropped
    assert dropped.text == "लावरोव शनिवार को पहुंचे।"


def test_an_english_question_over_a_hindi_article_gets_the_exact_words() -> None:
    one, writer = reading_answerer("", ScriptedReader("शुक्रवार"))
    answer = one.answer("When did Lavrov arrive?")
    assert answer.answer == f"शुक्रवार [1]\nIn the article: “{ARRIVED}” [1]"
    assert not writer.asked


def test_names_that_share_a_word_are_two_answers() -> None:
    quotes = ("उत्तर कोरिया ने विरोध किया।", "दक्षिण कोरिया ने विरोध किया।")
    one, _ = reading_answerer("", ScriptedReader("उत्तर कोरिया", "दक्षिण कोरिया"), *quotes)
    assert [line for line in one.answer("किन देशों ने विरोध किया?").answer.splitlines() if "लेख" not in line] == ["उत्तर कोरिया [1]", "दक्षिण कोरिया [2]"]


def test_nearest_sentences_mark_no_words_as_the_answer() -> None:
    one, _ = reading_answerer("", ScriptedReader("शुक्रवार", none=0.9))
    assert [citation.exact for citation in one.answer(QUESTION).nearest] == [None, None]


def test_what_several_sentences_say_alike_is_said_once_with_all_their_marks() -> None:
    quotes = ("दौरा तीन दिन का है।", "लावरोव तीन दिवसीय दौरे पर हैं।", "किम पांच दिन रुके।")
    one, _ = reading_answerer("", ScriptedReader("तीन दिन", "तीन दिवसीय"), *quotes)
    answer = one.answer("दौरा कितने दिन का है?")
    assert answer.answer == "तीन दिन [1][2]\nलेख में: “दौरा तीन दिन का है।” [1]\nलेख में: “लावरोव तीन दिवसीय दौरे पर हैं।” [2]"


SENT = "रूस में 10,000 से अधिक सैनिक भेजे गए।"


@pytest.mark.parametrize(
    "question", ["क्या रूस में 5,000 से कम सैनिक भेजे गए?", "Were fewer than 5,000 soldiers sent to Russia?", "क्या रूस में 3 लाख सैनिक भेजे गए?"]
)
def test_a_false_premise_is_corrected_with_the_quote(question: str) -> None:
    one, writer = reading_answerer("हां, 5,000 से कम।", ScriptedReader("10,000 से अधिक सैनिक"), SENT)
    answer = one.answer(question)
    says = "The article says otherwise:" if question.isascii() else "लेख कुछ और बताता है:"
    assert (answer.answer, answer.short_answer, writer.asked) == (f"{says} “{SENT}” [1]", "10,000 से अधिक सैनिक", [])


@pytest.mark.parametrize("question", ["क्या रूस में 10 हज़ार सैनिक भेजे गए?", "क्या रूस में सैनिक भेजे गए?", "रूस में कितने सैनिक भेजे गए?", "5,000 सैनिक कहां हैं?"])
def test_what_the_quote_does_not_correct_is_answered(question: str) -> None:
    one, _ = reading_answerer("रूस में 10,000 से अधिक सैनिक भेजे गए।", ScriptedReader("10,000 से अधिक सैनिक"), SENT)
    assert "कुछ और" not in one.answer(question).answer


def test_a_follow_up_is_searched_with_what_it_refers_to_and_read_as_it_stands() -> None:
    search, reader = ScriptedSearch(ARRIVED, MET), ScriptedReader("वोंसान")
    answer = Answerer(search, ScriptedWriter(), STRICT, reader=reader).answer("वे कहां मिले?", [QUESTION])
    assert (search.questions, {question for question, _ in reader.asked}) == ([f"{QUESTION} वे कहां मिले?"], {"वे कहां मिले?"})
    assert (answer.understood, answer.short_answer) == (f"{QUESTION} वे कहां मिले?", "वोंसान")


def test_articles_that_the_reader_finds_differing_are_both_shown() -> None:
    quotes = [("बाढ़ में 11 लोगों की मौत हुई।", "2026-07-12"), ("बाढ़ में मरने वालों की मौत की संख्या 19 हुई।", "2026-07-14")]
    writer = ScriptedWriter("19।")
    one = Answerer(ScriptedSearch(*quotes, near=EVEN_NEAR), writer, STRICT, reader=ScriptedReader("19", "x", "11 लोगों"))
    answer = one.answer("How many died in the flood?")
    assert ([side.value for side in answer.disagreements[0].sides], answer.status, writer.asked) == (["19", "11 लोगों"], "disagree", [])
    assert [citation.quote for citation in answer.citations] == [quotes[1][0], quotes[0][0]]


@pytest.mark.parametrize(
    ("quotes", "said"),
    [
        (
            [("मदनपुर की बिजली काट दी गई।", "2025-08-18"), ("मदनपुर की बिजली बहाल हो गई।", "2025-08-22")],
            "2025-08-22, लोकवाणी: “मदनपुर की बिजली बहाल हो गई।” [1]\n2025-08-18, लोकवाणी: “मदनपुर की बिजली काट दी गई।” [2]",
        ),
        ([("मदनपुर की बिजली काट दी गई।", "2025-08-18")], "काट दी गई [1]\nलेख में: “मदनपुर की बिजली काट दी गई।” [1]"),
    ],
)
def test_how_things_stand_is_told_by_each_article_and_where_one_tells_it_by_the_reader(quotes: list[tuple[str, str]], said: str) -> None:
    search, writer = ScriptedSearch(*quotes, near=EVEN_NEAR), ScriptedWriter("")
    answer = Answerer(search, writer, STRICT, reader=ScriptedReader("काट दी गई", "बहाल")).answer("मदनपुर में बिजली का क्या हाल है?")
    assert (answer.answer, answer.status) == (said, "answered")


def test_how_things_stand_may_not_be_told() -> None:
    search = ScriptedSearch("मदनपुर की बिजली काट दी गई।", "मदनपुर की बिजली बहाल हो गई।", near=EVEN_NEAR)
    assert Answerer(search, ScriptedWriter(""), STRICT, reader=ScriptedReader("काट", none=0.9)).answer("खैरी में सड़क का क्या हाल है?").abstained


def test_stopped_while_it_reads_how_things_stand_nothing_is_told() -> None:
    cancelled = threading.Event()

    class Stops(ScriptedReader):
        def read(self, question: str, passages: Sequence[Sequence[Sentence]]) -> Reading:
            cancelled.set()
            return super().read(question, passages)

    search = ScriptedSearch("मदनपुर की बिजली काट दी गई।", "मदनपुर की बिजली बहाल हो गई।", near=EVEN_NEAR)
    one = Answerer(search, ScriptedWriter(""), STRICT, reader=Stops("काट दी गई"))
    assert list(one.stream("मदनपुर में बिजली का क्या हाल है?", cancelled=cancelled)) == []


def test_of_two_that_are_asked_for_both_are_quoted_and_they_are_no_disagreement() -> None:
    one, writer = reading_answerer("11 मई।", ScriptedReader("11 मई", "19 मई"), "मैच 11 मई को हुआ।", "मैच 19 मई को हुआ।")
    answer = one.answer("मैच किन दो तारीखों को हुआ?")
    assert ([citation.answer for citation in answer.citations], answer.status, writer.asked) == (["11 मई", "19 मई"], "answered", [])
    assert answer.answer.startswith("11 मई [1]\n")
    assert "\n19 मई [2]\n" in answer.answer


def test_where_the_writing_is_dropped_what_stands_beside_a_yes_or_no_is_quoted_too() -> None:
    one, writer = reading_answerer("सब ठीक है।", ScriptedReader("1,150 करोड़"), "दूसरे चरण को पैसों का इंतज़ार है।", "मेट्रो को 1,150 करोड़ रुपये दिए गए।")
    answer = one.answer("क्या मेट्रो के लिए पैसे हैं?")
    assert answer.answer == "“मेट्रो को 1,150 करोड़ रुपये दिए गए।” [1]\n“दूसरे चरण को पैसों का इंतज़ार है।” [2]"
    assert writer.asked


def test_a_question_too_long_for_the_reader_is_answered_without_it() -> None:
    class Short(ScriptedReader):
        def read(self, question: str, passages: Sequence[Sequence[Sentence]]) -> Reading:
            raise QuestionRefused(f"The question has {len(question)} tokens for {len(passages)} passages.")

    one, without = (Answerer(ScriptedSearch(ARRIVED, MET, near=0.9), ScriptedWriter(ARRIVED), STRICT, reader=reader) for reader in (Short(), None))
    answer = one.answer(QUESTION)
    assert answer.status == "answered"
    assert (answer.answer, answer.confidence) == (without.answer(QUESTION).answer, without.answer(QUESTION).confidence)
