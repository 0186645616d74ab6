"""Whether a claim says what its quote denies, or denies what it says. Pure."""

from __future__ import annotations

from assistant.checking.lexicon import any_same
from assistant.checking.predicates import predicates
from assistant.checking.reasons import Failure, Reason


def check_negation(claim: str, quote: str) -> Failure | None:
    """The first word that one of the two affirms and the other only denies, or that the claim denies though the quote denies nothing."""
    said, denied = _affirmed_and_denied(claim)
    said_there, denied_there = _affirmed_and_denied(quote)
    for key in said - denied:
        if any_same(key, denied_there) and not any_same(key, said_there):
            return Failure(Reason.NEGATION, key)
    for key in denied - said:
        if not denied_there or (any_same(key, said_there) and not any_same(key, denied_there)):
            return Failure(Reason.NEGATION, key)
    return None


def denies(text: str) -> bool:
    """Whether `text` denies anything: all that can be compared with a quote in the other script."""
    return bool(_affirmed_and_denied(text)[1])


def _affirmed_and_denied(text: str) -> tuple[set[str], set[str]]:
    found = predicates(text)
    return {one.key for one in found if not one.denied}, {one.key for one in found if one.denied}
