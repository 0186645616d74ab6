"""Which language a question is asked in: Hindi, English, or Hindi in Roman script. Pure."""

from __future__ import annotations

import re
from typing import Literal, get_args

Language = Literal["hi", "en", "hinglish"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

# Frequent Hindi words as people type them; none of them is an English word.
_ROMAN_HINDI = frozenset(
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


def detect_language(question: str) -> Language:
    """ "hi" when a third of the letters are Devanagari; for Latin letters whichever language has more of its little words."""
    devanagari = sum("\u0900" <= char <= "\u097f" for char in question)
    latin = sum("a" <= char.lower() <= "z" for char in question)
    if devanagari * 2 >= latin and devanagari:
        return "hi"
    words = re.findall(r"[a-z]+", question.lower())
    hindi = sum(word in _ROMAN_HINDI for word in words)
    english = sum(word in _ENGLISH for word in words)
    return "hinglish" if hindi > english else "en"
