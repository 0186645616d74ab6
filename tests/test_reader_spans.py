"""What reading is made of: whole words, pairs of question and window, spans with their probabilities, passages joined of sentences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reader import QUESTION, TEXT, sentences_of
from tiny_encoder import WordTokenizer

from assistant.errors import QuestionRefused
from assistant.reader.pairs import MOST_QUESTION_TOKENS, encode_pairs, windows
from assistant.reader.passages import passage_of
from assistant.reader.spans import best_spans, probabilities, whole_words
from index.types import Sentence

# Words


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("रूस ने वायु रक्षा मिसाइलें दीं", "वायु रक्षा मिसाइ", "वायु रक्षा मिसाइलें"),
        ("कुल 160 बारहसिंगे", "60 बारहसिंग", "160 बारहसिंगे"),
        ("हवाएँ 110 मील (180 किमी) थीं", "110 मील (180 किमी", "110 मील (180 किमी)"),
        ("Sunanda Rao said so", "nanda Rao", "Sunanda Rao"),
        ("कोई नहीं मरा। सेना आई", " मरा", " मरा"),
        ("ग्यारह लोग", "ग्यारह लोग", "ग्यारह लोग"),
        ("वह “ठीक” है", "“ठीक", "“ठीक”"),
        ('इसे "व्हाइट फ्लाइट" लहर कहा', 'व्हाइट फ्लाइट" लहर', "व्हाइट फ्लाइट"),
        ('नाम "द टेस्ला" था', '"द टेस्ला', '"द टेस्ला"'),
        ("गाने (1971), 1990 में", "1971), 1990", "1971"),
        ("गाने (1971), 1990 में", "), 1990", "1990"),
        ("गाने (1971), 1990 (लगभग) में", "), 1990 (लगभग", "1990 (लगभग)"),
        ('पहला "एक” था। नाम "द टेस्ला" था', 'नाम "द टेस्ला', 'नाम "द टेस्ला"'),
        ('वह "ठीक" है, 6" पाइप लगा', '6" पाइप', '6" पाइप'),
        ("शर्तें: 1) आधार कार्ड 2) राशन", "1) आधार कार्ड", "1) आधार कार्ड"),
        ("कहा, ”हम नहीं झुकेंगे”", "कहा, ”हम", "कहा, ”हम"),
        ("गाने (1971)", ")", ")"),
        ("दो (या तीन) लोग", "दो (या तीन) लोग", "दो (या तीन) लोग"),
        ("the players’ union (NPU) agreed", "players’ union (NPU", "players’ union (NPU)"),
    ],
)
def test_found_words_are_whole(text: str, words: str, whole: str) -> None:
    start = text.index(words)
    assert text[slice(*whole_words(text, start, start + len(words)))] == whole


@given(st.text('कखि् ।(a1)“”"’', min_size=1, max_size=20), st.data())
def test_whole_words_are_some_words_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = whole_words(text, start, end)
    assert 0 <= first < last <= len(text)
    assert first < end and start < last
    assert text[first:last].strip() or not text[start:end].strip()


# Pairs


def test_the_question_comes_first_and_edges_are_those_of_the_passage() -> None:
    [pair] = encode_pairs(WordTokenizer(), QUESTION, TEXT)
    assert pair.ids[0] == 2
    assert pair.ids[-1] == 1
    assert [TEXT[start:end].strip() for start, end in pair.edges][:4] == ["तमसापुर", "में", "बाढ़", "आई"]
    assert len(pair.ids) == pair.first + len(pair.edges) + 1


def test_an_empty_passage_has_no_window() -> None:
    assert encode_pairs(WordTokenizer(), QUESTION, " \n") == []


def test_a_passage_over_the_window_slides_with_exact_edges() -> None:
    text = " ".join(f"शब्द{n}" for n in range(50))
    pairs = encode_pairs(WordTokenizer(), QUESTION, text, window=20)
    assert [text[pair.edges[0][0] : pair.edges[0][1]].strip() for pair in pairs] == ["शब्द0", "शब्द10", "शब्द20", "शब्द30"]
    assert text[slice(*pairs[-1].edges[-1])].strip() == "शब्द49"


def test_a_question_over_the_window_is_refused_with_its_size() -> None:
    with pytest.raises(QuestionRefused, match=f"at most {MOST_QUESTION_TOKENS}"):
        encode_pairs(WordTokenizer(), "शब्द " * 300, TEXT)


@given(st.integers(0, 500), st.integers(2, 60))
def test_windows_cover_everything_and_every_span_of_half_a_window_stands_whole_in_one(length: int, size: int) -> None:
    found = list(windows(length, size))
    assert all(0 < end - start <= size for start, end in found)
    for start in range(max(0, length - size // 2 + 1)):
        assert any(first <= start and start + size // 2 <= last for first, last in found)


# Spans

EDGES = [(0, 3), (3, 6), (6, 9), (9, 12)]


def logits(none: float, *ends: tuple[float, float]) -> np.ndarray:
    return np.array([(none / 2, none / 2), *ends], dtype=np.float32)


def test_a_span_runs_from_the_best_start_to_the_best_end_after_it() -> None:
    found = best_spans(7, logits(1, (0, 8), (5, 0), (0, 4), (0, 1)), EDGES)
    assert (found[0].passage, found[0].start, found[0].end, found[0].score) == (7, 3, 9, 8.0)


def test_other_spans_never_overlap_a_better_one() -> None:
    found = best_spans(0, logits(0, (5, 5), (4, 4), (3, 3), (2, 2)), EDGES)
    assert [(span.start, span.end) for span in found] == [(0, 3), (3, 6), (6, 9), (9, 12)]


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=20), st.floats(-9, 9))
def test_spans_are_ordered_and_apart_whatever_the_logits(rows: list[tuple[float, float]], none: float) -> None:
    edges = [(3 * place, 3 * place + 3) for place in range(len(rows))]
    found = best_spans(0, logits(none, *rows), edges)
    assert [span.score for span in found] == sorted((span.score for span in found), reverse=True)
    assert all(one.end <= other.start or other.end <= one.start for one in found for other in found if one is not other)
    best = max(rows[i][0] + rows[j][1] for i in range(len(rows)) for j in range(i, len(rows)))
    assert found[0].score == pytest.approx(best - none, abs=1e-3)


def test_probabilities_are_shares_of_one_with_none_among_them() -> None:
    spans, none = probabilities([2.0, 0.0], temperature=1.0)
    assert sum(spans) + none == pytest.approx(1)
    assert spans[1] == pytest.approx(none)
    assert spans[0] / none == pytest.approx(np.exp(2))
    assert probabilities([], 1.0) == ([], 1.0)
    assert probabilities([900.0], 1.0)[1] == 0


def test_a_bias_makes_the_reader_bolder_and_a_temperature_less_sure() -> None:
    assert probabilities([1.0], 1.0, bias=2.0)[1] < probabilities([1.0], 1.0)[1] < probabilities([1.0], 4.0)[1]


# Passages


@given(st.lists(st.text("कखगा। \n12", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=6), st.data())
def test_a_place_is_the_articles_own_words(texts: list[str], data: st.DataObject) -> None:
    sentences = [Sentence("a", 50 * n, 50 * n + len(text), text) for n, text in enumerate(texts)]
    passage = passage_of(sentences)
    start = data.draw(st.integers(0, len(passage.text) - 1))
    end = data.draw(st.integers(start + 1, len(passage.text)))
    placed = passage.place(start, end)
    if placed is None:
        return
    sentence, first, last = placed
    words = sentence.text[first - sentence.start : last - sentence.start]
    assert words == words.strip() != ""
    assert words in passage.text[start:end] or passage.text[start:end].strip() in words


def test_a_span_over_two_sentences_is_cut_to_the_one_that_holds_most_of_it() -> None:
    sentences = sentences_of(TEXT)
    passage = passage_of(sentences)
    start = passage.text.index("आई")
    placed = passage.place(start, passage.text.index("मौत") + 3)
    assert placed
    assert (placed[0], passage.sentences[1].text[placed[1] - sentences[1].start : placed[2] - sentences[1].start]) == (
        sentences[1],
        "ग्यारह लोगों की मौत",
    )
