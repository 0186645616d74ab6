"""Answers and the events on the way to one; Answer.to_json is the contract of `pramaan ask --json`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.language import Language

Status = Literal["answered", "partly_supported", "not_found", "disagree"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof number n: quote == stored_text[start:end] of the article. published is "YYYY-MM-DD" or None; copies are the names of other articles
    that print the same passage; exact are (start, end), in the article too, of the words that answer, where the reader found them.
    """

    n: int
    article: str
    title: str
    publisher: str | None
    published: str | None
    start: int
    end: int
    quote: str
    copies: tuple[str, ...] = ()
    exact: tuple[int, int] | None = None

    @property
    def answer(self) -> str | None:
        """The exact words that answer."""
        return self.quote[self.exact[0] - self.start : self.exact[1] - self.start] if self.exact else None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: the value it gives and the citation that proves it."""

    value: str
    citation: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    claim: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A written sentence that no quote supports, and why: a Reason of assistant.checking and the words it is about."""

    text: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A chunk that search returned, best first."""

    article: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds from the question's arrival; None for what never came."""

    search: float | None = None
    evidence: float | None = None
    first_token: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. citations are the proof of the answer; when it is "not_found", nearest holds the nearest sentences, as no proof.

    confidence (0 to 1) is what the decision between answering and "not in the articles" rests on: how probable it is that the articles answer.
    dropped: what the model wrote and no quote supports; it is no part of the answer.
    """

    question: str
    language: Language
    answer: str
    short_answer: str | None
    abstained: bool
    status: Status
    citations: tuple[Citation, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    confidence: float | None = None
    timings: Timings = field(default_factory=Timings)
    nearest: tuple[Citation, ...] = ()
    understood: str | None = None
    dropped: tuple[Dropped, ...] = ()

    def to_json(self, question_id: str | None = None) -> dict[str, Any]:
        """The contract of design.md and `confidence`; lists for tuples."""
        row = asdict(self)
        del row["nearest"], row["understood"], row["dropped"]
        for citation in row["citations"]:
            del citation["copies"], citation["exact"]
        return {"id": question_id, **row}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Other questions come first: how many, and for about how many seconds, where that is known."""

    ahead: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences that the answer will rest on, and the question as it was understood when that differs from what was asked.

    short_answer: the exact words of the first of them that answer, where the reader found them.
    """

    citations: tuple[Citation, ...]
    understood: str | None = None
    short_answer: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of the written answer, before it is checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The checked answer; it replaces what was written."""

    answer: Answer


Event = Waiting | Evidence | Written | Done
