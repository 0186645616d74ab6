from __future__ import annotations

import pytest

from assistant.writing.stop_text import StopText


@pytest.mark.parametrize(
    ("pieces", "stops", "shown", "rest"),
    [
        (["ab", "cd"], ["bc"], ["a", ""], ""),
        (["a", "b", "c", "d"], ["bcd"], ["a", "", "", ""], ""),
        (["a", "b", "x"], ["bc"], ["a", "", "bx"], ""),
        (["a", "b"], ["bc"], ["a", ""], "b"),
        (["aa", "ab"], ["aab"], ["", "a"], ""),
        (["xyz"], ["yz", "y"], ["x"], ""),
        (["x", "y"], [], ["x", "y"], ""),
    ],
)
def test_a_stop_string_may_be_split_over_pieces(pieces: list[str], stops: list[str], shown: list[str], rest: str) -> None:
    text = StopText(stops)
    assert [text.add(piece)[0] for piece in pieces] == shown
    assert text.rest() == rest
