"""One tour of everything that the page offers: what it asked for stands in shots/requests.txt, and none of it was asked of anybody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.browser.articles_tab import FLOOD, Serve, go_to_articles, serve, upload
from tests.browser.articles_tab import wait_for as wait_for_articles
from tests.browser.scripted_server import METRO, TEXTS
from tests.browser.test_conversations import open_tab, unfold, wait_for

__all__ = ["serve"]


def test_a_full_tour_asks_nobody_but_this_machine(serve: Serve, new_tab: Any, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for name in ("flood.txt", "flood-copy.txt", "flood-later.txt", "metro.txt"):
        (own / name).write_text(TEXTS[name], encoding="utf-8")
    tab = new_tab()
    tab.open(serve(own))
    chat(tab)
    conversations(tab, tmp_path)
    articles(tab, tmp_path)
    evaluation(tab, tmp_path)
    settings(tab)
    tab.requested_nothing_elsewhere()
    tab.list_requests("requests")
    listed = (Path(__file__).parent / "shots" / "requests.txt").read_text("utf-8")
    assert "GET …/noto-sans-devanagari.woff2" in listed.replace("/gradio_api/file=", "")
    assert "POST /gradio_api/upload" in listed


def chat(tab: Any) -> None:
    tab.ask("बाढ़ में कितने लोग मारे गए?")
    tab.wait_for_answers(1)
    tab.page.hover("#conversation a.mark")
    tab.page.click("#conversation a.mark")
    tab.wait_for("#quoted")
    tab.page.keyboard.press("Escape")
    tab.ask("When did the Blue Line open?")
    tab.wait_for_answers(2)
    tab.page.click("#proof .proof .read >> nth=0")
    tab.page.wait_for_function("text => document.querySelector('#quoted')?.textContent === text", arg=METRO)
    tab.page.keyboard.press("Escape")
    tab.ask("और कहां?")
    tab.wait_for_answers(3)
    tab.page.click(".turn:last-child .verdict >> nth=0")
    tab.page.fill(".turn:last-child .reason input", "ठीक है")
    tab.page.keyboard.press("Enter")
    tab.page.click(".turn:last-child .copy")
    tab.ask("slow मतलब देर से?")
    tab.wait_for(".stage.writing")
    tab.page.click("#stop")
    tab.wait_for(".status.stopped")
    tab.page.click("#edit")
    tab.page.wait_for_function("document.querySelectorAll('.turn').length === 3")
    tab.page.click("#retry")
    tab.wait_for_answers(3)
    tab.page.wait_for_selector(".suggestion")
    tab.page.click(".suggestion >> nth=0")
    tab.wait_for_answers(4)


def conversations(tab: Any, folder: Path) -> None:
    for part in ("conversations", "conversation-limits", "conversation-exports"):
        unfold(tab, part)
    tab.page.fill("#conversation-title :is(input, textarea)", "बाढ़ पर बातचीत")
    tab.page.click("#rename-conversation")
    wait_for(tab, "#conversation-list", "बाढ़ पर बातचीत")
    tab.page.fill("#limit-since :is(input, textarea)", "2025-08")
    tab.page.click("#apply-limits")
    wait_for(tab, "#limited-to", "2025-08-01")
    for form in ("markdown", "html", "json"):
        with tab.page.expect_download() as download:
            tab.page.click(f"#export-{form}")
        download.value.save_as(folder / f"kept.{form}")
    tab.page.evaluate("window.print = () => {}")
    tab.page.click("#export-print")
    tab.page.wait_for_selector("iframe.printed", state="attached")
    tab.page.click("#delete-conversation")
    tab.page.wait_for_selector("#undo-delete")
    tab.page.click("#undo-delete")
    wait_for(tab, "#conversation-list", "बाढ़ पर बातचीत")
    tab.page.set_input_files("#conversation-exports input[type=file]", str(folder / "kept.json"))
    wait_for(tab, "#conversation-message", "बातचीत जुड़ गई")
    tab.page.click("#new-conversation")
    tab.wait_for(".welcome")


def articles(tab: Any, folder: Path) -> None:
    good, bad = folder / "नई.txt", folder / "bad.pdf"
    good.write_text(FLOOD, encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4\n")
    go_to_articles(tab)
    upload(tab, good, bad)
    wait_for_articles(tab, "पूरा हुआ। जोड़े गए लेख: 1")
    tab.page.wait_for_selector("#adding-progress .told.refused")
    tab.page.click("#paste button")
    tab.page.fill("#paste-text textarea", "मंडी में प्याज का भाव 2,150 रुपये रहा। किसान परेशान हैं।")
    tab.page.fill("#paste-title :is(input, textarea)", "प्याज के दाम गिरे")
    tab.page.click("#paste-add")
    wait_for_articles(tab, "प्याज के दाम गिरे", "#article-list")
    tab.page.fill("#search-articles :is(input, textarea)", "प्याज")
    tab.page.wait_for_function("document.querySelectorAll('#article-list [data-view]').length === 1")
    tab.page.click("#article-list [data-view]")
    tab.page.wait_for_selector("#article-view .sentence")
    tab.page.check("#article-list input[name=every]")
    tab.page.click("#article-list [data-remove]")
    wait_for_articles(tab, "हटाए गए लेख: 1", "#article-said")
    tab.page.click("#undo-removal")
    wait_for_articles(tab, "वापस लाए गए लेख: 1", "#article-said")


def evaluation(tab: Any, folder: Path) -> None:
    file = folder / "mine.jsonl"
    file.write_text(json.dumps({"id": "q", "question": "बाढ़ कब आई?", "answers": ["उत्तर 1"]}) + "\n", encoding="utf-8")
    open_tab(tab, "मूल्यांकन")
    tab.page.set_input_files("#question-file input[type=file]", str(file))
    tab.page.wait_for_selector("#question-file :text('mine')")
    tab.page.click("#evaluate")
    wait_for(tab, "#evaluation-progress", "पूरा हुआ")
    tab.page.frame_locator("iframe.report").locator(".row").first.wait_for(state="attached", timeout=30_000)


def settings(tab: Any) -> None:
    open_tab(tab, "सेटिंग")
    wait_for(tab, "#settings-models", "Qwen2.5-Coder-1.5B")
    tab.page.fill("#strictness input[type=number]", "0.6")
    tab.page.click("#apply-answers")
    wait_for(tab, "#settings-message", "अगले प्रश्न से लागू")
    tab.page.click("#brightness label:has-text('गहरा')")
    tab.page.wait_for_selector("body.dark")
    tab.page.get_by_role("tab", name="सेटिंग").wait_for(timeout=10_000)
    open_tab(tab, "सेटिंग")
    tab.page.click("#page-language label:has-text('English')")
    tab.page.get_by_role("tab", name="Settings").wait_for(timeout=10_000)
