"""Whatever anybody wrote is only text in the report."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from report_pages import HOSTILE, PAGE, Page, earlier, harmless, hostile, page, rows


def structure(of: Page) -> list[tuple[str, list[str]]]:
    return [(tag, sorted(attributes)) for tag, attributes in of.tags]


@pytest.fixture(scope="module")
def attacked() -> Page:
    return page(rows(hostile), hostile, earlier(hostile), [hostile("note")])[1]


def test_hostile_words_change_nothing_of_the_page_but_its_text(attacked: Page) -> None:
    assert structure(attacked) == structure(page(rows(), harmless, earlier(), [harmless("note")])[1])


def test_nothing_in_the_page_runs_or_is_fetched(attacked: Page) -> None:
    assert {tag for tag, _ in attacked.tags}.isdisjoint({"svg", "iframe", "object", "embed", "link", "base"})
    assert not [name for _, attributes in attacked.tags for name in attributes if name.startswith("on") or name in ("style", "srcset", "action")]
    assert all((attributes["src"] or "").startswith("data:image/svg+xml;base64,") for attributes in attacked.all("img"))
    assert {attributes.get("src") for attributes in attacked.all("script")} == {None}
    assert all(re.fullmatch(r"#q-\d+", attributes["href"] or "") for attributes in attacked.all("a"))


@pytest.mark.parametrize(
    "place",
    [
        *("right", "right question", "answer", "quote", "title", "publisher", "published", "article", "short", "retrieved", "refusal", "error"),
        *("gold", "must", "or", "evidence", "earlier", "note", "llm", "file"),
        *("baseline answer", "other answer", "baseline error", "baseline refusal"),
    ],
)
def test_hostile_words_are_shown_as_they_are(attacked: Page, place: str) -> None:
    assert hostile(place) in attacked.text


def test_templates_in_words_are_not_filled_in(attacked: Page) -> None:
    assert "49" not in attacked.text
    assert "{{7*7}}" in attacked.text


def test_a_hostile_outcome_of_a_baseline_is_no_tag() -> None:
    before = earlier()
    before[0]["outcome"] = f'"><{HOSTILE}'
    before[1]["outcome"] = "no such outcome"
    html, parsed = page(rows(), baseline=before)
    assert "<script>alert" not in html
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]


def test_only_the_pages_own_script_may_run(attacked: Page) -> None:
    (script,) = attacked.scripts
    assert script == (PAGE / "report.js").read_text("utf-8")
    (policy,) = [attributes["content"] for attributes in attacked.all("meta") if attributes.get("http-equiv") == "Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy == f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    names = [tag for tag, _ in attacked.tags]
    assert names.index("meta") < names.index("style") < names.index("script")


def test_the_pages_own_files_name_no_address() -> None:
    for path in PAGE.iterdir():
        text = path.read_text("utf-8")
        assert not re.search(r"https?:|url\(|@import|(?<![:/])//[a-z]", text), path.name
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", (PAGE / "report.js").read_text("utf-8"))
