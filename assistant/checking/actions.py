"""English verbs with who does and who suffers them, told by the order of words ("was attacked by" turned round). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.days import is_day_or_month
from assistant.checking.lexicon import any_same, says_the_same, word_key
from assistant.checking.names import capitalised
from assistant.checking.predicates import predicates
from assistant.checking.tokens import Token, tokens

_ENDS = frozenset("and but while that who which after before because when".split())


@dataclass(frozen=True, slots=True)
class _Action:
    """An English verb with the words before and after it, turned round for the passive."""

    verb: str
    agents: frozenset[str]
    patients: frozenset[str]


def other_actor(claim: str, quote: str) -> str | None:
    """The first word of an English claim that does what another does in the quote, or has it done to it."""
    known = _actions(quote)
    for action in _actions(claim):
        same = [other for other in known if says_the_same(action.verb, other.verb)]
        if same and (key := _another(action, same, _name_keys(claim), _name_keys(quote))):
            return key
        for other in same:
            agents = [key for key in action.agents if any_same(key, other.patients) and not any_same(key, other.agents)]
            if agents and any(any_same(key, other.agents) and not any_same(key, other.patients) for key in action.patients):
                return agents[0]
    return None


def _name_keys(text: str) -> frozenset[str]:
    return frozenset(word_key(word) for word in capitalised(text) if not is_day_or_month(word))


def _another(action: _Action, same: Sequence[_Action], names: frozenset[str], names_there: frozenset[str]) -> str | None:
    """A name that does (or, where no one does it, suffers) what the quote tells only of other names."""
    said = (action.agents or action.patients) & names
    there = [(other.agents if action.agents else other.patients) & names_there for other in same]
    if said and all(there) and not any(any_same(key, others) for key in said for others in there):
        return min(said)
    return None


@lru_cache(maxsize=1024)
def _actions(text: str) -> tuple[_Action, ...]:
    said = tokens(text)
    verbs = {one.key for one in predicates(text) if one.tense}
    return tuple(_action(said, place) for place, token in enumerate(said) if token.tells and (token.key in verbs or _opens_clause(said, place)))


def _opens_clause(said: Sequence[Token], place: int) -> bool:
    """ ", replacing Marta Ilic"."""
    return place > 0 and said[place - 1].word == "," and said[place].word.endswith("ing")


def _action(said: Sequence[Token], place: int) -> _Action:
    first, last = place, place + 1
    while first > 0 and not (said[first - 1].is_break or said[first - 1].word in _ENDS):
        first -= 1
    while last < len(said) and not (said[last].is_break or said[last].word in _ENDS):
        last += 1
    if _opens_clause(said, place) or (first > 0 and said[first - 1].word in ("who", "which")):
        before = frozenset(_clause_before(said, first, whole=_opens_clause(said, place)))
    else:
        before = frozenset(token.key for token in said[first:place] if token.tells)
    after = said[place + 1 : last]
    helping = {token.word for token in said[max(first, place - 4) : place]}
    by = next((at for at, token in enumerate(after) if token.word == "by"), None)
    if by is not None and helping & {"was", "were", "been", "is", "are", "be", "being"}:
        return _Action(said[place].key, frozenset(token.key for token in after[by + 1 :] if token.tells), before)
    suffered = by is None and helping & {"was", "were", "been"}
    patients = frozenset(token.key for token in after if token.tells)
    return _Action(said[place].key, frozenset(), before | patients) if suffered else _Action(said[place].key, before, patients)


def _clause_before(said: Sequence[Token], end: int, whole: bool) -> list[str]:
    """What "replacing …" and "who …" are told of: the clause before the comma, of "who" only the name before it."""
    end -= 1
    while end > 0 and (said[end].is_break or said[end].word in ("who", "which")):
        end -= 1
    start = end + 1
    while start > 0 and not said[start - 1].is_break and (whole or said[start - 1].tells):
        start -= 1
    return [token.key for token in said[start : end + 1] if token.tells]
