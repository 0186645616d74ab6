"""The ablation's own parts: what is taken out is out, and the table says what the runs' files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fake_llama
import pytest
from conftest import FakeEmbedder, ScriptedReader, ScriptedSearch, ScriptedWriter, scripted_chat_model
from small_evaluation import ARRIVED, IDS, small_assembly, write_rows

from assistant.evaluation.run import Wishes
from assistant.writing.llama import LlamaEngine
from tests.bench.ablation import VARIANTS, WHOLE, Ablated, ReadsAnew, Unchecked, Variant, finished, markdown, row, tables, without_verification

SYSTEM = {"role": "system", "content": "उत्तर दीजिए। " * 20}
WRONG = "लावरोव शनिवार को लंदन पहुंचे।"


@pytest.fixture
def llama(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_llama.install(monkeypatch)


@pytest.mark.usefixtures("llama")
@pytest.mark.parametrize(("kind", "reuses"), [(LlamaEngine, True), (ReadsAnew, False)])
def test_without_the_prefix_cache_every_prompt_is_read_from_its_beginning(kind: type[LlamaEngine], reuses: bool) -> None:
    engine = kind(Path("model.gguf"))
    engine.prepare([SYSTEM])
    said = []
    for question in ("कौन?", "कौन?", "कब?"):
        said.append("".join(engine.stream([SYSTEM, {"role": "user", "content": question}], 20)))
        assert bool(engine.last_usage.reused) is reuses
    engine.close()
    assert said == ["नमस्ते"] * 3


def test_without_verification_the_answer_is_what_was_written() -> None:
    search, reader = ScriptedSearch(ARRIVED), ScriptedReader("शुक्रवार")
    answer = Unchecked(search, ScriptedWriter(WRONG), 0.5, reader=reader).answer("लावरोव प्योंगयांग कब पहुंचे?")
    assert (answer.answer, answer.short_answer, answer.status, answer.dropped) == (WRONG, "शुक्रवार", "answered", ())
    assert [citation.quote for citation in answer.citations] == [ARRIVED]


def test_there_are_five_runs_and_the_whole_assistant_is_first() -> None:
    assert VARIANTS[0] is WHOLE
    assert [variant.title for variant in VARIANTS[1:]] == [
        f"without {part}" for part in ("the reader", "the prefix cache", "verification", "abstention")
    ]


def test_each_run_is_a_row_as_soon_as_it_is_done_and_none_is_made_twice(tmp_path: Path, own_settings: None) -> None:
    del own_settings
    small = small_assembly(tmp_path / "store")
    small.close()
    wishes = Wishes(write_rows(tmp_path / "questions.jsonl"), tmp_path / "runs", seed=3)
    parts: dict[str, Any] = {"embedder": FakeEmbedder(), "chat_model": scripted_chat_model(WRONG)}
    variants = (WHOLE, Variant("without verification", take_out=without_verification), Variant("without abstention", {"strictness": 0.0}))

    growing = tables(variants, small.settings, wishes, parts)
    first = next(growing)
    assert [line.split(" | ")[0] for line in first.splitlines()[2:4]] == ["| the whole assistant", "| without evidence first"]
    assert not (wishes.report / "without-verification").exists()
    last = [*growing][-1]
    assert last.startswith("\n".join(first.splitlines()[:4]))

    whole, unchecked, unabstaining = (_rows(wishes.report / name) for name in ("the-whole-assistant", "without-verification", "without-abstention"))
    assert [set(rows) for rows in (whole, unchecked, unabstaining)] == [set(IDS)] * 3
    assert WRONG in unchecked["visit"]["answer"]
    assert WRONG not in whole["visit"]["answer"]
    assert whole["moon"]["abstained"]
    assert not unabstaining["moon"]["abstained"]

    asked = len(parts["embedder"].questions)
    assert [*tables(variants, small.settings, wishes, parts)][-1] == last
    assert len(parts["embedder"].questions) == asked


def _rows(report: Path) -> dict[str, Any]:
    return {row["id"]: row["prediction"] for row in map(json.loads, (report / "rows.jsonl").read_text("utf-8").splitlines())}


@pytest.mark.parametrize(
    ("changes", "expected"), [({}, True), ({"code": "other"}, False), ({"strictness": 0.0}, False), ({"sample": 4}, False), ({"seed": 1}, False)]
)
def test_a_report_of_another_assistant_or_another_draw_is_not_taken_over(tmp_path: Path, changes: dict[str, Any], expected: bool) -> None:
    about = {"code": "abc", "strictness": 0.5}
    (tmp_path / "metrics.json").write_text(json.dumps({"run": {**about, "sample": 3, "seed": 7, **changes}}), "utf-8")
    assert finished(Wishes(Path("q.jsonl"), tmp_path, sample=3, seed=7), about) is expected


def test_without_a_report_nothing_is_finished(tmp_path: Path) -> None:
    assert not finished(Wishes(Path("q.jsonl"), tmp_path), {})


def test_reports_tell_the_part_and_the_code(own_settings: None, tmp_path: Path) -> None:
    from assistant.settings import Settings

    del own_settings
    about = Ablated(Settings(store=tmp_path), "without verification").about()
    assert about["ablation"] == "without verification"
    assert len(about["code"]) == 12
    assert about["strictness"] == 0.5


TIMINGS = [
    {"search": 0.1, "evidence": 0.5, "first_token": 2.0, "total": 3.0},
    {"search": 0.1, "evidence": None, "first_token": None, "total": 0.3},
    {"search": 0.1, "evidence": 0.6, "first_token": None, "total": 0.7},
]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A run of four questions, of which one failed."""
    rows = [
        {"id": str(n), "outcome": "right", "scores": {}, "gold": {"question": "?"}, "prediction": {"timings": timings}}
        for n, timings in enumerate(TIMINGS)
    ]
    rows.append({"id": "bug", "outcome": "error", "scores": {}, "gold": {"question": "?"}, "prediction": {"error": "bug"}})
    metrics = {
        "overall": {
            "questions": 4,
            "outcomes": {"right": 3, "error": 1},
            "metrics": {"correct": {"value": 0.75}, "f1": {"value": 0.5}},
            "latency": {"first_token": {"p50": 2.0, "p95": 2.0, "n": 1}, "total": {"p50": 0.7, "p95": 2.8, "n": 3}},
        },
        "comparison": {"differences": {"correct": {"beyond_noise": True}, "f1": {"beyond_noise": False}}},
    }
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    return tmp_path


def test_a_row_by_hand(report: Path) -> None:
    figures = ["0.750\\*", "0.500", "–", "–", "–"]
    assert row("without it", report) == ["without it", "4 (1 failed)", *figures, "0.50 s", "2.00 s (of 1 answers)", "0.70 / 2.80 s"]


def test_without_evidence_first_nothing_is_read_before_the_first_written_word(report: Path) -> None:
    assert row("", report, stages=("first_token", "total"))[7] == "0.70 s"  # of 2.0, 0.3 and 0.7


def test_the_table_is_as_wide_as_its_head(report: Path) -> None:
    lines = markdown([row("whole", report)]).splitlines()[:3]
    assert len({line.count("|") for line in lines}) == 1
