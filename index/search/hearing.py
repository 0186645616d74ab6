"""A question with words in Latin letters, heard by a Hindi ear: which of the articles' words they sound like. Pure but for the vocabulary."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from index.text.hindi import TYPED, known_word
from index.text.roman import likeness, typed_keys, word_key
from index.text.words import STOPWORDS, fold, is_devanagari, words

# Chosen on the even questions of XQuAD-hi's development half, with the passages' own words and with 20,000 others (see tests/bench/retrieval.py).
_ALIKE = 0.85
_MARGIN = 0.1
_FREQUENCY_WEIGHT = 0.01
_MEANT = 2
# "kar", "the", "mein": when a little word sounds like this, no rarer one is meant.
_LITTLE_ALIKE = 0.95
# A word that no article holds is written in Devanagari when it sounds like this; one of the articles is meant rather than one that sounds no better.
_KNOWN_ALIKE = 0.93
_HELD = 0.02

_LAST_LATIN = "\u024f"
_LITTLE = frozenset(map(fold, STOPWORDS))
# An English question is full of them, and a Hindi ear hears "tell" as तेल. Not "he": people type it for है.
_ENGLISH = frozenset(word for word in _LITTLE if word.isascii()) | frozenset(
    "about tell show give let can could will would should she you we they his her their your after before into not more latest news".split()
)
_INITIALS = re.compile(r"\b(?:[A-Z]|US|UN|ISS)\b")


class Vocabulary(Protocol):
    """The words of the articles."""

    def sounding_like(self, keys: Sequence[str]) -> Mapping[str, int]:
        """Devanagari word → how many articles hold it, for the words with one of these sound keys."""
        ...

    def holds(self, word: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A question as it is searched. question is for the embedder: Hindi in Latin letters is written in Devanagari, all else is as it was typed.

    terms are for the lexical index: the question's words and those of the articles that they sound like.
    """

    question: str
    terms: str


def hear(question: str, vocabulary: Vocabulary) -> Heard:
    """Listen to each word in Latin letters; a question without one is itself."""
    typed = words(question)
    # "M K Stalin", "US tariffs"; whoever types only capitals means nothing by them.
    initials = set() if question.isupper() else set(map(fold, _INITIALS.findall(question)))
    little = {word: meant for word in dict.fromkeys(typed) if word not in initials and _is_latin(word) and (meant := _little_word(word))}
    english = [word for word in typed if _is_latin(word) and word in _ENGLISH]
    foreign = [word for word in english if word not in little and word not in TYPED]
    roman = _is_roman_hindi(typed, little, english)
    written: list[str] = []
    terms: list[str] = []
    for before, word in zip(["", *typed], typed, strict=False):
        silent = word in little or word in english or not _is_latin(word)
        alike = [] if silent else _alike(word, vocabulary)
        # "the" is थे, but not in "player of the tournament".
        as_typed = word in foreign or (word in english and before in foreign) or (word in initials and not alike)
        written.append(word if as_typed else _written(word, [little[word]] if word in little else alike))
        if word in little and roman:
            continue
        terms += alike if alike and not vocabulary.holds(word) else [word, *alike]
    return Heard(" ".join(written) if roman else question, " ".join(terms))


def _is_roman_hindi(typed: Sequence[str], little: Mapping[str, str], english: Sequence[str]) -> bool:
    """Whether more of its words are Hindi's than English's little ones; one at least is a little one of Hindi."""
    if any(word > _LAST_LATIN for word in typed) or not any(word in little and word not in english for word in typed):
        return False
    hindi = sum(word not in english and _is_latin(word) and (word in little or known_word(word, _LITTLE_ALIKE) is not None) for word in typed)
    return hindi > len(english)


def _written(typed: str, meant: Sequence[str]) -> str:
    """In Devanagari as the articles or Hindi's little words have it, unless another word of Hindi sounds more like it; as typed when none does."""
    if not _is_latin(typed):
        return typed
    heard = max((likeness(typed, word) for word in meant[:1]), default=0.0)
    known = known_word(typed, max(_KNOWN_ALIKE, heard + _HELD))
    return known[0] if known else next(iter(meant), typed)


def _is_latin(word: str) -> bool:
    return word.isalpha() and word < _LAST_LATIN


@lru_cache(maxsize=1)
def _little_words() -> Mapping[str, list[str]]:
    """Sound key → Hindi's little words."""
    by_key: dict[str, list[str]] = {}
    for word in sorted(_LITTLE):
        if is_devanagari(word):
            by_key.setdefault(word_key(word), []).append(word)
    return by_key


@lru_cache(maxsize=4096)
def _little_word(typed: str) -> str | None:
    """The Hindi little word that a typed one sounds like."""
    candidates = [word for key in typed_keys(typed) for word in _little_words().get(key, [])]
    # Of two that sound alike की comes after कि, and is meant more often.
    best = max(candidates, key=lambda word: (likeness(typed, word), word), default=None)
    return best if best and likeness(typed, best, _LITTLE_ALIKE) else None


def _alike(typed: str, vocabulary: Vocabulary) -> list[str]:
    """The words that a typed one may stand for, best first: those that sound most like it, the more frequent before the rarer."""
    articles = vocabulary.sounding_like(typed_keys(typed))
    likenesses = {word: likeness(typed, word, _ALIKE) for word in articles}
    least = max(_ALIKE, max(likenesses.values(), default=0.0) - _MARGIN)
    near = [word for word, alike in likenesses.items() if alike >= least]
    return sorted(near, key=lambda word: (-likenesses[word] - _FREQUENCY_WEIGHT * math.log(articles[word]), word))[:_MEANT]
