"""Answers and conversations as JSON and back. What is read may come from anywhere, and is checked field by field."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from assistant.conversations.types import Conversation
from assistant.errors import ConversationFailure
from assistant.types import Answer
from index.store.filters import Filters

_KIND = "pramaan conversation"
_FORMAT = 1
_MOST_BYTES = 20_000_000
T = TypeVar("T")


def storable(text: str) -> str:
    """The text without half characters ("\\ud83d" alone), which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def write_answer(answer: Answer | None) -> str | None:
    return None if answer is None else storable(json.dumps(asdict(answer), ensure_ascii=False))


def read_answer(text: str | None) -> Answer | None:
    return None if text is None else _checked(Answer, text)


def write_limits(limits: Filters) -> str:
    return json.dumps(asdict(limits), ensure_ascii=False)


def read_limits(text: str) -> Filters:
    return _checked(Filters, text)


def as_json(conversation: Conversation) -> str:
    """The whole conversation; read_conversation gives it back. An answer is that of `ask --json`, with what the chat shows besides."""
    return json.dumps({"kind": _KIND, "format": _FORMAT, **asdict(conversation)}, ensure_ascii=False, indent=2)


def read_conversation_file(path: Path) -> Conversation:
    """Raises ConversationFailure, too, for a file of more than 20 MB, and for one that can't be read or isn't UTF-8."""
    try:
        if (size := path.stat().st_size) > _MOST_BYTES:
            raise ConversationFailure(f"This file has {size / 1e6:,.0f} MB; a conversation has at most {_MOST_BYTES / 1e6:.0f}. Give a smaller one.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConversationFailure(
            f"This is no conversation: its text can't be read ({type(error).__name__}). Give a .json file that Pramaan exported."
        ) from error
    return read_conversation(text)


def read_conversation(text: str) -> Conversation:
    """Raises ConversationFailure for what as_json didn't write."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConversationFailure(f"This is no conversation: it is not JSON ({error}). Give a .json file that Pramaan exported.") from error
    if not isinstance(row, dict) or (row.get("kind"), row.get("format")) != (_KIND, _FORMAT):
        raise ConversationFailure(f"This is no conversation of format {_FORMAT}. Give a .json file that Pramaan exported.")
    return _checked(Conversation, text)


def _checked(wanted: type[T], text: str) -> T:
    from pydantic import ValidationError

    try:
        checked: T = _adapter(cast(Any, wanted)).validate_json(text)
        return checked
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ConversationFailure(
            f"A saved {wanted.__name__.lower()} can't be read: {where or 'it'}: {first['msg']}. Delete it, or restore it."
        ) from error


@cache
def _adapter(wanted: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(wanted)
