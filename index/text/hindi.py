"""Words of Hindi that a reader of news knows whatever their articles hold, by how they sound. Pure but for the list beside it.

The list, most frequent first: the words that stand in at least two of the project's own training passages or in their questions
(data/reader/training), then some that people ask with; folded, of two characters or more.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from index.text.roman import likeness, typed_keys, word_key

_LIST = Path(__file__).with_name("hindi.txt")
# Typed otherwise than they sound.
TYPED = dict(
    pair.split(":")
    for pair in (
        "pe:पर k:के tk:तक h:है wo:वह woh:वह vo:वह ye:यह yeh:यह kaunsi:कौन-सी konsi:कौन-सी kaunsa:कौन-सा konsa:कौन-सा kaunse:कौन-से konse:कौन-से russia:रूस ukraine:यूक्रेन "
        "america:अमेरिका wahan:वहां vahan:वहां waha:वहां aa:आ aaye:आए aaya:आया gaye:गए gayi:गई sheher:शहर shehar:शहर pahuche:पहुंचे pahucha:पहुंचा pahuchi:पहुंची pahuchenge:पहुंचेंगे pahuchega:पहुंचेगा kb:कब missile:मिसाइल missiles:मिसाइलें korea:कोरिया nahi:नहीं nhi:नहीं do:दो "
        "mein:में badhe:बढे tariff:टैरिफ rate:रेट fire:फायर sale:सेल shah:शाह behna:बहना"
    ).split()
)


@lru_cache(maxsize=1)
def _by_sound() -> Mapping[str, list[str]]:
    """Sound key → words, the most frequent first."""
    by_key: dict[str, list[str]] = {}
    for word in _LIST.read_text("utf-8").split():
        by_key.setdefault(word_key(word), []).append(word)
    return by_key


@lru_cache(maxsize=4096)
def known_word(typed: str, least: float) -> tuple[str, float] | None:
    """The word that a typed one sounds most like and how much (likeness, 0 to 1), when that is at least `least`; of two the more frequent."""
    if meant := TYPED.get(typed):
        return meant, 1.0
    candidates = [word for key in typed_keys(typed) for word in _by_sound().get(key, [])]
    best = max(candidates, key=lambda word: round(likeness(typed, word), 2), default=None)
    alike = likeness(typed, best, least) if best else 0.0
    return (best, alike) if best and alike else None
