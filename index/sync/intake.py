"""Takes articles into the catalogue by groups: known texts with the vectors they have, new ones through the embedder."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.embed import Embedder, EmbedderIdentity, Passage, PassageVectors
from index.errors import StoreFailure, UnreadableFile
from index.store.catalogue import Catalogue, NewArticle
from index.sync.prepare import Prepared, article_id, describe_article, prepare, prepared_as, versions, with_known_vectors, with_vectors
from index.types import Article, Document

# Enough that passages of one length meet in a batch, and few enough that a kill costs less than a minute of embedding.
GROUP_CHUNKS = 128
_GROUP_ARTICLES = 200
_SLICE = 16


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a sync: `done` of `total` changed files are embedded, `name` is the latest. seconds_left is None until it can be told."""

    done: int
    total: int
    name: str
    seconds_left: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """An article to take in: `read` gives its document (or raises UnreadableFile), size is what it weighs in the time left."""

    source: str
    name: str
    content_hash: str
    size: int
    read: Callable[[], Document]


def check_embedder(catalogue: Catalogue, identity: EmbedderIdentity) -> None:
    """Refuse a store that another embedder filled. An empty store is open to any."""
    about = catalogue.about()
    if "embedder" not in about or not catalogue.counts().articles:
        return
    built = f"{about['embedder']} {about['embedder_revision'][:12]} ({about['dimension']}-d)"
    given = f"{identity.name} {identity.revision[:12]} ({identity.dimension}-d)"
    # Stores of the first format don't say their prompts; the revision stands for them.
    if (prompts := about.get("prompts", identity.prompts)) != identity.prompts:
        built, given = f"{built} with the prompts {prompts or 'none'}", f"{given} with {identity.prompts or 'none'}"
    if built != given:
        raise StoreFailure(
            f"The store '{catalogue.path.parent}' was built with embedder {built}; the settings ask for {given}. "
            "Set PRAMAAN_EMBEDDER to the first, or index your articles into another folder with --store."
        )


