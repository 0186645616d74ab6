from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embed import length_sorted_batches


@pytest.mark.parametrize(
    ("lengths", "tokens", "batches"),
    [
        ([], 10, []),
        ([3], 10, [[0]]),
        ([30], 10, [[0]]),
        ([2, 5, 4, 1], 10, [[1, 2], [0, 3]]),
        ([5, 5, 5], 10, [[0, 1], [2]]),
        ([1, 1, 1, 1, 40], 10, [[4], [0, 1, 2, 3]]),
    ],
)
def test_batches_hold_passages_of_one_length(lengths: list[int], tokens: int, batches: list[list[int]]) -> None:
    assert list(length_sorted_batches(lengths, tokens)) == batches


@given(st.lists(st.integers(1, 300), max_size=60), st.integers(1, 2048))
def test_every_passage_is_in_one_batch_that_fits(lengths: list[int], tokens: int) -> None:
    batches = list(length_sorted_batches(lengths, tokens))
    assert Counter(position for batch in batches for position in batch) == Counter(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[position] for position in batch) <= tokens
    firsts = [lengths[batch[0]] for batch in batches]
    assert firsts == sorted(firsts, reverse=True)
