"""What a text says to have happened, to come, or not to have happened: its words with their tense and whether they are denied. Pure.

Hindi puts helping verbs and "नहीं" after or right before what they belong to ("पुष्टि नहीं की", "नहीं पहुंचे", "भेजे जाएंगे"), English before it
("has not confirmed", "will be sent").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from assistant.checking.lexicon import FUNCTION, LIGHT, word_key
from assistant.checking.tokens import Token, in_devanagari, tokens
from index.text.words import fold


class Tense(Enum):
    """Only what can be told surely: what is over and what is to come."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word of a text as it is said there; key is its own, or a helping verb's root ("हुआ" and "होगा" are "हो") where that is all there is.

    place: that of its token among tokens(text).
    """

    key: str
    tense: Tense | None
    denied: bool
    place: int = field(default=-1, compare=False)


def _set(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split()))


_NOT = _set("नहीं न ना मत नही")
_PARTICLES = _set("भी ही तो तक अभी अब")
_PRONOUNS_AND_POSTPOSITIONS = _set("का के की को ने से में पर तक यह ये वह वे इस उस इन उन इसे उसे")
_TIMES = _set(
    "अगले अगली आगामी इस इसी पिछले पिछली बीते गत सप्ताह हफ्ते महीने माह साल वर्ष दिन आज कल परसों सुबह शाम रात दोपहर सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार "
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर बजे"
)
_TIME_POSTPOSITIONS = _set("को में से तक पर")
_PRESENT = _set("है हैं हो हूं")
_PAST = _set(
    "किया किए किये कीं की गया गई गए गईं गयी गये दिया दी दिए दिये दीं लिया ली लिए लिये लीं हुआ हुई हुए हुईं था थे थी थीं चुका चुकी चुके रहा रही रहे सका सकी सके पाया पाई"
)
_FUTURE = re.compile(r"(?:ूंग[ाी]|[ेए]ग[ाी]|[ेए]ंग[ेी]|येग[ाी]|येंग[ेी]|^होग[ाी]|^होंग[ेी])$")
# A verb's past, where a clause ends with it; its infinitive (ना, ने) and participle (ता, कर) are none.
_PAST_FORM = re.compile(r"(?:[ाेीए]|ईं?|ीं|या|ये)$")
_NO_PAST_FORM = re.compile(r"(?:न[ाेी]|त[ाेी]|कर|ों|ां)$")
_ROOTS = {"क": "कर", "ग": "जा", "ह": "हो", "थ": "हो", "द": "दे", "ल": "ले", "ज": "जा", "र": "रह"}
_ENDS_CLAUSE = _set("और तथा कि लेकिन मगर जबकि है हैं था थे थी")

_ENGLISH_NOT = frozenset("not never no nobody none nothing neither nor".split())
_WILL = frozenset("will shall".split())
_TO_COME = frozenset("set due scheduled expected going plan plans planned planning".split())
_DONE = frozenset("was were has have had did been".split())
_IRREGULAR = frozenset(
    "sent went met won lost beat beaten rose fell came took gave said told began begun held led built wrote bought sold struck shot hit cut put left made found".split()
)
_PASSED_OVER = frozenset(
    "be been being was were is are has have had did does do also yet ever any one a an the to by been "
    "officially formally publicly openly explicitly independently immediately".split()
)
_LOOK_BACK = 5

# "पुष्टि से इनकार", "denied sending": what stands with them is denied.
_DENIALS = re.compile(r"^(?:इनकार|इन्कार|इंकार|मना|खंडन|खण्डन|नकारा|नकार|denied|denies|deny|denying|refused|refuses|declined)$")
_ACTING = _set("करने होने देने लेने जाने")
_CONFIRMATION = word_key("पुष्टि")
_WITHOUT = _set("बिना बगैर without")


@lru_cache(maxsize=1024)
def predicates(text: str) -> tuple[Predicate, ...]:
    """Every telling word of `text`, and its helping verbs that stand alone, in order."""
    said = tokens(text)
    denied = _denied_by_others(said)
    read = _hindi if in_devanagari(text) else _english
    return tuple(Predicate(key, tense, no or place in denied, place) for place, key, tense, no in read(said))


def _hindi(said: Sequence[Token]) -> list[tuple[int, str, Tense | None, bool]]:
    found = []
    for place, token in enumerate(said):
        helps = token.word in LIGHT or token.word in _PAST or token.word in _PRESENT
        if not (token.tells or (helps and _stands_alone(said, place))):
            continue
        end = _after_times(said, place + 1)
        while end < len(said) and _belongs_to_verb(said, end):
            end += 1
        chain = [after.word for after in said[_after_times(said, place + 1) : end]]
        goes_on = end < len(said) and said[end].tells
        # Of "स्कूल नहीं खुले" the verb is denied, not the school.
        no = bool(_NOT.intersection(chain)) and not (goes_on and chain[-1] in _NOT)
        no = no or (place > 0 and said[place - 1].word in _NOT and not _either_or(said, place - 1))
        found.append((place, _root(token) if helps else token.key, _hindi_tense(said, place, end, chain), no))
    return found


def _after_times(said: Sequence[Token], place: int) -> int:
    """The place after a time and its postposition, when a helping verb follows: a meeting of "बैठक अगले सप्ताह होगी" is still to come."""
    end = place
    while end < len(said) and (said[end].word in _TIMES or said[end].is_number):
        end += 1
    if end > place and end < len(said) and said[end].word in _TIME_POSTPOSITIONS:
        end += 1
    return end if end > place and end < len(said) and _belongs_to_verb(said, end) else place


def _either_or(said: Sequence[Token], place: int) -> bool:
    """ "या नहीं", "न केवल": no denial."""
    beside = [token.word for token in (*said[max(0, place - 1) : place], *said[place + 1 : place + 2])]
    return any(word in ("या", "केवल", "सिर्फ", "or", "only", "just", "more", "less", "fewer") for word in beside)


def _belongs_to_verb(said: Sequence[Token], place: int) -> bool:
    word = said[place].word
    if word == "की":  # "did", or "of": the first only where the clause goes on with nothing else
        return place + 1 == len(said) or said[place + 1].is_break or said[place + 1].word in _ENDS_CLAUSE or said[place + 1].word in LIGHT
    if word in _NOT:
        return not _either_or(said, place)
    return word in LIGHT or word in _PAST or word in _PRESENT or (word in _PARTICLES and place + 1 < len(said) and not said[place + 1].is_break)


def _stands_alone(said: Sequence[Token], place: int) -> bool:
    """Whether a helping verb is all there is: "5 मई को हुई", "वे दिल्ली में थे"."""
    before = [token for token in said[:place] if token.word not in _NOT and token.word not in _PARTICLES]
    return said[place].word != "की" and bool(before) and (before[-1].word in _PRONOUNS_AND_POSTPOSITIONS or before[-1].is_number)


def _root(token: Token) -> str:
    return _ROOTS.get(token.word[0], token.word)


def _hindi_tense(said: Sequence[Token], place: int, end: int, chain: Sequence[str]) -> Tense | None:
    word = said[place].word
    if any(map(_FUTURE.search, (word, *chain))):
        return Tense.FUTURE
    if word in _PAST or _PAST.intersection(chain):
        return Tense.PAST
    ends = end == len(said) or said[end].is_break or said[end].word in _ENDS_CLAUSE
    return Tense.PAST if ends and _PAST_FORM.search(word) and not _NO_PAST_FORM.search(word) else None


def _english(said: Sequence[Token]) -> list[tuple[int, str, Tense | None, bool]]:
    found: list[tuple[int, str, Tense | None, bool]] = []
    carried = -1  # where a "no" still reaches: "no ship was targeted" denies both
    for place, token in enumerate(said):
        if not token.tells:
            continue
        first = place
        while first > 0 and place - first < _LOOK_BACK and _passed_over(said[first - 1]):
            first -= 1
        before = [earlier.word for earlier in said[first:place]]
        nots = [at for at in range(first, place) if said[at].word in _ENGLISH_NOT and not _either_or(said, at)]
        # "found no crack" and "did not find any crack" deny both words.
        no = bool(nots) or carried == first or (_next_is(said, place, "no") and not _either_or(said, place + 1))
        if not _passed_over(token):
            carried = place + 1 if any(said[at].word != "not" or _next_is(said, place, "any") for at in nots) else -1
        found.append((place, token.key, _english_tense(token, before, said[max(0, first - 1)].word), no))
    return found


def _next_is(said: Sequence[Token], place: int, word: str) -> bool:
    return place + 1 < len(said) and said[place + 1].word == word


def _passed_over(token: Token) -> bool:
    return token.word in _PASSED_OVER or token.word in _ENGLISH_NOT or token.word in _WILL


def _english_tense(token: Token, before: Sequence[str], earlier: str) -> Tense | None:
    if _WILL.intersection(before) or ("to" in before and earlier in _TO_COME) or (before[-1:] == ["to"] and {"is", "are"} & set(before)):
        return Tense.FUTURE
    if _DONE.intersection(before) or token.word.endswith("ed") or token.word in _IRREGULAR:
        return Tense.PAST
    return None


def _denied_by_others(said: Sequence[Token]) -> set[int]:
    """Places of the words that "इनकार", "denied", "न तो … न ही", "बिना" and "without" deny."""
    denied: set[int] = set()
    for place, token in enumerate(said):
        negated = any(other.word in _NOT or other.word in _ENGLISH_NOT for other in said[max(0, place - 2) : place + 2])
        if _DENIALS.match(token.word) and not negated:
            denied |= _scope(said, place)
        elif token.word in _WITHOUT:
            denied |= _beside(said, place)
        elif token.word == "न" and place + 1 < len(said) and said[place + 1].word in ("तो", "ही"):
            denied |= _last_of_clause(said, place)
    return denied


def _scope(said: Sequence[Token], place: int) -> set[int]:
    """What a denial denies: an action, not the report or the charge that is denied; in Hindi it stands before, or after "कि", in English after."""
    if said[place].word.isascii():
        following = said[place + 1].word if place + 1 < len(said) else ""
        return set(_until_break(said, place + 1)) if following in ("to", "that") or following.endswith("ing") else set()
    first = place
    while first > 0 and (said[first - 1].word in FUNCTION or said[first - 1].word in LIGHT) and said[first - 1].word not in _set("ने पर"):
        first -= 1
    that = next((at for at in range(place + 1, min(place + 5, len(said))) if said[at].word == "कि"), None)
    action = said[first - 1].word.endswith(("ने", "ना")) or said[first].word in _ACTING or said[first - 1].key == _CONFIRMATION
    denied = {first - 1} if first > 0 and said[first - 1].tells and action else set()
    return denied | (set(_until_break(said, that + 1)) if that is not None else set())


def _until_break(said: Sequence[Token], start: int) -> range:
    end = next((at for at in range(start, len(said)) if said[at].is_break or said[at].word in ("but", "and", "लेकिन", "और")), len(said))
    return range(start, end)


def _last_of_clause(said: Sequence[Token], place: int) -> set[int]:
    """ "न तो रूस और न ही चीन ने पुष्टि की है": the last telling word before a mark; "और" joins what is denied."""
    end = next((at for at in range(place, len(said)) if said[at].is_break), len(said))
    return {next((at for at in range(end - 1, place, -1) if said[at].tells), place)}


def _beside(said: Sequence[Token], place: int) -> set[int]:
    """ "बिना अनुमति", "अनुमति के बिना", "without permission": the nearest telling word."""
    if place > 0 and said[place - 1].word in ("के", "की"):
        return {at for at in (place - 2,) if at >= 0 and said[at].tells}
    return {next((at for at in _until_break(said, place + 1) if said[at].tells), place)}
