from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Run
from evaluation_command import Fakes, fakes, indexed, run
from small_evaluation import ARTICLES, ROWS, json_lines, questions, write_rows

__all__ = ["fakes", "indexed", "questions", "run"]


# SQuAD


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    asked_of_it = [{"id": "s", "question": "लावरोव कब पहुंचे?", "question_en": "When did Lavrov come?", "answers": ["शुक्रवार"]}]
    whole = {"data": [{"title": "visit", "paragraphs": [{"context": ARTICLES["visit.txt"], "qas": asked_of_it}]}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def test_a_squad_file_needs_no_store(run: Run, squad: Path, tmp_path: Path) -> None:
    code, out, _ = run("eval", squad)
    assert (code, out.splitlines()[0]) == (0, "1 questions: 1 right")
    assert not (tmp_path / "store").exists()
    assert not (tmp_path / "reports" / "squad" / "passages-store").exists()


def test_the_other_language_of_a_squad_file(run: Run, squad: Path, tmp_path: Path) -> None:
    run("eval", squad, "--parallel", "en", "--predictions", tmp_path / "answers.jsonl")
    assert [row["question"] for row in json_lines(tmp_path / "answers.jsonl")] == ["When did Lavrov come?"]


def test_a_named_store_keeps_the_passages(run: Run, squad: Path, tmp_path: Path) -> None:
    assert run("eval", squad, "--store", tmp_path / "kept")[0] == 0
    assert run("ask", "लावरोव कब पहुंचे?", "--store", tmp_path / "kept")[1].startswith("लावरोव शुक्रवार को प्योंगयांग पहुंचे [1]।")


@pytest.mark.usefixtures("indexed")
def test_a_named_store_with_other_articles_is_refused(run: Run, squad: Path, tmp_path: Path) -> None:
    code, _, err = run("eval", squad, "--store", tmp_path / "store")
    assert code == 1
    assert f"The store in '{tmp_path / 'store'}' holds other articles" in err


def test_a_named_store_in_the_home_folder_is_found_there(run: Run, squad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert run("eval", squad, "--store", "~/kept")[0] == 0
    assert (tmp_path / "home" / "kept" / "passages").is_dir()
    assert not (tmp_path / "~").exists()


# Checks and templates


@pytest.mark.usefixtures("indexed")
def test_nothing_wrong_is_said_without_a_model(run: Run, questions: Path, fakes: Fakes) -> None:
    fakes.chat_model = None
    assert run("eval", questions, "--check") == (0, f"{questions}: 5 questions, nothing wrong.\n", "")
    assert not {"embedder", "chat_model"} & fakes.made[-1].made.keys()


@pytest.mark.usefixtures("indexed")
def test_what_is_wrong_is_told_with_line_and_field(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "q.jsonl", [ROWS[0], {"id": "x"}, ROWS[2] | {"docs": ["lost.txt"]}, ROWS[3] | {"evidence": ["Nowhere."]}])
    code, out, err = run("eval", path, "--check")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        f"pramaan: {path}, line 2, field 'question': is missing.",
        f"pramaan: {path}, line 3, field 'docs': no article of the store is called 'lost.txt'.",
        f"pramaan: {path}, line 4, field 'evidence': does not stand in metro.txt: “Nowhere.”",
    ]
    assert not (tmp_path / "reports").exists()


def test_a_check_without_a_store_says_what_was_not_looked_for(run: Run, questions: Path, tmp_path: Path) -> None:
    code, out, err = run("eval", questions, "--check")
    assert (code, out) == (0, f"{questions}: 5 questions, nothing wrong.\n")
    assert err == f"note: there is no store in '{tmp_path / 'store'}', so docs and evidence were not looked for.\n"
    assert not (tmp_path / "store").exists()


def test_a_squad_file_is_checked_without_a_store(run: Run, squad: Path) -> None:
    assert run("eval", squad, "--check") == (0, f"{squad}: 1 questions, nothing wrong.\n", "")


@pytest.mark.usefixtures("indexed")
def test_a_template_is_written_filled_in_and_checked(run: Run, articles: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    code, out, err = run("eval", path, "--make-template", articles)
    assert (code, err) == (0, "")
    assert out.startswith(f"{path}: 5 rows. Fill in question, answers and must_include")
    code, _, err = run("eval", path, "--check")
    assert (code, err.count("field 'question': is empty.")) == (1, 5)
    write_rows(path, [row | {"question": "कब हुआ?"} for row in json_lines(path)[:3]])
    assert run("eval", path, "--check") == (0, f"{path}: 3 questions, nothing wrong.\n", "")


def test_the_template_has_a_name_of_its_own_and_is_not_written_over(run: Run, articles: Path, tmp_path: Path) -> None:
    (articles / "visit.txt").write_text(ARTICLES["visit.txt"], encoding="utf-8")
    assert run("eval", "--make-template", articles)[0] == 0
    before = (tmp_path / "questions.jsonl").read_bytes()
    code, _, err = run("eval", "--make-template", articles)
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith("pramaan: 'questions.jsonl' exists and is left as it is.")
    assert (tmp_path / "questions.jsonl").read_bytes() == before
