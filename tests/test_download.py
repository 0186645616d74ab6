"""Pulling tiny models from this machine."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import filelock
import pytest
from tiny_models import (
    FOLDER_FILES,
    GGUF,
    Listener,
    embedder,
    folder,
    listener,
    llm,
    only_the_model_is_left,
)

from assistant.errors import ModelMissing
from assistant.models.download import pull
from assistant.models.folder import ModelFolder
from assistant.models.registry import ModelFile

__all__ = ["folder", "listener"]


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    for name, content in FOLDER_FILES.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "own"


def test_local_folder_is_copied(folder: ModelFolder, listener: Listener, own_folder: Path) -> None:
    home = listener.pull(folder, embedder(), own_folder)
    assert {name: (home / name).read_bytes() for name in FOLDER_FILES} == FOLDER_FILES
    assert {name: (own_folder / name).read_bytes() for name in FOLDER_FILES} == FOLDER_FILES
    assert only_the_model_is_left(folder, embedder())
    assert (listener.progress[-1].done, listener.progress[-1].total) == (embedder().bytes, embedder().bytes)
    assert listener.messages == [f"tiny-embedder: copying from {own_folder}."]


def test_local_file_may_have_any_name(folder: ModelFolder, listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "download (3).bin").write_bytes(GGUF)
    assert listener.pull(folder, llm(), tmp_path / "download (3).bin").read_bytes() == GGUF


def test_a_pulled_model_is_not_pulled_again_nor_hashed_again(tmp_path: Path, listener: Listener) -> None:
    (tmp_path / "own.gguf").write_bytes(GGUF)
    hashed: list[str] = []

    def hasher(path: Path, _: object = None) -> str:
        hashed.append(path.name)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    folder = ModelFolder(tmp_path / "models", hasher)
    listener.pull(folder, llm(), tmp_path / "own.gguf")
    again = Listener()
    assert again.pull(folder, llm()) == folder.folder / "tiny-llm" / "tiny.gguf"
    assert (again.messages, again.progress) == ([], [])
    assert hashed == ["tiny.gguf.part"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "it does not exist"),
        (GGUF[:-1], f"own.gguf has {len(GGUF) - 1} bytes, the official file {len(GGUF)}"),
        (
            GGUF[:-1] + b"!",
            f"tiny.gguf has the wrong bytes: SHA-256 {hashlib.sha256(GGUF[:-1] + b'!').hexdigest()}, expected {llm().files[0].sha256}",
        ),
    ],
)
def test_a_wrong_local_file_is_refused(folder: ModelFolder, listener: Listener, tmp_path: Path, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "own.gguf").write_bytes(content)
    with pytest.raises(ModelMissing) as caught:
        listener.pull(folder, llm(), tmp_path / "own.gguf")
    assert f"{tmp_path / 'own.gguf'}: {reason}" in str(caught.value)
    assert "pramaan models pull tiny-llm --from PATH" in str(caught.value)
    assert list(folder.folder_of(llm()).iterdir()) == []


def test_a_file_for_a_folder_model_and_a_folder_that_lacks_one(folder: ModelFolder, listener: Listener, own_folder: Path) -> None:
    with pytest.raises(ModelMissing, match="it is a file; the model is a folder of 3 files"):
        listener.pull(folder, embedder(), own_folder / "modules.json")
    (own_folder / "modules.json").unlink()
    with pytest.raises(ModelMissing, match=r"it has no modules\.json"):
        listener.pull(folder, embedder(), own_folder)


def test_a_damaged_model_is_replaced_and_only_what_is_damaged(folder: ModelFolder, listener: Listener, own_folder: Path) -> None:
    home = listener.pull(folder, embedder(), own_folder)
    kept = (home / "model.safetensors").stat().st_mtime_ns
    (home / "modules.json").write_bytes(b"{}")
    os.utime(home / "modules.json", ns=(1, 1))
    again = Listener()
    again.pull(folder, embedder(), own_folder)
    assert again.messages[0].startswith("The model 'tiny-embedder' is damaged: modules.json is not the official file")
    assert (home / "modules.json").read_bytes() == b"[]"
    assert (home / "model.safetensors").stat().st_mtime_ns == kept
    assert folder.verify(embedder(), lambda _: None) == []


def test_no_space_left(folder: ModelFolder, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.gguf").write_bytes(GGUF)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=len(GGUF) - 1))
    model = replace(llm(), files=(ModelFile("tiny.gguf", 2_500_000_000, "0" * 64),))
    with pytest.raises(ModelMissing, match=r"not enough disk space: needs 2\.50 GB, 0\.0 MB free in .* set PRAMAAN_MODELS"):
        listener.pull(folder, model, tmp_path / "own.gguf")
    with pytest.raises(ModelMissing, match="not enough disk space"):
        listener.pull(folder, llm(), tmp_path / "own.gguf")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=len(GGUF)))
    listener.pull(folder, llm(), tmp_path / "own.gguf")


def test_a_models_folder_that_cannot_be_written(listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(ModelMissing, match=r"Can't write to the models folder: .* Set PRAMAAN_MODELS"):
        listener.pull(ModelFolder(tmp_path / "models"), llm(), tmp_path)


def test_a_second_pull_waits_for_the_first(folder: ModelFolder, listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "own.gguf").write_bytes(GGUF)
    folder.folder.mkdir()
    first = filelock.FileLock(folder.folder / "tiny-llm.lock")
    waits = threading.Event()
    said: list[str] = []

    def on_message(message: str) -> None:
        said.append(message)
        waits.set()

    second = threading.Thread(target=lambda: pull(folder, llm(), listener.on_progress, on_message, tmp_path / "own.gguf"))
    with first:
        second.start()
        assert waits.wait(10)
        folder.folder_of(llm()).joinpath("tiny.gguf").write_bytes(GGUF)  # the first one ends its work
    second.join(10)
    assert not second.is_alive()
    assert said == ["tiny-llm: another process is pulling it; waiting for that one to end."]
    assert listener.progress == []  # it saw that nothing was left to do
