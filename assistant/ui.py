"""The chat page: Gradio layout, thin handlers over the event stream of assistant.answer."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import AssistantFailure
from assistant.language import Language, detect_language
from assistant.page.articles_tab import ArticlesTab
from assistant.page.articles_words import ARTICLES
from assistant.page.evaluate_tab import EvaluateTab
from assistant.page.look import FONTS, STYLE
from assistant.page.welcome import example_questions, welcome
from assistant.page.words import INTERFACE
from assistant.render import answer_html, cards_html
from assistant.texts import say
from assistant.types import Answer, Event, Evidence, Status, Waiting, Written
from index.errors import IndexFailure

if TYPE_CHECKING:
    from assistant.assemble import Assembly

_PORTS_TRIED = 50
Turns = list[tuple[str, str, str]]
"""The conversation of one browser session: (question, answer's HTML, proof's HTML), oldest first."""


class Page:
    """One chat page over one assembly. Every browser session has its own conversation and its own stop switch."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._running: dict[str, threading.Event] = {}

    def ask(self, question: str, turns: Turns, session: str) -> Iterator[tuple[str, str, Turns]]:
        """(conversation's HTML, proof's HTML, turns) after each event."""
        self.forget(session)
        cancelled = self._running[session] = threading.Event()
        language = detect_language(question)
        view = _TurnView(question, language, len(turns) + 1)
        try:
            yield _conversation([*turns, view.turn]), _proofs([*turns, view.turn]), turns
            for event in self._assembly.answerer.stream(question, [asked for asked, _, _ in turns], cancelled):
                view.take(event)
                yield _conversation([*turns, view.turn]), _proofs([*turns, view.turn]), turns
            if cancelled.is_set():
                view.stopped()
        except (AssistantFailure, IndexFailure) as failure:
            view.failed(str(failure))
        finally:
            cancelled.set()
        # A newer question or a cleared page has taken this one's place: it has nothing more to show.
        if self._running.get(session) is cancelled:
            del self._running[session]
            finished = [*turns, view.turn]
            yield _conversation(finished), _proofs(finished), finished

    def forget(self, session: str) -> None:
        """Stop what this session is being answered, and show nothing more of it."""
        if running := self._running.pop(session, None):
            running.set()

    def stop(self, session: str) -> None:
        """Stop what this session is being answered; other sessions go on."""
        if running := self._running.get(session):
            running.set()

    def blocks(self) -> gr.Blocks:
        """The page's layout. The store may be empty: articles are added on the page too."""
        words = gr.I18n(**{language: INTERFACE[language] | ARTICLES[language] for language in INTERFACE})
        articles = self._assembly.catalogue.articles()
        examples = example_questions(articles)

        def ask(question: str, turns: Turns, request: gr.Request) -> Iterator[tuple[Any, ...]]:
            if question.strip():
                yield from self.ask(question.strip(), turns, str(request.session_hash))

        def ask_again(turns: Turns, request: gr.Request) -> Iterator[tuple[Any, ...]]:
            if turns:
                yield from self.ask(turns[-1][0], turns[:-1], str(request.session_hash))

        def stop(request: gr.Request) -> None:
            self.stop(str(request.session_hash))

        def start_anew(request: gr.Request) -> tuple[str, str, Turns]:
            self.forget(str(request.session_hash))
            return welcome(articles), "", []

        with gr.Blocks(title="प्रमाण · Pramaan", analytics_enabled=False) as blocks:
            turns = gr.State([])
            sent = gr.State("")
            gr.Markdown("# प्रमाण · Pramaan")
            gr.Markdown(words("tagline"))
            with gr.Tabs():
                with gr.Tab(words("chat"), id="chat"), gr.Row():
                    with gr.Column(scale=3):
                        conversation = gr.HTML(welcome(articles), elem_id="conversation", label=words("conversation"))
                        question = gr.Textbox(
                            label=words("question"),
                            placeholder=words("placeholder"),
                            lines=1,
                            max_lines=4,
                            autofocus=True,
                            elem_id="question",
                            max_length=2000,
                        )
                        with gr.Row(elem_id="buttons"):
                            send = gr.Button(words("ask"), variant="primary", size="md", min_width=80, elem_id="ask")
                            halt = gr.Button(words("stop"), variant="stop", size="md", min_width=80, elem_id="stop")
                            retry = gr.Button(words("retry"), size="md", min_width=80, elem_id="retry")
                            clear = gr.Button(words("clear"), size="md", min_width=80, elem_id="clear")
                        gr.Examples([[example] for example in examples], inputs=[question], label=words("examples"), elem_id="examples")
                    with gr.Column(scale=2):
                        proof = gr.HTML(elem_id="proof")
                with gr.Tab(words("articles"), id="articles") as articles_tab:
                    ArticlesTab(self._assembly).build(words, articles_tab)
                with gr.Tab(words("evaluation"), id="evaluate"):
                    EvaluateTab(self._assembly).build(words)
            shown = [conversation, proof, turns]
            for event in (send.click, question.submit):
                # The box is emptied when the question is sent: what is typed during the answer stays.
                taken = event(lambda text: (text, ""), question, [sent, question], queue=False, show_progress="hidden")
                taken.then(ask, [sent, turns], shown, show_progress="hidden", concurrency_limit=8)
            retry.click(ask_again, [turns], shown, show_progress="hidden", concurrency_limit=8)
            halt.click(stop, None, None, queue=False)
            clear.click(start_anew, None, shown, queue=False)
        blocks.pramaan_words = words
        return blocks


