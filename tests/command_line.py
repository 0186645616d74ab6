"""`pramaan …` in this process, with fake models and a store of the test's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import FakeEmbedder, scripted_chat_model

import assistant.assemble
from assistant import cli
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
QUESTION = "लावरोव कब पहुंचे?"
HEAVY = ("torch", "chromadb", "gradio", "llama_cpp", "langchain_core", "transformers", "sentence_transformers", "numpy", "httpx", "pydantic_settings")
Run = Callable[..., tuple[int, str, str]]


def pramaan(assembly: type[assistant.assemble.Assembly], store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command over this kind of assembly and this store: (exit code, stdout, stderr)."""
    monkeypatch.setattr(assistant.assemble, "Assembly", assembly)
    monkeypatch.setattr(cli, "go_offline", lambda: None)
    monkeypatch.setenv("PRAMAAN_STORE", str(store))

    def called(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pramaan", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return called


@pytest.fixture
def run(own_settings: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """run("ask", …) is `pramaan ask …` with fake models and its own store: (exit code, stdout, stderr)."""
    del own_settings  # it comes first, so that PRAMAAN_STORE stays

    class FakeModels(assistant.assemble.Assembly):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings.model_copy(update={"models": tmp_path / "models", "strictness": 0.1}))
            self.made |= {"embedder": FakeEmbedder(), "chat_model": scripted_chat_model(ARRIVED)}

    return pramaan(FakeModels, tmp_path / "store", monkeypatch, capsys)


@pytest.fixture
def indexed(run: Run, articles: Path, write_article: Callable[[str, str], Path]) -> Path:
    write_article("visit.txt", f"लावरोव की यात्रा\n\n{ARRIVED} अगले दिन वे लौट गए।\n")
    assert run("index", articles)[0] == 0
    return articles
