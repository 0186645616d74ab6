from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import AssistantFailure
from assistant.evaluation.journal import Journal, write_text

RUN = {"questions": "demo.jsonl", "model": "qwen"}
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "report" / "predictions.jsonl"


def answered(name: str, answer: str = "तमसा नदी का तटबंध टूटा [1]।") -> dict[str, Any]:
    return {"id": name, "question": "क्या हुआ?", "answer": answer, "abstained": False}


def interrupted(out: Path, *predictions: dict[str, Any], run: dict[str, Any] = RUN) -> Path:
    """A run that ended after these predictions; its part file."""
    journal = Journal(out, run)
    with journal.open():
        for prediction in predictions:
            journal.add(prediction)
    return journal.part


def resumed(out: Path, run: dict[str, Any] = RUN) -> dict[str, dict[str, Any]]:
    """What the next run takes over."""
    journal = Journal(out, run)
    with journal.open():
        return dict(journal.predictions)


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n")]


def test_finished_predictions_come_in_the_order_of_the_questions_and_leave_nothing_else(out: Path) -> None:
    journal = Journal(out, RUN)
    with journal.open():
        for name in ("तीन", "एक", "दो"):
            journal.add(answered(name))
        journal.finish(["एक", "दो", "तीन"])
    assert lines(out) == [answered("एक"), answered("दो"), answered("तीन")]
    assert out.read_text(encoding="utf-8").endswith("}\n")
    assert list(out.parent.iterdir()) == [out]


def test_hindi_is_written_as_it_is_read(out: Path) -> None:
    assert "तमसा नदी का तटबंध टूटा [1]।" in interrupted(out, answered("एक")).read_text(encoding="utf-8")


def test_each_prediction_is_on_disk_when_it_was_added(out: Path) -> None:
    journal = Journal(out, RUN)
    with journal.open():
        for count, name in enumerate(("एक", "दो"), start=1):
            journal.add(answered(name))
            assert len(lines(journal.part)) == 1 + count
        assert not out.exists()


def test_an_interrupted_run_goes_on_where_it_was(out: Path) -> None:
    interrupted(out, answered("एक"), answered("दो"))
    journal = Journal(out, RUN)
    with journal.open():
        assert journal.predictions == {"एक": answered("एक"), "दो": answered("दो")}
        journal.add(answered("तीन"))
        journal.finish(["एक", "दो", "तीन"])
    assert lines(out) == [answered("एक"), answered("दो"), answered("तीन")]


def test_a_run_that_ends_with_an_exception_keeps_what_it_had_and_lets_go(out: Path) -> None:
    journal = Journal(out, RUN)
    with pytest.raises(KeyboardInterrupt), journal.open():
        journal.add(answered("एक"))
        raise KeyboardInterrupt
    assert resumed(out) == {"एक": answered("एक")}


def test_wherever_the_last_line_was_cut_the_lines_before_it_are_kept(out: Path) -> None:
    part = interrupted(out, answered("एक"), answered("दो"))
    whole = part.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for end in range(last, len(whole)):  # in the middle of letters too; the last cut leaves all but the line break
        part.write_bytes(whole[:end])
        journal = Journal(out, RUN)
        assert journal.predictions == {"एक": answered("एक")}
    with journal.open():
        journal.add(answered("तीन"))
    assert lines(part)[1:] == [answered("एक"), answered("तीन")]  # the half line is gone, not glued to the new one


@pytest.mark.parametrize("end", [0, 1, 20])
def test_a_part_cut_within_its_first_line_is_begun_anew(out: Path, end: int) -> None:
    part = interrupted(out, answered("एक"))
    part.write_bytes(part.read_bytes()[:end])
    assert resumed(out) == {}
    assert lines(part) == [{"run": RUN}]


@pytest.mark.parametrize("damage", ["half a li", "[]", "3", '{"question": "without id"}', "\ufffd"])
def test_a_damaged_line_in_the_middle_costs_only_its_own_question(out: Path, damage: str) -> None:
    part = interrupted(out, answered("एक"), answered("दो"))
    head, one, two, _ = part.read_text(encoding="utf-8").split("\n")
    part.write_text("\n".join([head, one, damage, two, ""]), encoding="utf-8")
    assert resumed(out) == {"एक": answered("एक"), "दो": answered("दो")}
    assert len(lines(part)) == 3


@pytest.mark.parametrize("answer", ["पहली\u2028दूसरी\u2029तीसरी\u0085चौथी", "पहली\nदूसरी\r\n", "“उद्धरण” \\ \t"])
def test_no_letter_of_an_answer_ends_its_line(out: Path, answer: str) -> None:
    interrupted(out, answered("एक", answer), answered("दो"))
    assert resumed(out) == {"एक": answered("एक", answer), "दो": answered("दो")}


