"""Conversations as they are passed around. Times are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.types import Answer
from index.store.filters import Filters

State = Literal["running", "done", "stopped", "failed"]
"""A turn that is still "running" when Pramaan starts was cut off by a crash."""
Verdict = Literal["up", "down"]
"""👍 or 👎."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it. answer is there when it is done; said is what was written, unchecked, before it was stopped, or why it failed."""

    question: str
    asked: str
    state: State
    answer: Answer | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in a list."""

    id: str
    title: str
    changed: str
    turns: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """limits: the articles its questions are answered from; turns: oldest first."""

    id: str
    title: str
    created: str
    changed: str
    limits: Filters = field(default_factory=Filters)
    turns: tuple[Turn, ...] = ()

    @property
    def questions(self) -> list[str]:
        """What was asked, oldest first: the history of a follow-up."""
        return [turn.question for turn in self.turns]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader thinks of an answer. history: the earlier questions that it was understood by."""

    id: str
    given: str
    question: str
    answer: Answer
    verdict: Verdict
    reason: str = ""
    history: tuple[str, ...] = ()
