from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import fake_llama
import pytest
from conftest import citation
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.errors import ModelBusy
from assistant.types import Waiting
from assistant.writing.chat_model import ChatLlama, prepare, remote_chat_model, requests_before, stream_text
from assistant.writing.llama import LlamaEngine
from assistant.writing.write import PromptedWriter

MESSAGES: list[BaseMessage] = [SystemMessage("नियम"), HumanMessage("कौन?")]


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatLlama]:
    """ChatLlama over an engine whose llama.cpp is the fake one; it says "एक दो", then a line break, then "तीन"."""
    fake_llama.install(monkeypatch, reply=staticmethod(lambda prompt: "एक दो\nतीन"))
    engine = LlamaEngine(Path("model.gguf"))
    engine.wait_until_loaded()
    yield ChatLlama(engine=engine, max_tokens=100)
    engine.close()


# The local model


def test_it_streams_and_invokes_as_langchain_models_do(local: ChatLlama) -> None:
    assert "".join(str(chunk.content) for chunk in local.stream(MESSAGES)) == "एक दो\nतीन"
    assert local.invoke(MESSAGES, stop=["\n"]).content == "एक दो"
    assert local.get_num_tokens("कौन") == 9
    assert local._llm_type == "pramaan-llama"


def test_the_roles_reach_the_model(local: ChatLlama) -> None:
    local.invoke([SystemMessage("s"), HumanMessage("h"), AIMessage("a"), HumanMessage("?")])
    assert local.engine._llama.prompts[-1] == (  # type: ignore[attr-defined]
        "<|im_start|>system\ns<|im_end|>\n<|im_start|>user\nh<|im_end|>\n<|im_start|>assistant\na<|im_end|>\n<|im_start|>user\n?<|im_end|>\n"
    )


def test_each_piece_is_told_to_langchains_callbacks(local: ChatLlama) -> None:
    from langchain_core.callbacks import BaseCallbackHandler

    class Listener(BaseCallbackHandler):
        heard: ClassVar[list[str]] = []

        def on_llm_new_token(self, token: str, **_: Any) -> None:
            self.heard.append(token)

    list(local.stream(MESSAGES, config={"callbacks": [Listener()]}))
    assert "एक दो\nतीन" in "".join(Listener.heard)


def test_the_text_ends_at_a_stop_string(local: ChatLlama) -> None:
    assert "".join(stream_text(local, MESSAGES, ["\n"], threading.Event())) == "एक दो"


def test_cancelled_there_is_no_text_and_no_failure(local: ChatLlama) -> None:
    cancelled = threading.Event()
    cancelled.set()
    assert list(stream_text(local, MESSAGES, [], cancelled)) == []


def test_cancelling_ends_the_stream(local: ChatLlama) -> None:
    cancelled = threading.Event()
    stream = stream_text(local, MESSAGES, [], cancelled)
    assert next(stream) == "ए"
    cancelled.set()
    assert list(stream) == []


def test_preparing_reads_the_prefix_once(local: ChatLlama) -> None:
    prepare(local, [MESSAGES[0]])
    local.invoke(MESSAGES)
    assert local.engine.last_usage.reused == len("<|im_start|>system\nनियम<|im_end|>\n".encode()) - 22 + 2


def test_news_of_the_queue_come_between_the_pieces(local: ChatLlama, monkeypatch: pytest.MonkeyPatch) -> None:
    def stream(*_: Any, on_wait: Any, **__: Any) -> Any:
        on_wait(Waiting(2))
        yield ""
        on_wait(Waiting(0))
        yield "एक"

    monkeypatch.setattr(local.engine, "stream", lambda messages, most, stop, cancelled, session, on_wait: stream(on_wait=on_wait))
    assert list(stream_text(local, MESSAGES, [], threading.Event())) == [Waiting(2), Waiting(0), "एक"]


def test_a_failure_of_the_local_model_keeps_its_kind(local: ChatLlama) -> None:
    type(local.engine._llama).reply = staticmethod(lambda prompt: 1 / 0)  # type: ignore[assignment, return-value]
    with pytest.raises(ModelBusy, match="division by zero"):
        list(stream_text(local, MESSAGES, [], threading.Event()))


