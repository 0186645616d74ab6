"""Different figures in different articles for what a question counts: both sides are shown, none is chosen. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.numbers import number_values
from assistant.types import Citation, Disagreement, Side
from index.words import content_stems, stem, words

# "how many X": the words after it name what is counted.
_HOW_MANY = {"कितने", "कितनी", "कितना", "कितनों", "kitne", "kitni", "kitna", "many", "much"}
_COUNTED_WORDS = 3
# A sentence counts the same thing when it holds nearly as many of the question's words as the best one does.
_AS_NEAR = 0.8
_WHAT_IS_COUNTED_WITHIN = 6

_NUMBER = re.compile(
    r"(?:\d[\d,.]*\d|\d)(?:\s*(?:से|to|-|–)\s*\d[\d,]*)?(?:\s*(?:सौ|हज़ार|हजार|लाख|करोड़|करोड|अरब|hundred|thousand|lakh|crore|million|billion))*"
    r"(?:\s+से\s+(?:अधिक|ज़्यादा|ज्यादा|कम))?",
    re.IGNORECASE,
)


def find_disagreement(question: str, evidence: Sequence[Citation]) -> Disagreement | None:
    """The sides, newest first, when sentences of at least two articles count the same thing differently; else None."""
    counted = _counted(question)
    if not counted:
        return None
    asked = set(content_stems(question))
    nearness = {citation.n: len(asked & set(content_stems(citation.quote))) for citation in evidence}
    nearest = max(nearness.values(), default=0)
    sides: list[tuple[Citation, str]] = []
    for citation in evidence:
        value = _value_of(citation.quote, counted)
        if value and nearest and nearness[citation.n] >= _AS_NEAR * nearest:
            sides.append((citation, value))
    if len({citation.article for citation, _ in sides}) < 2 or _agree([value for _, value in sides]):
        return None
    sides.sort(key=lambda side: side[0].published or "", reverse=True)
    return Disagreement(question, tuple(Side(value, citation.n) for citation, value in sides))


def _counted(question: str) -> set[str]:
    """Stems of the words after "how many"."""
    asked = words(question)
    for place, word in enumerate(asked):
        if word in _HOW_MANY:
            return {stem(word) for word in asked[place + 1 : place + 1 + _COUNTED_WORDS]} & set(content_stems(question))
    return set()


def _value_of(quote: str, counted: set[str]) -> str | None:
    """The first number in the quote that is followed by what is counted, with its scale ("11 हजार", "10,000 से अधिक")."""
    for number in _NUMBER.finditer(quote):
        following = words(quote[number.end() :])[:_WHAT_IS_COUNTED_WITHIN]
        if counted & {stem(word) for word in following}:
            return number.group().strip()
    return None


def _agree(values: Sequence[str]) -> bool:
    return len({frozenset(number_values(value)) for value in values}) < 2
