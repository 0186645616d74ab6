"""Numbers with their units, bounds ("more than", "लगभग") and what they count, and whether a quote holds those of a claim. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from assistant.checking.attachment import Surroundings, belongs, surroundings
from assistant.checking.days import find_dates
from assistant.checking.lexicon import GENERIC
from assistant.checking.numbers import Number, find_numbers
from assistant.checking.reasons import Failure, Reason
from assistant.checking.times import find_times
from assistant.checking.tokens import plain, tokens
from index.text.words import fold


class Bound(Enum):
    """How a number is meant. WHOLE is the 70 of "62 of the 70", FROM and TO are the ends of a range."""

    PLAIN = ""
    ABOUT = "about"
    EXACT = "exactly"
    OVER = "over"
    AT_LEAST = "at least"
    UNDER = "under"
    AT_MOST = "at most"
    WHOLE = "of"
    FROM = "from"
    TO = "to"


# For each bound of a claim those of a quote that prove it: who reads "about 600" may write "600", who reads "over 600" may not.
_PROVEN_BY: dict[Bound, set[Bound]] = {
    Bound.PLAIN: {Bound.PLAIN, Bound.EXACT, Bound.ABOUT},
    Bound.ABOUT: {Bound.ABOUT, Bound.PLAIN, Bound.EXACT},
    Bound.EXACT: {Bound.EXACT},
    Bound.OVER: {Bound.OVER},
    Bound.AT_LEAST: {Bound.AT_LEAST, Bound.OVER, Bound.PLAIN, Bound.EXACT},
    Bound.UNDER: {Bound.UNDER},
    Bound.AT_MOST: {Bound.AT_MOST, Bound.UNDER, Bound.PLAIN, Bound.EXACT},
    Bound.WHOLE: {Bound.WHOLE},
    Bound.FROM: {Bound.FROM},
    Bound.TO: {Bound.TO},
}

_UNITS = """
% प्रतिशत फीसदी फीसद percent pc
rupee रुपये रुपए रूपये रुपया रुपयों रु rs inr rupees ₹
dollar डॉलर dollars usd $
euro यूरो euros €
pound पाउंड pounds £
km किमी किलोमीटर kilometre kilometres kilometer kilometers kms
metre मीटर metres meter meters
cm सेमी सेंटीमीटर centimetre centimetres centimeter centimeters
mm मिमी मिलीमीटर millimetre millimetres millimeter millimeters
mile मील miles
foot फुट फीट feet ft
kg किलो किलोग्राम किग्रा kilo kilos kilogram kilograms
gram ग्राम grams
quintal क्विंटल quintals
tonne टन tonnes ton tons
litre लीटर litres liter liters
cusec क्यूसेक cusecs
acre एकड़ acres
hectare हेक्टेयर hectares
megawatt मेगावाट mw megawatts
degree डिग्री degrees
second सेकंड seconds
minute मिनट minutes
hour घंटे घंटा घंटों hours
day दिन दिनों days
week सप्ताह हफ्ते हफ्ता हफ्तों weeks
month महीने महीना महीनों माह months
year साल वर्ष सालों वर्षों years
run रन रनों runs
wicket विकेट wickets
goal गोल goals
point अंक अंकों points
seat सीट सीटें सीटों seats
vote वोट वोटों मत मतों votes
ordinal वां वीं वें वा वे st nd rd th
"""
_UNIT_OF = {fold(name): line.split()[0] for line in _UNITS.strip().splitlines() for name in line.split()}
_UNIT = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
_EDGE = r"(?![\w\u0900-\u0963])"
_UNIT_AFTER = re.compile(rf"[\s-]?\s*(?:per\s?cent(?P<percent>){_EDGE}|basis (?P<basis>points?){_EDGE}|(?P<sign>[%₹$€£])|(?P<word>{_UNIT}){_EDGE})")
_UNIT_BEFORE = re.compile(r"(?P<unit>[₹$€£]|(?<![\w\u0900-\u0963])(?:rs|inr|usd|रु))\.?\s*$")

_AFTER = (
    (Bound.OVER, re.compile(rf"\s*(?:(?:से|के)\s+(?:भी\s+)?(?:अधिक|ज्यादा|ऊपर|पार)|or more|plus){_EDGE}|\s*\+")),
    (Bound.UNDER, re.compile(rf"\s*से\s+(?:भी\s+)?(?:कम|नीचे){_EDGE}")),
    (Bound.WHOLE, re.compile(rf"\s*(?:[^\s\d।,.]+\s+)?में\s+से{_EDGE}")),
    (Bound.ABOUT, re.compile(rf"\s*के\s+(?:करीब|आसपास|लगभग){_EDGE}")),
)
_BEFORE = (
    (Bound.AT_LEAST, r"कम से कम|at least|no (?:fewer|less) than|not less than|minimum of|न्यूनतम"),
    (Bound.AT_MOST, r"(?:अधिक से अधिक|ज्यादा से ज्यादा|अधिकतम)|at most|no more than|not more than|up to|as much as|as many as|maximum of"),
    (Bound.OVER, r"more than|over|above|exceeding|upwards of"),
    (Bound.UNDER, r"less than|fewer than|under|below"),
    (Bound.ABOUT, r"लगभग|करीब|तकरीबन|करीबन|about|around|nearly|almost|some|roughly|approximately"),
    (Bound.EXACT, r"ठीक|exactly|precisely"),
)
_BOUND_BEFORE = [(bound, re.compile(rf"(?<![\w\u0900-\u0963])(?:{phrase})\s+(?:(?:rs|inr|usd|रु)\.?\s*|[₹$€£]\s*)?$")) for bound, phrase in _BEFORE]
_WHOLE_BEFORE = re.compile(r"\d\s+(?:[a-z]+\s+)?(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+)?$")
# "22 से घटाकर 18", "rose from 5% to 6%": the second stands for itself too.
_CHANGE = re.compile(r"\s*से\s+(?:(?:और\s+)?(?:घटा|बढा|घट|बढ|गिर|उछल|चढ)कर)\s*")
_CHANGE_BEFORE = re.compile(
    r"\b(?:rose|risen|fell|fallen|up|down|increased?|decreased?|raised?|cut|grew|dropped|slipped|jumped|reduced|lowered|climbed)\b[^.;]*\bfrom\s+(?:[₹$€£]|rs\.?\s)?$"
)
_LINK = re.compile(r"\s*(?:से|to|[-–—])\s*(?:(?:rs|inr|usd|रु)\.?\s*|[₹$€£]\s*)?")
_BETWEEN_LINK = re.compile(r"\s*(?:and|और)\s*(?:(?:rs|inr|usd|रु)\.?\s*|[₹$€£]\s*)?")
_BETWEEN = re.compile(r"between\s+(?:(?:rs|inr|usd|रु)\.?\s*|[₹$€£]\s*)?$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at plain(text)[start:end], its unit and bound within."""

    values: frozenset[Decimal]
    unit: str | None
    bound: Bound
    around: Surroundings
    start: int
    end: int


