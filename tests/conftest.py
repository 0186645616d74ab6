"""Fixtures and fakes of the fast tests. The fakes are real implementations of the protocols, small enough to check by hand."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from assistant.answering.findings import _COSINE_WEIGHT, _EVEN_ODDS, _OVERLAP_WEIGHT
from assistant.language import Language
from assistant.reader.reader import Answering, Reading
from assistant.types import Citation, Waiting
from index.embed import EmbedderIdentity, Passage, PassageVectors
from index.search.hybrid import Found, SentenceHit
from index.store.catalogue import Catalogue
from index.store.filters import Filters
from index.store.vectors import VectorIndex
from index.text.words import content_stems
from index.types import Article, Chunk, Hit, Sentence

DIMENSION = 64
settings.register_profile("check", max_examples=20)  # for `make check`; otherwise as many as Hypothesis likes
SHARED = Path(__file__).resolve().parents[2] / "shared"


def word_vector(text: str, dimension: int = DIMENSION) -> np.ndarray:
    """Unit vector, float32: each content stem of `text` adds one to the place its CRC falls on. Texts that share words are near."""
    vector = np.zeros(dimension, dtype=np.float32)
    for stem in content_stems(text):
        vector[zlib.crc32(stem.encode()) % dimension] += 1
    if not vector.any():
        vector[0] = 1
    return vector / np.linalg.norm(vector)


class FakeEmbedder:
    """Vectors built from the text's own words, a token for each space-separated word; records what it was asked."""

    def __init__(self, name: str = "words", revision: str = "1", dimension: int = DIMENSION) -> None:
        self.identity = EmbedderIdentity(name, revision, dimension, "float32")
        self.passages: list[Passage] = []
        self.questions: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def embed_question(self, question: str) -> np.ndarray:
        self.questions.append(question)
        return word_vector(question, self.identity.dimension)

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        self.passages += passages
        return [self._vectors(passage) for passage in passages]

    def _vectors(self, passage: Passage) -> PassageVectors:
        sentences = [word_vector(passage.text[span.start : span.end], self.identity.dimension) for span in passage.sentences]
        stacked = np.stack(sentences) if sentences else np.zeros((0, self.identity.dimension), dtype=np.float32)
        return PassageVectors(word_vector(f"{passage.title} {passage.text}", self.identity.dimension), stacked)


class Counted(str):
    """A text that counts the characters that are sliced out of it, and out of its slices: what a quadratic reader can't hide."""

    characters_read: int

    def __new__(cls, text: str, whole: Counted | None = None) -> Counted:
        counted = super().__new__(cls, text)
        counted.characters_read = 0
        counted._whole = whole
        return counted

    def __getitem__(self, key: Any) -> Counted:
        whole = self._whole if self._whole is not None else self
        part = Counted(super().__getitem__(key), whole)
        whole.characters_read += len(part)
        return part


def citation(n: int, quote: str, article: str = "a.txt", published: str | None = "2026-07-14", **changes: str | None) -> Citation:
    """Proof number n with `quote` at the article's beginning."""
    about = {"title": "शीर्षक", "publisher": "लोकवाणी", **changes}
    return Citation(n, article, str(about["title"]), about["publisher"], published, 0, len(quote), quote)


class ScriptedWriter:
    """Plays its answers one after the other, the last one for ever; records what it was asked to write from.

    An answer is a text (played word by word), a list of pieces (or of places in the queue), or an exception to raise. `playing` is set when the first piece was taken;
    each piece then waits for `go_on`, when there is one.
    """

    def __init__(self, *answers: str | Sequence[str | Waiting] | Exception, go_on: threading.Event | None = None, ahead: int = 0) -> None:
        self._answers = list(answers) or [""]
        self._go_on = go_on
        self._ahead = ahead
        self.playing = threading.Event()
        self.asked: list[tuple[str, Language, tuple[Citation, ...]]] = []
        self.sessions: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def waiting(self, session: str) -> Waiting | None:
        self.sessions.append(session)
        return Waiting(self._ahead) if self._ahead else None

    def write(
        self, question: str, language: Language, evidence: Sequence[Citation], cancelled: threading.Event, session: str
    ) -> Iterator[str | Waiting]:
        self.sessions.append(session)
        self.asked.append((question, language, tuple(evidence)))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        for piece in answer.replace(" ", " |").split("|") if isinstance(answer, str) else answer:
            if cancelled.is_set():
                return
            yield piece
            self.playing.set()  # the reader has taken the first piece and asks for the next
            if self._go_on is not None:
                assert self._go_on.wait(10), "the test never let the writer go on"


