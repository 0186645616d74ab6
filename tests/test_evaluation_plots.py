"""The report's pictures."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from report_pages import failed, refused, row

from assistant.evaluation.plots import groups_plot, latency_plot, reliability_plot, risk_coverage_plot
from assistant.evaluation.summary import summarize

GROUPS = summarize([row("right"), refused("refused")])["by_type"]
TIMES: list[dict[str, float | None]] = [
    {"search": 0.0, "evidence": 0.02, "first_token": 1.5, "total": 3.0},
    {"search": 0.01, "evidence": None, "first_token": None, "total": 0.02},
]
DRAWINGS: dict[str, Callable[[], str]] = {
    "risk_coverage": lambda: risk_coverage_plot([(0.2, 0.0), (0.4, 0.5), (0.8, 0.25)]),
    "one_point": lambda: risk_coverage_plot([(1.0, 1.0)]),
    "latency": lambda: latency_plot(TIMES),
    "one_time": lambda: latency_plot(TIMES[:1]),
    "no_time": lambda: latency_plot([dict.fromkeys(TIMES[0])]),
    "no_times": lambda: latency_plot([]),
    "groups": lambda: groups_plot(GROUPS),
    "reliability": lambda: reliability_plot([(0.1, 0.05, 20), (0.9, 1.0, 3)]),
    "one_bin": lambda: reliability_plot([(0.5, 0.0, 1)]),
    "nothing_judged": lambda: groups_plot(summarize([failed("q")])["by_type"]),
}


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_a_picture_is_the_same_twice_and_needs_nothing_else(draw: Callable[[], str]) -> None:
    svg = draw()
    assert svg == draw()
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("}svg")
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names.isdisjoint({"script", "image", "foreignObject"})
    links = [value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")]
    assert all(link.startswith("#") for link in links)


def texts_of(svg: str) -> list[str]:
    return [(element.text or "").strip() for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("}text")]


def test_pictures_say_what_they_show() -> None:
    assert {"fact (1)", "unanswerable (1)", "answered rightly", "refused rightly"} <= set(texts_of(DRAWINGS["groups"]()))
    assert {"search", "evidence", "first token", "total", "share of answers"} <= set(texts_of(DRAWINGS["latency"]()))
    assert {"this run", "coverage: share of questions answered"} <= set(texts_of(DRAWINGS["risk_coverage"]()))


def test_a_stage_that_no_answer_reached_is_not_in_the_picture() -> None:
    assert "first token" not in texts_of(latency_plot(TIMES[1:]))
