"""What kind of answer a question expects, and which sentences could hold one. Pure."""

from __future__ import annotations

import re
from typing import Literal

from assistant.checking.numbers import number_values
from index.text.words import fold, words

Kind = Literal["number", "time", "other"]

_NUMBER_WORDS = frozenset("कितने कितनी कितना कितनों kitne kitni kitna".split())
_NUMBER_PHRASES = re.compile(r"\bhow\s+(?:many|much)\b|\bwhat\s+percentage\b")
# Numbers without a figure: "एक व्यक्ति", "dozens", "कोई नहीं".
_COUNTS = re.compile(
    r"(?<![ऀ-ॣ])(?:एक|दोनों|आधा|आधी|आधे|दर्जन|दर्जनों|सैकड़ों|सैकडों|हज़ारों|हजारों|लाखों|करोड़ों|करोडों|कोई नहीं)(?![ऀ-ॣ])|"
    r"\b(?:one|both|half|dozens?|hundreds|thousands|millions|none|nobody|no one)\b",
    re.IGNORECASE,
)
_TIME_WORDS = frozenset("कब तारीख तिथि दिनांक बजे when date kab tareekh tarikh taarikh baje".split())
_TIME_PHRASES = re.compile(
    r"किस\s+(दिन|साल|वर्ष|महीने|समय)|what\s+(day|year|time|month)|which\s+(day|year|month)|kis\s+(din|saal|mahine)|कौन\s+से\s+(दिन|साल|वर्ष)"
)
_TIME = re.compile(
    r"\b(1[6-9]|20)\d\d\b|जनवरी|फरवरी|मार्च|अप्रैल|(?<![ऀ-ॣ])(?:मई|जून)(?![ऀ-ॣ])|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर|"
    r"सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार|बजे|\b(jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\bmay\b|"
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b[ap]\.?m\b|सदी|वर्ष|(?<![ऀ-ॣ])साल(?![ऀ-ॣ])|century|year"
)


_SEVERAL = re.compile(
    r"(?<![ऀ-ॣ])(?:किन(?![ऀ-ॣ])|किन्ह)|कौन[- ]कौन|किस[- ]किस|क्या[- ]क्या|कहां[- ]कहां|कहाँ[- ]कहाँ|(?<!\bof )\bkin\b|\bkaun kaun\b|\bkis kis\b|\bkya kya\b|"
    r"\bwhich (?:two|three|four|five|countries|people|players|cities|states|teams|ministers|officials|judges)\b",
    re.IGNORECASE,
)
# Not "five-year plan", "पांच वर्षीय योजना", "what do they want".
_SO_MANY = re.compile(
    r"(?<![ऀ-ॣ])(?:किन|कौन(?:[- ]?स[ेी])?)\s+(?P<hi>दो|तीन|चार|पांच|पाँच|[2-5])(?![ऀ-ॣ\d.,%])(?!\s+(?:वर्षीय|दिवसीय|सदस्यीय|मंजिला|मंज़िला|लेन|पहिया)(?![ऀ-ॣ]))|"
    r"\b(?:which|what)\s+(?P<en>two|three|four|five|[2-5])\b(?![-.,%])|\b(?:kin|kaun\s*s[ei])\s+(?P<roman>do|teen|chaar|char|paanch|panch|[2-5])\b(?![-.,%])",
    re.IGNORECASE,
)
_SO_MANY_WORDS = {
    word: number
    for number, spellings in enumerate(("2 दो two do", "3 तीन three teen", "4 चार four chaar char", "5 पांच पाँच five paanch panch"), start=2)
    for word in spellings.split()
}
_REPORTS = r"(?:खबर|लेख|रिपोर्ट|समाचार|अखबार)\S*"
_ROMAN_REPORTS = r"(?:khabar|lekh|report|article|news|akhbaa?r)\w*"
_EACH_REPORT = re.compile(
    rf"(?:दोनों|अलग[- ]अलग|हर|सभी)\s+{_REPORTS}|{_REPORTS}\s+(?:में|के\s+मुताबिक|के\s+अनुसार)\s+(?:क्या[- ]क्या|कौन[- ]कौन|अलग[- ]अलग)|"
    rf"\b(?:dono|donon|alag[- ]alag|har|sabhi)\s+{_ROMAN_REPORTS}|\b{_ROMAN_REPORTS}\s+(?:mein|me|ke\s+mutabik)\s+(?:kya[- ]kya|kaun[- ]kaun|alag[- ]alag)|"
    r"\b(?:both|each|different|various)\s+(?:of\s+the\s+)?(?:news\s+)?(?:articles?|reports?|stories|papers?|newspapers?)\b"
)
_ASKS_WHO = re.compile(r"किसने|(?<![ऀ-ॣ])कौन(?!\s*(?:सा|सी|से)(?![ऀ-ॣ]))|\bwho\b|\bkisne\b|\bkaun\b(?!\s+s[aei])", re.IGNORECASE)
_JOINED = re.compile(r",\s|\s(?:और|व|एवं|तथा|and)\s")


def asks_for_several(question: str) -> bool:
    """Whether it asks for more than one thing: "किन देशों", "kaun kaun", "which two"."""
    return bool(_SEVERAL.search(question)) or how_many_asked(question) > 1


def asks_each_report(question: str) -> bool:
    """Whether it asks what each of several reports says: "दोनों रिपोर्ट", "अलग-अलग खबरों में", "what do the articles each say"."""
    return bool(_EACH_REPORT.search(fold(question)))


def how_many_asked(question: str) -> int:
    """Two for "किन दो देशों", "which two", and so on; else one."""
    asked = _SO_MANY.search(question)
    return _SO_MANY_WORDS[(asked["hi"] or asked["en"] or asked["roman"]).lower()] if asked else 1


def names_several(words_found: str) -> bool:
    """Whether words name more than one thing: "अमेरिका, जापान और रूस"."""
    return bool(_JOINED.search(words_found))


def expected_kind(question: str) -> Kind:
    """ "time" for when, "number" for how many and how much, else "other"."""
    folded, asked = fold(question), set(words(question))
    if asked & _FOLDED_TIME_WORDS or _TIME_PHRASES.search(folded):
        return "time"
    return "number" if asked & _NUMBER_WORDS or _NUMBER_PHRASES.search(folded) else "other"


_FOLDED_TIME_WORDS = frozenset(map(fold, _TIME_WORDS))


def could_name(question: str, words_found: str) -> bool:
    """False for "34 runs" where somebody is asked for."""
    return not (_ASKS_WHO.search(question) and words_found[:1].isdigit())


def could_hold(kind: Kind, sentence: str) -> bool:
    """Whether a sentence has a number, or a time, when that is what is asked for."""
    if kind == "number":
        return bool(number_values(sentence))
    return kind == "other" or bool(_TIME.search(fold(sentence)))


def could_answer(kind: Kind, words_found: str) -> bool:
    """Whether a reader's words are such a number, one without a figure too ("एक व्यक्ति", "dozens"), or such a time."""
    return could_hold(kind, words_found) or (kind == "number" and bool(_COUNTS.search(words_found)))
