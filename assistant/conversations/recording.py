"""Keeps a conversation on disk while it is held: the question before it is answered, the answer before it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.conversations.store import Conversations
from assistant.conversations.types import State
from assistant.errors import AssistantFailure
from assistant.types import Answer, Done, Event, Written
from index.errors import IndexFailure

_BUG = "This is a bug of Pramaan's; what happened stands where it was started."


def recorded(
    conversations: Conversations, owner: str, conversation: str, question: str, events: Iterator[Event], replaced: Sequence[str] = ()
) -> Iterator[Event]:
    """The events of one answer, passed on; its turn is saved as done, as failed, or as stopped, also when nobody reads on.

    replaced: the questions whose turns it takes the place of, see Conversations.begin_turn.
    """
    place = conversations.begin_turn(owner, conversation, question, replaced)
    state: State = "stopped"
    answer: Answer | None = None
    said = ""
    try:
        for event in events:
            if isinstance(event, Done):
                state, answer, said = "done", event.answer, ""
                break
            if isinstance(event, Written):
                said += event.text
            yield event
    except Exception as failure:
        state, said = "failed", str(failure) if isinstance(failure, AssistantFailure | IndexFailure) else _BUG
        raise
    finally:
        conversations.end_turn(conversation, place, state, answer, said)
    if answer is not None:
        yield Done(answer)
