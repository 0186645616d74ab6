"""The report's pictures, drawn with matplotlib as SVG without its own fonts; the same figures give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.evaluation.summary import STAGES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's colours, told apart by colour-blind readers too.
_BLUE, _ORANGE, _GREEN, _PINK, _GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#64748b"
_STAGE_LOOKS = dict(zip(STAGES, ((_GREY, ":"), (_GREEN, "--"), (_BLUE, "-."), (_ORANGE, "-")), strict=True))


def risk_coverage_plot(curve: Sequence[tuple[float, float]]) -> str:
    """(coverage, risk) as SVG: how many answers would be wrong if fewer were given."""
    figure, axes = _figure(4.6, 3.2)
    axes.plot([x for x, _ in curve], [y for _, y in curve], color=_BLUE, drawstyle="steps-post")
    axes.plot(*curve[-1], "o", color=_ORANGE, label="this run")
    axes.set(xlabel="coverage: share of questions answered", ylabel="risk: share of answers wrong", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend(frameon=False)
    return _svg(figure)


def latency_plot(timings: Sequence[Mapping[str, float | None]]) -> str:
    """For each stage the share of answers that had reached it after so many seconds (log scale)."""
    figure, axes = _figure(4.6, 3.2)
    for stage, (colour, style) in _STAGE_LOOKS.items():
        seconds = sorted(value for taken in timings if (value := taken.get(stage)) is not None)
        if seconds:
            axes.step(
                seconds,
                [(n + 1) / len(timings) for n in range(len(seconds))],
                where="post",
                color=colour,
                linestyle=style,
                label=stage.replace("_", " "),
            )
    axes.set(xscale="log", xlabel="seconds after the question", ylabel="share of answers", ylim=(0, 1.02))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    _legend(axes, loc="lower right")
    return _svg(figure)


def reliability_plot(bins: Sequence[tuple[float, float, int]]) -> str:
    """(mean probability, share that is right, count) of each bin: on the diagonal a probability is what it says."""
    figure, axes = _figure(4.6, 3.6)
    axes.plot((0, 1), (0, 1), color=_GREY, linestyle=":", label="as it says")
    axes.plot([x for x, _, _ in bins], [y for _, y, _ in bins], "o-", color=_BLUE, label="measured, with the number of readings")
    for confidence, right, count in bins:
        axes.annotate(str(count), (confidence, right), xytext=(4, -11), textcoords="offset points", color=_GREY)
    axes.set(xlabel="probability of the best span", ylabel="share of these spans that is right", xlim=(0, 1.04), ylim=(-0.04, 1.04))
    _legend(axes, loc="upper left")
    return _svg(figure)


def groups_plot(groups: Mapping[str, Mapping[str, Any]]) -> str:
    """Groups (languages, types) → right on answerable and right on unanswerable questions with 95 % intervals."""
    figure, axes = _figure(4.6, 0.34 * len(groups) + 1.3)
    for offset, name, colour, shape, label in (
        (-0.13, "correct", _BLUE, "o", "answered rightly"),
        (0.13, "refused_unanswerable", _ORANGE, "s", "refused rightly"),
    ):
        found = [(place + offset, figures["metrics"][name]) for place, figures in enumerate(groups.values()) if name in figures["metrics"]]
        if found:
            values = [estimate["value"] for _, estimate in found]
            below = [estimate["value"] - estimate["low"] for _, estimate in found]
            above = [estimate["high"] - estimate["value"] for _, estimate in found]
            axes.errorbar(values, [place for place, _ in found], xerr=[below, above], fmt=shape, color=colour, capsize=3, markersize=5, label=label)
    axes.set(yticks=range(len(groups)), yticklabels=[f"{name} ({figures['questions']})" for name, figures in groups.items()], xlim=(-0.03, 1.03))
    axes.set_ylim(len(groups) - 0.5, -0.5)  # the first group on top
    _legend(axes, loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2)
    return _svg(figure)


def _legend(axes: Any, **where: Any) -> None:
    if axes.get_legend_handles_labels()[0]:  # without any matplotlib warns
        axes.legend(frameon=False, **where)


def _figure(width: float, height: float) -> tuple[Figure, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.grid(color="#e2e8f0", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    from matplotlib import rc_context

    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "pramaan", "font.size": 9}):
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()
