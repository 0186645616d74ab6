"""Which language a question is asked in (Hindi, English, or Hindi in Roman script), and which its answer is in. Pure."""

from __future__ import annotations

import re
from typing import Literal, get_args

from index.text.words import STOPWORDS, fold, words

QuestionLanguage = Literal["hi", "en", "hinglish"]
"""hinglish is Hindi in Roman script."""
Language = Literal["hi", "en", "hinglish", "roman"]
"""An answer's: hinglish is Hindi in Devanagari for a question in Roman script; roman has the assistant's own words in Roman script, too."""
LANGUAGES: tuple[Language, ...] = get_args(Language)
Answers = Literal["question", "hi", "en", "roman"]
"""The reader's wish: the question's language; always Hindi; always English; the question's, with Roman-script Hindi answered in Roman script."""

# Frequent Hindi words as people type them; none of them is an English word.
ROMAN_HINDI = frozenset(
    "ka ki ke ko ne mein mai hai hain tha thi hua hui hue kya kyu kyun kyon kab kaun kon kis kisne kise kisko kiska kiske kiski kitna kitne kitni kahan kaha kahaan "
    "kaise kaisa kaisi aur ya nahi nahin par pe se tak wala wale wali liye baad pehle raha rahi rahe gaya gayi gaye diya diye kiya kiye kar karne batao bataiye "
    "bataye batayein mila mile mili jata jaati hota hoti hone unhone usne isne inhone unka uska iska unke uske unki uski iski bare baare ab abhi kul log logon saal "
    "din mahine desh khabar naam jagah wajah apna apne apni yeh woh ye wo koi kuch bhi hi to jo "
    "konsa kaunsa konse kaunse konsi kaunsi kidhar chahiye sakta sakte sakti lagbhag maut jeeta jeete jeeti".split()
)
_ENGLISH = frozenset(
    "the of in on at to for and or is are was were be been by with from that this it its as has have had did does do what who whom whose when where why how which "
    "many much a an will would can could should about after before".split()
)
_DEVANAGARI = frozenset(map(fold, STOPWORDS)) | frozenset("किससे किसके किसका किसकी किसको किनसे कैसा कैसी कहां बताओ बताइए बताएं बारे".split())


def detect_language(question: str) -> QuestionLanguage:
    """The language with most of the question's little words; what is asked about may be in the other script.

    "Blue Line metro कब खुली?" is Hindi, "What is प्रमाण?" English. Without a little word, any Devanagari makes it Hindi and none English.
    """
    typed = _without_names(re.findall(r"[A-Za-z]+", question))
    english = sum(word in _ENGLISH for word in typed)
    devanagari = [word for word in words(question) if "\u0900" <= word[0] <= "\u097f"]
    if devanagari:
        return "en" if english > sum(word in _DEVANAGARI for word in devanagari) else "hi"
    return "hinglish" if sum(word in ROMAN_HINDI for word in typed) > english else "en"


def answer_language(question: str, answers: Answers) -> Language:
    """What the question is answered in."""
    asked = detect_language(question)
    if answers == "roman":
        return "roman" if asked == "hinglish" else asked
    return asked if answers == "question" else answers


def _without_names(typed: list[str]) -> list[str]:
    """Lower-case words; capitals after the first word are names ("Ki", "Ko", "Jo"), unless somebody types only capitals."""
    if not any(word.islower() for word in typed):
        return [word.lower() for word in typed]
    return [word.lower() for place, word in enumerate(typed) if place == 0 or word.islower()]
