from __future__ import annotations

import asyncio
import inspect
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from conftest import FakeEmbedder, ScriptedSearch, ScriptedWriter, scripted_chat_model
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.answer import Answerer
from assistant.assemble import Assembly
from assistant.errors import AssistantFailure, ModelBusy
from assistant.settings import Settings
from assistant.ui import Page, Turns, free_port, guards
from index.errors import StoreFailure

QUESTION = "लावरोव कब पहुंचे?"
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
HOSTILE = "<img src=x onerror=alert(1)>"


def page(writer: ScriptedWriter, *quotes: str, near: float = 0.9) -> Page:
    """A page whose assembly holds only an answerer."""
    assembly: Any = SimpleNamespace(answerer=Answerer(ScriptedSearch(*(quotes or (ARRIVED,)), near=near), writer, 0.4))
    return Page(assembly)


def last(shown: Iterator[tuple[str, str, Turns]]) -> tuple[str, str, Turns]:
    return list(shown)[-1]


# One question


def test_the_page_fills_as_the_answer_comes() -> None:
    shown = list(page(ScriptedWriter(ARRIVED)).ask(QUESTION, [], "s"))
    conversations = [conversation for conversation, _, _ in shown]
    assert "लेखों में खोज रहे हैं…" in conversations[0]
    assert ARRIVED in shown[1][1]  # the proof is there before the first word
    assert 'id="proof-1-1"' in shown[1][1]
    assert "उत्तर लिखा जा रहा है…" in conversations[2]
    assert all(turns == [] for _, _, turns in shown[:-1])
    conversation, proof, turns = shown[-1]
    assert 'प्योंगयांग पहुंचे <a class="mark" href="#proof-1-1">[1]</a>।' in conversation
    assert "लेखों से उत्तर" in conversation
    assert "लिखा जा रहा" not in conversation
    assert 'id="proof-1-1"' in proof
    assert [question for question, _, _ in turns] == [QUESTION]


def test_the_marks_of_each_turn_lead_to_its_own_card() -> None:
    ours = page(ScriptedWriter(ARRIVED))
    _, _, turns = last(ours.ask(QUESTION, [], "s"))
    conversation, proof, turns = last(ours.ask("और कहां?", turns, "s"))
    for anchor in ("proof-1-1", "proof-2-1"):
        assert f'href="#{anchor}"' in conversation
        assert proof.count(f'id="{anchor}"') == 1
    assert proof.index("proof-2-1") < proof.index('<details class="earlier">') < proof.index("proof-1-1")
    assert f"समझा गया: {QUESTION} और कहां?" in conversation
    assert len(turns) == 2


def test_not_found_shows_the_nearest_as_no_proof() -> None:
    conversation, proof, _ = last(page(ScriptedWriter(), near=0.1).ask(QUESTION, [], "s"))
    assert "आपके लेखों में नहीं" in conversation
    assert "सबसे निकट के वाक्य (प्रमाण नहीं)" in proof
    assert ARRIVED in proof


def test_whoever_waits_sees_how_many_come_first() -> None:
    shown = list(page(ScriptedWriter(ARRIVED, ahead=2)).ask(QUESTION, [], "s"))
    assert "आपसे पहले 2 प्रश्न हैं…" in shown[2][0]


# Whatever anybody typed or wrote is only text


@pytest.mark.parametrize("failure", [ModelBusy(HOSTILE), StoreFailure(HOSTILE)])
def test_a_failure_is_shown_escaped(failure: Exception) -> None:
    conversation, _, turns = last(page(ScriptedWriter(failure)).ask(QUESTION, [], "s"))
    assert 'role="alert"' in conversation
    assert "&lt;img" in conversation
    assert "<img" not in conversation
    assert len(turns) == 1


def test_a_refused_question_is_said_on_the_page() -> None:
    assert "The question is empty." in last(page(ScriptedWriter()).ask("?!", [], "s"))[0]


def test_a_bug_is_not_shown_as_an_answer() -> None:
    ours = page(ScriptedWriter(ZeroDivisionError("a bug")))
    with pytest.raises(ZeroDivisionError):
        list(ours.ask(QUESTION, [], "s"))


