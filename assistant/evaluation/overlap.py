"""Short answers against gold: exact match, token F1, inclusion; SQuAD's measures made right for Devanagari. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index.text.words import is_devanagari, words

_ARTICLES = frozenset(("a", "an", "the"))
# Of a decimal, not of a date ("12.07.2026"): 5 must not be found in 2.5.
_DECIMAL_POINT = re.compile(r"(?<![\d.])(\d[\d,]*)\.(?=\d+(?!\.?\d))")


def tokens(text: str) -> list[str]:
    """The words that are compared.

    SQuAD v1.1's normalize_answer (lower case, no punctuation, no a/an/the) with what Hindi needs: NFC, Devanagari digits as ASCII, danda and
    all punctuation as a space, nukta, ZWJ and ZWNJ dropped, chandrabindu as anusvara, no comma within a number, a decimal one word. English
    articles are dropped from Latin-script text only. Punctuation parts words ("U.S." is two) instead of gluing them, in Hindi as in English.
    """
    return _tokens(text, articles=is_devanagari(text))


def _tokens(text: str, articles: bool) -> list[str]:
    found = words(_DECIMAL_POINT.sub(r"\1_", text))
    return found if articles else [word for word in found if word not in _ARTICLES]


def exact_match(answer: str, golds: Iterable[str]) -> float:
    """1.0 when the tokens equal those of some gold answer, else 0.0 (Rajpurkar et al. 2016, "SQuAD")."""
    said = tokens(answer)
    return float(any(said == tokens(gold) for gold in golds))


def token_f1(answer: str, golds: Iterable[str]) -> float:
    """The best F1 over the gold answers: 2PR / (P + R) with P = shared/said, R = shared/gold, tokens counted as often as they stand.

    Source: Rajpurkar et al. 2016, "SQuAD". 0.0 when nothing is shared or nothing was said.
    """
    return max((_f1(tokens(answer), tokens(gold)) for gold in golds), default=0.0)


def _f1(said: Sequence[str], gold: Sequence[str]) -> float:
    shared = (Counter(said) & Counter(gold)).total()
    return 2 * shared / (len(said) + len(gold)) if shared else 0.0


def includes(answer: str, phrase: str) -> bool:
    """Whether the phrase's tokens stand in the answer as one run of whole words: "11" is not in "110", nor तमसा in तमसापुर."""
    # The phrase decides for both: a Hindi answer may hold "Bank of the Ganga", an English one "कक्षा A".
    articles = is_devanagari(phrase)
    said, sought = _tokens(answer, articles), _tokens(phrase, articles)
    return bool(sought) and any(said[start : start + len(sought)] == sought for start in range(len(said) - len(sought) + 1))


def includes_all(answer: str, groups: Iterable[Iterable[str]]) -> bool:
    """Must-include correctness: of every group at least one alternative stands in the answer."""
    return all(any(includes(answer, choice) for choice in choices) for choices in groups)
