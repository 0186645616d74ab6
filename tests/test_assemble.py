from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from conftest import FakeEmbedder, scripted_chat_model

from assistant.assemble import Assembly, Kept, _tokens_at_most
from assistant.errors import ModelMissing
from assistant.reader.weights import read_card
from assistant.settings import Settings
from index.errors import StoreFailure

pytestmark = pytest.mark.usefixtures("own_settings")
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"


@pytest.fixture
def assembly(store: Path, tmp_path: Path, embedder: FakeEmbedder) -> Assembly:
    """The real wiring of a real store, with fake models already made."""
    made = Assembly(Settings(store=store, models=tmp_path / "models", strictness=0.1))
    made.made |= {"embedder": embedder, "chat_model": scripted_chat_model(ARRIVED)}
    return made


@pytest.fixture
def filled(assembly: Assembly, articles: Path, write_article: Callable[[str, str], Path]) -> Assembly:
    write_article("visit.txt", f"लावरोव की यात्रा\n\n{ARRIVED} अगले दिन वे लौट गए।\n")
    assembly.sync([articles])
    return assembly


def test_the_parts_fit_together(filled: Assembly) -> None:
    answer = filled.answerer.answer("लावरोव कब पहुंचे?")
    assert answer.answer == "लावरोव शुक्रवार को प्योंगयांग पहुंचे [1]।"
    assert answer.citations[0].article.endswith("visit.txt")
    assert filled.catalogue.text(filled.catalogue.articles()[0].id)[answer.citations[0].start : answer.citations[0].end] == ARRIVED
    filled.close()


def test_every_part_is_made_once(filled: Assembly) -> None:
    assert filled.search is filled.search
    assert filled.answerer is filled.answerer
    assert filled.catalogue is filled.existing_catalogue()
    filled.close()


def test_two_threads_make_a_part_once() -> None:
    made: list[object] = []

    class Slow(Assembly):
        @Kept
        def part(self) -> object:
            """A part."""
            time.sleep(0.02)
            made.append(object())
            return made[-1]

    assembly = Slow(Settings())
    start = threading.Barrier(4)

    def take(_: int) -> object:
        start.wait(5)
        return assembly.part

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(take, range(4)))) == len(made) == 1


def test_without_a_store_the_cure_is_named_and_nothing_is_made(assembly: Assembly, store: Path) -> None:
    for part in (assembly.existing_catalogue, lambda: assembly.search, lambda: assembly.answerer, assembly.verify, assembly.rebuild):
        with pytest.raises(StoreFailure, match=rf"There is no store in '{store}'\. .*pramaan index FOLDER"):
            part()
    assert not store.exists()
    assembly.close()


def test_an_empty_store_is_told_from_a_missing_one(assembly: Assembly) -> None:
    assert assembly.catalogue.counts().articles == 0
    with pytest.raises(StoreFailure, match=r"holds no articles.*pramaan index FOLDER"):
        assembly.existing_catalogue()
    assembly.close()


def test_a_store_of_another_embedder_is_refused(filled: Assembly) -> None:
    filled.close()
    other = Assembly(filled.settings)
    other.made["embedder"] = FakeEmbedder(name="other")
    with pytest.raises(StoreFailure, match="other"):
        _ = other.search
    other.close()


def test_chroma_is_filled_anew_without_a_model(filled: Assembly) -> None:
    store_id = filled.catalogue.about()["store_id"]
    filled.close()
    SharedSystemClient.clear_system_cache()  # Chroma keeps the folder open in this process; a command of its own has a fresh one
    again = Assembly(filled.settings)
    again.rebuild()
    assert again.verify() == []
    assert again.catalogue.about()["store_id"] == store_id
    assert not {"embedder", "chat_model"} & again.made.keys()
    again.close()


def test_warming_up_reads_the_constant_prompts(filled: Assembly, embedder: FakeEmbedder) -> None:
    assert not filled.is_ready
    filled.warm_up()
    assert embedder.questions
    assert filled.is_ready
    filled.close()


@pytest.mark.parametrize(("field", "part"), [("embedder", "embedder"), ("llm", "chat_model")])
def test_a_model_that_is_not_known_is_named(store: Path, tmp_path: Path, field: str, part: str) -> None:
    assembly = Assembly(Settings(store=store, models=tmp_path, **{field: "no-such-model"}))  # type: ignore[arg-type]
    with pytest.raises(ModelMissing, match="'no-such-model' is neither a known name nor an existing path"):
        getattr(assembly, part)
    assert part not in assembly.made
    assembly.close()


def test_a_model_that_is_not_here_is_named_with_the_command_that_brings_it(store: Path, tmp_path: Path) -> None:
    assembly = Assembly(Settings(store=store, models=tmp_path / "none"))
    with pytest.raises(ModelMissing, match="pramaan models pull"):
        _ = assembly.chat_model
    assembly.close()


def test_a_server_takes_the_local_models_place(store: Path) -> None:
    assembly = Assembly(Settings(store=store, llm_url="http://127.0.0.1:9/v1", llm_model="m"))
    assert (assembly.chat_model.openai_api_base, assembly.chat_model.model_name) == ("http://127.0.0.1:9/v1", "m")  # type: ignore[attr-defined]
    assembly.close()


