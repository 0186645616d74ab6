"""A reader's conversations, the page's panel of them, and the chat that is kept in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import talking
from conftest import ScriptedSearch, ScriptedWriter
from talking import ARRIVED, answer

from assistant.answering.answer import Answerer
from assistant.conversations.store import Conversations
from assistant.page.chat_tab import ChatTab
from assistant.page.conversations_panel import ConversationsPanel
from assistant.rate import RateLimit
from assistant.reader.state import ReaderState

QUESTION = "लावरोव कब पहुंचे?"


@pytest.fixture
def conversations(store: Path) -> Iterator[Conversations]:
    opened = Conversations(store)
    yield opened
    opened.close()


@pytest.fixture
def panel(conversations: Conversations) -> ConversationsPanel:
    return ConversationsPanel(conversations, RateLimit(100, 60), list)


def asked(conversations: Conversations, question: str = QUESTION, owner: str = "") -> str:
    """A conversation in which this was answered."""
    return talking.asked(conversations, answer(question), owner=owner)


def request(address: str = "127.0.0.1", username: str | None = None, session: str = "s1") -> Any:
    return SimpleNamespace(username=username, client=SimpleNamespace(host=address), session_hash=session)


def answerer(*answers: str, search: ScriptedSearch | None = None) -> tuple[Answerer, ScriptedWriter]:
    writer = ScriptedWriter(*(answers or (ARRIVED,)))
    return Answerer(search or ScriptedSearch(ARRIVED), writer, 0.4), writer


def chat(ours: Answerer) -> ChatTab:
    assembly: Any = SimpleNamespace(
        answerer=ours,
        catalogue=SimpleNamespace(articles=list),
        settings=SimpleNamespace(answers="question"),
        is_ready=True,
        reader_state=lambda: ReaderState("on", Path("weights")),
    )
    return ChatTab(assembly)