class Intake:
    """Takes tasks in, one after the other; what was put into the catalogue is whole on disk, whenever the process ends.

    A text that the catalogue or its drawer of spares knows is put with the vectors it has. The others wait until their group is full,
    so that passages of one length share a batch.
    """

    def __init__(
        self, catalogue: Catalogue, open_embedder: Callable[[], Embedder], tasks: Sequence[Task], on_progress: Callable[[Progress], None]
    ) -> None:
        self._catalogue = catalogue
        self._open_embedder = open_embedder
        self._opened: Embedder | None = None
        self._on_progress = on_progress
        self._clock = _Clock(sum(task.size for task in tasks))
        self._total, self._done = len(tasks), 0
        outdated = catalogue.outdated()
        hashes = catalogue.content_hashes().items()
        self._donors = {content_hash: article_id(source) for source, content_hash in hashes if article_id(source) not in outdated}
        self._ready: list[NewArticle] = []
        self._group: list[tuple[Task, Prepared]] = []

    def add(self, task: Task) -> Document:
        """Read one article and put it, now or with its group. Raises UnreadableFile, which leaves what the catalogue held of it before."""
        try:
            document = task.read()
            article = describe_article(task.source, task.name, document)
            if any(task.content_hash == waiting.content_hash for waiting, _ in self._group):
                self.finish()  # so that a copy finds its original
            self._sort_in(task, article, document)
        except UnreadableFile:
            self._clock.skip(task.size)
            self._done += 1
            raise
        if len(self._ready) >= _GROUP_ARTICLES or sum(len(prepared.chunks) for _, prepared in self._group) >= GROUP_CHUNKS:
            self.finish()
        return document

    def _sort_in(self, task: Task, article: Article, document: Document) -> None:
        new = self._known(task, article, document)
        if new is None:
            prepared = prepare(article, task.content_hash, document, lambda: self._embedder().count_tokens)
            before = self._catalogue.embedded(article.id)
            new = with_known_vectors(prepared, before) if before else None  # an outdated article that is cut as it was
            if new is None:
                self._group.append((task, prepared))
                return
        self._clock.skip(task.size)
        self._ready.append(new)

    def _known(self, task: Task, article: Article, document: Document) -> NewArticle | None:
        donor = self._catalogue.embedded(self._donors[task.content_hash]) if task.content_hash in self._donors else None
        for known in (donor, self._catalogue.spare(article.title, document.text)):
            if known and (new := with_known_vectors(prepared_as(known, article, task.content_hash, document), known)):
                return new
        return None

    def _embedder(self) -> Embedder:
        if self._opened is None:
            self._opened = self._open_embedder()
            check_embedder(self._catalogue, self._opened.identity)
        return self._opened

    def finish(self) -> None:
        """Put what waits into the catalogue."""
        if not self._ready and not self._group:
            return
        embedded = self._embedded() if self._group else []
        self._catalogue.put([*self._ready, *embedded])
        self._done += len(self._ready) + len(self._group)
        self._donors |= {task.content_hash: prepared.article.id for task, prepared in self._group}
        last = (embedded or self._ready)[-1].article.name
        self._clock.advance(sum(task.size for task, _ in self._group))
        self._ready, self._group = [], []
        self._on_progress(Progress(self._done, self._total, last, self._clock.seconds_left()))

    def _embedded(self) -> list[NewArticle]:
        embedder = self._embedder()
        _describe(self._catalogue, embedder.identity)
        of_article = [prepared.passages() for _, prepared in self._group]
        passages = [passage for of_one in of_article for passage in of_one]
        vectors = iter(self._vectors(embedder, passages))
        return [
            with_vectors(prepared, of_one, [next(vectors) for _ in of_one]) for (_, prepared), of_one in zip(self._group, of_article, strict=True)
        ]

    def _vectors(self, embedder: Embedder, passages: Sequence[Passage]) -> list[PassageVectors]:
        """In the order of the passages; embedded longest first, a slice at a time, so that there is progress to show."""
        self._clock.begin()
        lengths = [embedder.count_tokens(passage.text) for passage in passages]
        order = sorted(range(len(passages)), key=lambda position: -lengths[position])
        group_size, spent = sum(task.size for task, _ in self._group), 0
        found: dict[int, PassageVectors] = {}
        for first in range(0, len(order), _SLICE):
            positions = order[first : first + _SLICE]
            found.update(zip(positions, embedder.embed_passages([passages[position] for position in positions]), strict=True))
            spent += sum(lengths[position] for position in positions)
            share = spent / max(sum(lengths), 1)
            if len(found) < len(order):
                partly = int(share * len(self._group))
                left = self._clock.seconds_left(int(share * group_size))
                self._on_progress(Progress(self._done + partly, self._total, self._group[partly][0].name, left))
        return [found[position] for position in range(len(passages))]


def _describe(catalogue: Catalogue, identity: EmbedderIdentity) -> None:
    values = {
        "embedder": identity.name,
        "embedder_revision": identity.revision,
        "dimension": str(identity.dimension),
        "dtype": identity.dtype,
        "prompts": identity.prompts,
        **versions(),
    }
    if values.items() <= catalogue.about().items():
        return
    # An empty store may change its embedder, but then the spares are of no use.
    (catalogue.describe if catalogue.counts().articles else catalogue.renew)(**values)


class _Clock:
    """Tells the time left from the bytes that were embedded so far."""

    def __init__(self, total: int) -> None:
        self._left, self._done = total, 0
        self._began: float | None = None

    def begin(self) -> None:
        if self._began is None:
            self._began = time.monotonic()

    def skip(self, size: int) -> None:
        """So much needed no embedding."""
        self._left -= size

    def advance(self, size: int) -> None:
        self._left -= size
        self._done += size

    def seconds_left(self, partly: int = 0) -> float | None:
        """partly: bytes embedded that advance() wasn't told of yet."""
        done, left = self._done + partly, self._left - partly
        if self._began is None or not done:
            return None
        return (time.monotonic() - self._began) * left / done
