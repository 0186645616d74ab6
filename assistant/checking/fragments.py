"""A bare value as an answer ("11", "वोंसान में") says what the question asks; so its quote must speak of that. Pure."""

from __future__ import annotations

from assistant.checking.lexicon import has_meaning
from assistant.checking.names import capitalised, is_held
from assistant.checking.opposites import check_opposites
from assistant.checking.predicates import predicates
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import in_devanagari, telling, tokens
from assistant.checking.wording import Context, stated

_VERBS = frozenset("है हैं हो is are be was were has have will would can could may might".split())
# At least this share of the question's telling words must be the quote's or the title's.
_ASKED = 0.5


def check_fragment(claim: str, quote: str, context: Context) -> Failure | None:
    """Why the quote, though it holds the value, doesn't make it the answer: it has the opposite of what is asked, or too little of it.

    A question in the other script can't be compared and is passed.
    """
    if not _is_fragment(claim) or in_devanagari(context.question) != in_devanagari(quote):
        return None
    if check_opposites(context.question, quote):
        return Failure(Reason.TOPIC)
    asked = telling(context.question)
    there = telling(f"{quote} ; {context.title}")
    held = sum(is_held(token, there) for token in asked)
    return Failure(Reason.TOPIC) if asked and held / len(asked) < _ASKED else None


def _is_fragment(claim: str) -> bool:
    """A number, a day, one noun or a name, without a verb."""
    said = stated(claim)
    has_verb = any(one.tense or one.denied for one in predicates(claim)) or any(token.word in _VERBS for token in tokens(claim))
    names = capitalised(claim)
    is_name = all(token.word in names if token.word.isascii() else not has_meaning(token.key) for token in said)
    return not has_verb and (len(said) <= 1 or is_name)
