"""Reports of made-up runs, harmless and hostile, and what a browser would read in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import assistant.evaluation
from assistant.evaluation.compare import compare
from assistant.evaluation.questions import Question
from assistant.evaluation.report import report_html
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
