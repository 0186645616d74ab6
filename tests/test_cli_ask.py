"""`pramaan ask` and `pramaan chat`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import ARRIVED, QUESTION, Run, indexed, run

from assistant.errors import ModelBusy

__all__ = ["indexed", "run"]

# One question


@pytest.mark.parametrize(
    ("options", "articles_found"),
    [
        ([], {"visit.txt", "july.txt"}),
        (["--from", "2025-06", "--to", "2025-06"], set()),
        (["--from", "2025-07", "--to", "2025-07-31"], {"july.txt"}),
        (["--publisher", "लोकवाणी"], {"july.txt"}),
        (["--language", "hi"], {"visit.txt", "july.txt"}),
        (["--language", "en"], set()),
        (["--article", "visit.txt"], {"visit.txt"}),
        (["--article", "v*.txt", "--article", "july.txt"], {"visit.txt", "july.txt"}),
    ],
)
def test_filters_say_which_articles_may_answer(
    run: Run, indexed: Path, write_article: Callable[[str, str], Path], options: list[str], articles_found: set[str]
) -> None:
    write_article("july.txt", "लावरोव की दूसरी यात्रा\n\nलोकवाणी | 13 जुलाई 2025\n\nलावरोव शनिवार को वोंसान पहुंचे।\n")
    assert run("index", indexed)[0] == 0
    code, out, _ = run("ask", QUESTION, "--json", *options)
    assert code == 0
    assert {found["article"] for found in json.loads(out)["retrieved"]} == articles_found


@pytest.mark.usefixtures("indexed")
def test_an_answer_with_its_proof(run: Run) -> None:
    code, out, err = run("ask", QUESTION)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "लावरोव शुक्रवार को प्योंगयांग पहुंचे [1]।"
    assert f"[1] “{ARRIVED}”" in lines
    assert lines[-1].endswith("सेकंड)")


@pytest.mark.usefixtures("indexed")
def test_json_is_exactly_one_object_on_stdout(run: Run) -> None:
    code, out, err = run("ask", QUESTION, "--json")
    row = json.loads(out)
    assert (code, err, row["id"], row["question"], row["status"]) == (0, "", None, QUESTION, "answered")
    assert ARRIVED in out  # Hindi stays readable


@pytest.mark.usefixtures("indexed")
def test_the_history_makes_a_follow_up(run: Run) -> None:
    code, out, _ = run("ask", "और कहां?", "--history", "प्याज का भाव मंडी में कितना गिरा?", "--history", QUESTION, "--json")
    assert (code, json.loads(out)["question"]) == (0, "और कहां?")


@pytest.mark.usefixtures("indexed")
def test_the_store_may_be_named(run: Run, tmp_path: Path) -> None:
    code, _, err = run("ask", QUESTION, "--store", tmp_path / "other")
    assert code == 1
    assert f"There is no store in '{tmp_path / 'other'}'" in err


@pytest.mark.usefixtures("indexed")
def test_a_model_that_fails_is_no_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ModelBusy("The language model 'x' failed.")

    monkeypatch.setattr("assistant.writing.write.stream_text", fail)
    assert run("ask", QUESTION, "--json") == (1, "", "pramaan: The language model 'x' failed.\n")


# A chat


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def lines(*said: str) -> None:
        waiting: Iterator[str] = iter(said)

        def typed_line(prompt: str) -> str:
            del prompt
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", typed_line)

    return lines


@pytest.mark.usefixtures("indexed")
def test_a_chat_goes_on_after_a_failure_and_ends_with_the_input(run: Run, typed: Callable[..., None]) -> None:
    typed("?!", QUESTION, "और कहां?")
    code, out, err = run("chat")
    assert code == 0
    assert err.startswith("pramaan: The question is empty.")
    assert out.count("लावरोव शुक्रवार को प्योंगयांग पहुंचे [1]।") == 2


@pytest.mark.usefixtures("indexed")
def test_an_empty_line_ends_the_chat(run: Run, typed: Callable[..., None]) -> None:
    typed("", QUESTION)
    assert run("chat")[:2] == (0, "")
