"""Sync files into the catalogue and Chroma: adds, changes and removes by content hash; resumable at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from index.embed import Embedder
from index.errors import UnreadableFile
from index.files.read import READERS, read_file
from index.files.sources import Listing, Source, list_sources
from index.store.catalogue import Catalogue
from index.store.mirror import fill_vectors, only_writer
from index.store.vectors import VectorIndex
from index.sync.intake import Intake, Progress, Task
from index.sync.prepare import article_id, renew_versions
from index.types import Document


@dataclass(slots=True)
class SyncReport:
    """What a sync did, by file name; failures and notes are whole sentences for the reader."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def sync(
    catalogue: Catalogue,
    open_vectors: Callable[[], VectorIndex],
    open_embedder: Callable[[], Embedder],
    paths: Sequence[Path],
    on_progress: Callable[[Progress], None] = lambda progress: None,
    allow_empty: bool = False,
) -> SyncReport:
    """Bring the catalogue and Chroma in step with the given files and folders.

    A file that can't be read is named in the report and what was indexed of it before stays. Articles whose file has gone from a given
    folder, zip or pattern are removed; when all of them have gone, only with `allow_empty`: a disk that isn't mounted looks the same.
    Neither Chroma nor the embedder is opened when there is nothing for it to do.
    """
    listings = {path: _listing(path, allow_empty) for path in paths}
    with only_writer(catalogue, wait_seconds=10):
        report = SyncReport()
        gone = _gone(catalogue, listings, allow_empty, report)
        sources: dict[Path, Source] = {}
        for listing in listings.values():
            for source in listing.sources:
                sources.setdefault(source.path, source)
        if not sources and not gone and not report.failures:
            raise UnreadableFile(f"No articles in {', '.join(map(str, paths))}. Put {', '.join(sorted(READERS))} files there.")
        _sync(catalogue, open_embedder, list(sources.values()), gone, on_progress, report)
        if catalogue.counts().chunks_not_in_chroma or catalogue.chunks.removed():
            fill_vectors(catalogue, open_vectors())
    return report


def _listing(path: Path, allow_empty: bool) -> Listing:
    try:
        return list_sources([path])
    except UnreadableFile:
        if not allow_empty:
            raise
        return Listing(places={path.expanduser().absolute()})


def _gone(catalogue: Catalogue, listings: Mapping[Path, Listing], allow_empty: bool, report: SyncReport) -> set[str]:
    """The articles whose file has gone. Where that is all that a given path had, the report says why they stay."""
    known = catalogue.content_hashes()
    present = {str(source.path) for listing in listings.values() for source in listing.sources}
    gone: set[str] = set()
    for path, listing in listings.items():
        missing = set(listing.gone(known)) - present
        if missing and not listing.sources and not allow_empty:
            report.failures.append(
                f"'{path}' holds no articles any more, but {len(missing)} in the store come from there; they stay. If its disk is not mounted, "
                "mount it. If they are to go, run the command again with --allow-empty."
            )
        else:
            gone |= missing
            report.failures += listing.failures
        report.notes += listing.notes
    return gone


def _sync(
    catalogue: Catalogue,
    open_embedder: Callable[[], Embedder],
    sources: Sequence[Source],
    gone: set[str],
    on_progress: Callable[[Progress], None],
    report: SyncReport,
) -> None:
    _note_other_versions(catalogue, report)
    known = catalogue.content_hashes()
    outdated = catalogue.outdated()
    changed = list(_changed(sources, known, outdated, report))
    left = outdated - {article_id(source) for source in gone} - {article_id(task.source) for task in changed}
    tasks = [*_originals_first(changed), *_stored(catalogue, left, known)]
    intake = Intake(catalogue, open_embedder, tasks, on_progress)
    for task in tasks:
        try:
            document = intake.add(task)
        except UnreadableFile as error:
            report.failures.append(str(error))
            continue
        if document.note:
            report.notes.append(f"{task.name}: {document.note}")
        if known.get(task.source) != task.content_hash:
            (report.changed if task.source in known else report.added).append(task.name)
    intake.finish()
    # Only now: a file that was moved has left its vectors to the one at its new place.
    report.removed = sorted(Path(source).name for source in gone)
    if gone:
        catalogue.remove(map(article_id, gone))


def _note_other_versions(catalogue: Catalogue, report: SyncReport) -> None:
    """Articles that another version cut are cut again."""
    renew_versions(catalogue)
    if outdated := len(catalogue.outdated()):
        report.notes.append(
            f"{outdated} articles were cut by an earlier version of Pramaan and are read again, from the stored text where their file can't be."
        )


def _changed(sources: Sequence[Source], known: dict[str, str], outdated: set[str], report: SyncReport) -> Iterator[Task]:
    for source in sources:
        try:
            content_hash = source.content_hash()
        except UnreadableFile as error:
            report.failures.append(str(error))
            continue
        same = known.get(str(source.path)) == content_hash
        report.unchanged += same
        if not same or article_id(str(source.path)) in outdated:
            yield Task(str(source.path), source.name, content_hash, _size(source), partial(_read, source))


def _size(source: Source) -> int:
    try:
        return source.member.way[-1].file_size if source.member else source.path.stat().st_size
    except OSError:  # it went meanwhile; whoever reads it will tell
        return 0


def _read(source: Source) -> Document:
    return read_file(source.path, source.content())


def _originals_first(tasks: Iterable[Task]) -> list[Task]:
    """Copies after all others: their original is in the catalogue by then."""
    originals: dict[str, Task] = {}
    copies = [task for task in tasks if originals.setdefault(task.content_hash, task) is not task]
    return [*originals.values(), *copies]


def _stored(catalogue: Catalogue, outdated: set[str], known: dict[str, str]) -> Iterator[Task]:
    """Outdated articles whose file isn't given, or can't be read, from the catalogue itself."""
    for article in catalogue.articles():
        if article.id in outdated:
            size = len(catalogue.text(article.id).encode())
            yield Task(article.source, article.name, known[article.source], size, partial(catalogue.document, article))
