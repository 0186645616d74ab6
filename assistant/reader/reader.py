"""A question and passages in; exact spans, their probabilities, and the probability that none of the passages answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from assistant.reader.pairs import Pair, encode_question, pairs_with
from assistant.reader.passages import Passage, passage_of
from assistant.reader.spans import ScoredSpan, best_spans, overlap, probabilities, whole_words
from assistant.reader.weights import Card, load_weights, read_card
from index.types import Sentence

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from torch import Tensor

    from index.embed import EmbedderIdentity

MOST_SPANS = 8
_BATCH_TOKENS = 2048


@runtime_checkable
class Encoder(Protocol):
    """The embedder whose encoder the reader shares."""

    @property
    def identity(self) -> EmbedderIdentity: ...

    def lent(self) -> AbstractContextManager[tuple[Any, Any]]:
        """(encoder, tokenizer); nobody embeds meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class Answering:
    """Words that may answer: the article's text[start:end], inside `sentence`. score is a logit, probability is calibrated over all passages read."""

    sentence: Sentence
    start: int
    end: int
    score: float
    probability: float

    @property
    def text(self) -> str:
        return self.sentence.text[self.start - self.sentence.start : self.end - self.sentence.start]


@dataclass(frozen=True, slots=True)
class Reading:
    """Spans, best first, and the probability (0 to 1) that none of the passages answers."""

    spans: tuple[Answering, ...]
    none: float


class Reader:
    """Reads with the embedder's encoder. Thread-safe: one pass at a time."""

    def __init__(self, embedder: Encoder, model: Callable[[Sequence[Pair]], list[Tensor]], card: Card) -> None:
        self._embedder = embedder
        self._model = model
        self._card = card

    def read(self, question: str, passages: Sequence[Sequence[Sentence]]) -> Reading:
        """passages: sentences of one article each, in order. Raises QuestionRefused for a question over 256 tokens."""
        texts = [passage_of(sentences) for sentences in passages if sentences]
        with self._embedder.lent() as (_, tokenizer):
            asked = encode_question(tokenizer, question)
            windows = [(number, pair) for number, passage in enumerate(texts) for pair in pairs_with(asked, tokenizer, passage.text)]
            scored = [_in_whole_words(texts[span.passage].text, span) for span in self._scored(windows)]
        best = _distinct(sorted(scored, key=lambda span: (-span.score, span.passage, span.start)))
        shares, none = probabilities([span.score for span in best], self._card.temperature, self._card.bias)
        found = [_answering(texts[span.passage], span, share) for span, share in zip(best, shares, strict=True)]
        return Reading(tuple(one for one in found if one), none)

    def _scored(self, windows: Sequence[tuple[int, Pair]]) -> Iterator[ScoredSpan]:
        import torch

        from index.embed import length_sorted_batches

        for batch in length_sorted_batches([len(pair.ids) for _, pair in windows], _BATCH_TOKENS):
            with torch.inference_mode():
                logits = self._model([windows[place][1] for place in batch])
            for place, of_window in zip(batch, logits, strict=True):
                number, pair = windows[place]
                yield from best_spans(number, of_window.numpy(), pair.edges)


def open_reader(embedder: object, folder: Path) -> Reader | None:
    """The reader whose weights lie in `folder`; None without weights, and for an embedder that they were not trained on.

    Raises ModelDamaged when the weights aren't those of their card.
    """
    card = read_card(folder)
    if card is None or not isinstance(embedder, Encoder) or (card.embedder, card.revision) != (embedder.identity.name, embedder.identity.revision):
        return None
    from assistant.reader.int8 import Int8SpanModel, is_worth_it

    with embedder.lent() as (encoder, _):
        model = load_weights(folder, card, encoder)
        return Reader(embedder, Int8SpanModel(encoder, model) if is_worth_it() else model, card)


def _in_whole_words(text: str, span: ScoredSpan) -> ScoredSpan:
    start, end = whole_words(text, span.start, span.end)
    return replace(span, start=start, end=end)


def _distinct(ranked: Sequence[ScoredSpan]) -> list[ScoredSpan]:
    """The best spans that don't overlap: windows of one passage do, and so do words that were found in pieces."""
    chosen: list[ScoredSpan] = []
    for span in ranked:
        if len(chosen) < MOST_SPANS and not any(overlap(span, other) for other in chosen):
            chosen.append(span)
    return chosen


def _answering(passage: Passage, span: ScoredSpan, share: float) -> Answering | None:
    placed = passage.place(span.start, span.end)
    return Answering(*placed, span.score, share) if placed else None
