"""The report as one HTML page: figures, pictures, every question. It fetches nothing; every word of an article or a model is escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.plots import groups_plot, latency_plot, risk_coverage_plot
from assistant.evaluation.summary import METRICS

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_PAGE = Path(__file__).parent / "page"

# Figures of the tiles on top, in this order.
HEADLINES = ("hit@3", "correct", "f1", "verbatim", "marked", "evidence_recall", "refused_unanswerable", "kept_answerable")


def report_html(
    metrics: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], baseline: Sequence[Mapping[str, Any]] = (), notes: Sequence[str] = ()
) -> str:
    """The page for metrics.json and rows.jsonl (as dicts). baseline: the rows of the run it is compared with."""
    script = (_PAGE / "report.js").read_text(encoding="utf-8")
    return (
        _templates()
        .get_template("report.html")
        .render(
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            style=(_PAGE / "report.css").read_text(encoding="utf-8"),
            metrics=metrics,
            overall=metrics["overall"],
            comparison=metrics.get("comparison"),
            headlines=HEADLINES,
            metric_groups=METRICS,
            rows=rows,
            places={row["id"]: place for place, row in enumerate(rows, start=1)},
            baseline={row["id"]: row for row in baseline},
            notes=notes,
            plots=_plots(metrics, rows),
        )
    )


def _plots(metrics: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Name → data: address of its SVG."""
    drawn = {"groups": groups_plot({**metrics["by_language"], **metrics["by_type"]})}
    if metrics["risk_coverage"]:
        drawn["risk_coverage"] = risk_coverage_plot(metrics["risk_coverage"])
    timings = [row["prediction"]["timings"] for row in rows if "timings" in row["prediction"]]
    if timings:
        drawn["latency"] = latency_plot(timings)
    return {name: "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode() for name, svg in drawn.items()}


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(_PAGE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(highlight=highlight, figure=_figure)
    return environment


def highlight(text: str, phrases: Sequence[str]) -> Markup:
    """The text, escaped, with each of the phrases in <mark>; the longer one where two meet."""
    from markupsafe import Markup, escape

    sought = sorted({phrase for phrase in phrases if phrase.strip()}, key=len, reverse=True)
    if not sought:
        return escape(text)
    parts = re.split("(" + "|".join(map(re.escape, sought)) + ")", text)
    return Markup("").join(Markup("<mark>{}</mark>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts))


def _figure(name: str, value: float) -> str:
    """A metric's value as people read it: shares in percent, lengths as they are."""
    return f"{value:.1f}" if name == "answer_words" else f"{100 * value:.1f} %"
