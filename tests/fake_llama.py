"""A llama_cpp small enough to check by hand: a token is a byte, three tokens are special, and the model says what `reply` says to the prompt."""

from __future__ import annotations

import ctypes
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest

from assistant.writing.llama import LlamaEngine

START, END, OF_TEXT = 256, 257, 258
SPECIAL = {START: b"<|im_start|>", END: b"<|im_end|>", OF_TEXT: b"<|endoftext|>"}
PIECES = [*(bytes([byte]) for byte in range(256)), *SPECIAL.values()]
ASSISTANT = "<|im_start|>assistant\n"
RULES = "उत्तर दीजिए। " * 20


def asked(text: str, system: str = RULES) -> list[dict[str, str]]:
    return [{"role": "system", "content": system}, {"role": "user", "content": text}]


def prefix_tokens(system: str) -> int:
    """How many tokens the constant prefix of `asked` has."""
    return len(f"<|im_start|>system\n{system}<|im_end|>\n".encode()) - len("<|im_start|><|im_end|>") + 2


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)


class FakeLlama:
    """Records what is evaluated and by which thread. `steps`, when it is a semaphore, lets one token through at a time."""

    reply: Callable[[str], str | bytes] = staticmethod(lambda prompt: "नमस्ते")
    steps: threading.Semaphore | None = None
    template = "chatml"
    forgets = True
    made: ClassVar[list[FakeLlama]] = []

    def __init__(self, path: str, n_ctx: int, **_: Any) -> None:
        if "broken" in path:
            raise ValueError("Failed to load model from file")
        self.model = self.ctx = self
        self.metadata = {"tokenizer.chat_template": self.template}
        self.input_ids = np.zeros(n_ctx, dtype=np.intc)
        self.n_tokens = 0
        self.evaluated: list[int] = []
        self.prompts: list[str] = []
        self.threads: set[str] = set()
        self.closed = False
        self.logits: list[Any] = []
        self.decoded: list[int] = []
        self.made.append(self)

    def n_vocab(self) -> int:
        return len(PIECES)

    def token_bos(self) -> int:
        return -1

    def token_eos(self) -> int:
        return END

    def tokenize(self, text: bytes, add_bos: bool, special: bool) -> list[int]:
        assert not add_bos
        if not special:
            return list(text)
        parts = re.split(b"(" + b"|".join(map(re.escape, SPECIAL.values())) + b")", text)
        known = {piece: token for token, piece in SPECIAL.items()}
        return [token for part in parts for token in ([known[part]] if part in known else part)]

    def text(self) -> str:
        return b"".join(PIECES[token] for token in self.input_ids[: self.n_tokens]).decode("utf-8", "replace")

    def eval(self, tokens: list[int]) -> None:
        self.threads.add(threading.current_thread().name)
        self.input_ids[self.n_tokens : self.n_tokens + len(tokens)] = tokens
        self.n_tokens += len(tokens)
        self.evaluated.append(len(tokens))

    def sample(self, temp: float) -> int:
        assert temp == 0
        self.threads.add(threading.current_thread().name)
        if self.steps is not None:
            assert self.steps.acquire(timeout=10), "the test never let the model go on"
        return self.next_token()

    def next_token(self) -> int:
        memory = b"".join(PIECES[token] for token in self.input_ids[: self.n_tokens])
        prompt, _, written = memory.rpartition(ASSISTANT.encode())
        if not written:
            self.prompts.append(prompt.decode("utf-8", "replace"))
        reply = type(self).reply(prompt.decode("utf-8", "replace"))
        answer = reply.encode() if isinstance(reply, str) else reply
        return answer[len(written)] if len(written) < len(answer) else END

    def reset(self) -> None:
        self.n_tokens = 0

    def close(self) -> None:
        self.closed = True


