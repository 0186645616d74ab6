"""What the reader sees in one file: `pramaan read`."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import AssistantFailure
from assistant.reader.reader import Reader
from assistant.render import terminal_safe
from index.files.read import read_file
from index.text.clean import furniture_spans, kept_spans
from index.text.sentences import split_sentences
from index.types import Sentence


def print_reading(reader: Reader | None, question: str, path: Path) -> None:
    """The spans with their scores and probabilities, and the probability that the file doesn't answer.

    Raises AssistantFailure without a reader, UnreadableFile for a file that can't be read, QuestionRefused for a question that is too long.
    """
    if reader is None:
        raise AssistantFailure("The reader is off: its weights are not here, or they were trained on another embedder. Unset PRAMAAN_EMBEDDER.")
    reading = reader.read(question, [file_sentences(path)])
    print(f"{reading.none:7.1%}          not in this file")
    for span in reading.spans:
        print(f"{span.probability:7.1%}  {span.score:+6.1f}  {span.start}-{span.end}  {terminal_safe(span.text)}")
        print(f"{'':17} {terminal_safe(' '.join(span.sentence.text.split()))}")


def file_sentences(path: Path) -> list[Sentence]:
    """The file's own sentences, as they would be indexed."""
    text = read_file(path).text
    spans = [span for kept in kept_spans(text, furniture_spans(text)) for span in split_sentences(text, kept)]
    return [Sentence(path.name, span.start, span.end, text[span.start : span.end]) for span in spans]
