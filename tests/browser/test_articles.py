"""The Articles tab in the browser, over a real store: the list, one article, removing and undo, by keyboard, on a phone, by page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.articles_tab import FLOOD, METRO, ONION, Files, Serve, files, opened, serve, upload, wait_for, wait_for_titles
from tests.browser.test_access import assert_accessible

__all__ = ["files", "serve"]


def test_search_filter_view_remove_and_undo(serve: Serve, new_tab: Any, files: Files, tmp_path: Path) -> None:
    own = files("own/metro.txt", METRO).parent
    tab = opened(new_tab, serve(own))
    upload(tab, files("flood.txt", FLOOD), files("onion.txt", f"{ONION}\n\nयह भी पढ़ें: दूसरी ख़बर\n"))
    wait_for(tab, "पूरा हुआ। जोड़े गए लेख: 2")
    every = ["Blue Line opens today", "तमसापुर में बाढ़ आई", "प्याज के दाम गिरे हैं"]
    wait_for_titles(tab, every)
    tab.page.fill("#search-articles :is(input, textarea)", "बाढ़")
    wait_for_titles(tab, every[1:2])
    tab.page.fill("#search-articles :is(input, textarea)", "passengers")
    wait_for_titles(tab, every[:1])
    tab.page.fill("#search-articles :is(input, textarea)", "")
    tab.page.fill("#articles-since :is(input, textarea)", "2025-06")
    wait_for_titles(tab, every[:2])
    tab.page.fill("#articles-since :is(input, textarea)", "junk")
    wait_for(tab, "तारीख़ 2025-06-14", "#article-list")
    tab.page.fill("#articles-since :is(input, textarea)", "")
    wait_for_titles(tab, every)
    tab.page.click("#articles-publisher input")
    tab.page.get_by_role("option", name="जनपथ").click()
    wait_for_titles(tab, every[2:])
    tab.page.click("#articles-publisher input")
    tab.page.get_by_role("option", name="—").first.click()
    tab.page.click("#articles-language input")
    tab.page.get_by_role("option", name="English").click()
    wait_for_titles(tab, every[:1])
    tab.page.click("#articles-language input")
    tab.page.get_by_role("option", name="—").last.click()
    wait_for_titles(tab, every)

    tab.page.click(f"#article-list [data-view]:text('{every[2]}')")
    wait_for(tab, "मंडी में प्याज", "#article-view")
    assert "दूसरी ख़बर" in " ".join(tab.page.locator("#article-view .furniture").all_inner_texts())
    tab.shoot("articles-view")
    tab.page.click("#close-article")
    tab.page.wait_for_selector("#article-view article", state="detached")

    tab.page.click("#article-list [data-remove]")
    wait_for(tab, "पहले हटाए जाने वाले लेख चुनिए", "#article-said")
    tab.page.check("#article-list input[name=every]")
    tab.page.uncheck(f"#article-list tr:has-text('{every[2]}') input")
    tab.page.click("#article-list [data-remove]")
    wait_for(tab, "हटाए गए लेख: 2", "#article-said")
    assert "आपके अपने फ़ोल्डरों के लेख: 1" in tab.text("#article-said")
    wait_for_titles(tab, every[2:])
    tab.page.wait_for_function("!document.querySelector('#article-list :checked')")
    tab.shoot("articles-removed")
    assert (own / "metro.txt").is_file()
    assert not (tmp_path / "store" / "articles" / "flood.txt").exists()
    tab.page.click("#undo-removal")
    wait_for(tab, "वापस लाए गए लेख: 2", "#article-said")
    wait_for_titles(tab, every)
    assert (tmp_path / "store" / "articles" / "flood.txt").is_file()
    tab.page.wait_for_selector("#undo-removal", state="hidden")
    tab.page.check("#article-list input[name=article] >> nth=0")
    tab.page.fill("#search-articles :is(input, textarea)", "प्याज")
    wait_for_titles(tab, every[2:])
    tab.page.wait_for_function("!document.querySelector('#article-list :checked')")


def test_the_keyboard_alone_reaches_everything(serve: Serve, new_tab: Any, files: Files) -> None:
    tab = opened(new_tab, serve(files("own/flood.txt", FLOOD).parent), locale="en-US")
    tab.page.focus("#search-articles :is(input, textarea)")
    reached = []
    for _ in range(16):
        tab.page.keyboard.press("Tab")
        reached.append(
            tab.page.evaluate("document.activeElement.dataset.view ? 'view' : document.activeElement.name || document.activeElement.tagName")
        )
        if reached[-1] == "view":
            break
    assert {"every", "article", "view"} <= set(reached)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_function("document.activeElement?.className.includes('cleaned')")
    assert "Close the article" in tab.text("#close-article")
    unnamed = "[...document.querySelectorAll('#article-list :is(input, button)')].filter(one => !(one.ariaLabel || one.innerText.trim())).length"
    assert tab.page.evaluate(unnamed) == 0


def test_a_phone_needs_no_sideways_scrolling(serve: Serve, new_tab: Any, files: Files) -> None:
    own = files("own/flood.txt", FLOOD).parent
    files("own/" + "बहुत-लंबा-नाम" * 5 + ".txt", ONION)
    tab = opened(new_tab, serve(own), width=360)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    tab.shoot("articles-phone")
    tab.page.click("#article-list [data-view]")
    wait_for(tab, "सेना ने नाव से", "#article-view")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    tab.shoot("articles-phone-view")


def test_thousands_of_articles_come_a_page_at_a_time(serve: Serve, new_tab: Any, files: Files) -> None:
    for number in range(60):
        folder = files(f"own/{number:03}.txt", f"समाचार का शीर्षक {number:03}\n\nघटना {number} की पूरी ख़बर यहाँ है।\n").parent
    tab = opened(new_tab, serve(folder), locale="en-US")
    assert "1–25 of 60" in tab.text("#article-list")
    assert tab.page.is_disabled("#earlier-page")
    tab.page.click("#later-page")
    wait_for(tab, "26–50 of 60", "#article-list")
    tab.page.click("#later-page")
    wait_for(tab, "51–60 of 60", "#article-list")
    tab.page.wait_for_selector("#later-page:disabled")
    tab.page.fill("#search-articles :is(input, textarea)", "042")
    wait_for_titles(tab, ["समाचार का शीर्षक 042"])


@pytest.mark.parametrize(("locale", "scheme", "width"), [("hi-IN", "light", 1280), ("en-US", "dark", 1280), ("hi-IN", "dark", 360)])
def test_axe_finds_nothing_serious(serve: Serve, new_tab: Any, files: Files, locale: str, scheme: str, width: int) -> None:
    tab = opened(new_tab, serve(), width, locale, scheme)
    assert_accessible(tab)
    upload(
        tab,
        files("flood.txt", f"{FLOOD}\n\nयह भी पढ़ें: दूसरी ख़बर\n"),
        files("same.txt", FLOOD),
        files("half.pdf", b"%PDF-1.4\n"),
        files("onion.txt", ONION),
    )
    tab.page.wait_for_selector("#adding-progress .told.refused")
    tab.page.wait_for_selector("#article-list tbody tr")
    tab.page.click("#paste button")
    tab.page.click("#article-list [data-view] >> nth=0")
    tab.page.wait_for_selector("#article-view .furniture")
    assert_accessible(tab)
    tab.page.check("#article-list input[name=article] >> nth=0")
    tab.page.click("#article-list [data-remove]")
    tab.page.wait_for_selector("#undo-removal", state="visible")
    tab.page.wait_for_timeout(300)
    assert_accessible(tab)
    tab.shoot(f"articles-axe-{locale}-{scheme}-{width}")
