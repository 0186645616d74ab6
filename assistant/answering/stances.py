"""Who affirms and who denies in a sentence: "रूस ने पुष्टि की", "denied", "कोई सबूत नहीं". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from assistant.checking.days import is_day_or_month
from assistant.checking.lexicon import says_the_same, word_key
from assistant.checking.opposites import either_side
from assistant.checking.predicates import Predicate, Tense, predicates
from assistant.checking.tokens import Token, in_devanagari, tokens

# A word of each pair of opposites whose two sides can't both be right.
CONFIRMING = "पुष्टि"
SCALES = (CONFIRMING, "मंजूर", "दोषी", "वैध", "सफल")

_PROOF = frozenset(map(word_key, "सबूत साक्ष्य evidence proof".split()))
_UNTRUE = frozenset(map(word_key, "झूठा निराधार बेबुनियाद अफवाह मनगढ़ंत false baseless untrue unfounded fabricated".split()))
_CALLING = frozenset("बताया बताते करार कहा ठहराया called termed described dismissed".split())
_CALLED_WITHIN = 6
# Their keys are those of other words, their form is an infinitive's too; "रूस ने माना" is neither.
_ADMITTED = frozenset("माना मानी".split())

_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d)|[;।!?—–]|\s(?:लेकिन|मगर|जबकि|वहीं|but|while|whereas)(?=\s)")
_OPENS_CLAUSE = re.compile(r"^(?:(?:लेकिन|मगर|जबकि|वहीं|हालांकि|हालाँकि|और|but|while|whereas|and|however|although)\s+)+", re.IGNORECASE)
_TO_HAPPEN = re.compile(r"^(?:हु[आईए]|हो|मिल)")
_PASSIVE = frozenset("been was were is are be being".split())
_HELPED_WITHIN = 4
_JOINING = frozenset("और तथा एवं व न ही तो भी या and nor or neither both".split())
_OF = frozenset("का के की of".split())
_ARTICLES = frozenset("the a an".split())


@dataclass(frozen=True, slots=True)
class Agent:
    """Who says it: keys of the name as it stands ("गृह मंत्री") and of its owners ("रूस के"); leading: only known to be at the clause's beginning."""

    name: tuple[str, ...]
    owners: frozenset[str] = frozenset()
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Stance:
    """clause: the exact part of the sentence. agents: none for an unknown one; nobody: told of no one in particular ("पुष्टि नहीं हुई")."""

    affirms: bool
    agents: tuple[Agent, ...]
    nobody: bool
    clause: str


def same_agent(ours: Sequence[Agent], theirs: Sequence[Agent]) -> bool:
    """Whether one of either side is the same, said shorter or longer: "मंत्री" and "गृह मंत्री राम", not "रूस के मंत्री" and "चीन के मंत्री"."""
    return any(_same(one, other) or _same(other, one) for one in ours for other in theirs)


def _same(shorter: Agent, longer: Agent) -> bool:
    if shorter.leading:
        return not longer.leading and shorter.name[: len(longer.name)] == longer.name
    within = set(shorter.name) <= set(longer.name) and not longer.leading
    return within and (shorter.owners <= longer.owners or longer.owners <= shorter.owners)


@lru_cache(maxsize=256)
def stances(sentence: str, scale: str) -> tuple[Stance, ...]:
    """What the clauses of a sentence say on one of SCALES, in order; a clause without an agent goes on with the one before it."""
    found: list[Stance] = []
    before: tuple[Agent, ...] = ()
    for clause in clauses(sentence):
        said = tokens(clause)
        for one in predicates(clause):
            if (affirms := _affirms(said, one, scale)) is None:
                continue
            agents = _agents(said, one.place, scale)
            nobody = _of_no_one(said, one) and not any(not agent.leading for agent in agents)
            found.append(Stance(affirms, () if nobody else agents or before, nobody, clause))
            before = agents or before
    return tuple(found)


def clauses(sentence: str) -> list[str]:
    """Exact parts of a sentence, in order."""
    marks = [0, *(mark.start() for mark in _CLAUSE_END.finditer(sentence)), len(sentence)]
    parts = (_OPENS_CLAUSE.sub("", sentence[start:end].strip(" ,;।!?—–.")) for start, end in pairwise(marks))
    return [part for part in parts if part]


def is_stance_word(token: Token) -> bool:
    """Whether a word only tells that something is so or isn't."""
    return token.word in _ADMITTED or token.key in _PROOF | _UNTRUE or any(stands_for(token.key, scale) is not None for scale in SCALES)


@cache
def stands_for(key: str, scale: str) -> bool | None:
    """True for a word that stands with the scale's own, False for one that stands against it, None for all others."""
    with_it, against = either_side(scale)
    if _named(key, against):
        return False
    return True if _named(key, with_it) else None


def _named(key: str, names: frozenset[str]) -> bool:
    # A part of the name is another word: खंड is no खंडन; a word of two letters is too short to be told: मन is no मना.
    return key in names or (len(key) > 2 and any(says_the_same(key, name) and not name.startswith(key) for name in names))


