from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import AssistantFailure
from assistant.settings import FILE, Settings, change_settings, fixed_settings, load_settings

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
        ("PRAMAAN_ANSWERS", "hi", "answers", "hi"),
        ("PRAMAAN_PORT", "8000", "port", 8000),
        ("PRAMAAN_THREADS", "2", "threads", 2),
        ("PRAMAAN_CONTEXT", "2048", "context", 2048),
        ("PRAMAAN_STRICTNESS", "0.5", "strictness", 0.5),
        ("PRAMAAN_QUESTIONS_PER_MINUTE", "5", "questions_per_minute", 5),
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
        ("PRAMAAN_ANSWERS", "Hindi"),
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


# What the page changes and the store keeps


def test_what_was_changed_is_there_at_the_next_start(tmp_path: Path) -> None:
    store = tmp_path / "store"
    changed = change_settings(load_settings(store), {"strictness": 0.5, "threads": None})
    assert (changed.strictness, changed.store) == (0.5, store)
    again = load_settings(store)
    assert (again.strictness, again.threads) == (0.5, None)
    assert load_settings(tmp_path / "other").strictness == Settings().strictness


def test_changes_add_up(tmp_path: Path) -> None:
    settings = change_settings(load_settings(tmp_path), {"strictness": 0.5})
    change_settings(settings, {"threads": 3})
    again = load_settings(tmp_path)
    assert (again.strictness, again.threads) == (0.5, 3)
    assert json.loads((tmp_path / FILE).read_text("utf-8")) == {"strictness": 0.5, "threads": 3}


def test_the_answers_language_is_the_questions_until_the_page_changes_it(tmp_path: Path) -> None:
    assert load_settings(tmp_path).answers == "question"
    change_settings(load_settings(tmp_path), {"answers": "en"})
    assert load_settings(tmp_path).answers == "en"


def test_the_environment_wins_over_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    change_settings(load_settings(tmp_path), {"strictness": 0.5})
    monkeypatch.setenv("PRAMAAN_STRICTNESS", "0.2")
    assert load_settings(tmp_path).strictness == 0.2
    assert fixed_settings() == {"strictness"}
    with pytest.raises(AssistantFailure, match=r"'strictness' can't be changed here\. Set PRAMAAN_STRICTNESS"):
        change_settings(load_settings(tmp_path), {"strictness": 0.7})


@pytest.mark.parametrize(
    "changes",
    [{"strictness": 2}, {"strictness": "x"}, {"threads": 0}, {"translates": "perhaps"}, {"answers": "fr"}, {"host": "0.0.0.0"}, {"auth": "a:b"}],
)
def test_what_cannot_be_is_not_kept(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(AssistantFailure, match=f"{next(iter(changes))}"):
        change_settings(load_settings(tmp_path), changes)
    assert not (tmp_path / FILE).exists()


def test_a_store_from_elsewhere_cannot_say_who_may_come_or_who_is_asked(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"host": "0.0.0.0", "llm_url": "http://evil.example", "models": "/", "strictness": 0.5}', encoding="utf-8")
    settings = load_settings(tmp_path)
    assert (settings.host, settings.llm_url, settings.strictness) == ("127.0.0.1", None, 0.5)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "can't be read"),
        ("{", "can't be read"),
        ("[]", "no JSON object"),
        ("[" * 100_000, "can't be read"),
        ('{"strictness": 7}', "strictness=7"),
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(AssistantFailure, match=f"{FILE}.*{says}"):
        load_settings(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(AssistantFailure, match="can't be kept in"):
        change_settings(load_settings(tmp_path / "file"), {"strictness": 0.5})


def test_passwords_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAMAAN_AUTH", "asha:sesame")
    settings = load_settings()
    assert "sesame" not in f"{settings!r}{settings}"
    assert settings.auth
    assert settings.auth.get_secret_value() == "asha:sesame"
