"""Whether a claim says to be done what its quote says to be still to come, or the other way. Pure."""

from __future__ import annotations

from assistant.checking.lexicon import says_the_same
from assistant.checking.predicates import Tense, predicates
from assistant.checking.reasons import Failure, Reason


def check_tense(claim: str, quote: str) -> Failure | None:
    """The first word that is past in the claim and only future in the quote, or the other way; other tenses are left open."""
    known = predicates(quote)
    for one in predicates(claim):
        tenses = {other.tense for other in known if says_the_same(one.key, other.key)}
        if one.tense and tenses in ({Tense.PAST}, {Tense.FUTURE}) and one.tense not in tenses:
            return Failure(Reason.TENSE, one.key)
    return None
