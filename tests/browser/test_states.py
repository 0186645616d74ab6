"""Every state at two widths, light and dark, in both interface languages: pictures to look at, and what a program can see of them: nothing stands out sideways or is cut off."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_articles import Serve, serve
from tests.browser.test_conversations import open_tab, unfold

__all__ = ["serve"]
LOOKS = list(product([360, 1280], ["light", "dark"], ["hi-IN", "en-US"]))
QUESTIONS = {
    "hi-IN": ["जाँच में क्या हटा?", "और कहां?", "लेखों में मतभेद क्या है?", "कुछ नहीं मिलता क्या?", "कौन सा वाक्य?", "no model क्या है?"],
    "en-US": ["What is left out?", "और what else?", "Where do they differ?", "Is there nothing?", "Please quote it", "What if no store"],
}
TABS = {"hi-IN": ["लेख", "मूल्यांकन", "सेटिंग"], "en-US": ["Articles", "Evaluate", "Settings"]}
CUT_OFF = """() => {
  const seen = (e) => e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && e.getBoundingClientRect().width > 1;
  const cut = [...document.querySelectorAll('#conversation *, #proof-panel *, #asking *, button, label, th, td, p, h1, h2, h3, summary, dd')]
    .filter((e) => seen(e) && !e.closest('.unseen, .overflow-menu, .label-wrap, svg') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
      && getComputedStyle(e).display !== 'inline' && !['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
    .map((e) => `${e.tagName}.${e.className} ${e.innerText.slice(0, 60)} ${e.scrollWidth}>${e.clientWidth}`);
  return cut.concat(document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} wide`] : []);
}"""


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_every_state_fits(url: str, new_tab: Any, width: int, scheme: str, locale: str) -> None:
    tab = new_tab(locale, width=width, scheme=scheme)

    def look(state: str) -> None:
        tab.page.wait_for_timeout(250)
        tab.shoot(f"look-{width}-{scheme}-{locale[:2]}-{state}")
        assert tab.page.evaluate(CUT_OFF) == [], state

    tab.open(url)
    look("welcome")
    for count, question in enumerate(QUESTIONS[locale], start=1):
        tab.ask(question)
        tab.wait_for_answers(count)
    tab.page.click(".dropped summary")
    if tab.page.locator(".detail").count():
        tab.page.click(".detail summary")
    tab.ask("slow wait" if locale == "en-US" else "slow wait क्या?")
    tab.wait_for(".stage.waiting")
    look("states-waiting")
    tab.page.click("#stop")
    tab.wait_for(".status.stopped")
    look("states-stopped")
    if width < 768:
        tab.page.click(".turn:first-of-type .show-proof")
    else:
        tab.page.click("#proof details.earlier >> nth=-1")
    tab.wait_for("#proof-1-1")
    look("cards")
    tab.page.click("#proof-1-1 .read")
    tab.wait_for("#quoted")
    look("article")
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("Escape")
    for part in ("conversations", "conversation-limits", "conversation-exports"):
        unfold(tab, part)
    look("conversations")
    for number, name in enumerate(TABS[locale]):
        open_tab(tab, name)
        tab.page.wait_for_timeout(500)
        look(f"tab-{number}")


@pytest.mark.parametrize("locale", ["hi-IN", "en-US"])
def test_on_a_new_store_the_chat_says_where_articles_are_added(serve: Serve, new_tab: Any, locale: str, tmp_path: Path) -> None:
    tab = new_tab(locale, width=360)
    tab.open(serve())
    tab.wait_for(".welcome")
    tab.shoot(f"look-empty-{locale[:2]}")
    assert ("“लेख” टैब" if locale == "hi-IN" else "the tab “Articles”") in tab.text("#conversation")
    open_tab(tab, TABS[locale][0])
    file = tmp_path / "a.txt"
    file.write_text("तमसापुर में बाढ़ आई\n\nलोकवाणी | 14 जून 2025\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई।\n", encoding="utf-8")
    tab.page.set_input_files("#article-files input[type=file]", str(file))
    tab.page.wait_for_selector("#article-list td.title", timeout=20_000)
    open_tab(tab, "बातचीत" if locale == "hi-IN" else "Chat")
    tab.wait_for(".suggestion")  # without loading the page anew
    assert ("1 लेख" if locale == "hi-IN" else "1 article") in tab.text(".welcome")