def scripted_chat_model(*answers: str) -> Any:
    """A LangChain chat model that says its answers one after the other, the last one for ever, word by word; a token is a word."""
    from langchain_core.language_models import FakeListChatModel

    class ScriptedChatModel(FakeListChatModel):
        asked: list[list[str]] = []  # noqa: RUF012  # a pydantic field: each model has its own

        def get_num_tokens(self, text: str) -> int:
            return len(text.split())

        def _stream(self, messages: Any, *args: Any, **options: Any) -> Any:
            self.asked.append([str(message.content) for message in messages])
            return super()._stream(messages, *args, **options)

    return ScriptedChatModel(responses=list(answers))


OVERLAP = 0.5
# The cosine at which the reader's probability is the answer's.
EVEN_NEAR = (_EVEN_ODDS - _OVERLAP_WEIGHT * OVERLAP) / _COSINE_WEIGHT


class ScriptedSearch:
    """Finds the same sentences, one to an article, for every question; `near` is their cosine. Records the questions and filters."""

    def __init__(self, *quotes: str | tuple[str, str], near: float = 0.9) -> None:
        self.questions: list[str] = []
        self.filters: list[Filters | None] = []
        hits = [self._hit(place, *((quote, None) if isinstance(quote, str) else quote), near) for place, quote in enumerate(quotes)]
        self._found = Found([hit.hit for hit in hits], hits, 1.0)

    @staticmethod
    def _hit(place: int, quote: str, published: str | None, near: float) -> SentenceHit:
        article = Article(f"id{place}", f"/a{place}.txt", f"a{place}.txt", f"शीर्षक {place}", "लोकवाणी", published, "hi")
        start = 10 * place
        chunk = Chunk(f"c{place}", article.id, start, start + len(quote), quote)
        score = 2 - place / 100
        return SentenceHit(Sentence(article.id, start, start + len(quote), quote), Hit(chunk, article, score, near, 1.0), score, near, OVERLAP)

    def find(self, question: str, *, filters: Filters | None = None) -> Found:
        self.questions.append(question)
        self.filters.append(filters)
        return self._found

    def heard(self, question: str) -> str:
        return question


class ScriptedReader:
    """Finds given words wherever they stand in what it is given, the first ones best; records the questions and passages. none: that they aren't there."""

    def __init__(self, *words: str, none: float = 0.1) -> None:
        self._words = words
        self._none = none
        self.asked: list[tuple[str, list[str]]] = []

    def read(self, question: str, passages: Sequence[Sequence[Sentence]]) -> Reading:
        self.asked.append((question, [" ".join(sentence.text for sentence in sentences) for sentences in passages]))
        spans = []
        for place, words in enumerate(self._words):
            for sentence in (sentence for sentences in passages for sentence in sentences if words in sentence.text):
                start = sentence.start + sentence.text.index(words)
                spans.append(Answering(sentence, start, start + len(words), 5.0 - place, 0.5**place * (1 - self._none)))
        return Reading(tuple(spans), self._none)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def catalogue(store: Path) -> Iterator[Catalogue]:
    opened = Catalogue(store)
    yield opened
    opened.close()


@pytest.fixture
def vectors(store: Path) -> VectorIndex:
    """A real Chroma index in the test's own folder."""
    return VectorIndex(store, "test")


@pytest.fixture
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests, nor a .env of theirs."""
    from assistant.settings import Settings

    for name in Settings.model_fields:
        monkeypatch.delenv(f"PRAMAAN_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def unplotted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports without pictures, whose drawing takes most of a small evaluation's time; test_evaluation_report and _terminal draw them."""
    monkeypatch.setattr("assistant.evaluation.report._plots", lambda *_: {})


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.fixture
def write_article(articles: Path) -> Callable[[str, str], Path]:
    """write_article(name, text): a UTF-8 file below the `articles` folder, byte for byte."""

    def write(name: str, text: str) -> Path:
        path = articles / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    return write


@pytest.fixture
def shared() -> Path:
    """The folder with the real articles, beside the repository; it is not part of it."""
    if not (SHARED / "articles").is_dir():
        pytest.skip(f"the real articles are not on this machine ({SHARED / 'articles'})")
    return SHARED
