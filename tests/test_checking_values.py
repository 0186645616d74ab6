from __future__ import annotations

import pytest

from assistant.checking.values import Comparison, compare, contradicts

SAME, DIFFERENT, INCOMPARABLE = Comparison.SAME, Comparison.DIFFERENT, Comparison.INCOMPARABLE
PAIRS = [
    ("11 हज़ार", "11,000", SAME),
    ("11 हज़ार सैनिक", "11,000 soldiers", SAME),
    ("11 हज़ार सैनिक", "10,000 सैनिक", DIFFERENT),
    ("10,000 से अधिक", "10,000", SAME),
    ("10,000 से अधिक", "10,000 से कम", DIFFERENT),
    ("25 से 30 हजार", "25,000 से 30,000", SAME),
    ("25 से 30 हजार", "25,000 से 35,000", DIFFERENT),
    ("45 रुपये", "45 डॉलर", INCOMPARABLE),
    ("45 रुपये", "50 रुपये", DIFFERENT),
    ("40 डॉक्टर", "600 सैनिक", INCOMPARABLE),
    ("12 जुलाई", "12 July 2025", SAME),
    ("12 जुलाई", "13 जुलाई", DIFFERENT),
    ("12 जुलाई", "2025", INCOMPARABLE),
    ("शुक्रवार", "Friday", SAME),
    ("शुक्रवार", "शनिवार", DIFFERENT),
    ("शाम 6 बजे", "18:00", SAME),
    ("शाम 6 बजे", "सुबह 6 बजे", DIFFERENT),
    ("6 बजे", "शाम 6 बजे", SAME),
    ("हां", "yes", SAME),
    ("हां", "नहीं", DIFFERENT),
    ("लावरोव", "सर्गेई लवरोव", SAME),
    ("Lavrov", "लावरोव", SAME),
    ("वोंसान", "प्योंगयांग", DIFFERENT),
    ("अनीता राव", "अनीता वर्मा", INCOMPARABLE),
    ("वोंसान", "600", INCOMPARABLE),
    ("शुक्रवार", "12 जुलाई", INCOMPARABLE),
    ("", "", INCOMPARABLE),
    ("", "600", INCOMPARABLE),
]


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_two_values_are_compared_by_type(one: str, other: str, expected: Comparison) -> None:
    assert compare(one, other) is expected
    assert compare(other, one) is expected


QUOTE = "रूस में 6,000 मजदूर भेजे गए और शुक्रवार को 40 मजदूर लौटे।"


@pytest.mark.parametrize(
    ("sentence", "span", "agrees"),
    [
        ("6 हजार", "6,000", True),
        ("2,500", "6,000", False),
        ("2,500 मजदूर भेजे गए", "6,000", False),
        ("2,500 मजदूर मारे गए", "6,000", True),  # something else
        ("शनिवार को लौटे", "शुक्रवार", False),
        ("चीन", "रूस", False),
        ("रूस", "रूस", True),
        ("2,500 मजदूर भेजे गए", "9,000", True),  # no words of the quote
    ],
)
def test_a_sentence_must_not_contradict_the_short_answer(sentence: str, span: str, agrees: bool) -> None:
    assert (contradicts(sentence, span, QUOTE) is None) is agrees
