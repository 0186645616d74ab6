"""Words for the lexical index: Devanagari kept whole, spellings folded, light stems. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

VERSION = "words-2"

_NUKTA, _ZWNJ, _ZWJ, _CHANDRABINDU, _ANUSVARA = "़", "\u200c", "\u200d", "ँ", "ं"
_FOLD = {ord(_NUKTA): None, ord(_ZWNJ): None, ord(_ZWJ): None, ord(_CHANDRABINDU): _ANUSVARA}
_FOLD |= {ord("०") + n: str(n) for n in range(10)}
# \w leaves out the vowel signs, which would cut Devanagari words in pieces; danda (U+0964, U+0965) and ॰ (U+0970) are not letters.
_WORD = re.compile(r"(?:\w|[\u0900-\u0963\u0966-\u096f\u0971-\u097f])+")
_SCRIPT_BORDER = re.compile(r"(?<=[a-z])(?=[\u0904-\u0939])|(?<=[\u0900-\u0963])(?=[a-z])")

STOPWORDS = frozenset(
    "का के की को ने से में पर और है हैं था थी थे हो हुआ हुई हुए कि यह ये वह वे इस उस इन उन जो तो भी ही या एक कर करने किया कि लिए साथ गया गई गए रहा रही रहे "
    "क्या कब कौन किस किसने कहां कहाँ कैसे क्यों कितने कितनी कितना किन "
    "the a an of in on at to for and or is are was were be been by with from that this it its as has have had did do does "
    "what who whom whose when where why how which many much".split()
)


def fold(text: str) -> str:
    """NFC, lower case, ASCII digits, without nukta, joiners and thousands' commas; ँ written as ं."""
    # Through NFD: NFC would join न and nukta to one letter, ऩ.
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_FOLD)).lower()
    return re.sub(r"(?<=\d),(?=\d)", "", folded)


@lru_cache(maxsize=2)
def _stemmer(language: str):  # type: ignore[no-untyped-def]  # snowballstemmer is untyped
    import snowballstemmer

    return snowballstemmer.stemmer(language)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The light Snowball stem of one folded word, Hindi for Devanagari and English for the rest."""
    return str(_stemmer("hindi" if word[0] >= "\u0900" else "english").stemWord(word))


def part_scripts(folded: str) -> str:
    """English glued to Hindi is two words: KCNAने. Digits are not parted: 5G, 11वीं."""
    return _SCRIPT_BORDER.sub(" ", folded)


def words(text: str) -> list[str]:
    """Folded words of `text` in order."""
    return _WORD.findall(part_scripts(fold(text)))


_FOLDED_STOPWORDS = frozenset(map(fold, STOPWORDS))


def stems(text: str) -> list[str]:
    """Stems of all words of `text` in order, for the index."""
    return [stem(word) for word in words(text)]


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry meaning, for a query."""
    return [stem(word) for word in words(text) if word not in _FOLDED_STOPWORDS]


def is_devanagari(text: str) -> bool:
    """Whether `text` is written in Devanagari more than in Latin letters."""
    return sum("\u0900" <= char <= "\u097f" for char in text) > sum("a" <= char.lower() <= "z" for char in text)
