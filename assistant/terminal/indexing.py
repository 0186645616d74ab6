"""What `pramaan index` says on the terminal."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantFailure
from index.errors import IndexFailure, StoreBusy

if TYPE_CHECKING:
    from assistant.assemble import Assembly
    from index.sync.build import SyncReport
    from index.sync.intake import Progress


_BAR = "{desc}: {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} articles{postfix}"


def sync_folders(assembly: Assembly, paths: Sequence[Path], allow_empty: bool = False) -> bool:
    """Sync and report. False when a file could not be read; everything else is in the store all the same."""
    report = _with_bar(lambda show: assembly.sync(paths, show, allow_empty))
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


def _with_bar(sync: Callable[[Callable[[Progress], None]], SyncReport]) -> SyncReport:
    from tqdm import tqdm

    with tqdm(desc="Indexing", bar_format=_BAR, total=0, file=sys.stderr, disable=None, leave=False) as bar:

        def show(progress: Progress) -> None:
            bar.total = progress.total
            left = f"{tqdm.format_interval(progress.seconds_left)} left, " if progress.seconds_left is not None else ""
            bar.set_postfix_str(f"{left}{progress.name}", refresh=False)
            bar.update(progress.done - bar.n)
            bar.refresh()

        return sync(show)


def watch_folders(assembly: Assembly, paths: Sequence[Path]) -> None:
    """Keep the store in step with the folders until Ctrl-C, and print a line for each article that came, changed or went."""
    from index.sync.watch import changes

    again = threading.Event()
    said: set[str] = set()  # a failure that lasts is told once
    print(f"Watching {', '.join(map(str, paths))}; Ctrl-C ends it.", flush=True)
    try:
        watched = {path: _watched(path) for path in paths}
        for there in changes(list(watched.values()), assembly.settings.store, threading.Event(), again):
            away = [path for path, place in watched.items() if place not in there]
            failures = {f"'{path}' has gone; its articles stay, and it is waited for." for path in away}
            failures |= _sync_once(assembly, [path for path in paths if path not in away], again)
            for failure in sorted(failures - said):
                print(f"pramaan: {failure}", file=sys.stderr, flush=True)
            said = failures
    except KeyboardInterrupt:
        print("\nNo longer watching; the store is as the last lines say.", file=sys.stderr)


def _watched(path: Path) -> Path:
    """The path itself; of a pattern, the folder that it starts from."""
    path = path.expanduser().absolute()
    return path if path.exists() else Path(*takewhile(lambda part: not set("*?[") & set(part), path.parts))


def _sync_once(assembly: Assembly, paths: Sequence[Path], again: threading.Event) -> set[str]:
    """Failures, as whole sentences."""
    if not paths:
        return set()
    try:
        report = _with_bar(lambda show: assembly.sync(paths, show))
    except StoreBusy as failure:
        again.set()
        return {str(failure)}
    except (AssistantFailure, IndexFailure) as failure:
        return {str(failure)}
    for what, names in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        for name in names:
            print(f"{datetime.now():%H:%M:%S} {what:8}{name}", flush=True)
    return {*report.failures, *report.notes}


def rebuild(assembly: Assembly) -> None:
    """Fill what is derived anew."""
    assembly.rebuild()
    print(f"The word index and Chroma were filled anew with {assembly.catalogue.counts().chunks} chunks.")


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
    print(f"Prompts    {about.get('prompts', 'not recorded')}")
    print(f"Chunker    {about.get('chunker')}, cleaner {about.get('cleaner')}")
    for article in catalogue.articles():
        print(f"  {article.published or '----------'}  {article.language}  {article.name}  {article.title}")


def print_verification(assembly: Assembly) -> bool:
    """True when the catalogue, its word index and Chroma agree."""
    differences = assembly.verify()
    for line in differences:
        print(f"pramaan: {line}", file=sys.stderr)
    if not differences:
        counts = assembly.catalogue.counts()
        print(f"The catalogue, its word index and Chroma agree: {counts.articles} articles, {counts.sentences} sentences, {counts.chunks} chunks.")
    return not differences
