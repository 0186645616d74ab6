from __future__ import annotations

import json

import pytest
from talking import LIMITS, answer, clock, conversation, disagreeing, done, kept, not_found

from assistant.conversations.saved import as_json, read_conversation
from assistant.conversations.store import Conversations
from assistant.conversations.types import Turn
from assistant.errors import ConversationFailure

__all__ = ["clock", "kept"]


def test_json_round_trips(kept: Conversations) -> None:
    stopped = Turn("कहां?", "2026-07-14T09:30:00+00:00", "stopped", said="प्योंग")
    whole = conversation(done(answer()), done(not_found()), done(disagreeing()), stopped, limits=LIMITS)
    again = read_conversation(as_json(whole))
    assert again == whole
    copy = kept.open("a", kept.bring_in("a", again))
    assert (copy.turns, copy.limits, copy.title) == (whole.turns, LIMITS, whole.title)


def test_an_exported_answer_is_the_answer_of_the_command_line() -> None:
    (turn,) = json.loads(as_json(conversation(done(answer()))))["turns"]
    expected = json.loads(json.dumps(answer().to_json()))
    for name, value in expected.items():
        if name == "citations":
            assert [{key: cited[key] for key in told} for cited, told in zip(turn["answer"][name], value, strict=True)] == value
        elif name != "id":
            assert turn["answer"][name] == value


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "it is not JSON"),
        ("{", "it is not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no conversation of format 1"),
        ('{"kind": "pramaan conversation", "format": 2}', "no conversation of format 1"),
        ('{"kind": "pramaan conversation", "format": 1}', "A saved conversation can't be read: id"),
    ],
)
def test_what_is_no_conversation_is_refused(text: str, what: str) -> None:
    with pytest.raises(ConversationFailure, match=what):
        read_conversation(text)