def _affirms(said: Sequence[Token], one: Predicate, scale: str) -> bool | None:
    """What a predicate says on the scale; None for nothing: a noun ("पुष्टि के बाद"), what is to come, "didn't deny"."""
    token = said[one.place]
    if scale == CONFIRMING and token.word in _ADMITTED:
        return not one.denied if any(other.word == "ने" for other in said[: one.place]) and not _is_thought(said, one.place) else None
    if scale == CONFIRMING and one.key in _UNTRUE:
        return False if not one.denied and _is_called(said, one.place) else None
    if scale == CONFIRMING and one.key in _PROOF:
        return _proven(said, one)
    stands = stands_for(one.key, scale)
    if stands is None or one.tense is Tense.FUTURE:
        return None
    denied = one.denied or _found_nothing(said, one.place)
    if denied:
        return False if stands else None
    said_so = one.tense is Tense.PAST or (token.word.isascii() and token.word.endswith("s"))
    return stands if said_so else None


def _is_thought(said: Sequence[Token], place: int) -> bool:
    """ "माना जाता है", "माना गया": that is what people think."""
    return any(token.word.startswith(("जा", "गय", "गई")) for token in said[place + 1 : place + 2])


def _proven(said: Sequence[Token], one: Predicate) -> bool | None:
    if one.denied or _found_nothing(said, one.place):
        return False
    beside = {token.word for token in said[max(0, one.place - 2) : one.place + 4]}
    return True if beside & {"मिला", "मिले", "हैं", "है", "found", "is", "has", "have"} and not beside & {"मांग", "मांगा", "demand", "if"} else None


def _found_nothing(said: Sequence[Token], place: int) -> bool:
    """ "सबूत नहीं मिला": what is denied comes after."""
    after = [token.word for token in said[place + 1 : place + 3]]
    return after[:1] == ["नहीं"] and bool(after[1:]) and after[1].startswith("मिल")


def _is_called(said: Sequence[Token], place: int) -> bool:
    near = said[max(0, place - _CALLED_WITHIN) : place] if said[place].word.isascii() else said[place + 1 : place + 4]
    return any(token.word in _CALLING for token in near)


def _of_no_one(said: Sequence[Token], one: Predicate) -> bool:
    if one.key in _PROOF:
        return True
    if said[one.place].word.isascii():
        helping = {token.word for token in said[max(0, one.place - _HELPED_WITHIN) : one.place]}
        return bool(_PASSIVE & helping) or {"no", "there"} <= helping
    return any(_TO_HAPPEN.match(token.word) for token in said[one.place + 1 : one.place + 4])


def _agents(said: Sequence[Token], place: int, scale: str) -> tuple[Agent, ...]:
    if in_devanagari(" ".join(token.word for token in said)):
        markers = [at for at, token in enumerate(said) if token.word == "ने" and at > 0]
        nearest = next((at for at in reversed(markers) if at < place), markers[0] if markers else None)
        return tuple(_hindi(said, nearest, scale)) if nearest is not None else _leading(said, place)
    by = next((at for at in range(place + 1, len(said)) if said[at].word == "by"), None)
    passive = _PASSIVE & {token.word for token in said[max(0, place - _HELPED_WITHIN) : place]}
    if passive:
        return tuple(_english(said[by + 1 :])) if by is not None else ()
    called = next((at for at in range(place) if said[at].word in _CALLING), place)  # "called the charges baseless"
    return tuple(_english(said[:called]))


def _hindi(said: Sequence[Token], end: int, scale: str) -> Iterator[Agent]:
    """What stands before "ने", and before that what is joined to it or owns it."""
    while end > 0:
        start = end
        while start > 0 and said[start - 1].tells and stands_for(said[start - 1].key, scale) is None:
            start -= 1
        name = _keys(said[start:end])
        owners: set[str] = set()
        while start > 1 and said[start - 1].word in _OF and said[start - 2].tells:
            end, start = start - 1, start - 2
            while start > 0 and said[start - 1].tells:
                start -= 1
            owners |= set(_keys(said[start:end]))
        if name:
            yield Agent(name, frozenset(owners))
        if not (start > 0 and said[start - 1].word in _JOINING):
            return
        while start > 0 and said[start - 1].word in _JOINING:
            start -= 1
        end = start


def _leading(said: Sequence[Token], place: int) -> tuple[Agent, ...]:
    end = next((at for at, token in enumerate(said[:place]) if not token.tells), place)
    name = _keys(said[:end])
    return (Agent(name, leading=True),) if name and end < place else ()


def _english(said: Sequence[Token]) -> Iterator[Agent]:
    """The names at the beginning, joined by "and"; "of" and "'s" tell their owners."""
    place = 0
    while place < len(said):
        owners: frozenset[str] = frozenset()
        name, place = _run(said, place)
        while place < len(said) and said[place].word in ("s", "of"):
            more, after = _run(said, place + 1)
            owners |= frozenset(name if said[place].word == "s" else more)
            name, place = (more if said[place].word == "s" else name), after
        if name:
            yield Agent(name, owners)
        if not (place < len(said) and said[place].word in _JOINING):
            return
        place += 1


def _run(said: Sequence[Token], start: int) -> tuple[tuple[str, ...], int]:
    end = start
    while end < len(said) and (said[end].tells or said[end].word in _ARTICLES | {"neither", "both"} or (end == 0 and said[end].word in ("on", "in"))):
        end += 1
    return _keys(said[start:end]), end


def _keys(said: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.key for token in said if token.tells and not is_day_or_month(token.word) and token.word not in ("neither", "both"))
