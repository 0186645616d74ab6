"""Reading with a model that is being trained: plain, one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from torch import Tensor

from assistant.reader.pairs import Pair, encode_pairs
from assistant.reader.spans import best_spans, whole_words


def span_reader(logits_of: Callable[[Sequence[Pair]], list[Tensor]], tokenizer: Any) -> Callable[[str, Sequence[str]], list[tuple[str, float]]]:
    """(question, passages) → (best span's text, its score) of each passage. logits_of: as SpanModel gives them, without gradients."""

    def read(question: str, passages: Sequence[str]) -> list[tuple[str, float]]:
        windows = [(number, pair) for number, passage in enumerate(passages) for pair in encode_pairs(tokenizer, question, passage)]
        # Each alone: beside a longer one a processor would pass through padding, a fifth of all tokens.
        logits = [logits_of([pair])[0] for _, pair in windows]
        best = [("", float("-inf"))] * len(passages)
        for (number, pair), of_window in zip(windows, logits, strict=True):
            for span in best_spans(number, of_window.numpy(), pair.edges, 1):
                if span.score > best[number][1]:
                    best[number] = (passages[number][slice(*whole_words(passages[number], span.start, span.end))].strip(), span.score)
        return best

    return read
