"""The reader bench's own parts: what it reads, and that both sides read the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny_encoder import TinyEmbedder

from assistant.reader import int8
from assistant.reader.reader import open_reader
from assistant.reader.training.calibrate import sentences_of
from assistant.reader.training.parts import XQUAD, parts_of
from assistant.reader.training.runs import finished_run
from index.types import Sentence
from tests.bench.reader import Timed, figures, opened, timed
from tests.bench.reader_in_use import held_back, read_with
from tests.bench.results import ROOT


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


def test_in_use_a_passage_is_read_alone_and_as_surely_as_the_reader_is(tmp_path: Path) -> None:
    from test_reader import made

    embedder = TinyEmbedder()
    made(tmp_path, embedder)
    reader = open_reader(embedder, tmp_path)
    assert reader
    passages = ["राव सोमवार को आए। मेहता गए।", "बाढ़ में तीन लोग बचे।"]
    found = read_with(reader, "कब आए?", passages)
    assert found == [read_with(reader, "कब आए?", [passage])[0] for passage in passages]
    for passage, (said, sure) in zip(passages, found, strict=True):
        assert said in passage
        assert sure == 1 - reader.read("कब आए?", [sentences_of(passage)]).none


@pytest.mark.skipif(XQUAD.exists(), reason="../shared is here")
def test_without_xquad_the_own_passages_are_read() -> None:
    assert {example.language for example in held_back(Path("nowhere"))} == {"hi-hi", "en-hi"}


@pytest.mark.skipif(not XQUAD.exists(), reason="../shared isn't here")
def test_of_xquad_the_fold_that_the_weights_never_saw_is_read() -> None:
    folder = ROOT / "data" / "reader"
    read, trained = held_back(folder), parts_of(XQUAD, finished_run(folder).fold).xquad
    assert {example.language for example in read} == {"hi-hi", "en-hi"}
    assert not {example.article for example in read} & {example.article for example in trained}
