from __future__ import annotations

import asyncio
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import gradio as gr
import pytest
from small_evaluation import IDS, ROWS, TEXT, asked, assembly, json_lines, write_rows

import assistant.page.evaluate_tab
from assistant.assemble import Assembly
from assistant.evaluation.questions import load_questions
from assistant.page.evaluate_tab import EvaluateTab, Shown, framed
from assistant.page.words import INTERFACE, PROGRESS

__all__ = ["assembly"]
pytestmark = pytest.mark.usefixtures("own_settings", "unplotted")
HOSTILE = "<img src=x onerror=alert(1)>\"'></iframe><script>alert(1)</script>"


@pytest.fixture
def tab(assembly: Assembly) -> EvaluateTab:
    return EvaluateTab(assembly)


@pytest.fixture
def questions(tmp_path: Path) -> str:
    return str(write_rows(tmp_path / "small.jsonl"))


def said(progress: str) -> str:
    """The stage that the progress shows."""
    (stage,) = [name for name, (english, hindi) in PROGRESS.items() if english in progress and hindi in progress]
    return stage


def stages(shown: list[Shown]) -> list[str]:
    return [said(progress) for progress, _, _ in shown]


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Tags().feed(html)
    return found


def test_the_progress_rises_to_a_framed_report_and_its_files(tab: EvaluateTab, questions: str, tmp_path: Path) -> None:
    shown = list(tab.run(questions, 0, "", "s"))
    assert stages(shown) == ["loading", *["asking"] * 5, "finished"]
    assert [f'<progress max="5" value="{done}"' in progress for done, (progress, _, _) in enumerate(shown[1:-1], start=1)] == [True] * 5
    assert [text in progress for text, (progress, _, _) in zip(TEXT.values(), shown[1:-1], strict=True)] == [True] * 5
    assert all((report, files) == ("", None) for _, report, files in shown[:-1])
    progress, report, files = shown[-1]
    folder = tmp_path / "reports" / "small"
    assert str(folder) in progress
    ((tag, attributes),) = tags(report)
    assert (tag, attributes["sandbox"]) == ("iframe", "allow-scripts")
    assert attributes["srcdoc"] == (folder / "report.html").read_text("utf-8")
    assert "src" not in attributes
    assert files == [str(folder / name) for name in ("report.html", "metrics.json", "rows.jsonl", "predictions.jsonl")]
    assert all(Path(file).is_file() for file in files)


def test_a_hostile_page_stays_in_its_frame() -> None:
    ((tag, attributes),) = tags(framed(HOSTILE))
    assert (tag, attributes["srcdoc"]) == ("iframe", HOSTILE)
    assert framed(HOSTILE).count("<") == 2  # the frame's own two tags


def test_a_hostile_question_is_text_in_the_progress(tab: EvaluateTab, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "q.jsonl", [{"id": HOSTILE, "question": f"कब? {HOSTILE}"}])
    for progress, report, _ in tab.run(str(path), None, None, "s"):
        assert {tag for tag, _ in tags(progress)} <= {"div", "p", "span", "progress"}
        assert {tag for tag, _ in tags(report)} <= {"iframe"}


def test_without_a_file_one_is_asked_for(tab: EvaluateTab, assembly: Assembly) -> None:
    for nothing in (None, ""):
        assert stages(list(tab.run(nothing, 0, None, "s"))) == ["choose_file"]
    assert not assembly.settings.reports.exists()


@pytest.mark.parametrize("none", [0, 0.0, None])
def test_a_sample_of_zero_is_all(tab: EvaluateTab, questions: str, none: float | None, tmp_path: Path) -> None:
    list(tab.run(questions, none, None, "s"))
    assert [row["id"] for row in json_lines(tmp_path / "reports" / "small" / "rows.jsonl")] == IDS


