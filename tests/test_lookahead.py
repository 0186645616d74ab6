from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.lookahead import guess


@pytest.mark.parametrize(
    ("tokens", "guessed"),
    [
        ([], []),
        ([1, 2, 3, 4], []),
        ([1, 2, 3, 4, 1, 2, 3, 4], [1, 2, 3, 4]),
        ([1, 2, 3, 4, 5, 6, 9, 1, 2, 3, 4], [5, 6, 9, 1, 2, 3]),
        ([1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 7, 0, 1, 2, 3, 4], [7, 0, 1, 2, 3, 4]),  # as the last time
        ([1, 2, 3, 0, 1, 2, 3], []),  # three are too few
        ([7, 7, 7, 7, 7], [7]),
    ],
)
def test_what_came_after_the_same_tokens_is_guessed(tokens: list[int], guessed: list[int]) -> None:
    assert list(guess(tokens)) == guessed


@given(st.lists(st.integers(0, 2), max_size=40))
def test_a_guess_stood_in_the_text(tokens: list[int]) -> None:
    guessed = list(guess(tokens))
    held = [*tokens[-4:], *guessed]
    assert not guessed or any(tokens[start : start + len(held)] == held for start in range(len(tokens)))
