"""Which articles are copies of one text: an agency's report that several papers print under their own headlines. Pure.

MinHash (Broder 1997, "On the resemblance and containment of documents") finds who may be a copy, the words themselves decide. datasketch was
looked at: its tables lie in memory or on a server, ours have to change in the catalogue's own transactions.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from index.text.words import fold, words

if TYPE_CHECKING:
    import numpy as np

Shingles = set[tuple[str, str, str]]

# 32 bands of 3: two texts that share half their shingles meet in one with probability 0.99, two that share a fiftieth with 0.0003.
_BANDS, _BAND_ROWS = 32, 3
# Measured (tests/test_duplicates.py): constructed copies share at least 0.78 of the shorter text's shingles, follow-ups that print up to 0.6 of the
# earlier story again at most 0.64.
SAME_TEXT = 0.7
# Two sentences that share so many of the shorter one's words, figures aside, say the same of the same.
_SAME_SENTENCE = 0.7
_FEWEST_WORDS = 4

_HINDI = (
    "दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस"
).split()
_ENGLISH = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
_FIGURES = {fold(word): str(value) for names in (_HINDI, _ENGLISH) for value, word in enumerate(names, start=2)}
_FIGURES |= {fold(word): str(value) for value, word in zip(range(30, 100, 10), "तीस चालीस पचास साठ सत्तर अस्सी नब्बे".split(), strict=True)}
_FIGURES |= {word: str(value) for value, word in zip(range(30, 100, 10), "thirty forty fifty sixty seventy eighty ninety".split(), strict=True)}
_FIGURES |= {fold(word): word for word in "सौ हजार लाख करोड़ अरब hundred thousand lakh million crore billion आधा डेढ़ ढाई सवा पौने साढ़े half".split()}
# "नई दिल्ली, 18 अगस्त (भाषा)।": each paper dates the same report from its own desk. "18 अगस्त को" is the event's.
_DATELINE = re.compile(r"^[^\d।]{0,40}\d{1,2}\s+[^\s\d,.:।()–—-]+,?(?:\s+\d{4})?(?:\s*\([^)]{0,30}\)|\s*[।.:–—-])+")
_DATELINE_SENTENCES = 4


def shingles(text_words: Sequence[str]) -> Shingles:
    """All runs of three words."""
    return set(zip(text_words, text_words[1:], text_words[2:], strict=False))


def share_held(part: Shingles, whole: Shingles) -> float:
    """The share (0 to 1) of one text's shingles that another holds."""
    return len(part & whole) / len(part) if part else 0.0


def bands(of_article: Shingles) -> list[int]:
    """The article's MinHash signature in bands, as signed 64-bit numbers; near-identical articles have some of them in common."""
    import numpy as np

    if not of_article:
        return []
    hashed = np.fromiter((zlib.crc32(" ".join(run).encode()) for run in of_article), dtype=np.uint64, count=len(of_article))
    factors, summands = _permutations()
    least = ((hashed[:, None] * factors + summands) >> np.uint64(32)).min(axis=0).reshape(_BANDS, _BAND_ROWS)
    return [int.from_bytes(blake2b(row.tobytes(), key=bytes([place]), digest_size=8).digest(), "big", signed=True) for place, row in enumerate(least)]


@cache
def _permutations() -> tuple[np.ndarray, np.ndarray]:
    """Factors and summands of multiply-shift hashing, uint64; part of every stored signature, so that they never change."""
    import numpy as np

    drawn = np.random.Generator(np.random.PCG64(1997)).integers(0, 2**64, size=(2, _BANDS * _BAND_ROWS), dtype=np.uint64)
    return drawn[0] | np.uint64(1), drawn[1]


class OwnText:
    """An article's own sentences, without furniture, as copies are told by."""

    def __init__(self, sentences: Iterable[str]) -> None:
        said = list(sentences)
        undated = [_DATELINE.sub("", sentence, count=1) for sentence in said[:_DATELINE_SENTENCES]]
        self._sentences = [words(sentence) for sentence in [*undated, *said[_DATELINE_SENTENCES:]]]
        self.shingles = shingles([word for sentence in self._sentences for word in sentence])

    def is_copy_of(self, other: OwnText) -> bool:
        """Whether one is the other with passages cut or added and no figure changed."""
        shorter, longer = sorted((self.shingles, other.shingles), key=len)
        return share_held(shorter, longer) >= SAME_TEXT and not self.contradicts(other)

    def contradicts(self, other: OwnText) -> bool:
        """Whether two of their sentences say the same with different figures."""
        return any(_same_but_for(one, two) for one in self._with_figures() for two in other._with_figures())

    def _with_figures(self) -> list[tuple[set[str], set[str]]]:
        """(figures, the other words) of each sentence that has figures."""
        split = [({_FIGURES.get(word, word) for word in sentence if _is_figure(word)}, sentence) for sentence in self._sentences]
        return [(figures, {word for word in sentence if not _is_figure(word)}) for figures, sentence in split if figures]


def _is_figure(word: str) -> bool:
    return word[0].isdecimal() or word in _FIGURES


def _same_but_for(one: tuple[set[str], set[str]], other: tuple[set[str], set[str]]) -> bool:
    (figures, said), (other_figures, other_said) = one, other
    least = min(len(said), len(other_said))
    # A figure more is a sentence that was cut or joined; a figure for a figure is another count.
    return (
        least >= _FEWEST_WORDS and len(said & other_said) >= _SAME_SENTENCE * least and not figures <= other_figures and not other_figures <= figures
    )