def test_a_sample_is_some(tab: EvaluateTab, questions: str, tmp_path: Path) -> None:
    list(tab.run(questions, 2.0, None, "s"))
    assert len(json_lines(tmp_path / "reports" / "small" / "rows.jsonl")) == 2


def test_an_earlier_report_is_compared_with(tab: EvaluateTab, questions: str, tmp_path: Path) -> None:
    list(tab.run(questions, 0, "", "s"))
    list(tab.run(questions, 0, "small", "s"))
    assert "Compared with the earlier run" in (tmp_path / "reports" / "small-2" / "report.html").read_text("utf-8")


def test_a_baseline_outside_the_reports_is_not_read(tab: EvaluateTab, questions: str, tmp_path: Path) -> None:
    list(tab.run(questions, 0, "", "s"))
    (tmp_path / "reports" / "small").rename(tmp_path / "elsewhere")
    assert stages(list(tab.run(questions, 0, "../elsewhere", "s")))[-1] == "finished"
    assert "Compared with the earlier run" not in (tmp_path / "reports" / "small" / "report.html").read_text("utf-8")


# Failures


def test_a_file_that_is_wrong_is_an_alert(tab: EvaluateTab, tmp_path: Path, assembly: Assembly) -> None:
    path = write_rows(tmp_path / "bad.jsonl", [ROWS[0], {"id": "x", "question": HOSTILE, "type": HOSTILE}])
    ((alert, report, files),) = list(tab.run(str(path), 0, "", "s"))
    assert (report, files) == ("", None)
    assert [(tag, attributes.get("role"), attributes.get("lang")) for tag, attributes in tags(alert)] == [
        ("p", "alert", None),
        ("span", None, "hi"),
        ("span", None, "en"),
    ]
    assert "प्रश्नों की फ़ाइल नहीं पढ़ी जा सकी।" in alert
    assert "bad.jsonl, line 2, field &#x27;type&#x27;" in alert
    assert "&lt;img" in alert
    assert asked(assembly) == []


def test_a_model_that_is_missing_is_an_alert(tab: EvaluateTab, questions: str, assembly: Assembly) -> None:
    for part in ("embedder", "chat_model"):
        del assembly.made[part]
    shown = list(tab.run(questions, 0, "", "s"))
    assert said(shown[0][0]) == "loading"
    assert 'role="alert"' in shown[-1][0]
    assert "pramaan models pull" in shown[-1][0]


def test_a_negative_sample_is_an_alert(tab: EvaluateTab, questions: str) -> None:
    ((alert, _, _),) = list(tab.run(questions, -3, "", "s"))
    assert "A sample of -3 questions" in alert


def test_after_a_failure_the_session_can_run_again(tab: EvaluateTab, questions: str, tmp_path: Path) -> None:
    list(tab.run(str(tmp_path / "none.jsonl"), 0, "", "s"))
    assert stages(list(tab.run(questions, 0, "", "s")))[-1] == "finished"


# Cancelling


def step_to(shown: Iterator[Shown], stage: str, count: int = 1) -> None:
    seen = 0
    while seen < count:
        seen += said(next(shown)[0]) == stage


def test_cancelled_it_says_so_and_goes_on_from_there(tab: EvaluateTab, questions: str, assembly: Assembly, tmp_path: Path) -> None:
    running = tab.run(questions, 0, "", "s")
    step_to(running, "asking", 2)
    tab.cancel("s")
    assert stages(list(running)) == ["cancelled"]
    assert not (tmp_path / "reports" / "small" / "report.html").exists()
    asked(assembly).clear()
    assert stages(list(tab.run(questions, 0, "", "s"))) == ["loading", *["asking"] * 3, "finished"]
    assert TEXT["visit"] not in asked(assembly)
    assert [row["id"] for row in json_lines(tmp_path / "reports" / "small" / "rows.jsonl")] == IDS


