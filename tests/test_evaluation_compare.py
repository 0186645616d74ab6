from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import AssistantFailure
from assistant.evaluation.compare import compare, load_rows


def row(
    name: str, outcome: str = "right", answer: str = "11 [1]।", asked: str = "", history: tuple[str, ...] = (), **scores: float
) -> dict[str, Any]:
    return {
        "id": name,
        "outcome": outcome,
        "scores": scores,
        "gold": {"question": asked or f"प्रश्न {name}?", "history": list(history)},
        "prediction": {"id": name, "answer": answer, "timings": {"search": 0.5, "evidence": None, "first_token": 1.0, "total": 2.0}},
    }


def failed(name: str) -> dict[str, Any]:
    return row(name, "error") | {"prediction": {"id": name, "question": f"प्रश्न {name}?", "error": "The model failed."}}


def run(outcomes: str, **scores: list[float]) -> list[dict[str, Any]]:
    """A row for each letter: r(ight) or w(rong)."""
    return [
        row(f"q{n}", {"r": "right", "w": "wrong"}[letter], **{name: values[n] for name, values in scores.items()})
        for n, letter in enumerate(outcomes)
    ]


def test_a_run_compared_with_itself_differs_in_nothing() -> None:
    rows = run("rwrwrwrw", f1=[1.0, 0.0, 0.5, 0.25, 1.0, 0.0, 0.5, 0.25], correct=[1.0, 0.0] * 4)
    found = compare(rows, rows)
    assert (found["questions"], found["only_here"], found["only_there"]) == (8, 0, 0)
    assert (found["better"], found["worse"], found["changed"]) == ([], [], [])
    assert list(found["differences"]) == ["correct", "f1"]
    for difference in [*found["differences"].values(), *found["latency"].values()]:
        assert (difference["value"], difference["low"], difference["high"]) == (0.0, 0.0, 0.0)
        assert difference["here"] == difference["there"]
        assert not difference["beyond_noise"]


def test_clearly_different_runs_differ_beyond_noise_in_the_right_direction() -> None:
    ours = run("r" * 18 + "w" * 2, correct=[1.0] * 18 + [0.0] * 2)
    theirs = run("w" * 16 + "r" * 4, correct=[0.0] * 16 + [1.0] * 4)
    found = compare(ours, theirs)
    difference = found["differences"]["correct"]
    assert (difference["here"], difference["there"]) == (18 / 20, 4 / 20)
    assert difference["value"] == pytest.approx(18 / 20 - 4 / 20)
    assert 0 < difference["low"] < difference["value"] < difference["high"]
    assert difference["beyond_noise"]
    assert found["better"] == [f"q{n}" for n in range(16)]
    assert found["worse"] == ["q18", "q19"]
    other = compare(theirs, ours)
    assert other["differences"]["correct"]["value"] == pytest.approx(4 / 20 - 18 / 20)
    assert other["differences"]["correct"]["beyond_noise"]
    assert (other["better"], other["worse"]) == (found["worse"], found["better"])


def test_as_much_better_as_worse_is_noise() -> None:
    difference = compare(run("rw" * 8, correct=[1.0, 0.0] * 8), run("wr" * 8, correct=[0.0, 1.0] * 8))["differences"]["correct"]
    assert difference["value"] == 0.0
    assert difference["low"] < 0 < difference["high"]
    assert not difference["beyond_noise"]


def test_a_single_question_shows_no_difference_beyond_noise() -> None:
    difference = compare(run("r", correct=[1.0]), run("w", correct=[0.0]))["differences"]["correct"]
    assert (difference["value"], difference["n"], difference["beyond_noise"]) == (1.0, 1, False)


def test_rows_are_paired_by_id_whatever_their_order() -> None:
    ours = run("rrrrrrrr", f1=[0.125 * n for n in range(8)])
    theirs = list(reversed(run("rrrrrrrr", f1=[0.125 * n - 0.0625 for n in range(8)])))
    difference = compare(ours, theirs)["differences"]["f1"]
    assert (difference["value"], difference["low"], difference["high"]) == (0.0625, 0.0625, 0.0625)  # in each question the same
    assert difference["beyond_noise"]


def test_only_questions_that_both_runs_were_asked_are_compared() -> None:
    ours = [row("एक", f1=1.0), row("दो", f1=0.0), row("तीन", f1=0.0), row("चार", f1=0.0)]
    theirs = [row("एक", f1=0.5), row("दो", asked="और कुछ?", f1=1.0), row("तीन", history=("पहले?",), f1=1.0), row("पांच", f1=1.0), row("छह", f1=1.0)]
    found = compare(ours, theirs)
    assert (found["questions"], found["only_here"], found["only_there"]) == (1, 3, 4)
    assert found["differences"]["f1"] | {"low": 0, "high": 0} == {
        "here": 1.0,
        "there": 0.5,
        "value": 0.5,
        "low": 0,
        "high": 0,
        "n": 1,
        "beyond_noise": False,
    }


def test_runs_without_a_common_question_are_compared_in_nothing() -> None:
    found = compare([row("एक", f1=1.0)], [row("दो", f1=1.0)])
    assert (found["questions"], found["only_here"], found["only_there"]) == (0, 1, 1)
    assert (found["differences"], found["latency"], found["better"], found["worse"], found["changed"]) == ({}, {}, [], [], [])


