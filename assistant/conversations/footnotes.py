"""The proof of a whole conversation, numbered through: a quote that several answers rest on is one footnote. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversations.types import Turn
from assistant.language import Language, detect_language
from assistant.texts import say
from assistant.types import Citation

_NO_ANSWER = {"running": "unfinished", "done": "unfinished", "stopped": "halted", "failed": "failed"}
_MARK = re.compile(r"\[(\d{1,2})\]")


@dataclass(frozen=True, slots=True)
class Footnoted:
    """An answer's text in pieces, in their order: words, or the number of a footnote."""

    turn: Turn
    pieces: tuple[str | int, ...]

    @property
    def language(self) -> Language:
        return self.turn.answer.language if self.turn.answer else detect_language(self.turn.question)

    @property
    def state(self) -> str:
        """The answer's status in words, or why there is no answer."""
        if self.turn.answer is None:
            return say(_NO_ANSWER[self.turn.state], self.language)
        return say("status_not_found" if self.turn.answer.status == "not_found" else self.turn.answer.status, self.language)


def footnoted(turns: Sequence[Turn]) -> tuple[list[Footnoted], dict[int, Citation]]:
    """The turns with their marks numbered through from 1, and the footnotes."""
    numbers: dict[tuple[str, int, int, str], int] = {}
    notes: dict[int, Citation] = {}
    done = []
    for turn in turns:
        of_mark = {}
        for citation in turn.answer.citations if turn.answer else ():
            number = numbers.setdefault((citation.article, citation.start, citation.end, citation.quote), len(numbers) + 1)
            of_mark[citation.n] = number
            notes.setdefault(number, citation)
        done.append(Footnoted(turn, _pieces(turn.answer.answer if turn.answer else turn.said, of_mark)))
    return done, notes


def _pieces(text: str, of_mark: dict[int, int]) -> tuple[str | int, ...]:
    """A number in brackets that is no mark of this answer stays text."""
    pieces: list[str | int] = []
    last = 0
    for mark in _MARK.finditer(text):
        if (number := of_mark.get(int(mark[1]))) is not None:
            pieces += [text[last : mark.start()], number]
            last = mark.end()
    return tuple(piece for piece in (*pieces, text[last:]) if piece != "")
