"""A question and a passage as the encoder reads them: one row of tokens, the question first. Pure but for the tokenizer it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import QuestionRefused

# EmbeddingGemma was trained with this prompt for questions that a passage answers.
_QUESTION_PROMPT = "task: question answering | query: "
MOST_QUESTION_TOKENS = 256
# A window of a longer passage; it slides by half, so that every span up to half a window stands whole in one.
WINDOW_TOKENS = 448


@dataclass(frozen=True, slots=True)
class Pair:
    """Token ids of the beginning mark, the question and a window of the passage; edges are the (start, end) characters of each passage token.

    The passage's tokens begin at ids[first]. Position 0, the beginning mark, stands for "no answer here".
    """

    ids: Sequence[int]
    first: int
    edges: Sequence[tuple[int, int]]


def encode_pairs(tokenizer: Any, question: str, passage: str, window: int = WINDOW_TOKENS) -> list[Pair]:
    """The windows of one passage, none for an empty one.

    Raises QuestionRefused for a question over 256 tokens.
    """
    return pairs_with(encode_question(tokenizer, question), tokenizer, passage, window)


def encode_question(tokenizer: Any, question: str) -> list[int]:
    """What every row begins with: the beginning mark, the prompt and the question. Raises QuestionRefused for a question over 256 tokens."""
    if (length := len(tokenizer.encode(question, add_special_tokens=False))) > MOST_QUESTION_TOKENS:
        raise QuestionRefused(f"The question has {length} tokens; the reader takes at most {MOST_QUESTION_TOKENS}. Ask a shorter one.")
    return [tokenizer.bos_token_id, *tokenizer.encode(_QUESTION_PROMPT + question + "\n", add_special_tokens=False)]


def pairs_with(asked: Sequence[int], tokenizer: Any, passage: str, window: int = WINDOW_TOKENS) -> list[Pair]:
    """The windows of one passage, each behind the encoded question."""
    read = tokenizer(passage, add_special_tokens=False, return_offsets_mapping=True)
    return [
        Pair([*asked, *read["input_ids"][start:end], tokenizer.eos_token_id], len(asked), read["offset_mapping"][start:end])
        for start, end in windows(len(read["input_ids"]), window)
    ]


def windows(length: int, size: int) -> Iterator[tuple[int, int]]:
    """(start, end) of overlapping windows over `length` tokens."""
    start = 0
    while start < length:
        yield start, min(start + size, length)
        if start + size >= length:
            return
        start += size // 2
