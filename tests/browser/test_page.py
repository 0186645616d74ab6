"""The page with scripted answers: states, stop, retry, sessions apart, and nothing that an article says can run or fetch."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_an_answer_with_its_proof(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("पहला प्रश्न क्या है?")
    tab.wait_for_answers(1)
    assert "उत्तर 1" in tab.text("#conversation")
    assert "मूल वाक्य।" in tab.text("#proof")
    assert "2025-08-18" in tab.text("#proof")
    tab.page.click("#conversation a.mark")
    assert tab.page.evaluate("document.querySelector(location.hash).className") == "proof"
    tab.shoot("answered")


def test_each_turns_marks_lead_to_its_own_proof(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    for count in (1, 2):
        tab.ask(f"प्रश्न {count} क्या है?")
        tab.wait_for_answers(count)
    assert "उत्तर 2" in tab.text("#conversation")
    targets = tab.page.eval_on_selector_all("#conversation a.mark", "marks => marks.map(mark => mark.getAttribute('href'))")
    assert targets == ["#proof-1-1", "#proof-2-1"]
    assert all(tab.page.query_selector(target) for target in targets)


def test_what_is_not_found_is_shown_as_nearest(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.ask("nothing of the sort")
    tab.wait_for_answers(1)
    assert "Not in your articles" in tab.text("#conversation")
    assert "Nearest sentences (no proof)" in tab.text("#proof")
    tab.shoot("not-found")


def test_stop_and_ask_again(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.ask("slow please")
    tab.page.wait_for_selector("#conversation .note >> text=Writing the answer")
    tab.page.click("#stop")
    tab.page.wait_for_selector("#conversation .note >> text=Stopped", timeout=5000)
    tab.page.click("#retry")
    tab.page.wait_for_selector("#conversation .note >> text=Writing the answer", timeout=5000)
    assert tab.text("#conversation").count("slow please") == 1
    tab.page.click("#stop")
    tab.page.wait_for_selector("#conversation .note >> text=Stopped", timeout=5000)


def test_one_persons_stop_leaves_the_other_alone(url: str, new_tab: Any) -> None:
    one, other = new_tab("en-US"), new_tab("en-US")
    for tab in (one, other):
        tab.open(url)
        tab.ask("slow please")
        tab.page.wait_for_selector("#conversation .note >> text=Writing the answer")
    one.page.click("#stop")
    one.page.wait_for_selector("#conversation .note >> text=Stopped", timeout=5000)
    assert "Writing the answer" in other.text("#conversation")
    other.page.click("#stop")
    other.page.wait_for_selector("#conversation .note >> text=Stopped", timeout=5000)


def test_a_refusal_is_shown(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.ask("refuse this")
    tab.page.wait_for_selector("#conversation [role=alert]")
    assert "It is refused" in tab.text("#conversation")
    assert not tab.dialogs


@pytest.mark.parametrize(("locale", "label"), [("hi-IN", "पूछें"), ("en-US", "Ask")])
def test_the_interface_speaks_the_browsers_language(url: str, new_tab: Any, locale: str, label: str) -> None:
    tab = new_tab(locale)
    tab.open(url)
    assert tab.text("#ask").strip() == label
    tab.shoot(f"start-{locale}")


def test_nothing_in_an_article_or_an_answer_runs_or_fetches(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask('hostile <img src="http://example.invalid/q.png" onerror="alert(9)"> क्या है?')
    tab.wait_for_answers(1)
    tab.page.wait_for_timeout(500)
    assert not tab.dialogs
    assert {urlsplit(address).hostname for address in tab.requested if not address.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    inside = "#conversation :is(img, script, svg, style, iframe), #proof :is(img, script, svg, style, iframe)"
    assert tab.page.query_selector(inside) is None
    assert "<img src=" in tab.text("#conversation")
    tab.shoot("hostile")


def status_of(address: str, host: str | None = None) -> int:
    request = Request(address, headers={"Host": host} if host else {})
    try:
        with urlopen(request, timeout=10) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code


def test_the_server_answers_to_no_other_name_and_fetches_nothing(url: str) -> None:
    assert status_of(url) == 200
    assert status_of(url, host="evil.invalid") == 400
    for address in ("http://example.invalid/x", "https://example.invalid/x", "file:///etc/passwd"):
        assert status_of(f"{url}/gradio_api/file={address}") == 403
    assert status_of(f"{url}/gradio_api/file=/etc/passwd") in (403, 404)
    assert status_of(f"{url}/gradio_api/file={quote(str(ROOT / 'pyproject.toml'))}") in (403, 404)


def test_a_narrow_screen_needs_no_sideways_scrolling(url: str, new_tab: Any) -> None:
    tab = new_tab(width=360)
    tab.open(url)
    tab.ask("पहला प्रश्न क्या है?")
    tab.wait_for_answers(1)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    tab.shoot("phone")
