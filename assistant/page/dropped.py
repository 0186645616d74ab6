"""What the check left out of an answer, and why, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.reasons import Reason
from assistant.language import Language
from assistant.page.cards import lang, safe
from assistant.page.turn_words import word
from assistant.texts import worded
from assistant.types import Dropped

REASONS: dict[Reason, dict[str, str]] = {
    Reason.EVIDENCE: {"en": "no sentence of the articles supports it", "hi": "लेखों का कोई वाक्य इसकी पुष्टि नहीं करता"},
    Reason.SCRIPT: {"en": "the article says it in the other language; a translation is no proof", "hi": "लेख दूसरी भाषा में है; अनुवाद प्रमाण नहीं होता"},
    Reason.QUESTION: {"en": "it asks, or only repeats the question", "hi": "यह उत्तर नहीं, प्रश्न का ही दोहराव है"},
    Reason.NUMBER: {"en": "the article's sentence doesn't have this number", "hi": "लेख के वाक्य में यह संख्या नहीं है"},
    Reason.UNIT: {"en": "the article has this number with another unit", "hi": "लेख में यह संख्या दूसरी इकाई के साथ है"},
    Reason.BOUND: {"en": "the article has another “more than”, “less than” or “about”", "hi": "“से अधिक”, “से कम” या “लगभग” लेख से अलग है"},
    Reason.COUNTED: {"en": "in the article, this number or day belongs to something else", "hi": "लेख में यह संख्या या दिन किसी और बात का है"},
    Reason.DATE: {"en": "the article's sentence doesn't have this date", "hi": "लेख के वाक्य में यह तारीख़ नहीं है"},
    Reason.WEEKDAY: {"en": "the article's sentence doesn't have this weekday", "hi": "लेख के वाक्य में सप्ताह का यह दिन नहीं है"},
    Reason.TIME: {"en": "the article's sentence doesn't have this time", "hi": "लेख के वाक्य में यह समय नहीं है"},
    Reason.OPPOSITE: {"en": "the article says the opposite", "hi": "लेख इसका उलटा कहता है"},
    Reason.NEGATION: {"en": "one affirms what the other denies", "hi": "“हाँ” और “नहीं” लेख से उलटे हैं"},
    Reason.QUALIFIER: {"en": "a reservation of the article (“may”, “alleged”, “deputy”) is left out", "hi": "लेख की शर्त (“कथित”, “संभव”, “उप”) छूट गई"},
    Reason.TENSE: {"en": "what is still to come is told as done", "hi": "जो होना बाक़ी है, उसे हो चुका बताया गया"},
    Reason.ROLE: {"en": "in the article, somebody else did it, or to somebody else", "hi": "किसने किया या किसके साथ हुआ, यह लेख से अलग है"},
    Reason.NAME: {"en": "the article's sentence doesn't have this name", "hi": "लेख के वाक्य में यह नाम नहीं है"},
    Reason.TOPIC: {"en": "the article's sentence is about something else", "hi": "लेख का वाक्य किसी और बात पर है"},
    Reason.WORD: {"en": "the article's sentence doesn't have these words", "hi": "लेख के वाक्य में ये शब्द नहीं हैं"},
    Reason.SHORT_ANSWER: {"en": "it gives another value than the words found in the article", "hi": "लेख में मिले उत्तर से अलग बात कहता है"},
}


def dropped_html(dropped: Sequence[Dropped], language: Language) -> str:
    """A fold with each sentence and its reason; empty for none."""
    if not dropped:
        return ""
    items = "".join(f'<li><q>{safe(one.text)}</q> <span class="why">{_why(one, language)}</span></li>' for one in dropped)
    summary = word("dropped", language, count=len(dropped))
    return f'<details class="dropped" lang="{lang(language)}"><summary>{summary}</summary><ul>{items}</ul></details>'


def _why(one: Dropped, language: Language) -> str:
    """A conversation may have been kept by a later version, with reasons that this one doesn't know."""
    known = one.reason if one.reason in REASONS else Reason.EVIDENCE
    words = safe(worded(REASONS[Reason(known)], language))
    # Some details are the check's own notes: only the sentence's words say something to a reader.
    of_the_sentence = one.detail and all(part in one.text for part in one.detail.split(", "))
    return f"{words}: “{safe(one.detail)}”" if of_the_sentence else words
