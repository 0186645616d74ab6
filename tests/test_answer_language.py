"""The language of an answer: the question's, or the one that the reader chose. What is found, quoted and checked never depends on it."""

from __future__ import annotations

import re

import pytest
from conftest import ScriptedReader, ScriptedSearch, ScriptedWriter, citation

from assistant.answering.answer import Answerer
from assistant.language import Answers, Language, answer_language
from assistant.page.cards import card_html
from assistant.page.conversation_html import conversation_html
from assistant.page.turn import asked
from assistant.render import answer_text
from assistant.types import Answer, Done

HINDI, ENGLISH, ROMAN = "लावरोव कब पहुंचे?", "When did Lavrov arrive?", "lavrov kab pahunche?"
QUESTIONS = (HINDI, ENGLISH, ROMAN)
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
ARRIVED_EN = "Lavrov arrived in Pyongyang on Friday."
MET = "किम जोंग उन ने 12 जुलाई को वोंसान में उनसे मुलाकात की।"


def answered(answers: Answers, question: str, writer: ScriptedWriter, *quotes: str, near: float = 0.9, translates: bool = False) -> Answer:
    return Answerer(ScriptedSearch(*(quotes or (ARRIVED, MET)), near=near), writer, 0.5, translates, answers=answers).answer(question)


@pytest.mark.parametrize(
    ("answers", "languages"),
    [
        ("question", ("hi", "en", "hinglish")),
        ("hi", ("hi", "hi", "hi")),
        ("en", ("en", "en", "en")),
        ("roman", ("hi", "en", "roman")),
    ],
)
def test_a_wish_and_a_question_make_the_answers_language(answers: Answers, languages: tuple[Language, ...]) -> None:
    assert tuple(answer_language(question, answers) for question in QUESTIONS) == languages
    assert tuple(answered(answers, question, ScriptedWriter(ARRIVED)).language for question in QUESTIONS) == languages


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("answers", "says"), [("hi", "आपके लेखों में इसका उत्तर नहीं मिला।"), ("en", "Your articles don't say.")])
def test_what_is_not_there_is_said_in_the_chosen_language(question: str, answers: Answers, says: str) -> None:
    assert answered(answers, question, ScriptedWriter(), near=0.1).answer == says


@pytest.mark.parametrize("question", QUESTIONS)
def test_in_hindi_a_hindi_article_is_written_from_whatever_the_question_is_in(question: str) -> None:
    writer = ScriptedWriter("लावरोव शुक्रवार को पहुंचे।")
    answer = answered("hi", question, writer)
    assert [(asked, language) for asked, language, _ in writer.asked] == [(question, "hi")]
    assert (answer.answer, answer.status) == ("लावरोव शुक्रवार को पहुंचे [1]।", "answered")


@pytest.mark.parametrize("question", QUESTIONS)
def test_in_english_an_english_article_is_written_from_whatever_the_question_is_in(question: str) -> None:
    writer = ScriptedWriter(ARRIVED_EN)
    answer = answered("en", question, writer, ARRIVED_EN)
    assert [language for _, language, _ in writer.asked] == ["en"]
    assert answer.answer == "Lavrov arrived in Pyongyang on Friday [1]."


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("answers", "quote", "says"), [("en", ARRIVED, "Nearest to it, the articles say:"), ("hi", ARRIVED_EN, "लेखों में सबसे निकट यह लिखा है:")]
)
def test_an_article_in_the_other_script_answers_in_its_own_words(question: str, answers: Answers, quote: str, says: str) -> None:
    writer = ScriptedWriter("never asked")
    answer = answered(answers, question, writer, quote)
    assert answer.answer == f"{says}\n“{quote}” [1]"
    assert [citation.quote for citation in answer.citations] == [quote]
    assert writer.asked == []


@pytest.mark.parametrize(("answers", "says"), [("hi", f"शुक्रवार [1]\nलेख में: “{ARRIVED}” [1]"), ("en", f"शुक्रवार [1]\nIn the article: “{ARRIVED}” [1]")])
def test_the_words_that_were_found_stay_as_they_are(answers: Answers, says: str) -> None:
    # In Hindi the model writes only what was found already, so that the quote is put in its place; in English it isn't asked.
    one = Answerer(ScriptedSearch(ARRIVED), ScriptedWriter("शुक्रवार।"), 0.5, reader=ScriptedReader("शुक्रवार"), answers=answers)
    answer = one.answer(ENGLISH)
    assert (answer.answer, answer.short_answer) == (says, "शुक्रवार")


def test_a_model_that_translates_is_asked_for_the_chosen_language() -> None:
    writer = ScriptedWriter("Lavrov arrived on Friday.")
    assert answered("en", HINDI, writer, translates=True).language == "en"
    assert [language for _, language, _ in writer.asked] == ["en"]


