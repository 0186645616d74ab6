"""The dense leg: the nearest chunks from Chroma, within a selection too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.store.catalogue import Catalogue
from index.store.filters import Selection
from index.store.vectors import VectorIndex

if TYPE_CHECKING:
    import numpy as np


def nearest(catalogue: Catalogue, vectors: VectorIndex, vector: np.ndarray, limit: int, within: Selection | None = None) -> list[tuple[str, float]]:
    """(chunk id, cosine) of the nearest chunks that the selection lets through, best first.

    Chroma's own `where` is not used: it lists every chunk that passes before it looks for the nearest, 38 ms at 10,000 chunks and rising with
    them. A small selection is compared whole from the catalogue's vectors; for a large one Chroma is asked for more until enough pass.
    """
    if within is None:
        return vectors.search(vector, limit)
    if within.is_small:
        return _compared(catalogue, vector, limit, within)
    asked = 3 * limit * within.total // (2 * within.chunks)
    while asked < within.total:
        found = vectors.search(vector, asked)
        passing = catalogue.chunks.selected_ids([chunk_id for chunk_id, _ in found], within)
        if len(passing) >= limit:
            return [(chunk_id, cosine) for chunk_id, cosine in found if chunk_id in passing][:limit]
        asked *= 4
    return _compared(catalogue, vector, limit, within)


def _compared(catalogue: Catalogue, vector: np.ndarray, limit: int, within: Selection) -> list[tuple[str, float]]:
    import numpy as np

    ids, rows = catalogue.chunks.selected_vectors(within)
    if not ids:
        return []
    cosines = rows @ vector
    best = np.argsort(-cosines, kind="stable")[:limit]
    return [(ids[place], float(cosines[place])) for place in best]
