from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import FakeEmbedder
from hostile import HOSTILE, Seen

from assistant.assemble import Assembly
from assistant.errors import ModelDamaged
from assistant.models.registry import REGISTRY
from assistant.page.reader_html import reader_fact, reader_note
from assistant.page.welcome import welcome
from assistant.reader.reader import open_reader
from assistant.reader.state import Kind, ReaderState
from assistant.reader.weights import CARD, WEIGHTS, read_card
from assistant.settings import Settings

pytestmark = pytest.mark.usefixtures("own_settings")
REVISION = REGISTRY["embeddinggemma-300m"].files[0].sha256
OFF: tuple[Kind, ...] = ("missing", "other_embedder", "damaged", "restart")


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder of weights that fit the registry's embedder; they can't be loaded."""
    from hashlib import sha256

    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / WEIGHTS).write_bytes(b"weights")
    facts = {
        "embedder": "embeddinggemma-300m",
        "revision": REVISION,
        "first_layer": 1,
        "rank": 1,
        "alpha": 1,
        "temperature": 1,
        "bias": 0,
        "made": {},
    }
    (folder / CARD).write_text(json.dumps({**facts, "sha256": sha256(b"weights").hexdigest()}), "utf-8")
    return folder


def told_otherwise(folder: Path, **changes: object) -> None:
    (folder / CARD).write_text(json.dumps(json.loads((folder / CARD).read_text("utf-8")) | changes), "utf-8")


@pytest.fixture
def assembly_of(store: Path, tmp_path: Path, weights: Path) -> Callable[..., Assembly]:
    return lambda **settings: Assembly(Settings(**{"store": store, "models": tmp_path / "models", "reader": weights, **settings}))


def own_embedder(folder: Path, content: bytes) -> str:
    """The path of a person's own embedder; returned as its setting."""
    folder.mkdir(parents=True)
    (folder / "modules.json").write_text("[]", "utf-8")
    (folder / "model.safetensors").write_bytes(content)
    return str(folder)


# What it is


def test_weights_for_the_embedder_in_the_settings_will_read(assembly_of: Callable[..., Assembly], weights: Path) -> None:
    assembly = assembly_of()
    assert assembly.reader_state().kind == "on"
    assert assembly.reader_state().why_off == ""
    card = read_card(weights)
    assert card
    assert assembly.about()["reader"] == card.sha256[:12]
    assert not assembly.made.keys() & {"embedder", "reader", "chat_model", "search"}


@pytest.mark.parametrize("gone", [CARD, WEIGHTS])
def test_missing_weights_are_said_with_their_folder_and_the_cure(assembly_of: Callable[..., Assembly], weights: Path, gone: str) -> None:
    (weights / gone).unlink()
    state = assembly_of().reader_state()
    assert state.kind == "missing"
    assert state.why_off.startswith(f"'{weights}' lacks reader.safetensors or reader.json. Take both files")
    assert assembly_of().about()["reader"] is None


def test_weights_of_another_revision_are_another_embedders(assembly_of: Callable[..., Assembly], weights: Path) -> None:
    told_otherwise(weights, revision="2")
    assert assembly_of().reader_state().kind == "other_embedder"
    assert assembly_of().about()["reader"] is None


def test_another_embedder_is_named_beside_the_weights_own(assembly_of: Callable[..., Assembly]) -> None:
    state = assembly_of(embedder="/own/embedder").reader_state()
    assert state.kind == "other_embedder"
    assert f"trained on another embedder (embeddinggemma-300m {REVISION[:12]}) than the one in use (/own/embedder)" in state.why_off
    assert "unset PRAMAAN_READER and PRAMAAN_EMBEDDER" in state.why_off


def test_an_own_folder_of_the_same_embedder_is_that_embedder(assembly_of: Callable[..., Assembly], weights: Path, tmp_path: Path) -> None:
    from hashlib import sha256

    setting = own_embedder(tmp_path / "elsewhere" / "mine", b"bytes")
    told_otherwise(weights, embedder="mine", revision=sha256(b"bytes").hexdigest())
    assert assembly_of(embedder=setting).reader_state().is_on
    assert assembly_of(embedder=setting).about()["reader"]
    (tmp_path / "elsewhere" / "mine" / "model.safetensors").write_bytes(b"other bytes")
    assert assembly_of(embedder=setting).reader_state().kind == "other_embedder"


def test_an_embedder_that_is_not_there_is_no_failure_here(assembly_of: Callable[..., Assembly], weights: Path, tmp_path: Path) -> None:
    told_otherwise(weights, embedder="gone")
    assert assembly_of(embedder=str(tmp_path / "gone")).reader_state().kind == "other_embedder"
    assert assembly_of(embedder="").reader_state().kind == "other_embedder"


