from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.numbers import find_numbers, number_values
from assistant.checking.tokens import plain

VALUES = {
    "11 हज़ार": "11000",
    "11 हजार": "11000",
    "11,000": "11000",
    "११,०००": "11000",
    "ग्यारह हजार": "11000",
    "11हजार": "11000",
    "1,50,000": "150000",
    "1.5 lakh": "150000",
    "डेढ़ लाख": "150000",
    "150 thousand": "150000",
    "ढाई हजार": "2500",
    "साढ़े तीन लाख": "350000",
    "साढ़े 10": "10.5",
    "सवा लाख": "125000",
    "पौने दो लाख": "175000",
    "2 लाख 86 हजार": "286000",
    "2 लाख 86 हजार 400 करोड़": "2864000000000",
    "2,86,400 करोड़": "2864000000000",
    "2.864 लाख करोड़": "2864000000000",
    "1 हजार 5 सौ": "1500",
    "एक सौ पांच": "105",
    "एक सौ एक": "101",
    "सात सौ छियासी": "786",
    "सौ लोग": "100",
    "a hundred people": "100",
    "half a million": "500000",
    "two hundred and fifty": "250",
    "twenty-five": "25",
    "twenty five thousand": "25000",
    "पैंतीस": "35",
    "निन्यानवे": "99",
    "अड़तीस": "38",
    "पाँच": "5",
    "छः": "6",
    "1.2 million": "1200000",
    "12 lakh crore": "12000000000000",
    "10, लाख": "10",
    "रकम, सौ करोड़": "1000000000",
    "3 खरब": "300000000000",
    "2.5%": "2.5",
    "5.50": "5.5",
    "₹2,150": "2150",
    "5वें": "5",
    "21st": "21",
    "10³": "10",
    "3000 से 5000": "3000 5000",
    "10 हजार 500 और 20": "10500 20",
    "5, 10 हजार": "5 10000",
    "10 हजार 20000": "10000 20000",
    "5 हजार 6 हजार": "5000 6000",
    "25 से 30 हजार": "25 25000 30000",
    "25-30 हजार": "25 25000 30000",
    "तीन-चार सौ": "3 300 400",
    "एक-दो लाख": "100000 200000",
    "2026-07-14": "2026 7 14",
    "एक आदमी": "",
    "one day": "",
    "one": "",
    "साढ़े": "",
    "हजारों लोग": "",
    "² ½": "",
    "दोनों": "",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), VALUES.items())
def test_the_values_of_a_text(text: str, expected: str) -> None:
    assert number_values(text) == {Decimal(value) for value in expected.split()}


def test_the_hindi_numbers_to_99_are_all_there_once() -> None:
    words = "शून्य दो बाईस इकतीस उनतालीस उनचास उनसठ उनहत्तर उनासी नवासी निन्यानवे".split()
    assert [number_values(word) for word in words] == [{Decimal(value)} for value in (0, 2, 22, 31, 39, 49, 59, 69, 79, 89, 99)]


def test_a_number_has_its_place_and_its_readings() -> None:
    one, other = find_numbers("बजट 25 से 30 हजार का")
    assert (one.values, one.start, one.end) == ({Decimal(25), Decimal(25_000)}, 4, 6)
    assert (other.values, other.start, other.end) == ({Decimal(30_000)}, 10, 17)


@given(st.text(alphabet="०१२9,.- \n²½एकदोहजारलाखसौसेtoa हाफ", max_size=60))
def test_numbers_stand_in_the_text_in_order(text: str) -> None:
    found = find_numbers(plain(text))
    assert all(0 <= number.start < number.end <= len(plain(text)) and number.values for number in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.integers(0, 10**13))
def test_grouping_and_script_of_digits_change_nothing(value: int) -> None:
    devanagari = str(value).translate({ord("0") + n: ord("०") + n for n in range(10)})
    assert number_values(f"{value:,}") == number_values(str(value)) == number_values(devanagari) == {Decimal(value)}
