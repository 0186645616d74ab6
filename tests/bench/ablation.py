"""What each part buys: the demo questions to the whole assistant, and to it without one part: `python -m tests.bench.ablation`.

The parts are taken out from outside, the product has no switch for it. A run that was stopped goes on from what --folder holds; the table is written
after each run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.answering.answer import Answerer
from assistant.answering.findings import Findings
from assistant.assemble import Assembly, physical_cores
from assistant.evaluation.compare import load_rows
from assistant.evaluation.run import Wishes
from assistant.evaluation.terminal import evaluate
from assistant.models.folder import resolve
from assistant.offline import go_offline
from assistant.settings import Settings, load_settings
from assistant.types import Answer
from assistant.writing.chat_model import ChatLlama
from assistant.writing.chat_template import Message
from assistant.writing.llama import LlamaEngine
from assistant.writing.owner_thread import Job
from tests.bench.answers import SEED
from tests.bench.results import ARTICLES, DEMO, ROOT, publish

FOLDER = ROOT / "data" / "store-bench" / "ablation"
DEPENDS_ON = ("assistant", "index", "prompts", "data/articles", "data/questions", "data/reader")

FIGURES = ("correct", "f1", "evidence_recall", "refused_unanswerable", "kept_answerable")
HEAD = ("", "questions", *FIGURES, "something to read, p50", "first written word, p50", "whole answer, p50 / p95")
NOTE = """\\* further from the whole assistant than chance explains (paired bootstrap, 95 %).

Something to read: the first quoted evidence, else the first written word, else the whole answer. Without evidence first: the same answers, of which
nothing is shown before the first written word. Without verification: what was found is cited, the reader's words stay the short answer. Without
abstention: strictness 0, so that the model is asked however improbable an answer is; it may still write that the articles don't say. Evidence recall
counts the questions that were answered."""


class ReadsAnew(LlamaEngine):
    """Reads every prompt from its beginning."""

    def _read_prefix(self, prefix: Sequence[Message], job: Job) -> int:
        del prefix, job
        self._llama.reset()
        return 0


class Unchecked(Answerer):
    """Gives what the model wrote as it stands."""

    def _checked(self, draft: Answer, written: str, findings: Findings) -> Answer:
        return replace(draft, answer=written, short_answer=findings.short_answer, citations=findings.evidence)


def without_prefix_cache(assembly: Assembly) -> None:
    settings = assembly.settings
    model = resolve(assembly.model_folder, settings.llm, "llm")
    assembly.made["chat_model"] = ChatLlama(engine=ReadsAnew(model.path, settings.context, settings.threads or physical_cores()))


def without_verification(assembly: Assembly) -> None:
    whole = assembly.answerer
    assembly.made["answerer"] = Unchecked(whole._search, whole._writer, whole._strictness, whole._translates, whole._reader)


@dataclass(frozen=True, slots=True)
class Variant:
    """settings: what is set otherwise than by the user; take_out: puts something else in the place of parts, before any question."""

    title: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    take_out: Callable[[Assembly], None] = lambda assembly: None


WHOLE = Variant("the whole assistant")
VARIANTS = (
    WHOLE,
    Variant("without the reader", {"reader": Path("no-reader-here")}),
    Variant("without the prefix cache", take_out=without_prefix_cache),
    Variant("without verification", take_out=without_verification),
    Variant("without abstention", {"strictness": 0.0}),
)


class Ablated(Assembly):
    """An assembly that tells in its reports what it is without, and of which code it is."""

    def __init__(self, settings: Settings, title: str) -> None:
        super().__init__(settings)
        self._title = title

    def about(self) -> dict[str, Any]:
        return {**super().about(), "ablation": self._title, "code": code_hash()}


def code_hash() -> str:
    """Of all files that answers depend on, models apart."""
    digest = hashlib.sha256()
    for path in sorted(path for name in DEPENDS_ON for path in (ROOT / name).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def tables(variants: Sequence[Variant], settings: Settings, wishes: Wishes, parts: Mapping[str, Any]) -> Iterator[str]:
    """The table after each variant, the whole assistant first. wishes.report: the folder for all of them; parts: what all of them share."""
    rows: list[list[str]] = []
    whole = wishes.report / _folder(WHOLE)
    for variant in variants:
        report = wishes.report / _folder(variant)
        run(variant, settings, replace(wishes, report=report, baseline=None if variant is WHOLE else whole), parts)
        rows.append(row(variant.title, report))
        if variant is WHOLE:
            rows.append(row("without evidence first", report, stages=("first_token", "total")))
        yield markdown(rows)


def _folder(variant: Variant) -> str:
    return variant.title.replace(" ", "-")


def run(variant: Variant, settings: Settings, wishes: Wishes, parts: Mapping[str, Any]) -> None:
    """Ask the questions and write the report, unless that was done before."""
    assembly = Ablated(settings.model_copy(update=variant.settings), variant.title)
    assembly.made |= parts
    if finished(wishes, assembly.about()):
        return
    print(f"\n{variant.title}", flush=True)
    try:
        variant.take_out(assembly)
        evaluate(assembly, wishes)
    finally:
        assembly.close()


def finished(wishes: Wishes, about: Mapping[str, Any]) -> bool:
    """Whether the report is there, of the same assistant and the same draw of questions."""
    path = wishes.report / "metrics.json"
    if not path.is_file():
        return False
    earlier = json.loads(path.read_text("utf-8"))["run"]
    return all(earlier.get(name) == value for name, value in {**about, "sample": wishes.sample, "seed": wishes.seed}.items())


def row(title: str, report: Path, stages: Sequence[str] = ("evidence", "first_token", "total")) -> list[str]:
    """A line of the table, from a report's files. stages: of these the first that an answer reached is when something could be read."""
    metrics = json.loads((report / "metrics.json").read_text("utf-8"))
    timings = [asked["prediction"]["timings"] for asked in load_rows(report) if "timings" in asked["prediction"]]
    readable = [next(taken[stage] for stage in stages if taken[stage] is not None) for taken in timings]
    overall, differences = metrics["overall"], metrics.get("comparison", {}).get("differences", {})
    failed = overall["outcomes"].get("error", 0)
    return [
        title,
        f"{overall['questions']}" + (f" ({failed} failed)" if failed else ""),
        *(_figure(overall["metrics"].get(name), differences.get(name)) for name in FIGURES),
        f"{statistics.median(readable):.2f} s" if readable else "–",
        *_seconds(overall["latency"]),
    ]


