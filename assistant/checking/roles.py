"""Who did what to whom, where postpositions, prepositions or the order of words tell it; and whether a claim swaps them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.lexicon import any_same, says_the_same, word_key
from assistant.checking.predicates import Tense, predicates
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import Token, in_devanagari, tokens

AGENT = "ने"
_MARKERS = {"ने": AGENT, "द्वारा": AGENT, "को": "को", "से": "से", "पर": "पर", "में": "में", "तक": "तक"}
_OF = frozenset("का के की".split())
_PREPOSITIONS = frozenset("from to by against into".split())
_JOINED = frozenset("और तथा एवं व and".split())
# Whoever meets someone is met: their roles may change places.
_MUTUAL = frozenset(
    map(word_key, "मिले मुलाकात बातचीत वार्ता बात चर्चा भेंट समझौता शादी met meet meeting talks discussed married played agreement".split())
)
_ENDS = frozenset("and but while that who which after before because when".split())


@dataclass(frozen=True, slots=True)
class _Action:
    """An English verb with the words before and after it, turned round for the passive."""

    verb: str
    agents: frozenset[str]
    patients: frozenset[str]


def check_roles(claim: str, quote: str) -> Failure | None:
    """The first word that stands in another's role: the quote's object as the claim's agent, two words that changed places, another's possession."""
    if any(token.key in _MUTUAL for token in tokens(claim)):
        return None
    key = _new_agent(claim, quote) or _exchanged(claim, quote) or _new_owner(claim, quote)
    if not key and not in_devanagari(claim):
        key = _turned_round(claim, quote)
    return Failure(Reason.ROLE, key) if key else None


@lru_cache(maxsize=1024)
def role_phrases(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(role, keys of the phrase that bears it, its noun last) in order; of "रूस और चीन ने" both are agents."""
    return tuple(_hindi(tokens(text)) if in_devanagari(text) else _english(tokens(text)))


def _hindi(said: Sequence[Token]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for place, token in enumerate(said):
        if role := _MARKERS.get(token.word):
            end = place
            while phrase := _phrase_before(said, end):
                yield role, tuple(token.key for token in phrase)
                end -= len(phrase)
                if not (end > 0 and said[end - 1].word in _JOINED):
                    break
                end -= 1


def _phrase_before(said: Sequence[Token], end: int) -> Sequence[Token]:
    start = end
    while start > 0 and said[start - 1].tells:
        start -= 1
    return said[start:end]


def _phrase_after(said: Sequence[Token], start: int) -> Sequence[Token]:
    end = start
    while end < len(said) and (said[end].tells or said[end].word in ("the", "a", "an")):
        end += 1
    return [token for token in said[start:end] if token.tells]


def _english(said: Sequence[Token]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for place, token in enumerate(said):
        if token.word in _PREPOSITIONS and (phrase := _phrase_after(said, place + 1)):
            yield token.word, tuple(token.key for token in phrase)


def roles_of(key: str, text: str) -> set[str]:
    """The roles in which `text` has a word."""
    return {role for role, phrase in role_phrases(text) if any_same(key, phrase)}


def _new_agent(claim: str, quote: str) -> str | None:
    """An agent that the quote, which has others, has only in another role or as an owner; "रूस ने" may stand for "रूस के राष्ट्रपति ने"."""
    agents = _agents(quote)
    for role, phrase in role_phrases(claim):
        key = phrase[-1]
        if (
            role == AGENT
            and agents
            and not any_same(key, agents)
            and (roles_of(key, quote) or any(says_the_same(key, one) for one, _ in _possessions(quote)))
        ):
            return key
    return None


@lru_cache(maxsize=1024)
def _agents(text: str) -> frozenset[str]:
    """The words of the phrases with "ने", and of those that own them."""
    said = tokens(text)
    found: set[str] = set()
    for place, token in enumerate(said):
        if _MARKERS.get(token.word) == AGENT:
            while place > 0 and (said[place - 1].tells or said[place - 1].word in _OF or said[place - 1].word in _JOINED):
                place -= 1
                found.add(said[place].key)
    return frozenset(found)


def _exchanged(claim: str, quote: str) -> str | None:
    """Of two words that stand only in each other's roles, the first: "from Agra to Delhi" for "from Delhi to Agra"."""
    said = [(role, phrase[-1], roles_of(phrase[-1], quote)) for role, phrase in role_phrases(claim)]
    for role, key, held in said:
        for other_role, _, other_held in said:
            if role != other_role and held == {other_role} and other_held == {role}:
                return key
    return None


def _new_owner(claim: str, quote: str) -> str | None:
    """ "मोरवा की सेना" where the quote has "ज़ेरान की सेना" and something else of Morva's."""
    there = _possessions(quote)
    for owner, owned in _possessions(claim):
        if any(says_the_same(owner, one) and _share(owned, things) for one, things in there):
            continue
        if any(_share(owned, things) for _, things in there) and any(says_the_same(owner, one) for one, _ in there):
            return owner
    return None


def _share(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    return any(any_same(key, theirs) for key in ours)


@lru_cache(maxsize=1024)
def _possessions(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    said, found = tokens(text), []
    for place, token in enumerate(said):
        if token.word in _OF and place > 0 and said[place - 1].tells and (owned := _phrase_after(said, place + 1)):
            found.append((said[place - 1].key, tuple(token.key for token in owned)))
    return tuple(found)


def _turned_round(claim: str, quote: str) -> str | None:
    known = _actions(quote)
    for action in _actions(claim):
        for other in known:
            if says_the_same(action.verb, other.verb):
                agents = [key for key in action.agents if any_same(key, other.patients) and not any_same(key, other.agents)]
                patients = [key for key in action.patients if any_same(key, other.agents) and not any_same(key, other.patients)]
                if agents and patients:
                    return agents[0]
    return None


@lru_cache(maxsize=1024)
def _actions(text: str) -> tuple[_Action, ...]:
    said = tokens(text)
    verbs = {one.key for one in predicates(text) if one.tense in (Tense.PAST, Tense.FUTURE)}
    return tuple(_action(said, place) for place, token in enumerate(said) if token.tells and token.key in verbs)


def _action(said: Sequence[Token], place: int) -> _Action:
    first, last = place, place + 1
    while first > 0 and not (said[first - 1].is_break or said[first - 1].word in _ENDS):
        first -= 1
    while last < len(said) and not (said[last].is_break or said[last].word in _ENDS):
        last += 1
    before = frozenset(token.key for token in said[first:place] if token.tells)
    after = said[place + 1 : last]
    helping = {token.word for token in said[max(first, place - 4) : place]}
    by = next((at for at, token in enumerate(after) if token.word == "by"), None)
    if by is not None and helping & {"was", "were", "been", "is", "are", "be", "being"}:
        return _Action(said[place].key, frozenset(token.key for token in after[by + 1 :] if token.tells), before)
    return _Action(said[place].key, before, frozenset(token.key for token in after if token.tells))
