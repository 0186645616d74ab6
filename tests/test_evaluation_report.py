from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import assistant.evaluation
from assistant.evaluation.compare import compare
from assistant.evaluation.plots import groups_plot, latency_plot, reliability_plot, risk_coverage_plot
from assistant.evaluation.questions import Question
from assistant.evaluation.report import highlight, report_html
from assistant.evaluation.run import row_json
from assistant.evaluation.score import Row, score_row
from assistant.evaluation.summary import summarize

PAGE = Path(assistant.evaluation.__file__).parent / "page"
ARRIVED = "लावरोव शुक्रवार को पहुंचे।"
HOSTILE = (
    "<script>alert(1)</script><img src=http://evil.example/x.png onerror=alert(1)><a href='javascript:alert(1)'>x</a></script></style></title>"
    "<svg/onload=alert(1)><iframe src=//evil.example></iframe>\" onmouseover=\"alert(1) ' onfocus='x {{7*7}} {% raw %} ${7*7} &lt;b&gt; --> ]]>\u202e\x1b[31m"
)
Words = Callable[[str], str]


def harmless(place: str) -> str:
    return f"{place} शब्द"


def hostile(place: str) -> str:
    return f"{place} {HOSTILE}"


class Page(HTMLParser):
    """The tags with their attributes, the text outside scripts and styles, and the scripts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def answered(question: Question, words: Words = harmless, **changes: Any) -> dict[str, Any]:
    """An answer that cites one article and quotes it."""
    quote = words("quote")
    cited = {
        "n": 1,
        "article": words("article"),
        "title": words("title"),
        "publisher": words("publisher"),
        "published": words("published"),
        "start": 0,
        "end": len(quote),
        "quote": quote,
    }
    return {
        "id": question.id,
        "question": question.question,
        "language": "hi",
        "answer": f"{words('answer')} “{quote}” [1]",
        "short_answer": words("short"),
        "abstained": False,
        "status": "answered",
        "citations": [cited],
        "disagreements": [],
        "retrieved": [{"article": words("retrieved"), "start": 0, "end": 9, "score": 1.0}],
        "confidence": 0.75,
        "timings": {"search": 0.0, "evidence": 0.012, "first_token": 1.5, "total": 3.25},
    } | changes


def question(name: str, words: Words = harmless, **changes: Any) -> Question:
    about: dict[str, Any] = {
        "lang": "hi",
        "answers": (words("gold"),),
        "must_include": ((words("must"), words("or")),),
        "docs": (words("article"),),
        "evidence": (f"{words('evidence')} {words('gold')}",),
        "history": (words("earlier"),),
    }
    return Question(words(name), words(f"{name} question"), **(about | changes))


def refused(name: str, words: Words = harmless) -> Row:
    asked = Question(words(name), words(f"{name} question"), "hi", "unanswerable")
    said = answered(asked, words, answer=words("refusal"), short_answer=None, abstained=True, status="not_found", citations=[], confidence=0.1)
    return score_row(asked, said, (), {})


def row(name: str, words: Words = harmless, **changes: Any) -> Row:
    asked = question(name, words)
    return score_row(asked, answered(asked, words, **changes), (), {})


def failed(name: str, words: Words = harmless) -> Row:
    asked = question(name, words)
    return score_row(asked, {"id": asked.id, "question": asked.question, "error": words("error")}, (), {})


def rows(words: Words = harmless) -> list[Row]:
    """A right answer, a wrong one, a refusal, a failure."""
    return [
        row("right", words, answer=f"{words('must')} {words('quote')} [1]"),
        row("wrong", words),
        refused("refused", words),
        failed("failed", words),
    ]


def page(
    of: Sequence[Row], words: Words = harmless, baseline: Sequence[Mapping[str, Any]] = (), notes: Sequence[str] = (), **run: Any
) -> tuple[str, Page]:
    """(the report's HTML, the same parsed)."""
    shown = json.loads(json.dumps([row_json(one) for one in of]))  # as rows.jsonl gives them
    about = {"questions": words("file") + ".jsonl", "articles": 3, "llm": words("llm"), "sample": None, "questions_sha256": "0" * 64} | run
    metrics = {"run": about, **summarize(of)} | ({"comparison": compare(shown, baseline)} if baseline else {})
    html = report_html(json.loads(json.dumps(metrics)), shown, baseline, notes)
    return html, Page(html)


def earlier(words: Words = harmless) -> list[dict[str, Any]]:
    """An earlier run of the same questions: the right one was wrong, the wrong one right, the failed one refused, one failed otherwise."""
    before = [row_json(one) for one in rows(words)]
    before[0] |= {"outcome": "wrong", "prediction": before[0]["prediction"] | {"answer": words("baseline answer")}}
    before[1] |= {"outcome": "right", "prediction": before[1]["prediction"] | {"answer": words("other answer")}}
    before[2] |= {"outcome": "error", "prediction": {"id": before[2]["id"], "question": "", "error": words("baseline error")}}
    before[3] |= {"outcome": "refused_wrongly", "prediction": answered(question("failed", words), words, answer=words("baseline refusal"))}
    return before


# Whatever anybody wrote is only text


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


# What the page says


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


# Pictures

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
