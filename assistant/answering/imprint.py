"""When an article was published and by whom ("यह ख़बर कब की है?"): no sentence of it says so, the store knows it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from assistant.answering.evidence import citation_of, is_headline
from assistant.types import Citation
from index.search.hybrid import Found, SentenceHit
from index.text.words import fold

Kind = Literal["date", "publisher"]

MOST_ARTICLES = 3
# How much further from the question (cosine) than the nearest an article may be and still be meant.
_AS_NEAR = 0.05
# "भारत की खबर किस अखबार ने छापी?" and "जांच रिपोर्ट कब प्रकाशित हुई?" ask for what the news tells.
_THIS = r"(?:(?<![ऀ-ॣ])(?:यह|ये|इस|उस)\s+(?:खबर|लेख|रिपोर्ट|समाचार)(?![ऀ-ॣ])|\b(?:ye|yeh|yah|is|us)\s+(?:khabar|khabr|lekh|article|report|news)\b)"
_ANY = (
    r"(?:(?<![ऀ-ॣ])(?:खबर|लेख|(?:यह|ये|इस|उस|वाली|वाला)\s+(?:रिपोर्ट|समाचार))(?![ऀ-ॣ])|"
    r"\b(?:khabar|khabr|lekh|article|(?:ye|yeh|yah|is|us|wali|wala)\s+(?:report|news))\b)"
)
_A_FEW_WORDS = r"(?:\s+\S+){0,3}?\s+"
_WHEN = r"(?:कब|किस\s+(?:तारीख|दिन|महीने|साल)|kab|kis\s+(?:tareekh|tarikh|taarikh|date|din|mahine|saal))\s+"
_BY_WHOM = (
    r"(?:किसने|किस\s+(?:अखबार|वेबसाइट|एजेंसी|प्रकाशक|चैनल)\s+(?:ने|में|पर)|kisne|kis\s+(?:akhbaa?r|website|agency|channel|paper)\s+(?:ne|mein|me|par|pe))\s+"
)
_PUBLISHED = r"(?:को\s+|ko\s+)?(?:छप|छाप|प्रकाशित|chh?a+p|publish|prakashit)"
_DATE = re.compile(
    rf"{_ANY}{_A_FEW_WORDS}{_WHEN}(?:(?:की|का)\s+(?:है|हैं|थी|था)(?![ऀ-ॣ])|k[ia]\s+(?:hai|thi|tha)\b)|{_THIS}{_A_FEW_WORDS}{_WHEN}{_PUBLISHED}|"
    r"\bwhen\s+(?:was|were|is)\s+(?:this|that)\s+(?:\w+\s+){0,4}?(?:article|story|news|report)\s+(?:\w+\s+){0,6}?(?:published|printed|written|from)\b|"
    r"\bdate\s+of\s+(?:this|that|the)\s+(?:\w+\s+){0,4}?(?:article|story|news)\b"
)
_PUBLISHER = re.compile(
    rf"{_THIS}{_A_FEW_WORDS}{_BY_WHOM}{_PUBLISHED}|"
    r"\b(?:who|which\s+(?:news)?(?:paper|site|website|outlet|agency|publisher|channel))\s+published\s+(?:this|that)\b"
)


def wanted_imprint(question: str) -> Kind | None:
    folded = fold(question)
    if _DATE.search(folded):
        return "date"
    return "publisher" if _PUBLISHER.search(folded) else None


def imprints(found: Found) -> list[Citation]:
    """The headline, or else the sentence nearest to the question, of each article that may be meant, numbered from 1, the nearest first."""
    near = [hit for hit in found.sentences if hit.hit.dense >= found.sentences[0].hit.dense - _AS_NEAR]
    by_article = groupby(sorted(near, key=_article), key=_article)
    told = sorted((list(hits) for _, hits in by_article), key=lambda hits: -max(hit.score for hit in hits))
    return [citation_of(n, _head(hits)) for n, hits in enumerate(told[:MOST_ARTICLES], start=1)]


def _article(hit: SentenceHit) -> str:
    return hit.hit.article.id


def _head(hits: Sequence[SentenceHit]) -> SentenceHit:
    return next((hit for hit in hits if is_headline(hit)), max(hits, key=lambda hit: hit.score))
