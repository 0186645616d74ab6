"""What one reader's question goes through on its way to an answer: leave to ask, the conversation's limits, and the record of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.conversations.recording import recorded
from assistant.conversations.store import GUEST, Conversations
from assistant.rate import RateLimit
from assistant.types import Event
from index.store.filters import Filters


class Streams(Protocol):
    """What a desk needs of an answerer."""

    def stream(self, question: str, history: Sequence[str], cancelled: threading.Event, filters: Filters | None, session: str) -> Iterator[Event]: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """One owner's desk with one conversation on it. address: where the question comes from."""

    conversations: Conversations
    rate_limit: RateLimit
    owner: str
    address: str
    conversation: str

    def answered(
        self, answerer: Streams, question: str, history: Sequence[str], cancelled: threading.Event, session: str, replaced: Sequence[str] = ()
    ) -> Iterator[Event]:
        """The events of the answer, saved as they come; replaced: see Conversations.begin_turn.

        Raises QuestionRefused for one question too many, which is kept to be asked again; ConversationFailure when it can't be saved.
        """
        events = self._events(answerer, question, history, cancelled, session)
        return recorded(self.conversations, self.owner, self.conversation, question, events, replaced)

    def _events(self, answerer: Streams, question: str, history: Sequence[str], cancelled: threading.Event, session: str) -> Iterator[Event]:
        # A stranger is another owner in every tab: there the address counts.
        self.rate_limit.admit(self.address if self.owner.startswith(GUEST) else self.owner)
        limits = self.conversations.open(self.owner, self.conversation).limits
        yield from answerer.stream(question, history, cancelled, None if limits == Filters() else limits, session)
