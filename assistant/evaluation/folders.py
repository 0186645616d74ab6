"""Where reports lie: one folder a run, below the reports folder, named after its question file."""

from __future__ import annotations

from itertools import count
from pathlib import Path

_REPORT = "report.html"


def report_folder(reports: Path, questions: Path) -> Path:
    """The folder of an interrupted run of this file, or the next new one ("demo", "demo-2", …): a finished report is never written over."""
    for number in count(1):
        folder = reports / (questions.stem if number == 1 else f"{questions.stem}-{number}")
        if not (folder / _REPORT).exists():
            return folder
    raise AssertionError("count ends")


def finished_reports(reports: Path) -> list[str]:
    """Names of the folders that hold a report, newest first."""
    found = [path.parent for path in reports.glob(f"*/{_REPORT}")]
    return [folder.name for folder in sorted(found, key=lambda folder: -(folder / _REPORT).stat().st_mtime)]
