"""Two runs over the same questions: what got better, what got worse, and which differences are beyond noise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import AssistantFailure
from assistant.evaluation.intervals import paired_difference
from assistant.evaluation.score import RIGHT, WRONG
from assistant.evaluation.summary import METRICS, STAGES

RowJson = Mapping[str, Any]


def load_rows(report: Path) -> list[RowJson]:
    """rows.jsonl of a report folder. Raises AssistantFailure when it isn't one."""
    path = report / "rows.jsonl" if report.is_dir() else report
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        if not rows:
            raise ValueError("it is empty")
        for row in rows:
            _ = row["id"], row["outcome"], sum(row["scores"].values()), row["gold"]["question"], row["prediction"].items()
    except FileNotFoundError:
        raise AssistantFailure(
            f"'{report}' is no report to compare with: it holds no rows.jsonl. Name the --report folder of an earlier run."
        ) from None
    except KeyError as error:
        raise AssistantFailure(f"'{path}' can't be compared with: a row has no field {error}. Name the --report folder of an earlier run.") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise AssistantFailure(f"'{path}' can't be compared with: {error}. Name the --report folder of an earlier run.") from error
    return rows


def compare(ours: Sequence[RowJson], theirs: Sequence[RowJson], seed: int = 0) -> dict[str, Any]:
    """{questions, only_here, only_there, better, worse, changed, differences, latency} over the questions that both runs were asked.

    differences: metric → {here, there, value (here - there), low, high, n, beyond_noise} by paired bootstrap; better and worse: ids whose
    outcome went from wrong to right and from right to wrong; changed: ids with another answer.
    """
    there = {row["id"]: row for row in theirs}
    pairs = [(row, there[row["id"]]) for row in ours if row["id"] in there and _asked(row) == _asked(there[row["id"]])]
    return {
        "questions": len(pairs),
        "only_here": len(ours) - len(pairs),
        "only_there": len(theirs) - len(pairs),
        "better": [row["id"] for row, other in pairs if row["outcome"] in RIGHT and other["outcome"] in WRONG],
        "worse": [row["id"] for row, other in pairs if row["outcome"] in WRONG and other["outcome"] in RIGHT],
        "changed": [row["id"] for row, other in pairs if row["prediction"].get("answer") != other["prediction"].get("answer")],
        "differences": _differences(pairs, seed),
        "latency": _waits(pairs, seed),
    }


def _asked(row: RowJson) -> tuple[str, list[str]]:
    return row["gold"]["question"], list(row["gold"].get("history", ()))


def _differences(pairs: Sequence[tuple[RowJson, RowJson]], seed: int) -> dict[str, Any]:
    names = [name for group in METRICS.values() for name in group]
    both = {
        name: [(row["scores"][name], other["scores"][name]) for row, other in pairs if name in row["scores"] and name in other["scores"]]
        for name in names
    }
    return {name: _difference(values, seed) for name, values in both.items() if values}


def _waits(pairs: Sequence[tuple[RowJson, RowJson]], seed: int) -> dict[str, Any]:
    """Seconds of each stage that both answers reached."""
    waits = [(row["prediction"].get("timings", {}), other["prediction"].get("timings", {})) for row, other in pairs]
    both = {stage: [(a[stage], b[stage]) for a, b in waits if a.get(stage) is not None and b.get(stage) is not None] for stage in STAGES}
    return {stage: _difference(values, seed) for stage, values in both.items() if values}


def _difference(values: Sequence[tuple[float, float]], seed: int) -> dict[str, Any]:
    here, there = [a for a, _ in values], [b for _, b in values]
    estimate = paired_difference(here, there, seed)
    return {"here": sum(here) / len(here), "there": sum(there) / len(there), **asdict(estimate), "beyond_noise": estimate.beyond_noise}
