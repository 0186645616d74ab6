from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import AssistantFailure
from assistant.settings import Settings, load_settings

pytestmark = pytest.mark.usefixtures("own_settings")


def test_the_defaults_stay_on_this_machine() -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.llm_url, settings.chroma_url) == ("127.0.0.1", 7860, None, None)
    assert settings.store.name == "store"


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("PRAMAAN_STORE", "/tmp/मेरा store", "store", Path("/tmp/मेरा store")),
        ("PRAMAAN_MODELS", "m", "models", Path("m")),
        ("PRAMAAN_EMBEDDER", "e", "embedder", "e"),
        ("PRAMAAN_LLM", "x.gguf", "llm", "x.gguf"),
        ("PRAMAAN_LLM_URL", "http://127.0.0.1:1/v1", "llm_url", "http://127.0.0.1:1/v1"),
        ("PRAMAAN_TRANSLATES", "true", "translates", True),
        ("PRAMAAN_PORT", "8000", "port", 8000),
        ("PRAMAAN_THREADS", "2", "threads", 2),
        ("PRAMAAN_CONTEXT", "2048", "context", 2048),
        ("PRAMAAN_STRICTNESS", "0.5", "strictness", 0.5),
        ("pramaan_host", "::1", "host", "::1"),
    ],
)
def test_a_variable_sets_its_field(monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, expected: object) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load_settings(), field) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRAMAAN_PORT", "0"),
        ("PRAMAAN_PORT", "65536"),
        ("PRAMAAN_PORT", "http"),
        ("PRAMAAN_THREADS", "0"),
        ("PRAMAAN_CONTEXT", "12"),
        ("PRAMAAN_STRICTNESS", "1.5"),
        ("PRAMAAN_STRICTNESS", "strict"),
        ("PRAMAAN_TRANSLATES", "perhaps"),
    ],
)
def test_a_bad_value_is_named_with_its_variable_and_a_cure(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(AssistantFailure, match=rf"^{name}={value} can't be used: .+\. Correct or unset it\.$"):
        load_settings()


@pytest.mark.parametrize("name", ["PRAMAAN_PORT", "PRAMAAN_LLM_URL", "PRAMAAN_THREADS", "PRAMAAN_STORE"])
def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    expected = load_settings()
    monkeypatch.setenv(name, "")
    assert load_settings() == expected


def test_a_dotenv_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PRAMAAN_PORT=9000\nPRAMAAN_HOST=::1\nOTHER=1\nPRAMAAN_NO_SUCH=1\n", encoding="utf-8")
    monkeypatch.setenv("PRAMAAN_HOST", "localhost")
    settings = load_settings()
    assert (settings.port, settings.host) == (9000, "localhost")


def test_a_bad_value_in_a_dotenv_file_is_named_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PRAMAAN_PORT=никогда\n", encoding="utf-8")
    with pytest.raises(AssistantFailure, match="PRAMAAN_PORT=никогда"):
        load_settings()


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
