from __future__ import annotations

import asyncio
import re
import threading
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import gradio as gr
import pytest
from pydantic import SecretStr
from small_evaluation import ARRIVED, assembly
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.assemble import Assembly
from assistant.language import Answers
from assistant.page.appearance import Appearance
from assistant.page.settings_html import ModelRow, faults_html, folder_bytes, in_bytes, models_html, places_html
from assistant.page.settings_tab import SettingsTab
from assistant.page.settings_words import SAID, SETTINGS_INTERFACE
from assistant.settings import load_settings
from assistant.ui import page
from assistant.writing.speed import Speed

__all__ = ["assembly"]
pytestmark = pytest.mark.usefixtures("own_settings")
HOSTILE = "<img src=x onerror=alert(1)>"
QUESTION = "लावरोव प्योंगयांग कब पहुंचे?"


@pytest.fixture
def tab(assembly: Assembly) -> SettingsTab:
    return SettingsTab(assembly)


def said(message: str) -> list[str]:
    shown = unescape(message)
    return [key for key, (english, hindi) in SAID.items() if english and f">{english}<" in shown and f">{hindi}<" in shown]


# The words


def test_both_languages_have_the_same_texts() -> None:
    assert SETTINGS_INTERFACE["en"].keys() == SETTINGS_INTERFACE["hi"].keys()
    assert all(re.search("[ऀ-ॿ]", text) for text in SETTINGS_INTERFACE["hi"].values())
    assert not any(re.search("[ऀ-ॿ]", text) for text in SETTINGS_INTERFACE["en"].values())
    assert all(re.search("[ऀ-ॿ]", hindi) and not re.search("[ऀ-ॿ]", english) for key, (english, hindi) in SAID.items() if key != "nothing")


# Changing


def test_strictness_holds_from_the_next_question_on(tab: SettingsTab, assembly: Assembly, store: Path) -> None:
    other = "बाढ़ से पहले दिल्ली में कितने घर डूबे और कितने लोग आए?"  # near the articles, not quite theirs
    assert said(tab.change("", strictness=1.0)) == ["applied"]
    assert assembly.answerer.answer(other).abstained
    assert load_settings(store).strictness == 1.0
    assert said(tab.change("", strictness=0.0)) == ["applied"]
    assert not assembly.answerer.answer(other).abstained


def test_the_answers_language_holds_from_the_next_question_on(tab: SettingsTab, assembly: Assembly, store: Path) -> None:
    assert assembly.answerer.answer(QUESTION).language == "hi"
    assert said(tab.change("", answers="en")) == ["applied"]
    assert assembly.answerer.answer(QUESTION).language == "en"
    assert load_settings(store).answers == "en"
    assert assembly.about()["answers"] == "en"
    assert "answers=fr" in tab.change("", answers="fr")
    assert assembly.settings.answers == "en"


def test_every_language_that_answers_can_have_can_be_chosen(assembly: Assembly) -> None:
    async def build() -> gr.Blocks:
        return page(assembly)

    blocks = asyncio.run(build())
    (radio,) = [component["props"] for component in blocks.get_config_file()["components"] if component["props"].get("elem_id") == "answer-language"]
    blocks.close()
    assert [choice for _, choice in radio["choices"]] == list(get_args(Answers))
    assert radio["value"] == "question"
    assert {f"answers_{choice}" for choice in get_args(Answers)} < SETTINGS_INTERFACE["en"].keys()


def test_an_answer_that_is_being_written_stays_as_it_began(tab: SettingsTab, assembly: Assembly) -> None:
    events = assembly.answerer.stream(QUESTION)
    next(events)
    tab.change("", strictness=0.99)
    assert not list(events)[-1].answer.abstained  # type: ignore[union-attr]


