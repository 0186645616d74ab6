"""The command line as a whole: light to import, help, wrong usage, failures in one line, models and feedback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import HEAVY, QUESTION, ROOT, Run, indexed, run
from talking import answer

from assistant.conversations.store import Conversations
from assistant.evaluation.questions import load_questions

__all__ = ["indexed", "run"]

# Light and well-behaved


@pytest.mark.parametrize("module", ["assistant.cli", "assistant.settings", "assistant.answering.answer", "app"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    heavy = [name for name in HEAVY if not (module == "assistant.settings" and name == "pydantic_settings")]
    script = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_the_test_of_imports_would_notice() -> None:
    done = subprocess.run([sys.executable, "-c", "import sys, numpy; print('numpy' in sys.modules)"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


@pytest.mark.parametrize("start", [["-m", "assistant"], ["-c", "from assistant.cli import main; main()"]])
def test_help_is_help_and_no_failure(start: list[str]) -> None:
    done = subprocess.run([sys.executable, *start, "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert all(command in done.stdout for command in ("index", "ask", "chat", "serve", "models"))
    assert done.stderr == ""


@pytest.mark.parametrize(
    "command", [["index"], ["ask"], ["chat"], ["serve"], ["feedback"], ["models"], ["models", "pull"], ["models", "list"], ["models", "verify"]]
)
def test_every_command_says_what_it_does(run: Run, command: list[str]) -> None:
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert f"{' '.join(command)} [OPTIONS]" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["index"],
        ["ask"],
        ["ask", "--no-such"],
        ["nonsense"],
        ["models", "nonsense"],
        ["serve", "--port", "http"],
        ["ask", "one", "two"],
    ],
)
def test_wrong_usage_is_exit_code_two(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Usage: " in err


# Failures the user can mend


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", QUESTION],
        ["ask", QUESTION, "--json"],
        ["chat"],
        ["index", "--status"],
        ["index", "--verify"],
        ["index", "--rebuild"],
        ["index", "--show", "a"],
    ],
)
def test_a_missing_store_is_one_line_with_the_cure(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert err == f"pramaan: There is no store in '{tmp_path / 'store'}'. Index your articles first: pramaan index FOLDER\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "?!"], "pramaan: The question is empty."),
        (["ask", "शब्द " * 1_000], "pramaan: The question has 4,999 characters; at most 2,000"),
        (["index", "no/such/folder"], "pramaan: "),
        (["index", "--show", "no-such"], "pramaan: No article's name fits 'no-such'. See the names with: pramaan index --status"),
        (["ask", QUESTION, "--from", "जून"], "pramaan: 'जून' is no date to search by. Write it as 2025-06-14, 2025-06 or 2025."),
        (["chat", "--from", "2025-07", "--to", "2025-06"], "pramaan: The search begins on 2025-07-01 and ends on 2025-06-30"),
        (["ask", QUESTION, "--language", "fr"], "pramaan: There are no articles in the language 'fr'."),
        (["ask", QUESTION, "--publisher", "आकाशवाणी"], "pramaan: No article in the store is by the publisher 'आकाशवाणी'. It holds: "),
        (["ask", QUESTION, "--article", "no.txt"], "pramaan: No article in the store is called 'no.txt'. It holds: visit.txt."),
        (["models", "pull", "no-such-model"], "pramaan: 'no-such-model' is not a known model. Known are: "),
    ],
)
@pytest.mark.usefixtures("indexed")
def test_what_the_user_can_mend_is_exit_code_one_and_one_line(run: Run, arguments: list[str], says: str) -> None:
    code, out, err = run(*arguments)
    assert code == 1
    assert err.startswith(says)
    assert (err.count("\n"), err[-1]) == (1, "\n")
    assert out == "" or arguments[0] == "index"


def test_a_bad_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAMAAN_PORT", "http")
    code, _, err = run("ask", QUESTION)
    assert code == 1
    assert err.startswith("pramaan: PRAMAAN_PORT=http can't be used: ")
    assert err.count("\n") == 1


def test_a_bug_keeps_its_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.terminal.answer_view.print_answer", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("ask", QUESTION)


def test_an_interruption_says_that_nothing_is_lost(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.terminal.answer_view.print_answer", interrupted)
    code, _, err = run("ask", QUESTION)
    assert code == 130
    assert "what was done is kept" in err


# Models and feedback


def test_the_models_are_listed_with_what_is_here(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("models", "list")
    assert code == 0
    assert out.startswith(f"Models lie in {tmp_path / 'models'}\n")
    assert all("absent" in line and " MB " in line for line in out.splitlines()[1:])


def test_verifying_no_models_finds_nothing_wrong(run: Run) -> None:
    assert run("models", "verify")[0] == 0


def test_what_readers_judged_becomes_a_question_file(run: Run, tmp_path: Path) -> None:
    kept = Conversations(tmp_path / "store")
    kept.opinions.keep(QUESTION, answer(), "up")
    kept.close()
    file = tmp_path / "judged.jsonl"
    assert run("feedback", "--export", file) == (0, f"1 judged questions in {file}. Ask them again with: pramaan eval {file}\n", "")
    assert [question.question for question in load_questions(file).questions] == [QUESTION]


def test_without_feedback_nothing_is_made(run: Run, tmp_path: Path) -> None:
    code, out, err = run("feedback", "--export", tmp_path / "judged.jsonl")
    assert (code, out) == (1, "")
    assert err.startswith("pramaan: There is no feedback yet.")
    assert not (tmp_path / "store").exists()
