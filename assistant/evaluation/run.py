"""A scripted evaluation from question file to report: everything that can be refused is refused before a model is loaded."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import threading
import time
import traceback
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantFailure, QuestionFileRefused
from assistant.evaluation.compare import compare, load_rows
from assistant.evaluation.journal import Journal, write_text
from assistant.evaluation.questions import Question, QuestionSet, load_questions
from assistant.evaluation.score import Row, locate, score_row
from assistant.evaluation.summary import summarize
from assistant.language import QuestionLanguage
from assistant.types import Done
from index.errors import IndexFailure, StoreFailure

if TYPE_CHECKING:
    from assistant.answering.answer import Answerer
    from assistant.assemble import Assembly
    from index.sync.intake import Progress as Indexing


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user asks of an evaluation. sample: how many questions, drawn with `seed`; all when None.

    report: folder for report.html, metrics.json, rows.jsonl and predictions.jsonl. own_store: for a SQuAD file, the store to keep its passages in;
    a temporary one when None. baseline: the report folder of an earlier run.
    """

    questions: Path
    report: Path
    predictions: Path | None = None
    baseline: Path | None = None
    own_store: Path | None = None
    sample: int | None = None
    seed: int = 0
    parallel: QuestionLanguage | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` questions have their prediction (or passages are indexed, in that stage); seconds_left is None until it can be told."""

    stage: str
    done: int
    total: int
    seconds_left: float | None = None
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The finished run: rows and figures as written to `folder`; notes are whole sentences for the reader."""

    folder: Path
    rows: list[Row]
    metrics: dict[str, Any]
    notes: list[str] = field(default_factory=list)

    @property
    def failed(self) -> list[Row]:
        return [row for row in self.rows if row.outcome == "error"]


class Evaluation:
    """One run over one assembly. Making it reads and checks the files; raises AssistantFailure or IndexFailure before any model is loaded."""

    def __init__(self, assembly: Assembly, wishes: Wishes) -> None:
        self._wishes = wishes
        self._set = _sampled(load_questions(wishes.questions, wishes.parallel), wishes)
        self._baseline = load_rows(wishes.baseline) if wishes.baseline else None
        self._notes = list(self._set.ignored)
        if wishes.predictions and (wishes.predictions.is_dir() or wishes.predictions.resolve() == wishes.questions.resolve()):
            raise AssistantFailure(f"'{wishes.predictions}' is a folder or the question file itself. Choose another --predictions file.")
        self._assembly = assembly
        if self._set.passages:
            self._refuse_foreign_store()
        else:
            assembly.existing_catalogue()
        self.report: Report | None = None

    @property
    def total(self) -> int:
        return len(self._set.questions)

    def _refuse_foreign_store(self) -> None:
        from index.store.catalogue import Catalogue

        store = self._wishes.own_store
        if store and Catalogue.exists(store):
            catalogue = Catalogue(store)
            foreign = [article.name for article in catalogue.articles() if article.name not in self._set.passages]
            catalogue.close()
            if foreign:
                raise StoreFailure(f"The store in '{store}' holds other articles ('{foreign[0]}'); a SQuAD file brings its own. Name a new folder.")

    def run(self, cancelled: threading.Event | None = None) -> Iterator[Progress]:
        """Progress after each step; afterwards `report` is set, unless `cancelled` was: then the next run goes on from here."""
        cancelled = cancelled or threading.Event()
        _make_folder(self._wishes.report, "--report")
        if not self._set.passages:
            yield from self._asked(self._assembly, cancelled)
            return
        temporary = self._wishes.report / "passages-store"
        store = self._wishes.own_store or temporary
        _make_folder(store / "passages", "--store")
        yield Progress("indexing", 0, len(self._set.passages))
        sibling = self._assembly.with_store(store)
        try:
            self._notes += yield from _index_passages(sibling, self._set.passages, store / "passages", cancelled)
            if not cancelled.is_set():
                yield from self._asked(sibling, cancelled)
        finally:
            sibling.close()
        if self.report:
            shutil.rmtree(temporary, ignore_errors=True)

    def _asked(self, assembly: Assembly, cancelled: threading.Event) -> Iterator[Progress]:
        catalogue = assembly.existing_catalogue()
        texts = {article.name: catalogue.text(article.id) for article in catalogue.articles()}
        about = self._about(assembly, texts)
        journal = Journal(self._wishes.predictions or self._wishes.report / "predictions.jsonl", about)
        with journal.open():
            yield from _predict(assembly, self._set.questions, journal, cancelled)
            if cancelled.is_set():
                return
            report = self._written(journal.predictions, texts, about)
            journal.finish([question.id for question in self._set.questions])  # last, so that answers outlive a report that can't be written
        self.report = report

    def _about(self, assembly: Assembly, texts: Mapping[str, str]) -> dict[str, Any]:
        """What the answers depend on."""
        return {
            "questions": self._wishes.questions.name,
            "questions_sha256": _hash([_gold(question) for question in self._set.questions]),
            "articles": len(texts),
            "articles_sha256": _hash(dict(texts)),
            "sample": self._wishes.sample,
            "seed": self._wishes.seed,
            **assembly.about(),
        }

    def _written(self, predictions: Mapping[str, dict[str, Any]], texts: Mapping[str, str], about: Mapping[str, Any]) -> Report:
        from assistant.evaluation.report import report_html

        located = [(question, *locate(question, texts)) for question in self._set.questions]
        rows = [score_row(question, predictions[question.id], proofs, texts) for question, proofs, _ in located]
        missing = [f"{question.id}: “{sentence}”" for question, _, sentences in located for sentence in sentences]
        notes = list(self._notes)
        if missing:
            notes.append(f"{len(missing)} evidence strings are not in the store, the first is {missing[0]}. See: pramaan eval --check")
        shown = [row_json(row) for row in rows]
        metrics = {"run": dict(about), **summarize(rows, self._wishes.seed)}
        comparison = compare(shown, self._baseline, self._wishes.seed) if self._baseline else None
        if comparison:
            metrics["comparison"] = comparison
        folder = self._wishes.report
        write_text(folder / "metrics.json", json.dumps(metrics, ensure_ascii=False, indent=1) + "\n")
        write_text(folder / "rows.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in shown))
        write_text(folder / "report.html", report_html(metrics, shown, self._baseline or [], notes))
        return Report(folder, rows, metrics, notes)


def row_json(row: Row) -> dict[str, Any]:
    """A line of rows.jsonl: {id, lang, type, outcome, scores, gold, prediction}."""
    question = row.question
    return {
        "id": question.id,
        "lang": question.lang,
        "type": question.type,
        "outcome": row.outcome,
        "scores": {name: round(value, 4) for name, value in row.scores.items()},
        "gold": _gold(question),
        "prediction": dict(row.prediction),
    }


def _gold(question: Question) -> dict[str, Any]:
    return {name: value for name, value in asdict(question).items() if name not in ("line", "places")}


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _sampled(found: QuestionSet, wishes: Wishes) -> QuestionSet:
    if wishes.sample is None or wishes.sample >= len(found.questions):
        return found
    if wishes.sample < 1:
        raise QuestionFileRefused(f"A sample of {wishes.sample} questions can't be asked. Give --sample 1 or more.")
    questions = list(found.questions)
    random.Random(wishes.seed).shuffle(questions)
    return replace(found, questions=tuple(questions[: wishes.sample]))


def _make_folder(folder: Path, option: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AssistantFailure(f"'{folder}' can't be made a folder ({error.strerror}). Choose another {option}.") from error


def _index_passages(
    assembly: Assembly, passages: Mapping[str, str], folder: Path, cancelled: threading.Event
) -> Generator[Progress, None, list[str]]:
    """Passages as text files, synced like any articles; a second time nothing is left to do. Returns what could not be indexed and why."""
    for name, text in passages.items():
        (folder / name).write_bytes(text.encode())
    steps: list[Indexing] = []
    failures: list[Exception] = []
    unread: list[str] = []

    def step(progress: Indexing) -> None:
        steps.append(progress)
        if cancelled.is_set():
            raise _Cancelled

    def sync() -> None:
        try:
            unread.extend(assembly.sync([folder], step).failures)
        except _Cancelled:
            pass
        except Exception as error:  # raised again below, in the caller's thread
            failures.append(error)

    working = threading.Thread(target=sync, daemon=True)
    working.start()
    while working.is_alive():
        working.join(0.5)
        done = steps[-1].done if steps else 0
        yield Progress("indexing", done, len(passages), latest=steps[-1].name if steps else "")
    if failures:
        raise failures[0]
    return unread


class _Cancelled(Exception):
    """Ends a sync between two articles."""


def _predict(assembly: Assembly, questions: Sequence[Question], journal: Journal, cancelled: threading.Event) -> Iterator[Progress]:
    """Ask what the journal doesn't hold yet."""
    left = [question for question in questions if question.id not in journal.predictions]
    yield Progress("loading", len(questions) - len(left), len(questions))
    if left:
        assembly.warm_up()
        answerer = assembly.answerer
    started = time.monotonic()
    for count, question in enumerate(left, start=1):
        prediction = predict(answerer, question, cancelled)
        if prediction is None:
            return
        journal.add(prediction)
        pace = (time.monotonic() - started) / count
        yield Progress("asking", len(questions) - len(left) + count, len(questions), pace * (len(left) - count), question.question)


def predict(answerer: Answerer, question: Question, cancelled: threading.Event) -> dict[str, Any] | None:
    """The answer's JSON, or {"id", "question", "error"}; None when it was cancelled."""
    try:
        for event in answerer.stream(question.question, question.history, cancelled):
            if isinstance(event, Done):
                return event.answer.to_json(question.id)
    except (AssistantFailure, IndexFailure) as failure:
        return {"id": question.id, "question": question.question, "error": str(failure)}
    except Exception as bug:
        return {"id": question.id, "question": question.question, "error": "".join(traceback.format_exception(bug))}
    return None
