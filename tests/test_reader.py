from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tiny_encoder import TinyEmbedder, WordTokenizer

from assistant.errors import ModelDamaged, QuestionRefused
from assistant.reader.pairs import MOST_QUESTION_TOKENS, Pair, encode_pairs
from assistant.reader.reader import MOST_SPANS, Reader, open_reader
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
