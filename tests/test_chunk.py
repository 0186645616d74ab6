from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.chunk import chunk_sentences
from index.text.sentences import split_sentences


def count_words(text: str) -> int:
    return len(text.split())


def chunks(text: str, budget: int, overlap: int = 1) -> list[str]:
    return [text[span.start : span.end] for span in chunk_sentences(text, split_sentences(text), count_words, budget, overlap)]


FIVE = "एक दो। तीन चार। पांच छह। सात आठ। नौ दस।"


@pytest.mark.parametrize(
    ("budget", "overlap", "expected"),
    [
        (4, 1, ["एक दो। तीन चार।", "तीन चार। पांच छह।", "पांच छह। सात आठ।", "सात आठ। नौ दस।"]),
        (6, 1, ["एक दो। तीन चार। पांच छह।", "पांच छह। सात आठ। नौ दस।"]),
        (4, 0, ["एक दो। तीन चार।", "पांच छह। सात आठ।", "नौ दस।"]),
        (100, 1, [FIVE]),
        (2, 1, ["एक दो।", "तीन चार।", "पांच छह।", "सात आठ।", "नौ दस।"]),
    ],
)
def test_chunks_by_hand(budget: int, overlap: int, expected: list[str]) -> None:
    assert chunks(FIVE, budget, overlap) == expected


def test_a_long_sentence_is_cut_at_spaces() -> None:
    assert chunks("a b c d e f g h.", 4, 0) == ["a b c d ", "e f g h."]


def test_a_huge_sentence_without_spaces_is_cut_to_the_budget() -> None:
    text = "क" * 1000
    spans = chunk_sentences(text, split_sentences(text), len, budget=300, overlap=0)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(span.end - span.start <= 300 for span in spans)


def test_what_stands_between_two_sentences_counts_towards_the_budget() -> None:
    text = "एक दो।\nये भी पढ़ें: पांच छह सात आठ\nतीन चार।"
    first, _, last = split_sentences(text)
    spans = chunk_sentences(text, [first, last], count_words, budget=6)
    assert [text[span.start : span.end] for span in spans] == ["एक दो।", "तीन चार।"]


def test_no_sentences_no_chunks() -> None:
    assert chunk_sentences("", [], count_words) == []


@given(
    lengths=st.lists(st.integers(1, 12), max_size=25),
    budget=st.integers(1, 15),
    overlap=st.integers(0, 3),
    gap=st.sampled_from([" ", "\n", "\n*\n", "\n* * *\n"]),
)
def test_chunks_hold_every_word_move_on_and_keep_the_budget(lengths: list[int], budget: int, overlap: int, gap: str) -> None:
    text = gap.join(" ".join("क" for _ in range(n)) + "।" for n in lengths)
    sentences = split_sentences(text)
    spans = chunk_sentences(text, sentences, count_words, budget, overlap)
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert all(place in covered for sentence in sentences for place in range(sentence.start, sentence.end))
    assert [span.start for span in spans] == sorted({span.start for span in spans})
    assert [span.end for span in spans] == sorted({span.end for span in spans})
    assert all(count_words(text[span.start : span.end]) <= budget for span in spans)


@given(lengths=st.lists(st.integers(1, 4), min_size=2, max_size=25), overlap=st.integers(1, 3))
def test_each_chunk_begins_with_the_last_sentences_of_the_one_before(lengths: list[int], overlap: int) -> None:
    text = " ".join(" ".join("क" for _ in range(n)) + "।" for n in lengths)
    sentences = split_sentences(text)
    # With a budget this wide the overlap and one more sentence always fit.
    spans = chunk_sentences(text, sentences, count_words, 16, overlap)
    for before, after in pairwise(spans):
        repeated = [sentence for sentence in sentences if after.start <= sentence.start and sentence.end <= before.end]
        assert len(repeated) == overlap


pieces = st.sampled_from(["क", "है।", "डॉ.", " ", "\n", "\r\n", ". ", "3.5", '"', "\ufeff", "- ", "A", "“क। ख।” ", "शब्द " * 8, "कखग" * 9])


@given(
    st.one_of(st.text(max_size=200), st.lists(pieces, max_size=40).map("".join)),
    st.integers(1, 20),
    st.integers(0, 2),
    st.sampled_from([len, count_words]),
)
def test_chunks_of_any_text_stay_in_it_and_hold_all_its_letters(text: str, budget: int, overlap: int, count: Callable[[str], int]) -> None:
    sentences = split_sentences(text)
    spans = chunk_sentences(text, sentences, count, budget, overlap)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert [span.start for span in spans] == sorted({span.start for span in spans})
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert not any(char.isalnum() for place, char in enumerate(text) if place not in covered)
