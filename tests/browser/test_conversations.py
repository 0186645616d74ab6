"""Conversations and settings in a browser: they outlast a refresh, are renamed, deleted, brought back, limited and taken along."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.browser.scripted_server import METRO

MARK = "दर्ज"


@pytest.fixture
def tab(url: str, new_tab: Any) -> Any:
    opened = new_tab(locale="hi-IN")
    opened.open(url)
    return opened


def unfold(tab: Any, name: str) -> None:
    """Open an accordion that may be open."""
    button = tab.page.locator(f"#{name} > button, #{name} button.label-wrap").first
    if "open" not in (button.get_attribute("class") or ""):
        button.click()


def asked(tab: Any, question: str) -> None:
    tab.ask(question)
    tab.wait_for_answers(1)
    unfold(tab, "conversations")
    tab.page.wait_for_selector(f"#conversation-list :text('{question}')")


def settled(tab: Any) -> None:
    """Fields that were drawn or filled a moment ago may lose what a program types at once; nobody types as fast."""
    tab.page.wait_for_timeout(500)


def wait_for(tab: Any, selector: str, text: str) -> None:
    tab.page.wait_for_function("([where, text]) => document.querySelector(where)?.innerText.includes(text)", arg=[selector, text], timeout=10_000)


def test_a_conversation_outlasts_a_refresh_and_goes_on(tab: Any) -> None:
    asked(tab, "बाढ़ पहली बार?")
    tab.page.reload()
    tab.page.wait_for_selector("#question textarea")
    unfold(tab, "conversations")
    tab.page.click("#conversation-list label:has-text('बाढ़ पहली बार?')")
    wait_for(tab, "#conversation", "उत्तर 1")
    tab.ask("और कहां?")
    tab.wait_for_answers(2)
    wait_for(tab, "#conversation", "उत्तर 2")  # the history came back with it
    tab.page.wait_for_function("document.querySelectorAll('#conversation-list input:checked').length === 1")


def test_renamed_deleted_and_brought_back(tab: Any) -> None:
    asked(tab, "नाम बदलने वाला प्रश्न?")
    # The name comes into its field after the answer: what is typed before that is written over.
    tab.page.wait_for_function("document.querySelector('#conversation-title input, #conversation-title textarea').value.includes('नाम बदलने')")
    settled(tab)
    tab.page.fill("#conversation-title input, #conversation-title textarea", f"<img src=x onerror=alert(1)> {MARK}")
    tab.page.click("#rename-conversation")
    wait_for(tab, "#conversation-list", f"<img src=x onerror=alert(1)> {MARK}")
    tab.page.click("#delete-conversation")
    tab.page.wait_for_selector("#undo-delete")
    tab.page.wait_for_function(f"!document.querySelector('#conversation-list').innerText.includes('{MARK}')")
    tab.page.wait_for_function("!document.querySelector('#conversation').innerText.includes('उत्तर')")
    tab.page.click("#undo-delete")
    wait_for(tab, "#conversation-list", MARK)
    wait_for(tab, "#conversation", "उत्तर 1")
    assert tab.dialogs == []


def test_taken_along_as_files(tab: Any, tmp_path: Path) -> None:
    asked(tab, "hostile साथ ले जाने वाला?")
    unfold(tab, "conversation-exports")
    for form, begins in (("markdown", "# hostile"), ("html", "<!doctype html>"), ("json", "{")):
        with tab.page.expect_download() as download:
            tab.page.click(f"#export-{form}")
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        assert file.read_text("utf-8").startswith(begins)
        assert "साथ ले जाने वाला" in file.name.replace("-", " ")


def test_brought_in_from_a_file(tab: Any, tmp_path: Path) -> None:
    asked(tab, "बाहर से लौटने वाला?")
    unfold(tab, "conversation-exports")
    with tab.page.expect_download() as download:
        tab.page.click("#export-json")
    file = tmp_path / "kept.json"
    download.value.save_as(file)
    file.write_text(file.read_text("utf-8").replace("बाहर से लौटने वाला?", "लौटा हुआ प्रश्न?"), encoding="utf-8")
    tab.page.click("#new-conversation")
    tab.wait_for(".welcome")
    tab.page.set_input_files("#conversation-exports input[type=file]", str(file))
    wait_for(tab, "#conversation-message", "बातचीत जुड़ गई")
    wait_for(tab, "#conversation-list", "लौटा हुआ प्रश्न?")
    wait_for(tab, "#conversation", "उत्तर 1")
    bad = tmp_path / "photo.jpg"
    bad.write_bytes(b"\xff\xd8\xff")
    tab.page.set_input_files("#conversation-exports input[type=file]", str(bad))
    wait_for(tab, "#conversation-message", "यह फ़ाइल प्रमाण से निकाली गई बातचीत नहीं है")
    wait_for(tab, "#conversation", "उत्तर 1")


def test_what_is_asked_again_is_kept_once(tab: Any) -> None:
    asked(tab, "दोबारा पूछा गया?")
    tab.page.click("#retry")
    tab.page.wait_for_timeout(1000)
    tab.wait_for_answers(1)
    tab.page.reload()
    tab.page.wait_for_selector("#question textarea")
    unfold(tab, "conversations")
    tab.page.click("#conversation-list label:has-text('दोबारा पूछा गया?')")
    wait_for(tab, "#conversation", "उत्तर 1")
    assert tab.page.locator(".turn").count() == 1


def test_limits_are_kept_with_the_conversation(tab: Any) -> None:
    asked(tab, "सीमा वाला प्रश्न?")
    unfold(tab, "conversation-limits")
    settled(tab)
    tab.page.fill("#limit-since input, #limit-since textarea", "2025-08")
    tab.page.press("#limit-since input, #limit-since textarea", "Tab")
    tab.page.click("#apply-limits")
    wait_for(tab, "#conversation-message", "केवल वहीं से")
    tab.page.fill("#limit-since input, #limit-since textarea", "कल")
    tab.page.click("#apply-limits")
    wait_for(tab, "#conversation-message", "is no date to search by")
    for new in ("#new-conversation", "#clear"):
        assert tab.text("#limited-to").strip() == "उत्तर केवल यहाँ से: 2025-08-01 – …"  # said where it is asked, though the fold may be closed
        tab.page.click(new)
        tab.page.wait_for_function("!document.querySelector('#conversation').innerText.includes('उत्तर')")
        tab.page.wait_for_selector("#limited-to", state="hidden")
        tab.page.wait_for_function("!document.querySelector('#conversation-list input:checked')")
        tab.page.click("#conversation-list label:has-text('सीमा वाला प्रश्न?')")
        tab.page.wait_for_function("document.querySelector('#limit-since input, #limit-since textarea').value === '2025-08-01'")
        wait_for(tab, "#conversation", "उत्तर 1")


def test_a_conversation_is_printed_or_made_a_pdf(url: str, new_tab: Any, tmp_path: Path) -> None:
    tab = new_tab("en-US")
    tab.page.add_init_script("window.print = () => { top.printed = document.documentElement.outerHTML; }")
    tab.open(url)
    asked(tab, "When did it open?")
    unfold(tab, "conversation-exports")
    tab.page.click("#export-print")
    tab.page.wait_for_function("window.printed?.includes('nine stations')")
    printed = tab.page.context.new_page()
    printed.set_content(tab.page.evaluate("window.printed"))
    printed.pdf(path=tmp_path / "printed.pdf")
    with closing(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    for part in ("When did it open?", METRO, "Blue Line opens", "City Herald"):
        assert part in " ".join(text.split())
    tab.requested_nothing_elsewhere()


def test_a_closed_tab_stops_its_answer_and_leaves_it_in_the_list(url: str, new_tab: Any, tab: Any) -> None:
    other = new_tab()
    other.open(url)
    other.ask("slow बंद होने वाला?")
    other.page.wait_for_function("document.querySelector('#conversation').innerText.includes('शब्द')")
    other.page.close()
    tab.page.wait_for_timeout(1500)
    tab.page.reload()
    tab.page.wait_for_selector("#question textarea")
    unfold(tab, "conversations")
    tab.page.click("#conversation-list label:has-text('बंद होने वाला')")
    wait_for(tab, "#conversation", "रोका गया")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_settings_fit_and_say_where_everything_lies(url: str, new_tab: Any, width: int) -> None:
    tab = new_tab(width=width)
    tab.open(url)
    open_tab(tab, "सेटिंग")
    wait_for(tab, "#settings-models", "Qwen2.5-Coder-1.5B")
    wait_for(tab, "#places", "store")
    tab.shoot(f"settings-{width}")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
    tab.page.fill("#strictness input[type=number]", "0.5")
    tab.page.click("#apply-answers")
    wait_for(tab, "#settings-message", "अगले प्रश्न से लागू")


def open_tab(tab: Any, name: str) -> None:
    """On a narrow page gradio folds the last tabs into a menu."""
    tab.page.wait_for_selector(f"button[role=tab]:has-text('{name}')", state="attached")
    shown = tab.page.get_by_role("tab", name=name)
    if shown.count():
        shown.click()
    else:
        tab.page.locator(".overflow-menu > button").click()
        tab.page.locator(".overflow-dropdown button", has_text=name).click()


def test_the_reader_chooses_the_pages_language_and_brightness(tab: Any) -> None:
    open_tab(tab, "सेटिंग")
    tab.page.click("#page-language label:has-text('English')")
    tab.page.get_by_role("tab", name="Settings").wait_for(timeout=10_000)
    open_tab(tab, "Settings")
    tab.page.click("#brightness label:has-text('Dark')")
    tab.page.wait_for_selector("body.dark")
    tab.page.get_by_role("tab", name="Settings").wait_for(timeout=10_000)
    open_tab(tab, "Settings")
    tab.page.wait_for_function("document.querySelector('#brightness input[value=dark]').checked")
    tab.page.click("#page-language label:has-text('As the browser')")
    tab.page.get_by_role("tab", name="सेटिंग").wait_for(timeout=10_000)