@pytest.mark.parametrize("text", ["", "a", "कौन?", "word " * 10])
def test_an_unknown_tokenizer_is_never_underrated(text: str) -> None:
    assert _tokens_at_most(text) > len(text.encode()) / 2


def test_closing_what_was_never_used_is_fine(store: Path) -> None:
    Assembly(Settings(store=store)).close()
    assert not store.exists()


# Another store over the same models


@pytest.fixture
def sibling(filled: Assembly, tmp_path: Path, write_article: Callable[[str, str], Path]) -> Iterator[Assembly]:
    """The same models over a store that holds another article."""
    other = filled.with_store(tmp_path / "other")
    other.sync([write_article("elsewhere/flood.txt", "तमसापुर में बाढ़\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई।\n").parent])
    yield other
    other.close()


def test_a_sibling_has_its_own_store_and_the_same_models(filled: Assembly, sibling: Assembly, tmp_path: Path) -> None:
    assert (sibling.settings.store, filled.settings.store) == (tmp_path / "other", tmp_path / "store")
    assert sibling.embedder is filled.embedder
    assert sibling.chat_model is filled.chat_model
    assert sibling.answerer.answer("तमसापुर में कितनी मौत हुई?").citations[0].article == "flood.txt"
    assert filled.answerer.answer("लावरोव कब पहुंचे?").citations[0].article == "visit.txt"
    assert [article.name for article in filled.catalogue.articles()] == ["visit.txt"]
    filled.close()


def test_a_siblings_store_is_embedded_also_beside_a_server(store: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    assembly = Assembly(Settings(store=store, chroma_url="http://127.0.0.1:9"))
    assembly.made |= {"embedder": embedder, "chat_model": scripted_chat_model(ARRIVED)}
    assert assembly.with_store(tmp_path / "other").settings.chroma_url is None
    assert assembly.settings.chroma_url == "http://127.0.0.1:9"


def test_a_missing_model_is_told_when_the_sibling_is_made(store: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="pramaan models pull"):
        Assembly(Settings(store=store, models=tmp_path / "none")).with_store(tmp_path / "other")
    assert not (tmp_path / "other").exists()


class Engine:
    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def test_only_the_owner_of_the_models_closes_them(store: Path, tmp_path: Path, embedder: FakeEmbedder) -> None:
    engine = Engine()
    assembly = Assembly(Settings(store=store))
    assembly.made |= {"embedder": embedder, "chat_model": SimpleNamespace(engine=engine)}
    assembly.with_store(tmp_path / "other").close()
    assert engine.closed == 0
    assembly.close()
    assert engine.closed == 1


def test_after_closing_the_store_may_be_thrown_away_and_made_anew(filled: Assembly, articles: Path, store: Path) -> None:
    assert filled.answerer.answer("लावरोव कब पहुंचे?").citations
    filled.close()
    shutil.rmtree(store)
    again = Assembly(filled.settings)
    again.made |= {part: filled.made[part] for part in ("embedder", "chat_model")}
    again.sync([articles])
    assert again.answerer.answer("लावरोव कब पहुंचे?").citations
    again.close()


def test_closing_one_leaves_another_of_the_same_store_open(filled: Assembly) -> None:
    other = filled.with_store(filled.settings.store)
    assert other.answerer.answer("लावरोव कब पहुंचे?").citations
    other.close()
    assert filled.verify() == []
    assert filled.answerer.answer("लावरोव कब पहुंचे?").citations
    filled.close()


# What answers depend on


def test_models_and_settings_are_named_without_loading_any(store: Path, tmp_path: Path) -> None:
    settings = Settings(store=store, models=tmp_path / "none", strictness=0.5)
    assembly = Assembly(settings)
    card = read_card(settings.reader)
    assert assembly.about() == {
        "pramaan": version("pramaan"),
        "embedder": "embeddinggemma-300m",
        "reader": card and card.sha256[:12],
        "llm": "qwen2.5-coder-1.5b",
        "strictness": 0.5,
        "translates": False,
        "context": 4096,
        "answers": "question",
    }
    assert assembly.made == {}


def test_another_embedder_has_no_reader(store: Path) -> None:
    assert Assembly(Settings(store=store, embedder="elsewhere")).about()["reader"] is None


def test_a_server_is_named_with_its_model(store: Path) -> None:
    settings = Settings(store=store, llm_url="http://me:secret@127.0.0.1:9/v1", llm_model="m", llm_key="secret")
    assert Assembly(settings).about()["llm"] == "m at 127.0.0.1"
    assert "secret" not in str(Assembly(settings).about())


def test_the_models_of_an_empty_store_are_loaded_for_the_articles_to_come(assembly: Assembly, embedder: FakeEmbedder) -> None:
    model = scripted_chat_model(ARRIVED)
    assembly.made |= {"embedder": embedder, "chat_model": model}
    assembly.load_models()
    assert embedder.questions == ["प्रमाण"]
    with pytest.raises(StoreFailure):
        assembly.warm_up()
    assembly.close()
