"""What the assistant itself says, in the language of the answer."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.language import Language
from assistant.roman_letters import in_roman_letters

_TEXTS = {
    "not_found": {"hi": "आपके लेखों में इसका उत्तर नहीं मिला।", "en": "Your articles don't say."},
    "parts_not_found": {"hi": "आपके लेखों में इसका उत्तर नहीं मिला:", "en": "Your articles don't say:"},
    "quoted": {"hi": "लेखों में सबसे निकट यह लिखा है:", "en": "Nearest to it, the articles say:"},
    "quote": {"hi": "“{quote}” [{n}]", "en": "“{quote}” [{n}]"},
    "in_article": {"hi": "लेख में: “{quote}” [{n}]", "en": "In the article: “{quote}” [{n}]"},
    "corrected": {"hi": "लेख कुछ और बताता है: “{quote}” [{n}]", "en": "The article says otherwise: “{quote}” [{n}]"},
    "sides": {"hi": "लेख अलग-अलग बातें बताते हैं:", "en": "The articles say different things:"},
    "reading": {"hi": "रोमन में: {text}", "en": "In Roman letters: {text}"},
    "imprint": {"hi": "{imprint} [{n}]\nलेख: “{quote}” [{n}]", "en": "{imprint} [{n}]\nThe article: “{quote}” [{n}]"},
    "side": {"hi": "{source}: “{quote}” [{n}]", "en": "{source}: “{quote}” [{n}]"},
    "understood": {"hi": "समझा गया: {question}", "en": "Understood as: {question}"},
    "answered": {"hi": "लेखों से उत्तर", "en": "Answered from your articles"},
    "partly_supported": {"hi": "लेखों से आंशिक उत्तर", "en": "Partly answered from your articles"},
    "disagree": {"hi": "लेखों में मतभेद है", "en": "Your articles disagree"},
    "status_not_found": {"hi": "आपके लेखों में नहीं", "en": "Not in your articles"},
    "nearest": {"hi": "सबसे निकट के वाक्य (प्रमाण नहीं)", "en": "Nearest sentences (no proof)"},
    "proof": {"hi": "प्रमाण", "en": "Proof"},
    "no_date": {"hi": "तारीख़ अज्ञात", "en": "date unknown"},
    "no_publisher": {"hi": "प्रकाशक अज्ञात", "en": "publisher unknown"},
    "waiting": {"hi": "आपसे पहले के प्रश्न: {ahead}", "en": "Questions before yours: {ahead}"},
    "waiting_about": {"hi": "आपसे पहले के प्रश्न: {ahead}, लगभग {seconds:.0f} सेकंड", "en": "Questions before yours: {ahead}, about {seconds:.0f} s"},
    "loading": {"hi": "मॉडल लोड हो रहे हैं; कुछ सेकंड में आपका प्रश्न लिया जाएगा…", "en": "Loading the models; your question is asked in a few seconds…"},
    "searching": {"hi": "लेखों में खोज रहे हैं…", "en": "Searching your articles…"},
    "writing": {"hi": "उत्तर लिखा जा रहा है…", "en": "Writing the answer…"},
    "failed": {"hi": "कुछ गड़बड़ हो गई", "en": "Something went wrong"},
    "running": {"hi": "काम जारी है", "en": "Working"},
    "queued": {"hi": "प्रतीक्षा में", "en": "Waiting"},
    "halted": {"hi": "रोका गया", "en": "Stopped"},
    "halted_note": {"hi": "उत्तर बीच में रोक दिया गया; इसकी जाँच नहीं हुई।", "en": "The answer was stopped midway and has not been checked."},
    "unfinished": {"hi": "उत्तर अधूरा रह गया।", "en": "The answer was not finished."},
    "took": {"hi": "{seconds:.1f} सेकंड", "en": "{seconds:.1f} s"},
}

_MONTHS = {
    "hi": "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def say(key: str, language: Language, **values: object) -> str:
    """The text `key` in the answer's language."""
    return worded(_TEXTS[key], language).format(**values)


def day_in_words(day: str, language: Language) -> str:
    """ "2024-11-30" as "30 नवंबर 2024"."""
    year, month, number = map(int, day.split("-"))
    return worded({language: f"{number} {months[month - 1]} {year}" for language, months in _MONTHS.items()}, language)


def worded(texts: Mapping[str, str], language: Language) -> str:
    """What `texts` ("hi" and "en") says in this language; Roman-script Hindi is spelt from the Hindi."""
    if language != "roman":
        return texts["en" if language == "en" else "hi"]
    roman = in_roman_letters(texts["hi"])
    return roman[:1].upper() + roman[1:]


def reading_aid(text: str, language: Language) -> str:
    """The text in Roman letters, said to be that, below an answer in Roman script; empty for others, and for a text without Devanagari."""
    aid = in_roman_letters(text) if language == "roman" else text
    return say("reading", language, text=aid) if aid != text else ""
