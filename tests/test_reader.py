from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_encoder import TinyEmbedder, WordTokenizer

from assistant.errors import ModelDamaged, QuestionRefused
from assistant.reader.pairs import MOST_QUESTION_TOKENS, Pair, encode_pairs, windows
from assistant.reader.passages import passage_of
from assistant.reader.reader import MOST_SPANS, Reader, open_reader
from assistant.reader.spans import best_spans, probabilities, whole_words
from assistant.reader.weights import CARD, WEIGHTS, Card, load_weights, save_weights
from index.types import Sentence

QUESTION = "कितने लोग मरे?"
TEXT = "तमसापुर में बाढ़ आई। ग्यारह लोगों की मौत हुई। सेना ने नाव चलाई।"


def sentences_of(text: str, article: str = "a", begins: int = 100) -> list[Sentence]:
    found, place = [], 0
    for part in text.split("। "):
        said = part if part.endswith("।") else part + "।"
        found.append(Sentence(article, begins + place, begins + place + len(said), said))
        place += len(said) + 1
    return found


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


# Weights and reading


def made(folder: Path, embedder: TinyEmbedder, first_layer: int = 2) -> Card:
    import torch

    from assistant.reader.model import Shape, SpanModel

    torch.manual_seed(5)
    model = SpanModel(embedder.encoder, Shape(first_layer, 2, 4))
    for adapter in model.adapters.values():
        torch.nn.init.normal_(adapter.up, std=0.5)  # type: ignore[arg-type]
    return save_weights(folder, model, "tiny", "1", 1.0, 0.0, {"command": "test"})


def told_otherwise(folder: Path, **changes: object) -> None:
    card = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps(card | changes), "utf-8")


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    embedder = TinyEmbedder()
    made(tmp_path, embedder)
    opened = open_reader(embedder, tmp_path)
    assert opened
    return opened


def test_spans_are_exact_words_of_their_article(reader: Reader) -> None:
    passages = [sentences_of(TEXT), sentences_of("नदी चढ़ी। पानी उतरा।", "b", 7)]
    reading = reader.read(QUESTION, passages)
    assert reading.spans
    assert sum(span.probability for span in reading.spans) + reading.none == pytest.approx(1)
    for span in reading.spans:
        assert span.sentence.start <= span.start < span.end <= span.sentence.end
        assert span.text == span.text.strip() != ""
    assert {span.sentence.article_id for span in reading.spans} == {"a", "b"}
    assert reader.read(QUESTION, passages) == reading


def test_words_that_were_found_in_pieces_are_told_once(tmp_path: Path) -> None:
    class Pieces(WordTokenizer):
        def __call__(self, text: str, **_: object) -> dict[str, list[Any]]:
            return {"input_ids": [3 + ord(char) % 90 for char in text], "offset_mapping": [(place, place + 1) for place in range(len(text))]}

    class InPieces(TinyEmbedder):
        @contextmanager
        def lent(self) -> Iterator[tuple[Any, Any]]:
            yield self.encoder, Pieces()

    import torch

    reader = Reader(InPieces(), lambda pairs: [torch.ones(1 + len(pair.edges), 2) for pair in pairs], made(tmp_path, InPieces()))
    assert [span.text for span in reader.read("कौन?", [sentences_of(TEXT)]).spans] == ["तमसापुर"]


def test_nothing_to_read_is_none_for_sure(reader: Reader) -> None:
    assert reader.read(QUESTION, [[]]).none == 1.0
    assert reader.read(QUESTION, []).spans == ()


def test_a_question_over_the_window_is_refused_though_there_is_nothing_to_read(reader: Reader) -> None:
    for passages in ([], [[]], [sentences_of(TEXT)]):
        with pytest.raises(QuestionRefused, match=rf"300 tokens; the reader takes at most {MOST_QUESTION_TOKENS}\. Ask a shorter one"):
            reader.read("शब्द " * 300, passages)


def test_a_question_as_long_as_the_window_is_read(reader: Reader) -> None:
    assert reader.read("शब्द " * MOST_QUESTION_TOKENS, [sentences_of(TEXT)]).spans


# A passage over the window

LONG = 100  # sentences of ten tokens: four windows


def long_article(sought: str, place: int) -> tuple[str, list[Sentence]]:
    """The article's text, a word of it `sought`, and its sentences, which stand further apart in it than in the passage that is read."""
    words = ["शब्द"] * 9 * LONG
    words[place] = sought
    text, sentences = "शीर्षक\n\n", []
    for begin in range(0, len(words), 9):
        said = " ".join(words[begin : begin + 9]) + "।"
        sentences.append(Sentence("a", len(text), len(text) + len(said), said))
        text += said + "\n\nये भी पढ़ें\n\n"
    return text, sentences


