"""The reader's conversations beside the chat: list, open, rename, delete, limit and export. Thin over assistant.conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.conversations.desk import Desk
from assistant.conversations.markdown import as_markdown
from assistant.conversations.printable import as_html
from assistant.conversations.saved import as_json, read_conversation_file
from assistant.conversations.store import Conversations
from assistant.conversations.types import Conversation
from assistant.errors import AssistantFailure
from assistant.page.limits_html import limits_html
from assistant.page.said import failed, said
from assistant.page.visitor import address_of, owner_of
from assistant.page.words import DATE_EXAMPLES
from assistant.rate import RateLimit
from index.errors import IndexFailure
from index.store.filters import Filters, read_filters
from index.types import Article

EXPORTS: dict[str, tuple[str, str, Callable[[Conversation], str]]] = {
    "markdown": ("md", "text/markdown", as_markdown),
    "html": ("html", "text/html", as_html),
    "json": ("json", "application/json", as_json),
}
"""Format → (file ending, media type, writer)."""
_EVERY = Filters()

# Nothing is left on this machine's disk: the browser makes the file of what it is sent.
_SAVE = """(name, type, text) => {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: type + ";charset=utf-8"}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}"""
# The browser's own dialogue prints it, or makes a PDF of it. The page that is printed can run and fetch nothing.
_PRINT = """(name, type, text) => {
  if (!text) return;
  const frame = document.createElement("iframe");
  frame.className = "printed";
  frame.title = name;
  frame.tabIndex = -1;
  frame.srcdoc = text;
  frame.onload = () => frame.contentWindow.print();
  document.querySelector("iframe.printed")?.remove();
  document.body.append(frame);
}"""


class ConversationsPanel:
    """Its methods are what the handlers do, for one owner each. Mount it with build, tell it with on_open what shows a conversation.

    current: the open conversation's id as a gr.State; "" until something is asked in a new one.
    """

    def __init__(self, conversations: Conversations, rate_limit: RateLimit, articles: Callable[[], Sequence[Article]]) -> None:
        self._conversations = conversations
        self._rate_limit = rate_limit
        self._articles = articles

    # What the handlers do

    def choices(self, owner: str) -> list[tuple[str, str]]:
        """(title · day and time here, id), newest first."""
        return [(f"{listed.title} · {_here(listed.changed)}", listed.id) for listed in self._conversations.list(owner)]

    def opened(self, owner: str, conversation: str) -> Conversation | None:
        """None for a new one, and for one that has gone."""
        try:
            return self._conversations.open(owner, conversation) if conversation else None
        except AssistantFailure:
            return None

    def started(self, owner: str, conversation: str) -> str:
        """The id of the conversation to ask in: this one, or a new one where it is "" or has gone."""
        return conversation if self.opened(owner, conversation) else self._conversations.start(owner)

    def rename(self, owner: str, conversation: str, title: str) -> str:
        """A message."""
        return self._done(conversation, lambda: self._conversations.rename(owner, conversation, title), "renamed")

    def delete(self, owner: str, conversation: str) -> str:
        return self._done(conversation, lambda: self._conversations.delete(owner, conversation), "deleted")

    def restore(self, owner: str, conversation: str) -> str:
        return self._done(conversation, lambda: self._conversations.restore(owner, conversation), "restored")

    def limit(self, owner: str, conversation: str, articles: Sequence[str], publishers: Sequence[str], since: str, until: str) -> tuple[str, str]:
        """(the conversation, which is a new one where there was none, message)."""
        try:
            limits = read_filters(since.strip() or None, until.strip() or None, publishers, None, articles)
            conversation = self.started(owner, conversation)
            self._conversations.limit(owner, conversation, limits)
        except (AssistantFailure, IndexFailure) as failure:
            return conversation, failed(failure)
        return conversation, said("limited" if limits != _EVERY else "unlimited")

    def export(self, owner: str, conversation: str, form: str) -> tuple[str, str, str]:
        """(file name, media type, text); the text is empty when there is nothing to export."""
        ending, kind, write = EXPORTS[form]
        opened = self.opened(owner, conversation)
        if opened is None:
            return "", "", ""
        name = "".join(letter if letter.isalnum() or not letter.isascii() else "-" for letter in opened.title).strip("-.")
        return f"{name[:60] or 'pramaan'}.{ending}", kind, write(opened)

    def bring_in(self, owner: str, conversation: str, upload: Path) -> tuple[str, str]:
        """(the conversation that was in the file, else the one that was open; message). The upload is removed."""
        try:
            return self._conversations.bring_in(owner, read_conversation_file(upload)), said("brought_in")
        except AssistantFailure as failure:
            return conversation, failed(failure)
        finally:
            upload.unlink(missing_ok=True)

    @staticmethod
    def _done(conversation: str, act: Callable[[], None], key: str) -> str:
        if not conversation:
            return said("choose_first")
        try:
            act()
        except AssistantFailure as failure:
            return failed(failure)
        return said(key)

    # The layout

    def build(self, words: gr.I18n) -> None:
        """Lay the panel out inside the blocks that are being built: a fold, and below it what the open conversation is limited to."""
        self.current = gr.State("")
        self._openings: list[Any] = []
        with gr.Accordion(words("conversations"), open=False, elem_id="conversations"):
            opened, limited = self._build_fold(words)
        self._limited = gr.HTML(elem_id="limited-to", apply_default_css=False)
        for event in opened:
            self.opens(event)
        for event in limited:
            event.then(self._on_limited, self.current, self._limited, queue=False, show_progress="hidden")
        self._refresh(gr.context.Context.root_block.load)

    def _build_fold(self, words: gr.I18n) -> tuple[list[Any], list[Any]]:
        """Gives the events that open a conversation, and those that limit it."""
        deleted = gr.State("")
        with gr.Row(elem_id="conversation-buttons"):
            new = gr.Button(words("new_conversation"), size="md", min_width=80, elem_id="new-conversation")
            delete = gr.Button(words("delete_conversation"), size="md", min_width=80, elem_id="delete-conversation")
            undo = gr.Button(words("undo_delete"), size="md", min_width=80, visible=False, elem_id="undo-delete")
        self._message = gr.HTML(elem_id="conversation-message", container=False)
        self._list = gr.Radio([], label=words("kept_conversations"), elem_id="conversation-list")
        with gr.Row():
            self._title = gr.Textbox(label=words("title"), max_length=200, max_lines=1, elem_id="conversation-title")
            rename = gr.Button(words("rename"), size="md", min_width=80, elem_id="rename-conversation")
        for event in (rename.click, self._title.submit):
            self.follow(event(self._on_rename, [self.current, self._title], self._message, queue=False))
        limited = self._build_limits(words)
        bring_in = self._build_exports(words)
        opened = [
            self._list.input(lambda chosen: chosen, self._list, self.current, queue=False),
            new.click(lambda: "", None, self.current, queue=False),
            delete.click(self._on_delete, self.current, [self.current, deleted, self._message, undo], queue=False),
            bring_in.upload(self._on_bring_in, [self.current, bring_in], [self.current, self._message], queue=False),
            undo.click(self._on_restore, deleted, [self.current, self._message, undo], queue=False),
        ]
        return opened, limited

    def _refresh(self, then: Any) -> None:
        """Show the list and the limits anew. then: an event's `then`, or an event itself."""
        then(self._on_list, self.current, [self._list, self._title], queue=False, show_progress="hidden").then(
            self._on_limits, self.current, [*self._limits, self._limited], queue=False, show_progress="hidden"
        )

    # For the chat that mounts it, after build

    def desk(self, conversation: str, request: gr.Request) -> Desk:
        """Where a question of this request is asked and kept."""
        owner = owner_of(request)
        return Desk(self._conversations, self._rate_limit, owner, address_of(request), self.started(owner, conversation))

    def begin(self, event: Any) -> Any:
        """After the event, `current` is a conversation to ask in."""

        def started(conversation: str, request: gr.Request) -> str:
            return self.started(owner_of(request), conversation)

        return event.then(started, self.current, self.current, queue=False, show_progress="hidden")

    def opens(self, event: Any) -> None:
        """The event sets `current` to another conversation, or to "" for a new one: the panel shows it. Before on_open."""
        self._openings.append(event)
        self._refresh(event.then)

    def on_open(self, show: Callable[[Conversation | None, gr.Request], Any], outputs: Sequence[Any]) -> None:
        """Have `show` fill `outputs` whenever the reader opens a conversation or a new one (None)."""

        def opened(conversation: str, request: gr.Request) -> Any:
            return show(self.opened(owner_of(request), conversation), request)

        for opening in self._openings:
            opening.then(opened, self.current, list(outputs), queue=False, show_progress="hidden")

    def follow(self, event: Any) -> None:
        """Show the list anew after a chat's event (a question that was answered in `current`)."""
        event.then(self._on_list, self.current, [self._list, self._title], queue=False, show_progress="hidden")

    def _build_limits(self, words: gr.I18n) -> list[Any]:
        """Gives the events that limit."""
        with gr.Accordion(words("limits"), open=False, elem_id="conversation-limits"):
            self._limits = [
                gr.Dropdown([], multiselect=True, label=words("only_articles"), elem_id="limit-articles"),
                gr.Dropdown([], multiselect=True, label=words("only_publishers"), elem_id="limit-publishers"),
                gr.Textbox(label=words("since"), placeholder=DATE_EXAMPLES, max_lines=1, max_length=10, elem_id="limit-since"),
                gr.Textbox(label=words("until"), placeholder=DATE_EXAMPLES, max_lines=1, max_length=10, elem_id="limit-until"),
            ]
            with gr.Row():
                limit = gr.Button(words("apply_limits"), variant="primary", size="md", min_width=80, elem_id="apply-limits")
                free = gr.Button(words("no_limits"), size="md", min_width=80, elem_id="no-limits")
        told = [self.current, self._message]
        limited = limit.click(self._on_limit, [self.current, *self._limits], told, queue=False)
        freed = free.click(lambda: ([], [], "", ""), None, self._limits, queue=False)
        return [limited, freed.then(self._on_limit, [self.current, *self._limits], told, queue=False)]

    def _choices_of_limits(self) -> tuple[list[tuple[str, str]], list[str]]:
        """(articles as (title · name, name), publishers)."""
        articles = list(self._articles())
        return [(f"{a.title} · {a.name}", a.name) for a in articles], sorted({a.publisher for a in articles if a.publisher})

    def _build_exports(self, words: gr.I18n) -> gr.UploadButton:
        """Gives the button that brings a conversation in."""
        file = [gr.Textbox(visible="hidden", label=part) for part in ("name", "type", "text")]
        with gr.Accordion(words("export"), open=False, elem_id="conversation-exports"), gr.Row():
            for form in EXPORTS:
                button = gr.Button(words(f"export_{form}"), size="md", min_width=80, elem_id=f"export-{form}")
                button.click(self._exporting(form), self.current, file, queue=False).then(None, file, None, js=_SAVE)
            printed = gr.Button(words("export_print"), size="md", min_width=80, elem_id="export-print")
            printed.click(self._exporting("html"), self.current, file, queue=False).then(None, file, None, js=_PRINT)
            # Any file may be chosen: what is wrong with it is then said in the reader's language.
            return gr.UploadButton(words("import_json"), size="md", min_width=80, elem_id="import-json")

    # The handlers

    def _on_list(self, conversation: str, request: gr.Request) -> tuple[Any, str]:
        owner = owner_of(request)
        choices = self.choices(owner)
        opened = self.opened(owner, conversation)
        chosen = conversation if any(conversation == id_ for _, id_ in choices) else None
        return gr.update(choices=choices, value=chosen), opened.title if opened else ""

    def _on_limits(self, conversation: str, request: gr.Request) -> tuple[Any, ...]:
        opened = self.opened(owner_of(request), conversation)
        limits = opened.limits if opened else _EVERY
        articles, publishers = self._choices_of_limits()  # anew: articles come and go
        there = [name for name in limits.articles if name in {known for _, known in articles}]
        by = [name for name in limits.publishers if name in publishers]
        named = gr.update(choices=articles, value=there), gr.update(choices=publishers, value=by)
        return *named, limits.since or "", limits.until or "", limits_html(limits)

    def _on_limited(self, conversation: str, request: gr.Request) -> str:
        opened = self.opened(owner_of(request), conversation)
        return limits_html(opened.limits) if opened else ""

    def _on_rename(self, conversation: str, title: str, request: gr.Request) -> str:
        return self.rename(owner_of(request), conversation, title)

    def _on_delete(self, conversation: str, request: gr.Request) -> tuple[str, str, str, Any]:
        message = self.delete(owner_of(request), conversation)
        gone = bool(conversation) and self.opened(owner_of(request), conversation) is None
        return "" if gone else conversation, conversation if gone else "", message, gr.update(visible=gone)

    def _on_bring_in(self, conversation: str, upload: str, request: gr.Request) -> tuple[str, str]:
        return self.bring_in(owner_of(request), conversation, Path(upload))

    def _on_restore(self, deleted: str, request: gr.Request) -> tuple[str, str, Any]:
        message = self.restore(owner_of(request), deleted)
        return deleted, message, gr.update(visible=False)

    def _on_limit(
        self, conversation: str, articles: list[str], publishers: list[str], since: str, until: str, request: gr.Request
    ) -> tuple[str, str]:
        return self.limit(owner_of(request), conversation, articles, publishers, since, until)

    def _exporting(self, form: str) -> Callable[[str, gr.Request], tuple[str, str, str]]:
        def export(conversation: str, request: gr.Request) -> tuple[str, str, str]:
            return self.export(owner_of(request), conversation, form)

        return export


def _here(time: str) -> str:
    """Day and minute on this machine's clock."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"
