from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evaluation.folders import finished_reports, report_folder


@pytest.fixture
def with_report() -> Callable[[Path, int], Path]:
    def make(folder: Path, second: int) -> Path:
        folder.mkdir(parents=True)
        (folder / "report.html").write_text("", encoding="utf-8")
        os.utime(folder / "report.html", (second, second))
        return folder

    return make


def test_a_finished_report_is_never_written_over(tmp_path: Path, with_report: Callable[[Path, int], Path]) -> None:
    questions = tmp_path / "my.news.jsonl"
    for number, name in enumerate(("my.news", "my.news-2", "my.news-3")):
        assert report_folder(tmp_path, questions) == tmp_path / name
        with_report(tmp_path / name, number)


def test_an_interrupted_runs_folder_is_taken_again(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "predictions.jsonl.part").touch()
    assert report_folder(tmp_path, Path("demo.jsonl")) == tmp_path / "demo"


def test_reports_are_listed_newest_first(tmp_path: Path, with_report: Callable[[Path, int], Path]) -> None:
    for name, second in (("old", 1), ("newest", 3), ("middle", 2)):
        with_report(tmp_path / name, second)
    (tmp_path / "unfinished").mkdir()
    assert finished_reports(tmp_path) == ["newest", "middle", "old"]
    assert finished_reports(tmp_path / "none") == []
