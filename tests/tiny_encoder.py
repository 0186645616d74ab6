"""A Gemma encoder of four small blocks with random weights and a tokenizer of words: what the reader's code needs, without a model."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
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


class LockedEmbedder(TinyEmbedder):
    """Lends to one thread at a time; encoder and tokenizer fail for a thread that doesn't hold the loan."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._holder: int | None = None
        self.encoder.register_forward_pre_hook(lambda *_: self._check())

    @contextmanager
    def lent(self) -> Iterator[tuple[Any, Any]]:
        with self._lock:
            self._holder = threading.get_ident()
            try:
                yield self.encoder, LentTokenizer(self._check)
            finally:
                self._holder = None

    def embed(self, text: str) -> Any:
        """Every token's vector, as the encoder without adapters gives it."""
        import torch

        with self.lent() as (encoder, tokenizer), torch.inference_mode():
            return encoder(input_ids=torch.tensor([tokenizer.encode(text)])).last_hidden_state

    def _check(self) -> None:
        assert self._holder == threading.get_ident(), "used without the loan"


class LentTokenizer(WordTokenizer):
    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check

    def __call__(self, text: str, **options: Any) -> dict[str, list[Any]]:
        self._check()
        return super().__call__(text, **options)
