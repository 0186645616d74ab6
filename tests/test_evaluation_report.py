"""What the report's page says."""

from __future__ import annotations

import pytest
from report_pages import ARRIVED, answered, earlier, failed, harmless, page, question, refused, row, rows

from assistant.evaluation.questions import Question
from assistant.evaluation.report import highlight
from assistant.evaluation.run import row_json
from assistant.evaluation.score import Row, score_row
from assistant.evaluation.summary import summarize


def test_every_question_has_its_row_with_what_the_filters_need() -> None:
    found = page(rows())[1].all("details")
    assert [attributes["id"] for attributes in found] == ["q-1", "q-2", "q-3", "q-4"]
    assert [attributes["data-outcome"] for attributes in found] == ["right", "wrong", "refused_rightly", "error"]
    assert [attributes["data-type"] for attributes in found] == ["fact", "fact", "unanswerable", "fact"]
    assert {attributes["data-lang"] for attributes in found} == {"hi"}


def test_quote_and_short_answer_are_highlighted_in_the_answer() -> None:
    asked = question("q", answers=("शुक्रवार",), must_include=())
    said = answered(asked, answer=f"“{ARRIVED}” [1]", short_answer="शुक्रवार")
    said["citations"][0]["quote"] = ARRIVED
    html, _ = page([score_row(asked, said, (), {})])
    assert f"“<mark>{ARRIVED}</mark>” [1]" in html
    assert "</b> लावरोव <mark>शुक्रवार</mark> को पहुंचे।<footer>" in html


@pytest.mark.parametrize(
    ("text", "phrases", "html"),
    [
        ("लावरोव शुक्रवार को पहुंचे।", ["शुक्रवार"], "लावरोव <mark>शुक्रवार</mark> को पहुंचे।"),
        ("a < b & c", ["< b"], "a <mark>&lt; b</mark> &amp; c"),
        ("one two two", ["two", "one two"], "<mark>one two</mark> <mark>two</mark>"),
        ("1+1 (x)", ["(x)", "+"], "1<mark>+</mark>1 <mark>(x)</mark>"),
        ("<b>", [], "&lt;b&gt;"),
        ("<b>", ["", " "], "&lt;b&gt;"),
        ("", ["x"], ""),
    ],
)
def test_phrases_are_marked_and_all_else_escaped(text: str, phrases: list[str], html: str) -> None:
    assert str(highlight(text, phrases)) == html


def test_a_failure_is_shown_with_its_reason() -> None:
    html, _ = page([failed("q", lambda place: f"Traceback\n  {place}")])
    assert '<pre class="failure">Traceback\n  error</pre>' in html


def test_what_got_better_and_worse_is_listed_with_the_earlier_answer() -> None:
    html, parsed = page(rows(), baseline=earlier())
    better, worse = html.index("Got better"), html.index("Got worse")
    lines = [f'<a href="#q-{n}">{harmless(name)}</a> {harmless(f"{name} question")}' for n, name in ((1, "right"), (3, "refused"), (2, "wrong"))]
    places = [html.index(line) for line in lines]
    assert better < places[0] < places[1] < worse < places[2]
    assert [attributes["data-moved"].split() for attributes in parsed.all("details") if attributes["data-moved"]] == [
        ["better", "changed"],
        ["worse", "changed"],
        ["better", "changed"],
        ["changed"],
    ]
    assert all(harmless(said) in parsed.text for said in ("baseline answer", "other answer", "baseline error", "baseline refusal"))
    assert parsed.text.count("Earlier answer") == 4


def test_only_the_questions_of_both_runs_are_compared() -> None:
    other = row_json(row("elsewhere")) | {"outcome": "wrong"}
    _, parsed = page(rows(), baseline=[*earlier()[:1], other])
    assert "only in this run" in parsed.text
    assert harmless("elsewhere question") not in parsed.text


def test_the_figures_are_those_of_the_metrics() -> None:
    of = rows()
    overall = summarize(of)["overall"]
    _, parsed = page(of)
    figures = overall["metrics"]["correct"]
    assert f"{100 * figures['value']:.1f} %{100 * figures['low']:.1f} % – {100 * figures['high']:.1f} % · n {figures['n']}" in parsed.text
    assert f"{overall['auroc']['value']:.3f}" in parsed.text
    assert "1.50 sp95 1.50 s · n 3" in parsed.text


def test_the_page_is_in_both_languages() -> None:
    _, parsed = page(rows(), baseline=earlier())
    spans = [attributes.get("lang") for attributes in parsed.all("span") if attributes.get("class") == "t"]
    assert spans.count("en") == spans.count("hi") > 20


def test_the_same_run_gives_the_same_page() -> None:
    assert page(rows(), baseline=earlier())[0] == page(rows(), baseline=earlier())[0]


@pytest.mark.parametrize(
    ("of", "drawn"),
    [
        ([row("q")], 3),
        ([failed("q")], 1),
        ([failed("q"), failed("r")], 1),
        ([refused("q")], 2),
        ([row("q", confidence=None)], 2),
        ([row("q", timings=dict.fromkeys(("search", "evidence", "first_token", "total")))], 3),
        ([score_row(Question("q", "क्या?", "hi"), answered(question("q")), (), {})], 2),
    ],
    ids=["one question", "one failure", "all failed", "all refused", "no confidence", "no times", "no gold"],
)
def test_a_page_of_little_is_still_a_page(of: list[Row], drawn: int) -> None:
    html, parsed = page(of)
    assert len(parsed.all("img")) == drawn
    assert len(parsed.all("details")) == len(of)
    assert html.rstrip().endswith("</html>")
