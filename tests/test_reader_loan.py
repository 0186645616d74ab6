"""One copy of the encoder embeds with the adapters off and reads with them on: whoever uses it holds the loan."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from test_reader import QUESTION, TEXT, made, sentences_of
from tiny_encoder import LockedEmbedder

from assistant.errors import QuestionRefused
from assistant.reader import int8
from assistant.reader.reader import Reader, open_reader

ROUNDS = 8
PASSAGES = [sentences_of(TEXT), sentences_of("नदी चढ़ी। पानी उतरा।", "b", 7)]


@pytest.fixture
def embedder() -> LockedEmbedder:
    return LockedEmbedder()


@pytest.fixture(params=[False, True], ids=["adapters", "integers"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, embedder: LockedEmbedder) -> Reader:
    monkeypatch.setattr(int8, "is_worth_it", lambda: request.param)
    made(tmp_path, embedder)
    opened = open_reader(embedder, tmp_path)
    assert opened
    return opened


def all_at_once(*uses: Callable[[], Any]) -> list[list[Any]]:
    """What each use gives, over and over in a thread of its own."""
    with ThreadPoolExecutor(len(uses)) as pool:
        return [thread.result() for thread in [pool.submit(lambda use: [use() for _ in range(ROUNDS)], use) for use in uses]]


def test_threads_that_read_and_embed_at_once_get_what_each_alone_gets(reader: Reader, embedder: LockedEmbedder) -> None:
    def read() -> Any:
        return reader.read(QUESTION, PASSAGES)

    def embed() -> Any:
        return embedder.embed(TEXT).tolist()

    alone = [read(), embed()] * 3
    assert all_at_once(*[read, embed] * 3) == [[found] * ROUNDS for found in alone]


def test_a_refused_question_gives_the_loan_back(reader: Reader, embedder: LockedEmbedder) -> None:
    before = embedder.embed(TEXT).tolist()
    with pytest.raises(QuestionRefused):
        reader.read("शब्द " * 300, PASSAGES)
    assert embedder.embed(TEXT).tolist() == before


def test_without_the_loan_the_encoder_and_its_tokenizer_fail(embedder: LockedEmbedder) -> None:
    """Or the tests above would show nothing."""
    import torch

    with embedder.lent() as (encoder, tokenizer):
        pass
    for use in (lambda: encoder(input_ids=torch.tensor([[2]])), lambda: tokenizer.encode(TEXT)):
        with pytest.raises(AssertionError, match="without the loan"):
            use()
