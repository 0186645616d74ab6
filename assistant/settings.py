"""Every setting, validated once: environment variables PRAMAAN_*, or a file .env in the working folder; some are also kept in the store, by the page."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import AssistantFailure
from assistant.language import Answers

FILE = "settings.json"
CHANGEABLE = frozenset({"llm", "threads", "strictness", "translates", "answers"})
"""What the page may change. The rest says where things lie and who may come: a store that was copied from elsewhere can't say that."""


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
    answers: Answers = Field(
        "question",
        description="language of the answers: the question's, always hi, always en, or roman (Roman-script Hindi is answered in Roman script)",
    )
    chroma_url: str | None = Field(None, description="a Chroma server to use instead of the embedded index")
    host: str = Field("127.0.0.1", description="address the chat listens on")
    port: int = Field(7860, ge=1, le=65535, description="port of the chat; the next free one is used when it is taken")
    threads: int | None = Field(None, ge=1, description="processor threads; default: the physical cores")
    context: int = Field(4096, ge=1024, description="tokens the language model can hold")
    strictness: float = Field(
        0.5, ge=0, le=1, description="probability of an answer below which the articles are said not to know; higher refuses more"
    )
    auth: SecretStr | None = Field(None, description="who may use the page: name:password,name2:password2, or a file with such lines")
    questions_per_minute: int = Field(30, ge=1, description="questions that one login or one address may ask in a minute")


def load_settings(store: Path | None = None) -> Settings:
    """store: wins over PRAMAAN_STORE. Raises AssistantFailure that names the variable or the file, its value, and what it may be."""
    settings = _from_environment()
    if store is not None:
        settings = settings.model_copy(update={"store": store})
    kept = {name: value for name, value in _kept(settings.store).items() if name not in fixed_settings()}
    return _validated(settings, kept, str(settings.store / FILE))


def fixed_settings() -> frozenset[str]:
    """Changeable settings that the environment sets, so that the page can't."""
    return CHANGEABLE & _from_environment().model_fields_set


def change_settings(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """Keep changed settings in the store, for this start and later ones. Raises AssistantFailure for a value that can't be."""
    if refused := sorted(changes.keys() - CHANGEABLE | changes.keys() & fixed_settings()):
        raise AssistantFailure(f"'{refused[0]}' can't be changed here. Set PRAMAAN_{refused[0].upper()} and start Pramaan again.")
    changed = _validated(settings, changes, "The page")
    _keep(settings.store, {**_kept(settings.store), **changes})
    return changed


def _from_environment() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        problem = error.errors()[0]
        name = "PRAMAAN_" + "_".join(str(part) for part in problem["loc"]).upper()
        raise AssistantFailure(f"{name}={problem['input']} can't be used: {problem['msg']}. Correct or unset it.") from error


def _validated(settings: Settings, changes: Mapping[str, Any], source: str) -> Settings:
    try:
        return Settings(**{**settings.model_dump(), **changes})
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise AssistantFailure(f"{source}: {where}={problem['input']} can't be used: {problem['msg']}. Correct or remove it.") from error


def _kept(store: Path) -> dict[str, Any]:
    path = store / FILE
    if not path.is_file():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise AssistantFailure(f"The settings in '{path}' can't be read ({error}). Delete the file; the page makes a new one.") from error
    if not isinstance(kept, dict):
        raise AssistantFailure(f"The settings in '{path}' are no JSON object. Delete the file; the page makes a new one.")
    return {name: value for name, value in kept.items() if name in CHANGEABLE}


def _keep(store: Path, kept: Mapping[str, Any]) -> None:
    path = store / FILE
    fresh = path.with_name(f"{FILE}.{os.getpid()}")
    try:
        store.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise AssistantFailure(f"The settings can't be kept in '{path}' ({error.strerror}). Check that the folder may be written.") from error
