"""Summaries, timelines and how things stand: an article's or a topic's main sentences as they stand, each cited. Nothing is written, so nothing can be
made up. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from assistant.answering.evidence import citation_of, is_headline, repeats
from assistant.answering.parts import asks_for_one_thing
from assistant.types import Citation
from index.search.hybrid import Found, SentenceHit
from index.text.words import words

Kind = Literal["summary", "timeline", "state"]

MOST_SENTENCES = 5
_LEAD = 2
_FEWEST_WORDS = 5
# How much further from the question (cosine) than the nearest an article may be and still be of its topic.
_SAME_TOPIC = 0.15
# How much further (cosine) than the nearest sentence one of another article may be and still tell how the same thing stands.
_SAME_THING = 0.2
_ONE_ARTICLE = re.compile(
    r"\b(?:this|the) (?:article|report|story)\b|(?:इस|उस)\s+(?:लेख|ख़बर|खबर|समाचार|रिपोर्ट)|\b(?:is|us)\s+(?:lekh|khabar|article|report)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"सारांश|(?<![ऀ-ॣ])सार(?![ऀ-ॣ])|संक्षेप|मुख्य\s+(?:बातें|बातों|बिंदु|बिन्दु)|खास\s+बातें|ख़ास\s+बातें|"
    r"\bsummar(?:y|ise|ize|ies)\b|\boverview\b|\b(?:main|key)\s+(?:points|facts)\b|\bin\s+(?:short|brief)\b|\bsaraa?nsh\b|\bsankshep\b|\bmukhya\s+baat?ein\b",
    re.IGNORECASE,
)
_TIMELINE = re.compile(
    r"घटनाक्रम|समयरेखा|टाइमलाइन|सिलसिलेवार|कब[-\s]कब|क्रमवार|\btime\s?line\b|\bchronolog|\bghatna\s?kram\b|\bsilsilewar\b|\bkab[-\s]kab\b", re.IGNORECASE
)

_STANDING = r"(?:हाल|हालत|हालात|स्थिति|दशा|स्टेटस)(?![ऀ-ॣ])"
_ROMAN_STANDING = r"(?:haa?l|haa?laa?t|sthiti|stithi|situation|status)\b"
_NOW = r"(?:(?:अब|अभी|फिलहाल|फ़िलहाल|इस\s+समय|ab|abhi|filhaal)\s+)?"
# It ends there: "क्या हालत गंभीर है?", "क्या हाल ही में पुल टूटा?" and "हालात कैसे बिगड़े?" ask for one thing.
_IS = r"(?=\s+(?:है|हैं|था|थी|थे|रहा|रही|रहे|रहेगा|रहेगी|रहेंगे|होगा|होगी|होंगे)(?![ऀ-ॣ])(?!\s+(?:कि|जिस|जब))|\s+(?:hai|hain|h|tha|thi|the|rah[aie]|raheg[ai]|hog[ai])\b(?!\s+(?:ki|jis|jab)\b)|\W*$)"
_OF = r"(?=\W*$|\s+(?:of|with|in|at|on|for|after|now|today|there|regarding)\b)"
_STATE = re.compile(
    rf"(?:क्या|कैसा|कैसे|कैसी)\s+{_STANDING}{_IS}|(?<![ऀ-ॣ]){_STANDING}\s+{_NOW}(?:(?:क्या|कैसा|कैसे|कैसी){_IS}|(?:बताओ|बताइए|बताएं|बताएँ)\W*$)|"
    rf"\b(?:kya|kais[aei])\s+{_ROMAN_STANDING}{_IS}|\b{_ROMAN_STANDING}\s+{_NOW}(?:(?:kya|kais[aei])\b{_IS}|(?:batao|bataiye)\W*$)|"
    r"\b(?:what(?:'s|’s|\s+is|\s+was)|how(?:'s|’s|\s+is|\s+was))\s+the\s+(?:"
    rf"(?:(?:current|present|latest)\s+)?(?:status|situation){_OF}|(?:current|present|latest)\s+condition{_OF}|condition(?=\s+of\b)|"
    r"(?:current|present|latest)\s+state(?=\s+of\b(?!\s+(?:emergency|war)\b))|state(?=\s+of\s+(?:affairs|play|things|the)\b(?!\s+(?:art|union)\b)))|"
    r"\bwhat(?:'s|’s|\s+is)\s+the\s+latest\s+(?:on|about|from|with)\b|\bhow\s+(?:are\s+things|do\s+things\s+stand)\b",
    re.IGNORECASE,
)


def wanted_overview(question: str) -> Kind | None:
    """What the question asks for when it asks for no single answer."""
    if _TIMELINE.search(question):
        return "timeline"
    stands = _STATE.search(question)
    # "… क्या हाल है और कितने मरे?" asks for more.
    if stands and not asks_for_one_thing(f"{question[: stands.start()]} {question[stands.end() :]}"):
        return "state"
    # "In short, when did it open?" asks for one thing.
    return "summary" if _SUMMARY.search(question) and not asks_for_one_thing(question) else None


def overview(kind: Kind, question: str, found: Found) -> list[Citation]:
    """The sentences that tell it, numbered from 1: a timeline's from the oldest (undated ones last), a summary's in one article's order or, of
    several articles, the newest first; how things stand, each article's in the same order.
    """
    near = [hit for hit in found.sentences if _is_near(kind, hit, found.sentences[0])]
    of_one = [hit for hit in near if hit.hit.article.id == near[0].hit.article.id] if near else []
    if kind == "summary" and (_ONE_ARTICLE.search(question) or 2 * len({h.hit.chunk.id for h in of_one}) > len({h.hit.chunk.id for h in near})):
        told = sorted(_main(of_one), key=lambda hit: hit.sentence.start)
    else:
        best = _best_of_each(near)
        # "बिजली काट दी गई" and "बिजली बहाल कर दी गई" are nearly the same words; search has left out the copies.
        told = best[:MOST_SENTENCES] if kind == "state" else _unrepeated(best)
        told.sort(key=lambda hit: hit.hit.article.published or "", reverse=kind != "timeline")
        if kind == "timeline":
            told.sort(key=lambda hit: hit.hit.article.published is None)
    return [citation_of(n, hit) for n, hit in enumerate(told, start=1)]


def _is_near(kind: Kind, hit: SentenceHit, best: SentenceHit) -> bool:
    return hit.dense >= best.dense - _SAME_THING if kind == "state" else hit.hit.dense >= best.hit.dense - _SAME_TOPIC


def _main(sentences: Sequence[SentenceHit]) -> list[SentenceHit]:
    """The first sentences of the article's text, where a report says what happened, and those nearest to the question."""
    told = [hit for hit in sentences if _tells(hit)]
    lead = sorted(told, key=lambda hit: hit.sentence.start)[:_LEAD]
    return _unrepeated([*lead, *(hit for hit in told if hit not in lead)])


def _best_of_each(sentences: Sequence[SentenceHit]) -> list[SentenceHit]:
    by_article = sorted((hit for hit in sentences if _tells(hit)), key=lambda hit: (hit.hit.article.id, -hit.score))
    best = [next(hits) for _, hits in groupby(by_article, key=lambda hit: hit.hit.article.id)]
    return sorted(best, key=lambda hit: -hit.score)


def _tells(hit: SentenceHit) -> bool:
    return not is_headline(hit) and len(words(hit.sentence.text)) >= _FEWEST_WORDS


def _unrepeated(ranked: Sequence[SentenceHit]) -> list[SentenceHit]:
    chosen: list[SentenceHit] = []
    for hit in ranked:
        if len(chosen) < MOST_SENTENCES and not any(repeats(hit, earlier) for earlier in chosen):
            chosen.append(hit)
    return chosen
