"""Chunks: runs of whole sentences within a token budget. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.types import Span

VERSION = "sentences-2"
BUDGET_TOKENS = 256
OVERLAP_SENTENCES = 1


def chunk_sentences(
    text: str,
    sentences: Sequence[Span],
    count_tokens: Callable[[str], int],
    budget: int = BUDGET_TOKENS,
    overlap: int = OVERLAP_SENTENCES,
) -> list[Span]:
    """Group sentences into chunks of at most `budget` tokens, each beginning with the last `overlap` sentences of the one before.

    A sentence longer than the budget stands alone, or is cut at spaces when it is over the budget itself.
    count_tokens: the embedder's own tokenizer, so that no chunk is silently cut when it is embedded.
    """
    pieces = [piece for sentence in sentences for piece in _fitting_pieces(text, sentence, count_tokens, budget)]
    # A piece's size takes in what stands between it and the next (a teaser that was set aside): the chunk's text holds that too.
    ends = [*(piece.start for piece in pieces[1:]), *(piece.end for piece in pieces[-1:])]
    sizes = [count_tokens(text[piece.start : end]) for piece, end in zip(pieces, ends, strict=True)]
    chunks: list[Span] = []
    first = 0
    while first < len(pieces):
        last, total = first, sizes[first]
        while last + 1 < len(pieces) and total + sizes[last + 1] <= budget:
            last += 1
            total += sizes[last]
        chunks.append(Span(pieces[first].start, pieces[last].end))
        if last + 1 == len(pieces):
            break
        first = max(first + 1, last + 1 - overlap)
        while first <= last and sum(sizes[first : last + 2]) > budget:
            first += 1
    return chunks


def _fitting_pieces(text: str, sentence: Span, count_tokens: Callable[[str], int], budget: int) -> list[Span]:
    if count_tokens(text[sentence.start : sentence.end]) <= budget:
        return [sentence]
    middle = (sentence.start + sentence.end) // 2
    cut = text.rfind(" ", sentence.start + 1, middle) + 1 or middle
    if cut <= sentence.start or cut >= sentence.end:
        return [sentence]
    halves = Span(sentence.start, cut), Span(cut, sentence.end)
    return [piece for half in halves for piece in _fitting_pieces(text, half, count_tokens, budget)]


def begins_inside(sentence: Span, around: Span) -> bool:
    """Whether a chunk holds the sentence's beginning (a sentence over the token budget is cut into several chunks)."""
    return around.start <= sentence.start < around.end


def searched(text: str, sentences: Sequence[Span], around: Span) -> tuple[str, tuple[Span, ...]]:
    """What is embedded and searched of a chunk: its sentences without the furniture that may stand between them, and their spans in it."""
    held, spans = "", []
    for sentence in sentences:
        start, end = max(sentence.start, around.start), min(sentence.end, around.end)
        if start < end:
            if begins_inside(sentence, around):
                spans.append(Span(len(held), len(held) + end - start))
            held += text[start:end] + " "
    return held.rstrip(), tuple(spans)
