"""Who holds which office, where a title stands right before a name: "President Omar Siddiq", "प्रधानमंत्री तोमास ग्रेक". Pure."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from assistant.checking.lexicon import says_the_same, word_key
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import tokens

_TITLES = frozenset(
    map(
        word_key,
        "राष्ट्रपति प्रधानमंत्री मुख्यमंत्री मंत्री राज्यपाल महापौर अध्यक्ष सचिव निदेशक प्रमुख प्रवक्ता कप्तान कोच आयुक्त न्यायाधीश सांसद विधायक नेता राजदूत जनरल प्रबंधक संपादक वकील डॉक्टर "
        "president minister premier governor mayor chairman secretary director chief spokesman captain coach commissioner judge senator leader ambassador general "
        "commander manager editor lawyer doctor queen king".split(),
    )
)


def check_offices(claim: str, quote: str) -> Failure | None:
    """The first title that the claim puts to a name where the quote gives the name another, and the title to another."""
    known = _holders(quote)
    for title, name in _holders(claim):
        names = [other for one, other in known if says_the_same(title, one)]
        titles = [one for one, other in known if says_the_same(name, other)]
        if names and titles and not any(says_the_same(name, other) for other in names):
            return Failure(Reason.ROLE, title)
    return None


@lru_cache(maxsize=1024)
def _holders(text: str) -> tuple[tuple[str, str], ...]:
    """(title, the word after it that is no title) in order."""
    return tuple((one.key, other.key) for one, other in pairwise(tokens(text)) if one.key in _TITLES and other.tells and other.key not in _TITLES)
