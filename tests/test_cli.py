from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from conftest import FakeEmbedder, scripted_chat_model
from talking import answer

import assistant.assemble
from assistant import cli
from assistant.conversations.store import Conversations
from assistant.errors import ModelBusy
from assistant.evaluation.questions import load_questions
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
QUESTION = "लावरोव कब पहुंचे?"
HEAVY = ("torch", "chromadb", "gradio", "llama_cpp", "langchain_core", "transformers", "sentence_transformers", "numpy", "httpx", "pydantic_settings")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(own_settings: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """run("ask", …) is `pramaan ask …` with fake models and its own store: (exit code, stdout, stderr)."""

    del own_settings  # it comes first, so that PRAMAAN_STORE stays

    class FakeModels(assistant.assemble.Assembly):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings.model_copy(update={"models": tmp_path / "models", "strictness": 0.1}))
            self.made |= {"embedder": FakeEmbedder(), "chat_model": scripted_chat_model(ARRIVED)}

    monkeypatch.setattr(assistant.assemble, "Assembly", FakeModels)
    monkeypatch.setattr(cli, "go_offline", lambda: None)
    monkeypatch.setenv("PRAMAAN_STORE", str(tmp_path / "store"))

    def pramaan(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pramaan", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return pramaan


@pytest.fixture
def indexed(run: Run, articles: Path, write_article: Callable[[str, str], Path]) -> Path:
    write_article("visit.txt", f"लावरोव की यात्रा\n\n{ARRIVED} अगले दिन वे लौट गए।\n")
    assert run("index", articles)[0] == 0
    return articles


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


def test_watching_needs_a_folder(run: Run) -> None:
    code, out, err = run("index", "--watch", "--status")
    assert (code, out) == (2, "")
    assert "--watch needs a file or a folder with articles" in " ".join(err.replace("│", " ").split())


def test_an_emptied_folder_needs_a_word_of_confirmation(run: Run, indexed: Path) -> None:
    (indexed / "visit.txt").unlink()
    code, out, err = run("index", indexed)
    assert (code, out) == (1, "0 added, 0 changed, 0 removed, 0 unchanged, 1 not read; the store holds 1 articles in 1 chunks.\n")
    assert err.startswith(f"pramaan: '{indexed}' holds no articles any more, but 1 in the store come from there; they stay.")
    code, out, err = run("index", indexed, "--allow-empty")
    assert (code, out, err) == (0, "0 added, 0 changed, 1 removed, 0 unchanged, 0 not read; the store holds 0 articles in 0 chunks.\n", "")


def test_what_index_needs_is_said(run: Run) -> None:
    assert "give a file or a folder with articles" in " ".join(run("index")[2].replace("│", " ").split())


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


# What the commands do


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


def test_indexing_says_what_changed(run: Run, indexed: Path, write_article: Callable[[str, str], Path]) -> None:
    write_article("onion.txt", "प्याज\n\nप्याज का भाव गिरा।\n")
    code, out, _ = run("index", indexed)
    assert (code, out) == (0, "1 added, 0 changed, 0 removed, 1 unchanged, 0 not read; the store holds 2 articles in 2 chunks.\n")


SHOWN = """\
Article    2025-06-14-visit.txt
Title      लावरोव की यात्रा
Publisher  unknown
Author     Tara Fernandes
Published  2025-06-14 (from the file name)
Language   hi
Sentences  4

लावरोव की यात्रा
░ By Tara Fernandes
लावरोव शुक्रवार को प्योंगयांग पहुंचे। ¦ अगले दिन वे लौट गए।
वे फिर\ufffd[2J आएंगे। ░ ये भी पढ़ें: नाव
░ Exit mobile version
"""


def test_an_article_is_shown_as_the_index_sees_it(run: Run, articles: Path, write_article: Callable[[str, str], Path]) -> None:
    body = f"लावरोव की यात्रा\nBy Tara Fernandes\n\n{ARRIVED} अगले दिन वे लौट गए।\n"
    write_article("2025-06-14-visit.txt", f"{body}वे फिर\x9b[2J आएंगे। ये भी पढ़ें: नाव\nExit mobile version\n")
    assert run("index", articles)[0] == 0
    assert run("index", "--show", "visit") == (0, SHOWN, "")


def test_a_terminal_sees_the_furniture_dimmed(
    run: Run, articles: Path, write_article: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article("visit.txt", f"लावरोव की यात्रा\n\n{ARRIVED}\nExit mobile version\n")
    run("index", articles)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert "\x1b[2m░ Exit mobile version\x1b[0m\n" in run("index", "--show", "visit")[1]


def test_an_unchanged_folder_is_synced_without_a_heavy_library(indexed: Path, tmp_path: Path) -> None:
    heavy = [name for name in HEAVY if name != "pydantic_settings"]
    arguments = ["pramaan", "index", str(indexed), "--store", str(tmp_path / "store")]
    script = f"""import sys
from assistant import cli
sys.argv = {arguments}
try:
    cli.main()
finally:
    print([name for name in {heavy} if name in sys.modules])"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == ["0 added, 0 changed, 0 removed, 1 unchanged, 0 not read; the store holds 1 articles in 1 chunks.", "[]"]


def test_a_file_that_cannot_be_read_is_exit_code_one_and_the_rest_is_in(run: Run, articles: Path, write_article: Callable[[str, str], Path]) -> None:
    write_article("good.txt", "प्याज\n\nप्याज का भाव गिरा।\n")
    (articles / "bad.pdf").write_bytes(b"no pdf at all")
    code, out, err = run("index", articles)
    assert code == 1
    assert out.startswith("1 added, 0 changed, 0 removed, 0 unchanged, 1 not read")
    assert "bad.pdf" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("indexed")
def test_status_verify_and_rebuild(run: Run) -> None:
    assert "Holds      1 articles" in run("index", "--status")[1]
    assert run("index", "--verify") == (0, "The catalogue, its word index and Chroma agree: 1 articles, 3 sentences, 1 chunks.\n", "")
    SharedSystemClient.clear_system_cache()  # Chroma keeps the folder open in this process; a command of its own has a fresh one
    assert run("index", "--rebuild") == (0, "The word index and Chroma were filled anew with 1 chunks.\n", "")
    assert run("index", "--verify")[0] == 0


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


def test_the_models_are_listed_with_what_is_here(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("models", "list")
    assert code == 0
    assert out.startswith(f"Models lie in {tmp_path / 'models'}\n")
    assert all("absent" in line and " MB " in line for line in out.splitlines()[1:])


def test_verifying_no_models_finds_nothing_wrong(run: Run) -> None:
    assert run("models", "verify")[0] == 0


@pytest.mark.usefixtures("indexed")
def test_a_model_that_fails_is_no_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ModelBusy("The language model 'x' failed.")

    monkeypatch.setattr("assistant.writing.write.stream_text", fail)
    assert run("ask", QUESTION, "--json") == (1, "", "pramaan: The language model 'x' failed.\n")


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