@pytest.mark.parametrize("answers", ["hi", "en"])
def test_both_sides_are_told_apart_in_the_chosen_language(answers: Answers) -> None:
    search = ScriptedSearch(("नदी में 11 लोगों की मौत हुई।", "2026-07-12"), ("नदी में 14 लोगों की मौत हुई।", "2026-07-14"))
    answer = Answerer(search, ScriptedWriter(), 0.5, answers=answers).answer("नदी में कितने लोगों की मौत हुई?")
    assert answer.status == "disagree"
    assert answer.answer.startswith({"hi": "लेख अलग-अलग बातें बताते हैं:", "en": "The articles say different things:"}[answers])


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_looked_for_and_found_does_not_depend_on_it(question: str) -> None:
    looked = []
    for answers in ("question", "hi", "en", "roman"):
        search = ScriptedSearch(ARRIVED, MET)
        answer = Answerer(search, ScriptedWriter("x"), 0.5, answers=answers).answer(question)  # type: ignore[arg-type]
        looked.append((search.questions, answer.retrieved, answer.confidence, [citation.quote for citation in answer.citations]))
    assert looked[0] == looked[1] == looked[2]


def test_english_answers_hold_devanagari_only_in_quotes() -> None:
    for near in (0.1, 0.9):
        said = answered("en", ROMAN, ScriptedWriter(), near=near).answer
        assert not re.search("[ऀ-ॿ]", re.sub("“.*?”", "", said))


# Roman-script Hindi

WRITTEN = "लावरोव शुक्रवार को पहुंचे [1]।"


def test_roman_script_hindi_is_written_in_devanagari_all_the_same() -> None:
    writer = ScriptedWriter("लावरोव शुक्रवार को पहुंचे।")
    answer = answered("roman", ROMAN, writer)
    assert [language for _, language, _ in writer.asked] == ["roman"]
    assert (answer.answer, answer.citations[0].quote) == (WRITTEN, ARRIVED)


def test_the_assistants_own_words_are_in_roman_letters() -> None:
    assert answered("roman", ROMAN, ScriptedWriter(), near=0.1).answer == "Aapke lekhon mein iska uttar nahin mila."
    one = Answerer(ScriptedSearch(ARRIVED), ScriptedWriter("शुक्रवार।"), 0.5, reader=ScriptedReader("शुक्रवार"), answers="roman")
    assert one.answer(ROMAN).answer == f"शुक्रवार [1]\nLekh mein: “{ARRIVED}” [1]"


def test_the_terminal_shows_answer_and_quote_in_roman_letters_too() -> None:
    shown = answer_text(answered("roman", ROMAN, ScriptedWriter("लावरोव शुक्रवार को पहुंचे।"))).splitlines()
    assert shown[:2] == [WRITTEN, "Roman mein: lavrov shukrawar ko pahunche [1]."]
    assert shown[3:6] == ["Pramaan:", f"[1] “{ARRIVED}”", "    Roman mein: lavrov shukrawar ko pyongyang pahunche."]


def test_the_page_shows_them_apart_from_the_quote() -> None:
    answer = answered("roman", ROMAN, ScriptedWriter("लावरोव शुक्रवार को पहुंचे।"))
    html = conversation_html([asked(ROMAN, "roman").after(Done(answer))])
    assert '<p class="aid" lang="hi-Latn">Roman mein: lavrov shukrawar ko pahunche [1].</p>' in html
    assert "Lekhon se uttar" in html
    card = card_html(answer.citations[0], "roman", "proof-1")
    assert f'-quote">{ARRIVED}</blockquote><p class="aid" lang="hi-Latn">Roman mein: lavrov shukrawar ko pyongyang pahunche.</p>' in card


def test_a_reading_aid_is_only_text() -> None:
    card = card_html(citation(1, "<img src=x onerror=alert(1)> राम \u202e\x1b[31m"), "roman", "proof-1")
    assert "<img" not in card
    assert "\u202e" not in card.split('class="aid"')[1]


@pytest.mark.parametrize(("language", "quote"), [("hi", ARRIVED), ("en", ARRIVED), ("hinglish", ARRIVED), ("roman", ARRIVED_EN)])
def test_there_is_no_aid_where_none_is_wanted(language: Language, quote: str) -> None:
    assert "aid" not in card_html(citation(1, quote), language, "proof-1")
    assert "Roman" not in answer_text(Answer("?", language, quote, None, False, "answered", (citation(1, quote),)))


@pytest.mark.parametrize("question", [HINDI, ENGLISH])
def test_other_questions_are_answered_in_their_own_language(question: str) -> None:
    said = [answered(answers, question, ScriptedWriter(), near=0.1).answer for answers in ("question", "roman")]  # type: ignore[arg-type]
    assert said[0] == said[1]
