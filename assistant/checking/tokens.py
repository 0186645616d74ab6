"""A text as the rules read it: folded, contractions undone, cut into words and the marks between clauses. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.lexicon import FUNCTION, GENERIC, LIGHT, word_key
from index.text.words import fold, is_devanagari, part_scripts

_CONTRACTIONS = (
    (re.compile(r"[‘’]"), "'"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'(?:ll)\b"), " will"),
    (re.compile(r"\bhalf a (?=(?:hundred|thousand|lakh|million|crore|billion|trillion)\b)"), "half "),
    (re.compile(r"\ba (?=(?:hundred|thousand|lakh|million|crore|billion|trillion)\b)"), "one "),
)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])+|[,;:।॥.?!()\[\]—–\"“”]")
_BREAKS = frozenset(',;:।॥.?!()[]—–"“”')


@dataclass(frozen=True, slots=True)
class Token:
    """A word (or a mark, whose key is empty) at plain(text)[start:end]."""

    word: str
    key: str
    start: int
    end: int

    @property
    def is_break(self) -> bool:
        return not self.key

    @property
    def is_number(self) -> bool:
        return self.word[0].isdecimal()

    @property
    def tells(self) -> bool:
        """Whether the word carries news: no grammar, no number, no helping verb."""
        one_letter = len(self.word) == 1 and self.word.isascii()
        return bool(self.key) and not (self.is_number or one_letter or self.word in FUNCTION or self.word in LIGHT or self.word in GENERIC)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """`text` folded and its scripts parted (index.text.words), "didn't" as "did not", "a million" as "one million"."""
    folded = part_scripts(fold(text))
    for contraction, written in _CONTRACTIONS:
        folded = contraction.sub(written, folded)
    return folded


@lru_cache(maxsize=1024)
def in_devanagari(text: str) -> bool:
    """Whether `text` is mostly Devanagari; every rule asks."""
    return is_devanagari(text)


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and marks of `text` in order, with their places in plain(text)."""
    found = []
    for match in _TOKEN.finditer(plain(text)):
        word = match.group()
        found.append(Token(word, "" if word in _BREAKS else word_key(word) or word, *match.span()))
    return tuple(found)


@lru_cache(maxsize=1024)
def telling(text: str) -> tuple[Token, ...]:
    """The words of `text` that carry news."""
    return tuple(token for token in tokens(text) if token.tells)