def test_cancelling_one_session_leaves_the_other_alone(tab: EvaluateTab, questions: str, tmp_path: Path) -> None:
    one, other = tab.run(questions, 0, "", "one"), tab.run(str(write_rows(tmp_path / "other.jsonl")), 0, "", "other")
    for running in (one, other):
        step_to(running, "asking")
    tab.cancel("one")
    assert stages(list(one)) == ["cancelled"]
    assert stages(list(other))[-1] == "finished"


def test_cancelling_when_nothing_runs_is_fine(tab: EvaluateTab, questions: str) -> None:
    tab.cancel("nobody")
    list(tab.run(questions, 0, "", "s"))
    tab.cancel("s")


def test_a_new_run_takes_the_place_of_the_one_that_runs(tab: EvaluateTab, questions: str, tmp_path: Path) -> None:
    first = tab.run(questions, 0, "", "s")
    step_to(first, "asking")
    assert stages(list(tab.run(str(write_rows(tmp_path / "other.jsonl")), 0, "", "s")))[-1] == "finished"
    assert stages(list(first)) == ["cancelled"]


def test_a_closed_browser_stops_the_run(tab: EvaluateTab, questions: str, assembly: Assembly) -> None:
    running = tab.run(questions, 0, "", "s")
    step_to(running, "asking", 2)
    running.close()  # type: ignore[attr-defined]
    assert stages(list(tab.run(questions, 0, "", "another")))[-1] == "finished"
    assert sum(searched == TEXT["visit"] for searched in asked(assembly)) == 1


# What is offered


def test_only_question_sets_whose_articles_are_here_are_offered(tab: EvaluateTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    write_rows(shipped / "small.jsonl")
    write_rows(shipped / "other.jsonl", [*ROWS, {"id": "x", "question": "कब?", "docs": ["lost.txt"]}])
    (shipped / "notes.txt").write_text("not a question set", encoding="utf-8")
    monkeypatch.setattr(assistant.page.evaluate_tab, "_SHIPPED", shipped)
    assert tab.question_files() == [("small", str(shipped / "small.jsonl"))]


def test_the_shipped_question_set_is_found_and_not_for_other_articles(tab: EvaluateTab) -> None:
    assert len(load_questions(assistant.page.evaluate_tab._SHIPPED / "demo.jsonl").questions) == 80
    assert tab.question_files() == []


def test_what_is_chosen_stays_so_while_it_is_there(tab: EvaluateTab, questions: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [("a", "/a.jsonl"), ("b", "/b.jsonl")]
    monkeypatch.setattr(tab, "question_files", lambda: files)
    list(tab.run(questions, 0, "", "s"))
    offered, reports = tab.offered("/b.jsonl")
    assert (offered["choices"], offered["value"], offered["visible"]) == (files, "/b.jsonl", True)
    assert tab.offered("/gone.jsonl")[0]["value"] == tab.offered(None)[0]["value"] == "/a.jsonl"
    assert reports["choices"] == ["", "small"]
    files.clear()
    assert (tab.offered("/a.jsonl")[0]["value"], tab.offered(None)[0]["visible"]) == (None, False)


def test_the_tab_has_its_parts(tab: EvaluateTab) -> None:
    async def build() -> gr.Blocks:
        with gr.Blocks(analytics_enabled=False) as blocks, gr.Tab("evaluate") as opened:
            tab.build(gr.I18n(**INTERFACE), opened)
        return blocks

    blocks = asyncio.run(build())  # outside a running loop gradio makes event loops that it never closes
    parts = {component["props"].get("elem_id"): component["props"] for component in blocks.get_config_file()["components"]}
    assert parts.keys() >= {
        "question-file",
        "shipped-questions",
        "baseline",
        "sample",
        "evaluate",
        "cancel-evaluation",
        "evaluation-report",
        "report-files",
    }
    assert not parts["cancel-evaluation"]["visible"]  # nothing runs
    assert said(parts["evaluation-progress"]["value"]) == "explain"
    blocks.close()
