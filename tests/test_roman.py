from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.roman import devanagari_sounds, distance, likeness, roman_readings, typed_keys, word_key
from index.text.words import fold

DEVANAGARI = st.text(st.characters(min_codepoint=0x0900, max_codepoint=0x097F), min_size=1, max_size=12)
LATIN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("चुनाव", "cunav"),
        ("लावरोव", "lav@rov"),
        ("सके", "sake"),  # the first vowel is spoken
        ("ज्ञान", "gyan"),
        ("क्षेत्र", "kSetr"),
        ("संबंध", "samb@nD"),  # n before a lip sound
        ("लोगों", "logo~"),
        ("पत्ती", "pat:i"),
        ("कृषि", "kriSi"),
    ],
)
def test_a_devanagari_word_has_one_sound(word: str, sounds: str) -> None:
    assert devanagari_sounds(word) == sounds


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("chunav", {"cunav": 0.0, "kunav": 0.1, "Sunav": 0.1}),
        ("election", {"elekS@n": 0.0, "elekj@n": 0.1}),
        ("logon", {"logon": 0.0, "logo~": 0.1}),
        ("josé", {"jose": 0.0, "jos": 0.1, "joje": 0.1, "joj": 0.2}),
    ],
)
def test_a_typed_word_has_its_usual_reading_and_rarer_ones(typed: str, readings: dict[str, float]) -> None:
    assert roman_readings(typed) == pytest.approx(readings)


@pytest.mark.parametrize(
    "pair",
    "chunav:चुनाव chunaav:चुनाव bohot:बहुत bahut:बहुत nahi:नहीं zimmedar:ज़िम्मेदार kshetra:क्षेत्र kshetr:क्षेत्र sadak:सड़क logo:लोगों sankhya:संख्या "
    "pradhanmantri:प्रधानमंत्री rashtrapati:राष्ट्रपति videsh:विदेश phool:फूल fool:फूल sambandh:संबंध sanbandh:संबंध vikaas:विकास bikas:विकास gyan:ज्ञान "
    "election:इलेक्शन minister:मिनिस्टर agency:एजेंसी machine:मशीन culture:कल्चर design:डिज़ाइन school:स्कूल technology:टेक्नोलॉजी university:यूनिवर्सिटी "
    "europe:यूरोप bridge:ब्रिज check:चेक quarter:क्वार्टर white:व्हाइट knight:नाइट match:मैच "
    "lavrov:लावरोव putin:पुतिन trump:ट्रंप jacksonville:जैक्सनविल kenyatta:केन्याटा warsaw:वारसॉ january:जनवरी sky:स्काई panthers:पैंथर".split(),
)
def test_words_that_people_type_meet_the_word_they_mean(pair: str) -> None:
    typed, word = pair.split(":")
    word = fold(word)
    assert word_key(word) in typed_keys(typed)
    assert likeness(typed, word) >= 0.85


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [("kam", "कम", "काम्य"), ("din", "दिन", "दान"), ("sky", "स्काई", "सके"), ("pati", "पति", "पत्ती"), ("manning", "मैनिंग", "मांगें"), ("desh", "देश", "दशा")],
)
def test_the_word_that_is_meant_is_more_alike(typed: str, meant: str, other: str) -> None:
    assert likeness(typed, meant) > likeness(typed, other)


@pytest.mark.parametrize(("typed", "word"), [("chunav", "बाढ"), ("lavrov", "पुतिन"), ("mandi", "बाजार")])
def test_words_with_other_consonants_are_not_compared(typed: str, word: str) -> None:
    assert word_key(word) not in typed_keys(typed)
    assert likeness(typed, word) == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("cunav", "cunav", 0.0),
        ("sal", "sall", 1.0),  # a consonant
        ("din", "dan", 0.6),
        ("kul", "kol", 0.2),
        ("lavrov", "lav@rov", 0.0),
        ("jan", "gan", 1.0),
        ("am", "m", 0.8),  # the first sound counts twice
        ("", "ka", 0.8 + 0.4),
    ],
)
def test_distance_by_hand(one: str, other: str, expected: float) -> None:
    assert distance(one, other) == pytest.approx(expected)
    assert distance(other, one) == pytest.approx(expected)


@given(LATIN, DEVANAGARI)
def test_likeness_is_a_share_whatever_is_typed(typed: str, word: str) -> None:
    found = likeness(typed, fold(word))
    assert 0 <= found <= 1
    for least in (0.5, 0.85):
        assert likeness(typed, fold(word), least) == (found if found >= least else 0)


@given(st.text("kgcjtdnpbmrlsaeiou@", max_size=8), st.text("kgcjtdnpbmrlsaeiou@", max_size=8))
def test_a_distance_is_only_cut_off_when_it_is_too_far(one: str, other: str) -> None:
    whole = distance(one, other)
    assert distance(one, other, most=1.0) in ((whole,) if whole <= 1 else (whole, math.inf))
