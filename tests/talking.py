"""Answers and conversations for the tests of what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import citation

from assistant.conversations.store import Conversations
from assistant.conversations.types import Conversation, Turn
from assistant.types import Answer, Citation, Disagreement, Retrieved, Side, Timings
from index.store.filters import Filters

HOSTILE = "<script>alert(1)</script> ![x](http://e.invalid/a.png) [y](javascript:alert(2)) `rm` **b** _i_ </p> & \"'"
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
LIMITS = Filters(since="2026-01-01", publishers=("लोकवाणी",), articles=("a.txt", "b.txt"))


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 7, 14, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def go_on(self, **much: float) -> None:
        self.time += timedelta(**much)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(store: Path, clock: Clock) -> Iterator[Conversations]:
    """The conversations beside the test's store."""
    opened = Conversations(store, clock)
    yield opened
    opened.close()


def answer(question: str = "लावरोव कब पहुंचे?", text: str = "लावरोव शुक्रवार को पहुंचे [1]।", *quotes: Citation, **changes: object) -> Answer:
    """An answered question; quotes are its proof."""
    values: dict[str, object] = {
        "question": question,
        "language": "hi",
        "answer": text,
        "short_answer": "शुक्रवार",
        "abstained": False,
        "status": "answered",
        "citations": quotes or (citation(1, ARRIVED),),
        "retrieved": (Retrieved("a.txt", 0, 9, 0.5),),
        "confidence": 0.9,
        "timings": Timings(0.1, 0.2, 0.3, 1.5),
        **changes,
    }
    return Answer(**values)  # type: ignore[arg-type]


def not_found(question: str = "चंद्रयान कब उड़ा?", near: str = "बाढ़ आई।") -> Answer:
    return answer(
        question, "आपके लेखों में इसका उत्तर नहीं मिला।", short_answer=None, abstained=True, status="not_found", nearest=(citation(1, near),), citations=()
    )


def disagreeing() -> Answer:
    sides = (Side("11", 1), Side("14", 2))
    return answer(
        "कितने मरे?",
        "लेख अलग-अलग बातें बताते हैं:\n“११ मरे।” [1]\n“१४ मरे।” [2]",
        citation(1, "११ मरे।"),
        citation(2, "१४ मरे।", "b.txt", None, publisher=None),
        status="disagree",
        disagreements=(Disagreement("मरे", sides),),
    )


def conversation(*turns: Turn, title: str = "लावरोव कब पहुंचे?", limits: Filters | None = None) -> Conversation:
    return Conversation("c1", title, "2026-07-14T09:30:00+00:00", "2026-07-14T09:31:00+00:00", limits or Filters(), turns)


def done(given: Answer) -> Turn:
    return Turn(given.question, "2026-07-14T09:30:00+00:00", "done", given)


def asked(kept: Conversations, *answers: Answer, owner: str = "") -> str:
    """A conversation in which these were answered."""
    made = kept.start(owner)
    for given in answers:
        kept.end_turn(made, kept.begin_turn(owner, made, given.question), "done", given)
    return made
