"""The five real articles in ../shared/articles, which stay there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assemble import Assembly
from assistant.settings import Settings

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"


@pytest.fixture(scope="module")
def five(demo: Assembly, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assembly]:
    if not ARTICLES.is_dir():
        pytest.skip(f"the five real articles are not here ({ARTICLES})")
    assembly = Assembly(Settings(store=tmp_path_factory.mktemp("five")))
    assembly.made.update(embedder=demo.embedder, chat_model=demo.chat_model)  # loaded once for all tests
    assert not assembly.sync([ARTICLES]).failures
    yield assembly
    assembly.catalogue.close()


@pytest.mark.parametrize(
    ("question", "alternatives"),
    [
        ("यूक्रेन युद्ध में कितने उत्तर कोरियाई सैनिक मारे जाने की खबर है?", [["600"]]),
        ("लावरोव ने किन देशों को सैन्य गठबंधन न बनाने की चेतावनी दी?", [["अमेरिका"], ["साउथ कोरिया", "दक्षिण कोरिया"], ["जापान"]]),
        ("Who hosted the Russian defence minister in Pyongyang, and on which day?", [["Kim", "किम"], ["Friday", "शुक्रवार"]]),
        ("रूस को कितने सैनिक भेजे गए? अलग-अलग अनुमान बताइए।", [["10,000"], ["11 हजार"]]),
    ],
)
def test_questions_that_the_articles_answer(five: Assembly, question: str, alternatives: list[list[str]]) -> None:
    answer = five.answerer.answer(question)
    assert not answer.abstained
    for choices in alternatives:
        assert any(choice in answer.answer for choice in choices), answer.answer
    for citation in answer.citations:
        text = (ARTICLES / citation.article).read_bytes().decode("utf-8")
        assert text[citation.start : citation.end] == citation.quote


def test_a_half_heard_question_shows_the_sentence_that_answers_even_where_it_is_refused(five: Assembly) -> None:
    answer = five.answerer.answer("kim jong un ne russia ko kya bharosa diya?")  # "bharosa" isn't the articles' word: refused with these weights
    shown = " ".join(citation.quote for citation in (*answer.citations, *answer.nearest))
    assert "समर्थन" in shown


def test_a_question_that_only_a_teaser_comes_near(five: Assembly) -> None:
    assert five.answerer.answer("दिल्ली में आज मौसम कैसा है?").abstained
