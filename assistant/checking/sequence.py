"""What comes before what: "बारिश से पहले" and "बारिश के बाद", "before half-time" and "after half-time". Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.checking.lexicon import says_the_same
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import Token, tokens

_BEFORE = frozenset("पहले पूर्व before".split())
_AFTER = frozenset("बाद पश्चात उपरांत after".split())
_LINKS = frozenset("से के की का".split())


def check_sequence(claim: str, quote: str) -> Failure | None:
    """The first word that the claim puts on the other side of a before or after than the quote does."""
    known = _sides(quote)
    for side, key in _sides(claim):
        there = {other for other, anchor in known if says_the_same(key, anchor)}
        if there and side not in there:
            return Failure(Reason.OPPOSITE, key)
    return None


@lru_cache(maxsize=1024)
def _sides(text: str) -> tuple[tuple[str, str], ...]:
    """("before" or "after", the key of the word that it is told of)."""
    said = tokens(text)
    return tuple(found for place, token in enumerate(said) if token.word in _BEFORE | _AFTER for found in _anchor(said, place))


def _anchor(said: Sequence[Token], place: int) -> Iterator[tuple[str, str]]:
    side = "before" if said[place].word in _BEFORE else "after"
    if said[place].word.isascii():
        yield from ((side, token.key) for token in said[place + 1 : place + 2] if token.tells)
    elif place > 1 and said[place - 1].word in _LINKS and said[place - 2].tells:
        yield side, said[place - 2].key
