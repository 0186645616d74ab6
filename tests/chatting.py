"""A chat over a scripted search and writer, and what it showed last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from conftest import ScriptedSearch, ScriptedWriter

from assistant.answering.answer import Answerer
from assistant.page.chat_tab import ChatTab, OnFeedback, Shown
from assistant.reader.state import ReaderState
from index.types import Article

QUESTION = "लावरोव कब पहुंचे?"
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
HOSTILE = "<img src=x onerror=alert(1)>"


def chat(writer: ScriptedWriter, *quotes: str, near: float = 0.9, on_feedback: OnFeedback | None = None) -> ChatTab:
    """A chat whose assembly holds an answerer and the articles that its search finds."""
    quotes = quotes or (ARRIVED,)
    articles = [Article(f"id{n}", f"/a{n}.txt", f"a{n}.txt", f"शीर्षक {n}", "लोकवाणी", None, "hi") for n in range(len(quotes))]
    answerer = Answerer(ScriptedSearch(*quotes, near=near), writer, 0.4)
    assembly: Any = SimpleNamespace(
        answerer=answerer,
        catalogue=SimpleNamespace(articles=lambda: articles),
        settings=SimpleNamespace(answers="question"),
        is_ready=True,
        reader_state=lambda: ReaderState("on", Path("weights")),
    )
    return ChatTab(assembly, on_feedback)


def last(shown: Iterator[Shown]) -> Shown:
    """What is shown when all is done."""
    return list(shown)[-1]


def questions(shown: Shown) -> list[str]:
    return [turn.question for turn in shown[2]]
