"""One run that takes articles into the store, in a thread of its own: a closed browser doesn't end it, and each step of it can be looked at."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.errors import AssistantFailure
from assistant.library.check import Fit, Refused, checked, same_text
from assistant.library.folder import ArticleFolder
from index.errors import IndexFailure, StoreBusy
from index.store.catalogue import Catalogue
from index.store.mirror import repair_vectors
from index.sync.build import SyncReport, sync
from index.sync.intake import Progress

if TYPE_CHECKING:
    from assistant.assemble import Assembly
    from index.embed import Embedder

Stage = Literal["queued", "reading", "busy", "loading", "embedding", "finished", "cancelled", "failed"]
_FOLDER = "articles_folder"
ENDS: tuple[Stage, ...] = ("finished", "cancelled", "failed")


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of one file: why it was refused, which article it is a duplicate of, or what to know of its reading."""

    kind: Literal["refused", "duplicate", "note"]
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is: `done` of `total` uploads are read, or `done` of `total` articles embedded; name is the latest.

    added: articles that are in the store by this run, once it has ended; left_out: those that a cancel kept out.
    """

    stage: Stage = "queued"
    done: int = 0
    total: int = 0
    name: str = ""
    seconds_left: float | None = None
    added: int = 0
    left_out: int = 0
    failure: str = ""
    told: tuple[Told, ...] = ()

    @property
    def has_ended(self) -> bool:
        return self.stage in ENDS


class _Cancelled(Exception):
    """Ends a sync between two steps; what it has put stays."""


class Adding:
    """Takes uploads in: they are read and checked one by one, kept in the store's folder, and that folder is synced.

    uploads are files that are handed over: they are removed in the end. one_at_a_time lets the runs of a process follow one another.
    """

    def __init__(self, assembly: Assembly, folder: ArticleFolder, one_at_a_time: threading.Lock, uploads: Sequence[Path]) -> None:
        self._assembly = assembly
        self._folder = folder
        self._turn = one_at_a_time
        self._uploads = uploads
        self._cancelled = threading.Event()
        self._kept: list[Path] = []
        self._unread = len(uploads)
        self._waiting: list[Path] = []  # kept by an earlier run that didn't come to its end
        self.step = Step()
        self._thread = threading.Thread(target=self._run, name="adding", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """What is embedded by now stays; the other articles of this run are left out."""
        self._cancelled.set()

    def wait(self, seconds: float | None = None) -> None:
        self._thread.join(seconds)

    def _show(self, stage: Stage, **changes: object) -> None:
        self.step = replace(self.step, **{"done": 0, "total": 0, "name": "", "seconds_left": None, "stage": stage} | changes)  # type: ignore[arg-type]

    def _tell(self, *told: Told) -> None:
        self.step = replace(self.step, told=(*self.step.told, *told))

    def _run(self) -> None:
        try:
            with self._turn, closing(Catalogue(self._assembly.settings.store)) as catalogue:
                try:
                    known = catalogue.content_hashes()
                    self._waiting = [path for path in self._folder.files() if str(path) not in known]
                    self._take_in(catalogue)
                    self._index(catalogue)
                    self._show("finished", added=self._added(catalogue))
                except _Cancelled:
                    self._tidy_up(catalogue)
        except (AssistantFailure, IndexFailure) as failure:
            self._show("failed", failure=str(failure))
        finally:  # a bug: its traceback goes to the log, and nobody waits for ever
            for upload in self._uploads:
                upload.unlink(missing_ok=True)
            if not self.step.has_ended:
                self._show("failed", failure="Something went wrong in Pramaan itself; what is in the store is safe. Its log says more.")

    def _take_in(self, catalogue: Catalogue) -> None:
        """Keep every upload that is an article of its own."""
        self._show("reading", total=len(self._uploads))
        known = {same_text(catalogue.text(article.id)): article.name for article in catalogue.articles()} if self._uploads else {}
        known |= {same_text(found.text): found.name for path in self._waiting for found in checked(path) if isinstance(found, Fit)}
        for done, upload in enumerate(self._uploads):
            for found in checked(upload):
                self._look()
                self._show("reading", done=done, total=len(self._uploads), name=found.name)
                self._sort(found, known)
            self._unread -= 1
        self._look()

    def _sort(self, found: Fit | Refused, known: dict[bytes, str]) -> None:
        """known: the texts that are in the store, or will be, each with an article's name."""
        if isinstance(found, Refused):
            self._tell(Told("refused", found.name, found.reason))
        elif earlier := known.get(same_text(found.text)):
            self._tell(Told("duplicate", found.name, earlier))
        else:
            self._keep(found)
            known[same_text(found.text)] = found.name

    def _keep(self, found: Fit) -> None:
        try:
            self._kept.append(self._folder.keep(found.file_name, found.content))
        except AssistantFailure as failure:
            self._tell(Told("refused", found.name, str(failure)))

    def _look(self) -> None:
        if self._cancelled.is_set():
            raise _Cancelled

    def _index(self, catalogue: Catalogue) -> None:
        if not self._folder.files():
            return
        self._follow_folder(catalogue)
        report = self._synced(catalogue)
        self._tell(*(_told("refused", failure, self._folder) for failure in report.failures))
        self._tell(*(_told("note", note, self._folder) for note in report.notes))

    def _follow_folder(self, catalogue: Catalogue) -> None:
        """Where the whole store was moved: its articles are found at their new place, so those at the earlier one go."""
        earlier = catalogue.about().get(_FOLDER)
        if earlier == str(self._folder.path):
            return
        if earlier:
            catalogue.remove([article.id for article in catalogue.articles() if Path(article.source).parent == Path(earlier)])
        catalogue.describe(**{_FOLDER: str(self._folder.path)})

    def _synced(self, catalogue: Catalogue) -> SyncReport:
        while True:
            self._show("embedding", total=len(self._waiting) + len(self._kept))
            try:
                return sync(catalogue, lambda: self._assembly.vectors, self._embedder, [self._folder.path], self._embedded)
            except StoreBusy:  # after ten seconds of waiting
                self._show("busy")
                self._look()

    def _embedder(self) -> Embedder:
        self._show("loading", total=len(self._waiting) + len(self._kept))
        embedder = self._assembly.embedder
        self._show("embedding", total=len(self._waiting) + len(self._kept))
        return embedder

    def _embedded(self, progress: Progress) -> None:
        self._show("embedding", done=progress.done, total=progress.total, name=progress.name, seconds_left=progress.seconds_left)
        self._look()

    def _tidy_up(self, catalogue: Catalogue) -> None:
        """After a cancel: files that nobody will index go, and Chroma learns what was put."""
        known = catalogue.content_hashes()
        left_out = [path for path in self._kept if str(path) not in known]
        self._folder.discard(left_out)
        repair_vectors(catalogue, self._assembly.vectors)
        self._show("cancelled", added=self._added(catalogue), left_out=len(left_out) + self._unread)

    def _added(self, catalogue: Catalogue) -> int:
        known = catalogue.content_hashes()
        return sum(str(path) in known for path in (*self._waiting, *self._kept))


def _told(kind: Literal["refused", "note"], said: str, folder: ArticleFolder) -> Told:
    """A sync's sentence begins with the file it is about."""
    name, _, rest = said.replace(f"{folder.path}/", "").partition(": ")
    return Told(kind, name, rest) if rest else Told(kind, "", name)
