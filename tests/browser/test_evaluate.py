"""The Evaluate tab over scripted answers: a file is run, watched, cancelled, gone on with, and its report read; nothing in it can run or fetch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.browser.scripted_server import HOSTILE


@pytest.fixture
def tab(url: str, new_tab: Any) -> Any:
    opened = new_tab(locale="hi-IN")
    opened.open(url)
    opened.page.click("button[role=tab]:has-text('मूल्यांकन')")
    opened.page.wait_for_selector("#evaluate", state="visible")
    return opened


def upload(tab: Any, path: Path, questions: Sequence[str]) -> None:
    rows = [{"id": f"q{n}", "question": question, "answers": ["उत्तर 1"], "type": "fact"} for n, question in enumerate(questions)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    tab.page.set_input_files("#question-file input[type=file]", str(path))
    tab.page.wait_for_selector(f"#question-file :text('{path.stem}')")


def wait_for(tab: Any, text: str, selector: str = "#evaluation-progress") -> None:
    tab.page.wait_for_function("([where, text]) => document.querySelector(where).innerText.includes(text)", arg=[selector, text], timeout=30_000)


def test_a_file_is_run_and_its_report_read(tab: Any, tmp_path: Path) -> None:
    upload(tab, tmp_path / "mine.jsonl", ["पहला प्रश्न क्या है?", "hostile question?", "nothing here?"])
    tab.page.click("#evaluate")
    wait_for(tab, "पूरा हुआ")
    tab.page.wait_for_selector("#report-files a")  # the report stands for good once its files are listed
    report = tab.page.frame_locator("iframe.report")
    report.locator("#language").wait_for(state="visible")
    assert report.locator(".row").count() == 3
    # Playwright's locale reaches a sandboxed frame too late for its script: the button chooses.
    if report.locator("h1").inner_text().startswith("Evaluation"):
        report.locator("#language").click()
    assert report.locator("h1").inner_text().startswith("मूल्यांकन")
    report.locator("select[name=outcome]").select_option("refused_wrongly")
    assert report.locator(".row:visible").count() == 1
    report.locator("select[name=outcome]").select_option("")
    report.locator(".row >> nth=1").locator("summary").click()
    report.locator(".row >> nth=1").filter(has_text=HOSTILE[:40]).wait_for(state="visible", timeout=10_000)
    report.get_by_text(HOSTILE[:40]).first.wait_for(state="visible", timeout=10_000)
    tab.shoot("evaluate")
    assert tab.page.locator("#report-files a").count() >= 4
    assert tab.dialogs == []
    tab.requested_nothing_elsewhere()


def test_cancelled_it_goes_on_where_it_stopped(tab: Any, tmp_path: Path) -> None:
    upload(tab, tmp_path / "long.jsonl", ["पहला प्रश्न क्या है?", "slow question?"])
    tab.page.click("#evaluate")
    wait_for(tab, "1 / 2")
    tab.shoot("evaluate-running")
    tab.page.click("#cancel-evaluation")
    wait_for(tab, "रद्द किया गया")
    tab.page.click("#evaluate")
    wait_for(tab, "1 / 2")
    tab.page.click("#cancel-evaluation")
    wait_for(tab, "रद्द किया गया")


def test_a_bad_file_is_told_line_by_line(tab: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a", "question": "क्या?"}\n{"id": "a", "question": "कौन?", "type": "who"}\n', encoding="utf-8")
    tab.page.set_input_files("#question-file input[type=file]", str(bad))
    tab.page.wait_for_selector("#question-file :text('bad')")
    tab.page.click("#evaluate")
    wait_for(tab, "line 2, field 'type'")


def test_without_a_file_it_asks_for_one(tab: Any) -> None:
    tab.page.click("#evaluate")
    wait_for(tab, "पहले प्रश्नों की फ़ाइल चुनिए")