@lru_cache(maxsize=1024)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of `text` that are no date and no time of day, in order."""
    folded = plain(text)
    taken = [(date.start, date.end) for date in find_dates(text)] + [(time.start, time.end) for time in find_times(text)]
    numbers = [number for number in find_numbers(folded) if not any(start <= number.start < end for start, end in taken)]
    ends = _ranges(folded, numbers)
    read = [_read(text, folded, number, ends.get(place)) for place, number in enumerate(numbers)]
    # "10 से 60 रुपये", "10 and 60 rupees": what the second end is measured in, the first is too.
    return tuple(
        Quantity(one.values, one.unit or other.unit, one.bound, other.around, one.start, one.end) if one.bound is Bound.FROM else one
        for one, other in zip(read, [*read[1:], *read[-1:]], strict=True)
    )


def _ranges(folded: str, numbers: Sequence[Number]) -> dict[int, Bound]:
    found: dict[int, Bound] = {}
    for place, (one, other) in enumerate(pairwise(numbers)):
        unit, unit_of_other = _UNIT_AFTER.match(folded, one.end), _UNIT_AFTER.match(folded, other.end)
        gap = folded[unit.end() if unit else one.end : other.start]
        between = _BETWEEN.search(folded[: one.start]) and _BETWEEN_LINK.fullmatch(gap)
        one_kind = not unit or bool(unit_of_other and _unit(unit) == _unit(unit_of_other))  # "5% to $2 billion" is no range
        if place not in found and one_kind and (_LINK.fullmatch(gap) or between):
            changes = _CHANGE_BEFORE.search(folded[: one.start])
            found |= {place: Bound.FROM, place + 1: Bound.PLAIN if changes else Bound.TO}
        elif place not in found and one_kind and _CHANGE.fullmatch(gap):
            found |= {place: Bound.FROM, place + 1: Bound.PLAIN}
    return found


def _read(text: str, folded: str, number: Number, end_of_range: Bound | None) -> Quantity:
    start, end, unit = number.start, number.end, None
    if before := _UNIT_BEFORE.search(folded[:start]):
        unit, start = _UNIT_OF[before["unit"].strip()], before.start()
    if after := _UNIT_AFTER.match(folded, end):
        unit, end = _unit(after), after.end()
    bound = end_of_range or (Bound.WHOLE if _WHOLE_BEFORE.search(folded[:start]) else Bound.PLAIN)
    for meant, pattern in _AFTER:
        if end_of_range is not Bound.FROM and (match := pattern.match(folded, end)):
            bound, end = meant, match.end()
    if not unit and (after := _UNIT_AFTER.match(folded, end)):  # "50 से अधिक किमी"
        unit, end = _unit(after), after.end()
    for meant, pattern in _BOUND_BEFORE:
        if match := pattern.search(folded[: number.start]):
            bound, start = (meant if bound in (Bound.PLAIN, Bound.ABOUT) else bound), min(start, match.start())
            break
    return Quantity(number.values, unit, bound, surroundings(text, number.start, end), start, end)


def _unit(match: re.Match[str]) -> str:
    if match["percent"] is not None:
        return "%"
    if match["basis"]:
        return "basis point"
    return _UNIT_OF[match["sign"] or match["word"]]


def check_quantities(claim: str, quote: str, years: Collection[int] = ()) -> Failure | None:
    """The first number of the claim that the quote doesn't hold with its unit, its bound and what it counts.

    years: those that a claim may name without the quote (the question's).
    """
    known = find_quantities(quote)
    bare = not any(token.tells or token.word in GENERIC for token in tokens(claim))
    quoted_years = {date.year for date in find_dates(quote)}
    for quantity in find_quantities(claim):
        if any(value in years or value in quoted_years for value in quantity.values) and quantity.unit is None:
            continue
        if failure := _check(quantity, known, bare):
            return Failure(failure, plain(claim)[quantity.start : quantity.end].strip())
    return None


def _check(quantity: Quantity, known: Sequence[Quantity], bare: bool) -> Reason | None:
    alike = [other for other in known if quantity.values & other.values]
    if not alike:
        return Reason.NUMBER
    # "45" alone is short for "45 rupees"; "45 people" is not.
    alike = [other for other in alike if other.unit == quantity.unit or (bare and not quantity.unit and other.unit != "ordinal")]
    if not alike:
        return Reason.UNIT
    alike = [other for other in alike if other.bound in _PROVEN_BY[quantity.bound]]
    if not alike:
        return Reason.BOUND
    return None if any(_belongs(quantity, own, known) for own in alike) else Reason.COUNTED


def _belongs(quantity: Quantity, own: Quantity, known: Sequence[Quantity]) -> bool:
    others = [other.around for other in known if other.unit == own.unit and not other.values & own.values and other.bound is not Bound.FROM]
    return belongs(quantity.around, own.around, others if own.bound is not Bound.FROM else [])
