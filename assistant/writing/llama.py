"""llama.cpp behind one owner thread: a fair queue, streaming, cancel within a token, and the constant prompt prefix evaluated once.

llama-cpp-python's Llama is not safe for two callers (its issues 1367, 1529, 1995), so that only the owner thread ever touches it.
"""

from __future__ import annotations

import codecs
import ctypes
import queue
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBusy, ModelDamaged, QuestionRefused
from assistant.types import Waiting
from assistant.writing.fair_queue import FairQueue
from assistant.writing.lookahead import guess, likeliest

if TYPE_CHECKING:
    from llama_cpp import Llama

Message = dict[str, str]

PREFILL_STEP = 64
KEPT_PREFIXES = 4
_TELL_SECONDS = 1.0
_DURATIONS_KEPT = 10
# ChatML, for a model file that names no template of its own.
_TEMPLATE_FALLBACK = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@dataclass(slots=True)
class _Job:
    work: Callable[[_Job], object]
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


@dataclass(frozen=True, slots=True)
class Usage:
    """What the last generation cost: prompt tokens evaluated and reused, tokens written, and the seconds that reading and writing them took."""

    evaluated: int
    reused: int
    written: int
    reading: float = 0.0
    writing: float = 0.0


class LlamaEngine:
    """A GGUF model in this process. Every method may be called from any thread."""

    def __init__(self, path: Path, context_tokens: int = 4096, threads: int | None = None) -> None:
        self._path = path
        self._context_tokens = context_tokens
        self._threads = threads
        self._queue: FairQueue[_Job] = FairQueue()
        self._running: _Job | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._durations: deque[float] = deque(maxlen=_DURATIONS_KEPT)
        self._prefixes: OrderedDict[tuple[int, ...], bytes] = OrderedDict()
        self.last_usage = Usage(0, 0, 0)
        self._forgets = True
        self._failure: BaseException | None = None
        self._loaded = threading.Event()
        self._owner = threading.Thread(target=self._own, name="llama-owner", daemon=True)
        self._owner.start()

    # For callers

    def wait_until_loaded(self) -> None:
        """Raises ModelDamaged when the file is no model that llama.cpp can read."""
        self._loaded.wait()
        if self._failure:
            raise self._failure

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    def waiting(self) -> int:
        """How many requests are running or waiting."""
        with self._changed:
            return len(self._queue) + (self._running is not None)

    def before(self, session: str) -> Waiting | None:
        """Who would be served before a request of this session that comes now; None when it would begin at once.

        The wait is told by the median of the last requests that ran to their end; None before the first.
        """
        with self._changed:
            waiting = self._waiting(self._queue.before(session))
            return waiting if waiting.ahead else None

    def _waiting(self, earlier: Iterable[_Job]) -> Waiting:
        """What one waits for who comes after these and after the one that runs. The caller holds the lock."""
        running = self._running if self._running and not self._running.unwanted else None
        ahead = sum(not job.unwanted for job in earlier) + (running is not None)
        if not ahead or not self._durations:
            return Waiting(ahead)
        usual = median(self._durations)
        gone = min(usual, time.monotonic() - running.started) if running and running.started else 0.0
        return Waiting(ahead, ahead * usual - gone)

    def count_tokens(self, text: str) -> int:
        # llama.cpp's tokenizer is read-only and safe beside a running generation.
        self.wait_until_loaded()
        return len(self._llama.tokenize(text.encode(), add_bos=False, special=False))

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Evaluate a constant prefix now, so that the first question doesn't wait for it."""
        for _ in self._submit(lambda job: self._restore_prefix(self._tokens(prefix, answer=False), job), threading.Event()):
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
        yield from self._submit(lambda job: self._generate(messages, max_tokens, stop, job), cancelled or threading.Event(), session, on_wait)

    def close(self) -> None:
        """Stop what runs, refuse what waits, and free the model."""
        with self._changed:
            for job in (self._running, *(job for _, job in self._queue)):
                if job is not None:
                    job.abandoned.set()
        self.retire()
        self._owner.join()

    def retire(self) -> None:
        """Take no more requests, and free the model once those that are here are served."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _submit(
        self,
        work: Callable[[_Job], object],
        cancelled: threading.Event,
        session: str = "",
        on_wait: Callable[[Waiting], None] | None = None,
    ) -> Iterator[str]:
        self.wait_until_loaded()
        job = _Job(work, cancelled)
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

    def _next_piece(self, job: _Job) -> str | Waiting | BaseException | None:
        """What the owner thread says next, or what has changed in the queue; None, too, for a job that was cancelled while it waited for its turn."""
        while True:
            try:
                return job.pieces.get(timeout=0.1)
            except queue.Empty:
                if job.cancelled.is_set() and job.started is None:
                    return None
                if news := self._news(job):
                    return news

    def _news(self, job: _Job) -> Waiting | None:
        """What there is to tell anew of a job's wait; None when it doesn't wait any more, was told a moment ago, or nothing has changed."""
        if not job.told.ahead or (job.started is None and time.monotonic() < job.told_at + _TELL_SECONDS):
            return None
        with self._changed:
            waiting = self._wait_of(job)
        if waiting == job.told:
            return None
        job.told, job.told_at = waiting, time.monotonic()
        return waiting

    def _wait_of(self, job: _Job) -> Waiting:
        """The caller holds the lock."""
        if job is self._running or job.started is not None:
            return Waiting(0)
        return self._waiting(takewhile(lambda earlier: earlier is not job, (earlier for _, earlier in self._queue)))

    # On the owner thread

    def _own(self) -> None:
        try:
            self._llama = self._load()
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
            except (QuestionRefused, ModelDamaged) as error:
                job.pieces.put(error)
            except Exception as error:
                failure = ModelBusy(f"The language model '{self._path.name}' failed ({error}). Ask again; if it stays, run: pramaan models verify")
                failure.__cause__ = error
                job.pieces.put(failure)
                self._llama.n_tokens = 0  # trust nothing of what is in memory
            finally:
                with self._changed:
                    self._running = None
                job.pieces.put(None)
        self._llama.close()

    def _next_job(self) -> _Job | None:
        """The next one in the queue, waited for; None when there will be none any more."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._queue) or self._closed)
            self._running = self._queue.take() if len(self._queue) else None
            return self._running

    def _load(self) -> Llama:
        from llama_cpp import Llama

        try:
            return Llama(str(self._path), n_ctx=self._context_tokens, n_threads=self._threads, n_threads_batch=self._threads, verbose=False)
        except (ValueError, OSError, RuntimeError) as error:
            raise ModelDamaged(
                f"'{self._path}' is not a model that llama.cpp can load ({error}). Check it with: pramaan models verify, or name another .gguf"
            ) from error

    def _tokens(self, messages: Sequence[Message], answer: bool) -> list[int]:
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        metadata = self._llama.metadata
        text_of = self._token_text
        formatter = Jinja2ChatFormatter(
            template=metadata.get("tokenizer.chat_template") or _TEMPLATE_FALLBACK,
            eos_token=text_of(self._llama.token_eos()),
            bos_token=text_of(self._llama.token_bos()),
            add_generation_prompt=answer,
        )
        harmless: Any = [{**message, "content": self._without_control_tokens(message["content"])} for message in messages]
        try:
            prompt = formatter(messages=harmless).prompt
        except Exception:  # the template refuses a system message (Gemma and others): put it before the first question
            prompt = formatter(messages=_system_merged(harmless)).prompt
        tokens: list[int] = self._llama.tokenize(prompt.encode(), add_bos=False, special=True)
        return tokens

    def _token_text(self, token: int) -> str:
        return self._piece(token, special=True).decode("utf-8", "ignore") if token >= 0 else ""

    def _piece(self, token: int, special: bool = False) -> bytes:
        """A token's bytes. Llama.detokenize drops tokens of more than 32 bytes, which whole Hindi words are in some vocabularies."""
        import llama_cpp

        vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        buffer = ctypes.create_string_buffer(256)
        size = llama_cpp.llama_token_to_piece(vocabulary, token, buffer, len(buffer), 0, special)
        return buffer.raw[: max(size, 0)]

    def _without_control_tokens(self, text: str) -> str:
        """An article that spells out "<|im_end|>" must not end its message: control tokens are broken by a space."""
        if not hasattr(self, "_control_texts"):
            import llama_cpp

            vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
            marked = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
            special = [token for token in range(self._llama.n_vocab()) if llama_cpp.llama_vocab_get_attr(vocabulary, token) & marked]
            self._control_texts = [spelled for token in special if len(spelled := self._token_text(token)) > 1 and not spelled.isspace()]
        for control_text in self._control_texts:
            text = text.replace(control_text, f"{control_text[0]} {control_text[1:]}")
        return text

    def _generate(self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str], job: _Job) -> None:
        import llama_cpp

        llama, began = self._llama, time.monotonic()
        prefix_read = self._restore_prefix(self._tokens(messages[:-1], answer=False) if len(messages) > 1 else [], job)
        tokens = self._tokens(messages, answer=True)
        if len(tokens) + max_tokens > self._context_tokens:
            raise QuestionRefused(
                f"The question with its evidence is {len(tokens)} tokens long; the model reads {self._context_tokens - max_tokens}. Ask a shorter question."
            )
        reused = self._evaluate(tokens, job)
        read = time.monotonic()
        vocabulary = llama_cpp.llama_model_get_vocab(llama.model)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text = _StopText(stop)
        written = 0
        for token in self._chosen_tokens():
            if job.unwanted or llama_cpp.llama_vocab_is_eog(vocabulary, token):
                break
            written += 1
            piece, complete = text.add(decoder.decode(self._piece(token)))
            if piece:
                job.pieces.put(piece)
            if complete or written == max_tokens:
                break
        if rest := text.rest():
            job.pieces.put(rest)
        ended = time.monotonic()
        self.last_usage = Usage(len(tokens) - reused + prefix_read, reused - prefix_read, written, read - began, ended - read)
        if not job.unwanted:
            self._durations.append(ended - began)

    def _chosen_tokens(self) -> Iterator[int]:
        """What the model writes at temperature 0, without an end. A step's guesses are in its memory before they are taken."""
        llama = self._llama
        token = llama.sample(temp=0.0)
        while True:
            yield token
            guessed = guess([*llama.input_ids[: llama.n_tokens].tolist(), token]) if self._forgets else []
            following = likeliest(llama, [token, *guessed[: self._context_tokens - llama.n_tokens - 1]])
            agreed = 0
            while agreed + 1 < len(following) and guessed[agreed] == following[agreed]:
                agreed += 1
            self._forget_after(llama.n_tokens - len(following) + 1 + agreed)
            yield from guessed[:agreed]
            token = following[agreed]

    def _forget_after(self, tokens: int) -> None:
        """Have only the first tokens in memory."""
        import llama_cpp

        llama = self._llama
        if tokens == llama.n_tokens:
            return
        if llama_cpp.llama_memory_seq_rm(llama_cpp.llama_get_memory(llama.ctx), -1, tokens, -1):
            llama.n_tokens = tokens
            return
        self._forgets = False  # a recurrent model can't forget only the end: it reads it all again, and guesses no more
        kept = llama.input_ids[:tokens].tolist()
        llama.reset()
        llama.eval(kept)

    def _evaluate(self, tokens: Sequence[int], job: _Job) -> int:
        """Bring the model's memory to exactly `tokens`; the shared beginning is reused. Returns how many tokens that saved."""
        import llama_cpp

        llama = self._llama
        shared = 0
        for known, wanted in zip(llama.input_ids[: llama.n_tokens], tokens[:-1], strict=False):
            if known != wanted:
                break
            shared += 1
        if not llama_cpp.llama_memory_seq_rm(llama_cpp.llama_get_memory(llama.ctx), -1, shared, -1):
            llama.reset()  # a recurrent model can't forget only the end
            shared = 0
        llama.n_tokens = shared
        for first in range(shared, len(tokens), PREFILL_STEP):
            if job.unwanted:
                return shared
            llama.eval(tokens[first : first + PREFILL_STEP])
        return shared

    def _restore_prefix(self, prefix: list[int], job: _Job) -> int:
        """Have the constant prefix in memory: still there, put back from its saved state, or evaluated now and saved. Returns the tokens read."""
        if not prefix:
            return 0
        import llama_cpp

        llama, key = self._llama, tuple(prefix)
        if key in self._prefixes:
            self._prefixes.move_to_end(key)
            if llama.n_tokens >= len(prefix) and tuple(llama.input_ids[: len(prefix)]) == key:
                return 0
            llama.reset()  # a restore that fails leaves nothing of what was there
            state = (ctypes.c_uint8 * len(self._prefixes[key])).from_buffer_copy(self._prefixes[key])
            if llama_cpp.llama_state_seq_set_data(llama.ctx, state, len(state), 0):
                llama.input_ids[: len(prefix)] = prefix
                llama.n_tokens = len(prefix)
                return 0
        read = len(prefix) - self._evaluate(prefix, job)
        if job.unwanted:
            return 0
        size = llama_cpp.llama_state_seq_get_size(llama.ctx, 0)
        buffer = (ctypes.c_uint8 * size)()
        llama_cpp.llama_state_seq_get_data(llama.ctx, buffer, size, 0)
        self._prefixes[key] = bytes(buffer)
        if len(self._prefixes) > KEPT_PREFIXES:
            self._prefixes.popitem(last=False)
        return read


class _StopText:
    """Cuts a stream at the first stop string, holding back what may be the beginning of one."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._held = ""

    def add(self, piece: str) -> tuple[str, bool]:
        """(text to show now, whether a stop string has come)."""
        self._held += piece
        found = min((place for stop in self._stops if (place := self._held.find(stop)) >= 0), default=-1)
        if found >= 0:
            shown, self._held = self._held[:found], ""
            return shown, True
        keep = max((size for stop in self._stops for size in range(1, len(stop)) if self._held.endswith(stop[:size])), default=0)
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown, False

    def rest(self) -> str:
        return self._held


def _system_merged(messages: list[Message]) -> list[Message]:
    system = "\n\n".join(message["content"] for message in messages if message["role"] == "system")
    others = [message for message in messages if message["role"] != "system"]
    if not others:
        return [{"role": "user", "content": system}]
    return [{**others[0], "content": f"{system}\n\n{others[0]['content']}"}, *others[1:]]
