"""Numbers in Hindi and English text as values, so that "11 हज़ार", "11,000" and "ग्यारह हजार" are one. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from index.words import fold

_SCALES = {
    "सौ": 100,
    "हजार": 1_000,
    "हजारों": 1_000,
    "लाख": 100_000,
    "करोड": 10_000_000,
    "अरब": 1_000_000_000,
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "crores": 10_000_000,
    "billion": 1_000_000_000,
}
_HINDI = (
    "शून्य एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस"
).split()
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_WORDS = {word: value for names in (_HINDI, _ENGLISH) for value, word in enumerate(names)}
_WORDS |= {"छः": 6, "छ": 6, "चालीस": 40, "पचास": 50, "साठ": 60, "सत्तर": 70, "अस्सी": 80, "नब्बे": 90}
_WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
# "one" and "एक" are articles as often as numbers: they count only before a scale ("एक हजार").
_ARTICLES = {"एक", "one"}

_TOKEN = re.compile(r"\d+(?:\.\d+)?|(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])+")


def number_values(text: str) -> set[Decimal]:
    """The values of all numbers in `text`, digits and number words, with their scale words multiplied in.

    "25 से 30 हजार" gives 25, 25,000 and 30,000: a range's first number may or may not share the scale.
    """
    found: set[Decimal] = set()
    tokens = _TOKEN.findall(fold(text))
    position = 0
    while position < len(tokens):
        value = _value(tokens[position])
        if value is None:
            position += 1
            continue
        word, position = tokens[position], position + 1
        scale = 1
        while position < len(tokens) and tokens[position] in _SCALES:
            scale *= _SCALES[tokens[position]]
            position += 1
        if word in _ARTICLES and scale == 1:
            continue
        found.add(value * scale)
        if scale == 1 and (range_scale := _scale_of_range(tokens, position)):
            found.add(value * range_scale)
    return found


def _value(token: str) -> Decimal | None:
    if token[0].isdigit():
        return Decimal(token)
    return Decimal(_WORDS[token]) if token in _WORDS else None


def _scale_of_range(tokens: list[str], position: int) -> int:
    """The scale of "से 30 हजार" or "to 30 thousand" at `position`, else 0."""
    if position + 2 < len(tokens) and tokens[position] in {"से", "to", "या", "or"} and _value(tokens[position + 1]) is not None:
        return _SCALES.get(tokens[position + 2], 0)
    return 0
