from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest
from conftest import FakeEmbedder, scripted_chat_model
from hostile import Seen
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.assemble import Assembly
from assistant.errors import AssistantFailure
from assistant.settings import Settings
from assistant.ui import _warm_up, free_port, guards, page

ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
HOSTILE = "<img src=x onerror=alert(1)>"


# Ports and strangers


def test_the_wanted_port_when_it_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert free_port("127.0.0.1", port) == port


def test_the_next_port_when_it_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) < port + 50


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 7860), ("127.0.0.1", 65536)])
def test_no_free_port_is_said_with_the_cure(host: str, port: int) -> None:
    with pytest.raises(AssistantFailure, match=rf"Ports {port} to {port + 49} on {host} .* Choose one with --port"):
        free_port(host, port)


@pytest.mark.parametrize(
    ("host", "header", "path", "status"),
    [
        ("127.0.0.1", "127.0.0.1:7860", "/", 200),
        ("127.0.0.1", "localhost:7860", "/", 200),
        ("127.0.0.1", "evil.example", "/", 400),
        ("192.168.1.5", "192.168.1.5:7860", "/", 200),
        ("192.168.1.5", "evil.example", "/", 400),
        ("0.0.0.0", "my-machine:7860", "/", 200),
        ("127.0.0.1", "127.0.0.1", "/gradio_api/file=http://evil.example/x", 403),
        ("127.0.0.1", "127.0.0.1", "/gradio_api/file=%68ttp://evil.example/x", 403),
        ("127.0.0.1", "127.0.0.1", "/gradio_api/file=HTTPS:/evil.example", 403),
        ("127.0.0.1", "127.0.0.1", "/file=static/x.css", 200),
        ("127.0.0.1", "127.0.0.1", "/gradio_api/file=C:/fonts/x.woff2", 200),
    ],
)
def test_strangers_are_kept_out(host: str, header: str, path: str, status: int) -> None:
    def hello(_: object) -> PlainTextResponse:
        return PlainTextResponse("hello")

    app = Starlette(routes=[Route("/{rest:path}", hello)], middleware=guards(host))
    assert TestClient(app).get(path, headers={"Host": header}).status_code == status


# The layout


@pytest.fixture
def filled(own_settings: None, store: Path, articles: Path, write_article: Callable[[str, str], Path], embedder: FakeEmbedder) -> Iterator[Assembly]:
    del own_settings
    assembly = Assembly(Settings(store=store, strictness=0.1))
    assembly.made |= {"embedder": embedder, "chat_model": scripted_chat_model(ARRIVED)}
    write_article("visit.txt", f"लावरोव की {HOSTILE} यात्रा\n\n{ARRIVED}\n")
    assembly.sync([articles])
    yield assembly
    assembly.close()


def test_the_layout_can_be_built_and_has_its_parts(filled: Assembly) -> None:
    async def build() -> gr.Blocks:
        return page(filled)

    blocks = asyncio.run(build())  # outside a running loop gradio makes event loops that it never closes
    config = blocks.get_config_file()
    ids = {component["props"].get("elem_id") for component in config["components"]}
    assert {"conversation", "question", "ask", "stop", "retry", "edit", "clear", "proof", "article", "evaluate"} <= ids
    assert config["analytics_enabled"] is False
    conversation = next(component for component in config["components"] if component["props"].get("elem_id") == "conversation")
    assert "1 article<" in conversation["props"]["value"]
    assert "सटीक शब्द ढूँढने वाला रीडर बंद है" in conversation["props"]["value"]  # its weights are another embedder's
    assert not filled.made.keys() & {"search", "reader"}
    assert Seen(conversation["props"]["value"]).values("data-question") == [f"इस विषय में लेख क्या कहते हैं: लावरोव की {HOSTILE} यात्रा"]
    blocks.close()


@pytest.mark.usefixtures("own_settings")
def test_the_page_opens_on_a_store_that_does_not_exist_yet(store: Path) -> None:
    assembly = Assembly(Settings(store=store))

    async def build() -> gr.Blocks:
        return page(assembly)

    blocks = asyncio.run(build())
    ids = {component["props"].get("elem_id") for component in blocks.get_config_file()["components"]}
    assert {"conversation", "article-files", "paste-text", "article-list", "evaluate"} <= ids
    blocks.close()
    assembly.close()


@pytest.mark.usefixtures("own_settings")
def test_warming_up_an_empty_store_loads_the_models_and_complains_of_nothing(
    store: Path, embedder: FakeEmbedder, capsys: pytest.CaptureFixture[str]
) -> None:
    assembly = Assembly(Settings(store=store))
    assembly.made |= {"embedder": embedder, "chat_model": scripted_chat_model(ARRIVED), "reader": SimpleNamespace()}
    _warm_up(assembly)
    assert capsys.readouterr().out == "Models loaded.\n"
    assert embedder.questions
    assembly.close()


def test_a_filled_store_is_warmed_up_with_its_search(filled: Assembly, capsys: pytest.CaptureFixture[str]) -> None:
    filled.made["reader"] = SimpleNamespace()
    _warm_up(filled)
    assert capsys.readouterr().out == "Models loaded.\n"
    assert "search" in filled.made


def test_when_the_models_are_loaded_one_line_says_that_the_reader_is_off(
    filled: Assembly, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled.settings = filled.settings.model_copy(update={"reader": tmp_path / "nothing here"})
    _warm_up(filled)
    loaded, off = capsys.readouterr().out.splitlines()
    assert loaded == "Models loaded."
    assert off.startswith(f"The reader is off: '{tmp_path / 'nothing here'}' lacks reader.safetensors or reader.json. ")


def test_what_was_uploaded_does_not_stay_for_ever(filled: Assembly) -> None:
    async def build() -> gr.Blocks:
        return page(filled)

    blocks = asyncio.run(build())
    assert blocks.delete_cache
    every, age = blocks.delete_cache
    assert every <= 3_600
    assert 3_600 < age <= 86_400
    blocks.close()
