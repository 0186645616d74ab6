"""The reader bench's own parts: what it reads, and that both sides read the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny_encoder import TinyEmbedder

from assistant.reader import int8
from index.types import Sentence
from tests.bench.reader import Timed, figures, opened, timed


def sentence(article: str, start: int, text: str) -> Sentence:
    return Sentence(article, start, start + len(text), text)


class CountedEmbedder(TinyEmbedder):
    """Counts the tokens that go through its encoder, with the adapters and without."""

    def __init__(self) -> None:
        super().__init__()
        self.passed: list[tuple[bool, int]] = []
        self.encoder.register_forward_pre_hook(self._count, with_kwargs=True)

    def _count(self, encoder: Any, _args: Any, given: dict[str, Any]) -> None:
        self.passed.append((any(module._forward_hooks for module in encoder.layers.modules()), int(given["attention_mask"].sum())))


def test_the_bare_encoder_passes_the_same_tokens_without_the_adapters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.reader.model import Shape
    from assistant.reader.training import recipe

    monkeypatch.setattr(recipe.Recipe, "shape", property(lambda _: Shape(2, 2, 4)))
    monkeypatch.setattr(int8, "is_worth_it", lambda: False)
    embedder = CountedEmbedder()
    reader, adapters = opened(embedder, tmp_path / "none", tmp_path / "fresh")
    assert adapters.startswith("new ones")
    found = timed(reader, embedder, "कितने?", [[sentence("a", 0, "बाढ़ में 11 लोग मरे।")], [sentence("b", 0, "पुल खुला।")]])
    assert embedder.passed == [(True, found.tokens), (False, found.tokens)]
    assert found.reading > 0 < found.bare
    assert opened(embedder, tmp_path / "fresh", tmp_path / "other")[1].startswith("those of SHA-256")


def test_figures_are_medians_and_ratios_of_each_question() -> None:
    rows = dict(figures([Timed(1.0, 0.5, 100, 0, 0), Timed(2.0, 2.0, 300, 0, 0), Timed(3.0, 2.0, 200, 0, 0)]))
    assert rows["a reading"] == "p50 2.00 s, p95 3.00 s"
    assert rows["ratio, median"] == "1.50"
    assert rows["questions"] == "3, with p50 200 tokens to read, p95 300"
