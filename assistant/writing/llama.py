"""A GGUF model in this process: streaming, cancel within a token, and the constant prompt prefix evaluated once."""

from __future__ import annotations

import codecs
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelBusy, ModelDamaged, QuestionRefused
from assistant.types import Waiting
from assistant.writing.chat_template import ChatTemplate, Message
from assistant.writing.lookahead import Lookahead
from assistant.writing.owner_thread import Job, OwnerThread
from assistant.writing.prompt_memory import PromptMemory
from assistant.writing.stop_text import StopText


@dataclass(frozen=True, slots=True)
class Usage:
    """What the last generation cost: prompt tokens evaluated and reused, tokens written, and the seconds that reading and writing them took."""

    evaluated: int
    reused: int
    written: int
    reading: float = 0.0
    writing: float = 0.0


class LlamaEngine:
    """Every method may be called from any thread."""

    def __init__(self, path: Path, context_tokens: int = 4096, threads: int | None = None) -> None:
        self._path = path
        self._context_tokens = context_tokens
        self._threads = threads
        self.last_usage = Usage(0, 0, 0)
        self._held = threading.Lock()
        self._freed = False
        self._owner = OwnerThread(self._load, self._free)

    # For callers

    def wait_until_loaded(self) -> None:
        """Raises ModelDamaged when the file is no model that llama.cpp can read."""
        self._owner.wait_until_loaded()

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    def waiting(self) -> int:
        """How many requests are running or waiting."""
        return self._owner.waiting()

    def before(self, session: str) -> Waiting | None:
        """Who would be served before a request of this session that comes now; None when it would begin at once.

        The wait is told by the median of the last requests that ran to their end; None before the first.
        """
        return self._owner.before(session)

    def count_tokens(self, text: str) -> int:
        self.wait_until_loaded()
        with self._held:
            if self._freed:
                raise ModelBusy("The language model was changed for another. Ask again.")
            return self._template.count(text)

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Evaluate a constant prefix now, so that the first question doesn't wait for it."""
        for _ in self._owner.submit(self._guarded(lambda job: self._read_prefix(prefix, job)), threading.Event()):
            pass

    def stream(
        self,
        messages: Sequence[Message],
        max_tokens: int,
        stop: Sequence[str] = (),
        cancelled: threading.Event | None = None,
        session: str = "",
        on_wait: Callable[[Waiting], None] | None = None,
    ) -> Iterator[str]:
        """The answer's text, piece by piece, at temperature 0. All messages but the last are the constant prefix.

        on_wait is told how many come first whenever that has changed, at most every second, and Waiting(0) when it is this one's turn; an empty
        piece follows each time, so that whoever reads the pieces can look.

        Sessions are served in turn, one request of each. Setting `cancelled`, or closing the iterator, stops the model within one token (one short step while it reads the prompt).
        """
        work = self._guarded(lambda job: self._generate(messages, max_tokens, stop, job))
        yield from self._owner.submit(work, cancelled or threading.Event(), session, on_wait)

    def close(self) -> None:
        """Stop what runs, refuse what waits, and free the model."""
        self._owner.close()

    def retire(self) -> None:
        """Take no more requests, and free the model once those that are here are served."""
        self._owner.retire()

    # On the owner thread

    def _load(self) -> None:
        from llama_cpp import Llama

        try:
            self._llama = Llama(str(self._path), n_ctx=self._context_tokens, n_threads=self._threads, n_threads_batch=self._threads, verbose=False)
        except (ValueError, OSError, RuntimeError) as error:
            raise ModelDamaged(
                f"'{self._path}' is not a model that llama.cpp can load ({error}). Check it with: pramaan models verify, or name another .gguf"
            ) from error
        self._template = ChatTemplate(self._llama)
        self._memory = PromptMemory(self._llama)
        self._lookahead = Lookahead(self._llama, self._context_tokens)

    def _free(self) -> None:
        with self._held:
            self._freed = True
            self._llama.close()

    def _guarded(self, work: Callable[[Job], object]) -> Callable[[Job], None]:
        """The same work, whose failure is one of ours and leaves nothing behind."""

        def guarded(job: Job) -> None:
            try:
                work(job)
            except (QuestionRefused, ModelDamaged):
                raise
            except Exception as error:
                self._memory.distrust()
                raise ModelBusy(
                    f"The language model '{self._path.name}' failed ({error}). Ask again; if it stays, run: pramaan models verify"
                ) from error

        return guarded

    def _read_prefix(self, prefix: Sequence[Message], job: Job) -> int:
        """Returns the tokens read."""
        return self._memory.read_prefix(self._template.tokens(prefix, answer=False), lambda: job.unwanted) if prefix else 0

    def _generate(self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str], job: Job) -> None:
        began = time.monotonic()
        prefix_read = self._read_prefix(messages[:-1], job)
        tokens = self._template.tokens(messages, answer=True)
        if len(tokens) + max_tokens > self._context_tokens:
            raise QuestionRefused(
                f"The question with its evidence is {len(tokens)} tokens long; the model reads {self._context_tokens - max_tokens}. Ask a shorter question."
            )
        reused = self._memory.read(tokens, lambda: job.unwanted)
        if job.unwanted:
            return
        read = time.monotonic()
        written = self._write(max_tokens, stop, job)
        ended = time.monotonic()
        self.last_usage = Usage(len(tokens) - reused + prefix_read, reused - prefix_read, written, read - began, ended - read)
        if not job.unwanted:
            self._owner.took(ended - began)

    def _write(self, max_tokens: int, stop: Sequence[str], job: Job) -> int:
        """Returns the tokens written."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text = StopText(stop)
        written = 0
        for token in self._lookahead.tokens():
            if job.unwanted or self._template.ends(token):
                break
            written += 1
            piece, complete = text.add(decoder.decode(self._template.piece(token)))
            if piece:
                job.pieces.put(piece)
            if complete or written == max_tokens:
                break
        if rest := text.rest():
            job.pieces.put(rest)
        return written
