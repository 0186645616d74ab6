from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import FakeEmbedder

from index.search.hearing import Heard, hear
from index.search.hybrid import Search
from index.store.catalogue import Catalogue
from index.store.vectors import VectorIndex
from index.sync.build import sync
from index.text.roman import word_key


class Words:
    """A vocabulary of Devanagari words with their number of articles, and of Latin ones. Records the keys it was asked for."""

    def __init__(self, articles: dict[str, int], latin: Sequence[str] = ()) -> None:
        self._articles = articles
        self._latin = latin
        self.asked: list[str] = []

    def sounding_like(self, keys: Sequence[str]) -> dict[str, int]:
        self.asked += keys
        return {word: count for word, count in self._articles.items() if word_key(word) in keys}

    def holds(self, word: str) -> bool:
        return word in self._latin


NEWS = Words(
    {"चुनाव": 40, "चुनावों": 9, "लावरोव": 2, "मंत्री": 30, "मिनिस्टर": 1, "में": 90, "कब": 20, "बाढ": 5, "मौत": 7, "मौतें": 3, "कहां": 9, "गए": 9, "थे": 70},
    latin=["metro", "lavrov"],
)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("Lavrov kahan gaye the?", Heard("लावरोव कहां गए थे", "lavrov लावरोव")),  # English articles hold the name too
        ("chunav kab hai", Heard("चुनाव कब है", "चुनाव चुनावों")),
        ("baadh me kitni maut hui?", Heard("बाढ में कितनी मौत हुई", "बाढ मौत मौतें")),
        ("metro ka minister kaun hai", Heard("metro का मिनिस्टर कौन है", "metro मिनिस्टर")),
    ],
)
def test_hindi_in_latin_letters_is_written_in_devanagari(typed: str, heard: Heard) -> None:
    assert hear(typed, NEWS) == heard


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Where did Lavrov go?", "where did lavrov लावरोव go"),
        ("Who is the election minister?", "who is the election मिनिस्टर"),
        ("Blue Line metro कब खुली?", "blue line metro कब खुली"),
        ("Lavrov कहाँ गए थे?", "lavrov लावरोव कहां गए थे"),
    ],
)
def test_another_question_is_embedded_as_typed_and_its_names_are_heard(typed: str, terms: str) -> None:
    heard = hear(typed, NEWS)
    assert heard.question == typed
    assert heard.terms.split() == [word for word in terms.split() if word != "minister" or NEWS.holds(word)]


@pytest.mark.parametrize("question", ["तमसापुर में कितनी मौतें हुईं?", "2024 में क्या हुआ", "?!", "", "Кто такой Лавров?"])
def test_a_question_without_latin_letters_is_itself(question: str) -> None:
    vocabulary = Words({"मौत": 1})
    assert hear(question, vocabulary).question == question
    assert not vocabulary.asked


def test_a_typed_word_stays_when_nothing_sounds_like_it() -> None:
    assert hear("zelensky kab hai", NEWS) == Heard("zelensky कब है", "zelensky")


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("wo wahan kab tak rukne wale the?", "वह वहां कब तक रुकने वाले थे"),
        ("lavrov kis din pahuche the", "लावरोव किस दिन पहुंचे थे"),  # "the" is English too
        ("russia ne kul kitne sainik bheje", "रूस ने कुल कितने सैनिक भेजे"),
        ("uska kiraya kitna hai", "उसका किराया कितना है"),
        ("kin do deshon ne kaha", "किन दो देशों ने कहा"),
        ("M K Stalin ne kya kaha", "m k stalin ने क्या कहा"),
        ("final mein player of the match kaun tha", "final में player of the match कौन था"),
        ("Trump ne tariff kyon lagaya", "trump ने टैरिफ क्यों लगाया"),
        ("isne kya kaha", "इसने क्या कहा"),
        ("metro wale tournament mein player of the tournament kaun bana", "metro वाले टूर्नामेंट में player of the टूर्नामेंट कौन बना"),
    ],
)
def test_words_that_no_article_holds_are_heard_as_hindi_has_them(typed: str, heard: str) -> None:
    assert hear(typed, NEWS).question == heard


def test_a_word_of_the_articles_is_meant_before_one_that_sounds_no_better() -> None:
    assert hear("chunav me kaun jita", Words({"जिता": 2, "चुनाव": 1})).question == "चुनाव में कौन जिता"


@pytest.mark.parametrize("typed", ["wo wahan kab tak rukne wale the", "kul kitne log the"])
def test_words_that_no_article_holds_are_not_searched_for_in_devanagari(typed: str) -> None:
    assert not any("\u0900" <= char <= "\u097f" for char in hear(typed, Words({})).terms)


def test_of_words_that_sound_the_same_the_frequent_one_is_meant_first() -> None:
    vocabulary = Words({"पाटी": 3, "पति": 300})
    assert hear("uske pati kaun hai", vocabulary).terms.split()[-2:] == ["पति", "पाटी"]
    assert "पति" in hear("uske pati kaun hai", vocabulary).question


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about the metro",
        "Show me latest news on Israel Iran war",
        "US tariffs on India",
        "What is the main reason?",
        "How many people use it per day?",
        "Who won the Nobel prize?",
        "Is Jo the one to hire?",
        "Lavrov North Korea visit",
    ],
)
def test_english_is_not_taken_for_hindi(question: str) -> None:
    assert hear(question, NEWS).question == question


@pytest.mark.parametrize(
    ("question", "embedded"),
    [("tamsapur me kitne logon ki maut hui", "तमसापुर में कितने लोगों की मौत हुई"), ("How many died in Tamsapur?", "How many died in Tamsapur?")],
)
def test_search_finds_hindi_articles_by_what_is_typed_in_latin_letters(
    catalogue: Catalogue,
    vectors: VectorIndex,
    embedder: FakeEmbedder,
    articles: Path,
    write_article: Callable[[str, str], Path],
    question: str,
    embedded: str,
) -> None:
    write_article("flood.txt", "तमसापुर में बाढ़\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई।\n")
    write_article("onion.txt", "प्याज के दाम गिरे\n\nनीमखेड़ा मंडी में प्याज का भाव 2,150 रुपये रहा।\n")
    sync(catalogue, lambda: vectors, lambda: embedder, [articles])
    found = Search(catalogue, vectors, embedder).find(question)
    assert embedder.questions == [embedded]
    assert [hit.article.name for hit in found.hits if hit.lexical] == ["flood.txt"]
