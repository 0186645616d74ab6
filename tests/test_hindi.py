"""The words of Hindi that are known whatever the articles hold."""

from __future__ import annotations

import pytest

from index.text.hindi import _LIST, TYPED, known_word
from index.text.words import fold, is_devanagari


def test_the_list_holds_each_folded_hindi_word_once() -> None:
    listed = _LIST.read_text("utf-8").split()
    assert len(listed) == len(set(listed)) > 3000
    assert [word for word in listed if fold(word) != word or not is_devanagari(word)] == []


def test_what_is_typed_otherwise_than_it_sounds_is_folded_too() -> None:
    assert [word for pair in TYPED.items() for word in pair if fold(word) != word] == []


@pytest.mark.parametrize(("typed", "word"), [("kul", "कुल"), ("kiraya", "किराया"), ("tareekh", "तारीख"), ("pe", "पर"), ("rate", "रेट")])
def test_a_word_is_known_by_its_sound(typed: str, word: str) -> None:
    assert known_word(typed, 0.93) == (word, 1.0)


@pytest.mark.parametrize("typed", ["zelensky", "player", "judges", "contract"])
def test_what_sounds_like_no_word_is_not_known(typed: str) -> None:
    assert known_word(typed, 0.93) is None
