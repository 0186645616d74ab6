from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.spelling import content_keys, keys
from index.text.words import words


@pytest.mark.parametrize(
    "spellings",
    [
        "ज़ेलेंस्की जेलेंस्की ज़ेलेन्स्की",
        "लावरोव लवरोव",
        "हिंदी हिन्दी",
        "मुंबई मुम्बई",
        "ट्रंप ट्रम्प",
        "संबंध सम्बन्ध",
        "अंक अङ्क",
        "पंजाब पञ्जाब",
        "ठंडा ठण्डा",
        "इंकार इन्कार",
        "गई गयी",
        "गए गये",
        "रुपए रुपये",
        "चाहिए चाहिये",
        "आएगा आयेगा",
        "कोरियाई कोरियायी",
        "मांग माँग",
        "राष्ट्रीय राष्ट्रिय",
        "यूनाइटेड युनाइटेड",
        "न्यायालय न्यायलय",
        "चैम्पियनशिप चैंपियनशिप",
    ],
)
def test_spellings_of_one_word_have_one_key(spellings: str) -> None:
    assert len(set(keys(spellings))) == 1


@pytest.mark.parametrize(
    "different", ["काम कम", "दिन दीन", "समान सामान", "जन्म जंम", "न्याय नंाय", "पिता पीता", "उन्हें उन्हें_", "सम्मान समान", "मूल्य मूल", "रूस कोरिया"]
)
def test_different_words_have_different_keys(different: str) -> None:
    assert len(set(keys(different))) == 2


def test_a_question_keeps_only_words_that_carry_meaning() -> None:
    assert content_keys("लवरोव कहाँ गये थे और क्या कहा?") == keys("लावरोव कहा")


@given(st.text(max_size=100))
def test_each_word_has_a_key_that_is_not_empty(text: str) -> None:
    assert len(keys(text)) == len(words(text))
    assert all(keys(text))
