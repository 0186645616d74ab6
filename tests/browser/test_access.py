"""Who uses only the keyboard, a screen reader or a dark screen: axe-core's rules, focus and announcements, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_conversations import open_tab, unfold

LOOKS = [("hi-IN", "light"), ("en-US", "light"), ("hi-IN", "dark"), ("en-US", "dark")]
QUESTIONS = {
    "hi-IN": ["बाढ़ में कितने लोग मारे गए?", "लेखों में मतभेद क्या है?", "कुछ नहीं मिलता क्या?", "refuse क्या है?", "कौन सा वाक्य?"],
    "en-US": ["When did it open?", "Where do they differ?", "Is there nothing?", "refuse this", "Please quote it"],
}


def assert_accessible(tab: Any) -> None:
    found = Axe().run(tab.page).response["violations"]
    bad = {rule["id"]: [node["html"][:200] for node in rule["nodes"]][:4] for rule in found if rule["impact"] in ("serious", "critical")}
    assert bad == {}


@pytest.mark.parametrize(("locale", "scheme"), LOOKS)
def test_axe_finds_nothing_serious_in_any_state(url: str, new_tab: Any, locale: str, scheme: str) -> None:
    tab = new_tab(locale, scheme=scheme)
    tab.open(url)
    tab.page.wait_for_timeout(300)
    assert_accessible(tab)
    for count, question in enumerate(QUESTIONS[locale], start=1):
        tab.ask(question)
        tab.wait_for_answers(count)
    tab.page.wait_for_timeout(300)
    tab.shoot(f"states-{locale}-{scheme}")
    assert_accessible(tab)
    tab.page.click(".verdict >> nth=0")
    tab.page.click("#conversation a.mark >> nth=0")
    tab.wait_for("#quoted")
    assert_accessible(tab)
    tab.page.keyboard.press("Escape")
    tab.ask("slow wait")
    tab.wait_for(".stage.waiting")
    assert_accessible(tab)
    tab.page.click("#stop")
    tab.wait_for(".status.stopped")


@pytest.mark.parametrize(("locale", "scheme"), [("hi-IN", "light"), ("en-US", "dark")])
def test_axe_finds_nothing_serious_on_a_phone(url: str, new_tab: Any, locale: str, scheme: str) -> None:
    tab = new_tab(locale, width=360, scheme=scheme)
    tab.open(url)
    tab.ask(QUESTIONS[locale][1])
    tab.wait_for_answers(1)
    assert_accessible(tab)
    tab.page.click(".show-proof")
    tab.page.wait_for_timeout(300)
    assert_accessible(tab)


@pytest.mark.parametrize(("locale", "language"), [("hi-IN", "hi"), ("en-US", "en")])
def test_the_page_says_which_language_it_is_in(url: str, new_tab: Any, locale: str, language: str) -> None:
    tab = new_tab(locale)
    tab.open(url)
    tab.page.wait_for_function(f"document.documentElement.lang === '{language}'")


def test_a_question_is_asked_and_its_proof_read_with_the_keyboard_alone(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)

    def tab_to(wanted: str, most: int = 30) -> None:
        for _ in range(most):
            tab.page.keyboard.press("Tab")
            if tab.focused() == wanted:
                outline = tab.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline == "solid", f"focus on {wanted} can't be seen"
                return
        raise AssertionError(f"the keyboard never came to {wanted}")

    tab.page.focus("#question textarea")
    tab.page.keyboard.type("When did it open?")
    tab_to("ask")
    tab.page.keyboard.press("Enter")
    tab.wait_for_answers(1)
    tab.page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    tab.page.focus("#conversation .copy")
    tab.page.keyboard.press("Shift+Tab")
    assert tab.focused() == "mark"
    tab.shoot("keyboard-focus")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_function("document.activeElement.id === 'quoted'")
    tab.page.keyboard.press("Shift+Tab")
    assert tab.focused() == "back"
    tab.page.keyboard.press("Enter")
    assert tab.focused() == "mark"
    tab_to("copy")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Space")
    assert tab.page.is_checked(".verdict input[value=up]")
    tab_to("suggestion")
    tab.page.keyboard.press("Enter")
    tab.wait_for_answers(2)


def test_a_screen_reader_hears_each_state_and_the_answer_but_not_every_word(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.page.evaluate("""() => {
      window.heard = [];
      const region = document.querySelector('#conversation [role=status]');
      new MutationObserver(() => window.heard.push(region.textContent)).observe(region, {childList: true, characterData: true, subtree: true});
    }""")
    tab.ask("When did it open?")
    tab.wait_for_answers(1)
    tab.page.wait_for_function("heard.length && heard.at(-1).startsWith('Answered')")
    heard = tab.page.evaluate("[...new Set(heard)]")
    assert heard[-1].startswith("Answered from your articles. In short: 18 August. उत्तर 1")
    assert len(heard) <= 3
    assert tab.page.evaluate("heard.length") <= 4


@pytest.mark.parametrize(("locale", "scheme"), LOOKS)
def test_axe_finds_nothing_serious_in_conversations_evaluate_and_settings(url: str, new_tab: Any, locale: str, scheme: str) -> None:
    tab = new_tab(locale, scheme=scheme)
    tab.open(url)
    tab.ask(QUESTIONS[locale][0])
    tab.wait_for_answers(1)
    for part in ("conversations", "conversation-limits", "conversation-exports"):
        unfold(tab, part)
    tab.page.fill("#limit-since :is(input, textarea)", "2025-08")
    tab.page.click("#apply-limits")
    tab.wait_for("#limited-to p")
    assert_accessible(tab)
    for name in ("मूल्यांकन", "सेटिंग") if locale == "hi-IN" else ("Evaluate", "Settings"):
        open_tab(tab, name)
        tab.page.wait_for_timeout(500)
        assert_accessible(tab)
