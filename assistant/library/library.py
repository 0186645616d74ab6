"""The articles of one store as a person keeps them: add, list, show, remove and bring back. Several browser sessions share it."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.library.adding import Adding
from assistant.library.folder import ArticleFolder
from assistant.library.names import safe_name
from assistant.library.pasting import pasted_article
from index.store.catalogue import Catalogue
from index.store.mirror import fill_vectors, only_writer
from index.sync.intake import Intake, Task
from index.sync.prepare import renew_versions
from index.types import Article, Document

if TYPE_CHECKING:
    from assistant.assemble import Assembly

UNDO_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Removed:
    """An article that was taken out of the store, with all that is needed to put it back as it was."""

    article: Article
    content_hash: str
    document: Document


@dataclass(frozen=True, slots=True)
class Removal:
    """Articles that were removed together. at: seconds of the library's clock; corner: where the files of uploaded ones lie.

    outside: how many were only taken out of the store, because their files lie in the reader's own folders.
    """

    removed: Sequence[Removed]
    corner: Path | None
    outside: int
    at: float


class Library:
    """Adds in the background, one run after the other. Removals can be undone for ten minutes, as long as this process lives."""

    def __init__(self, assembly: Assembly, clock: Callable[[], float] = time.time) -> None:
        self._assembly = assembly
        self._clock = clock
        self._turn = threading.Lock()
        self._runs: list[Adding] = []
        self._removals: list[Removal] = []
        self._changing = threading.RLock()
        self.folder = ArticleFolder(assembly.settings.store)
        self._forget_expired()

    # Adding

    def add(self, uploads: Sequence[Path]) -> Adding:
        """Begin to take uploads in. They are handed over: they are removed in the end."""
        run = Adding(self._assembly, self.folder, self._turn, uploads)
        self._runs = [*(other for other in self._runs if not other.step.has_ended), run]
        run.start()
        return run

    def paste(self, text: str, title: str = "", publisher: str = "", published: str = "") -> Adding:
        """Begin to take pasted text in. Raises PasteRefused when it can't be written down as an article."""
        name, written = pasted_article(text, title, publisher, published)
        upload = Path(tempfile.mkdtemp(prefix="pramaan-")) / safe_name(name)
        upload.write_bytes(written.encode())
        return self.add([upload])

    def running(self) -> Adding | None:
        """The run that is under way, of any session; the first one when others wait behind it."""
        return next((run for run in self._runs if not run.step.has_ended), None)

    def waiting(self) -> list[str]:
        """Names of kept files that no run has indexed: the process ended too early, or the store failed."""
        if self.running():
            return []
        known = self._assembly.catalogue.content_hashes()
        return [path.name for path in self.folder.files() if str(path) not in known]

    # Removing

    def remove(self, article_ids: Sequence[str]) -> Removal:
        """Take articles out of the store. The file of an uploaded one goes to the trash; a file in the reader's own folder is not touched.

        Raises StoreBusy while something else writes to the store.
        """
        with self._changing, self._writing() as catalogue:
            self._forget_expired()
            hashes = catalogue.content_hashes()
            wanted = set(article_ids)
            articles = [article for article in catalogue.articles() if article.id in wanted]
            removed = [Removed(article, hashes[article.source], catalogue.document(article)) for article in articles]
            catalogue.remove(article.id for article in articles)
            ours = [article.source for article in articles if self.folder.holds(article.source)]
            removal = Removal(removed, self.folder.throw_away(ours), len(removed) - len(ours), self._clock())
            if removed:
                self._removals.append(removal)
            fill_vectors(catalogue, self._assembly.vectors)
        # So that what was thrown away is gone in time, though nobody opens the page again.
        timer = threading.Timer(UNDO_SECONDS + 1, self._forget_expired)
        timer.daemon = True
        timer.start()
        return removal

    def latest_removal(self) -> Removal | None:
        """The one that `undo` would bring back."""
        self._forget_expired()
        return self._removals[-1] if self._removals else None

    def undo(self) -> Removal | None:
        """Bring the articles of the latest removal back as they were; None when its time has passed. Raises StoreBusy."""
        with self._changing, self._writing() as catalogue:
            removal = self.latest_removal()
            if removal is None:
                return None
            places = self.folder.bring_back(removal.corner) if removal.corner else {}
            self._put_back(catalogue, removal.removed, places)
            self._removals.remove(removal)
            fill_vectors(catalogue, self._assembly.vectors)
        return removal

    def _put_back(self, catalogue: Catalogue, removed: Sequence[Removed], places: dict[str, str]) -> None:
        renew_versions(catalogue)
        tasks = [_task(one, places.get(one.article.source, one.article.source)) for one in removed]
        intake = Intake(catalogue, lambda: self._assembly.embedder, tasks, lambda progress: None)
        for task in tasks:
            intake.add(task)
        intake.finish()

    @contextmanager
    def _writing(self) -> Iterator[Catalogue]:
        """A connection of its own: those who read meanwhile see the store as it was or as it is, never between."""
        with closing(Catalogue(self._assembly.settings.store)) as catalogue, only_writer(catalogue, wait_seconds=2):
            yield catalogue

    def _forget_expired(self) -> None:
        with self._changing:
            expired = self._clock() - UNDO_SECONDS
            self._removals = [removal for removal in self._removals if removal.at > expired]
            self.folder.empty_trash(expired)


def _task(removed: Removed, source: str) -> Task:
    name = removed.article.name if source == removed.article.source else Path(source).name
    return Task(source, name, removed.content_hash, len(removed.document.text), partial(_same, removed.document))


def _same(document: Document) -> Document:
    return document
