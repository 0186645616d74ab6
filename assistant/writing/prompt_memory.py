"""What the model has read: the beginning that two prompts share is kept, and constant prefixes are put back from their saved states."""

from __future__ import annotations

import ctypes
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_cpp import Llama

PREFILL_STEP = 64
KEPT_PREFIXES = 4


class PromptMemory:
    """The memory of one model, for the thread that owns it. Reading ends after a step of PREFILL_STEP tokens once `unwanted` says so."""

    def __init__(self, llama: Llama) -> None:
        self._llama = llama
        self._prefixes: OrderedDict[tuple[int, ...], bytes] = OrderedDict()

    def read(self, tokens: Sequence[int], unwanted: Callable[[], bool]) -> int:
        """Bring the memory to exactly `tokens`; the shared beginning is reused. Returns how many tokens that saved."""
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
            if unwanted():
                return shared
            llama.eval(tokens[first : first + PREFILL_STEP])
        return shared

    def read_prefix(self, prefix: Sequence[int], unwanted: Callable[[], bool]) -> int:
        """Have a constant prefix in memory: still there, put back from its saved state, or read now and saved. Returns the tokens read."""
        if not prefix:
            return 0
        key = tuple(prefix)
        if key in self._prefixes:
            self._prefixes.move_to_end(key)
            if self._begins_with(key) or self._restored(key):
                return 0
        read = len(prefix) - self.read(prefix, unwanted)
        if unwanted():
            return 0
        self._save(key)
        return read

    def distrust(self) -> None:
        """Reuse nothing of what is in memory."""
        self._llama.n_tokens = 0

    def _begins_with(self, prefix: tuple[int, ...]) -> bool:
        return self._llama.n_tokens >= len(prefix) and tuple(self._llama.input_ids[: len(prefix)]) == prefix

    def _restored(self, prefix: tuple[int, ...]) -> bool:
        import llama_cpp

        llama, saved = self._llama, self._prefixes[prefix]
        llama.reset()  # a restore that fails leaves nothing of what was there
        state = (ctypes.c_uint8 * len(saved)).from_buffer_copy(saved)
        if not llama_cpp.llama_state_seq_set_data(llama.ctx, state, len(state), 0):
            return False
        llama.input_ids[: len(prefix)] = prefix
        llama.n_tokens = len(prefix)
        return True

    def _save(self, prefix: tuple[int, ...]) -> None:
        import llama_cpp

        size = llama_cpp.llama_state_seq_get_size(self._llama.ctx, 0)
        buffer = (ctypes.c_uint8 * size)()
        llama_cpp.llama_state_seq_get_data(self._llama.ctx, buffer, size, 0)
        self._prefixes[prefix] = bytes(buffer)
        if len(self._prefixes) > KEPT_PREFIXES:
            self._prefixes.popitem(last=False)
