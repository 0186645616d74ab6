"""Dates and weekdays that a text names, by value, and whether a quote holds those of a claim. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.attachment import Surroundings, belongs, surroundings
from assistant.checking.numbers import Number, find_numbers
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import plain, tokens
from index.text.words import fold

_MONTHS = (
    "जनवरी january jan|फरवरी february feb|मार्च march mar|अप्रैल april apr|मई may|जून june jun|जुलाई july jul|अगस्त august aug|"
    "सितंबर सितम्बर september sept sep|अक्टूबर अक्तूबर october oct|नवंबर नवम्बर november nov|दिसंबर दिसम्बर december dec"
)
_MONTH_OF = {fold(name): n for n, names in enumerate(_MONTHS.split("|"), start=1) for name in names.split()}
_WEEKDAYS = "सोमवार monday|मंगलवार tuesday|बुधवार wednesday|गुरुवार गुरूवार बृहस्पतिवार वीरवार thursday|शुक्रवार friday|शनिवार saturday|रविवार इतवार sunday"
_WEEKDAY_OF = {fold(name): n for n, names in enumerate(_WEEKDAYS.split("|")) for name in names.split()}
# These are other words too, and abbreviations of none: months only beside a number, or "in May".
_ALSO_WORDS = frozenset({"may", "march", "mar", "jan", "jun", "dec", "sep", "oct", "nov", "apr", "feb", "aug", "jul"})
_IN = re.compile(r"\b(?:in|of|since|until|till|by|last|next|this|from|early|late|mid)\s+$")

_NUMERIC = (
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?!\d)"),
)
_YEAR = re.compile(r"(?<![\d.])(1[6-9]\d\d|20\d\d)(?![\d.]*\d|\s*%)")
_YEAR_BEFORE = re.compile(r"(?:\b(?:in|by|since|until|till|during|from|of|year|for|to|before|after)|(?<![\u0900-\u0963])(?:साल|वर्ष|सन|ईस्वी|से))\s+$")
_YEAR_AFTER = re.compile(
    r"\s*(?:$|[।.,;)?!-]|(?:और|या|से|and|or|to|[-–])\s*(?:1[6-9]|20)\d\d(?!\d)|(?:में|तक|के|की|का|को|वाले)(?![\u0900-\u0963])|से(?!\s+(?:भी\s+)?(?:अधिक|ज्यादा|कम|ऊपर))(?![\u0900-\u0963]))"
)
_DAY_TO_MONTH = re.compile(r"(?:st|nd|rd|th)?[\s-]*(?:of\s+)?")
_DAY_TO_DAY = re.compile(r"(?:st|nd|rd|th)?\s*(?:,|और|व|से|एवं|तथा|and|to|[-–])\s*")
_MONTH_TO_YEAR = re.compile(r"\.?\s*,?[\s-]*")
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month or a year at plain(text)[start:end]; None for what isn't said."""

    day: int | None
    month: int | None
    year: int | None
    start: int
    end: int

    def proves(self, other: Date, years: Collection[int] = ()) -> bool:
        """Whether all that `other` says is said here; the year may also be one of `years`."""
        return (
            other.day in (None, self.day)
            and other.month in (None, self.month)
            and (other.year in (None, self.year) or (self.year is None and other.year in years))
        )


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday (0 is Monday) at plain(text)[start:end]."""

    number: int
    start: int
    end: int


@lru_cache(maxsize=1024)
def find_dates(text: str) -> tuple[Date, ...]:
    """The dates of `text` in order: "12 और 13 जुलाई 2025" are two, "July 2025" and a year alone are one."""
    folded = plain(text)
    found = [
        Date(int(match["d"]), int(match["m"]), int(match["y"]), *match.span())
        for pattern in _NUMERIC
        for match in pattern.finditer(folded)
        if int(match["m"]) <= 12 and int(match["d"]) <= _LAST_DAY
    ]
    numbers = find_numbers(folded)
    for token in tokens(text):
        if token.word in _MONTH_OF:
            found += _of_month(folded, numbers, _MONTH_OF[token.word], token.start, token.end)
    for match in _YEAR.finditer(folded):
        if not _within(match.start(), found) and (_YEAR_BEFORE.search(folded[: match.start()]) or _YEAR_AFTER.match(folded, match.end())):
            found.append(Date(None, None, int(match[0]), *match.span()))
    return tuple(sorted(found, key=lambda date: date.start))


def _within(place: int, dates: Sequence[Date]) -> bool:
    return any(date.start <= place < date.end for date in dates)


def _of_month(folded: str, numbers: Sequence[Number], month: int, start: int, end: int) -> list[Date]:
    """The dates that the month at folded[start:end] is part of."""
    name, days = folded[start:end], []
    before = [number for number in numbers if number.end <= start]
    joint = _DAY_TO_MONTH
    edge = start
    while before and (day := _day(before[-1])) and joint.fullmatch(folded[before[-1].end : edge]):
        days.append((day, before[-1].start))
        edge = before.pop().start
        joint = _DAY_TO_DAY
    after = [number for number in numbers if number.start >= end]
    if not days and name.isascii() and after and (day := _day(after[0])) and _MONTH_TO_YEAR.fullmatch(folded[end : after[0].start]):
        suffix = re.compile(r"(?:st|nd|rd|th)?").match(folded, after[0].end)
        days.append((day, start))
        end = suffix.end() if suffix else after[0].end
        after = after[1:]
    year = None
    if after and _YEAR.fullmatch(folded[after[0].start : after[0].end]) and _MONTH_TO_YEAR.fullmatch(folded[end : after[0].start]):
        year, end = int(folded[after[0].start : after[0].end]), after[0].end
    if name in _ALSO_WORDS and not days and year is None and not _IN.search(folded[:start]):
        return []
    return [Date(day, month, year, place, end) for day, place in reversed(days)] or [Date(None, month, year, start, end)]


def _day(number: Number) -> int | None:
    """The day of the month that a number may be."""
    value = min(number.values)
    return int(value) if value == int(value) and 1 <= value <= _LAST_DAY else None


def is_day_or_month(word: str) -> bool:
    """Whether a folded word is the name of a weekday or a month."""
    return word in _WEEKDAY_OF or word in _MONTH_OF


@lru_cache(maxsize=1024)
def find_weekdays(text: str) -> tuple[Weekday, ...]:
    """The weekdays of `text` in order."""
    return tuple(Weekday(_WEEKDAY_OF[token.word], token.start, token.end) for token in tokens(text) if token.word in _WEEKDAY_OF)


def check_dates(claim: str, quote: str, years: Collection[int] = ()) -> Failure | None:
    """The first date of the claim that the quote doesn't hold, or holds for something else. years: those that need no proof (the question's)."""
    known = find_dates(quote)
    numbers = {value for number in find_numbers(plain(quote)) for value in number.values}
    for date in find_dates(claim):
        # "2000" alone may be a year or a count.
        if date.day is date.month is None and (date.year in years or (plain(claim).strip(" ।.") == str(date.year) and date.year in numbers)):
            continue
        own = [other for other in known if other.proves(date, years)]
        others = [other for other in known if other not in own]
        if not own or not _belongs(claim, date, quote, own, others):
            return Failure(Reason.COUNTED if own else Reason.DATE, plain(claim)[date.start : date.end])
    return None


def check_weekdays(claim: str, quote: str) -> Failure | None:
    """The first weekday of the claim that the quote doesn't hold, or holds for something else."""
    known = find_weekdays(quote)
    for weekday in find_weekdays(claim):
        own = [other for other in known if other.number == weekday.number]
        others = [other for other in known if other not in own]
        if not own or not _belongs(claim, weekday, quote, own, others):
            return Failure(Reason.WEEKDAY if not own else Reason.COUNTED, plain(claim)[weekday.start : weekday.end])
    return None


def _belongs(claim: str, claimed: Date | Weekday, quote: str, own: Sequence[Date | Weekday], others: Sequence[Date | Weekday]) -> bool:
    def around(text: str, mention: Date | Weekday) -> Surroundings:
        return surroundings(text, mention.start, mention.end)

    said, rest = around(claim, claimed), [around(quote, other) for other in others]
    return any(belongs(said, around(quote, mention), rest) for mention in own)
