"""`pramaan read`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Run, pramaan, run
from test_reader import made
from tiny_encoder import TinyEmbedder

import assistant.assemble
from assistant.settings import Settings

__all__ = ["run"]

QUESTION = "कितने लोग मरे?"
FLOOD = "तमसापुर में बाढ़ आई\n\nग्यारह लोगों की मौत हुई।\n"


@pytest.fixture
def run_with_reader(own_settings: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """`pramaan …` with a tiny encoder and the weights of a reader for it."""
    del own_settings  # it comes first, so that PRAMAAN_STORE stays
    weights, embedder = tmp_path / "weights", TinyEmbedder()
    weights.mkdir()
    made(weights, embedder)

    class TinyModels(assistant.assemble.Assembly):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings.model_copy(update={"reader": weights}))
            self.made["embedder"] = embedder

    return pramaan(TinyModels, tmp_path / "store", monkeypatch, capsys)


@pytest.fixture
def flood(write_article: Callable[[str, str], Path]) -> Path:
    return write_article("flood.txt", FLOOD)


def test_a_file_is_read(run_with_reader: Run, flood: Path) -> None:
    code, out, err = run_with_reader("read", QUESTION, flood)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].endswith("not in this file")
    assert "ग्यारह लोगों की मौत हुई।" in out


def test_without_a_reader_it_is_one_line_with_the_cure(run: Run, flood: Path) -> None:
    code, out, err = run("read", QUESTION, flood)
    assert (code, out) == (1, "")
    assert err.startswith("pramaan: The reader is off: ")
    assert err.endswith("Take both files from the project again, and unset PRAMAAN_READER and PRAMAAN_EMBEDDER.\n")
    assert err.count("\n") == 1


def test_a_question_that_is_too_long_is_one_line_with_the_cure(run_with_reader: Run, flood: Path) -> None:
    told = "pramaan: The question has 300 tokens; the reader takes at most 256. Ask a shorter one.\n"
    assert run_with_reader("read", "शब्द " * 300, flood) == (1, "", told)


@pytest.mark.parametrize("content", ["", " \n\n"])
def test_an_empty_file_is_one_line_with_the_cure(run_with_reader: Run, write_article: Callable[[str, str], Path], content: str) -> None:
    path = write_article("empty.txt", content)
    told = f"pramaan: {path}: the file is empty. Save the article again, or remove the file.\n"
    assert run_with_reader("read", QUESTION, path) == (1, "", told)
