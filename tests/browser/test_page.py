"""The page with scripted answers: what an answer, a failure and a state look like, and nothing that an article says can run or fetch."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from tests.browser.scripted_server import FLOOD, METRO

ROOT = Path(__file__).resolve().parents[2]


def test_an_answer_with_its_proof(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("पहला प्रश्न क्या है?")
    tab.wait_for_answers(1)
    assert "उत्तर 1" in tab.text("#conversation")
    assert FLOOD in tab.text("#proof")
    assert "2025-08-18" in tab.text("#proof")
    tab.shoot("answered")


def test_each_turns_marks_lead_to_its_own_proof(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    for count in (1, 2):
        tab.ask(f"प्रश्न {count} क्या है?")
        tab.wait_for_answers(count)
    assert "उत्तर 2" in tab.text("#conversation")
    targets = tab.page.eval_on_selector_all("#conversation p:not(.short) > a.mark", "marks => marks.map(mark => mark.getAttribute('href'))")
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


def test_the_exact_words_stand_out_above_the_answer_in_its_quote_and_in_the_article(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("slow बाढ़ में कितने लोग मारे गए?")
    tab.wait_for(".stage.writing")
    assert tab.text(".short") == "संक्षेप में: 11 लोगों [1]"
    tab.page.click("#stop")
    tab.ask("बाढ़ में कितने लोग मारे गए?")
    tab.wait_for_answers(2)
    assert tab.text(".turn:last-child .short strong") == "11 लोगों"
    assert tab.text("#proof-2-1 blockquote .exact") == "11 लोगों"
    tab.page.hover(".turn:last-child .answer p:not(.short) a.mark")
    assert tab.text(".tip .exact") == "11 लोगों"
    tab.page.click(".turn:last-child .short a.mark")
    tab.wait_for("#quoted")
    assert tab.text("#quoted .exact") == "11 लोगों"
    assert tab.text("#quoted") == FLOOD


def test_what_the_check_left_out_is_there_to_unfold(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("जाँच में क्या हटा?")
    tab.wait_for_answers(1)
    assert not tab.page.is_visible(".dropped li")
    tab.page.click(".dropped summary")
    assert "45 लोगों की मौत" in tab.text(".dropped li >> nth=0")
    assert "यह संख्या नहीं है: “45”" in tab.text(".dropped li >> nth=0")
    tab.ask("और आगे?")
    tab.wait_for_answers(2)
    assert tab.page.is_visible(".dropped li >> nth=0")  # the page being drawn anew folds nothing


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("too often क्या है?", "12 सेकंड बाद फिर पूछिए"),
        ("no model क्या है?", "मॉडल “qwen2.5-coder-1.5b” इस मशीन पर पूरा नहीं है"),
        ("no store क्या है?", "पहले “लेख” टैब में अपने लेख जोड़िए"),
        ("crash क्या है?", "यह प्रमाण की अपनी गड़बड़ी है"),
        ("refuse क्या है?", "यह प्रश्न नहीं लिया जा सका"),
    ],
)
def test_a_failure_is_told_in_hindi_with_its_detail_in_a_fold(url: str, new_tab: Any, question: str, words: str) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask(question)
    tab.page.wait_for_selector("#conversation [role=alert]")
    assert words in tab.text("#conversation [role=alert]")
    assert not tab.page.is_visible("#conversation .detail p")
    tab.page.click("#conversation .detail summary")
    assert tab.page.is_visible("#conversation .detail p")


def test_a_disagreement_is_a_table(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("लेखों में मतभेद क्या है?")
    tab.wait_for_answers(1)
    rows = tab.page.eval_on_selector_all(".sides tbody tr", "rows => rows.map(row => row.innerText.trim().split(/\\s*\\t\\s*/))")
    assert rows == [["14 लोगों", "सूर्यपथ", "2025-08-20", "[2]"], ["11 लोगों", "लोकवाणी", "2025-08-18", "[1]"]]
    tab.shoot("disagree")


def test_a_follow_up_says_how_it_was_understood(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("बाढ़ कब आई?")
    tab.wait_for_answers(1)
    tab.ask("और कहां?")
    tab.wait_for_answers(2)
    assert "समझा गया: बाढ़ कब आई? और कहां?" in tab.text("#conversation .turn:last-child")
    tab.shoot("follow-up")


def test_the_quotes_stand_when_nothing_can_be_written(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US", scheme="dark")
    tab.open(url)
    tab.ask("please quote the opening")
    tab.wait_for(".status.partly_supported")
    assert METRO in tab.text("#conversation")
    tab.shoot("partly-supported")


def test_a_refusal_is_shown(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.ask("refuse this")
    tab.page.wait_for_selector("#conversation [role=alert]")
    assert "It is refused" in tab.text("#conversation")
    assert "Something went wrong" in tab.text("#conversation .status.failed")
    assert not tab.dialogs
    tab.shoot("broke")


def test_a_bug_is_said_and_the_page_goes_on(url: str, new_tab: Any) -> None:
    tab = new_tab("en-US")
    tab.open(url)
    tab.ask("crash now")
    tab.wait_for(".status.failed")
    assert "This is a fault of Pramaan itself" in tab.text("#conversation")
    tab.page.wait_for_timeout(500)
    assert tab.page.is_visible(".status.failed")
    tab.shoot("bug")
    tab.ask("what now")
    tab.wait_for(".status.answered")


@pytest.mark.parametrize(("locale", "label"), [("hi-IN", "पूछें"), ("en-US", "Ask")])
def test_the_interface_speaks_the_browsers_language(url: str, new_tab: Any, locale: str, label: str) -> None:
    tab = new_tab(locale)
    tab.open(url)
    assert tab.text("#ask").strip() == label
    tab.shoot(f"start-{locale}")


def test_nothing_in_an_article_or_an_answer_runs_or_fetches(url: str, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask('hostile <img src="http://example.invalid/q.png" onerror="alert(9)"> {{x}} ${alert(8)} क्या है?')
    tab.wait_for_answers(1)
    tab.shoot("hostile")
    tab.page.hover("#conversation a.mark")
    tab.wait_for(".tip")
    tab.page.click("#conversation a.mark")
    tab.wait_for("#article mark")
    tab.shoot("hostile-article")
    tab.page.click(".back")
    tab.page.click("#edit")
    tab.wait_for(".welcome")
    tab.page.wait_for_timeout(500)
    assert tab.page.input_value("#question textarea").startswith("hostile <img")
    tab.page.click("#ask")
    tab.wait_for_answers(1)
    assert not tab.dialogs
    inside = ":is(#conversation, #proof-panel, .tip) :is(img, script, svg, style, iframe, link, object, embed, base, meta, video)"
    assert tab.page.query_selector(inside) is None
    assert "<img src=" in tab.text("#conversation")
    assert "{{x}} ${alert(8)}" in tab.text("#conversation")
    tab.requested_nothing_elsewhere()


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
