"""Several people and several days: logins keep conversations apart, one question too many waits, and a restart loses nothing."""

from __future__ import annotations

from typing import Any

from tests.browser.articles_tab import FLOOD, Files, Serve, files, go_to_articles, serve, upload, wait_for_titles
from tests.browser.articles_tab import wait_for as wait_for_articles
from tests.browser.test_conversations import asked, unfold, wait_for

__all__ = ["files", "serve"]


def log_in(tab: Any, url: str, name: str, password: str) -> None:
    tab.page.goto(url)
    tab.page.wait_for_selector("input[type=password]")
    assert tab.page.locator("#question").count() == 0
    tab.page.fill(":is(input:not([type=password]), textarea) >> nth=0", name)
    tab.page.fill("input[type=password]", password)
    tab.page.keyboard.press("Enter")


def test_who_logs_in_sees_only_their_own_conversations(serve: Serve, new_tab: Any) -> None:
    url = serve(auth="asha:sesame,ravi:mango")
    asha = new_tab()
    log_in(asha, url, "asha", "mango")
    asha.wait_for(".creds")
    assert asha.page.locator("#question").count() == 0  # another's password
    log_in(asha, url, "asha", "sesame")
    asha.page.wait_for_selector("#question textarea")
    asked(asha, "आशा का प्रश्न?")
    ravi = new_tab()
    log_in(ravi, url, "ravi", "mango")
    ravi.page.wait_for_selector("#question textarea")
    asked(ravi, "रवि का प्रश्न?")
    assert ravi.page.locator("#conversation-list label").count() == 1
    for tab in (asha, ravi):
        tab.requested_nothing_elsewhere()


def test_one_question_too_many_is_found_again_with_its_refusal(serve: Serve, new_tab: Any) -> None:
    tab = new_tab()
    tab.open(serve(questions_per_minute="1"))
    asked(tab, "पहला प्रश्न क्या?")
    tab.ask("एक प्रश्न और?")
    wait_for(tab, "#conversation [role=alert]", "60 सेकंड में अधिकतम 1 प्रश्न")
    tab.page.reload()
    tab.page.wait_for_selector("#question textarea")
    unfold(tab, "conversations")
    tab.page.click("#conversation-list label:has-text('पहला प्रश्न क्या?')")
    wait_for(tab, "#conversation .turn:last-child", "एक प्रश्न और?")
    wait_for(tab, "#conversation [role=alert]", "“फिर पूछें” दबाकर दोबारा कोशिश कीजिए")
    tab.page.click("#retry")
    wait_for(tab, "#conversation [role=alert]", "60 सेकंड में अधिकतम 1 प्रश्न")
    assert tab.page.locator(".turn").count() == 2


def test_a_restart_loses_neither_articles_nor_conversations(serve: Serve, new_tab: Any, files: Files) -> None:
    tab = new_tab()
    tab.open(serve())
    go_to_articles(tab)
    upload(tab, files("flood.txt", FLOOD))
    wait_for_articles(tab, "पूरा हुआ। जोड़े गए लेख: 1")
    tab.page.get_by_role("tab", name="बातचीत").click()
    asked(tab, "दोबारा चालू होने से पहले?")
    serve.stop()
    tab.open(serve())
    assert "1 लेख" in tab.text(".welcome")
    go_to_articles(tab)
    wait_for_titles(tab, ["तमसापुर में बाढ़ आई"])
    tab.page.get_by_role("tab", name="बातचीत").click()
    unfold(tab, "conversations")
    tab.page.click("#conversation-list label:has-text('दोबारा चालू होने से पहले?')")
    wait_for(tab, "#conversation", "उत्तर 1")
    tab.ask("और कहां?")
    tab.wait_for_answers(2)