def _figure(found: Mapping[str, Any] | None, difference: Mapping[str, Any] | None) -> str:
    if found is None:
        return "–"
    return f"{found['value']:.3f}" + ("\\*" if difference and difference["beyond_noise"] else "")


def _seconds(latency: Mapping[str, Mapping[str, float]]) -> tuple[str, str]:
    first, total = latency.get("first_token"), latency.get("total")
    return (
        f"{first['p50']:.2f} s (of {first['n']} answers)" if first else "–",
        f"{total['p50']:.2f} / {total['p95']:.2f} s" if total else "–",
    )


def markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [[name.replace("_", " ") for name in HEAD], ["---"] * len(HEAD), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + f"\n\n{NOTE}"


def prepared(folder: Path) -> tuple[Settings, dict[str, Any]]:
    """(the user's settings over a store of the demo articles in `folder`, the embedder, which is loaded once for all)."""
    settings = load_settings().model_copy(update={"store": folder / "store", "chroma_url": None, "llm_url": None})
    assembly = Assembly(settings)
    assembly.sync([ARTICLES])
    parts = {"embedder": assembly.embedder}
    assembly.close()
    return settings, parts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, help="how many demo questions to ask, drawn with --seed (default: all)")
    parser.add_argument("--seed", type=int, default=SEED, help="default %(default)s")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the runs are kept (default %(default)s)")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md, after each run")
    options = parser.parse_args()
    go_offline()
    settings, parts = prepared(options.folder)
    drawn = f" --questions {options.questions} --seed {options.seed}" if options.questions else ""
    for table in tables(VARIANTS, settings, Wishes(DEMO, options.folder, sample=options.questions, seed=options.seed), parts):
        publish("What each part buys", f"python -m tests.bench.ablation{drawn}", table, options.write)


if __name__ == "__main__":
    main()
