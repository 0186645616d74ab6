"""Names: which words of a text are capitalised, and whether a name in one script sounds like a word in the other. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.checking.lexicon import any_same, has_meaning, word_key
from assistant.checking.tokens import Token
from index.text.roman import likeness
from index.text.words import fold, words

_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]*")
_FIRST = re.compile(r"\W*$")
# Two spellings of one name are more alike than this (Rizwan and रिज़वान), two names are less (Imran and रिज़वान).
_ALIKE = 0.7
# Endings that no name of one word at a sentence's beginning is likely to have: "Soldiers were sent".
_COMMON_ENDING = re.compile(r"(?:s|ing|ed|ly|ion|ment)$")


@lru_cache(maxsize=1024)
def capitalised(text: str) -> frozenset[str]:
    """The folded words that are written with a capital; a sentence's first word only where no common word is likely."""
    found = set()
    for match in _CAPITALISED.finditer(text):
        word = words(match.group())[0]
        if not _FIRST.fullmatch(text[: match.start()]) or not (_COMMON_ENDING.search(word) or has_meaning(word_key(word))):
            found.add(word)
    return frozenset(found)


def is_held(token: Token, there: Sequence[Token]) -> bool:
    """Whether one of the words that are there says the same, or sounds the same in the other script."""
    return any_same(token.key, (other.key for other in there)) or sounds_like_any(token.word, (other.word for other in there))


def sounds_like_any(word: str, others: Iterable[str]) -> bool:
    """Whether a folded word sounds like one of the others that is written in the other script."""
    return any(_sounds_like(word, other) for other in others if word.isascii() != other.isascii())


@lru_cache(maxsize=65536)
def _sounds_like(word: str, other: str) -> bool:
    typed, spoken = (word, other) if word.isascii() else (other, word)
    return likeness(fold(typed), spoken, _ALIKE) > 0
