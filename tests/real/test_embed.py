"""The embedder beside the bare model."""

from __future__ import annotations

import threading

import numpy as np

from assistant.assemble import Assembly
from index.embed import Passage
from index.types import Span

HINDI = "तमसापुर में बाढ़ आई। ग्यारह लोगों की मौत हुई। सेना ने नाव चलाई।"
SENTENCES = (Span(0, 20), Span(21, 44), Span(45, 64))


def test_a_passage_has_the_vector_that_the_bare_model_gives_it_whatever_its_batch(demo: Assembly) -> None:
    embedder = demo.embedder
    passages = [
        Passage("बाढ़", HINDI, SENTENCES),
        Passage("Rain", "It rained. " * 60, (Span(0, 10),)),
        Passage("", "छोटा।"),
        Passage("लंबा", HINDI * 5),
    ]
    model = embedder._model  # type: ignore[attr-defined]
    bare = model.encode([f"title: {passage.title or 'none'} | text: {passage.text}" for passage in passages])
    found = embedder.embed_passages(passages)
    for vectors, expected in zip(found, bare, strict=True):
        assert float(vectors.passage @ expected) / float(np.linalg.norm(expected)) > 0.999
        assert np.isclose(np.linalg.norm(vectors.passage), 1, atol=1e-3)
    assert [len(vectors.sentences) for vectors in found] == [3, 1, 0, 0]
    alone = embedder.embed_passages(passages[:1])[0]
    np.testing.assert_allclose(alone.sentences, found[0].sentences, atol=2e-3)
    question = embedder.embed_question("कितने लोग मरे?")
    assert int(np.argmax(alone.sentences @ question)) == 1


def test_while_it_is_lent_nobody_counts_tokens_with_its_tokenizer(demo: Assembly) -> None:
    counted: list[int] = []
    counting = threading.Thread(target=lambda: counted.append(demo.embedder.count_tokens(HINDI)))
    with demo.embedder.lent():  # type: ignore[attr-defined]
        counting.start()
        counting.join(0.3)
        assert not counted
    counting.join()
    assert counted[0] > 10
