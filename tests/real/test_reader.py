"""The reader's weights on passages that were held back from its training."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import pytest

from assistant.assemble import Assembly
from assistant.evaluation.overlap import token_f1
from assistant.reader.reader import Reader, Reading
from assistant.reader.training.calibrate import sentences_of
from assistant.reader.training.examples import Example
from assistant.reader.training.measure import auroc
from assistant.reader.training.parts import own_parts

PASSAGES = 12


@dataclass(frozen=True)
class Read:
    example: Example
    reading: Reading


@pytest.fixture(scope="module")
def reader(demo: Assembly) -> Reader:
    assert demo.reader, "the weights in data/reader don't fit the default embedder"
    return demo.reader


@pytest.fixture(scope="module")
def readings(reader: Reader) -> list[Read]:
    """Of the Hindi and the English questions on the first held-back passages."""
    tested, _, _ = own_parts()
    chosen = sorted({example.article for example in tested})[:PASSAGES]
    asked = [example for example in tested if example.article in chosen and example.language in ("hi-hi", "en-hi")]
    return [Read(example, reader.read(example.question, [sentences_of(example.passage)])) for example in asked]


def test_the_exact_words_are_found(readings: list[Read]) -> None:
    found = [token_f1(one.reading.spans[0].text, one.example.answers) for one in readings if one.example.answers]
    assert len(found) >= 30
    assert statistics.mean(found) >= 0.83


def test_near_misses_are_told_from_answers(readings: list[Read]) -> None:
    there = [1 - one.reading.none for one in readings if one.example.answers]
    missing = [1 - one.reading.none for one in readings if not one.example.answers]
    assert len(missing) >= 15
    assert auroc(there, missing) >= 0.88


def test_a_span_is_the_passages_own_text_at_its_place(readings: list[Read]) -> None:
    for one in readings:
        for span in one.reading.spans:
            assert one.example.passage[span.start : span.end] == span.text
            assert span.sentence.start <= span.start < span.end <= span.sentence.end


def test_probabilities_never_add_up_to_more_than_one(readings: list[Read]) -> None:
    """To a little less where a span was no more than the space between two sentences."""
    for one in readings:
        assert 0.9 <= one.reading.none + sum(span.probability for span in one.reading.spans) <= 1.0001


def test_reading_leaves_the_embedder_as_it_was(demo: Assembly, reader: Reader) -> None:
    before = demo.embedder.embed_question("बाढ़ कब आई?")
    reader.read("बाढ़ कब आई?", [sentences_of("बाढ़ सोमवार को आई।")])
    assert (demo.embedder.embed_question("बाढ़ कब आई?") == before).all()