@pytest.mark.parametrize(
    ("name", "revision", "on"), [("embeddinggemma-300m", REVISION, True), ("embeddinggemma-300m", "2", False), ("x", REVISION, False)]
)
def test_the_loaded_embedder_decides_not_the_setting(assembly_of: Callable[..., Assembly], name: str, revision: str, on: bool) -> None:
    assembly = assembly_of()
    assembly.made["embedder"] = FakeEmbedder(name, revision)
    assert assembly.reader_state().is_on is on
    assert (assembly.about()["reader"] is not None) is on


def test_it_agrees_with_the_reader_that_is_opened(assembly_of: Callable[..., Assembly], tmp_path: Path) -> None:
    from test_reader import made
    from tiny_encoder import TinyEmbedder

    embedder, folder = TinyEmbedder(), tmp_path / "tiny"
    card = made(folder, embedder)
    for revision in (card.revision, "2"):
        told_otherwise(folder, revision=revision)
        assembly = assembly_of(reader=folder)
        assembly.made["embedder"] = embedder
        before = assembly.reader_state().kind
        assert (assembly.reader is not None) is (open_reader(embedder, folder) is not None) is (before == "on")
        assert assembly.reader_state().kind == before
        assert (assembly.about()["reader"] is not None) is (before == "on")


def test_weights_that_come_after_the_first_question_need_a_restart(assembly_of: Callable[..., Assembly], weights: Path, tmp_path: Path) -> None:
    shutil.move(weights, tmp_path / "away")
    assembly = assembly_of()
    assembly.made |= {"reader": None, "answerer": object()}
    assert assembly.reader_state().kind == "missing"
    shutil.move(tmp_path / "away", weights)
    assert assembly.reader_state().kind == "restart"
    assert assembly.about()["reader"] is None
    del assembly.made["answerer"]  # as a change of settings does: the next question looks again
    assert assembly.reader_state().is_on


def test_a_reader_that_was_opened_reads_whatever_became_of_its_files(assembly_of: Callable[..., Assembly], weights: Path) -> None:
    assembly = assembly_of()
    assembly.made["reader"] = object()
    (weights / WEIGHTS).unlink()
    assert assembly.reader_state().is_on


def test_damaged_weights_are_a_state_here_and_a_failure_of_what_depends_on_them(assembly_of: Callable[..., Assembly], weights: Path) -> None:
    (weights / WEIGHTS).write_bytes(b"other")
    state = assembly_of().reader_state()
    assert state.kind == "damaged"
    assert "SHA-256" in state.why_off
    with pytest.raises(ModelDamaged, match="Take both files from the project again"):
        assembly_of().about()


def test_weights_that_may_not_be_read_are_a_state_too(assembly_of: Callable[..., Assembly], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    state = assembly_of().reader_state()
    assert state.kind == "damaged"
    assert "Permission denied" in state.why_off


# What the page says


def off(kind: Kind, folder: str = "/weights") -> ReaderState:
    failure = f"The reader's weights '{folder}' have SHA-256 1…, their card says 2…. Take both files from the project again."
    return ReaderState(kind, Path(folder), "mine", "theirs 1234", failure if kind == "damaged" else "")


@pytest.mark.parametrize("kind", OFF)
def test_a_reader_that_is_off_is_one_line_in_both_languages_with_the_reason_in_a_fold(kind: Kind) -> None:
    note = reader_note(off(kind))
    summary, reason = note.split("</summary>")
    for part in (summary, reason):
        hindi, english = re.findall(r'<span lang="(?:hi|en)">(.*?)</span>', part)
        assert re.search("[ऀ-ॿ]", hindi)
        assert not re.search("[ऀ-ॿ]", english)
    assert reason.count("/weights") == 2
    assert "open" not in note.split(">")[0]
    assert 'role="alert"' not in note
    assert reader_fact(off(kind)) == note


def test_the_cure_names_the_settings_in_both_languages() -> None:
    assert reader_note(off("missing")).count("PRAMAAN_READER") == 2
    assert reader_note(off("other_embedder")).count("PRAMAAN_EMBEDDER") == 2
    assert reader_note(off("other_embedder")).count("theirs 1234") == 2


def test_a_reader_that_reads_is_not_spoken_of_but_in_the_settings() -> None:
    state = ReaderState("on", Path("/weights"))
    assert reader_note(state) == ""
    assert "चालू" in reader_fact(state)


def test_the_welcome_ends_with_the_note() -> None:
    note = reader_note(off("missing"))
    assert welcome([], note) == welcome([]) + note


@pytest.mark.parametrize("kind", OFF)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_folders_name_is_only_text(hostile: str, kind: Kind) -> None:
    Seen(reader_note(ReaderState(kind, Path(hostile), hostile, hostile, f"The reader's card '{hostile}' can't be read."))).assert_harmless()
