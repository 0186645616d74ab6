"""How often one may ask."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from assistant.errors import QuestionRefused

_MOST_REMEMBERED = 10_000


class RateLimit:
    """At most `most` questions in any `seconds`, for each key (a login, an address). Safe for several threads."""

    def __init__(self, most: int, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def admit(self, key: str) -> None:
        """Count a question. Raises QuestionRefused, with the seconds to wait, for one too many; that one isn't counted."""
        now = self._now()
        with self._lock:
            if len(self._asked) > _MOST_REMEMBERED:
                self._asked = {known: times for known, times in self._asked.items() if times[-1] > now - self._seconds}
            asked = self._asked.setdefault(key, deque())
            while asked and asked[0] <= now - self._seconds:
                asked.popleft()
            if len(asked) >= self._most:
                wait = int(asked[0] + self._seconds - now) + 1
                raise QuestionRefused(f"{self._most} questions in {self._seconds:.0f} seconds are the most. Ask again in {wait} s.")
            asked.append(now)
