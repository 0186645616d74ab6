"""One article on its way from its document to the catalogue: its own sentences, chunks, and the passages that are embedded of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.embed import Passage, PassageVectors
from index.errors import UnreadableFile
from index.store.catalogue import Catalogue, NewArticle
from index.store.spares import Embedded
from index.text import chunk, clean
from index.text.metadata import find_language
from index.text.sentences import VERSION as SENTENCES_VERSION
from index.text.sentences import split_sentences
from index.types import Article, Document, Span

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that only lacks its vectors."""

    article: Article
    content_hash: str
    document: Document
    furniture: list[Span]
    sentences: list[Span]
    chunks: list[Span]

    def passages(self) -> list[Passage]:
        """What is embedded of the chunks, in their order."""
        return [Passage(self.article.title, *chunk.searched(self.document.text, self.sentences, around)) for around in self.chunks]


def article_id(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def versions() -> dict[str, str]:
    """What cuts an article into sentences and chunks, as the store records it: where this changed, every article is cut again."""
    chunker = f"{chunk.VERSION} {chunk.BUDGET_TOKENS}/{chunk.OVERLAP_SENTENCES}"
    return {"chunker": chunker, "cleaner": clean.VERSION, "sentences": SENTENCES_VERSION}


def renew_versions(catalogue: Catalogue) -> None:
    """Before anything is put: what another version cut is outdated."""
    about = catalogue.about()
    if any(about.get(part, version) != version for part, version in versions().items()):
        catalogue.renew(**versions())


def describe_article(source: str, name: str, document: Document) -> Article:
    return Article(
        id=article_id(source),
        source=source,
        name=name,
        title=document.title or Path(name).stem,
        publisher=document.publisher,
        published=document.published,
        language=find_language(document.text),
        author=document.author,
        published_from=document.published_from,
    )


def prepare(article: Article, content_hash: str, document: Document, count_tokens: Callable[[], Callable[[str], int]]) -> Prepared:
    """Clean and cut one article. count_tokens() is asked for the embedder's counter once the article turned out to have sentences.

    Raises UnreadableFile when nothing but site furniture is left.
    """
    text = document.text
    furniture = clean.furniture_spans(text)
    sentences = [span for kept in clean.kept_spans(text, furniture) for span in split_sentences(text, kept)]
    if not sentences:
        raise UnreadableFile(f"{article.source}: only site furniture is left when teasers and buttons are set aside. Paste the article's text too.")
    return Prepared(article, content_hash, document, furniture, sentences, chunk.chunk_sentences(text, sentences, count_tokens()))


def with_vectors(prepared: Prepared, passages: Sequence[Passage], vectors: Sequence[PassageVectors]) -> NewArticle:
    """vectors[i] are those of passages[i] == prepared.passages()[i]."""
    import numpy as np

    of_sentence: dict[Span, np.ndarray] = {}
    for around, found in zip(prepared.chunks, vectors, strict=True):
        inside = [span for span in prepared.sentences if chunk.begins_inside(span, around)]
        for span, vector in zip(inside, found.sentences, strict=True):
            # An overlap sentence is kept from the chunk it ends: there its context came before it.
            of_sentence.setdefault(span, vector)
    return _new(
        prepared,
        (passage.text for passage in passages),
        np.stack([of_sentence[span] for span in prepared.sentences]),
        np.stack([found.passage for found in vectors]),
    )


def prepared_as(known: Embedded, article: Article, content_hash: str, document: Document) -> Prepared:
    """An article cut as a text was that the catalogue knows."""
    return Prepared(article, content_hash, document, known.furniture, known.sentences, known.chunks)


def with_known_vectors(prepared: Prepared, known: Embedded) -> NewArticle | None:
    """With the vectors of a text that was embedded before; None when it was another text, or had another title or cut."""
    cut = (prepared.article.title, prepared.document.text, prepared.sentences, prepared.chunks)
    if cut != (known.title, known.text, known.sentences, known.chunks):
        return None
    return _new(prepared, (passage.text for passage in prepared.passages()), known.sentence_vectors, known.chunk_vectors)


def _new(prepared: Prepared, searched: Iterable[str], sentence_vectors: np.ndarray, chunk_vectors: np.ndarray) -> NewArticle:
    return NewArticle(
        prepared.article,
        prepared.content_hash,
        prepared.document.text,
        prepared.document.note,
        prepared.furniture,
        prepared.sentences,
        sentence_vectors,
        prepared.chunks,
        list(searched),
        chunk_vectors,
    )