class _TurnView:
    """The question being answered, as far as it has come. number tells its proof from that of other turns."""

    def __init__(self, question: str, language: Language, number: int) -> None:
        self._question = question
        self._language = language
        self._anchor = f"proof-{number}"
        self._written = ""
        self._proof = ""
        self._show(note=say("searching", language))

    @property
    def turn(self) -> tuple[str, str, str]:
        return self._question, self._html, self._proof

    def _show(self, note: str, status: Status | None = None) -> None:
        self._html = answer_html(self._written, self._language, status, note, self._anchor)

    def take(self, event: Event) -> None:
        if isinstance(event, Waiting):
            self._show(say("waiting", self._language, ahead=event.ahead))
        elif isinstance(event, Evidence):
            self._proof = cards_html(event.citations, self._language, anchor=self._anchor)
            self._show(say("writing", self._language))
        elif isinstance(event, Written):
            self._written += event.text
            self._show(say("writing", self._language))
        else:
            self._done(event.answer)

    def _done(self, answer: Answer) -> None:
        self._written = answer.answer
        self._show(_small_print(answer), answer.status)
        heading, citations = ("proof", answer.citations) if answer.citations else ("nearest", answer.nearest)
        self._proof = cards_html(citations, self._language, heading, self._anchor)

    def stopped(self) -> None:
        self._show(say("stopped", self._language))

    def failed(self, message: str) -> None:
        self._html = f'<div class="answer failed" role="alert"><p>{escape(message)}</p></div>'


def _small_print(answer: Answer) -> str:
    parts = [say("understood", answer.language, question=answer.understood)] if answer.understood else []
    if answer.timings.total is not None:
        parts.append(say("took", answer.language, seconds=answer.timings.total))
    return " · ".join(parts)


def _conversation(turns: Turns) -> str:
    return "".join(f'<div class="turn"><p class="asked">{escape(question)}</p>{html}</div>' for question, html, _ in turns)


def _proofs(turns: Turns) -> str:
    """The latest turn's cards, then those of earlier turns folded: a mark of any turn leads to its own card."""
    if not turns:
        return ""
    earlier = [f'<details class="earlier"><summary>{escape(question)}</summary>{proof}</details>' for question, _, proof in turns[:-1] if proof]
    return turns[-1][2] + "".join(reversed(earlier))


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next free one."""
    for port in range(wanted, min(wanted + _PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise AssistantFailure(
        f"Ports {wanted} to {wanted + _PORTS_TRIED - 1} on {host} are all taken, or the address isn't this machine's. Choose one with --port."
    )


def guards(host: str) -> list[Middleware]:
    """A page on another site can't have this server answer for it (DNS rebinding), nor fetch an address through it (gradio's /file=http…)."""
    anywhere = host in ("0.0.0.0", "::")
    allowed = ["*"] if anywhere else [host, "localhost", "127.0.0.1"]
    return [Middleware(TrustedHostMiddleware, allowed_hosts=allowed), Middleware(_NoForeignFiles)]


class _NoForeignFiles:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and re.search(r"/file=\s*[a-z]+:", unquote(scope["path"]), re.IGNORECASE):
            await PlainTextResponse("Only this page's own files are served.", status_code=403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def serve_page(assembly: Assembly, host: str, port: int) -> None:
    """Serve the chat until Ctrl-C. The models load in the background; a question meanwhile waits for them."""
    blocks = Page(assembly).blocks()
    chosen = free_port(host, port)
    if chosen != port:
        print(f"Port {port} is taken; using {chosen}.", flush=True)
    threading.Thread(target=_warm_up, args=(assembly,), daemon=True).start()
    blocks.queue(default_concurrency_limit=8)
    blocks.launch(
        server_name=host,
        server_port=chosen,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
        footer_links=[],
        ssr_mode=False,
        theme=gr.themes.Soft(font=FONTS, font_mono=["ui-monospace", "monospace"]),
        css=STYLE,
        i18n=blocks.pramaan_words,
        show_error=False,
        enable_monitoring=False,
        max_file_size="200mb",
        allowed_paths=[str(assembly.settings.reports)],
        app_kwargs={"middleware": guards(host)},
    )
    print(f"Chat ready at http://{host}:{chosen}  (Ctrl-C stops it)", flush=True)
    blocks.block_thread()


def _warm_up(assembly: Assembly) -> None:
    try:
        assembly.warm_up()
    except (AssistantFailure, IndexFailure) as failure:
        print(f"pramaan: {failure}", flush=True)
    else:
        print("Models loaded.", flush=True)
