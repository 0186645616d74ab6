"""RESULTS.md: one section a benchmark, each with the machine, the date and the commit it was measured on."""

from __future__ import annotations

import platform
import re
import subprocess
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "data" / "articles"
DEMO = ROOT / "data" / "questions" / "demo.jsonl"
RESULTS = Path(__file__).with_name("RESULTS.md")
_BEGINNING = "# Benchmarks\n\nThe machine is shared: read the ratios, not the seconds.\n"


def publish(title: str, command: str, body: str, write: bool) -> None:
    """Print a section, and with `write` put it into RESULTS.md in the place of the one with this title."""
    section = f"## {title}\n\n{measured_by(command)}\n\n{body.strip()}\n"
    print(section)
    if write:
        RESULTS.write_text(_replaced(RESULTS.read_text("utf-8") if RESULTS.exists() else _BEGINNING, title, section), "utf-8")


def measured_by(command: str) -> str:
    """When, on what and on which commit, for the reader of a table."""
    return f"{date.today()}, {_processor()}, commit {_commit()}, `{command}`"


def _replaced(results: str, title: str, section: str) -> str:
    beginning, *others = re.split(r"(?m)^(?=## )", results)
    sections = {other.splitlines()[0]: other.strip() + "\n" for other in others}
    return "\n".join([beginning.strip() + "\n", *(sections | {f"## {title}": section}).values()])


def rows_table(rows: list[tuple[str, str]]) -> str:
    return "\n".join(["| what | figure |", "|---|---|", *(f"| {what} | {figure} |" for what, figure in rows)])


def _commit() -> str:
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    if Path("/proc/cpuinfo").exists():
        names = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        if names:
            return f"{names[0]}, {len(names)} cores"
    return platform.processor() or platform.machine()
