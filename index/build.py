"""Sync files into the catalogue and Chroma: adds, changes and removes by content hash; resumable at any moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from index import chunk, clean
from index.catalogue import Catalogue, NewArticle
from index.embed import Embedder, EmbedderIdentity, Passage, PassageVectors
from index.errors import StoreFailure, UnreadableFile
from index.metadata import find_language
from index.mirror import fill_vectors, only_writer
from index.read import READERS, read_file
from index.sentences import split_sentences
from index.sources import Listing, Source, list_sources
from index.types import Article, Document, Span
from index.vectors import VectorIndex

if TYPE_CHECKING:
    import numpy as np

_GROUP_CHUNKS = 32


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a sync: `done` of `total` changed files are in the catalogue, `name` is the latest."""

    done: int
    total: int
    name: str


@dataclass(slots=True)
class SyncReport:
    """What a sync did, by file name; failures and notes are whole sentences for the reader."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Prepared:
    article: Article
    content_hash: str
    document: Document
    furniture: list[Span]
    sentences: list[Span]
    chunks: list[Span]


def check_embedder(catalogue: Catalogue, identity: EmbedderIdentity) -> None:
    """Refuse a store that another embedder filled. An empty store is open to any."""
    about = catalogue.about()
    if "embedder" not in about or not catalogue.counts().articles:
        return
    built = f"{about['embedder']} {about['embedder_revision'][:12]} ({about['dimension']}-d)"
    given = f"{identity.name} {identity.revision[:12]} ({identity.dimension}-d)"
    if built != given:
        raise StoreFailure(
            f"The store '{catalogue.path.parent}' was built with embedder {built}; the settings ask for {given}. "
            "Set PRAMAAN_EMBEDDER to the first, or index your articles into another folder with --store."
        )


def sync(
    catalogue: Catalogue,
    open_vectors: Callable[[], VectorIndex],
    open_embedder: Callable[[], Embedder],
    paths: Sequence[Path],
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> SyncReport:
    """Bring the catalogue and Chroma in step with the given files, folders, zips and patterns.

    A file that can't be read is named in the report and what was indexed of it before stays. Articles whose file has gone from a given
    folder, zip or pattern are removed. Neither Chroma nor the embedder is opened when there is nothing for it to do.
    """
    listing = list_sources(paths)
    with only_writer(catalogue, wait_seconds=10):
        return _sync(catalogue, open_vectors, open_embedder, listing, paths, on_progress)


def _sync(
    catalogue: Catalogue,
    open_vectors: Callable[[], VectorIndex],
    open_embedder: Callable[[], Embedder],
    listing: Listing,
    paths: Sequence[Path],
    on_progress: Callable[[Progress], None],
) -> SyncReport:
    report = SyncReport(failures=listing.failures, notes=listing.notes)
    known = catalogue.content_hashes()
    gone = listing.gone(known)
    changed = list(_changed(listing.sources, known, report))
    if not listing.sources and not gone and not report.failures:
        raise UnreadableFile(f"No articles in {', '.join(map(str, paths))}. Put {', '.join(sorted(READERS))} files there.")
    if changed:
        _take_in(catalogue, open_embedder, changed, known, report, on_progress)
    if gone:
        report.removed = sorted(Path(source).name for source in gone)
        catalogue.remove(_article_id(source) for source in gone)
    if catalogue.counts().chunks_not_in_chroma or catalogue.removed_chunks():
        fill_vectors(catalogue, open_vectors())
    return report


def _changed(sources: Sequence[Source], known: dict[str, str], report: SyncReport) -> Iterator[tuple[Source, str]]:
    for source in sources:
        try:
            content_hash = source.content_hash()
        except UnreadableFile as error:
            report.failures.append(str(error))
            continue
        if known.get(str(source.path)) == content_hash:
            report.unchanged += 1
        else:
            yield source, content_hash


def _article_id(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _describe(catalogue: Catalogue, identity: EmbedderIdentity) -> None:
    catalogue.describe(
        embedder=identity.name,
        embedder_revision=identity.revision,
        dimension=str(identity.dimension),
        dtype=identity.dtype,
        chunker=f"{chunk.VERSION} {chunk.BUDGET_TOKENS}/{chunk.OVERLAP_SENTENCES}",
        cleaner=clean.VERSION,
    )


def _take_in(
    catalogue: Catalogue,
    open_embedder: Callable[[], Embedder],
    changed: Sequence[tuple[Source, str]],
    known: dict[str, str],
    report: SyncReport,
    on_progress: Callable[[Progress], None],
) -> None:
    group: list[_Prepared] = []
    for done, (source, content_hash) in enumerate(changed, start=1):
        try:
            document = read_file(source.path, source.content())
            furniture, sentences = _article_sentences(source, document)
        except UnreadableFile as error:
            report.failures.append(str(error))
        else:
            embedder = open_embedder()
            check_embedder(catalogue, embedder.identity)
            group.append(_prepare(source, content_hash, document, furniture, sentences, embedder))
            (report.changed if str(source.path) in known else report.added).append(source.name)
            if document.note:
                report.notes.append(f"{source.name}: {document.note}")
        if group and (sum(len(prepared.chunks) for prepared in group) >= _GROUP_CHUNKS or done == len(changed)):
            _describe(catalogue, embedder.identity)
            catalogue.put(_embedded(group, embedder))
            group = []
        on_progress(Progress(done, len(changed), source.name))


def _article_sentences(source: Source, document: Document) -> tuple[list[Span], list[Span]]:
    """(furniture, the article's own sentences)."""
    furniture = clean.furniture_spans(document.text)
    sentences = [span for kept in clean.kept_spans(document.text, furniture) for span in split_sentences(document.text, kept)]
    if not sentences:
        raise UnreadableFile(f"{source.path}: only site furniture is left when teasers and buttons are set aside. Paste the article's text too.")
    return furniture, sentences


def _prepare(source: Source, content_hash: str, document: Document, furniture: list[Span], sentences: list[Span], embedder: Embedder) -> _Prepared:
    text = document.text
    article = Article(
        id=_article_id(str(source.path)),
        source=str(source.path),
        name=source.name,
        title=document.title or source.path.stem,
        publisher=document.publisher,
        published=document.published,
        language=find_language(text),
        author=document.author,
        published_from=document.published_from,
    )
    return _Prepared(article, content_hash, document, furniture, sentences, chunk.chunk_sentences(text, sentences, embedder.count_tokens))


def _embedded(group: Sequence[_Prepared], embedder: Embedder) -> list[NewArticle]:
    passages = [[_passage(prepared, around) for around in prepared.chunks] for prepared in group]
    vectors = iter(embedder.embed_passages([passage for of_article in passages for passage in of_article]))
    return [_with_vectors(prepared, of_article, [next(vectors) for _ in of_article]) for prepared, of_article in zip(group, passages, strict=True)]


def _inside(sentence: Span, around: Span) -> bool:
    """Whether a chunk holds the sentence's beginning (a sentence over the token budget is cut into several chunks)."""
    return around.start <= sentence.start < around.end


def _passage(prepared: _Prepared, around: Span) -> Passage:
    """What is embedded and searched of a chunk: its sentences, without the furniture that may stand between them."""
    text, spans = "", []
    for sentence in prepared.sentences:
        start, end = max(sentence.start, around.start), min(sentence.end, around.end)
        if start < end:
            if _inside(sentence, around):
                spans.append(Span(len(text), len(text) + end - start))
            text += prepared.document.text[start:end] + " "
    return Passage(prepared.article.title, text.rstrip(), tuple(spans))


def _with_vectors(prepared: _Prepared, passages: Sequence[Passage], vectors: Sequence[PassageVectors]) -> NewArticle:
    import numpy as np

    of_sentence: dict[Span, np.ndarray] = {}
    for around, found in zip(prepared.chunks, vectors, strict=True):
        inside = [span for span in prepared.sentences if _inside(span, around)]
        for span, vector in zip(inside, found.sentences, strict=True):
            # An overlap sentence is kept from the chunk it ends: there its context came before it.
            of_sentence.setdefault(span, vector)
    return NewArticle(
        prepared.article,
        prepared.content_hash,
        prepared.document.text,
        prepared.document.note,
        prepared.furniture,
        prepared.sentences,
        np.stack([of_sentence[span] for span in prepared.sentences]),
        prepared.chunks,
        [passage.text for passage in passages],
        np.stack([found.passage for found in vectors]),
    )
