"""The page with scripted answers: asking, stopping, asking again, editing, copying, judging, starting over, sessions apart."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.scripted_server import FLOOD_LATER, METRO


def test_stop_and_ask_again(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.ask("slow please")
    tab.wait_for(".stage.writing")
    tab.shoot("writing")
    tab.page.click("#stop")
    tab.wait_for(".status.stopped")
    assert "has not been checked" in tab.text("#conversation")
    assert not tab.page.is_visible("#stop")
    assert tab.focused() == "ask"
    tab.shoot("stopped")
    tab.page.click("#retry")
    tab.wait_for(".stage.writing")
    assert tab.text("#conversation").count("slow please") == 1
    tab.page.click("#stop")
    tab.wait_for(".status.stopped")


def test_what_waits_says_how_many_come_first(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US", scheme="dark")
    tab.open(url)
    tab.ask("wait for it")
    tab.wait_for(".stage.waiting")
    assert "Questions before yours: 2, about 9 s" in tab.text("#conversation")
    assert FLOOD_LATER in tab.text("#proof")  # the evidence is there while the model is busy
    tab.shoot("waiting")
    tab.wait_for("#conversation .note:text('Questions before yours: 1, about 4 s')")
    tab.wait_for(".stage.writing")  # its turn has come, though no word is written yet
    tab.wait_for_answers(1)


def test_what_was_understood_can_be_changed_and_asked(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("बाढ़ कब आई?")
    tab.wait_for_answers(1)
    tab.ask("और कहां?")
    tab.wait_for_answers(2)
    tab.page.focus(".reword")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    tab.page.wait_for_function("document.querySelector('#question textarea').value === 'बाढ़ कब आई? और कहां?'")
    assert tab.page.locator(".turn").count() == 2


def test_editing_puts_the_last_question_back_into_the_box(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    for count, question in enumerate(["what is first", "what is second"], start=1):
        tab.ask(question)
        tab.wait_for_answers(count)
    tab.page.click("#edit")
    tab.page.wait_for_function("document.querySelectorAll('.turn').length === 1")
    assert tab.page.input_value("#question textarea") == "what is second"
    tab.page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    tab.shoot("edited")


@pytest.mark.parametrize("clipboard", [True, False], ids=["with a clipboard", "over plain http"])
def test_the_answer_is_copied_with_its_citations(url: str, new_tab: Any, clipboard: bool) -> None:
    tab = new_tab("en-US")
    if clipboard:
        tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        tab.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    tab.open(url)
    tab.ask("when did it open")
    tab.wait_for_answers(1)
    tab.page.click(".copy")
    tab.wait_for(".copy:text('Copied')")
    tab.shoot("copied")
    tab.page.click("#question textarea")
    tab.page.keyboard.press("Control+V")
    assert f"Proof:\n[1] “{METRO}”\n    Blue Line opens · City Herald" in tab.page.input_value("#question textarea")


def test_a_click_on_a_suggestion_asks_it(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.page.click(".suggestion >> nth=0")
    tab.wait_for_answers(1)
    assert tab.text(".asked") == "इस विषय में लेख क्या कहते हैं: बाढ़ से तबाही"
    suggested = tab.text(".suggestion >> nth=0")
    tab.page.click(".suggestion >> nth=0")
    tab.wait_for_answers(2)
    assert tab.text(".turn:last-child .asked") == suggested
    assert tab.page.locator(".suggestions").count() == 1


def told(reports: Path, line: str) -> bool:
    for _ in range(50):
        if (reports / "told.txt").is_file() and line in (reports / "told.txt").read_text("utf-8").splitlines():
            return True
        time.sleep(0.1)
    return False


def test_a_verdict_and_its_reason_are_passed_on(url: str, new_tab: Any, reports: Path) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("यह उत्तर कैसा है?")
    tab.wait_for_answers(1)
    tab.page.click(".verdict:has-text('नहीं')")
    assert told(reports, "down: यह उत्तर कैसा है? (answered) ")
    tab.page.fill(".reason input", "तारीख़ ग़लत है")
    tab.page.keyboard.press("Enter")
    tab.wait_for(".reason button:text('दर्ज हुआ')")
    assert told(reports, "down: यह उत्तर कैसा है? (answered) तारीख़ ग़लत है")
    tab.shoot("feedback")
    tab.ask("और आगे?")
    tab.wait_for_answers(2)
    assert tab.page.is_checked(".turn:first-of-type .verdict input[value=down]")  # the page being drawn anew forgets nothing
    assert not tab.page.is_checked(".turn:last-child .verdict input[value=down]")


def test_a_refresh_in_the_middle_of_an_answer_stops_it_and_the_page_works(url: str, new_tab: Any, reports: Path) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.ask("slow, then reloaded")
    tab.wait_for(".stage.writing")
    tab.page.reload()
    tab.wait_for(".welcome")
    assert told(reports, "ended: slow, then reloaded")
    tab.ask("what now")
    tab.wait_for_answers(1)


def test_a_new_conversation_is_empty(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    assert not any(tab.page.is_visible(button) for button in ("#stop", "#retry", "#edit", "#clear"))
    tab.ask("what is it")
    tab.wait_for_answers(1)
    tab.page.click("#clear")
    tab.wait_for(".welcome")
    assert tab.page.locator(".turn, .proof").count() == 0


def test_one_persons_stop_leaves_the_other_alone(url: str, new_tab: Any) -> None:
    one, other = new_tab("en-US"), new_tab("en-US")
    for tab in (one, other):
        tab.open(url)
        tab.ask("slow please")
        tab.wait_for(".stage.writing")
    one.page.click("#stop")
    one.wait_for(".status.stopped")
    assert "Writing the answer" in other.text("#conversation")
    other.page.click("#stop")
    other.wait_for(".status.stopped")