def pointing_at(word: str) -> Any:
    """A model that is sure of one word, wherever a window has it."""
    import torch

    [sought] = WordTokenizer().encode(word)

    def logits_of(pair: Pair) -> Any:
        return torch.tensor([[0.0, 0.0]] + [[9.0 * (token == sought)] * 2 for token in pair.ids[pair.first : -1]])

    return lambda pairs: [logits_of(pair) for pair in pairs]


@pytest.mark.parametrize("place", [0, 1, 200, 201, 202, 402, 403, 404, 604, 891, 898, 899])
def test_in_a_long_passage_a_word_is_found_once_at_its_place_in_the_article(tmp_path: Path, place: int) -> None:
    text, sentences = long_article("ग्यारह", place)
    embedder = TinyEmbedder()
    reading = Reader(embedder, pointing_at("ग्यारह"), made(tmp_path, embedder)).read(QUESTION, [sentences])
    best, *others = reading.spans
    assert (best.start, text[best.start : best.end]) == (text.index("ग्यारह"), "ग्यारह")
    assert best.sentence == sentences[place // 9]
    assert best.probability > 0.99
    assert all(text[other.start : other.end] == other.text != "ग्यारह" for other in others)
    assert sum(span.probability for span in reading.spans) + reading.none == pytest.approx(1)


def test_every_span_of_a_long_passage_is_the_articles_own_words(reader: Reader) -> None:
    text, sentences = long_article("ग्यारह", 899)
    reading = reader.read(QUESTION, [sentences])
    assert len(reading.spans) == MOST_SPANS
    assert all(text[span.start : span.end] == span.text == span.text.strip() != "" for span in reading.spans)
    assert sum(span.probability for span in reading.spans) + reading.none == pytest.approx(1)


# Sharing the encoder


def test_while_the_adapters_are_off_the_encoder_is_the_embedders_bit_for_bit(tmp_path: Path) -> None:
    import torch

    embedder = TinyEmbedder()
    ids = torch.arange(3, 30).reshape(1, -1)
    with torch.inference_mode():
        before = embedder.encoder(input_ids=ids).last_hidden_state
    card = made(tmp_path, embedder)
    model = load_weights(tmp_path, card, embedder.encoder)
    with torch.inference_mode():
        with_adapters = model(encode_pairs(WordTokenizer(), QUESTION, TEXT))[0]
        assert torch.equal(embedder.encoder(input_ids=ids).last_hidden_state, before)
        hidden = embedder.encoder(input_ids=torch.tensor([encode_pairs(WordTokenizer(), QUESTION, TEXT)[0].ids])).last_hidden_state
        without = model.point(hidden, encode_pairs(WordTokenizer(), QUESTION, TEXT))[0]
    assert not torch.allclose(with_adapters, without, atol=1e-2)


def test_the_halves_of_the_encoder_give_what_the_whole_gives() -> None:
    import torch

    from assistant.reader.model import layers_of, padded

    encoder = TinyEmbedder().encoder
    pairs = [*encode_pairs(WordTokenizer(), QUESTION, TEXT), *encode_pairs(WordTokenizer(), QUESTION, "नदी चढ़ी।")]
    ids, mask = padded(pairs)
    with torch.inference_mode():
        whole = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        lower = layers_of(encoder, 0, 2)(input_ids=ids, attention_mask=mask).last_hidden_state
        both = layers_of(encoder, 2, 4)(inputs_embeds=lower, attention_mask=mask).last_hidden_state
    for row, pair in enumerate(pairs):
        assert torch.equal(whole[row, : len(pair.ids)], both[row, : len(pair.ids)])


def test_without_weights_or_with_another_embedder_there_is_no_reader(tmp_path: Path) -> None:
    embedder = TinyEmbedder()
    assert open_reader(embedder, tmp_path) is None
    made(tmp_path, embedder)
    told_otherwise(tmp_path, revision="2")
    assert open_reader(embedder, tmp_path) is None


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda folder: (folder / WEIGHTS).write_bytes((folder / WEIGHTS).read_bytes()[:-1] + b"x"), "SHA-256"),
        (lambda folder: (folder / WEIGHTS).write_bytes(b""), "SHA-256"),
        (lambda folder: (folder / CARD).write_text("{", "utf-8"), "can't be read"),
        (lambda folder: (folder / CARD).write_text('{"embedder": 1}', "utf-8"), "can't be read"),
        (lambda folder: told_otherwise(folder, sha256=None), "can't be read"),
        (lambda folder: told_otherwise(folder, temperature=0), "can't be read"),
        (lambda folder: told_otherwise(folder, rank=4), "don't have the shape of their card"),
    ],
)
def test_damaged_weights_are_refused_with_the_cure(tmp_path: Path, damage: Any, told: str) -> None:
    made(tmp_path, TinyEmbedder())
    damage(tmp_path)
    with pytest.raises(ModelDamaged, match=told) as caught:
        open_reader(TinyEmbedder(), tmp_path)
    assert "Take both files from the project again" in str(caught.value)
