"""What `pramaan index` says on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.render import terminal_safe
from index.cleaned import Part, cleaned_lines, find_article
from index.types import Chunk, Span

if TYPE_CHECKING:
    from assistant.assemble import Assembly
    from index.build import Progress

_FURNITURE = "░"
_BOUNDARY = "¦"
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


def sync_folders(assembly: Assembly, paths: Sequence[Path]) -> bool:
    """Sync and report. False when a file could not be read; everything else is in the store all the same."""
    from tqdm import tqdm

    with tqdm(desc="Indexing", unit=" articles", file=sys.stderr, disable=None, leave=False) as bar:

        def show(progress: Progress) -> None:
            bar.total = progress.total
            bar.set_postfix_str(progress.name)
            bar.update(progress.done - bar.n)

        report = assembly.sync(paths, show)
    for note in report.notes:
        print(f"note: {note}", file=sys.stderr)
    for failure in report.failures:
        print(f"pramaan: {failure}", file=sys.stderr)
    counts = assembly.catalogue.counts()
    print(
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, {report.unchanged} unchanged, "
        f"{len(report.failures)} not read; the store holds {counts.articles} articles in {counts.chunks} chunks."
    )
    return not report.failures


def print_status(assembly: Assembly) -> None:
    """What the store holds and how it was built."""
    catalogue = assembly.existing_catalogue()
    counts = catalogue.counts()
    about = catalogue.about()
    print(f"Store      {assembly.settings.store}")
    print(
        f"Holds      {counts.articles} articles, {counts.sentences} sentences, {counts.chunks} chunks ({counts.chunks_not_in_chroma} not in Chroma)"
    )
    print(f"Embedder   {about.get('embedder')} {about.get('embedder_revision', '')[:12]}, {about.get('dimension')}-d, {about.get('dtype')}")
    print(f"Chunker    {about.get('chunker')}, cleaner {about.get('cleaner')}")
    for article in catalogue.articles():
        print(f"  {article.published or '----------'}  {article.language}  {article.name}  {article.title}")


def print_article(assembly: Assembly, wanted: str) -> None:
    """One article as the index sees it: what is known of it, then its lines, ░ before furniture and ¦ between two sentences."""
    catalogue = assembly.existing_catalogue()
    article = find_article(catalogue.articles(), wanted)
    text = catalogue.text(article.id)
    whole = Chunk(article.id, article.id, 0, len(text), text)
    sentences = [Span(sentence.start, sentence.end) for sentence, _ in catalogue.sentences(whole)]
    published = f"{article.published} (from the {article.published_from})" if article.published_from else article.published
    known = {
        "Article": article.name,
        "Title": article.title,
        "Publisher": article.publisher,
        "Author": article.author,
        "Published": published,
        "Language": article.language,
        "Sentences": str(len(sentences)),
    }
    for label, value in known.items():
        print(f"{label:10} {_one_line(value or 'unknown')}")
    print()
    dim = sys.stdout.isatty()
    for parts in cleaned_lines(text, catalogue.furniture(article.id), sentences):
        print(_line(text, parts, dim))


def _line(text: str, parts: Sequence[Part], dim: bool) -> str:
    shown: list[str] = []
    before = ""
    for part in parts:
        words = _one_line(text[part.start : part.end])
        if not words:
            continue
        if part.kind == "furniture":
            words = f"{_DIM}{_FURNITURE} {words}{_PLAIN}" if dim else f"{_FURNITURE} {words}"
        elif part.kind == before == "sentence":
            shown.append(_BOUNDARY)
        shown.append(words)
        before = part.kind
    return " ".join(shown)


def _one_line(text: str) -> str:
    return " ".join(terminal_safe(text).split())


def print_verification(assembly: Assembly) -> bool:
    """True when the catalogue and Chroma agree."""
    differences = assembly.verify()
    for line in differences:
        print(f"pramaan: {line}. Mend it with: pramaan index --rebuild", file=sys.stderr)
    if not differences:
        print("The catalogue and Chroma agree.")
    return not differences
