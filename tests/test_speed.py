from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fake_llama
import pytest

from assistant.writing.llama import LlamaEngine
from assistant.writing.speed import Speed, Speeds, measure


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[LlamaEngine]:
    fake_llama.install(monkeypatch)
    made = LlamaEngine(Path("model.gguf"))
    made.wait_until_loaded()
    yield made
    made.close()


def test_reading_and_writing_are_measured(engine: LlamaEngine) -> None:
    type(engine._llama).reply = staticmethod(lambda prompt: "a" * 100)  # type: ignore[assignment]
    speed = measure(engine)
    usage = engine.last_usage
    assert speed == Speed(round(usage.evaluated / usage.reading, 1), round(48 / usage.writing, 1))
    assert usage.evaluated > 400
    again = measure(engine)
    assert again
    assert engine.last_usage.evaluated > 400  # it was read anew


def test_a_model_that_says_next_to_nothing_is_not_measured(engine: LlamaEngine) -> None:
    type(engine._llama).reply = staticmethod(lambda prompt: "a")  # type: ignore[assignment]
    assert measure(engine) is None


def test_what_was_measured_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "models" / "speeds.json"
    Speeds(path).keep("a", Speed(150.0, 8.5))
    Speeds(path).keep("b", Speed(300.0, 20.0))
    assert (Speeds(path).of("a"), Speeds(path).of("b"), Speeds(path).of("c")) == (Speed(150.0, 8.5), Speed(300.0, 20.0), None)


@pytest.mark.parametrize("text", ["", "[]", '{"a": 3}', '{"a": {"read": "x"}}', '{"a": {"read": 1}}'])
def test_a_file_that_is_wrong_costs_only_a_measurement(tmp_path: Path, text: str) -> None:
    (tmp_path / "speeds.json").write_text(text)
    speeds = Speeds(tmp_path / "speeds.json")
    assert speeds.of("a") is None
    speeds.keep("a", Speed(1.0, 2.0))
    assert speeds.of("a") == Speed(1.0, 2.0)
