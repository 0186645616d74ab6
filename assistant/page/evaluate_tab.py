"""The page's second tab: run a question file, watch it, read its report. Thin over assistant.evaluation."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantFailure
from assistant.evaluation.folders import finished_reports, report_folder
from assistant.evaluation.questions import load_questions
from assistant.evaluation.run import Evaluation, Progress, Wishes
from assistant.page.progress import progress_html
from assistant.page.said import failed
from index.errors import IndexFailure

if TYPE_CHECKING:
    from assistant.assemble import Assembly

_SHIPPED = Path(__file__).parents[2] / "data" / "questions"
_WRITTEN = ("report.html", "metrics.json", "rows.jsonl", "predictions.jsonl")
Shown = tuple[str, str, list[str] | None]
"""(progress as HTML, report as HTML, files to take away)."""


class EvaluateTab:
    """One evaluation at a time for each browser session; cancelling one doesn't stop another's."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._running: dict[str, threading.Event] = {}

    def run(self, questions: str | None, sample: float | None, baseline: str | None, session: str) -> Iterator[Shown]:
        """What is shown after each step."""
        if not questions:
            yield progress_html("choose_file"), "", None
            return
        self.cancel(session)
        cancelled = self._running[session] = threading.Event()
        reports = self._assembly.settings.reports
        try:
            folder = report_folder(reports, Path(questions))
            earlier = reports / baseline if baseline and baseline in finished_reports(reports) else None
            wishes = Wishes(Path(questions), folder, baseline=earlier, sample=int(sample) if sample else None)
            evaluation = Evaluation(self._assembly, wishes)
            for progress in evaluation.run(cancelled):
                yield _progress(progress), "", None
            if evaluation.report is None:
                yield progress_html("cancelled"), "", None
                return
            page = (folder / "report.html").read_text(encoding="utf-8")
            yield progress_html("finished", str(folder)), framed(page), [str(folder / name) for name in _WRITTEN]
        except (AssistantFailure, IndexFailure) as failure:
            yield failed(failure), "", None
        finally:
            cancelled.set()

    def cancel(self, session: str) -> None:
        """Stop this session's evaluation; what is answered is kept, and the same file goes on from there."""
        if running := self._running.pop(session, None):
            running.set()

    def question_files(self) -> list[tuple[str, str]]:
        """(name, path) of the question sets that come with Pramaan and whose articles are in the store."""
        names = {article.name for article in self._assembly.catalogue.articles()}
        fitting = [path for path in sorted(_SHIPPED.glob("*.jsonl")) if all(names.issuperset(q.docs) for q in load_questions(path).questions)]
        return [(path.stem, str(path)) for path in fitting]

    def offered(self, chosen: str | None) -> tuple[Any, Any]:
        """(question sets, earlier reports) as updates of their lists; what is chosen stays so while it is there."""
        shipped = self.question_files()
        paths = [path for _, path in shipped]
        questions = gr.update(choices=shipped, value=chosen if chosen in paths else next(iter(paths), None), visible=bool(shipped))
        return questions, gr.update(choices=["", *finished_reports(self._assembly.settings.reports)])

    def build(self, words: gr.I18n, tab: gr.Tab) -> None:
        """Lay the tab out inside the blocks that are being built. What can be chosen is looked for when the page or the tab is opened."""

        def run(
            uploaded: str | None, chosen: str | None, sample: float | None, baseline: str | None, request: gr.Request
        ) -> Iterator[tuple[Any, ...]]:
            for progress, report, written in self.run(uploaded or chosen, sample, baseline, str(request.session_hash)):
                yield progress, report, gr.update(value=written, visible=written is not None), gr.update(visible=True)
            yield gr.skip(), gr.skip(), gr.skip(), gr.update(visible=False)

        def cancel(request: gr.Request) -> None:
            self.cancel(str(request.session_hash))

        with gr.Row():
            with gr.Column(scale=2):
                uploaded = gr.File(label=words("question_file"), file_types=[".jsonl", ".csv", ".json"], elem_id="question-file", height=170)
            with gr.Column(scale=2):
                chosen = gr.Dropdown(label=words("own_questions"), visible=False, elem_id="shipped-questions")
                baseline = gr.Dropdown([""], value="", label=words("baseline"), elem_id="baseline")
            with gr.Column(scale=1):
                sample = gr.Number(label=words("sample"), minimum=0, precision=0, value=0, elem_id="sample")
        with gr.Row(elem_id="evaluate-buttons"):
            start = gr.Button(words("evaluate"), variant="primary", size="md", min_width=80, elem_id="evaluate")
            halt = gr.Button(words("cancel"), variant="stop", size="md", min_width=80, visible=False, elem_id="cancel-evaluation")
        progress = gr.HTML(progress_html("explain"), elem_id="evaluation-progress")
        report = gr.HTML(elem_id="evaluation-report")
        files = gr.File(label=words("report_files"), file_count="multiple", interactive=False, visible=False, elem_id="report-files")
        running = start.click(run, [uploaded, chosen, sample, baseline], [progress, report, files, halt], show_progress="hidden", concurrency_limit=2)
        offers: dict[str, Any] = {"fn": self.offered, "inputs": chosen, "outputs": [chosen, baseline], "queue": False, "show_progress": "hidden"}
        running.then(**offers)
        halt.click(cancel, None, None, queue=False)
        gr.on([gr.context.Context.root_block.load, tab.select], **offers)


def _progress(progress: Progress) -> str:
    return progress_html(progress.stage, progress.latest, progress.done, progress.total, progress.seconds_left)


def framed(page: str) -> str:
    """A report in a frame that can run its own script and reach nothing: neither this page nor the network."""
    return f'<iframe class="report" title="report" sandbox="allow-scripts" srcdoc="{escape(page)}"></iframe>'
