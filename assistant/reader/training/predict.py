"""Reading with a model that is being trained: plain, one question at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from assistant.reader.model import SpanModel
from assistant.reader.pairs import encode_pairs
from assistant.reader.spans import best_spans


def span_reader(model: SpanModel, tokenizer: Any) -> Callable[[str, Sequence[str]], tuple[str, float]]:
    """(question, passages) → (best span's text, its score)."""

    def read(question: str, passages: Sequence[str]) -> tuple[str, float]:
        windows = [(passage, pair) for passage in passages for pair in encode_pairs(tokenizer, question, passage)]
        with torch.inference_mode():
            logits = model([pair for _, pair in windows])
        best = [
            (passage[span.start : span.end].strip(), span.score)
            for (passage, pair), of_window in zip(windows, logits, strict=True)
            for span in best_spans(0, of_window.numpy(), pair.edges, 1)
        ]
        return max(best, key=lambda found: found[1], default=("", float("-inf")))

    return read