@pytest.mark.parametrize("other", [{}, {**RUN, "model": "another"}, {**RUN, "seed": 1}, {"questions": "demo.jsonl"}])
def test_the_part_of_another_run_is_not_taken_over(out: Path, other: dict[str, Any]) -> None:
    part = interrupted(out, answered("एक"), run=other)
    assert resumed(out) == {}
    assert lines(part) == [{"run": RUN}]


def test_the_same_run_is_known_whatever_the_order_of_what_it_depends_on(out: Path) -> None:
    interrupted(out, answered("एक"), run=dict(reversed(RUN.items())))
    assert resumed(out) == {"एक": answered("एक")}


def test_a_question_that_failed_is_asked_again(out: Path) -> None:
    interrupted(out, answered("एक"), {"id": "दो", "question": "क्या हुआ?", "error": "The model failed."}, answered("तीन"))
    assert list(resumed(out)) == ["एक", "तीन"]
    journal = Journal(out, RUN)
    with journal.open():
        journal.add(answered("दो"))
        journal.finish(["एक", "दो", "तीन"])
    assert lines(out) == [answered("एक"), answered("दो"), answered("तीन")]


def test_a_question_that_failed_in_the_end_is_among_the_finished(out: Path) -> None:
    failed = {"id": "एक", "question": "क्या हुआ?", "error": "The model failed."}
    journal = Journal(out, RUN)
    with journal.open():
        journal.add(failed)
        journal.finish(["एक"])
    assert lines(out) == [failed]


def test_a_prediction_added_again_counts_as_it_was_last(out: Path) -> None:
    interrupted(out, answered("एक", "पहले"), answered("एक", "फिर"))
    assert resumed(out) == {"एक": answered("एक", "फिर")}


def test_a_finished_run_is_not_resumed_and_stays_until_the_next_is_finished(out: Path) -> None:
    interrupted(out, answered("एक"))
    journal = Journal(out, RUN)
    with journal.open():
        journal.finish(["एक"])
    assert resumed(out) == {}
    interrupted(out, answered("एक", "नया उत्तर"))
    assert lines(out) == [answered("एक")]


# Two writers


def test_a_second_writer_is_refused_and_disturbs_nothing(out: Path) -> None:
    first, second = Journal(out, RUN), Journal(out, RUN)
    with first.open():
        first.add(answered("एक"))
        with pytest.raises(AssistantFailure, match=r"predictions\.jsonl is being written by another evaluation\. Wait for it"), second.open():
            pass
        first.add(answered("दो"))
        assert lines(first.part)[1:] == [answered("एक"), answered("दो")]
        with pytest.raises(AssistantFailure, match="another evaluation"), second.open():  # the first refusal did not take the lock away
            pass
    assert list(resumed(out)) == ["एक", "दो"]


def test_what_another_added_before_it_let_go_is_taken_over(out: Path) -> None:
    journal = Journal(out, RUN)
    interrupted(out, answered("एक"))
    with journal.open():
        assert journal.predictions == {"एक": answered("एक")}
        journal.add(answered("दो"))
    assert list(resumed(out)) == ["एक", "दो"]


WRITER = """
import os, signal, sys
from pathlib import Path
from assistant.evaluation.journal import Journal
journal = Journal(Path(sys.argv[1]), {"questions": "demo.jsonl", "model": "qwen"})
with journal.open():
    journal.add({"id": "एक", "answer": "तमसा"})
    print("writing", flush=True)
    sys.stdin.readline()
"""


def test_a_killed_process_loses_nothing_it_had_added_and_blocks_nobody(out: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(out)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"writing\n"
        with pytest.raises(AssistantFailure, match="being written by another evaluation"), Journal(out, RUN).open():
            pass
        writer.send_signal(signal.SIGKILL)
        writer.wait(10)
    assert resumed(out) == {"एक": {"id": "एक", "answer": "तमसा"}}


def test_the_lock_is_removed_only_while_it_is_held(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock file that is removed after its release may be the next writer's, and a third would be let in beside it."""
    import filelock

    there: list[bool] = []
    release = filelock.FileLock.release
    monkeypatch.setattr(filelock.FileLock, "release", lambda self, *force: (there.append(Path(self.lock_file).exists()), release(self, *force))[1])
    interrupted(out, answered("एक"))
    assert there == [False]


# Folders and files


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "एक" / "दो" / "predictions.jsonl"
    assert interrupted(path, answered("एक")).parent == path.parent


def test_a_place_that_can_not_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AssistantFailure, match=r"file/predictions\.jsonl can't be written \(.+\)\. Choose another --report\."):
        resumed(tmp_path / "file" / "predictions.jsonl")


def test_a_journal_that_is_only_looked_at_writes_nothing(out: Path) -> None:
    assert Journal(out, RUN).predictions == {}
    assert not out.parent.exists()


def test_a_text_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "metrics.json"
    write_text(path, "पुराना\n")
    write_text(path, "नया\n")
    assert path.read_text(encoding="utf-8") == "नया\n"
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "आधा" * 100_000 + "\ud800")
    assert path.read_text(encoding="utf-8") == "नया\n"
