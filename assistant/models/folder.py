"""Where models lie on this machine, and whether their bytes are the official ones. No network: see download."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import ModelDamaged, ModelMissing
from assistant.models.registry import REGISTRY, Kind, Model, ModelFile

State = Literal["absent", "partial", "damaged", "ready"]

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A model that is here: its .gguf file or sentence-transformers folder, and the SHA-256 (hex) of its main file."""

    name: str
    path: Path
    fingerprint: str


def sha256_of(path: Path, on_bytes: Callable[[int], None] | None = None) -> str:
    """SHA-256 (hex) of a file; on_bytes hears of each block as it is read (its bytes, not the sum)."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            if on_bytes is not None:
                on_bytes(len(block))
    return digest.hexdigest()


Hasher = Callable[[Path, Callable[[int], None] | None], str]


class Stamps:
    """Remembers the SHA-256 of files by (path, size, mtime_ns), so that gigabytes are hashed once. Losing it only costs a hash."""

    def __init__(self, path: Path, hasher: Hasher) -> None:
        self.path = path
        self.hasher = hasher

    def known(self, file: Path) -> str | None:
        """The hash that was found for this very file, or None when it was not hashed since it last changed."""
        look, _, sha256 = self._load().get(str(file.absolute()), "").rpartition(" ")
        return sha256 if look == _look(file) else None

    def sha256(self, file: Path) -> str:
        return self.known(file) or self.hash(file)

    def hash(self, file: Path, on_bytes: Callable[[int], None] | None = None) -> str:
        # The look comes first: a file that changes while it is read must not pass for the one that was hashed.
        look = _look(file)
        sha256 = self.hasher(file, on_bytes)
        self._save(file, f"{look} {sha256}")
        return sha256

    def record(self, file: Path, sha256: str) -> None:
        self._save(file, f"{_look(file)} {sha256}")

    def _load(self) -> dict[str, str]:
        try:
            stamps = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(file): str(stamp) for file, stamp in stamps.items()} if isinstance(stamps, dict) else {}

    def _save(self, file: Path, stamp: str) -> None:
        stamps = {**self._load(), str(file.absolute()): stamp}
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        # A folder that can't be written (a shared, read-only one) costs a hash each time, no more.
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(stamps, indent=1), encoding="utf-8")
            fresh.replace(self.path)


def _look(file: Path) -> str:
    stat = file.stat()
    return f"{stat.st_size} {stat.st_mtime_ns}"


class ModelFolder:
    """The folder where models lie, one subfolder a model. hasher is for tests that count."""

    def __init__(self, folder: Path, hasher: Hasher = sha256_of) -> None:
        self.folder = folder
        self.stamps = Stamps(folder / "hashed.json", hasher)

    def folder_of(self, model: Model) -> Path:
        return self.folder / model.name

    def path(self, name: str) -> Path:
        """The .gguf file or sentence-transformers folder of a model of the registry, checked.

        Raises ModelMissing (unknown, absent, half pulled) or ModelDamaged (a size or SHA-256 that isn't the official one)."""
        if name not in REGISTRY:
            raise ModelMissing(f"Unknown model '{name}'. Known models: {', '.join(REGISTRY)}. Run: pramaan models list")
        return self.checked(REGISTRY[name])

    def checked(self, model: Model) -> Path:
        """The same for any Model. A file is hashed only when its stamp doesn't say that it already was."""
        cure = f"Run: pramaan models pull {model.name}"
        if self.state(model) == "absent":
            raise ModelMissing(f"The model '{model.name}' is not in {self.folder}. {cure}")
        for file in model.files:
            if not (self.folder_of(model) / file.path).is_file():
                raise ModelMissing(f"The model '{model.name}' is not complete: {file.path} is missing. {cure}")
            if fault := self.fault(model, file):
                raise ModelDamaged(f"The model '{model.name}' is damaged: {fault}. {cure}")
        return self.main_path(model)

    def main_path(self, model: Model) -> Path:
        """What a loader is given: the .gguf file itself, or the whole folder."""
        return self.folder_of(model) / model.files[0].path if model.kind == "llm" else self.folder_of(model)

    def fault(self, model: Model, file: ModelFile) -> str:
        """What is wrong with one file, in a few words; empty when nothing is. Hashes the file unless a stamp is there."""
        path = self.folder_of(model) / file.path
        if not path.is_file():
            return f"{file.path} is missing"
        return _size_fault(path, file) or _hash_fault(file, self.stamps.sha256(path))

    def state(self, model: Model) -> State:
        """Cheap: sizes, and what stamps say. "ready" with no stamp yet means that the sizes are right."""
        home = self.folder_of(model)
        paths = {file: home / file.path for file in model.files}
        here = {file: path for file, path in paths.items() if path.is_file()}
        if any(_size_fault(path, file) or self.stamps.known(path) not in (None, file.sha256) for file, path in here.items()):
            return "damaged"
        if len(here) == len(model.files):
            return "ready"
        return "partial" if here or any(home.rglob("*.part")) else "absent"

    def verify(self, model: Model, on_bytes: Callable[[int], None]) -> list[str]:
        """Hash every file again, whatever stamps say; on_bytes hears of each block. One line for each thing wrong."""
        faults = []
        for file in model.files:
            path = self.folder_of(model) / file.path
            if not path.is_file():
                faults.append(f"{file.path} is missing")
            elif fault := _size_fault(path, file) or _hash_fault(file, self.stamps.hash(path, on_bytes)):
                faults.append(fault)
        return faults

    def fingerprint(self, path: Path) -> str:
        """SHA-256 (hex) of a model file, or of a folder's model.safetensors (its config.json when there is none)."""
        if path.is_file():
            return self.stamps.sha256(path)
        for name in ("model.safetensors", "config.json"):
            if (path / name).is_file():
                return self.stamps.sha256(path / name)
        raise ModelDamaged(f"The model folder {path} has neither model.safetensors nor config.json. Give a complete sentence-transformers folder.")


def _size_fault(path: Path, file: ModelFile) -> str:
    size = path.stat().st_size
    if size == file.bytes:
        return ""
    return f"{file.path} is {'cut short' if size < file.bytes else 'too long'}: {size} of {file.bytes} bytes"


def _hash_fault(file: ModelFile, sha256: str) -> str:
    return "" if sha256 == file.sha256 else f"{file.path} is not the official file: its SHA-256 is {sha256}, expected {file.sha256}"


def resolve(folder: ModelFolder, setting: str, kind: Kind) -> ResolvedModel:
    """A setting (a name of the registry, or the path of the user's own .gguf file or sentence-transformers folder) to a model that is here.

    Raises ModelMissing (unknown name, no such path) or ModelDamaged (what lies there isn't such a model)."""
    known = [model.name for model in REGISTRY.values() if model.kind == kind]
    if setting in known:
        path = folder.path(setting)
        return ResolvedModel(setting, path, REGISTRY[setting].files[0].sha256)
    own = "a .gguf file" if kind == "llm" else "a sentence-transformers folder"
    choices = f"Known: {', '.join(known)}; or give the path of {own}."
    if setting in REGISTRY:
        raise ModelMissing(f"'{setting}' is no {kind}. {choices}")
    path = Path(setting).expanduser()
    if not setting or not path.exists():
        raise ModelMissing(f"The {kind} '{setting}' is neither a known name nor an existing path. {choices}")
    if kind == "llm":
        _check_gguf(path)
    elif not (path / "modules.json").is_file():
        raise ModelDamaged(f"The embedder '{setting}' is not a sentence-transformers folder: it has no modules.json. Give {own}.")
    return ResolvedModel(path.resolve().name, path, folder.fingerprint(path))


def is_model(folder: ModelFolder, setting: str, name: str, fingerprint: str) -> bool:
    """Whether a setting means this model. Cheap: of the registry's models no file is looked at, an own one is hashed once, and only under the right name."""
    if setting in REGISTRY:
        return (setting, REGISTRY[setting].files[0].sha256) == (name, fingerprint)
    path = Path(setting).expanduser()
    if not setting or path.resolve().name != name:
        return False
    try:
        return folder.fingerprint(path) == fingerprint
    except (ModelDamaged, OSError):
        return False


def _check_gguf(path: Path) -> None:
    if not path.is_file():
        raise ModelDamaged(f"The llm '{path}' is a folder. Give the .gguf file itself.")
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic != b"GGUF":
        raise ModelDamaged(
            f"The llm '{path}' is not a GGUF model, or is cut short: it starts with {magic!r}, not b'GGUF'. Give a complete .gguf file."
        )
