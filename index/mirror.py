"""Keeps Chroma the mirror of the catalogue: fills, mends and compares it. No model is needed for any of this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.catalogue import Catalogue
from index.errors import StoreBusy
from index.vectors import VectorIndex


def fill_vectors(catalogue: Catalogue, vectors: VectorIndex) -> None:
    """Send Chroma what it still lacks and remove what it shouldn't have. Safe to repeat after any interruption."""
    removed = catalogue.removed_chunks()
    if removed:
        vectors.remove(removed)
        catalogue.forget_removed(removed)
    while missing := catalogue.chunks_not_in_chroma():
        vectors.put(missing)
        catalogue.mark_in_chroma([stored.chunk.id for stored in missing])


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
    stray = vectors.ids() - catalogue.chunk_ids()
    if stray:
        vectors.remove(sorted(stray))
    catalogue.forget_chroma()
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
    """What differs between the catalogue and Chroma, one line each; empty when they agree."""
    in_catalogue, in_chroma = catalogue.chunk_ids(), vectors.ids()
    found = []
    if missing := in_catalogue - in_chroma:
        found.append(f"{len(missing)} chunks of the catalogue are missing from Chroma")
    if stray := in_chroma - in_catalogue:
        found.append(f"{len(stray)} chunks in Chroma are not in the catalogue")
    return found
