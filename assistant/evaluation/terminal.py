"""What `pramaan eval` says on the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.run import Evaluation, Report, Wishes
from assistant.evaluation.summary import METRICS
from assistant.evaluation.template import problems_of, write_template
from assistant.render import terminal_safe
from index.store.catalogue import Catalogue

if TYPE_CHECKING:
    from assistant.assemble import Assembly

_TITLES = {"retrieval": "search finds the article", "retrieval_by_span": "search finds the evidence"}
_NOT_PRINTED = {"answer_words"}


def evaluate(assembly: Assembly, wishes: Wishes) -> bool:
    """Run with a progress bar, print the figures. False when a question failed (its row says why)."""
    from tqdm import tqdm

    evaluation = Evaluation(assembly, wishes)
    with tqdm(desc="Evaluating", total=evaluation.total, unit="q", file=sys.stderr, disable=None, leave=False) as bar:
        for progress in evaluation.run():
            bar.total = progress.total
            bar.set_description(f"{progress.stage.capitalize()}", refresh=False)
            bar.n = progress.done
            if progress.stage == "loading":  # what an earlier run had done took no time of this one's
                bar.initial = progress.done
                bar.unpause()
            bar.refresh()
    report = evaluation.report
    assert report is not None, "only a cancelled run has no report, and nobody cancels this one"
    print_figures(report)
    for row in report.failed:
        _tell(f"pramaan: {row.question.id} failed: {row.prediction['error'].strip().splitlines()[-1]}")
    return not report.failed


def _tell(line: str) -> None:
    print(terminal_safe(line), file=sys.stderr)


def print_figures(report: Report) -> None:
    """The headline figures with their 95 % intervals, and where the report lies."""
    for note in report.notes:
        _tell(f"note: {note}")
    overall = report.metrics["overall"]
    print(
        f"{overall['questions']} questions: " + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(overall["outcomes"].items()))
    )
    for group, names in METRICS.items():
        shown = [_figure(name, overall["metrics"][name]) for name in names if name in overall["metrics"].keys() - _NOT_PRINTED]
        if shown:
            print(f"{_TITLES.get(group, group):26}" + ", ".join(shown))
    if overall["auroc"]:
        print(f"{'':26}" + _figure("auroc", overall["auroc"]))
    if overall["latency"]:
        print(
            f"{'seconds, p50 / p95':26}"
            + ", ".join(f"{stage} {found['p50']:.2f} / {found['p95']:.2f}" for stage, found in overall["latency"].items())
        )
    if "comparison" in report.metrics:
        _print_comparison(report.metrics["comparison"])
    print(f"Report: {report.folder / 'report.html'}")


def _figure(name: str, found: dict[str, Any]) -> str:
    return f"{name} {found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}] n {found['n']}"


def _print_comparison(comparison: dict[str, Any]) -> None:
    beyond = [f"{name} {found['value']:+.3f}" for name, found in comparison["differences"].items() if found["beyond_noise"]]
    print(
        f"Against the baseline: {len(comparison['better'])} better, {len(comparison['worse'])} worse; beyond noise: {', '.join(beyond) or 'nothing'}"
    )


def make_template(folder: Path, out: Path) -> None:
    """Write the file and say what to do with it."""
    rows = write_template(folder, out)
    print(f"{out}: {rows} rows. Fill in question, answers and must_include, keep the evidence sentence that proves the answer, delete rows you don't")
    print(f"need. Then: pramaan eval {out} --check, and without --check to run it.")


def check(assembly: Assembly, questions: Path) -> bool:
    """Print everything that is wrong with a question file. False when there is something."""
    texts: dict[str, str] | None = None
    if Catalogue.exists(assembly.settings.store):
        catalogue = assembly.catalogue
        texts = {article.name: catalogue.text(article.id) for article in catalogue.articles()}
    found, problems = problems_of(questions, texts)
    for problem in problems:
        _tell(f"pramaan: {problem}")
    if texts is None and not found.passages:
        _tell(f"note: there is no store in '{assembly.settings.store}', so docs and evidence were not looked for.")
    if not problems:
        print(f"{questions}: {len(found.questions)} questions, nothing wrong.")
    return not problems
