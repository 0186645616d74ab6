"""Hindi words typed in Roman letters, matched by sound to the articles' Devanagari words. Pure.

No spelling is assumed ("chunaav", "chunav", "election"): a Devanagari word has one sound, a typed one has a few readings, and words meet when
their consonants do (a key, as Soundex's); the sounds between them then say how alike they are.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import product

from index.words import STOPWORDS, fold, stem, words

# A sound is one character: consonants k K(kh) g G c(ch) C(chh) j(also z) J t T d D n p f b B m y r l v s S(sh) h, vowels a i u e o; @ is the
# vowel that Devanagari doesn't write and people drop at will, ~ a nasal at the end, : a doubled consonant.
_CONSONANTS = dict(zip("कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह", "kKgGncCjJntTdDntTdDnpfbBmyrllvSSsh", strict=True))
_VOWELS = dict(zip("अआइईउऊएऐओऔऑऍऋ", ["a", "a", "i", "i", "u", "u", "e", "ai", "o", "au", "o", "e", "ri"], strict=True))
_SIGNS = dict(zip("ािीुूेैोौॉॅृ्", ["a", "i", "i", "u", "u", "e", "ai", "o", "au", "o", "e", "ri", ""], strict=True))
_SOUNDS = {**_CONSONANTS, **_VOWELS, **_SIGNS, "ं": "n", "ः": "h", "~": "~"}

# What letters may stand for, the usual reading first. The long ones are English spelling ("election", "culture", "machine", "agency").
_LETTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ssion|[cst]ion|cian", ("S@n", "j@n")),
    (r"ture\b", ("c@r", "tur")),
    (r"ign\b", ("ain", "ign")),
    (r"igh(?=t|\b)", ("ai", "iG")),
    (r"aw(?![aeiou])", ("o", "au")),
    (r"\beu", ("yu",)),
    (r"\bu", ("u", "yu")),
    (r"\bkn", ("n", "kn")),
    (r"\bwr", ("r",)),
    (r"\bwh", ("v", "h")),
    (r"\bx", ("j",)),
    ("sch", ("sk", "S")),
    ("tch", ("c",)),
    ("dge", ("j",)),
    ("chh", ("C",)),
    ("ch", ("c", "k", "S")),
    ("sh", ("S",)),
    ("ph", ("f",)),
    ("kh", ("K",)),
    ("gh", ("G",)),
    ("jh", ("J",)),
    ("th", ("T",)),
    ("dh", ("D",)),
    ("bh", ("B",)),
    ("ck", ("k",)),
    ("qu", ("kv",)),
    ("x", ("ks",)),
    ("z", ("j",)),
    ("c(?=[eiy])", ("s",)),
    ("[cq]", ("k",)),
    ("g(?=[eiy])", ("g", "j")),
    ("(?<=[aeiou])s(?=[aeiou])", ("s", "j")),
    (r"(?<=\w{4})s\b", ("s", "j", "")),
    (r"(?<=\w\w)s\b", ("s", "j")),
    ("e(?=h[^aeiou])", ("a", "e")),
    (r"(?<=[^aeiou])e\b", ("e", "")),
    (r"i(?=[^aeiou]e\b)", ("i", "ai")),
    ("(?<=[^aeiouq])u(?=a)", ("u", "v")),
    (r"(?<=[aeiou])n\b", ("n", "~")),
    ("w(?![aeiouy])", ("u",)),
    ("w", ("v",)),
    (r"(?<=[^aeiou])y(?![aeiou])", ("i", "ai")),
    ("ee|ea", ("i",)),
    ("oo", ("u",)),
    ("aa", ("a",)),
    ("[a-z]", ()),
)
_SPELLING = re.compile("|".join(f"({pattern})" for pattern, _ in _LETTERS))
_MOST_READINGS = 24
_RARER_READING = 0.1

_CLASSES = str.maketrans("KGCJTDBSv", "kgcjtdbsb", "@~:aeiouhy")
_DROPPED = {"@": 0.0, "~": 0.1, ":": 0.15, "y": 0.2, "h": 0.3, **dict.fromkeys("aeiou", 0.4)}
_FIRST_DROPPED = 0.8
_EXCHANGED = {
    frozenset(pair): cost
    for cost, pairs in {0.0: "@a", 0.1: "n~ yi", 0.2: "ei ou tT dD kK gG cC jJ bB sS", 0.25: "@e @i @o @u", 0.3: "ae", 0.4: "ao au bv Bv"}.items()
    for pair in pairs.split()
}


def _tidied(sounds: str) -> str:
    """n before a lip sound is m; a sound twice is one, marked when it is a consonant."""
    sounds = re.sub(r"([aeiou@])\1+", r"\1", re.sub("n(?=[pbBfm])", "m", sounds))
    return re.sub(r"(\w)\1+", r"\1:", sounds)


@lru_cache(maxsize=65536)
def devanagari_sounds(word: str) -> str:
    """The sounds of one folded Devanagari word."""
    word = re.sub("ं$", "~", word).replace("ज्ञ", "ग्य")
    sounds = ""
    for char, following in zip(word, f"{word[1:]} ", strict=True):
        sounds += _SOUNDS.get(char, "")
        if char in _CONSONANTS and following not in _SIGNS:
            # The first one is always spoken: सके is never "ske".
            sounds += "@" if set(sounds) & set("aeiou@") else "a"
    return _tidied(sounds.rstrip("@"))


@lru_cache(maxsize=4096)
def roman_readings(word: str) -> dict[str, float]:
    """Sounds → cost of each reading of one folded word in Latin letters."""
    plain = "".join(char for char in unicodedata.normalize("NFD", word) if "a" <= char <= "z")
    choices = [_LETTERS[(found.lastindex or 0) - 1][1] or (found.group(),) for found in _SPELLING.finditer(plain)]
    readings: dict[str, float] = {}
    for reading, _ in zip(product(*map(enumerate, choices)), range(_MOST_READINGS), strict=False):
        rarer = sum(place > 0 for place, _ in reading)
        readings.setdefault(_tidied("".join(sounds for _, sounds in reading)), _RARER_READING * rarer)
    return readings


def sound_key(sounds: str) -> str:
    """What words must share to be compared: their consonants, aspirated or not."""
    return re.sub(r"(.)\1+", r"\1", sounds.translate(_CLASSES))


def word_key(word: str) -> str:
    return sound_key(devanagari_sounds(word))


def typed_keys(word: str) -> set[str]:
    return {sound_key(sounds) for sounds in roman_readings(word)}


def distance(one: str, other: str) -> float:
    """Levenshtein's distance between two sounds, where vowels, h and y weigh less than consonants and kindred sounds are near."""

    def dropped(sound: str, place: int) -> float:
        return _DROPPED.get(sound, 1.0) if place else _FIRST_DROPPED

    above = [0.0]
    for place, theirs in enumerate(other):
        above.append(above[-1] + dropped(theirs, place))
    for at, mine in enumerate(one):
        row = [above[0] + dropped(mine, at)]
        for place, theirs in enumerate(other):
            if mine == theirs:
                exchanged = 0.0
            else:
                exchanged = _EXCHANGED.get(frozenset((mine, theirs)), 0.6 if mine in "aeiou" and theirs in "aeiou" else 1.0)
            row.append(min(above[place + 1] + dropped(mine, at), row[place] + dropped(theirs, place), above[place] + exchanged))
        above = row
    return above[-1]


def likeness(typed: str, word: str) -> float:
    """0 to 1: how alike a typed word and a Devanagari word sound."""
    sounds = devanagari_sounds(word)
    spoken = len(sounds.replace("@", ""))
    return max((1 - (cost + distance(reading, sounds)) / max(spoken, len(reading), 1) for reading, cost in roman_readings(typed).items()), default=0.0)
