"""Words that change what they stand with and so must not be left out: may, alleged, attempted, deputy, former. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.checking.days import find_dates
from assistant.checking.lexicon import LIGHT, any_same, word_key
from assistant.checking.predicates import Tense, predicates
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import Token, tokens
from index.text.words import fold


def _keys(text: str) -> frozenset[str]:
    return frozenset(map(word_key, text.split()))


# Each kind is kept by any of its words; what is expected or planned is also kept by a future tense.
_POSSIBLE = _keys("सकता सकती सकते संभावना आशंका संभव शायद संभवतः may might could likely possibly possible perhaps possibility risk fear feared")
_EXPECTED = _keys(
    "उम्मीद अनुमान अनुमानित योजना प्रस्ताव प्रस्तावित वादा वादे तैयारी इरादा expected plan plans planned planning proposed proposal hope hopes promise promised promises pledged intends set due scheduled"
)
_ALLEGED = _keys("आरोप कथित संदेह शक संदिग्ध alleged allegedly accused suspected suspicion charged allegation allegations")
_TRIED = _keys("कोशिश प्रयास नाकाम विफल attempt attempted attempts tried trying failed")
_ASKED = _keys("मांग अपील सिफारिश सुझाव demand demanded demands urged appeal appealed recommended suggested")
_KINDS = (_POSSIBLE, _EXPECTED, _ALLEGED, _TRIED, _ASKED)
_RANKS = frozenset(map(fold, "उप पूर्व सह सहायक कार्यवाहक अंतरिम deputy vice former ex acting assistant interim associate joint फर्जी नकली fake".split()))

_OF = frozenset("का के की से को भी ही होने करने देने लेने जाने".split())
_GRAMMAR = frozenset("to be have been of is are was were the a an that with by has had also".split())


def check_qualifiers(claim: str, quote: str) -> Failure | None:
    """The first qualifier that the quote puts to a word of the claim and the claim leaves out."""
    said = [token.key for token in tokens(claim) if not token.is_break]
    to_come = any(one.tense is Tense.FUTURE for one in predicates(claim))
    for kind, word, heads in _qualified(quote):
        kept = any(key in kind for key in said) or (to_come and kind is _EXPECTED)
        if not kept and any(any_same(key, heads) for key in said):
            return Failure(Reason.QUALIFIER, word)
    return None


@lru_cache(maxsize=1024)
def _qualified(text: str) -> tuple[tuple[frozenset[str], str, tuple[str, ...]], ...]:
    """(the kind of a qualifier, the word, keys of what it qualifies) in order."""
    months = [(date.start, date.end) for date in find_dates(text)]  # "5 May" is no possibility
    said = [token for token in tokens(text) if not any(start <= token.start < end for start, end in months)]
    found: list[tuple[frozenset[str], str, tuple[str, ...]]] = []
    for place, token in enumerate(said):
        if token.word in _RANKS:
            if head := _rank_holder(said, place):
                found.append((frozenset({token.key}), token.word, (head,)))
            continue
        found += [(kind, token.word, (head,)) for kind in _KINDS if token.key in kind and (head := _head(said, place))]
    return tuple(found)


def _rank_holder(said: Sequence[Token], place: int) -> str | None:
    """ "उप मुख्यमंत्री", "former mayor": the next word; "बैठक से पूर्व" is no rank."""
    if said[place].word == "पूर्व" and place > 0 and said[place - 1].word in ("से", "के"):
        return None
    following = said[place + 1 : place + 2]
    return following[0].key if following and following[0].tells else None


def _head(said: Sequence[Token], place: int) -> str | None:
    """What is possible, planned or alleged: in English the word after, in Hindi the word before, or the last one of what follows "कि"."""
    if said[place].word.isascii():
        return next((token.key for token in _while(said[place + 1 :], _GRAMMAR) if token.tells), None)
    that = next((at for at in range(place + 1, min(place + 4, len(said))) if said[at].word == "कि"), None)
    if that is not None:
        rest = [token.key for token in said[that + 1 :] if token.tells]
        return rest[-1] if rest else None
    return next((token.key for token in _while(said[:place][::-1], _OF | LIGHT) if token.tells), None)


def _while(said: Sequence[Token], passed: frozenset[str]) -> Sequence[Token]:
    """The tokens up to and with the first that isn't passed over."""
    end = next((at for at, token in enumerate(said) if token.word not in passed), len(said) - 1)
    return said[: end + 1]
