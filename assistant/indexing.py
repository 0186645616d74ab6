"""What `pramaan index` says on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assemble import Assembly
    from index.build import Progress


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


def print_verification(assembly: Assembly) -> bool:
    """True when the catalogue and Chroma agree."""
    differences = assembly.verify()
    for line in differences:
        print(f"pramaan: {line}. Mend it with: pramaan index --rebuild", file=sys.stderr)
    if not differences:
        print("The catalogue and Chroma agree.")
    return not differences
