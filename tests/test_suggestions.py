from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import citation

from assistant.page.suggestions import about, example_questions, next_questions
from assistant.types import Answer, Retrieved
from index.types import Article

EXAMPLES = json.loads((Path(__file__).resolve().parents[1] / "data" / "examples.json").read_text("utf-8"))


def article(name: str, title: str = "शीर्षक", language: str = "hi", group: str | None = None) -> Article:
    return Article(name, f"/{name}", name, title, None, None, language, group=group)


def answer(cited: Sequence[str], retrieved: Sequence[str]) -> Answer:
    citations = tuple(citation(n, "q", article=name) for n, name in enumerate(cited, start=1))
    return Answer("q?", "hi", "", None, False, "answered", citations, retrieved=tuple(Retrieved(name, 0, 1, 1.0) for name in retrieved))


def test_only_examples_whose_article_is_there_are_shown() -> None:
    example = EXAMPLES[1]
    assert example_questions([article(example["article"]), article("other.txt")]) == [example["question"]]


def test_at_most_five_examples() -> None:
    assert len(example_questions([article(example["article"]) for example in EXAMPLES])) == min(5, len(EXAMPLES))


def test_other_articles_are_asked_about_by_title() -> None:
    articles = [article("a.txt", "बाढ़ से तबाही"), article("b.txt", "Metro opens", "en"), article("c.txt"), article("d.txt")]
    assert example_questions(articles) == [
        "इस विषय में लेख क्या कहते हैं: बाढ़ से तबाही",
        "What do the articles say on: Metro opens",
        "इस विषय में लेख क्या कहते हैं: शीर्षक",
    ]


def test_a_long_title_is_cut_at_a_word() -> None:
    question = about(article("a.txt", "शब्द " * 40))
    assert question.endswith("शब्द…")
    assert len(question) < 130


def test_a_title_that_asks_is_the_question() -> None:
    assert about(article("a.txt", "क्या  बाढ़ टल सकती थी?")) == "क्या बाढ़ टल सकती थी?"


def test_an_empty_store_has_no_examples() -> None:
    assert example_questions([]) == []


def test_what_search_found_beside_the_answer_is_asked_next_best_first() -> None:
    articles = [article(f"{n}.txt", f"शीर्षक {n}") for n in range(6)]
    found = next_questions(answer(["0.txt"], ["0.txt", "3.txt", "3.txt", "1.txt", "5.txt", "2.txt"]), articles, ())
    assert found == tuple(f"इस विषय में लेख क्या कहते हैं: शीर्षक {n}" for n in (3, 1, 5))


@pytest.mark.parametrize(
    ("articles", "asked"),
    [
        ([article("0.txt"), article("1.txt")], {"इस विषय में लेख क्या कहते हैं: शीर्षक"}),
        ([article("0.txt", group="g"), article("1.txt", "और", group="g")], set()),
        ([article("0.txt")], set()),
    ],
    ids=["asked already", "a copy of the cited article", "no longer in the store"],
)
def test_what_is_no_news_is_not_suggested(articles: list[Article], asked: set[str]) -> None:
    assert next_questions(answer(["0.txt"], ["0.txt", "1.txt"]), articles, asked) == ()


def test_copies_and_equal_titles_are_suggested_once() -> None:
    articles = [article("0.txt", group="g"), article("1.txt", "वही", group="g"), article("2.txt", "एक"), article("3.txt", "एक")]
    assert len(next_questions(answer([], [one.name for one in articles]), articles, ())) == 2


def test_a_prepared_question_is_preferred() -> None:
    example = EXAMPLES[0]
    assert next_questions(answer([], [example["article"]]), [article(example["article"])], ()) == (example["question"],)