def test_a_metric_is_compared_where_both_rows_have_it() -> None:
    ours = [row("एक", f1=1.0, verbatim=1.0), row("दो", f1=0.5), row("तीन", "refused_wrongly", f1=0.0)]
    theirs = [row("एक", f1=0.5), row("दो", f1=0.5, verbatim=0.0), row("तीन", article_recall=1.0)]
    found = compare(ours, theirs)["differences"]
    assert list(found) == ["f1"]
    assert (found["f1"]["here"], found["f1"]["there"], found["f1"]["n"]) == ((1 + 0.5) / 2, (0.5 + 0.5) / 2, 2)


@pytest.mark.parametrize(
    ("here", "there", "better", "worse"),
    [
        ("right", "wrong", True, False),
        ("right", "refused_wrongly", True, False),
        ("refused_rightly", "answered_unanswerable", True, False),
        ("right", "error", True, False),
        ("wrong", "right", False, True),
        ("error", "refused_rightly", False, True),
        ("right", "right", False, False),
        ("wrong", "refused_wrongly", False, False),  # wrong either way
        ("wrong", "error", False, False),
        ("unjudged", "wrong", False, False),
        ("right", "unjudged", False, False),
    ],
)
def test_what_got_better_and_what_got_worse(here: str, there: str, better: bool, worse: bool) -> None:
    found = compare([row("एक", here)], [row("एक", there)])
    assert (found["better"], found["worse"]) == (["एक"] if better else [], ["एक"] if worse else [])


def test_other_answers_are_named_also_when_the_outcome_is_the_same() -> None:
    ours = [row("एक"), row("दो", answer="11 लोग [1]।"), failed("तीन"), failed("चार")]
    theirs = [row("एक"), row("दो", answer="ग्यारह [1]।"), row("तीन"), failed("चार")]
    assert compare(ours, theirs)["changed"] == ["दो", "तीन"]


def test_seconds_are_compared_stage_by_stage_where_both_came_so_far() -> None:
    ours, theirs = [row("एक"), row("दो"), failed("तीन")], [row("एक"), row("दो"), row("तीन")]
    theirs[0]["prediction"]["timings"] = {"search": 0.25, "evidence": 1.0, "first_token": None, "total": 4.0}
    found = compare(ours, theirs)["latency"]
    assert list(found) == ["search", "first_token", "total"]
    assert (found["search"]["here"], found["search"]["there"], found["search"]["n"]) == (0.5, (0.25 + 0.5) / 2, 2)
    assert (found["first_token"]["value"], found["first_token"]["n"]) == (0.0, 1)
    assert found["total"]["value"] == pytest.approx(((2 - 4) + (2 - 2)) / 2)


def test_the_same_seed_gives_the_same_comparison() -> None:
    ours, theirs = run("r" * 9, f1=[0.1 * n for n in range(9)]), run("r" * 9, f1=[0.9, 0.1, 0.4, 0.2, 0.8, 0.3, 0.0, 1.0, 0.6])
    assert compare(ours, theirs, seed=5) == compare(ours, theirs, seed=5)
    assert compare(ours, theirs, seed=5)["differences"]["f1"]["low"] != compare(ours, theirs, seed=6)["differences"]["f1"]["low"]


# Reading an earlier report


def saved(folder: Path, *lines: str) -> Path:
    (folder / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_report_is_read_by_its_folder_or_its_rows(tmp_path: Path) -> None:
    rows = [row("एक", f1=1.0), row("दो", answer="पहली\u2028दूसरी पंक्ति")]
    folder = saved(tmp_path, *(json.dumps(each, ensure_ascii=False) for each in rows), "", "")
    assert load_rows(folder) == load_rows(folder / "rows.jsonl") == rows


@pytest.mark.parametrize("name", [".", "gone", "gone/rows.jsonl"])
def test_a_folder_without_rows_is_no_report(tmp_path: Path, name: str) -> None:
    with pytest.raises(AssistantFailure, match=r"is no report to compare with: it holds no rows\.jsonl\. Name the --report folder") as refused:
        load_rows(tmp_path / name)
    assert str(tmp_path) in str(refused.value)


GOOD = json.dumps(row("एक"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "it is empty"),
        (b"\n\n", "it is empty"),
        (GOOD[:-5].encode(), "Expecting"),
        (f"{GOOD}\n[]".encode(), "list indices"),
        (f"{GOOD}\n3".encode(), "not subscriptable"),
        (b'{"id": "1", "answer": "11", "abstained": false}', "a row has no field 'outcome'"),  # predictions.jsonl
        (json.dumps(row("एक") | {"scores": [1.0]}).encode(), "'list' object"),
        (json.dumps(row("एक") | {"gold": {}}).encode(), "a row has no field 'question'"),
        (b"\xff\xfe\0", "codec"),
    ],
)
def test_a_report_that_is_none_is_refused_with_file_reason_and_cure(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "rows.jsonl").write_bytes(content)
    with pytest.raises(AssistantFailure) as refused:
        load_rows(tmp_path)
    message = str(refused.value)
    assert message.startswith(f"'{tmp_path / 'rows.jsonl'}' can't be compared with: ")
    assert told in message
    assert message.endswith("Name the --report folder of an earlier run.")
