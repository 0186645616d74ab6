"""The language model as LangChain knows it: a chat model over our llama.cpp engine, or any OpenAI-compatible server by URL."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict

from assistant.errors import ModelBusy
from assistant.types import Waiting
from assistant.writing.chat_template import Message
from assistant.writing.llama import LlamaEngine

_ROLES = {"human": "user", "ai": "assistant", "system": "system"}


class ChatLlama(BaseChatModel):
    """A LangChain chat model over a LlamaEngine. Temperature is 0; streaming stops when `cancelled` is set or the iterator is closed."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    engine: LlamaEngine
    max_tokens: int = 256

    @property
    def _llm_type(self) -> str:
        return "pramaan-llama"

    def get_num_tokens(self, text: str) -> int:
        return self.engine.count_tokens(text)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        *,
        cancelled: threading.Event | None = None,
        session: str = "",
        on_wait: Callable[[Waiting], None] | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        # LangChain takes a stream without any chunk for a failure; a cancelled answer may have none.
        yield ChatGenerationChunk(message=AIMessageChunk(content=""))
        for piece in self.engine.stream(_plain(messages), self.max_tokens, stop or (), cancelled, session, on_wait):
            if run_manager:
                run_manager.on_llm_new_token(piece)
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(str(chunk.message.content) for chunk in self._stream(messages, stop, run_manager, **kwargs))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])


def _plain(messages: list[BaseMessage]) -> list[Message]:
    return [{"role": _ROLES[message.type], "content": str(message.text)} for message in messages]


def remote_chat_model(url: str, model: str, key: str, max_tokens: int = 256) -> BaseChatModel:
    """Any OpenAI-compatible server. Nothing is sent anywhere but to `url`."""
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(base_url=url, model=model, api_key=SecretStr(key), temperature=0, max_completion_tokens=max_tokens, max_retries=1, timeout=120)


def prepare(model: BaseChatModel, prefix: list[BaseMessage]) -> None:
    """Have a local model read a constant prefix ahead of the first question; a server needs none of it."""
    if isinstance(model, ChatLlama):
        model.engine.prepare(_plain(prefix))


def requests_before(model: BaseChatModel, session: str = "") -> Waiting | None:
    """What a new request of this session would wait for; a server doesn't tell."""
    return model.engine.before(session) if isinstance(model, ChatLlama) else None


def stream_text(
    model: BaseChatModel,
    messages: list[BaseMessage],
    stop: list[str],
    cancelled: threading.Event,
    session: str = "",
) -> Generator[str | Waiting]:
    """The model's answer piece by piece; ends early when `cancelled` is set. A server that fails raises ModelBusy.

    session: whose turn it is when several wait for the local model; while it waits, what has changed in the queue comes between the pieces.
    """
    ours = isinstance(model, ChatLlama)
    news: deque[Waiting] = deque()
    extra: dict[str, Any] = {"cancelled": cancelled, "session": session, "on_wait": news.append} if ours else {}
    try:
        for chunk in model.stream(messages, stop=stop, **extra):
            if cancelled.is_set():
                return
            while news:
                yield news.popleft()
            if text := str(chunk.text):
                yield text
    except Exception as error:
        if ours or not _is_server_failure(error):
            raise
        address = getattr(model, "openai_api_base", "")
        raise ModelBusy(
            f"The language model's server at '{address}' did not answer ({error}). Check PRAMAAN_LLM_URL and that the server runs."
        ) from error


def _is_server_failure(error: Exception) -> bool:
    import openai

    return isinstance(error, openai.OpenAIError)
