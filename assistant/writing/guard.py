"""Ends the writing of a model that repeats itself, leaves the answer's language, or says more than it was given. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.language import Language
from assistant.types import Waiting
from index.text.sentences import split_sentences

MOST_CHARACTERS = 700
# The same eight characters or more, three times in a row.
_LOOP = re.compile(r"(.{8,}?)\1\1$", re.DOTALL)
_LOOP_WITHIN = 400
_ENOUGH_LETTERS = 30
_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0970-\u097f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[^\W\d_\u0000-\u024f\u0900-\u097f]")


def guarded(pieces: Iterator[str | Waiting], language: Language, sentences: int) -> Iterator[str | Waiting]:
    """The pieces until something is wrong, or there are so many sentences; what came before is checked like any other answer.

    sentences: as many as the model was given. It has no proof for more, and each would be waited for.
    """
    written = ""
    for piece in pieces:
        if isinstance(piece, Waiting):
            yield piece
            continue
        before, written = len(written), written + piece
        if goes_wrong(written, language):
            return
        found = split_sentences(written)
        if len(found) > sentences:
            yield written[before : found[sentences - 1].end]
            return
        yield piece


def goes_wrong(written: str, language: Language) -> bool:
    """Whether a text loops, is too long for an answer, or is in another script than an answer in this language."""
    return len(written) > MOST_CHARACTERS or bool(_LOOP.search(written[-_LOOP_WITHIN:])) or _in_another_script(written, language)


def _in_another_script(written: str, language: Language) -> bool:
    devanagari, latin, other = (len(script.findall(written)) for script in (_DEVANAGARI, _LATIN, _OTHER))
    expected, foreign = (latin, devanagari + other) if language == "en" else (devanagari, latin + other)
    return foreign >= _ENOUGH_LETTERS and foreign > expected
