from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from conftest import citation

from assistant.render import answer_html, answer_text, card_html, cards_html, source_line
from assistant.types import Answer, Citation, Status

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</blockquote><script>alert(1)</script>",
    "</p></div><iframe src='http://evil.example'></iframe>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" style="background:url(http://evil.example/x)',
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "![x](http://evil.example/pixel.png)",
    "<style>*{background:url(http://evil.example)}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<svg><animate onbegin=alert(1)></svg>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><b>bold</b>",
    "[1]</a><a href=//evil.example>[2]",
    "[<b>1</b>]",
    "{{constructor.constructor('alert(1)')()}}",
    "<plaintext>",
]
OURS = {"article", "header", "span", "blockquote", "footer", "code", "section", "h3", "div", "p", "a", "br"}
ATTRIBUTES = {"class", "id", "aria-label", "lang", "href"}


class Page(HTMLParser):
    """What a browser would see: elements, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")

    def assert_harmless(self) -> None:
        assert not self.open
        assert set(self.tags) <= OURS
        assert {name for name, _ in self.attributes} <= ATTRIBUTES
        assert all(str(value).startswith("#proof") for name, value in self.attributes if name == "href")


def test_the_parser_would_notice() -> None:
    with pytest.raises(AssertionError):
        Page("<p><img src=x onerror=alert(1)></p>").assert_harmless()


@pytest.mark.parametrize("field", ["title", "publisher", "published", "article", "quote"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_every_field_of_a_card_is_only_text(field: str, hostile: str) -> None:
    page = Page(cards_html([replace(citation(1, "वाक्य।"), **{field: hostile})], "hi"))
    page.assert_harmless()
    assert hostile in page.text
    assert "a" not in page.tags


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_answer_and_its_note_are_only_text(hostile: str) -> None:
    for page in (Page(answer_html(hostile, "hi", "answered")), Page(answer_html("", "en", None, hostile))):
        page.assert_harmless()
        assert hostile in page.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_anchor_is_escaped_in_its_attribute(hostile: str) -> None:
    for html in (card_html(citation(1, "वाक्य।"), "hi", hostile), answer_html("[1]", "hi", anchor=hostile.replace("\\", ""))):
        assert set(Page(html).tags) <= OURS
        assert {name for name, _ in Page(html).attributes} <= ATTRIBUTES


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("वह आया [1]।", ["#proof-1"]),
        ("[1][2] [12]", ["#proof-1", "#proof-2", "#proof-12"]),
        ("[x] [1a] [] [123] [ 1 ] [-1] [१] (1)", []),
        ("", []),
    ],
)
def test_only_marks_of_digits_are_links(text: str, links: list[str]) -> None:
    page = Page(answer_html(text, "hi", "answered"))
    assert [value for name, value in page.attributes if name == "href"] == links
    assert text in page.text


def test_a_mark_leads_to_its_card() -> None:
    (link,) = [value for name, value in Page(answer_html("x [2]", "en", anchor="proof-7")).attributes if name == "href"]
    assert ("id", str(link).removeprefix("#")) in Page(card_html(citation(2, "q"), "en", "proof-7")).attributes


@pytest.mark.parametrize(
    ("status", "hindi", "english"),
    [
        ("answered", "लेखों से उत्तर", "Answered from your articles"),
        ("partly_supported", "सबसे निकट के वाक्य", "The nearest sentences"),
        ("not_found", "आपके लेखों में नहीं", "Not in your articles"),
        ("disagree", "लेखों में मतभेद है", "Your articles disagree"),
    ],
)
def test_the_status_is_said_in_words(status: Status, hindi: str, english: str) -> None:
    assert hindi in answer_html("x", "hi", status)
    assert hindi in answer_html("x", "hinglish", status)
    assert english in answer_html("x", "en", status)
    assert 'lang="hi"' in answer_html("x", "hinglish", status)


def test_lines_of_an_answer_stay_lines() -> None:
    assert "एक<br>दो" in answer_html("एक\nदो", "hi")


def test_no_citations_need_no_heading() -> None:
    assert cards_html([], "hi") == ""


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "लोकवाणी · 2026-07-14"),
        ({"published": None}, "लोकवाणी · date unknown"),
        ({"publisher": None}, "publisher unknown · 2026-07-14"),
    ],
)
def test_what_is_not_known_of_a_source_is_said(changes: dict[str, None], line: str) -> None:
    assert source_line(replace(citation(1, "q"), **changes), "en") == line


def answered(*citations: Citation, nearest: tuple[Citation, ...] = ()) -> Answer:
    return Answer("q?", "en", "It rained [1].", None, False, "answered", citations, nearest=nearest)


def test_the_text_for_a_terminal() -> None:
    assert answer_text(answered(citation(1, "It rained.", title="Rain"))) == (
        "It rained [1].\n\nProof:\n[1] “It rained.”\n    Rain · लोकवाणी · 2026-07-14 · a.txt 0–10"
    )


def test_the_nearest_sentences_are_no_proof() -> None:
    text = answer_text(answered(nearest=(citation(1, "It rained."),)))
    assert "Nearest sentences (no proof):" in text
    assert "Proof:" not in text
    assert answer_text(answered()) == "It rained [1]."


@pytest.mark.parametrize("control", ["\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\x08\x08", "\r", "\u202e", "\u2066"])
def test_an_article_cannot_steer_the_terminal(control: str) -> None:
    text = answer_text(answered(citation(1, f"It {control} rained.", title=control, publisher=control)))
    assert not any(char in text for char in "\x1b\x07\x9b\x08\r\u202e\u2066")
    assert "\ufffd" in text
