"""One key for the spellings of a word: हिन्दी and हिंदी, गयी and गई, लावरोव and लवरोव. Pure; for the lexical index only, never shown."""

from __future__ import annotations

import re
from functools import lru_cache

from index.text.words import STOPWORDS, fold, stem, words

# A nasal that is half before a consonant is written as anusvara too: हिन्दी, मुम्बई, अङ्क. Before a nasal or a semivowel it is a sound of its own
# (जन्म, न्याय, उन्हें, तुम्हारा).
_HALF_NASAL = re.compile("(?:[नङञण]्(?=[क-घच-झट-ढत-धश-स])|म्(?=[पफबभ]))")
# गयी and गई, लिये and लिए: after a vowel y only leads over to the next. Not at a word's beginning, nor after a half consonant (मूल्ये).
_GLIDE = re.compile("(?<=[क-हा-ौअ-औं])य([ीे])(?!्)")
_GLIDED = {"ी": "ई", "े": "ए"}
_CONSONANT = re.compile("[क-ह]")
# Short words differ by the length of a vowel (काम and कम, दिन and दीन); long ones, names above all, are spelt both ways.
_LONG_WORD_CONSONANTS = 4
_LENGTHS = str.maketrans({"ा": None, "ी": "ि", "ू": "ु", "ै": "े", "ौ": "ो", "आ": "अ", "ई": "इ", "ऊ": "उ", "ऐ": "ए", "औ": "ओ"})


def keys(text: str) -> list[str]:
    """The keys of all words of `text` in order, for the index."""
    return [_key(word) for word in words(text)]


def content_keys(text: str) -> list[str]:
    """The keys of the words that carry meaning, for a question."""
    return [_key(word) for word in words(text) if _unified(word) not in _STOPWORDS]


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    found = stem(_unified(word))
    return found.translate(_LENGTHS) if len(_CONSONANT.findall(found)) >= _LONG_WORD_CONSONANTS else found


def _unified(word: str) -> str:
    return _GLIDE.sub(lambda glide: _GLIDED[glide[1]], _HALF_NASAL.sub("ं", word))


_STOPWORDS = frozenset(_unified(fold(word)) for word in STOPWORDS)
