from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.words import content_stems, fold, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("किताब की कीमत", ["किताब", "की", "कीमत"]),
        ("मंत्री ने कहा।उन्होंने", ["मंत्री", "ने", "कहा", "उन्होंने"]),
        ("किम जोंग-उन (KCNA)", ["किम", "जोंग", "उन", "kcna"]),
        ("डॉ॰ सिंह", ["डॉ", "सिंह"]),
        ("KCNAने NATOदेशों कोEU", ["kcna", "ने", "nato", "देशों", "को", "eu"]),
        ("5G और 11वीं, Varsha-1", ["5g", "और", "11वीं", "varsha", "1"]),
        ("", []),
        ("।॥ … —", []),
    ],
)
def test_words_keep_their_vowel_signs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ज़मीन", "जमीन"),
        ("\u095bमीन", "जमीन"),  # the letter and its nukta as one character
        ("\u0929", "न"),
        ("क्\u200dष", "क्ष"),
        ("क्\u200cष", "क्ष"),
        ("माँ", "मां"),
        ("१२३", "123"),
        ("10,000", "10000"),
        ("१०,०००", "10000"),
        ("1,00,000", "100000"),
        ("Lavrov", "LAVROV"),
        ("cafe\u0301", "café"),
    ],
)
def test_spellings_of_one_word_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_comma_between_words_stays() -> None:
    assert words("2, 3 और 4") == ["2", "3", "और", "4"]


@pytest.mark.parametrize(("one", "other"), [("सैनिकों", "सैनिक"), ("लड़कियाँ", "लड़की"), ("soldiers", "soldier"), ("खबरें", "ख़बर")])
def test_inflected_forms_share_a_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_different_words_keep_different_stems() -> None:
    assert len({stems(word)[0] for word in ("रूस", "कोरिया", "अमेरिका", "जापान")}) == 4


@pytest.mark.parametrize("question", ["क्या है?", "कौन कहाँ कब", "What is the?", "?"])
def test_a_question_of_stop_words_carries_no_content(question: str) -> None:
    assert content_stems(question) == []


def test_content_stems_leave_out_question_words() -> None:
    assert content_stems("लावरोव कहाँ गए थे?") == stems("लावरोव")


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_and_no_word_is_empty(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(words(text))
    assert all(stems(text))
