"""The one thread that touches the model: a fair queue of jobs, their pieces as they come, cancelling, and what everybody waits for.

llama-cpp-python's Llama is not safe for two callers (its issues 1367, 1529, 1995).
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from statistics import median

from assistant.errors import ModelBusy
from assistant.types import Waiting
from assistant.writing.fair_queue import FairQueue

_TELL_SECONDS = 1.0
_DURATIONS_KEPT = 10


@dataclass(slots=True)
class Job:
    """What the owner thread is to do for one caller; the work puts its text into `pieces` and looks often whether it is still wanted."""

    work: Callable[[Job], object]
    cancelled: threading.Event
    abandoned: threading.Event = field(default_factory=threading.Event)
    told: Waiting = field(default_factory=lambda: Waiting(0))
    told_at: float = field(default_factory=time.monotonic)
    started: float | None = None
    pieces: queue.SimpleQueue[str | BaseException | None] = field(default_factory=queue.SimpleQueue)

    @property
    def unwanted(self) -> bool:
        """Whether the caller cancelled it or no longer reads its pieces."""
        return self.cancelled.is_set() or self.abandoned.is_set()


class OwnerThread:
    """Does jobs one at a time, sessions in turn. Every method may be called from any thread."""

    def __init__(self, load: Callable[[], None], free: Callable[[], None]) -> None:
        """The thread begins with `load`, whose failure everybody who asks is told, and ends with `free`."""
        self._load = load
        self._free = free
        self._queue: FairQueue[Job] = FairQueue()
        self._running: Job | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._durations: deque[float] = deque(maxlen=_DURATIONS_KEPT)
        self._failure: BaseException | None = None
        self._loaded = threading.Event()
        self._thread = threading.Thread(target=self._own, name="llama-owner", daemon=True)
        self._thread.start()

    # For callers

    def wait_until_loaded(self) -> None:
        """Raises what `load` raised."""
        self._loaded.wait()
        if self._failure:
            raise self._failure

    def waiting(self) -> int:
        """How many jobs are running or waiting."""
        with self._changed:
            return len(self._queue) + (self._running is not None)

    def before(self, session: str) -> Waiting | None:
        """Who would be served before a job of this session that comes now; None when it would begin at once.

        The wait is told by the median of the last durations; None before the first.
        """
        with self._changed:
            waiting = self._waiting(self._queue.before(session))
            return waiting if waiting.ahead else None

    def submit(
        self,
        work: Callable[[Job], object],
        cancelled: threading.Event,
        session: str = "",
        on_wait: Callable[[Waiting], None] | None = None,
    ) -> Iterator[str]:
        """The pieces of one job as they come; an empty one each time that on_wait was told something. Closing the iterator abandons the job."""
        self.wait_until_loaded()
        job = Job(work, cancelled)
        with self._changed:
            if self._closed:
                raise ModelBusy("The language model is shut down or was changed for another. Ask again.")
            self._queue.put(session, job)
            job.told = self._wait_of(job)
            self._changed.notify()
        try:
            while (piece := self._next_piece(job)) is not None:
                if isinstance(piece, BaseException):
                    raise piece
                if not isinstance(piece, Waiting):
                    yield piece
                elif on_wait:
                    on_wait(piece)
                    yield ""
        finally:
            job.abandoned.set()

    def close(self) -> None:
        """Stop what runs, refuse what waits, and end the thread."""
        with self._changed:
            for job in (self._running, *(job for _, job in self._queue)):
                if job is not None:
                    job.abandoned.set()
        self.retire()
        self._thread.join()

    def retire(self) -> None:
        """Take no more jobs, and end the thread once those that are here are done."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _next_piece(self, job: Job) -> str | Waiting | BaseException | None:
        """What the thread says next, or what has changed in the queue; None, too, for a job that was cancelled while it waited for its turn."""
        while True:
            try:
                return job.pieces.get(timeout=0.1)
            except queue.Empty:
                if job.cancelled.is_set() and job.started is None:
                    return None
                if news := self._news(job):
                    return news

    def _news(self, job: Job) -> Waiting | None:
        """What there is to tell anew of a job's wait; None when it doesn't wait any more, was told a moment ago, or nothing has changed."""
        if not job.told.ahead or (job.started is None and time.monotonic() < job.told_at + _TELL_SECONDS):
            return None
        with self._changed:
            waiting = self._wait_of(job)
        if waiting == job.told:
            return None
        job.told, job.told_at = waiting, time.monotonic()
        return waiting

    def _wait_of(self, job: Job) -> Waiting:
        """The caller holds the lock."""
        if job is self._running or job.started is not None:
            return Waiting(0)
        return self._waiting(takewhile(lambda earlier: earlier is not job, (earlier for _, earlier in self._queue)))

    def _waiting(self, earlier: Iterable[Job]) -> Waiting:
        """What one waits for who comes after these and after the one that runs. The caller holds the lock."""
        running = self._running if self._running and not self._running.unwanted else None
        ahead = sum(not job.unwanted for job in earlier) + (running is not None)
        if not ahead or not self._durations:
            return Waiting(ahead)
        usual = median(self._durations)
        gone = min(usual, time.monotonic() - running.started) if running and running.started else 0.0
        return Waiting(ahead, ahead * usual - gone)

    # On the thread

    def took(self, seconds: float) -> None:
        """A job that ran to its end took so long: from the last few, those who wait are told how long."""
        with self._changed:
            self._durations.append(seconds)

    def _own(self) -> None:
        try:
            self._load()
        except BaseException as error:
            self._failure = error
            return
        finally:
            self._loaded.set()
        while (job := self._next_job()) is not None:
            try:
                if not job.unwanted:
                    job.started = time.monotonic()
                    job.work(job)
            except Exception as error:
                job.pieces.put(error)
            finally:
                with self._changed:
                    self._running = None
                job.pieces.put(None)
        self._free()

    def _next_job(self) -> Job | None:
        """The next one in the queue, waited for; None when there will be none any more."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._queue) or self._closed)
            self._running = self._queue.take() if len(self._queue) else None
            return self._running
