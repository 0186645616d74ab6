"""Different values in different articles for what a question asks: both sides are shown, none is chosen. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.answering.expectation import asks_for_several
from assistant.answering.fates import tells_another_fate
from assistant.checking.values import Comparison, compare, holds_values, is_same
from assistant.types import Citation, Disagreement, Side
from index.text.words import content_stems, is_devanagari, stem, words

# "how many X": the words after it name what is counted.
_HOW_MANY = {"कितने", "कितनी", "कितना", "कितनों", "kitne", "kitni", "kitna", "many", "much"}
_COUNTED_WORDS = 3
_WHAT_IS_COUNTED_WITHIN = 6

_NUMBER = re.compile(
    r"(?:\d[\d,.]*\d|\d)(?:\s*(?:से|to|-|–)\s*\d[\d,]*)?(?:\s*(?:सौ|हज़ार|हजार|लाख|करोड़|करोड|अरब|hundred|thousand|lakh|crore|million|billion))*"
    r"(?:\s+से\s+(?:अधिक|ज़्यादा|ज्यादा|कम))?",
    re.IGNORECASE,
)


# Who is said to have told it, and who may be anybody.
_TOLD_BY = re.compile(
    r"(?P<hi>\S+)\s+(?:के\s+(?:मुताबिक|मुताबिक़|अनुसार|हिसाब\s+से)|ke\s+(?:mutabik|anusaar|anusar|hisaab\s+se|hisab\s+se)\b)|"
    r"\baccording\s+to\s+(?P<en>(?:\w+\s*){1,4})",
    re.IGNORECASE,
)
_PRESS = frozenset(
    words(
        "खबर खबरों लेख लेखों रिपोर्ट रिपोर्टों रिपोर्ट्स अखबार अखबारों समाचार समाचारों मीडिया khabar khabaron lekh lekhon report reports akhbar akhbaron samachar "
        "media article articles newspaper newspapers paper papers news press"
    )
)


def find_disagreement(question: str, evidence: Sequence[Citation], sure: bool = False) -> Disagreement | None:
    """The sides, newest first, when sentences of at least two articles give different values for what is asked; else None.

    sure: the reader holds each of its words for about as probable as the best; they needn't stand beside the question's. A question for what one
    source says ("… के मुताबिक कितने") has no sides.
    A side's value are the exact words that a reader found, where they hold a number, a date, a weekday or a time; else the number that stands
    with what the question counts.
    """
    if _asks_one_source(question) or asks_for_several(question):
        return None
    asked = _asked_of(question)
    counted = set(asked[:_COUNTED_WORDS])
    about = set(asked or content_stems(question))
    held = {citation.n: about & set(content_stems(citation.quote)) for citation in evidence}
    most = max(held.values(), key=len, default=set())
    hindi = is_devanagari(question)
    # "How many were killed" and "how many were sent" count different things: a side must hold every word of the question that the nearest one holds.
    # In another script that can't be told: there only the reader knows.
    sides = [
        (citation, value)
        for citation in evidence
        if ((most and held[citation.n] >= most) or (citation.answer and (sure or is_devanagari(citation.quote) != hindi)))
        and (value := _value(citation, counted)) is not None
    ]
    if asked:  # "10,000 सैनिक भेजे" and "600 मारे गए" are no two figures of one thing
        sides = [side for side in sides if not any(tells_another_fate(told, side[0].quote) for told in (question, sides[0][0].quote))]
    sides = [side for place, side in enumerate(sides) if not any(_told_before(side, earlier) for earlier in sides[:place])]
    if len({citation.article for citation, _ in sides}) < 2 or _agree([value for _, value in sides]):
        return None
    sides.sort(key=lambda side: side[0].published or "", reverse=True)
    return Disagreement(question, tuple(Side(value, citation.n) for citation, value in sides))


def _told_before(side: tuple[Citation, str], earlier: tuple[Citation, str]) -> bool:
    """Whether the same article said the same before."""
    return side[0].article == earlier[0].article and is_same(side[1], earlier[1])


def _asks_one_source(question: str) -> bool:
    """ "नाटो के मुताबिक", "according to NATO"; not "रिपोर्टों के मुताबिक", "according to the articles"."""
    told = [word for found in _TOLD_BY.finditer(question) for word in words(found["hi"] or found["en"])]
    return bool(told) and _PRESS.isdisjoint(told)


def _asked_of(question: str) -> list[str]:
    """Stems of the content words after "how many": what is counted, and what is asked of it."""
    clauses = re.split(r"[।?!,;]", question)
    for clause in clauses:
        asked = words(clause)
        for place, word in enumerate(asked):
            if word in _HOW_MANY:
                return content_stems(" ".join(asked[place + 1 :]))
    return []


def _value(citation: Citation, counted: set[str]) -> str | None:
    if citation.answer and holds_values(citation.answer):
        return citation.answer
    return _counted_number(citation.quote, counted)


def _counted_number(quote: str, counted: set[str]) -> str | None:
    """The first number in the quote that is followed by what is counted, with its scale ("11 हजार", "10,000 से अधिक")."""
    for number in _NUMBER.finditer(quote):
        following = words(quote[number.end() :])[:_WHAT_IS_COUNTED_WITHIN]
        if counted & {stem(word) for word in following}:
            return number.group().strip()
    return None


def _agree(values: Sequence[str]) -> bool:
    return not any(compare(one, other) is Comparison.DIFFERENT for one, other in combinations(values, 2))
