"""The command line: `pramaan index | ask | read | chat | eval | feedback | models | serve`. Exit codes: 0 done, 1 the user can mend it, 2 usage."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantFailure
from assistant.language import QuestionLanguage
from assistant.offline import go_offline
from index.errors import IndexFailure
from index.store.filters import read_filters

if TYPE_CHECKING:
    from assistant.assemble import Assembly

app = typer.Typer(
    help="Pramaan: ask your own Hindi and English news articles, offline, and see the exact sentences that prove each answer.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
models_app = typer.Typer(help="The models: list, pull and verify them.", no_args_is_help=True)
app.add_typer(models_app, name="models")

Store = Annotated[Path | None, typer.Option(help="Folder of the index. Default: PRAMAAN_STORE, or the user's data folder.", show_default=False)]
Since = Annotated[
    str | None, typer.Option("--from", help="Only articles published on or after 2025-06-14, in or after 2025-06 or 2025.", show_default=False)
]
Until = Annotated[str | None, typer.Option("--to", help="Only articles published by then; of a month or a year to its end.", show_default=False)]
Publishers = Annotated[list[str] | None, typer.Option("--publisher", help="Only this publisher's articles; may be repeated.", show_default=False)]
InLanguage = Annotated[str | None, typer.Option("--language", help="Only articles in this language: hi or en.", show_default=False)]
Articles = Annotated[
    list[str] | None, typer.Option("--article", help="Only this article, by file name or pattern (*.pdf); may be repeated.", show_default=False)
]


def main() -> None:
    """Run the command line; a failure that the user can mend is one line on stderr and exit code 1."""
    go_offline()
    try:
        app()
    except (AssistantFailure, IndexFailure) as failure:
        print(f"pramaan: {failure}", file=sys.stderr)
        sys.exit(1)


@contextmanager
def _assembly(store: Path | None) -> Iterator[Assembly]:
    from assistant.assemble import Assembly
    from assistant.settings import load_settings

    assembly = Assembly(load_settings(store.expanduser() if store else None))
    try:
        yield assembly
    except KeyboardInterrupt:
        print("\npramaan: stopped; what was done is kept, and the same command goes on from here.", file=sys.stderr)
        raise typer.Exit(130) from None
    finally:
        assembly.close()


@app.command()
def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, folders, zips and patterns ('news/*.txt') with articles: txt, md, html, pdf, docx.", show_default=False),
    ] = None,
    store: Store = None,
    status: Annotated[bool, typer.Option("--status", help="Say what the store holds.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Compare the catalogue, its word index and Chroma.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Fill the word index and Chroma anew from the catalogue; needs no model.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and keep the store in step until Ctrl-C; one line a change.")] = False,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Remove a folder's articles though none of them is there any more.")] = False,
    show: Annotated[
        str | None,
        typer.Option(metavar="ARTICLE", help="Print an article, by its file name or a part of it, as the index sees it.", show_default=False),
    ] = None,
) -> None:
    """Bring the store in step with your articles: adds, changes and removes."""
    if not (paths or status or verify or rebuild or show):
        raise typer.BadParameter("give a file or a folder with articles, or --status, --verify, --rebuild or --show")
    if watch and not paths:
        raise typer.BadParameter("--watch needs a file or a folder with articles")
    from assistant.terminal import indexing

    with _assembly(store) as assembly:
        if rebuild:
            indexing.rebuild(assembly)
        if paths and not indexing.sync_folders(assembly, paths, allow_empty) and not watch:
            raise typer.Exit(1)
        if paths and watch:
            indexing.watch_folders(assembly, paths)
        if verify and not indexing.print_verification(assembly):
            raise typer.Exit(1)
        if status:
            indexing.print_status(assembly)
        if show:
            from assistant.terminal.cleaned_view import print_article

            print_article(assembly, show)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in Hindi, English or Roman-script Hindi.")],
    history: Annotated[
        list[str] | None, typer.Option(help="An earlier question of the conversation; repeat it, oldest first.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
    since: Since = None,
    until: Until = None,
    publisher: Publishers = None,
    language: InLanguage = None,
    article: Articles = None,
    store: Store = None,
) -> None:
    """Answer one question from your articles, with proof."""
    from assistant.terminal.answer_view import print_answer

    filters = read_filters(since, until, publisher or (), language, article or ())
    with _assembly(store) as assembly:
        if as_json:
            answer = assembly.answerer.answer(question, history or [], filters)
            print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
        else:
            print_answer(assembly, question, history or [], filters)


@app.command()
def read(
    question: Annotated[str, typer.Argument(help="A question in Hindi, English or Roman-script Hindi.")],
    file: Annotated[Path, typer.Argument(help="A file with one article; it isn't indexed.")],
) -> None:
    """Show what the extractive reader sees in a file: spans, scores, and whether the answer is there at all."""
    from assistant.terminal.reading_view import print_reading

    with _assembly(None) as assembly:
        print_reading(assembly.reader, question, file, assembly.settings.reader)


@app.command()
def chat(
    since: Since = None,
    until: Until = None,
    publisher: Publishers = None,
    language: InLanguage = None,
    article: Articles = None,
    store: Store = None,
) -> None:
    """Ask one question after another in the terminal; an empty line or Ctrl-D ends it."""
    from assistant.terminal.answer_view import next_question, print_answer

    filters = read_filters(since, until, publisher or (), language, article or ())
    with _assembly(store) as assembly:
        assembly.warm_up()
        history: list[str] = []
        while (question := next_question()) is not None:
            try:
                print_answer(assembly, question, history, filters)
            except AssistantFailure as failure:
                print(f"pramaan: {failure}", file=sys.stderr)
            history.append(question)


@app.command("eval")
def evaluate(
    questions: Annotated[
        Path | None,
        typer.Argument(help="Questions: .jsonl, .csv (question, answer) or SQuAD's .json, which brings its own passages.", show_default=False),
    ] = None,
    store: Store = None,
    report: Annotated[
        Path | None, typer.Option(help="Folder for report.html, metrics.json, rows.jsonl. Default: in the user's data folder.", show_default=False)
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="File for the answers as JSON lines. Default: in the report's folder.", show_default=False)
    ] = None,
    baseline: Annotated[Path | None, typer.Option(help="The report folder of an earlier run to compare with.", show_default=False)] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Ask only so many of the questions, drawn with --seed.", show_default=False)] = None,
    seed: Annotated[int, typer.Option(help="Seed of the sample and of the bootstrap.")] = 0,
    parallel: Annotated[
        QuestionLanguage | None,
        typer.Option(help="Ask question_LANG of a SQuAD file that has its questions in several languages.", show_default=False),
    ] = None,
    make_template: Annotated[
        Path | None, typer.Option(help="Write QUESTIONS (default questions.jsonl) to fill in, from the articles in this folder.", show_default=False)
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say which rows are malformed and which evidence is not in the store.")] = False,
) -> None:
    """Ask a file of questions, as the chat would, and measure the answers. Interrupted, the same command goes on where it stopped."""
    from assistant.evaluation import terminal
    from assistant.evaluation.folders import report_folder
    from assistant.evaluation.run import Wishes

    if make_template:
        terminal.make_template(make_template, questions or Path("questions.jsonl"))
        return
    if questions is None:
        raise typer.BadParameter("give a file with questions, or --make-template FOLDER")
    with _assembly(store) as assembly:
        if check:
            done = terminal.check(assembly, questions)
        else:
            folder = report or report_folder(assembly.settings.reports, questions)
            own_store = assembly.settings.store if store else None
            done = terminal.evaluate(assembly, Wishes(questions, folder, predictions, baseline, own_store, sample, seed, parallel))
    if not done:
        raise typer.Exit(1)


@app.command()
def serve(
    store: Store = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on. Default: 127.0.0.1, this machine only.", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help="Port; the next free one is used when it is taken. Default: 7860.", show_default=False)] = None,
) -> None:
    """Open the chat in the browser."""
    # Gradio makes so many objects when it is imported that looking through them for garbage takes a tenth of the time to the first page.
    gc.disable()
    from assistant.ui import serve_page

    gc.freeze()
    gc.enable()

    with _assembly(store) as assembly:
        serve_page(assembly, host or assembly.settings.host, port or assembly.settings.port, assembly.conversations.opinions.keep)


@app.command()
def feedback(
    export: Annotated[Path, typer.Option(metavar="FILE", help="Write the judged questions here, one JSON object a line, for `pramaan eval`.")],
    store: Store = None,
) -> None:
    """Make a question file of what readers judged with 👍 and 👎 in the chat."""
    from assistant.conversations.feedback import export_questions
    from assistant.conversations.store import Conversations

    with _assembly(store) as assembly:
        kept = Conversations.exist(assembly.settings.store)
        count = export_questions(assembly.conversations.opinions.all() if kept else [], export)
        print(f"{count} judged questions in {export}. Ask them again with: pramaan eval {export}")


@models_app.command("list")
def models_list() -> None:
    """Name every model, its licence and size, and whether it is here."""
    from assistant.models.registry import REGISTRY

    with _assembly(None) as assembly:
        print(f"Models lie in {assembly.settings.models}")
        for model in REGISTRY.values():
            print(f"{model.name:24} {assembly.model_folder.state(model):8} {model.bytes / 1e6:7,.0f} MB  {model.licence:20} {model.title}")


@models_app.command("pull")
def models_pull(
    names: Annotated[
        list[str] | None, typer.Argument(help="Models to pull. Default: the embedder and the language model that are set.", show_default=False)
    ] = None,
    from_path: Annotated[
        Path | None, typer.Option("--from", help="Take the files from this folder or file, not from the network.", show_default=False)
    ] = None,
) -> None:
    """Bring models to this machine: resumes where it stopped, checks every byte."""
    from assistant.terminal.models import pull_models

    with _assembly(None) as assembly:
        pull_models(assembly, names or [], from_path)


@models_app.command("verify")
def models_verify() -> None:
    """Hash every model that is here against the official release."""
    from assistant.terminal.models import verify_models

    with _assembly(None) as assembly:
        if not verify_models(assembly):
            raise typer.Exit(1)
