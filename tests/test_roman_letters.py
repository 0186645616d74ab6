from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.roman_letters import in_roman_letters

TYPED = """
किम:kim जोंग:jong उन:un ने:ne कहा:kaha लावरोव:lavrov प्योंगयांग:pyongyang पहुंचे:pahunche पहुँचे:pahunche
सरकार:sarkar भारत:bharat भारतीय:bhartiya जनता:janta करना:karna समझना:samajhna निकलना:nikalna मतदान:matdan प्रदेश:pradesh उत्तराखंड:uttarakhand
विधानसभा:vidhansabha लोकसभा:loksabha राष्ट्रपति:rashtrapati प्रधानमंत्री:pradhanmantri मुख्यमंत्री:mukhyamantri अहमदनगर:ahmadnagar इनमें:inmein
अनुमति:anumati अवधि:avadhi सोमवार:somvar रविवार:ravivar बातचीत:batcheet चुनाव:chunav आयोग:aayog दिल्ली:dilli
पहले:pehle कहना:kehna रहना:rehna शहर:shahar जगह:jagah तरह:tarah यह:yeh वह:woh में:mein नहीं:nahin गांव:gaon
हिंदी:hindi संसद:sansad संबंध:sambandh मुंबई:mumbai संविधान:samvidhan सिंह:singh विश्व:vishwa स्वागत:swagat हवा:hawa जवाब:jawab विवाद:vivad परिवार:parivar
काम:kaam नाम:naam साल:saal आज:aaj आप:aap तीन:teen ठीक:theek दूध:doodh फूल:phool फिर:phir फैसला:faisla सफल:safal कानून:kanoon नदी:nadi पानी:pani
चीज़:cheez ज़्यादा:zyada सड़क:sadak पढ़ना:padhna तारीख़:tareekh विज्ञान:vigyan क्षेत्र:kshetra शिक्षा:shiksha राज्य:rajya चंद्र:chandra धर्म:dharm शब्द:shabd
कृषि:krishi गया:gaya गई:gayi गए:gaye आए:aaye भाई:bhai हुई:hui जाएगा:jayega कुछ:kuch लोगों:logon समय:samay प्रिय:priya करें:karein लिए:liye बैंक:bank पुलिस:police न:na
"""
PAIRS = [tuple(pair.split(":")) for pair in TYPED.split()]


def test_the_table_is_long_enough() -> None:
    assert len(dict(PAIRS)) == len(PAIRS) > 90


@pytest.mark.parametrize(("word", "typed"), PAIRS)
def test_a_word_is_spelt_as_people_type_it(word: str, typed: str) -> None:
    assert in_roman_letters(word) == typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("किम जोंग उन ने कहा।", "kim jong un ne kaha."),
        ("“आपके लेखों में इसका उत्तर नहीं मिला।” [1]", "“aapke lekhon mein iska uttar nahin mila.” [1]"),
        ("१२ जुलाई, 3.5% DRDO\tα\n👩\u200d🌾", "12 july, 3.5% DRDO\tα\n👩\u200d🌾"),
        ("डॉ॰ राम, क\u094d\u200dया?", "Dr. raam, kya?"),
        ("फ़ैसला \u095b \u091c\u093c", "faisla za za"),
        ("", ""),
    ],
)
def test_all_else_stays_as_it_is(text: str, typed: str) -> None:
    assert in_roman_letters(text) == typed


@given(st.text(alphabet=st.characters(min_codepoint=0x900, max_codepoint=0x97F) | st.sampled_from("a1 .\u200d<")))
def test_no_devanagari_is_left_and_nothing_breaks(text: str) -> None:
    assert not re.search("[ऀ-ॿ]", in_roman_letters(text))


@given(st.text(alphabet=st.characters(max_codepoint=0x8FF)))
def test_a_text_without_devanagari_stays_as_it_is(text: str) -> None:
    assert in_roman_letters(text) == text
