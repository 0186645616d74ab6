"""The page's first tab: ask, watch the proof and the answer come, read the proof in its article. Thin handlers over the event stream of assistant.answering.answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import gradio as gr

from assistant.conversations.desk import Desk
from assistant.conversations.types import Conversation
from assistant.errors import AssistantFailure
from assistant.page.conversation_html import conversation_html, proofs_html
from assistant.page.conversations_panel import ConversationsPanel
from assistant.page.failures import A_BUG, kind_of
from assistant.page.proof import read
from assistant.page.reader_html import reader_note
from assistant.page.suggestions import next_questions
from assistant.page.turn import Turn, asked, kept
from assistant.page.visitor import owner_of
from assistant.page.welcome import welcome
from assistant.types import Answer, Event
from index.errors import IndexFailure

if TYPE_CHECKING:
    from assistant.assemble import Assembly

_HERE = Path(__file__).parent
_LONGEST_REASON = 500
Verdict = Literal["up", "down"]
_VERDICTS: dict[str, Verdict] = {"up": "up", "down": "down"}
Turns = list[Turn]
"""The conversation of one browser session, oldest first; without the question that is being answered."""
Shown = tuple[str, str, Turns]
"""(conversation's HTML, proof's HTML, turns)."""


class OnFeedback(Protocol):
    """Told what a reader (owner) thinks of an answer: at once when it is judged, and again when a reason follows (the later call replaces the earlier)."""

    def __call__(self, question: str, answer: Answer, verdict: Verdict, reason: str, *, owner: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Running:
    """The question that a session is being answered, and its stop switch."""

    question: str
    cancelled: threading.Event


class ChatTab:
    """One chat over one assembly. Every browser session has its own conversation and its own stop switch.

    on_feedback: who is told of 👍 and 👎; without one they aren't offered. panel: the conversations that are kept; without one none is. After build(), `turns` is the session's conversation and `outputs` are
    the components that `render(turns)` fills, for whoever brings an earlier conversation back.
    """

    def __init__(self, assembly: Assembly, on_feedback: OnFeedback | None = None, panel: ConversationsPanel | None = None) -> None:
        self._assembly = assembly
        self._on_feedback = on_feedback
        self._panel = panel
        self._running: dict[str, _Running] = {}
        self._taken_back: dict[str, tuple[str, ...]] = {}

    def ask(self, question: str, turns: Turns, session: str, desk: Desk | None = None) -> Iterator[Shown]:
        """What is shown after each event. desk: where the turn is kept, in the place of the turns that were taken back."""
        replaced = self._taken_back.get(session, ())
        self.forget(session)
        running = self._running[session] = _Running(question, threading.Event())
        turn = asked(question, self._assembly.settings.answers, "searching" if self._assembly.is_ready else "loading")
        try:
            yield self._shown(turns, turn)
            for event in self._events(question, turns, running.cancelled, session, desk, replaced):
                turn = self._after(turn, event, turns)
                yield self._shown(turns, turn)
            if not turn.answer:
                turn = turn.stopped()
        except (AssistantFailure, IndexFailure) as failure:
            turn = turn.failed(str(failure), kind_of(failure))
        except Exception:
            yield self._shown(turns, turn.failed(A_BUG))
            raise
        finally:
            running.cancelled.set()
        # A newer question or a cleared page has taken this one's place: it has nothing more to show.
        if self._running.get(session) is running:
            del self._running[session]
            yield self.render([*turns, turn])

    def _events(
        self, question: str, turns: Turns, cancelled: threading.Event, session: str, desk: Desk | None, replaced: Sequence[str]
    ) -> Iterator[Event]:
        history = [earlier.question for earlier in turns]
        if desk is None:
            return self._assembly.answerer.stream(question, history, cancelled, session=session)
        return desk.answered(self._assembly.answerer, question, history, cancelled, session, replaced)

    def ask_again(self, turns: Turns, session: str, desk: Desk | None = None) -> Iterator[Shown]:
        """The question that runs, else the last one, once more."""
        question, earlier = self.take_back(turns, session)
        if question:
            yield from self.ask(question, earlier, session, desk)

    def take_back(self, turns: Turns, session: str) -> tuple[str, Turns]:
        """The question that runs, else the last one, and the conversation without it. ("", []) when there is none.

        The next question takes its place in what is kept, too.
        """
        already = self._taken_back.get(session, ())
        if running := self.forget(session):
            question, earlier = running.question, turns
        elif turns:
            question, earlier = turns[-1].question, turns[:-1]
        else:
            return "", []
        self._taken_back[session] = (*already, question)
        return question, earlier

    def forget(self, session: str) -> _Running | None:
        """Stop what this session is being answered, and show nothing more of it."""
        self._taken_back.pop(session, None)
        if running := self._running.pop(session, None):
            running.cancelled.set()
        return running

    def stop(self, session: str) -> None:
        """Stop what this session is being answered; other sessions go on."""
        if running := self._running.get(session):
            running.cancelled.set()

    def judge(self, turns: Turns, number: int, verdict: str, reason: str, owner: str = "") -> None:
        """Pass on what the reader (owner) thinks of turn `number` (from 1); what fits no answer is left out."""
        turn = turns[number - 1] if 1 <= number <= len(turns) else None
        known = _VERDICTS.get(verdict)
        if self._on_feedback and turn and turn.answer and known:
            self._on_feedback(turn.question, turn.answer, known, reason[:_LONGEST_REASON], owner=owner)

    def render(self, turns: Turns) -> Shown:
        """A whole conversation for `outputs`; the welcome when it is empty."""
        if not turns:
            return welcome(self._assembly.catalogue.articles(), reader_note(self._assembly.reader_state())), "", []
        return conversation_html(turns, self._on_feedback is not None), proofs_html(turns), turns

    def _shown(self, turns: Turns, turn: Turn) -> Shown:
        conversation, proofs, _ = self.render([*turns, turn])
        return conversation, proofs, turns

    def _after(self, turn: Turn, event: Event, earlier: Turns) -> Turn:
        """The turn after an event; with its answer come the questions that could follow."""
        turn = turn.after(event)
        if not turn.answer:
            return turn
        already = {turn.question, *(one.question for one in earlier)}
        return replace(turn, next_questions=next_questions(turn.answer, self._assembly.catalogue.articles(), already))

    def build(self, words: gr.I18n, tab: gr.Tab) -> None:
        """Lay the tab out inside the blocks that are being built."""
        catalogue = self._assembly.catalogue

        def read_proof(sent: Any) -> str:
            return read(catalogue, sent)

        self.turns = gr.State([])
        sent = gr.State("")
        with gr.Row(elem_id="chat"):
            with gr.Column(scale=3, elem_id="chat-column"):
                if self._panel:
                    self._panel.build(words)
                conversation = gr.HTML(
                    lambda: self.render([])[0],  # anew for each page: articles come and go
                    elem_id="conversation",
                    label=words("conversation"),
                    apply_default_css=False,
                    js_on_load=_script("conversation"),
                )
                with gr.Column(elem_id="asking"):
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
                        buttons = {
                            name: gr.Button(words(name), variant=variant, size="md", min_width=80, elem_id=name) for name, variant in _BUTTONS.items()
                        }
            with gr.Column(scale=2, elem_id="proof-panel"):
                proof = gr.HTML(elem_id="proof", apply_default_css=False)
                gr.HTML(elem_id="article", apply_default_css=False, js_on_load=_script("proof"), server_functions=[read_proof])
        self.outputs = [conversation, proof, self.turns]
        self._listen(conversation, question, sent, buttons)
        # Articles may have come since the page was opened.
        tab.select(self._welcomed, self.turns, conversation, queue=False, show_progress="hidden")

    def _welcomed(self, turns: Turns, request: gr.Request) -> Any:
        return gr.skip() if turns or str(request.session_hash) in self._running else self.render([])[0]

    def _listen(self, conversation: gr.HTML, question: gr.Textbox, sent: gr.State, buttons: dict[str, gr.Button]) -> None:
        def ask(question: str, turns: Turns, current: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
            if question.strip():
                yield from _changes(self.ask(question.strip(), turns, str(request.session_hash), desk(current, request)))

        def ask_again(turns: Turns, current: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
            yield from _changes(self.ask_again(turns, str(request.session_hash), desk(current, request)))

        def desk(current: str, request: gr.Request) -> Desk | None:
            return self._panel.desk(current, request) if self._panel else None

        def reopen(conversation: Conversation | None, request: gr.Request) -> Shown:
            self.forget(str(request.session_hash))
            return self.render([kept(turn) for turn in conversation.turns] if conversation else [])

        def edit(typed: str, turns: Turns, request: gr.Request) -> tuple[Any, ...]:
            taken, earlier = self.take_back(turns, str(request.session_hash))
            return taken or typed, *self.render(earlier)

        def stop(request: gr.Request) -> None:
            self.stop(str(request.session_hash))

        def clear(request: gr.Request) -> Shown:
            self.forget(str(request.session_hash))
            return self.render([])

        def suggested(event: gr.EventData) -> str:
            return str(event.question)

        def judge(turns: Turns, event: gr.EventData, request: gr.Request) -> None:
            self.judge(turns, int(event.turn), str(event.verdict), str(event.reason), owner_of(request))

        def leave(request: gr.Request) -> None:
            self.forget(str(request.session_hash))

        current = self._panel.current if self._panel else gr.State("")
        answering: dict[str, Any] = {"outputs": self.outputs, "show_progress": "hidden", "concurrency_limit": 8}
        answers = []
        for event in (buttons["ask"].click, question.submit):
            # The box is emptied when the question is sent: what is typed during the answer stays.
            taken = event(lambda text: (text, ""), question, [sent, question], queue=False, show_progress="hidden")
            answers.append(self._begun(taken).then(ask, [sent, self.turns, current], **answering))
        answers.append(self._begun(conversation.suggestion(suggested, None, sent, queue=False)).then(ask, [sent, self.turns, current], **answering))
        answers.append(buttons["retry"].click(ask_again, [self.turns, current], **answering))
        # The button goes when nothing runs any more: who works with the keyboard must not be left nowhere.
        buttons["stop"].click(stop, None, None, queue=False).then(None, js=_FOCUS_ASK)
        buttons["edit"].click(edit, [question, self.turns], [question, *self.outputs], queue=False).then(None, js=_FOCUS_QUESTION)
        conversation.reword(suggested, None, question, queue=False).then(None, js=_FOCUS_QUESTION)
        cleared = buttons["clear"].click(clear, None, self.outputs, queue=False)
        cleared.then(None, js=_FOCUS_QUESTION)
        if self._on_feedback:
            conversation.feedback(judge, [self.turns], None, queue=False)
        gr.context.Context.root_block.unload(leave)
        if self._panel:
            self._panel.opens(cleared.then(lambda: "", None, current, queue=False))
            self._panel.on_open(reopen, self.outputs)
            for answer in answers:
                self._panel.follow(answer)

    def _begun(self, event: Any) -> Any:
        """After the event, a conversation to ask in."""
        return self._panel.begin(event) if self._panel else event


_BUTTONS = {"ask": "primary", "stop": "stop", "retry": "secondary", "edit": "secondary", "clear": "secondary"}
_FOCUS_ASK = "() => { document.querySelector('#ask').focus(); }"
_FOCUS_QUESTION = "() => { document.querySelector('#question textarea').focus(); }"


def _script(name: str) -> str:
    return (_HERE / f"{name}.js").read_text(encoding="utf-8")


def _changes(steps: Iterator[Shown]) -> Iterator[tuple[Any, ...]]:
    """Each step without what stayed as it was: the proof isn't sent again with every word of the answer."""
    before: tuple[Any, ...] = (None, None, None)
    for step in steps:
        yield tuple(gr.skip() if new is old or new == old else new for new, old in zip(step, before, strict=True))
        before = step
