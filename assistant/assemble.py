"""The only place where concrete classes are chosen and wired. Everything is made at its first use and then kept."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.language import LANGUAGES
from assistant.settings import Settings
from index.build import Progress, SyncReport, check_embedder, rebuild_vectors, repair_vectors, sync, verify
from index.catalogue import Catalogue
from index.errors import StoreFailure

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.answer import Answerer
    from assistant.models import ModelFolder
    from index.embed import Embedder
    from index.search import Search
    from index.vectors import VectorIndex


class Assembly:
    """One store, one embedder and one language model, as the settings ask for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._making = threading.RLock()

    @cached_property
    def model_folder(self) -> ModelFolder:
        from assistant.models import ModelFolder

        return ModelFolder(self.settings.models)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The store's catalogue; made when the store is new."""
        with self._making:
            return Catalogue(self.settings.store)

    def existing_catalogue(self) -> Catalogue:
        """Raises StoreFailure when there is nothing to search."""
        if not Catalogue.exists(self.settings.store):
            raise StoreFailure(f"There is no store in '{self.settings.store}'. Index your articles first: pramaan index FOLDER")
        if not self.catalogue.counts().articles:
            raise StoreFailure(f"The store in '{self.settings.store}' holds no articles. Index your articles first: pramaan index FOLDER")
        return self.catalogue

    @cached_property
    def vectors(self) -> VectorIndex:
        from index.vectors import VectorIndex

        with self._making:
            about = self.catalogue.about()
            if "store_id" not in about:
                self.catalogue.describe(store_id=uuid.uuid4().hex[:12])
            return VectorIndex(self.settings.store, self.catalogue.about()["store_id"], self.settings.chroma_url)

    @cached_property
    def embedder(self) -> Embedder:
        from assistant.models import resolve
        from index.embed import SentenceTransformerEmbedder

        with self._making:
            if "embedder" in self.__dict__:
                return self.__dict__["embedder"]  # type: ignore[no-any-return]
            model = resolve(self.model_folder, self.settings.embedder, "embedder")
            return SentenceTransformerEmbedder(model.path, model.name, model.fingerprint, self.settings.threads or physical_cores())

    @cached_property
    def search(self) -> Search:
        from index.search import Search

        catalogue = self.existing_catalogue()
        check_embedder(catalogue, self.embedder.identity)
        repair_vectors(catalogue, self.vectors)
        return Search(catalogue, self.vectors, self.embedder)

    @cached_property
    def chat_model(self) -> BaseChatModel:
        from assistant.llm import ChatLlama, remote_chat_model

        with self._making:
            if "chat_model" in self.__dict__:
                return self.__dict__["chat_model"]  # type: ignore[no-any-return]
            if self.settings.llm_url:
                return remote_chat_model(self.settings.llm_url, self.settings.llm_model, self.settings.llm_key)
            from assistant.llama import LlamaEngine
            from assistant.models import resolve

            model = resolve(self.model_folder, self.settings.llm, "llm")
            engine = LlamaEngine(model.path, self.settings.context, self.settings.threads or physical_cores())
            return ChatLlama(engine=engine)

    @cached_property
    def answerer(self) -> Answerer:
        from assistant.answer import Answerer
        from assistant.write import PromptedWriter

        count = self.chat_model.get_num_tokens if not self.settings.llm_url else _tokens_at_most
        return Answerer(self.search, PromptedWriter(self.chat_model, count), self.settings.strictness)

    def warm_up(self) -> None:
        """Load the models and evaluate the constant prompt, so that the first question doesn't wait for it."""
        from assistant.llm import prepare
        from assistant.write import system_message

        self.search.find("प्रमाण")
        for language in LANGUAGES:
            prepare(self.chat_model, [system_message(language)])

    def sync(self, paths: Sequence[Path], on_progress: Callable[[Progress], None] = lambda progress: None) -> SyncReport:
        return sync(self.catalogue, lambda: self.vectors, lambda: self.embedder, paths, on_progress)

    def verify(self) -> list[str]:
        return verify(self.existing_catalogue(), self.vectors)

    def rebuild(self) -> None:
        rebuild_vectors(self.existing_catalogue(), self.vectors)

    def close(self) -> None:
        """Free the language model and the store."""
        model = self.__dict__.get("chat_model")
        if model is not None and hasattr(model, "engine"):
            model.engine.close()
        if "catalogue" in self.__dict__:
            self.catalogue.close()


def physical_cores() -> int:
    import psutil

    return psutil.cpu_count(logical=False) or 1


def _tokens_at_most(text: str) -> int:
    """For a server whose tokenizer isn't known: no common tokenizer needs more than one token for two bytes of Hindi."""
    return len(text.encode()) // 2 + 1
