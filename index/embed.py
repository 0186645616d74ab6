"""Text to vectors: the Embedder protocol and its sentence-transformers implementation."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import IndexFailure
from index.types import Span

if TYPE_CHECKING:
    import numpy as np
    import torch
    from sentence_transformers import SentenceTransformer

BATCH = 8


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """What a store must record of the embedder that filled it. dtype is recorded but may differ: the vectors agree (cosine > 0.99)."""

    name: str
    revision: str
    dimension: int
    dtype: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to embed with the title of its article; sentences are spans of text."""

    title: str
    text: str
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """Unit vectors, float32: passage of shape (dimension,), sentences of shape (len(passage.sentences), dimension)."""

    passage: np.ndarray
    sentences: np.ndarray


class Embedder(Protocol):
    """Turns passages and questions into unit vectors, float32."""

    @property
    def identity(self) -> EmbedderIdentity: ...

    def count_tokens(self, text: str) -> int: ...

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]: ...

    def embed_question(self, question: str) -> np.ndarray:
        """Shape (dimension,)."""
        ...


def fast_dtype() -> str:
    """ "bfloat16" where the processor has matrix units for it (AMX, Arm BF16), else "float32".

    AVX-512 BF16 alone doesn't count: measured on such a processor, float32 embeds 1.5 times faster.
    """
    import torch

    capabilities = torch.cpu.get_capabilities()
    return "bfloat16" if any(capabilities.get(unit) is True for unit in ("amx_bf16", "amx_tile", "arm_bf16")) else "float32"


def length_sorted_batches(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    """Positions in batches of `size`, longest first, so that little of a batch is padding."""
    order = sorted(range(len(lengths)), key=lambda position: -lengths[position])
    for first in range(0, len(order), size):
        yield order[first : first + size]


class SentenceTransformerEmbedder:
    """EmbeddingGemma, or any sentence-transformers folder; its own query and document prompts are used.

    A passage goes through the encoder once. Its vector is the model's own; a sentence's vector is the mean of the same token vectors over the
    sentence, sent through the model's dense layers ("late chunking", Günther et al. 2024, arXiv:2409.04701). Thread-safe: one pass at a time.
    """

    def __init__(self, folder: Path, name: str, revision: str, threads: int | None = None) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if threads:
            torch.set_num_threads(threads)
        dtype = fast_dtype()
        try:
            self._model: SentenceTransformer = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": getattr(torch, dtype)}
            )
        except (OSError, ValueError) as error:
            raise IndexFailure(
                f"The embedder in '{folder}' can't be loaded ({error}). Name a sentence-transformers folder, or run: pramaan models pull"
            ) from error
        self._lock = threading.Lock()
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise IndexFailure(f"The embedder in '{folder}' doesn't say its dimension. Name a sentence-transformers folder with a pooling module.")
        self._identity = EmbedderIdentity(name, revision, dimension, dtype)

    @property
    def identity(self) -> EmbedderIdentity:
        return self._identity

    def count_tokens(self, text: str) -> int:
        return len(self._model.tokenizer.encode(text, add_special_tokens=False))

    def embed_question(self, question: str) -> np.ndarray:
        with self._lock:
            vectors = self._model.encode([question], prompt=self._model.prompts.get("query") or "", convert_to_tensor=True, show_progress_bar=False)
        vector: np.ndarray = _unit_rows(vectors.float().numpy())[0]
        return vector

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        found: dict[int, PassageVectors] = {}
        for batch in length_sorted_batches([len(passage.text) for passage in passages], BATCH):
            vectors = self._embed_batch([passages[position] for position in batch])
            found.update(zip(batch, vectors, strict=True))
        return [found[position] for position in range(len(passages))]

    def _document_prefix(self, title: str) -> str:
        prompt = self._model.prompts.get("document") or self._model.prompts.get("passage") or ""
        return prompt.replace("title: none", f"title: {title}", 1) if title else prompt

    def _embed_batch(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        prefixes = [self._document_prefix(passage.title) for passage in passages]
        texts = [prefix + passage.text for prefix, passage in zip(prefixes, passages, strict=True)]
        with self._lock:
            outputs: Any = self._model.encode(texts, batch_size=len(texts), output_value=None, convert_to_numpy=False, show_progress_bar=False)
        vectors = []
        for prefix, text, passage, output in zip(prefixes, texts, passages, outputs, strict=True):
            whole = _unit_rows(output["sentence_embedding"].float().numpy()[None, :])[0]
            vectors.append(PassageVectors(whole, self._sentence_vectors(text, len(prefix), passage.sentences, output["token_embeddings"])))
        return vectors

    def _sentence_vectors(self, text: str, offset: int, sentences: Sequence[Span], token_vectors: torch.Tensor) -> np.ndarray:
        import numpy as np
        import torch

        if not sentences:
            return np.zeros((0, self.identity.dimension), dtype=np.float32)
        edges = self._model.tokenizer(text, return_offsets_mapping=True, truncation=True, max_length=len(token_vectors))["offset_mapping"]
        means = []
        for sentence in sentences:
            start, end = sentence.start + offset, sentence.end + offset
            inside = [position for position, (first, last) in enumerate(edges) if first < end and last > start]
            means.append(token_vectors[inside or [-1]].mean(dim=0))
        features = {"sentence_embedding": torch.stack(means)}
        with self._lock, torch.inference_mode():
            for module in self._modules_after_pooling():
                features = module(features)
        return _unit_rows(features["sentence_embedding"].float().numpy())

    def _modules_after_pooling(self) -> list[torch.nn.Module]:
        modules = list(self._model)
        pooling = next((place for place, module in enumerate(modules) if type(module).__name__ == "Pooling"), len(modules))
        return modules[pooling + 1 :]


def _unit_rows(rows: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-12), dtype=np.float32)
