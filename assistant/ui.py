"""The page: joins the tabs, and serves them to this machine and nobody else."""

from __future__ import annotations

import re
import socket
import threading
from typing import TYPE_CHECKING
from urllib.parse import unquote

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import AssistantFailure
from assistant.page import appearance
from assistant.page.articles_tab import ArticlesTab
from assistant.page.articles_words import ARTICLES
from assistant.page.chat_tab import ChatTab, OnFeedback
from assistant.page.conversations_panel import ConversationsPanel
from assistant.page.evaluate_tab import EvaluateTab
from assistant.page.look import FONT_FOLDER, style, theme
from assistant.page.settings_tab import SettingsTab
from assistant.page.settings_words import SETTINGS_INTERFACE
from assistant.page.words import INTERFACE, joined
from index.errors import IndexFailure

if TYPE_CHECKING:
    from assistant.assemble import Assembly

_PORTS_TRIED = 50
# (looked for every, older than) in seconds: what gradio holds in its temporary folder. A day is more than the longest run over uploads.
_UPLOADS_KEPT = (3_600, 86_400)
WORDS = joined(INTERFACE, ARTICLES, SETTINGS_INTERFACE)
"""The words of every tab."""


def page(assembly: Assembly, on_feedback: OnFeedback | None = None) -> gr.Blocks:
    """The page's layout. on_feedback: who is told of 👍 and 👎. The store may be empty or new: the page is where articles are added."""
    words = gr.I18n(**WORDS)
    panel = ConversationsPanel(assembly.conversations, assembly.rate_limit, lambda: assembly.catalogue.articles())
    with gr.Blocks(title="प्रमाण · Pramaan", analytics_enabled=False, delete_cache=_UPLOADS_KEPT) as blocks:
        gr.Markdown("# प्रमाण · Pramaan")
        gr.Markdown(words("tagline"))
        with gr.Tabs():
            with gr.Tab(words("chat"), id="chat") as chat:
                ChatTab(assembly, on_feedback, panel).build(words, chat)
            with gr.Tab(words("articles"), id="articles") as articles:
                ArticlesTab(assembly).build(words, articles)
            with gr.Tab(words("evaluation"), id="evaluate") as evaluation:
                EvaluateTab(assembly).build(words, evaluation)
            with gr.Tab(words("settings"), id="settings") as settings:
                SettingsTab(assembly).build(words, settings)
    blocks.pramaan_words = words
    return blocks


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
        if scope["type"] == "http" and re.search(r"/file=\s*[a-z]{2,}:", unquote(scope["path"]), re.IGNORECASE):
            await PlainTextResponse("Only this page's own files are served.", status_code=403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def serve_page(assembly: Assembly, host: str, port: int, on_feedback: OnFeedback | None = None) -> None:
    """Serve the chat until Ctrl-C. The models load in the background; a question meanwhile waits for them."""
    blocks = page(assembly, on_feedback)
    chosen = free_port(host, port)
    if chosen != port:
        print(f"Port {port} is taken; using {chosen}.", flush=True)
    blocks.queue(default_concurrency_limit=8)
    blocks.launch(
        server_name=host,
        server_port=chosen,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
        footer_links=[],
        ssr_mode=False,
        theme=theme(),
        css=style() + appearance.STYLE,
        auth=assembly.logins.admits if assembly.logins else None,
        i18n=blocks.pramaan_words,
        show_error=False,
        enable_monitoring=False,
        max_file_size="200mb",
        allowed_paths=[str(assembly.settings.reports), str(FONT_FOLDER)],
        # It would ask its own page once more, and give up after 3 seconds: too few on a machine that has other work.
        _frontend=False,
        app_kwargs={"middleware": [*guards(host), Middleware(appearance.Appearance)]},
    )
    print(f"Chat ready at http://{host}:{chosen}  (Ctrl-C stops it)", flush=True)
    # Not before: loading models beside it made the page wait three times as long.
    threading.Thread(target=_warm_up, args=(assembly,), daemon=True).start()
    blocks.block_thread()


def _warm_up(assembly: Assembly) -> None:
    try:
        # On a new store the articles come later, from the page: the models are loaded for them.
        if assembly.catalogue.counts().articles:
            assembly.warm_up()
        else:
            assembly.load_models()
    except (AssistantFailure, IndexFailure) as failure:
        print(f"pramaan: {failure}", flush=True)
    else:
        print("Models loaded.", flush=True)
        if why_off := assembly.reader_state().why_off:
            print(f"The reader is off: {why_off}", flush=True)