@pytest.mark.parametrize("written", [HOSTILE, f"{HOSTILE} शुक्रवार"])
def test_question_writing_and_quote_are_escaped_at_every_step(written: str) -> None:
    quote = f"{HOSTILE} {ARRIVED}"
    for conversation, proof, _ in page(ScriptedWriter(written), quote).ask(f"{HOSTILE} लावरोव कब पहुंचे?", [], "s"):
        assert "<img" not in conversation + proof
    for conversation, proof, _ in page(ScriptedWriter(ARRIVED)).ask("और कब?", [(HOSTILE, "", "<p>proof</p>")], "s"):
        assert "<img" not in conversation + proof


# Stopping


def test_stopping_one_session_leaves_the_other_alone() -> None:
    ours = page(ScriptedWriter(ARRIVED))
    one, other = ours.ask(QUESTION, [], "one"), ours.ask(QUESTION, [], "other")
    for _ in range(3):
        next(one)
        next(other)
    ours.stop("one")
    conversation, _, turns = last(one)
    assert "रोका गया।" in conversation
    assert "लेखों से उत्तर" not in conversation
    assert len(turns) == 1
    assert "लेखों से उत्तर" in last(other)[0]


def test_two_sessions_at_once_have_their_own_conversations() -> None:
    ours = page(ScriptedWriter(ARRIVED))
    one, other = ours.ask("लावरोव कब पहुंचे?", [], "one"), ours.ask("लावरोव किस दिन पहुंचे?", [], "other")
    pairs = list(zip(one, other, strict=True))
    (_, _, turns), (_, _, other_turns) = pairs[-1]
    assert [question for question, _, _ in turns] == ["लावरोव कब पहुंचे?"]
    assert [question for question, _, _ in other_turns] == ["लावरोव किस दिन पहुंचे?"]


def test_what_a_stopped_writer_still_had_to_say_is_not_waited_for() -> None:
    go_on = threading.Event()
    writer = ScriptedWriter(ARRIVED, go_on=go_on)
    ours = page(writer)
    shown: list[tuple[str, str, Turns]] = []
    thread = threading.Thread(target=lambda: shown.extend(ours.ask(QUESTION, [], "s")))
    thread.start()
    assert writer.playing.wait(5)
    ours.stop("s")
    go_on.set()
    thread.join(5)
    assert not thread.is_alive()
    assert "रोका गया।" in shown[-1][0]


def test_a_new_question_takes_the_place_of_the_one_that_runs() -> None:
    ours = page(ScriptedWriter(ARRIVED))
    first = ours.ask(QUESTION, [], "s")
    for _ in range(3):
        next(first)
    _, _, turns = last(ours.ask("लावरोव कहां पहुंचे?", [], "s"))
    assert [question for question, _, _ in turns] == ["लावरोव कहां पहुंचे?"]
    assert all(turns == [] for _, _, turns in first)  # the old one has nothing more to add


def test_a_cleared_conversation_stays_empty() -> None:
    ours = page(ScriptedWriter(ARRIVED))
    running = ours.ask(QUESTION, [], "s")
    for _ in range(3):
        next(running)
    ours.forget("s")
    assert all(turns == [] for _, _, turns in running)


def test_stopping_when_nothing_runs_is_fine() -> None:
    ours = page(ScriptedWriter(ARRIVED))
    ours.stop("nobody")
    ours.forget("nobody")
    assert "लेखों से उत्तर" in last(ours.ask(QUESTION, [], "s"))[0]


def test_a_closed_browser_stops_the_writing() -> None:
    writer = ScriptedWriter(["क"] * 1_000)
    ours = page(writer)
    running = ours.ask(QUESTION, [], "s")
    for _ in range(4):
        next(running)
    event = ours._running["s"]
    assert inspect.isgenerator(running)
    running.close()
    assert event.is_set()


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
        return Page(filled).blocks()

    blocks = asyncio.run(build())  # outside a running loop gradio makes event loops that it never closes
    config = blocks.get_config_file()
    ids = {component["props"].get("elem_id") for component in config["components"]}
    assert {"conversation", "question", "ask", "stop", "retry", "clear", "examples", "proof"} <= ids
    assert config["analytics_enabled"] is False
    conversation = next(component for component in config["components"] if component["props"].get("elem_id") == "conversation")
    assert "1 articles" in conversation["props"]["value"]
    blocks.close()


@pytest.mark.usefixtures("own_settings")
def test_there_is_no_page_without_articles(store: Path) -> None:
    with pytest.raises(StoreFailure, match="There is no store in"):
        Page(Assembly(Settings(store=store))).blocks()
