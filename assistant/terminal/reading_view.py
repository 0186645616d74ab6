"""What the reader sees in one file: `pramaan read`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantFailure
from assistant.reader.reader import Reader
from assistant.reader.weights import CARD, WEIGHTS
from assistant.render import terminal_safe
from index.files.read import read_file
from index.search.hearing import hear
from index.text.clean import furniture_spans, kept_spans
from index.text.roman import word_key
from index.text.sentences import split_sentences
from index.text.words import is_devanagari, stem, words
from index.types import Sentence


def print_reading(reader: Reader | None, question: str, path: Path, weights: Path) -> None:
    """The spans with their scores and probabilities, and the probability that the file doesn't answer.

    A question in Roman-script Hindi is read as search hears it, with the file's words. weights: the folder where the reader's were looked for.
    Raises AssistantFailure without a reader, UnreadableFile for a file that can't be read, QuestionRefused for a question that is too long.
    """
    if reader is None:
        raise AssistantFailure(
            f"The reader is off: '{weights}' lacks {WEIGHTS} or {CARD}, or they were trained on another embedder. "
            "Take both files from the project again, and unset PRAMAAN_READER and PRAMAAN_EMBEDDER."
        )
    sentences = file_sentences(path)
    reading = reader.read(hear(question, _FileWords(sentences)).question, [sentences])
    print(f"{reading.none:7.1%}          not in this file")
    for span in reading.spans:
        print(f"{span.probability:7.1%}  {span.score:+6.1f}  {span.start}-{span.end}  {terminal_safe(span.text)}")
        print(f"{'':17} {terminal_safe(' '.join(span.sentence.text.split()))}")


class _FileWords:
    """The file's words, as search knows those of the articles."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._words = {word for sentence in sentences for word in words(sentence.text)}

    def sounding_like(self, keys: Sequence[str]) -> dict[str, int]:
        return {word: 1 for word in self._words if is_devanagari(word) and word_key(word) in keys}

    def holds(self, word: str) -> bool:
        return stem(word) in map(stem, self._words)


def file_sentences(path: Path) -> list[Sentence]:
    """The file's own sentences, as they would be indexed."""
    text = read_file(path).text
    spans = [span for kept in kept_spans(text, furniture_spans(text)) for span in split_sentences(text, kept)]
    return [Sentence(path.name, span.start, span.end, text[span.start : span.end]) for span in spans]
