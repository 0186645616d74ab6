"""Keeps Chroma the mirror of the catalogue: fills, mends and compares it. No model is needed for any of this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index.errors import StoreBusy
from index.store.catalogue import Catalogue
from index.store.vectors import VectorIndex

_LOOKED_AT = 200
# Both hold the same float16 numbers; Chroma normalises them once more.
_SAME_COSINE = 0.999


def fill_vectors(catalogue: Catalogue, vectors: VectorIndex) -> None:
    """Send Chroma what it still lacks and remove what it shouldn't have. Safe to repeat after any interruption."""
    removed = catalogue.chunks.removed()
    if removed:
        vectors.remove(removed)
        catalogue.chunks.forget_removed(removed)
    while missing := catalogue.chunks.not_in_chroma():
        vectors.put(missing)
        catalogue.chunks.mark_in_chroma([stored.chunk.id for stored in missing])


def repair_vectors(catalogue: Catalogue, vectors: VectorIndex) -> bool:
    """Refill Chroma from the catalogue when it has lost or kept chunks it shouldn't; no model is needed. True when it mended something.

    Nothing is done while another process indexes into the store: it is on its way.
    """
    counts = catalogue.counts()
    if vectors.count() == counts.chunks and not counts.chunks_not_in_chroma:
        return False
    try:
        with only_writer(catalogue, wait_seconds=0):
            if vectors.count() != counts.chunks - counts.chunks_not_in_chroma:
                refill_vectors(catalogue, vectors)
            else:
                fill_vectors(catalogue, vectors)
    except StoreBusy:
        return False
    return True


def refill_vectors(catalogue: Catalogue, vectors: VectorIndex) -> None:
    """Make Chroma hold exactly the catalogue's chunks."""
    stray = vectors.ids() - catalogue.chunks.ids()
    if stray:
        vectors.remove(sorted(stray))
    catalogue.chunks.forget_chroma()
    fill_vectors(catalogue, vectors)


@contextmanager
def only_writer(catalogue: Catalogue, wait_seconds: float) -> Iterator[None]:
    """Hold the store against other processes that would write to it."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(catalogue.path.parent / "writing.lock", timeout=wait_seconds):
            yield
    except Timeout as error:
        raise StoreBusy(
            f"Another process is indexing into '{catalogue.path.parent}'. Wait until it is done, or use another folder with --store."
        ) from error


def verify(catalogue: Catalogue, vectors: VectorIndex) -> list[str]:
    """What is wrong in the catalogue or differs in its word index and in Chroma (words and vectors: of a sample), a line each with its cure."""
    own = [f"{fault}. Move the store away and index your articles again." for fault in catalogue.faults()]
    derived = [*catalogue.derived_faults(), *_chroma_faults(catalogue, vectors)]
    return own + [f"{fault}. Mend it with: pramaan index --rebuild" for fault in derived]


def _chroma_faults(catalogue: Catalogue, vectors: VectorIndex) -> list[str]:
    in_catalogue, in_chroma = catalogue.chunks.ids(), vectors.ids()
    found = []
    if missing := in_catalogue - in_chroma:
        found.append(f"{len(missing)} chunks of the catalogue are missing from Chroma")
    if stray := in_chroma - in_catalogue:
        found.append(f"{len(stray)} chunks in Chroma are not in the catalogue")
    shared = sorted(in_catalogue & in_chroma)
    if strange := _strange(catalogue, vectors, shared[:: len(shared) // _LOOKED_AT + 1]):
        found.append(f"{len(strange)} chunks looked at have another vector in Chroma than in the catalogue")
    return found


def _strange(catalogue: Catalogue, vectors: VectorIndex, ids: Sequence[str]) -> list[str]:
    """The chunks whose vector in Chroma isn't the catalogue's."""
    held, stored = vectors.vectors(ids), catalogue.chunks.get(ids)
    return [chunk_id for chunk_id in ids if chunk_id not in held or not float(held[chunk_id] @ stored[chunk_id].vector) > _SAME_COSINE]
