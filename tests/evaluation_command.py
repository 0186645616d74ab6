"""`pramaan eval` with fake models, for the tests of what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from command_line import Run, pramaan
from conftest import FakeEmbedder, scripted_chat_model
from small_evaluation import ARRIVED, ARTICLES, TEXT

import assistant.assemble
from assistant.settings import Settings


class Fakes:
    """What the command's assemblies are made with; `made` are these assemblies, the latest last."""

    def __init__(self) -> None:
        self.chat_model: Any = scripted_chat_model(ARRIVED)
        self.embedder = FakeEmbedder()
        self.made: list[assistant.assemble.Assembly] = []


@pytest.fixture
def fakes() -> Fakes:
    return Fakes()


@pytest.fixture
def run(own_settings: None, fakes: Fakes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """run("eval", …) is `pramaan eval …` with fake models: (exit code, stdout, stderr)."""
    del own_settings  # it comes first, so that PRAMAAN_STORE stays

    class FakeModels(assistant.assemble.Assembly):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings.model_copy(update={"models": tmp_path / "models", "strictness": 0.3}))
            if fakes.chat_model is not None:
                self.made |= {"embedder": fakes.embedder, "chat_model": fakes.chat_model}
            fakes.made.append(self)

    monkeypatch.setenv("PRAMAAN_REPORTS", str(tmp_path / "reports"))
    return pramaan(FakeModels, tmp_path / "store", monkeypatch, capsys)


@pytest.fixture
def indexed(run: Run, articles: Path, fakes: Fakes) -> Path:
    for name, text in ARTICLES.items():
        (articles / name).write_bytes(text.encode())
    assert run("index", articles)[0] == 0
    fakes.embedder.questions.clear()
    return articles


def asked(fakes: Fakes) -> list[str]:
    return [name for searched in fakes.embedder.questions for name, text in TEXT.items() if searched.endswith(text)]
