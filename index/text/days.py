"""Days that a text names by a word ("शनिवार को", "last Saturday", "कल"), told against its date of publication. Pure.

A weekday is the most recent one on or before the publication, unless its wording points elsewhere; where the wording doesn't decide ("शनिवार
तक", "this Saturday"), no day is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_NAMES = (
    "सोमवार monday",
    "मंगलवार tuesday",
    "बुधवार wednesday",
    "गुरुवार गुरूवार बृहस्पतिवार वीरवार thursday",
    "शुक्रवार friday",
    "शनिवार saturday",
    "रविवार इतवार sunday",
)
_WEEKDAYS = {name: number for number, names in enumerate(_NAMES) for name in names.split()}
_COUNTS = {
    word: n for n, words in enumerate("एक one|दो two|तीन three|चार four|पांच पाँच five|छह छः six|सात seven".split("|"), 1) for word in words.split()
}

_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![\w\u0900-\u0963])", r"(?![\w\u0900-\u0963])"
_DAY = re.compile(
    rf"{_NO_LETTER_BEFORE}(?:(?P<before>पिछले|पिछली|बीते|बीती|गत|अगले|अगली|आगामी|आने\s+वाले|इस|हर|प्रत्येक|last|past|next|coming|this|every|each|by|until|till|from)\s+)?"
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})|(?P<word>आज|कल|परसों|today|yesterday|tomorrow)"
    rf"|(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})\s+(?:दिन\s+(?:पहले|पूर्व)|days?\s+(?:ago|earlier)))"
    rf"{_NO_LETTER_AFTER}(?:\s+(?P<after>तक|से){_NO_LETTER_AFTER})?",
    re.IGNORECASE,
)
_LAST = frozenset("पिछले पिछली बीते बीती गत last past".split())
_NEXT = frozenset({"अगले", "अगली", "आगामी", "आने वाले", "next", "coming"})

_FUTURE_VERB = r"[ेए]ं?ग[ाीे]|ूंग[ाी]|होग[ाी]|होंग[ेी]"
_PAST_VERB = r"\s(?:था|थे|थी|थीं|गया|गई|गए|गये|किया|दिया|दी|दिए|लिया|ली|कहा|बताया|हुआ|हुई|हुए|आया|आई|आए|पहुंचे|पहुंचा|पहुंची|मिले)"
_HINDI_VERB = re.compile(rf"(?:(?P<future>{_FUTURE_VERB})|(?P<past>{_PAST_VERB})){_NO_LETTER_AFTER}")
_ENGLISH_VERB = re.compile(
    r"\b(?:(?P<future>will|shall|(?:is|are)\s+(?:to|set|due|scheduled))|(?P<past>said|told|was|were|had|has|\w{3,}ed))\b", re.IGNORECASE
)
_ENGLISH_BEFORE = 60


@dataclass(frozen=True, slots=True)
class NamedDay:
    """The day `date` ("YYYY-MM-DD") that text[start:end] names."""

    start: int
    end: int
    date: str


def resolve_day(words: str, published: str | None) -> str | None:
    """The one day that a phrase or a sentence names, as "YYYY-MM-DD", for a text published on `published` ("YYYY-MM-DD").

    None when the publication date isn't known, when no day or several are named, and when the wording leaves it open.
    """
    days = {day.date for day in named_days(words, published)}
    return days.pop() if len(days) == 1 and len(_DAY.findall(words)) == 1 else None


def named_days(sentence: str, published: str | None) -> list[NamedDay]:
    """Every day of a sentence that can be told, in order; none when the publication date isn't known."""
    if published is None:
        return []
    known = date.fromisoformat(published)
    found = []
    for match in _DAY.finditer(sentence):
        shift = _shift(match, sentence, known)
        if shift is not None:
            found.append(NamedDay(*match.span(), (known + timedelta(days=shift)).isoformat()))
    return found


def _shift(match: re.Match[str], sentence: str, published: date) -> int | None:
    """Days from the publication to the named day, negative for the past."""
    before = " ".join((match["before"] or "").lower().split())
    if match["count"]:
        return -(_COUNTS.get(match["count"].lower()) or int(match["count"]))
    if match["word"]:
        return _of_word(match["word"].lower(), before, lambda: _tense(match, sentence))
    if match["after"]:
        return None
    back = (published.weekday() - _WEEKDAYS[match["weekday"].lower()]) % 7
    if before in _LAST:
        return -back or -7
    if before in _NEXT:
        return 7 - back
    if before:
        return None
    if _tense(match, sentence) != "future":
        return -back
    return 7 - back if back else None


def _of_word(word: str, before: str, tense: Callable[[], str | None]) -> int | None:
    if word in ("आज", "today"):
        return 0
    if word in ("yesterday", "tomorrow"):
        return -1 if word == "yesterday" else 1
    # कल and परसों are yesterday and tomorrow alike: only the verb tells.
    away = 1 if word == "कल" else 2
    told = "past" if before in _LAST else "future" if before in _NEXT else tense()
    return {"past": -away, "future": away}.get(told or "")


def _tense(match: re.Match[str], sentence: str) -> str | None:
    """Of the verb that the day goes with: in Hindi the next one after it, in English the last one before it."""
    if match.group().isascii():
        verbs = list(_ENGLISH_VERB.finditer(sentence[max(0, match.start() - _ENGLISH_BEFORE) : match.start()]))
        verb = verbs[-1] if verbs else _ENGLISH_VERB.search(sentence, match.end())
    else:
        verb = _HINDI_VERB.search(sentence, match.end())
    return verb.lastgroup if verb else None
