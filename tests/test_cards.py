from __future__ import annotations

import json
from dataclasses import replace

import pytest
from conftest import citation
from hostile import HOSTILE, Seen, shown

from assistant.page.cards import card_html, cards_html, emphasised, marked, sides_html
from assistant.types import Disagreement, Side
from index.types import Span


def test_the_parser_would_notice() -> None:
    for html in ("<p><img src=x onerror=alert(1)></p>", '<p onclick="x">a</p>', '<a href="http://evil.example">x</a>', "<p>\u202e</p>", "<p>"):
        with pytest.raises(AssertionError):
            Seen(html).assert_harmless()


@pytest.mark.parametrize("field", ["title", "publisher", "published", "article", "quote", "copies"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_every_field_of_a_card_is_only_text(field: str, hostile: str) -> None:
    page = Seen(cards_html([replace(citation(1, "वाक्य।"), **{field: (hostile,) if field == "copies" else hostile})], "hi", "proof", "proof-1"))
    page.assert_harmless()
    assert shown(hostile) in page.text
    assert "a" not in page.tags


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_card_asks_for_is_kept_to_the_letter(hostile: str) -> None:
    (wanted,) = Seen(card_html(replace(citation(1, hostile), article=hostile, copies=(hostile,)), "hinglish", "proof-1")).values("data-proof")
    assert json.loads(wanted) == {"article": hostile, "start": 0, "quote": hostile, "copies": [hostile], "language": "hinglish", "exact": None}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("वह आया [1]।", ["#proof-7-1"]),
        ("[1][2] [12]", ["#proof-7-1", "#proof-7-2", "#proof-7-12"]),
        ("[x] [1a] [] [123] [ 1 ] [-1] [१] (1)", []),
        ("", []),
    ],
)
def test_only_marks_of_digits_are_links(text: str, links: list[str]) -> None:
    page = Seen(marked(text, "proof-7"))
    assert page.values("href") == links
    assert page.text == text


def test_a_mark_leads_to_its_card_and_is_described_by_its_quote() -> None:
    mark, card = Seen(marked("x [2]", "proof-7")), Seen(card_html(citation(2, "q"), "en", "proof-7"))
    assert mark.values("href") == ["#proof-7-2"]
    assert mark.values("aria-describedby") == ["proof-7-2-quote"]
    assert card.values("id") == ["proof-7-2", "proof-7-2-quote"]


def test_lines_of_an_answer_stay_lines() -> None:
    assert marked("एक\nदो", "proof-1") == "एक<br>दो"


def test_no_citations_need_no_heading() -> None:
    assert cards_html([], "hi", "proof", "proof-1") == ""


def test_the_nearest_sentences_look_otherwise_and_are_named_otherwise() -> None:
    nearest = cards_html([citation(1, "q")], "en", "nearest", "proof-1")
    assert 'class="proofs nearest"' in nearest
    assert "Nearest sentences (no proof)" in nearest


def test_a_disagreement_is_a_dated_table() -> None:
    sides = Disagreement("how many?", (Side("14", 2), Side("11", 1)))
    html = sides_html(sides, [citation(1, "11 died."), citation(2, "14 died.", publisher=None, published=None)], "en", "proof-3")
    page = Seen(html)
    page.assert_harmless()
    assert page.text == "It saysSourceDateProof14शीर्षकdate unknown[2]11लोकवाणी2026-07-14[1]"
    assert page.values("href") == ["#proof-3-2", "#proof-3-1"]
    assert page.tags.count("tr") == 3


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_disagreement_is_only_text(hostile: str) -> None:
    sides = Disagreement(hostile, (Side(hostile, 1),))
    page = Seen(sides_html(sides, [citation(1, hostile, title=hostile, publisher=hostile, published=hostile)], "hi", "proof-1"))
    page.assert_harmless()
    assert page.text.count(shown(hostile)) == 3


# The exact words inside the quote


def test_the_words_that_answer_stand_out_in_their_quote() -> None:
    cited = replace(citation(1, "नदी में 14 लोग डूबे।"), start=100, end=120, exact=(108, 115))
    assert cited.answer == "14 लोग "
    html = card_html(cited, "hi", "proof-1")
    assert '<blockquote id="proof-1-1-quote">नदी में <strong class="exact">14 लोग </strong>डूबे।</blockquote>' in html
    assert json.loads(Seen(html).values("data-proof")[0])["exact"] == [8, 15]


@pytest.mark.parametrize("exact", [None, (99, 103), (118, 121), (110, 110), (112, 108), (-5, 3), (0, 10)])
def test_words_outside_their_quote_are_not_believed(exact: tuple[int, int] | None) -> None:
    html = card_html(replace(citation(1, "नदी में 14 लोग डूबे।"), start=100, end=120, exact=exact), "hi", "proof-1")
    assert "नदी में 14 लोग डूबे।</blockquote>" in html
    assert json.loads(Seen(html).values("data-proof")[0])["exact"] is None


@pytest.mark.parametrize(
    ("exact", "html"),
    [
        (None, "b&lt;c&gt;"),
        (Span(0, 1), "b&lt;c&gt;"),
        (Span(5, 9), "b&lt;c&gt;"),
        (Span(0, 3), '<strong class="exact">b&lt;</strong>c&gt;'),
        (Span(2, 3), 'b<strong class="exact">&lt;</strong>c&gt;'),
        (Span(0, 9), '<strong class="exact">b&lt;c&gt;</strong>'),
    ],
)
def test_only_what_lies_in_the_stretch_is_shown_and_stands_out(exact: Span | None, html: str) -> None:
    assert emphasised("ab<c>d", Span(1, 5), exact) == html


@pytest.mark.parametrize("hostile", HOSTILE)
def test_exact_words_are_only_text(hostile: str) -> None:
    middle = len(hostile) // 2
    for exact in ((0, len(hostile)), (0, middle), (middle, len(hostile))):
        page = Seen(card_html(replace(citation(1, hostile), exact=exact), "hi", "proof-1"))
        page.assert_harmless()
        assert shown(hostile) in page.text
        assert page.tags.count("strong") == 1


def test_a_side_without_its_citation_is_left_out() -> None:
    page = Seen(sides_html(Disagreement("?", (Side("14", 7), Side("11", 1))), [citation(1, "11 died.")], "en", "proof-1"))
    assert page.values("href") == ["#proof-1-1"]
    assert page.tags.count("tr") == 2
