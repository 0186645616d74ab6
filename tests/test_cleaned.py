from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnknownArticle
from index.sync.cleaned import cleaned_lines, find_article
from index.text.clean import furniture_spans, kept_spans, page_lines
from index.text.sentences import split_sentences
from index.types import Article


def shown(text: str) -> list[list[tuple[str, str]]]:
    furniture = furniture_spans(text)
    sentences = [span for kept in kept_spans(text, furniture) for span in split_sentences(text, kept)]
    return [[(part.kind, text[part.start : part.end]) for part in parts] for parts in cleaned_lines(text, furniture, sentences)]


PARAGRAPH = "तमसापुर जिले में तीन दिन की तेज बारिश के बाद आई बाढ़ में सोमवार सुबह तक ग्यारह लोगों की जान जा चुकी है।"


def test_each_line_is_shown_as_its_parts() -> None:
    text = f"बाढ़ से ग्यारह की मौत\n\n{PARAGRAPH} नाव चली।\r\n- एक बात।\nये भी पढ़ें: नाव\nLeave a Reply\nName *"
    assert shown(text) == [
        [("sentence", "बाढ़ से ग्यारह की मौत")],
        [("sentence", PARAGRAPH), ("between", " "), ("sentence", "नाव चली।")],
        [("between", "- "), ("sentence", "एक बात।")],
        [("furniture", "ये भी पढ़ें: नाव")],
        [("furniture", "Leave a Reply")],
        [("furniture", "Name *")],
    ]


pieces = st.sampled_from(
    [PARAGRAPH, "Latest News", "ये भी पढ़ें: नाव। ", "Leave a Reply", "देश", " ", "- ", "\n", "\r\n", "एक बात। ", "(also read: x) ", "1. "]
)


@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=20).map("".join)))
def test_the_parts_of_a_line_are_the_line(text: str) -> None:
    lines = ["".join(words for _, words in parts) for parts in shown(text)]
    assert lines == [text[span.start : span.end] for span in page_lines(text)]


def article(name: str, source: str = "") -> Article:
    return Article("id", source or f"/news/{name}", name, "शीर्षक", None, None, "hi")


ARTICLES = [article("flood.txt"), article("flood-2.txt"), article("north-korea-lavrov.txt"), article("प\u095dाई.txt"), article("x/flood.txt")]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("flood.txt", "flood.txt"),  # a whole name, though another begins with it, or holds it
        ("flood-", "flood-2.txt"),
        ("NORTH", "north-korea-lavrov.txt"),
        ("lavrov", "north-korea-lavrov.txt"),
        ("x/", "x/flood.txt"),
        ("/news/x/flood.txt", "x/flood.txt"),
        ("पढ़", "प\u095dाई.txt"),
    ],
)
def test_an_article_is_found_by_a_part_of_its_name(wanted: str, name: str) -> None:
    assert find_article(ARTICLES, wanted).name == name


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("flood", "'flood' fits 2 articles: flood-2.txt, flood.txt. Write more of the name."),
        ("txt", "'txt' fits 5 articles: "),
        ("no-such", "No article's name fits 'no-such'. See the names with: pramaan index --status"),
    ],
)
def test_no_article_or_several_is_said_with_the_cure(wanted: str, says: str) -> None:
    with pytest.raises(UnknownArticle) as raised:
        find_article(ARTICLES, wanted)
    assert str(raised.value).startswith(says)


def test_articles_of_one_name_are_told_apart_by_their_folder() -> None:
    twins = [article("a.txt", "/one/a.txt"), article("a.txt", "/two/a.txt")]
    with pytest.raises(UnknownArticle, match=r"/one/a\.txt, /two/a\.txt"):
        find_article(twins, "a.txt")
    assert find_article(twins, "/two/a.txt") is twins[1]
