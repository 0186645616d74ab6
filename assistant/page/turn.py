"""One question of a conversation and how far its answer has come. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.conversations.types import Turn as SavedTurn
from assistant.language import Answers, Language, answer_language
from assistant.types import Answer, Citation, Event, Evidence, Status, Waiting, Written

Stage = Literal["loading", "searching", "waiting", "writing", "stopped", "failed"]
State = Stage | Status


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known of a question's answer. stage counts until there is an answer; evidence and written are what came before it.

    ahead: how many questions come before this one, wait: the seconds until it is its turn, where that can be told; understood: the question as it was understood, when that differs; short_answer: an article's exact
    words that answer; failure: what broke, in English, kind: its class (assistant.page.failures); next_questions: what could be asked after the answer.
    """

    question: str
    language: Language
    stage: Stage = "searching"
    ahead: int = 0
    wait: float | None = None
    written: str = ""
    evidence: tuple[Citation, ...] = ()
    understood: str | None = None
    short_answer: str | None = None
    answer: Answer | None = None
    failure: str = ""
    kind: str = ""
    next_questions: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        return self.answer.status if self.answer else self.stage

    @property
    def running(self) -> bool:
        return self.state in ("loading", "searching", "waiting", "writing")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sentences to show: those of the answer, else the nearest, else those that were found so far."""
        if self.answer is None:
            return self.evidence
        return self.answer.citations or self.answer.nearest

    def after(self, event: Event) -> Turn:
        if isinstance(event, Waiting):
            return replace(self, stage="waiting" if event.ahead else "writing", ahead=event.ahead, wait=event.seconds)
        if isinstance(event, Evidence):
            return replace(self, stage="writing", evidence=event.citations, understood=event.understood, short_answer=event.short_answer)
        if isinstance(event, Written):
            return replace(self, stage="writing", written=self.written + event.text)
        return self.answered(event.answer)

    def answered(self, answer: Answer) -> Turn:
        return replace(self, answer=answer, understood=answer.understood, short_answer=answer.short_answer)

    def stopped(self) -> Turn:
        return replace(self, stage="stopped")

    def failed(self, failure: str, kind: str = "") -> Turn:
        return replace(self, stage="failed", failure=failure, kind=kind)


def asked(question: str, answers: Answers = "question", stage: Stage = "searching") -> Turn:
    """The turn of a question that was just asked. answers: what the reader wants answers in."""
    return Turn(question, answer_language(question, answers), stage)


def kept(turn: SavedTurn) -> Turn:
    """A turn that was saved, as it is shown again."""
    again = asked(turn.question)
    if turn.answer is not None:
        return replace(again, language=turn.answer.language).answered(turn.answer)
    return again.failed(turn.said) if turn.state == "failed" else replace(again, written=turn.said).stopped()
