from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Run
from evaluation_command import Fakes, asked, fakes, indexed, run
from small_evaluation import IDS, ROWS, TEXT, json_lines, questions, troubled_chat_model, without_times, write_rows

from assistant.errors import ModelBusy

__all__ = ["fakes", "indexed", "questions", "run"]


# A run


@pytest.mark.usefixtures("indexed")
def test_the_figures_and_where_the_report_lies(run: Run, questions: Path, tmp_path: Path) -> None:
    code, out, err = run("eval", questions)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "5 questions: 1 refused rightly, 4 right"
    assert lines[1] == (
        "search finds the article  hit@1 1.000 [1.000, 1.000] n 4, hit@3 1.000 [1.000, 1.000] n 4, hit@5 1.000 [1.000, 1.000] n 4, "
        "mrr@10 1.000 [1.000, 1.000] n 4, ndcg@10 1.000 [1.000, 1.000] n 4"
    )
    assert [line[:26].strip() for line in lines[2:-1]] == [
        "search finds the evidence",
        "answer",
        "citations",
        "abstention",
        "",
        "seconds, p50 / p95",
    ]
    assert lines[-1] == f"Report: {tmp_path / 'reports' / 'small' / 'report.html'}"
    assert {path.name for path in (tmp_path / "reports" / "small").iterdir()} == {"report.html", "metrics.json", "rows.jsonl", "predictions.jsonl"}


@pytest.mark.usefixtures("indexed")
def test_the_next_run_has_a_folder_of_its_own(run: Run, questions: Path, tmp_path: Path) -> None:
    run("eval", questions)
    assert run("eval", questions)[1].endswith(f"Report: {tmp_path / 'reports' / 'small-2' / 'report.html'}\n")


@pytest.mark.usefixtures("indexed")
def test_report_and_predictions_go_where_they_are_wanted(run: Run, questions: Path, tmp_path: Path) -> None:
    code, out, _ = run("eval", questions, "--report", tmp_path / "here", "--predictions", tmp_path / "answers.jsonl")
    assert code == 0
    assert out.endswith(f"Report: {tmp_path / 'here' / 'report.html'}\n")
    assert [row["id"] for row in json_lines(tmp_path / "answers.jsonl")] == IDS
    assert not (tmp_path / "reports").exists()


@pytest.mark.usefixtures("indexed")
def test_a_sample_with_its_seed_is_the_same_twice(run: Run, questions: Path, fakes: Fakes) -> None:
    for _ in range(2):
        assert run("eval", questions, "--sample", "2", "--seed", "7")[0] == 0
    once, again = asked(fakes)[:2], asked(fakes)[2:]
    assert once == again
    assert len(once) == 2


@pytest.mark.usefixtures("indexed")
def test_against_a_baseline(run: Run, questions: Path, tmp_path: Path) -> None:
    run("eval", questions, "--report", tmp_path / "before")
    write_rows(questions, [ROWS[0] | {"must_include": [["शनिवार"]]}, *ROWS[1:]])
    code, out, _ = run("eval", questions, "--report", tmp_path / "after", "--baseline", tmp_path / "before")
    assert code == 0
    assert "Against the baseline: 0 better, 1 worse; beyond noise: nothing\n" in out


@pytest.mark.usefixtures("indexed")
def test_notes_go_to_the_other_stream(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "q.jsonl", [ROWS[0] | {"evidence": ["कहीं नहीं।"], "mood": "good"}])
    code, out, err = run("eval", path)
    assert code == 0
    assert "note: " not in out
    assert [line[:6] for line in err.splitlines()] == ["note: ", "note: "]
    assert "'mood': is not known" in err
    assert "1 evidence strings are not in the store" in err


# Questions that fail


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    ("trouble", "says"),
    [(ModelBusy("The model is gone. Start it."), "The model is gone. Start it."), (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero")],
)
def test_a_failed_question_is_one_line_and_exit_code_one(
    run: Run, questions: Path, tmp_path: Path, fakes: Fakes, trouble: Exception, says: str
) -> None:
    fakes.chat_model = troubled_chat_model({TEXT["flood"]: trouble})
    code, out, err = run("eval", questions, "--report", tmp_path / "out")
    assert (code, err) == (1, f"pramaan: flood failed: {says}\n")
    assert out.startswith("5 questions: 1 error, 1 refused rightly, 3 right\n")
    rows = json_lines(tmp_path / "out" / "rows.jsonl")
    assert [row["outcome"] for row in rows] == ["right", "right", "error", "right", "refused_rightly"]
    assert ("Traceback" in rows[2]["prediction"]["error"]) is isinstance(trouble, ZeroDivisionError)


# Refused before a model is made


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.jsonl"], "There is no question file 'none.jsonl'."),
        (["bad.jsonl"], "bad.jsonl, line 2, field 'question': is missing."),
        (["good.jsonl", "--baseline", "none"], "'none' is no report to compare with"),
        (["good.jsonl", "--store", "none"], "There is no store in 'none'."),
        (["good.jsonl", "--report", "good.jsonl"], "'good.jsonl' can't be made a folder"),
        (["good.jsonl", "--predictions", "good.jsonl"], "'good.jsonl' is a folder or the question file itself"),
    ],
)
@pytest.mark.usefixtures("indexed")
def test_what_is_wrong_is_one_line_before_a_model_is_made(run: Run, tmp_path: Path, fakes: Fakes, arguments: list[str], says: str) -> None:
    write_rows(tmp_path / "good.jsonl")
    write_rows(tmp_path / "bad.jsonl", [ROWS[0], {"id": "x"}])
    fakes.chat_model = None
    code, out, err = run("eval", *arguments)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"pramaan: {says}")
    assert not {"embedder", "chat_model"} & fakes.made[-1].made.keys()


@pytest.mark.parametrize("arguments", [[], ["--check"], ["q.jsonl", "--sample", "0"], ["q.jsonl", "--parallel", "fr"], ["q.jsonl", "--seed", "x"]])
def test_wrong_usage_is_exit_code_two(run: Run, arguments: list[str]) -> None:
    code, out, err = run("eval", *arguments)
    assert (code, out) == (2, "")
    assert "Usage: " in err


def test_eval_says_what_it_does(run: Run) -> None:
    code, out, err = run("eval", "--help")
    assert (code, err) == (0, "")
    assert "pramaan eval [OPTIONS]" in out
    assert all(
        option in out for option in ("--baseline", "--check", "--make-template", "--parallel", "--predictions", "--report", "--sample", "--seed")
    )


# Interrupted


@pytest.mark.usefixtures("indexed")
def test_an_interrupted_run_goes_on_with_the_same_command(run: Run, questions: Path, tmp_path: Path, fakes: Fakes) -> None:
    run("eval", questions, "--report", tmp_path / "whole")
    calm, fakes.chat_model = fakes.chat_model, troubled_chat_model({TEXT["flood"]: KeyboardInterrupt()})
    code, out, err = run("eval", questions)
    assert (code, out) == (130, "")
    assert "what was done is kept, and the same command goes on from here" in err
    assert [path.name for path in (tmp_path / "reports" / "small").iterdir()] == ["predictions.jsonl.part"]
    fakes.chat_model = calm
    fakes.embedder.questions.clear()
    assert run("eval", questions)[0] == 0
    assert asked(fakes) == IDS[2:]
    assert without_times(json_lines(tmp_path / "reports" / "small" / "rows.jsonl")) == without_times(json_lines(tmp_path / "whole" / "rows.jsonl"))
