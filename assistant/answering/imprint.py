"""When an article was published and by whom ("यह ख़बर कब की है?"): no sentence of it says so, the store knows it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from assistant.answering.evidence import citation_of, is_headline
from assistant.answering.parts import asks_for_one_thing
from assistant.types import Citation
from index.search.hybrid import Found, SentenceHit
from index.text.words import fold

Kind = Literal["date", "publisher"]

MOST_ARTICLES = 3
# How much further from the question (cosine) than the nearest an article may be and still be meant.
_AS_NEAR = 0.05
_NOUN = r"(?:खबर|लेख|आर्टिकल|न्यूज|समाचार|रिपोर्ट)(?![ऀ-ॣ])"
_ROMAN_NOUN = r"(?:khabar|khabr|lekh|article|report|news)\b"
# "भारत की खबर किस अखबार ने छापी?" and "जांच रिपोर्ट कब प्रकाशित हुई?" ask for what the news tells.
_THIS = rf"(?:(?<![ऀ-ॣ])(?:यह|ये|इस|उस|वाली|वाला|वाले)\s+{_NOUN}|\b(?:ye|yeh|yah|is|us|wali|wala)\s+{_ROMAN_NOUN})"
_ANY = rf"(?:{_THIS}|(?<![ऀ-ॣ])(?:खबर|लेख)(?![ऀ-ॣ])|\b(?:khabar|khabr|lekh)\b)"
# Nothing else may stand between: "इस खबर में तस्वीर कब की है?", "इस रिपोर्ट को सरकार ने कब प्रकाशित किया?".
_FIRST = r"\s+(?:(?:आखिर|को|पहली\s+बार|सबसे\s+पहले|aakhir|akhir|ko|pehli\s+baar|sabse\s+pehle)\s+)?"
_WHEN = r"(?:कब|किस\s+(?:तारीख|दिन|महीने|साल)|kab|kis\s+(?:tareekh|tarikh|taarikh|date|din|mahine|saal))(?:\s+(?:को|ko))?\s+"
_PAPER = r"(?:अखबार|वेबसाइट|एजेंसी|प्रकाशक|चैनल|स्रोत|akhbaa?r|website|agency|channel|paper|source)"
_WHERE = r"(?:कहां|\bkahaa?n?\b)(?:\s+(?:पर|से|par|pe|se))?"
_BY_WHOM = rf"(?:किसने|kisne|{_WHERE}|(?:किस|kis)\s+{_PAPER}\s+(?:ने|में|पर|ne|mein|me|par|pe))\s+"
_AND = r"(?:और|aur)\s+"
# Not "छापा मारा", "छापेमारी".
_PUBLISHED = r"(?:छप(?!र)|छाप(?!े?मार|[ाे]\s+(?:मार|पड़|पड))|प्रकाशित|पब्लिश|chh?a+p(?!e?maa?r|[ae]\s+(?:maa?r|pad))|publish|prakashit)"
_IS = r"(?:है|हैं|थी|था|थे)(?![ऀ-ॣ])|(?:hai|h|thi|tha)\b"
_OF = r"(?:की|का|के|से|k[iae]|se)\s+"
_HINDI = (
    # यह खबर कब की है (और किसने छापी)?
    rf"{_ANY}{_FIRST}(?:{_WHEN}|(?:किस|kis)\s+{_PAPER}\s+){_OF}(?:{_IS})(?:\s+{_AND}(?:{_WHEN}|{_BY_WHOM}){_PUBLISHED})?",
    # यह कब की खबर है?
    rf"(?:(?<![ऀ-ॣ])(?:यह|ये)|\b(?:ye|yeh|yah))\s+(?:{_WHEN}|(?:किस|kis)\s+{_PAPER}\s+){_OF}(?:{_NOUN}|{_ROMAN_NOUN})\s+(?:{_IS})",
    # यह खबर (किसने और) कब छापी?
    rf"{_THIS}{_FIRST}(?:{_WHEN}|{_BY_WHOM})(?:{_AND}(?:{_WHEN}|{_BY_WHOM}))?{_PUBLISHED}",
    # यह खबर कितनी पुरानी है?
    rf"{_THIS}{_FIRST}(?:कितनी|कितना|kitn[ai])\s+(?:पुरान[ीा]|puraa?n[ia])\s+(?:{_IS})",
    # इस खबर की तारीख क्या है?
    rf"{_THIS}\s+(?:की|का|k[ia])\s+(?:प्रकाशन\s+(?:की\s+)?)?(?:तारीख|तिथि|taa?ree?kh|date|प्रकाशक|स्रोत|सोर्स|source|publisher)\s+(?:क्या|कौन|बता|kya|kaun|bata)",
)
_NEWS = r"(?:(?:news\s+)?(?:article|story)|news(?:\s+report)?)"
_THIS_NEWS = rf"(?:this|that)\s+(?:{_NEWS}|report)"
_WRITTEN = r"\s+(?:(?:first|originally)\s+)?(?:published|printed|written|posted)\b(?:\s+and\s+by\s+whom\b)?"
_ON = r"(?:about|on|regarding)\b"
_ENDS = rf"(?=\W*$|\s+(?:{_ON}|and\b))"
_WHICH_PAPER = r"which\s+(?:news)?(?:paper|site|website|outlet|agency|publisher|channel)"
_ENGLISH = (
    rf"\bwhen\s+(?:was|were|is)\s+(?:{_THIS_NEWS}|(?:this|that)\s+(?:\w+\s+){{1,2}}{_NEWS}|(?:this|that|the)\s+{_NEWS}\s+{_ON}(?:\s+(?!which\b)\S+){{1,7}}?)(?:{_WRITTEN}|\s+from\W*$)",
    r"\bwhen\s+was\s+this\s+published\W*$",
    rf"\bwhere\s+was\s+{_THIS_NEWS}\s+(?:(?:first|originally)\s+)?(?:published|printed)\b",
    rf"\bwhen\s+did\s+{_THIS_NEWS}\s+(?:come\s+out|appear)\b",
    rf"\bhow\s+old\s+is\s+{_THIS_NEWS}\W*$",
    rf"\bwhat\s+(?:date|day)\s+was\s+{_THIS_NEWS}{_WRITTEN}",
    rf"\bdate\s+of\s+(?:{_THIS_NEWS}|the\s+(?:news\s+)?(?:article|story)){_ENDS}",
    rf"\b(?:who|{_WHICH_PAPER})\s+(?:published|printed|carried)\s+(?:this|that)(?:\W*$|\s+(?:\w+\s+){{0,2}}?{_NEWS}(?!\s+of\b)(?:\s+and\s+when\b)?)",
    rf"\b{_WHICH_PAPER}\s+is\s+(?:{_THIS_NEWS}|this)\s+from\b",
    rf"(?:\b(?:who|what)(?:\s+is|'s)\s+the\s+)?\b(?:publisher|source)\s+of\s+(?:this|that)\s+{_NEWS}{_ENDS}",
)
_ASKED = re.compile("|".join((*_HINDI, *_ENGLISH)))
_ASKS_DATE = re.compile(rf"{_WHEN}|कितन|\bkitn|तारीख|तिथि|\btaa?ree?kh|\bdate\b|\bwhen\b|\bhow\s+old\b|\bwhat\s+day\b")
_ASKS_PUBLISHER = re.compile(rf"किसने|\bkisne\b|{_WHERE}|{_PAPER}\s|प्रकाशक|सोर्स|\b(?:publisher|source|whom?|which|where)\b")
# "यह रिपोर्ट किसने प्रकाशित की?", "… कब प्रकाशित होगी?": the one that the news is about.
_ANOTHERS = re.compile(
    rf"रिपोर्ट\s+(?:किसने|{_WHERE})\s+(?:प्रकाशित|पब्लिश)|\breport\s+(?:kisne|{_WHERE})\s+(?:prakashit|publish)|जाएग|जायेग|छपेग|छापेग|होग[ीा]|\b(?:jaa?y?eg[ia]|hog[ia])\b"
)


def wanted_imprint(question: str) -> tuple[Kind, ...]:
    """What the question asks of an article itself: its date, its publisher, or both; nothing when it asks what the news tells, too."""
    folded = fold(question)
    asked = " ".join(match.group() for match in _ASKED.finditer(folded))
    if _ANOTHERS.search(folded) or asks_for_one_thing(_ASKED.sub(" ", folded)):
        return ()
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (("date", _ASKS_DATE), ("publisher", _ASKS_PUBLISHER))
    return tuple(kind for kind, asks in kinds if asks.search(asked))


def asked_of_the_news(parts: Sequence[str]) -> Sequence[str]:
    """Without "… और यह खबर कब की है?", which is asked of the article that answers the other part."""
    return [part for part in parts if not wanted_imprint(part)] or parts


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
