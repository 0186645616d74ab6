"""Text to vectors: the Embedder protocol and its sentence-transformers implementation."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import IndexFailure
from index.types import Span

if TYPE_CHECKING:
    import numpy as np
    import torch
    from sentence_transformers import SentenceTransformer

# Eight passages of the chunker's full size, or as many more short ones as make the same work.
BATCH_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """What a store must record of the embedder that filled it. dtype is recorded but may differ: the vectors agree (cosine > 0.99).

    prompts is what the embedder puts before a passage and before a question, as one line.
    """

    name: str
    revision: str
    dimension: int
    dtype: str
    prompts: str = ""


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


def length_sorted_batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Positions, longest first, in batches of at most `tokens` with their padding (or of one), so that little of a batch is padding."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lambda position: -lengths[position]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > tokens:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class _Prompted:
    """A passage with its prompt; sentences are spans of text, edges the (start, end) of each token of text."""

    text: str
    sentences: Sequence[Span]
    edges: Sequence[tuple[int, int]]


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
        self._document_prompt = self._model.prompts.get("document") or self._model.prompts.get("passage") or ""
        self._question_prompt = self._model.prompts.get("query") or ""
        self._identity = EmbedderIdentity(name, revision, dimension, dtype, f"{self._document_prompt!r}, {self._question_prompt!r}")
        self._model.eval()

    @property
    def identity(self) -> EmbedderIdentity:
        return self._identity

    @contextmanager
    def lent(self) -> Iterator[tuple[Any, Any]]:
        """(the transformer, its tokenizer) for another use; nobody embeds or counts tokens meanwhile."""
        with self._lock:
            yield self._model[0].auto_model, self._model.tokenizer

    def count_tokens(self, text: str) -> int:
        with self._lock:  # the tokenizer is one too: used by two threads at once, it fails with "Already borrowed"
            return len(self._model.tokenizer.encode(text, add_special_tokens=False))

    def embed_question(self, question: str) -> np.ndarray:
        vector: np.ndarray = self.embed_questions([question])[0]
        return vector

    def embed_questions(self, questions: Sequence[str]) -> np.ndarray:
        """Shape (questions, dimension); many at once are quicker than one by one."""
        with self._lock:
            vectors = self._model.encode(list(questions), prompt=self._question_prompt, convert_to_tensor=True, show_progress_bar=False)
        return _unit_rows(vectors.float().numpy())

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        prompted = [self._prompted(passage) for passage in passages]
        found: dict[int, PassageVectors] = {}
        for batch in length_sorted_batches([len(one.edges) for one in prompted], BATCH_TOKENS):
            vectors = self._embed_batch([prompted[position] for position in batch])
            found.update(zip(batch, vectors, strict=True))
        return [found[position] for position in range(len(passages))]

    def _prompted(self, passage: Passage) -> _Prompted:
        prompt = self._document_prompt
        prefix = prompt.replace("title: none", f"title: {passage.title}", 1) if passage.title else prompt
        text = prefix + passage.text
        with self._lock:
            edges = self._model.tokenizer(text, return_offsets_mapping=True, truncation=True, max_length=self._model.max_seq_length)["offset_mapping"]
        sentences = [Span(span.start + len(prefix), span.end + len(prefix)) for span in passage.sentences]
        return _Prompted(text, sentences, edges)

    def _embed_batch(self, batch: Sequence[_Prompted]) -> list[PassageVectors]:
        import torch

        with self._lock, torch.inference_mode():
            features = self._model.preprocess([prompted.text for prompted in batch])
            # Not encode(): it would go through the modules without showing the token vectors of a batch.
            outputs: Mapping[str, torch.Tensor] = self._model(features)
            means = [
                mean
                for prompted, vectors, mask in zip(batch, outputs["token_embeddings"], outputs["attention_mask"], strict=True)
                for mean in _sentence_means(vectors[mask.bool()], prompted)
            ]
            ends = self._after_pooling(torch.stack(means)) if means else torch.zeros((0, self._identity.dimension))
        wholes = _unit_rows(outputs["sentence_embedding"].float().numpy())
        sentences = iter(_unit_rows(ends.float().numpy()))
        return [PassageVectors(whole, self._rows(sentences, len(prompted.sentences))) for whole, prompted in zip(wholes, batch, strict=True)]

    def _rows(self, vectors: Iterator[np.ndarray], count: int) -> np.ndarray:
        import numpy as np

        return np.stack(list(islice(vectors, count))) if count else np.zeros((0, self._identity.dimension), dtype=np.float32)

    def _after_pooling(self, means: torch.Tensor) -> torch.Tensor:
        features = {"sentence_embedding": means}
        for module in self._modules_after_pooling():
            features = module(features)
        return features["sentence_embedding"]

    def _modules_after_pooling(self) -> list[torch.nn.Module]:
        modules = list(self._model)
        pooling = next((place for place, module in enumerate(modules) if type(module).__name__ == "Pooling"), len(modules))
        return modules[pooling + 1 :]


def _sentence_means(vectors: torch.Tensor, prompted: _Prompted) -> Iterator[torch.Tensor]:
    for sentence in prompted.sentences:
        inside = [position for position, (first, last) in enumerate(prompted.edges) if first < sentence.end and last > sentence.start]
        # A sentence that was cut off with the end of a passage over the model's limit is known by the last token that stayed.
        yield vectors[inside or [-1]].mean(dim=0)


def _unit_rows(rows: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-12), dtype=np.float32)
