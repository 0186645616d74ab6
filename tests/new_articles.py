"""Articles to put in a catalogue without a sync, and what its lexical search then finds."""

from __future__ import annotations

import numpy as np
from conftest import word_vector

from index.store.catalogue import Catalogue, NewArticle
from index.text.sentences import split_sentences
from index.types import Article, Span

FLOOD = "बाढ़ से ग्यारह की मौत हुई। सैनिकों ने नाव चलाई।"
ONION = "प्याज के दाम गिरे। मंडी में भीड़ रही।"


def new_article(name: str, text: str, content_hash: str = "1") -> NewArticle:
    """An article with one chunk for each sentence."""
    spans = split_sentences(text)
    rows = np.stack([word_vector(text[span.start : span.end]) for span in spans])
    article = Article(name, f"/news/{name}", name, f"शीर्षक {name}", "लोकवाणी", "2025-08-18", "hi")
    return NewArticle(article, content_hash, text, None, [Span(0, 2)], spans, rows, spans, [text[span.start : span.end] for span in spans], rows)


def ranked(catalogue: Catalogue, question: str, limit: int = 10) -> list[tuple[str, float]]:
    return catalogue.lexical.search(catalogue.lexical.frequencies(question), limit)


def found(catalogue: Catalogue, question: str) -> list[str]:
    return [catalogue.chunks.get([chunk_id])[chunk_id].chunk.text for chunk_id, _ in ranked(catalogue, question)]
