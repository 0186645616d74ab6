"""Numbers in Hindi and English text as values, so that "11 हज़ार", "11,000" and "ग्यारह हजार" are one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.checking.tokens import plain
from index.text.words import fold

_SCALES = {
    "सौ": 100,
    "हजार": 1_000,
    "हजारों": 1_000,
    "लाख": 100_000,
    "करोड": 10_000_000,
    "अरब": 1_000_000_000,
    "खरब": 100_000_000_000,
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "crores": 10_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_HINDI = (
    "शून्य एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस "
    "तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन "
    "बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर "
    "छिहत्तर सतहत्तर अठहत्तर उनासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे "
    "सत्तानवे अट्ठानवे निन्यानवे"
).split()
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = {fold(word): Decimal(value) for names in (_HINDI, _ENGLISH) for value, word in enumerate(names)}
_WORDS |= {word: Decimal(value) for word, value in _TENS.items()}
_WORDS |= {fold(word): Decimal(value) for word, value in {"छः": 6, "छ": 6, "पन्द्रह": 15, "अठाईस": 28, "इकत्तीस": 31, "चौवालीस": 44}.items()}
_WORDS |= {fold(word): Decimal(value) for word, value in {"डेढ़": "1.5", "ढाई": "2.5", "अढ़ाई": "2.5", "half": "0.5"}.items()}
# "साढ़े तीन" is three and a half, "पौने दो" a quarter less than two; before a scale alone ("सवा लाख") they stand for one of it.
_QUARTERS = {fold(word): Decimal(value) for word, value in {"साढ़े": "0.5", "सवा": "0.25", "पौने": "-0.25"}.items()}
# "one" and "एक" are articles as often as numbers, "half" seldom is a number: they count only before a scale ("एक हजार", "half a million").
_ONLY_SCALED = {"एक", "one", "half"}
_TOKEN = re.compile(r"\d+(?:\.\d+)?|(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])+")
_GLUE = re.compile(r"[\s-]*")
_BETWEEN_PARTS = re.compile(r"\s+(?:and\s+)?")
_RANGE = re.compile(r"\s*(?:से|to|या|or|[-–—])\s*")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at plain(text)[start:end]; values are those it can be read as: the 25 of "25 से 30 हजार" may be 25 or 25,000."""

    values: frozenset[Decimal]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A number at text[start:end]; scale is that of its last part, stands_alone is False for an "एक" that may be an article."""

    value: Decimal
    scale: int
    stands_alone: bool
    start: int
    end: int


def number_values(text: str) -> set[Decimal]:
    """The values of all numbers in `text`, digits and number words, with their scale words multiplied in.

    "2 लाख 86 हजार 400 करोड़" is one value. "25 से 30 हजार" gives 25, 25,000 and 30,000: a range's first number may or may not share the scale.
    """
    return {value for number in find_numbers(plain(text)) for value in number.values}


def find_numbers(folded: str) -> list[Number]:
    """The numbers of a plain text in order."""
    parts = list(_numbers(folded))
    found = []
    for place, part in enumerate(parts):
        values = {part.value} if part.stands_alone else set()
        if part.scale == 1 and place + 1 < len(parts) and _RANGE.fullmatch(folded[part.end : parts[place + 1].start]):
            values.add(part.value * parts[place + 1].scale)
        if values:
            found.append(Number(frozenset(values), part.start, part.end))
    return found


def _numbers(folded: str) -> Iterator[_Part]:
    tokens = list(_TOKEN.finditer(folded))
    place = 0
    while place < len(tokens):
        if atom := _atom(folded, tokens, place):
            value, scale, following = _scaled(folded, tokens, place, *atom)
            stands_alone = following > place + 1 or _word(tokens, place) not in _ONLY_SCALED
            if scale > 1 or _word(tokens, following - 1) not in _QUARTERS:
                yield _Part(value, scale, stands_alone, tokens[place].start(), tokens[following - 1].end())
            place = max(following, place + 1)
        else:
            place += 1


def _atom(folded: str, tokens: list[re.Match[str]], place: int) -> tuple[Decimal, int] | None:
    """(value, the place after it) of digits or a number word at tokens[place], its scale left aside."""
    word, value = _word(tokens, place), _value(_word(tokens, place))
    second = _value(_word(tokens, place + 1))
    if word == "सौ":  # "सौ लोग": one of its scale
        return Decimal(1), place
    if word in _QUARTERS:
        return (_QUARTERS[word] + 1, place + 1) if second is None else (_QUARTERS[word] + second, place + 2)
    if word in _TENS and second is not None and 1 <= second <= 9 and _GLUE.fullmatch(_gap(folded, tokens, place + 1)):
        return _TENS[word] + second, place + 2
    return (value, place + 1) if value is not None else None


def _scaled(folded: str, tokens: list[re.Match[str]], start: int, value: Decimal, place: int) -> tuple[Decimal, int, int]:
    """(value, its last scale or 1, the place after it) of "2 लाख 86 हजार 400 करोड़", from tokens[start] on; value ends before tokens[place]."""
    total, pending, last = Decimal(0), value, 0
    while True:
        scale = _SCALES.get(_word(tokens, place), 0)
        if scale and scale != last and (place == start or _GLUE.fullmatch(_gap(folded, tokens, place))):
            # "86 हजार" after "2 लाख" fills the places below; "करोड़" after "2 लाख 86 हजार 400" counts all that stands before it.
            total = total + pending * scale if scale < last or not last else (total + pending) * scale
            pending, last, place = Decimal(0), scale, place + 1
            continue
        first = place + (_word(tokens, place) == "and")
        atom = _atom(folded, tokens, first) if last and not pending else None
        if (
            not atom
            or atom[0] >= last
            or _SCALES.get(_word(tokens, atom[1])) == last
            or not _BETWEEN_PARTS.fullmatch(folded[tokens[place - 1].end() : tokens[first].start()])
        ):
            return total + pending, last or 1, place
        pending, place = atom


def _gap(folded: str, tokens: list[re.Match[str]], place: int) -> str:
    """What stands between tokens[place] and the one before it."""
    return folded[tokens[place - 1].end() if place else 0 : tokens[place].start()]


def _word(tokens: list[re.Match[str]], place: int) -> str:
    return tokens[place].group() if place < len(tokens) else ""


def _value(token: str) -> Decimal | None:
    # Not isdigit(): that is true of "²", which is no number to Decimal.
    return Decimal(token) if token[:1].isdecimal() else _WORDS.get(token)