class Formatter:
    """ChatML; the template "no system" refuses a system message, as Gemma's does."""

    def __init__(self, template: str, add_generation_prompt: bool, **_: Any) -> None:
        self._refuses_system = template == "no system"
        self._end = ASSISTANT if add_generation_prompt else ""

    def __call__(self, messages: list[dict[str, str]]) -> Any:
        if self._refuses_system and any(message["role"] == "system" for message in messages):
            raise ValueError("System role not supported")
        said = "".join(f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n" for message in messages)
        answer = ModuleType("response")
        answer.prompt = said + self._end  # type: ignore[attr-defined]
        return answer


def install(monkeypatch: pytest.MonkeyPatch, **attributes: object) -> type[FakeLlama]:
    """The fake in place of llama_cpp, as a class of this test alone: set `reply`, `steps`, `template` on it; `made` are its models."""
    ours: type[FakeLlama] = type("ThisTestsLlama", (FakeLlama,), {"made": [], **attributes})
    for name, module in _modules(ours).items():
        monkeypatch.setitem(sys.modules, name, module)
    return ours


def _modules(llama: type[FakeLlama]) -> dict[str, ModuleType]:
    """What stands in for the modules llama_cpp and llama_cpp.llama_chat_format."""

    def token_to_piece(vocabulary: FakeLlama, token: int, buffer: Any, size: int, lstrip: int, special: bool) -> int:
        del vocabulary, lstrip
        piece = b"" if token in SPECIAL and not special else PIECES[token]
        assert len(piece) <= size
        buffer[: len(piece)] = piece
        return len(piece)

    def forget(memory: FakeLlama, sequence: int, first: int, last: int) -> bool:
        assert (sequence, last) == (-1, -1)
        if memory.forgets or first == 0:
            memory.n_tokens = min(memory.n_tokens, first)
        return memory.forgets

    def get_data(ctx: FakeLlama, buffer: Any, size: int, sequence: int) -> int:
        assert (size, sequence) == (4 * ctx.n_tokens, 0)
        ctypes.memmove(buffer, ctx.input_ids[: ctx.n_tokens].tobytes(), size)
        return size

    def set_data(ctx: FakeLlama, buffer: Any, size: int, sequence: int) -> int:
        assert sequence == 0
        ctx.evaluated.append(0)  # a restored state costs no evaluation
        return int(bytes(buffer) == b"" or size)

    def decode(ctx: FakeLlama, batch: Any) -> int:
        if ctx.steps is not None:
            assert ctx.steps.acquire(timeout=10), "the test never let the model go on"
        ctx.logits = []
        ctx.decoded.append(batch.n_tokens)
        held = ctx.n_tokens
        for row in range(batch.n_tokens):
            assert (batch.pos[row], batch.seq_id[row][0], batch.logits[row]) == (held + row, 0, True)
            ctx.eval([batch.token[row]])
            ctx.logits.append((ctypes.c_float * len(PIECES))())
            ctx.logits[-1][ctx.next_token()] = 1.0
        ctx.n_tokens = held  # the caller counts what the C library read
        return 0

    def empty_batch(tokens: int, embedding: int, sequences: int) -> Any:
        assert (embedding, sequences) == (0, 1)
        return SimpleNamespace(
            token=[0] * tokens, pos=[0] * tokens, logits=[False] * tokens, n_seq_id=[0] * tokens, seq_id=[[0] for _ in range(tokens)]
        )

    fake, chat_format = ModuleType("llama_cpp"), ModuleType("llama_cpp.llama_chat_format")
    vars(fake).update(
        Llama=llama,
        LLAMA_TOKEN_ATTR_CONTROL=8,
        LLAMA_TOKEN_ATTR_USER_DEFINED=16,
        llama_model_get_vocab=lambda model: model,
        llama_vocab_get_attr=lambda vocabulary, token: 8 if token in SPECIAL else 1,
        llama_vocab_is_eog=lambda vocabulary, token: token in (END, OF_TEXT),
        llama_token_to_piece=token_to_piece,
        llama_batch_init=empty_batch,
        llama_batch_free=lambda batch: None,
        llama_decode=decode,
        llama_get_logits_ith=lambda ctx, row: ctx.logits[row],
        llama_get_memory=lambda ctx: ctx,
        llama_memory_seq_rm=forget,
        llama_state_seq_get_size=lambda ctx, sequence: 4 * ctx.n_tokens,
        llama_state_seq_get_data=get_data,
        llama_state_seq_set_data=set_data,
        llama_chat_format=chat_format,
    )
    vars(chat_format).update(Jinja2ChatFormatter=Formatter)
    return {"llama_cpp": fake, "llama_cpp.llama_chat_format": chat_format}


Make = Callable[..., tuple[LlamaEngine, FakeLlama]]


@pytest.fixture
def llama(monkeypatch: pytest.MonkeyPatch) -> type[FakeLlama]:
    return install(monkeypatch)


@pytest.fixture
def make(llama: type[FakeLlama]) -> Iterator[Make]:
    """make(context): an engine and the model behind it; closed at the end."""
    made: list[LlamaEngine] = []

    def engine(context: int = 4096) -> tuple[LlamaEngine, FakeLlama]:
        made.append(LlamaEngine(Path("model.gguf"), context))
        made[-1].wait_until_loaded()
        return made[-1], llama.made[-1]

    yield engine
    for one in made:
        one.close()
