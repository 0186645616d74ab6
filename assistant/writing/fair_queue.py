"""Who is served next when several sessions wait: one of each in turn, so that one who floods the queue keeps only itself waiting. Pure."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from itertools import takewhile
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(Generic[T]):
    """Round robin by session; within a session first come, first served. Not thread-safe: its owner holds a lock."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, deque[T]] = OrderedDict()
        self._last: str | None = None

    def __len__(self) -> int:
        return sum(map(len, self._sessions.values()))

    def __iter__(self) -> Iterator[tuple[str, T]]:
        """(session, item), in the order they are served as it stands now."""
        rounds = max(map(len, self._sessions.values()), default=0)
        for place in range(rounds):
            yield from ((session, waiting[place]) for session, waiting in self._sessions.items() if place < len(waiting))

    def put(self, session: str, item: T) -> None:
        self._sessions.setdefault(session, deque()).append(item)
        if (
            self._last is not None and self._last in self._sessions
        ):  # whoever is being served comes again after everybody else, however early it asked
            self._sessions.move_to_end(self._last)

    def take(self) -> T:
        """The next one; its session goes to the end. Raises IndexError when nobody waits."""
        if not self._sessions:
            raise IndexError("take from an empty queue")
        session, waiting = self._sessions.popitem(last=False)
        item = waiting.popleft()
        if waiting:
            self._sessions[session] = waiting
        self._last = session
        return item

    def before(self, session: str) -> list[T]:
        """Those who would be served before a new item of this session."""
        trial: FairQueue[T | None] = FairQueue()
        trial._last = self._last
        trial._sessions = OrderedDict((name, deque[T | None](waiting)) for name, waiting in self._sessions.items())
        trial.put(session, None)
        return [item for _, item in takewhile(lambda served: served[1] is not None, trial) if item is not None]
