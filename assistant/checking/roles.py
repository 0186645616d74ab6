"""Who did what to whom, where postpositions and prepositions tell it (the order of words: actions.py); and whether a claim swaps them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.checking.actions import other_actor
from assistant.checking.lexicon import any_same, says_the_same, word_key
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import Token, in_devanagari, tokens

AGENT = "ने"
_MARKERS = {"ने": AGENT, "द्वारा": AGENT, "को": "को", "से": "से", "पर": "पर", "में": "में", "तक": "तक"}
_OF = frozenset("का के की".split())
_PREPOSITIONS = frozenset("from to by against into".split())
_CLAUSE_ENDS = frozenset("कि और जबकि लेकिन मगर".split())
_JOINED = frozenset("और तथा एवं व and".split())
# Whoever meets someone is met: their roles may change places.
_MUTUAL = frozenset(
    map(word_key, "मिले मुलाकात बातचीत वार्ता बात चर्चा भेंट समझौता शादी met meet meeting talks discussed married played agreement".split())
)


def check_roles(claim: str, quote: str) -> Failure | None:
    """The first word that stands in another's role: the quote's object as the claim's agent, two words that changed places, another's possession."""
    if any(token.key in _MUTUAL for token in tokens(claim)):
        return None
    key = _new_agent(claim, quote) or _new_action(claim, quote) or _exchanged(claim, quote) or _new_owner(claim, quote)
    if not key and not in_devanagari(claim):
        key = other_actor(claim, quote)
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


def _new_action(claim: str, quote: str) -> str | None:
    """An agent that the quote has in another action, where it gives this one to another agent."""
    known = _doings(quote)
    for agent, action in _doings(claim):
        doers = [one for one, other in known if says_the_same(action, other)]
        if doers and not any_same(agent, doers) and any(says_the_same(agent, one) for one, _ in known):
            return agent
    return None


@lru_cache(maxsize=1024)
def _doings(text: str) -> tuple[tuple[str, str], ...]:
    """(agent, the last telling word of its clause, its action): "अर्जेला ने सोमवार को दावा किया"."""
    said, found = tokens(text), []
    for place, token in enumerate(said):
        if _MARKERS.get(token.word) == AGENT and place > 0 and said[place - 1].tells:
            end = next((at for at in range(place, len(said)) if said[at].is_break or said[at].word in _CLAUSE_ENDS), len(said))
            action = next((said[at].key for at in range(end - 1, place, -1) if said[at].tells), None)
            if action:
                found.append((said[place - 1].key, action))
    return tuple(found)


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
        elsewhere = any(says_the_same(owner, one) for one, _ in there) or roles_of(owner, quote)
        if elsewhere and any(_share(owned, things) for _, things in there):
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
