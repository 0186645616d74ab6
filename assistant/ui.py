"""The chat page: Gradio layout, thin handlers over the event stream of assistant.answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantFailure
from assistant.language import Language, detect_language
from assistant.page import FONTS, INTERFACE, STYLE, example_questions
from assistant.render import answer_html, cards_html
from assistant.texts import say
from assistant.types import Answer, Done, Event, Evidence, Waiting, Written
from index.errors import IndexFailure

if TYPE_CHECKING:
    import gradio as gr

    from assistant.assemble import Assembly

_PORTS_TRIED = 50
Turns = list[tuple[str, str]]
"""The conversation of one browser session: (question, answer's HTML), oldest first."""


class Page:
    """One chat page over one assembly. Every browser session has its own conversation and its own stop switch."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._running: dict[str, threading.Event] = {}

    def ask(self, question: str, turns: Turns, session: str) -> Iterator[tuple[str, str, Turns]]:
        """(conversation's HTML, proof's HTML, turns) after each event."""
        self.stop(session)
        cancelled = self._running[session] = threading.Event()
        language = detect_language(question)
        view = _TurnView(question, language)
        try:
            yield _conversation(turns, view), "", turns
            for event in self._assembly.answerer.stream(question, [asked for asked, _ in turns], cancelled):
                view.take(event)
                yield _conversation(turns, view), view.proof, turns
            if cancelled.is_set():
                view.stopped()
        except (AssistantFailure, IndexFailure) as failure:
            view.failed(str(failure))
        finally:
            cancelled.set()
            if self._running.get(session) is cancelled:
                del self._running[session]
        finished = [*turns, (question, view.html)]
        yield _conversation(finished), view.proof, finished

    def stop(self, session: str) -> None:
        """Stop what this session is being answered; other sessions go on."""
        if running := self._running.get(session):
            running.set()

    def blocks(self) -> gr.Blocks:
        """The page's layout. Raises StoreFailure when there is nothing to ask."""
        import gradio as gr

        words = gr.I18n(**INTERFACE)
        examples = example_questions(self._assembly.existing_catalogue().articles())

        def ask(question: str, turns: Turns, request: gr.Request) -> Iterator[tuple[Any, ...]]:
            if question.strip():
                yield from self.ask(question.strip(), turns, str(request.session_hash))

        def ask_again(turns: Turns, request: gr.Request) -> Iterator[tuple[Any, ...]]:
            if turns:
                yield from self.ask(turns[-1][0], turns[:-1], str(request.session_hash))

        def stop(request: gr.Request) -> None:
            self.stop(str(request.session_hash))

        with gr.Blocks(title="प्रमाण · Pramaan", analytics_enabled=False) as blocks:
            turns = gr.State([])
            gr.Markdown("# प्रमाण · Pramaan")
            gr.Markdown(words("tagline"))
            with gr.Row():
                with gr.Column(scale=3):
                    conversation = gr.HTML(elem_id="conversation", label=words("conversation"), min_height=200)
                    question = gr.Textbox(
                        label=words("question"),
                        placeholder=words("placeholder"),
                        lines=1,
                        max_lines=4,
                        autofocus=True,
                        elem_id="question",
                        max_length=2000,
                    )
                    with gr.Row():
                        send = gr.Button(words("ask"), variant="primary", elem_id="ask")
                        halt = gr.Button(words("stop"), variant="stop", elem_id="stop")
                        retry = gr.Button(words("retry"), elem_id="retry")
                        clear = gr.Button(words("clear"), elem_id="clear")
                    gr.Examples([[example] for example in examples], inputs=[question], label=words("examples"), elem_id="examples")
                with gr.Column(scale=2):
                    proof = gr.HTML(elem_id="proof")
            shown = [conversation, proof, turns]
            for event in (send.click, question.submit):
                event(ask, [question, turns], shown, show_progress="hidden", concurrency_limit=8).then(lambda: "", None, question, queue=False)
            retry.click(ask_again, [turns], shown, show_progress="hidden", concurrency_limit=8)
            halt.click(stop, None, None, queue=False)
            clear.click(lambda: ("", "", []), None, shown, queue=False)
        blocks.pramaan_words = words
        return blocks


class _TurnView:
    """The question being answered, as far as it has come."""

    def __init__(self, question: str, language: Language) -> None:
        self._question = question
        self._language = language
        self._written = ""
        self.proof = ""
        self.html = answer_html("", language, note=say("searching", language))

    def take(self, event: Event) -> None:
        if isinstance(event, Waiting):
            self.html = answer_html("", self._language, note=say("waiting", self._language, ahead=event.ahead))
        elif isinstance(event, Evidence):
            self.proof = cards_html(event.citations, self._language)
            self.html = answer_html("", self._language, note=say("writing", self._language))
        elif isinstance(event, Written):
            self._written += event.text
            self.html = answer_html(self._written, self._language, note=say("writing", self._language))
        else:
            self._done(event)

    def _done(self, event: Done) -> None:
        answer = event.answer
        self.html = answer_html(answer.answer, self._language, answer.status, _small_print(answer))
        self.proof = cards_html(answer.citations, self._language) or cards_html(answer.nearest, self._language, "nearest")

    def stopped(self) -> None:
        self.html = answer_html(self._written, self._language, note=say("stopped", self._language))

    def failed(self, message: str) -> None:
        self.html = f'<div class="answer failed" role="alert"><p>{escape(message)}</p></div>'

    @property
    def question(self) -> str:
        return self._question


def _small_print(answer: Answer) -> str:
    parts = [say("understood", answer.language, question=answer.understood)] if answer.understood else []
    if answer.timings.total is not None:
        parts.append(say("took", answer.language, seconds=answer.timings.total))
    return " · ".join(parts)


def _conversation(turns: Turns, running: _TurnView | None = None) -> str:
    shown = [*turns, *([(running.question, running.html)] if running else [])]
    return "".join(f'<div class="turn"><p class="asked">{escape(question)}</p>{html}</div>' for question, html in shown)


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


def serve_page(assembly: Assembly, host: str, port: int) -> None:
    """Serve the chat until Ctrl-C. The models load in the background; a question meanwhile waits for them."""
    import gradio as gr

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