def test_what_the_environment_fixes_is_named_and_stays(tab: SettingsTab, assembly: Assembly, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAMAAN_STRICTNESS", "0.3")
    message = tab.change("", strictness=0.9, translates=True)
    assert said(message) == ["applied", "fixed"] or said(message) == ["fixed", "applied"]
    assert "PRAMAAN_STRICTNESS" in message
    assert (assembly.settings.strictness, assembly.settings.translates) == (0.3, True)
    assert "PRAMAAN_STRICTNESS" in tab.fixed()


@pytest.mark.parametrize(
    ("logins", "owner", "may"),
    [("", "", True), ("", "guest:1", False), ("asha:x,ravi:y", "asha", True), ("asha:x,ravi:y", "ravi", False), ("asha:x", "", False)],
)
def test_only_the_administrator_changes_anything(assembly: Assembly, logins: str, owner: str, may: bool) -> None:
    assembly.settings = assembly.settings.model_copy(update={"auth": SecretStr(logins)})
    tab = SettingsTab(assembly)
    before = assembly.settings.strictness
    messages = [tab.change(owner, strictness=0.7), *tab.rebuild(owner), *tab.measure(owner)]
    assert (["not_yours"] in map(said, messages)) is not may
    assert (assembly.settings.strictness == before) is not may


def test_a_model_that_is_not_here_is_refused_and_nothing_changes(tab: SettingsTab, assembly: Assembly) -> None:
    model = assembly.chat_model
    message = tab.change("", llm="qwen2.5-coder-0.5b", threads=2)
    assert 'role="alert"' in message
    assert "pramaan models pull" in message
    assert (assembly.settings.llm, assembly.settings.threads) == ("qwen2.5-coder-1.5b", None)
    assert assembly.chat_model is model


def test_another_model_lets_the_old_one_finish(tab: SettingsTab, assembly: Assembly, tmp_path: Path) -> None:
    retired = threading.Event()
    assembly.made["chat_model"] = SimpleNamespace(engine=SimpleNamespace(retire=retired.set))
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF....")
    assert said(tab.change("", "model_changed", llm=str(own))) == ["model_changed"]
    assert retired.is_set()
    assert "chat_model" not in assembly.made
    assert (str(own), str(own)) in tab.llms()
    assert "own.gguf" in tab.models()


# Measuring and checking


def test_a_model_without_an_engine_is_not_measured(tab: SettingsTab) -> None:
    assert [said(message) for message in tab.measure("")] == [["measuring"], ["no_measure"]]


def test_what_was_measured_is_shown(tab: SettingsTab, assembly: Assembly, monkeypatch: pytest.MonkeyPatch) -> None:
    assembly.made["chat_model"] = SimpleNamespace(engine="engine")
    monkeypatch.setattr("assistant.writing.speed.measure", lambda engine: Speed(150.0, 8.5))
    assert [said(message) for message in tab.measure("")] == [["measuring"], ["measured"]]
    assert "</span>150 · 8.5</td>" in tab.models()
    assembly.made["chat_model"] = None


def test_a_lost_chunk_is_found_and_the_rebuild_mends_it(tab: SettingsTab, assembly: Assembly) -> None:
    assert [said(message) for message in tab.verify()] == [["checking"], ["sound"]]
    assembly.vectors.remove([next(iter(assembly.catalogue.chunks.ids()))])
    (_, found) = list(tab.verify())
    assert said(found) == ["unsound"]
    assert "1 chunks of the catalogue are missing from Chroma" in found
    (_, mended) = list(tab.rebuild(""))
    assert set(said(mended)) == {"rebuilt", "sound"}
    assert assembly.answerer.answer(QUESTION).citations[0].quote == ARRIVED


def test_a_store_that_is_being_written_to_is_not_rebuilt(tab: SettingsTab, assembly: Assembly) -> None:
    from index.store.mirror import only_writer

    with only_writer(assembly.catalogue, 0):
        (_, message) = list(tab.rebuild(""))
    assert "Another process is indexing" in message


# The tables


def test_a_model_is_shown_with_all_that_is_known_of_it() -> None:
    rows = [
        ModelRow("a", f"A {HOSTILE}", 1_117_320_768, "Apache-2.0", "absent", False, None),
        ModelRow(HOSTILE, "B", None, "", "ready", True, Speed(152.4, 8.25)),
    ]
    html = models_html(rows)
    assert "<img" not in html
    assert html.index("152 · 8.2") < html.index("1,117 MB") < html.index("Apache-2.0")


def test_places_and_faults_are_text() -> None:
    html = places_html([("store", Path(f"/none/{HOSTILE}"))], [("articles", HOSTILE)]) + faults_html([HOSTILE])
    assert "<img" not in html
    assert html.count("&lt;img") == 3


def test_the_places_say_whether_the_reader_is_on(tab: SettingsTab, assembly: Assembly, tmp_path: Path) -> None:
    assembly.settings = assembly.settings.model_copy(update={"reader": tmp_path / "no-reader"})
    assert "रीडर बंद है" in tab.places()
    assert str(tmp_path / "no-reader") in tab.places()
    assembly.made["reader"] = SimpleNamespace()
    assert '<dd><span class="both"><span lang="hi">चालू</span><span lang="en">on</span></span></dd>' in tab.places()


def test_a_damaged_reader_does_not_hide_the_models(assembly: Assembly, tmp_path: Path) -> None:
    for name in ("reader.json", "reader.safetensors"):
        (tmp_path / name).write_bytes(b"{")
    assembly.settings = assembly.settings.model_copy(update={"reader": tmp_path, "llm_url": "http://127.0.0.1:9/v1", "llm_model": "m"})
    tab = SettingsTab(assembly)
    assert "m at 127.0.0.1" in tab.models()
    assert "PRAMAAN" not in tab.models()
    assert "रीडर की फ़ाइलें ख़राब हैं" in tab.places()


def test_a_folders_size_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "x").write_bytes(b"1" * 100)
    (tmp_path / "a" / "b" / "y").write_bytes(b"1" * 23)
    (tmp_path / "a" / "link").symlink_to("/", target_is_directory=True)
    assert folder_bytes(tmp_path) == 123
    assert folder_bytes(tmp_path / "none") == 0


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1_500, "1.5 KB"), (366_000, "366 KB"), (1_117_320_768, "1,117 MB"), (25_000_000_000, "25.0 GB")]
)
def test_sizes_are_short(size: int, text: str) -> None:
    assert in_bytes(size) == text


# The page


def test_the_page_has_the_panel_and_the_settings(assembly: Assembly) -> None:
    async def build() -> gr.Blocks:
        return page(assembly)

    blocks = asyncio.run(build())
    config = blocks.get_config_file()
    ids = {component["props"].get("elem_id") for component in config["components"]}
    assert {"conversation-list", "undo-delete", "export-markdown", "limit-since", "strictness", "llm", "places", "verify", "rebuild"} <= ids
    blocks.close()


@pytest.mark.parametrize(("path", "kind", "changed"), [("/", "html", True), ("/other", "html", False), ("/", "text", False)])
def test_the_readers_choices_come_before_everything_else(path: str, kind: str, changed: bool) -> None:
    def index(_: object) -> Any:
        body = "<!doctype html><html><head><title>प्रमाण</title></head></html>"
        return HTMLResponse(body) if kind == "html" else PlainTextResponse(body)

    app = Starlette(routes=[Route("/{rest:path}", index)], middleware=[Middleware(Appearance)])
    response = TestClient(app).get(path)
    assert ("<head><script>" in response.text) is changed
    assert int(response.headers["content-length"]) == len(response.content)
    assert "<title>प्रमाण</title>" in response.text
