"""Words and names of a claim that neither its quote nor what it may take for granted explains. Pure.

A small model's slip is one word: another place, another office, an adjective of its own. So every telling word must be the quote's, in its own
form or a known synonym's. The question and the article's title may lend names and topics, never what happened and never what is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.days import find_dates, find_weekdays
from assistant.checking.lexicon import GENERIC, any_same, has_meaning, says_the_same
from assistant.checking.names import capitalised, is_held
from assistant.checking.predicates import predicates
from assistant.checking.quantities import find_quantities
from assistant.checking.reasons import Failure, Reason
from assistant.checking.roles import AGENT, role_phrases
from assistant.checking.times import find_times
from assistant.checking.tokens import Token, telling, tokens
from index.text.words import fold

# Of a claim's telling words at least this share must be the quote's own.
PROVEN = 0.5
_WHERE_OR_WHO = frozenset("ने को से पर में का के की तक".split())
_PRONOUNS = frozenset(
    map(
        fold,
        "यह वह ये वे इस उस इन उन इसे उसे इन्हें उन्हें इसने उसने इन्होंने उन्होंने इसमें उसमें इनमें उनमें यहां वहां इसका उसका इनका उनका इनकी उनकी इसकी उसकी इसके उसके "
        "it he she they this these his her their its there".split(),
    )
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a claim may take for granted beside its quote."""

    title: str
    question: str


@lru_cache(maxsize=1024)
def stated(text: str) -> tuple[Token, ...]:
    """The telling words of `text` that are no part of a number, a date or a time: those have rules of their own."""
    covered = [(value.start, value.end) for find in (find_quantities, find_dates, find_weekdays, find_times) for value in find(text)]
    return tuple(token for token in telling(text) if not any(start <= token.start < end for start, end in covered))


def proven_share(claim: str, quote: str) -> float:
    """The share of a claim's telling words that the quote holds; 1 for a claim without any (a number, a day)."""
    said = stated(claim)
    return sum(_held(token, quote) for token in said) / len(said) if said else 1.0


def check_wording(claim: str, quote: str, context: Context) -> Failure | None:
    """The first name, else the words, that nothing explains."""
    once_more = _said_once_more(stated(claim), telling(quote))
    strange = [token for token in stated(claim) if token in once_more or not (_held(token, quote) or _granted(token, claim, quote, context))]
    if not strange:
        return None if proven_share(claim, quote) >= PROVEN else Failure(Reason.WORD, f"only {proven_share(claim, quote):.0%} of the words")
    names = [token.word for token in strange if _is_name(token, claim)]
    return Failure(Reason.NAME if names else Reason.WORD, ", ".join(names or (token.word for token in strange)))


def check_wording_across(claim: str, quote: str) -> Failure | None:
    """The same for a quote in the other script, where only names that sound otherwise and words that the lexicon knows can be told."""
    strange = [token for token in stated(claim) if not _held(token, quote)]
    if names := [token.word for token in strange if token.word in capitalised(claim) and not has_meaning(token.key)]:
        return Failure(Reason.NAME, ", ".join(names))
    known = [token.word for token in strange if has_meaning(token.key)]
    return Failure(Reason.WORD, ", ".join(known)) if known else None


def _held(token: Token, quote: str) -> bool:
    return is_held(token, _readable(quote))


@lru_cache(maxsize=1024)
def _readable(quote: str) -> tuple[Token, ...]:
    """What a word may be written for: all but grammar ("a year" is "annually")."""
    return tuple(token for token in tokens(quote) if token.tells or token.word in GENERIC)


def _said_once_more(said: Sequence[Token], there: Sequence[Token]) -> list[Token]:
    """Words whose root the claim has more often than the quote, in a form that the quote hasn't: "सरकारी" is none of "सरकार"."""
    forms = {token.word for token in there}
    roots = Counter(token.key for token in there)
    claimed = {token.key: {other.word for other in said if other.key == token.key} for token in said}
    return [token for token in said if token.word not in forms and 0 < roots[token.key] < len(claimed[token.key])]


def _granted(token: Token, claim: str, quote: str, context: Context) -> bool:
    """Whether the title or the question may lend the word: a name or topic, where the quote has no other one in its place."""
    happened = {one.key for one in predicates(claim) if one.tense or one.denied}
    counted = {quantity.around.counted for quantity in find_quantities(claim)}
    if token.key in happened or token.key in counted:
        return False
    if any(says_the_same(token.key, other.key) for other in telling(context.title)):
        return True
    asked = any(says_the_same(token.key, other.key) for other in telling(context.question))
    # A name or a detail that only the question has ("semi-final") may be its mistake; "the accident" is only what it is about.
    return asked and (_speaks_of_it(quote) or (has_meaning(token.key) and not _has_another(token, claim, quote)))


def _speaks_of_it(quote: str) -> bool:
    """A quote with a pronoun ("उन्होंने", "it") may speak of what is asked."""
    return any(token.word in _PRONOUNS for token in tokens(quote))


def _has_another(token: Token, claim: str, quote: str) -> bool:
    """Whether the quote names someone or something else in the role that the claim gives to the word."""
    if token.word.isascii():
        return bool(token.word in capitalised(claim) and capitalised(quote) - capitalised(claim))
    roles = {role for role, phrase in role_phrases(claim) if token.key in phrase}
    said = [other.key for other in telling(claim)]
    for role, phrase in role_phrases(quote):
        another = role in roles and not any_same(phrase[-1], said)
        if another and (role == AGENT or not (has_meaning(phrase[-1]) or has_meaning(token.key))):
            return True
    return False


def _is_name(token: Token, claim: str) -> bool:
    """A capital, or a place before a postposition, as a who, what or where has it."""
    if token.word.isascii():
        return token.word in capitalised(claim)
    said = tokens(claim)
    place = said.index(token)
    return any(other.word in _WHERE_OR_WHO for other in said[place + 1 : place + 3])