def test_the_writer_fills_the_prompt_and_ends_at_the_line(local: ChatLlama) -> None:
    writer = PromptedWriter(local, local.get_num_tokens)
    assert "".join(writer.write("कब?", "hi", [citation(1, "वह आया।")], threading.Event())) == "एक दो"
    assert "वह आया।\n\nप्रश्न: कब?\nउत्तर:<|im_end|>" in local.engine._llama.prompts[-1]  # type: ignore[attr-defined]
    assert (writer.waiting("s"), writer.count_tokens("क")) == (None, 3)


# Any other LangChain model


def test_another_langchain_model_fits_in() -> None:
    model = FakeListChatModel(responses=["abc"])
    prepare(model, MESSAGES)
    assert requests_before(model) is None
    assert list(stream_text(model, MESSAGES, [], threading.Event())) == ["a", "b", "c"]


def test_a_bug_of_another_model_is_not_taken_for_a_server_that_fails() -> None:
    class Buggy(FakeListChatModel):
        def _stream(self, *_: Any, **__: Any) -> Any:
            raise TypeError("a bug")

    with pytest.raises(TypeError, match="a bug"):
        list(stream_text(Buggy(responses=["x"]), MESSAGES, [], threading.Event()))


# A server


class Handler(BaseHTTPRequestHandler):
    """Speaks the streaming chat API of OpenAI; `status` is what it answers with."""

    protocol_version = "HTTP/1.1"
    pieces: ClassVar[list[str]] = ["वह ", "शुक्रवार ", "को आया।"]
    status: ClassVar[int] = 200
    requests: ClassVar[list[tuple[str, str | None, dict[str, Any]]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.requests.append((self.path, self.headers["Authorization"], body))
        if self.status == 200:
            events = [{"delta": {"role": "assistant", "content": ""}}, *({"delta": {"content": piece}} for piece in self.pieces)]
            chunks = [*events, {"delta": {}, "finish_reason": "stop"}]
            said = [json.dumps({"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0, **chunk}]}) for chunk in chunks]
            answer, kind = "".join(f"data: {line}\n\n" for line in [*said, "[DONE]"]), "text/event-stream"
        else:
            answer, kind = json.dumps({"error": {"message": "out of memory"}}), "application/json"
        self.send_response(self.status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer.encode())))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> type[Handler]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return type("ThisTestsHandler", (Handler,), {"requests": []})


@pytest.fixture
def url(handler: type[Handler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()
        thread.join()


def said(url: str) -> list[str]:
    return list(stream_text(remote_chat_model(url, "my-model", "my-key", 99), MESSAGES, ["\n"], threading.Event()))


def test_a_servers_text_streams(url: str, handler: type[Handler]) -> None:
    assert said(url) == ["वह ", "शुक्रवार ", "को आया।"]
    ((path, key, body),) = handler.requests
    assert (path, key) == ("/v1/chat/completions", "Bearer my-key")
    assert body["messages"] == [{"role": "system", "content": "नियम"}, {"role": "user", "content": "कौन?"}]
    assert (body["model"], body["stream"], body["temperature"], body["stop"]) == ("my-model", True, 0, ["\n"])
    assert body.get("max_completion_tokens", body.get("max_tokens")) == 99


def test_the_keys_of_the_environment_are_not_sent(url: str, handler: type[Handler], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://192.0.2.1/")
    said(url)
    assert [key for _, key, _ in handler.requests] == ["Bearer my-key"]


def test_cancelling_ends_a_servers_stream(url: str) -> None:
    cancelled = threading.Event()
    stream = stream_text(remote_chat_model(url, "m", "k"), MESSAGES, [], cancelled)
    next(stream)
    cancelled.set()
    assert list(stream) == []


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_a_server_that_refuses_is_named(url: str, handler: type[Handler], status: int) -> None:
    handler.status = status
    with pytest.raises(ModelBusy, match=rf"server at '{url}' did not answer \(.*out of memory.*\)\. Check PRAMAAN_LLM_URL"):
        said(url)
    assert {path for path, _, _ in handler.requests} == {"/v1/chat/completions"}


@pytest.mark.usefixtures("handler")
def test_a_server_that_is_not_there_is_named() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as closed:
        gone = f"http://127.0.0.1:{closed.server_address[1]}/v1"
    with pytest.raises(ModelBusy, match=rf"server at '{gone}' did not answer"):
        said(gone)


def test_nothing_else_is_asked_of_the_server(url: str, handler: type[Handler]) -> None:
    model = remote_chat_model(url, "m", "k")
    prepare(model, MESSAGES)
    assert requests_before(model) is None
    assert handler.requests == []
