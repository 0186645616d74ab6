"""`pramaan index`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from command_line import ARRIVED, HEAVY, ROOT, Run, indexed, run

__all__ = ["indexed", "run"]


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
