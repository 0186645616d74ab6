"""The proof in its article: opened at the sentence from a mark or a card, closed again, previewed, and as a sheet on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.scripted_server import FLOOD, METRO, NEIGHBOUR

IN_VIEW = """() => {
  const quoted = document.querySelector('#quoted').getBoundingClientRect();
  const panel = document.querySelector('#proof-panel').getBoundingClientRect();
  return quoted.top >= panel.top && quoted.bottom <= panel.bottom && quoted.top >= 0 && quoted.bottom <= innerHeight;
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def tab(url: str, new_tab: Any) -> Any:
    opened = new_tab()
    opened.open(url)
    opened.ask("बाढ़ में कितने लोग मारे गए?")
    opened.wait_for_answers(1)
    return opened


@pytest.mark.parametrize("way", ["#conversation a.mark", "#proof .proof .read", "#proof .proof blockquote"])
def test_the_article_opens_at_its_sentence(tab: Any, way: str) -> None:
    tab.page.click(way)
    tab.wait_for("#quoted")
    tab.page.wait_for_function(IN_VIEW)
    assert tab.text("#quoted") == FLOOD
    assert NEIGHBOUR in tab.text("#article .text")
    assert "शेयर बाज़ार" in tab.text("#article .furniture")
    assert "लोकवाणी · लेखक: रीना वर्मा · 2025-08-18 (लेख की तारीख़-पंक्ति से) · flood.txt" in tab.text("#article .source")
    assert not tab.page.is_visible("#proof")
    assert tab.focused() == "quoted"
    tab.shoot("proof")


@pytest.mark.parametrize("way", ["click", "Escape"])
def test_one_click_or_escape_leads_back_to_the_cards(tab: Any, way: str) -> None:
    tab.page.click("#conversation a.mark")
    tab.wait_for("#quoted")
    tab.page.wait_for_function("document.activeElement.id === 'quoted'")
    if way == "click":
        tab.page.click(".back")
    else:
        tab.page.keyboard.press("Escape")
    assert tab.page.is_visible("#proof .proof")
    assert not tab.page.is_visible("#article")
    assert tab.focused() == "mark"


def test_a_copy_is_read_from_the_article_and_back(tab: Any) -> None:
    assert "flood-copy.txt" in tab.text("#proof .copies")
    tab.page.click("#conversation a.mark")
    tab.page.click("#article .copies .read")
    tab.wait_for("#article h2:text('बाढ़ की ख़बर')")
    assert tab.text("#quoted") == FLOOD
    assert "जागृतिपथ · 2025-08-19 (फ़ाइल के नाम से)" in tab.text("#article .source")
    tab.page.click("#article .copies .read")
    tab.wait_for("#article h2:text('बाढ़ से तबाही')")


def test_hovering_or_focusing_a_mark_shows_the_quote(tab: Any) -> None:
    tab.page.hover("#conversation a.mark")
    assert tab.text(".tip q") == FLOOD
    assert "लोकवाणी · 2025-08-18" in tab.text(".tip")
    tab.shoot("tip")
    tab.page.mouse.move(0, 0)
    assert not tab.page.is_visible(".tip")
    tab.page.focus("#conversation a.mark")
    assert tab.page.is_visible(".tip")
    tab.page.keyboard.press("Escape")
    assert not tab.page.is_visible(".tip")


def test_proof_can_be_read_while_the_answer_is_written(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.ask("slow please")
    tab.wait_for("#proof .read")
    tab.page.click("#proof .read >> nth=0")
    tab.wait_for("#quoted")
    before = len(tab.text("#conversation"))
    tab.page.wait_for_function(f"document.querySelector('#conversation').innerText.length > {before + 10}")
    assert tab.text("#quoted") == METRO
    assert tab.page.is_visible("#quoted")
    tab.page.click("#stop")
    tab.wait_for(".status.stopped")


def test_the_panel_and_the_question_box_stay_in_view(tab: Any) -> None:
    for count in range(2, 7):
        tab.ask(f"प्रश्न {count} क्या है?")
        tab.wait_for_answers(count)
    assert tab.page.evaluate("document.documentElement.scrollHeight > innerHeight")
    for place in (0, 100_000):
        tab.page.evaluate(f"scrollTo(0, {place})")
        for selector in ("#ask", "#proof .proof"):
            box = tab.page.locator(selector).first.bounding_box()
            assert box["y"] + box["height"] > 0
            assert box["y"] < 900
    tab.shoot("long")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_proof_is_a_sheet_that_can_be_closed(url: str, new_tab: Any, scheme: str) -> None:
    tab = new_tab("en-US", width=360, scheme=scheme)
    tab.open(url)
    assert tab.page.evaluate(SIDEWAYS) <= 0
    tab.ask("When did the Blue Line open?")
    tab.wait_for_answers(1)
    assert not tab.page.is_visible("#proof .proof")
    tab.shoot(f"phone-{scheme}")
    tab.page.click(".show-proof")
    tab.wait_for("#proof .proof")
    tab.page.wait_for_timeout(300)
    tab.shoot(f"phone-sheet-{scheme}")
    tab.page.wait_for_function("document.activeElement.className === 'close'")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#proof .proof", state="hidden")
    assert tab.focused() == "show-proof"
    tab.page.click("#conversation a.mark")
    tab.wait_for("#quoted")
    tab.page.wait_for_timeout(300)
    tab.page.wait_for_function(IN_VIEW)
    assert tab.page.evaluate(SIDEWAYS) <= 0
    assert tab.page.evaluate("document.querySelector('#proof-panel').scrollWidth <= innerWidth")
    tab.shoot(f"phone-proof-{scheme}")
    tab.page.click("#article .close")
    tab.page.wait_for_selector("#article", state="hidden")
    assert tab.focused() == "mark"


def test_a_tour_asks_nobody_but_this_machine(tab: Any) -> None:
    tab.page.click("#conversation a.mark")
    tab.wait_for("#quoted")
    tab.page.keyboard.press("Escape")
    tab.ask("hostile क्या है?")
    tab.wait_for_answers(2)
    tab.page.click(".turn:last-child a.mark")
    tab.wait_for("#article h2:text('शीर्षक')")
    tab.page.click("button[role=tab]:has-text('मूल्यांकन')")
    tab.page.wait_for_timeout(500)
    tab.requested_nothing_elsewhere()
    fonts = [address.rsplit("/", 1)[-1] for address in tab.requested if address.endswith(".woff2")]
    assert "noto-sans-devanagari.woff2" in fonts
    assert tab.page.evaluate("document.fonts.check('16px Pramaan', 'हिन्दी')")


def test_on_a_phone_an_earlier_turns_sentences_are_unfolded(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US", width=360)
    tab.open(url)
    for count, question in enumerate(["When did it open?", "बाढ़ कब आई?"], start=1):
        tab.ask(question)
        tab.wait_for_answers(count)
    assert not tab.page.is_visible("#proof-1-1")
    tab.page.click(".turn:first-of-type .show-proof")
    tab.wait_for("#proof-1-1")
    assert METRO in tab.text("#proof-1-1")
