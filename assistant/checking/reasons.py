"""Why a sentence isn't supported by a quote: a code for the page and the evaluation, and the words that gave it away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What of a sentence its quote doesn't hold; the rules are tried in this order."""

    EVIDENCE = "evidence"  # there is none
    SCRIPT = "script"  # the quote is in the other script
    QUESTION = "question"  # it asks, or only repeats the question
    NUMBER = "number"
    UNIT = "unit"  # 45 dollars for 45 rupees
    BOUND = "bound"  # "more than 45" for "less than 45"
    COUNTED = "counted"  # the quote's number or day belongs to something else in it
    DATE = "date"
    WEEKDAY = "weekday"
    TIME = "time"
    OPPOSITE = "opposite"  # rose for fell, before for after
    NEGATION = "negation"  # said by one, denied by the other
    QUALIFIER = "qualifier"  # "may", "alleged", "deputy" left out
    TENSE = "tense"  # done for what is still to come
    ROLE = "role"  # who did it to whom
    NAME = "name"
    TOPIC = "topic"  # a bare value, of a quote that speaks of something else than the question
    WORD = "word"
    SHORT_ANSWER = "short_answer"  # another value than the short answer's


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason, and the words or values of the sentence that it is about."""

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)
