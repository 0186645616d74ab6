"""Yes and no: sentences of two articles of which one affirms what the other denies or calls unconfirmed. Pure.

It is shy: both sentences must be about the same words of the question, by the same people, of the same place and day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.answering.stances import CONFIRMING, SCALES, Agent, clauses, is_stance_word, same_agent, stances, stands_for
from assistant.checking.days import is_day_or_month
from assistant.checking.lexicon import any_same, says_the_same
from assistant.checking.predicates import Predicate, Tense, predicates
from assistant.checking.qualifiers import check_qualifiers
from assistant.checking.quantities import find_quantities
from assistant.checking.roles import AGENT, role_phrases
from assistant.checking.support import asks_yes_or_no, same_script
from assistant.checking.tokens import Token, in_devanagari, telling, tokens
from assistant.checking.values import Comparison, compare
from assistant.types import Citation, Disagreement, Side

_ENDS_WITH_WHAT = re.compile(r"क्या\s*[?।]*\s*$")
_ASKS_WHAT_IS_SAID = re.compile(
    r"क्या\s+(?:कहा|कहना|कहते|कहती|बताया|रुख|प्रतिक्रिया)|\bwhat\b.*\b(?:say|says|said|respond|response|stand|position)\b", re.IGNORECASE
)
# What isn't so yet may have become so since.
_NOT_YET = re.compile(
    r"(?:अभी|अब)\s+(?:तक|भी)|(?<![\u0900-\u0963])अभी(?![\u0900-\u0963])|फिलहाल|फ़िलहाल|\byet\b|\bso far\b|\bas of\b|\btill now\b|\bstill\b|\bfor now\b|\bpending\b",
    re.IGNORECASE,
)
_IF = re.compile(r"(?<![\u0900-\u0963])(?:अगर|यदि)(?![\u0900-\u0963])|\b(?:if|whether|unless)\b|\?\s*$", re.IGNORECASE)
# Somebody's word for it is no confirmation.
_CLAIMED = re.compile(r"दाव[ाे]|आरोप|कहा|कहना|मुताबिक|अनुसार|हवाले|बताया|\b(?:claim|alleg|accord|report|say|said|told|believe)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Side:
    """scale: the pair of opposites that it stands on, "" for what merely happened or not."""

    citation: Citation
    affirms: bool
    value: str
    scale: str = ""
    agents: tuple[Agent, ...] = ()
    nobody: bool = False
    is_fact: bool = False


def find_opposition(question: str, evidence: Sequence[Citation]) -> Disagreement | None:
    """The sides, newest first, a value being the clause that affirms or denies; None where no two articles surely say yes and no.

    question: in the articles' script, where it can be written so.
    """
    if find_quantities(question):  # "fewer than 5,000?" is answered by a number
        return None
    for sides in _of_each_scale(question, evidence):
        opposed: dict[int, _Side] = {}
        for one, other in combinations(sides, 2):
            if _oppose(question, one, other):
                opposed |= {one.citation.n: one, other.citation.n: other}
        if opposed:
            newest = sorted(opposed.values(), key=lambda side: side.citation.published or "", reverse=True)
            return Disagreement(question, tuple(Side(side.value, side.citation.n) for side in newest))
    return None


def _of_each_scale(question: str, evidence: Sequence[Citation]) -> Iterator[list[_Side]]:
    yes_or_no = asks_yes_or_no(question) or bool(_ENDS_WITH_WHAT.search(question))
    for scale in SCALES:
        asked = any(stands_for(token.key, scale) is not None for token in telling(question))
        if asked or (scale == CONFIRMING and (yes_or_no or _ASKS_WHAT_IS_SAID.search(question))):
            facts = _facts(question, evidence) if yes_or_no and scale == CONFIRMING else []
            yield [*_stands(evidence, scale), *facts]
    if yes_or_no:
        for key in _asked(question):
            yield _happenings(key, evidence)


def _stands(evidence: Sequence[Citation], scale: str) -> list[_Side]:
    """A sentence that has the same agent on both sides tells of a change: it takes none."""
    found = []
    for citation in evidence:
        taken = stances(citation.quote, scale)
        for one in taken:
            if not any(other.affirms != one.affirms and (one.nobody or same_agent(one.agents, other.agents)) for other in taken):
                found.append(_Side(citation, one.affirms, one.clause, scale, one.agents, one.nobody))
                break
    return found


def _facts(question: str, evidence: Sequence[Citation]) -> list[_Side]:
    """Sentences that say flatly what is asked, in nobody's name."""
    asked = _asked(question)
    return [
        _Side(citation, True, citation.quote.strip(), is_fact=True)
        for citation in evidence
        if asked
        and len(_held(asked, citation.quote)) == len(asked)
        and not _CLAIMED.search(citation.quote)
        and not any(one.denied for one in predicates(citation.quote))
        and not stances(citation.quote, CONFIRMING)
    ]


def _happenings(key: str, evidence: Sequence[Citation]) -> list[_Side]:
    """Sentences that affirm, or deny, the word of the question with this key."""
    found = []
    for citation in evidence:
        for clause in clauses(citation.quote):
            said = [one for one in predicates(clause) if says_the_same(one.key, key)]
            if said and all(one.denied for one in said) != all(not one.denied for one in said) and not stances(clause, CONFIRMING):
                affirms = not said[0].denied
                if not affirms or any(map(_happens, said)):
                    agents = tuple(Agent(phrase) for role, phrase in role_phrases(clause) if role == AGENT)
                    found.append(_Side(citation, affirms, clause, agents=agents))
                    break
    return found


