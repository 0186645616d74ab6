"""How words sound: Devanagari ones and those typed in Latin letters ("chunav", "chunaav", "election", "Lavrov"). Pure.

No spelling is assumed: a Devanagari word has one sound, a typed one a few readings, and words meet when their consonants do (a key, as
Soundex has one); the sounds between the consonants then say how alike they are.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, product

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
_NEAR = {0.0: "@a", 0.1: "n~ yi", 0.2: "ei ou tT dD kK gG cC jJ bB sS", 0.25: "@e @i @o @u", 0.3: "ae", 0.4: "ao au bv Bv", 0.6: "ai iu io eu eo"}
_EXCHANGED = {exchange: cost for cost, pairs in _NEAR.items() for pair in pairs.split() for exchange in (pair, pair[::-1])}


def _tidied(sounds: str) -> str:
    """n before a lip sound is m; a sound twice is one, marked when it is a consonant."""
    sounds = re.sub(r"([aeiou@])\1+", r"\1", re.sub("n(?=[pbBf])", "m", sounds))
    return re.sub(r"(\w)\1+", r"\1:", sounds)


@lru_cache(maxsize=65536)
def devanagari_sounds(word: str) -> str:
    """The sounds of one folded Devanagari word."""
    word = re.sub("ं$", "~", word).replace("ज्ञ", "ग्य")
    sounds = ""
    for char, following in zip(word, f"{word[1:]} ", strict=False):
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


def word_key(word: str) -> str:
    """What a Devanagari word must share with a typed one: its consonants, aspirated or not."""
    return _key(devanagari_sounds(word))


def typed_keys(word: str) -> list[str]:
    """The keys of a typed word's readings, distinct, the most usual first."""
    return list(dict.fromkeys(map(_key, roman_readings(word))))


@lru_cache(maxsize=65536)
def _key(sounds: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sounds.translate(_CLASSES))


def distance(one: str, other: str, most: float = math.inf) -> float:
    """Levenshtein's distance between two sounds, where vowels, h and y weigh less than consonants and kindred sounds are near.

    most: what is farther needn't be measured to the end; it is infinitely far.
    """
    drops = [_FIRST_DROPPED, *(_DROPPED.get(theirs, 1.0) for theirs in other[1:])]
    above = [0.0, *accumulate(drops)]
    for at, mine in enumerate(one):
        drop = _DROPPED.get(mine, 1.0) if at else _FIRST_DROPPED
        row = [above[0] + drop]
        for place, theirs in enumerate(other):
            exchanged = 0.0 if mine == theirs else _EXCHANGED.get(mine + theirs, 1.0)
            row.append(min(above[place + 1] + drop, row[place] + drops[place], above[place] + exchanged))
        if min(row) > most:
            return math.inf
        above = row
    return above[-1]


def likeness(typed: str, word: str, least: float = 0.0) -> float:
    """How alike a typed word and a Devanagari word sound, 0 to 1; 0 when it is less than `least`."""
    sounds = devanagari_sounds(word)
    key, spoken = _key(sounds), len(sounds.replace("@", ""))
    found = 0.0
    for reading, cost in roman_readings(typed).items():
        if _key(reading) == key:
            longest = max(spoken, len(reading), 1)
            far = cost + distance(reading, sounds, (1 - least) * longest - cost)
            found = max(found, 1 - far / longest)
    return found if found >= least else 0.0
