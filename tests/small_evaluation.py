"""A store of three short articles and a file of five questions about them, over the real wiring with fake models."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import FakeEmbedder, scripted_chat_model

from assistant.assemble import Assembly
from assistant.evaluation.run import Evaluation, Progress, Report, Wishes
from assistant.settings import Settings

ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
DIED = "तमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई।"
CARRIED = "The Shyamgarh metro carried 40,000 passengers on Sunday."
ARTICLES = {
    "visit.txt": f"लावरोव की यात्रा\n\n{ARRIVED} वोंसान में किम जोंग उन से मुलाकात तय थी।\n",
    "flood.txt": f"तमसापुर में बाढ़\n\n{DIED} सैनिकों ने नाव से गांव खाली कराए।\n",
    "metro.txt": f"Blue Line opens today\n\n{CARRIED} Tickets cost ten rupees.\n",
}
ROWS: tuple[dict[str, Any], ...] = (
    {
        "id": "visit",
        "question": "लावरोव प्योंगयांग कब पहुंचे?",
        "answers": ["शुक्रवार"],
        "must_include": [["शुक्रवार", "Friday"]],
        "docs": ["visit.txt"],
        "evidence": [ARRIVED],
    },
    {
        "id": "visit-where",
        "type": "followup",
        "question": "और वे कहां पहुंचे?",
        "answers": ["प्योंगयांग"],
        "docs": ["visit.txt"],
        "history": ["लावरोव शुक्रवार को कब पहुंचे?"],
    },
    {
        "id": "flood",
        "type": "number",
        "question": "तमसापुर में बाढ़ से कितने लोगों की मौत हुई?",
        "answers": ["ग्यारह"],
        "docs": ["flood.txt"],
        "evidence": [DIED],
    },
    {
        "id": "metro",
        "type": "number",
        "question": "How many passengers did the Shyamgarh metro carry?",
        "answers": ["40,000"],
        "docs": ["metro.txt"],
        "evidence": [CARRIED],
    },
    {"id": "moon", "type": "unanswerable", "question": "चंद्रयान का प्रक्षेपण किसने देखा?"},
)
WRITTEN = {"report.html", "metrics.json", "rows.jsonl", "predictions.jsonl"}
IDS = [row["id"] for row in ROWS]
TEXT = {row["id"]: row["question"] for row in ROWS}


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]] = ROWS) -> Path:
    """The rows as a JSON lines file."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def empty_assembly(store: Path, *answers: str) -> Assembly:
    """The real wiring with fake models already made; reports and models beside the store. Every answer is ARRIVED unless told."""
    settings = Settings(store=store, models=store.parent / "models", reports=store.parent / "reports", strictness=0.3)
    assembly = Assembly(settings)
    assembly.made |= {"embedder": FakeEmbedder(), "chat_model": scripted_chat_model(*(answers or (ARRIVED,)))}
    return assembly


def small_assembly(store: Path, *answers: str) -> Assembly:
    """The same with the three articles indexed."""
    assembly = empty_assembly(store, *answers)
    folder = store.parent / "small-articles"
    folder.mkdir(exist_ok=True)
    for name, text in ARTICLES.items():
        (folder / name).write_bytes(text.encode())
    assembly.sync([folder])
    asked(assembly).clear()
    return assembly


@pytest.fixture
def assembly(store: Path) -> Iterator[Assembly]:
    made = small_assembly(store)
    yield made
    made.close()


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "small.jsonl")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a run writes its report."""
    return tmp_path / "out"


def troubled_chat_model(troubles: Mapping[str, BaseException]) -> Any:
    """A chat model that raises when its prompt holds one of these words; anything else it answers with ARRIVED."""

    class TroubledChatModel(type(scripted_chat_model(ARRIVED))):  # type: ignore[misc]
        def _stream(self, messages: Any, *args: Any, **options: Any) -> Any:
            for words, trouble in troubles.items():
                if words in str(messages[-1].content):
                    raise trouble
            return super()._stream(messages, *args, **options)

    return TroubledChatModel(responses=[ARRIVED])


def asked(assembly: Assembly) -> list[str]:
    """What was searched for, oldest first, with the warming-up's own question."""
    return assembly.made["embedder"].questions


def finished(assembly: Assembly, wishes: Wishes) -> Report:
    """Run to the end."""
    evaluation = Evaluation(assembly, wishes)
    list(evaluation.run())
    assert evaluation.report is not None
    return evaluation.report


def after(steps: Iterator[Progress], stage: str, count: int = 1) -> list[Progress]:
    """Take steps until `count` of this stage have come."""
    taken: list[Progress] = []
    while sum(step.stage == stage for step in taken) < count:
        taken.append(next(steps))
    return taken


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def without_times(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows or predictions as they are but for what the clock says."""
    return [
        {name: value for name, value in row.items() if name not in ("timings", "prediction")}
        | ({"prediction": without_times([row["prediction"]])[0]} if "prediction" in row else {})
        for row in rows
    ]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ids_asked(assembly: Assembly) -> list[str]:
    """Ids of the questions that were searched for, in that order; a follow-up's last words tell it."""
    return [name for searched in asked(assembly) for name, text in TEXT.items() if searched.endswith(text)]


def metrics_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "metrics.json").read_text("utf-8"))


def refused(wishes: Wishes, settings: Settings, failure: type[Exception], says: str) -> None:
    """The run is refused before a model is made."""
    bare = Assembly(settings)
    with pytest.raises(failure, match=says):
        list(Evaluation(bare, wishes).run())
    assert not {"embedder", "chat_model", "search", "answerer"} & bare.made.keys()
    bare.close()


def cancelled_after(assembly: Assembly, wishes: Wishes, count: int) -> Evaluation:
    """A run that is cancelled when `count` of its questions are answered."""
    evaluation, cancelled = Evaluation(assembly, wishes), threading.Event()
    steps = evaluation.run(cancelled)
    after(steps, "asking", count)
    cancelled.set()
    assert list(steps) == []
    return evaluation