def _happens(one: Predicate) -> bool:
    return one.tense is not None


def _oppose(question: str, one: _Side, other: _Side) -> bool:
    if one.affirms == other.affirms or one.citation.article == other.citation.article:
        return False
    yes, no = (one, other) if one.affirms else (other, one)
    quotes = yes.citation.quote, no.citation.quote
    return (
        same_script(*quotes)
        and not any(map(_IF.search, quotes))
        and _same_people(question, yes, no)
        and _same_matter(question, yes, no)
        and _same_circumstances(question, yes, no)
        and not _has_come_about(yes, no)
        and not check_qualifiers(quotes[0], quotes[1])
        and not check_qualifiers(quotes[1], quotes[0])
    )


def _same_people(question: str, yes: _Side, no: _Side) -> bool:
    """What is confirmed by nobody is denied to everybody; "the company hasn't confirmed" leaves others free to."""
    if yes.is_fact:
        return no.nobody
    asked = [Agent(phrase) for role, phrase in role_phrases(question) if role == AGENT]
    if any(asked and side.agents and same_script(question, side.value) and not same_agent(asked, side.agents) for side in (yes, no)):
        return False
    if no.nobody:
        return yes.nobody or bool(yes.agents)
    if yes.agents and no.agents:
        return same_agent(yes.agents, no.agents)
    return not yes.nobody and not yes.scale and not no.scale


def _same_matter(question: str, yes: _Side, no: _Side) -> bool:
    """Whether both hold the same words of the question, at least half of them, and say nothing else of these."""
    asked = _asked(question)
    held = [_held(asked, side.citation.quote) for side in (yes, no)]
    enough = held[0] == held[1] if not yes.is_fact else len(held[1]) >= len(asked) - 1
    if not enough or 2 * len(held[1]) < len(asked) or not _beyond_names(held[1], yes, no):
        return False
    return all(_agree(*(_beside(key, side.citation.quote, asked) for side in (yes, no))) for key in held[0] & held[1])


def _beyond_names(held: frozenset[str], yes: _Side, no: _Side) -> bool:
    """Whether more is shared than the names of those who say it."""
    names = {key for side in (yes, no) for agent in side.agents if not agent.leading for key in agent.name}
    return any(not any_same(key, names) for key in held)


def _asked(question: str) -> list[str]:
    """Keys of what the question is about, without the words of confirming and the like."""
    return list(dict.fromkeys(token.key for token in telling(question) if not is_stance_word(token)))


def _held(asked: Sequence[str], quote: str) -> frozenset[str]:
    there = {token.key for token in telling(quote)}
    return frozenset(key for key in asked if any(says_the_same(key, other) or says_the_same(other, key) for other in there))


def _beside(key: str, quote: str, asked: Sequence[str]) -> set[str]:
    """What a sentence puts right before a word of the question, or owns it: रिश्वत of "रिश्वत के आरोप"; none of it the question's own."""
    said = tokens(quote)
    found: set[str] = set()
    for place, token in enumerate(said):
        if not token.tells or not says_the_same(token.key, key):
            continue
        start = place
        while start > 0 and (said[start - 1].tells or (said[start - 1].word in ("का", "के", "की") and start > 1 and said[start - 2].tells)):
            start -= 1
        found |= {one.key for one in said[start:place] if one.tells and not is_day_or_month(one.word)}
        if token.word.isascii() and place + 2 < len(said) and said[place + 1].word in ("of", "over"):
            found |= {one.key for one in said[place + 2 : place + 4] if one.tells}
    return {one for one in found if not any_same(one, asked)}


def _agree(ours: set[str], theirs: set[str]) -> bool:
    """Two descriptions may be one thing's when either is missing or they share a word."""
    return not ours or not theirs or any(any_same(key, theirs) for key in ours)


def _same_circumstances(question: str, yes: _Side, no: _Side) -> bool:
    """The same places, and for what happened the same days and tense."""
    asked = _asked(question)
    places = [{key for key in _places(side.value) if not any_same(key, asked)} for side in (yes, no)]
    if not _agree(*places):
        return False
    if yes.scale or no.scale:
        return True
    tenses = [{one.tense for one in predicates(side.value)} - {None} for side in (yes, no)]
    if tenses in ([{Tense.PAST}, {Tense.FUTURE}], [{Tense.FUTURE}, {Tense.PAST}]):
        return False
    return compare(_days(yes.value), _days(no.value)) is not Comparison.DIFFERENT


def _places(text: str) -> set[str]:
    said = tokens(text)
    if in_devanagari(text):
        return {phrase[-1] for role, phrase in role_phrases(text) if role in ("में", "पर")}
    return {said[place + 1].key for place in range(len(said) - 1) if said[place].word in ("in", "at") and _is_place(said[place + 1])}


def _is_place(token: Token) -> bool:
    return token.tells and not is_day_or_month(token.word)


def _days(text: str) -> str:
    return " ".join(token.word for token in tokens(text) if is_day_or_month(token.word) or token.is_number)


def _has_come_about(yes: _Side, no: _Side) -> bool:
    """Whether the denial may only be older: told as "not yet", or of something that could happen after it."""
    later = (yes.citation.published or "") > (no.citation.published or "")
    known = bool(yes.citation.published and no.citation.published)
    if _NOT_YET.search(no.citation.quote):
        return not known or (no.citation.published or "") <= (yes.citation.published or "")
    return known and later and no.scale != CONFIRMING
