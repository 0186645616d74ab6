"""A Gemma encoder of four small blocks with random weights and a tokenizer of words: what the reader's code needs, without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from index.embed import EmbedderIdentity


class WordTokenizer:
    """Every word and every mark is a token; ids by a stable sum."""

    bos_token_id, eos_token_id = 2, 1

    def encode(self, text: str, **_: Any) -> list[int]:
        return list(self(text)["input_ids"])

    def __call__(self, text: str, **_: Any) -> dict[str, list[Any]]:
        found = list(re.finditer(r"\s*(\w[\w\u0900-\u0963]*|[^\w\s])", text))
        return {"input_ids": [3 + sum(map(ord, one[1])) % 90 for one in found], "offset_mapping": [one.span() for one in found]}


def tiny_encoder(seed: int = 0) -> Any:
    import torch
    from transformers import Gemma3TextConfig, Gemma3TextModel

    torch.manual_seed(seed)
    config = Gemma3TextConfig(
        vocab_size=96,
        hidden_size=16,
        intermediate_size=24,
        num_hidden_layers=4,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        sliding_window=9,
        layer_types=["sliding_attention", "full_attention"] * 2,
    )
    config.use_bidirectional_attention = True
    config.use_cache = False
    return Gemma3TextModel(config).eval()


class TinyEmbedder:
    """Lends the tiny encoder as the real embedder does."""

    identity = EmbedderIdentity("tiny", "1", 16, "float32")

    def __init__(self) -> None:
        self.encoder = tiny_encoder()

    @contextmanager
    def lent(self) -> Iterator[tuple[Any, Any]]:
        yield self.encoder, WordTokenizer()
