"""Sentences of an article as one passage to read, and the way back from its characters to the article's. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Sentence

# What is read for one question: about 350 tokens, half a second of two cores. With 2,000 the demo set was read no better.
READ_CHARACTERS = 1_200


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one article in order, joined by spaces: furniture between them is left out. starts[i] is where sentence i begins in text."""

    sentences: Sequence[Sentence]
    text: str
    starts: Sequence[int]

    def place(self, start: int, end: int) -> tuple[Sentence, int, int] | None:
        """(sentence, start, end in the article) of text[start:end] without the space around it; None when nothing else is there.

        A span over several sentences is cut to the sentence that holds most of it: only within one are the article's words sure to be next to
        each other.
        """
        best = max(range(self._number(start), self._number(end - 1) + 1), key=lambda number: self._shared(number, start, end))
        sentence, begins = self.sentences[best], self.starts[best]
        first, last = max(start - begins, 0), min(end - begins, len(sentence.text))
        words = sentence.text[first:last]
        if not words.strip():
            return None
        first += len(words) - len(words.lstrip())
        return sentence, sentence.start + first, sentence.start + first + len(words.strip())

    def _number(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1

    def _shared(self, number: int, start: int, end: int) -> int:
        begins = self.starts[number]
        return min(end, begins + len(self.sentences[number].text)) - max(start, begins)


def passage_of(sentences: Sequence[Sentence]) -> Passage:
    starts, length = [], 0
    for sentence in sentences:
        starts.append(length)
        length += len(sentence.text) + 1
    return Passage(sentences, " ".join(sentence.text for sentence in sentences), starts)
