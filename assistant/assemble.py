"""The only place where concrete classes are chosen and wired. Everything is made at its first use and then kept."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

from assistant.language import LANGUAGES
from assistant.settings import Settings, change_settings, fixed_settings
from index.errors import StoreFailure
from index.files.sources import list_sources
from index.store.catalogue import Catalogue
from index.store.mirror import only_writer, refill_vectors, repair_vectors, verify
from index.sync.build import SyncReport, sync
from index.sync.intake import Progress, check_embedder

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.answering.answer import Answerer
    from assistant.conversations.store import Conversations
    from assistant.login import Logins
    from assistant.models.folder import ModelFolder
    from assistant.rate import RateLimit
    from assistant.reader.reader import Reader
    from assistant.reader.state import ReaderState
    from assistant.writing.speed import Speeds
    from index.embed import Embedder
    from index.search.hybrid import Search
    from index.store.vectors import VectorIndex


T = TypeVar("T")


class Kept(Generic[T]):
    """A part that is made at its first use and then kept; one thread makes parts at a time (functools.cached_property may make two)."""

    def __init__(self, make: Callable[[Assembly], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, assembly: Assembly, owner: type[Assembly]) -> T:
        if (part := assembly.made.get(self._name)) is None:
            with assembly.making:
                if (part := assembly.made.get(self._name)) is None:
                    part = assembly.made[self._name] = self._make(assembly)
        return cast(T, part)


class Assembly:
    """One store, one embedder and one language model, as the settings ask for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.making = threading.RLock()
        self.made: dict[str, Any] = {}
        self._models_are_ours = True

    def with_store(self, store: Path) -> Assembly:
        """Another store, embedded, over the same models, which stay this assembly's to close."""
        other = Assembly(self.settings.model_copy(update={"store": store, "chroma_url": None}))
        other.made = {part: getattr(self, part) for part in ("model_folder", "embedder", "reader", "chat_model")}
        other._models_are_ours = False
        return other

    def about(self) -> dict[str, Any]:
        """What answers depend on besides the articles: models and settings by name; no model is loaded for it."""
        settings = self.settings
        return {
            "pramaan": version("pramaan"),
            "embedder": settings.embedder,
            "reader": self._reader_weights(),
            "llm": self.llm_named,
            "strictness": settings.strictness,
            "translates": settings.translates,
            "answers": settings.answers,
            "context": settings.context,
        }

    def _reader_weights(self) -> str | None:
        """The beginning of the weights' SHA-256; None when the reader is off. Raises ModelDamaged when the weights aren't those of their card."""
        from assistant.reader.weights import read_card

        card = read_card(self.settings.reader)
        return card.sha256[:12] if card and self.reader_state().is_on else None

    def reader_state(self) -> ReaderState:
        """Whether the reader reads, or will once the models are loaded; no model is loaded for it."""
        from assistant.reader.state import ReaderState, look_for_reader

        if self.made.get("reader") is not None:
            return ReaderState("on", self.settings.reader)
        state = look_for_reader(self.settings.reader, self.settings.embedder, self._is_embedder)
        return replace(state, kind="restart") if state.is_on and "answerer" in self.made else state

    def _is_embedder(self, name: str, revision: str) -> bool:
        from assistant.models.folder import ModelFolder, is_model

        if loaded := self.made.get("embedder"):
            return (loaded.identity.name, loaded.identity.revision) == (name, revision)
        return is_model(ModelFolder(self.settings.models), self.settings.embedder, name, revision)

    @property
    def llm_named(self) -> str:
        """The language model's name, a server's with its host."""
        settings = self.settings
        return f"{settings.llm_model} at {urlsplit(settings.llm_url).hostname}" if settings.llm_url else settings.llm  # a URL may hold a password

    def change(self, **changes: Any) -> None:
        """Settings that hold from the next question on and are kept in the store; another language model is loaded when it is needed.

        Raises AssistantFailure (ModelMissing, ModelDamaged for the model) and then changes nothing.
        """
        from assistant.models.folder import resolve

        if "llm" in changes:
            resolve(self.model_folder, changes["llm"], "llm")
        with self.making:
            self.settings = change_settings(self.settings, changes)
            self.made.pop("answerer", None)
            if changes.keys() & {"llm", "threads"}:
                model = self.made.pop("chat_model", None)
                if hasattr(model, "engine"):
                    model.engine.retire()  # who waits for it is still answered

    @property
    def fixed_settings(self) -> frozenset[str]:
        """What `change` refuses, because the environment says it."""
        return fixed_settings()

    @Kept
    def logins(self) -> Logins:
        """Who may use the page; empty for everybody."""
        from assistant.login import read_logins

        return read_logins(self.settings.auth.get_secret_value() if self.settings.auth else "")

    @Kept
    def rate_limit(self) -> RateLimit:
        """How often one login or one address may ask."""
        from assistant.rate import RateLimit

        return RateLimit(self.settings.questions_per_minute, 60)

    @Kept
    def speeds(self) -> Speeds:
        """What was measured of the language models on this machine."""
        from assistant.writing.speed import Speeds

        return Speeds(self.settings.models / "speeds.json")

    @Kept
    def model_folder(self) -> ModelFolder:
        from assistant.models.folder import ModelFolder

        return ModelFolder(self.settings.models)

    @Kept
    def catalogue(self) -> Catalogue:
        """The store's catalogue; made when the store is new."""
        return Catalogue(self.settings.store)

    def existing_catalogue(self) -> Catalogue:
        """Raises StoreFailure when there is nothing to search."""
        if not Catalogue.exists(self.settings.store):
            raise StoreFailure(f"There is no store in '{self.settings.store}'. Index your articles first: pramaan index FOLDER")
        if not self.catalogue.counts().articles:
            raise StoreFailure(f"The store in '{self.settings.store}' holds no articles. Index your articles first: pramaan index FOLDER")
        return self.catalogue

    @Kept
    def conversations(self) -> Conversations:
        """The readers' conversations, beside the catalogue."""
        from assistant.conversations.store import Conversations

        return Conversations(self.settings.store)

    @Kept
    def vectors(self) -> VectorIndex:
        from index.store.vectors import VectorIndex

        return VectorIndex(self.settings.store, self._store_id(), self.settings.chroma_url)

    def _store_id(self) -> str:
        if "store_id" not in self.catalogue.about():
            self.catalogue.describe(store_id=uuid.uuid4().hex[:12])
        return self.catalogue.about()["store_id"]

    @Kept
    def embedder(self) -> Embedder:
        from assistant.models.folder import resolve
        from index.embed import SentenceTransformerEmbedder

        model = resolve(self.model_folder, self.settings.embedder, "embedder")
        return SentenceTransformerEmbedder(model.path, model.name, model.fingerprint, self.settings.threads or physical_cores())

    @Kept
    def reader(self) -> Reader | None:
        """None when there are no weights, or they were trained on another embedder."""
        from assistant.reader.reader import open_reader

        return open_reader(self.embedder, self.settings.reader)

    @Kept
    def search(self) -> Search:
        from index.search.hybrid import Search

        catalogue = self.existing_catalogue()
        check_embedder(catalogue, self.embedder.identity)
        repair_vectors(catalogue, self.vectors)
        return Search(catalogue, self.vectors, self.embedder)

    @property
    def is_ready(self) -> bool:
        """Whether a question is searched at once. Before, it waits until the models are loaded."""
        return "search" in self.made

    @Kept
    def chat_model(self) -> BaseChatModel:
        from assistant.writing.chat_model import ChatLlama, remote_chat_model

        if self.settings.llm_url:
            return remote_chat_model(self.settings.llm_url, self.settings.llm_model, self.settings.llm_key)
        from assistant.models.folder import resolve
        from assistant.writing.llama import LlamaEngine

        model = resolve(self.model_folder, self.settings.llm, "llm")
        return ChatLlama(engine=LlamaEngine(model.path, self.settings.context, self.settings.threads or physical_cores()))

    @Kept
    def answerer(self) -> Answerer:
        from assistant.answering.answer import Answerer
        from assistant.writing.write import PromptedWriter

        count = self.chat_model.get_num_tokens if not self.settings.llm_url else _tokens_at_most
        writer, settings = PromptedWriter(self.chat_model, count), self.settings
        return Answerer(self.search, writer, settings.strictness, settings.translates, self.reader, settings.answers)

    def warm_up(self) -> None:
        """Open the search and load the models, so that the first question doesn't wait for it. Raises StoreFailure when there is nothing to search."""
        self.search.find("प्रमाण")
        self._prepare_reader_and_llm()

    def load_models(self) -> None:
        """Load the models; no article is needed for it."""
        self.embedder.embed_question("प्रमाण")
        self._prepare_reader_and_llm()

    def _prepare_reader_and_llm(self) -> None:
        """The constant prompt is evaluated too."""
        from assistant.writing.chat_model import prepare
        from assistant.writing.write import system_message

        _ = self.reader  # its weights are loaded at its first use
        for language in LANGUAGES:
            prepare(self.chat_model, [system_message(language)])

    def sync(self, paths: Sequence[Path], on_progress: Callable[[Progress], None] = lambda progress: None, allow_empty: bool = False) -> SyncReport:
        if not Catalogue.exists(self.settings.store):
            list_sources(paths)  # a wrong path is told before a store is made for it
        return sync(self.catalogue, lambda: self.vectors, lambda: self.embedder, paths, on_progress, allow_empty)

    def verify(self) -> list[str]:
        return verify(self.existing_catalogue(), self.vectors)

    def rebuild(self) -> None:
        """Throw Chroma and the word index away and fill new ones; before `vectors` is used for anything else."""
        from index.store.vectors import drop_vectors

        catalogue = self.existing_catalogue()
        drop_vectors(self.settings.store, self._store_id(), self.settings.chroma_url)
        catalogue.rebuild_derived()
        refill_vectors(catalogue, self.vectors)

    def mend(self) -> None:
        """Fill the word index and Chroma anew while they are in use; no model is needed."""
        catalogue = self.existing_catalogue()
        with only_writer(catalogue, wait_seconds=0):
            catalogue.rebuild_derived()
            refill_vectors(catalogue, self.vectors)

    def close(self) -> None:
        """Free the language model and the store."""
        model = self.made.get("chat_model")
        if self._models_are_ours and model is not None and hasattr(model, "engine"):
            model.engine.close()
        if "vectors" in self.made:
            self.vectors.close()
        if "catalogue" in self.made:
            self.catalogue.close()
        if "conversations" in self.made:
            self.conversations.close()


def physical_cores() -> int:
    import psutil

    return psutil.cpu_count(logical=False) or 1


def _tokens_at_most(text: str) -> int:
    """For a server whose tokenizer isn't known: no common tokenizer needs more than one token for two bytes of Hindi."""
    return len(text.encode()) // 2 + 1
