"""Every setting, validated once: environment variables PRAMAAN_*, or a file .env in the working folder."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import AssistantFailure


class Settings(BaseSettings):
    """PRAMAAN_STORE=… sets `store`, and so on."""

    model_config = SettingsConfigDict(env_prefix="PRAMAAN_", env_file=".env", env_ignore_empty=True, extra="ignore")

    store: Path = Field(default_factory=lambda: user_data_path("pramaan") / "store", description="folder of the index")
    models: Path = Field(default_factory=lambda: user_cache_path("pramaan") / "models", description="folder of the models")
    reports: Path = Field(default_factory=lambda: user_data_path("pramaan") / "reports", description="folder of the evaluation reports")
    reader: Path = Field(Path(__file__).resolve().parents[1] / "data" / "reader", description="folder of the extractive reader's weights")
    embedder: str = Field("embeddinggemma-300m", description="a name from `pramaan models list`, or a sentence-transformers folder")
    llm: str = Field("qwen2.5-coder-1.5b", description="a name from `pramaan models list`, or a .gguf file")
    llm_url: str | None = Field(None, description="an OpenAI-compatible server to use instead of the local model")
    llm_model: str = Field("default", description="the model's name on that server")
    llm_key: str = Field("none", description="the key for that server")
    translates: bool = Field(False, description="whether the model may answer in another script than the article's; the default model can't")
    chroma_url: str | None = Field(None, description="a Chroma server to use instead of the embedded index")
    host: str = Field("127.0.0.1", description="address the chat listens on")
    port: int = Field(7860, ge=1, le=65535, description="port of the chat; the next free one is used when it is taken")
    threads: int | None = Field(None, ge=1, description="processor threads; default: the physical cores")
    context: int = Field(4096, ge=1024, description="tokens the language model can hold")
    strictness: float = Field(0.38, ge=0, le=1, description="similarity below which the articles are said not to know; higher refuses more")


def load_settings() -> Settings:
    """Raises AssistantFailure that names the variable, its value, and what it may be."""
    try:
        return Settings()
    except ValidationError as error:
        problem = error.errors()[0]
        name = "PRAMAAN_" + "_".join(str(part) for part in problem["loc"]).upper()
        raise AssistantFailure(f"{name}={problem['input']} can't be used: {problem['msg']}. Correct or unset it.") from error
