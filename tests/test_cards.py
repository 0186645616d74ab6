from __future__ import annotations

import json
from dataclasses import replace

import pytest
from conftest import citation
from hostile import HOSTILE, Seen, shown

from assistant.page.cards import card_html, cards_html, marked, sides_html
from assistant.types import Disagreement, Side


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
    assert json.loads(wanted) == {"article": hostile, "start": 0, "quote": hostile, "copies": [hostile], "language": "hinglish"}


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
    assert page.text == "FigureSourceDateProof14शीर्षकdate unknown[2]11लोकवाणी2026-07-14[1]"
    assert page.values("href") == ["#proof-3-2", "#proof-3-1"]
    assert page.tags.count("tr") == 3


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_disagreement_is_only_text(hostile: str) -> None:
    sides = Disagreement(hostile, (Side(hostile, 1),))
    page = Seen(sides_html(sides, [citation(1, hostile, title=hostile, publisher=hostile, published=hostile)], "hi", "proof-1"))
    page.assert_harmless()
    assert page.text.count(shown(hostile)) == 3
