"""Several tokens a step: what an answer copies from its prompt is guessed from there and checked by the model all at once.

Prompt lookup decoding (Saxena 2023; github.com/apoorvumang/prompt-lookup-decoding). The answer is the one that the model writes token by token: a guess
stands only where it is the model's own choice at temperature 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_cpp import Llama

# Three or four letters of Hindi: fewer stand everywhere, and a wrong guess costs the time of its tokens.
_ALIKE = 4
_MOST_GUESSED = 6


def guess(tokens: Sequence[int]) -> Sequence[int]:
    """What came after the last tokens when they stood here before, the last time; nothing when they never did."""
    last = tokens[-_ALIKE:]
    for start in range(len(tokens) - _ALIKE - 1, -1, -1):
        if tokens[start : start + _ALIKE] == last:
            return tokens[start + _ALIKE : start + _ALIKE + _MOST_GUESSED]
    return []


class Lookahead:
    """Writes with one model, for the thread that owns it."""

    def __init__(self, llama: Llama, context_tokens: int) -> None:
        self._llama = llama
        self._context_tokens = context_tokens
        self._forgets = True

    def tokens(self) -> Iterator[int]:
        """What the model writes at temperature 0 after what it has read, without an end. A step's guesses are in its memory before they are taken."""
        llama = self._llama
        token = llama.sample(temp=0.0)
        while True:
            yield token
            guessed = guess([*llama.input_ids[: llama.n_tokens].tolist(), token]) if self._forgets else []
            following = likeliest(llama, [token, *guessed[: self._context_tokens - llama.n_tokens - 1]])
            agreed = 0
            while agreed + 1 < len(following) and guessed[agreed] == following[agreed]:
                agreed += 1
            self._keep(llama.n_tokens - len(following) + 1 + agreed)
            yield from guessed[:agreed]
            token = following[agreed]

    def _keep(self, tokens: int) -> None:
        """Only the first ones in memory."""
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


def likeliest(llama: Llama, tokens: Sequence[int]) -> list[int]:
    """Has the model read these after what it holds; the likeliest token after each of them.

    Raises RuntimeError when llama.cpp fails.
    """
    import llama_cpp
    import numpy as np

    place = llama.n_tokens
    batch = llama_cpp.llama_batch_init(len(tokens), 0, 1)
    try:
        batch.n_tokens = len(tokens)
        for row, token in enumerate(tokens):
            batch.token[row], batch.pos[row], batch.logits[row] = token, place + row, True
            batch.n_seq_id[row], batch.seq_id[row][0] = 1, 0
        if failure := llama_cpp.llama_decode(llama.ctx, batch):
            raise RuntimeError(f"llama_decode returned {failure}")
    finally:
        llama_cpp.llama_batch_free(batch)
    llama.input_ids[place : place + len(tokens)] = tokens
    llama.n_tokens = place + len(tokens)
    rows = (np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(llama.ctx, row), shape=(llama.n_vocab(),)) for row in range(len(tokens)))
    return [int(row.argmax()) for row in rows]
