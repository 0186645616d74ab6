"""Follow-up questions: what "उन्होंने यह कब कहा?" refers to, by rules. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checking.tokens import telling
from assistant.language import ROMAN_HINDI, detect_language
from index.text.words import fold, stem, words

# Words that point back to an earlier question.
_POINTERS = frozenset(
    map(
        fold,
        "उन्होंने उसने उन्हें उसे उनका उनकी उनके उसका उसकी उसके उनसे उससे उनमें उसमें उनको उसको उनपर उसपर उस उसी उन्हीं इन्होंने इसने इन्हें इसे इनका इनकी इनके "
        "इसका इसकी इसके इनमें इसमें इनको इसको इनसे इससे इसी वह वही वहां वहीं वे तब ऐसा "
        "he she they him his her hers them their theirs it its there then those else "
        "unhone usne unhe unhen unka unki unke uska uski uske unse usse unko usko uspar unpar usme usmein unme unmein usi inhone isne inhe inka inki inke iska iski iske "
        "inko isko isme ismein wo woh vo voh wahi wahan wahaan waha vahan wahin".split(),
    )
)
# Words of English too, or of names: they point only in Hindi typed in Latin letters, "उन" only where it isn't Kim Jong Un's.
_ROMAN_POINTERS = frozenset("use us un tab".split())
_THOSE = re.compile(r"(?<!जोंग)(?<!जोंग[-\s])(?<![\u0900-\u0963])उन(?![\u0900-\u0963])")
# "इस हादसे में", "this scheme", not "इस साल"; nor what a clause is to explain: "यह किसने कहा कि…".
_THIS = re.compile(
    r"(?<![\u0900-\u0963])(?:इस|यह|ये)\s+(?!(?:साल|वर्ष|बार|हफ्ते|हफ़्ते|सप्ताह|महीने|माह|समय|वक्त|दिन|सुबह|शाम|सीजन|सत्र)(?![\u0900-\u0963]))|"
    r"\b(?:this|these)\s+(?!(?:year|week|month|time|morning|evening|summer|winter|season|spring|autumn)\b)|"
    r"\b(?:of|in|for|before|after|during|with|about|from|by|to|at|on)\s+that\b|"
    r"\b(?:yeh|ye)\s+(?!(?:saal|baar|hafte|mahine)\b)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z]{2,}")
_EXPLAINED = frozenset("कि ki that".split())
# "वह देश जिसने…", "Are there…?": these point nowhere.
_RELATIVES = frozenset(
    "जो जिस जिसने जिसे जिसका जिसकी जिसके जिसमें जिससे जिन जिन्होंने जिन्हें जिनका jo jis jisne jise jiska jiski jiske jisme jinhone jinka".split()
)
_EXISTENTIAL = re.compile(r"\b(?:is|are|was|were) there\b|\bthere (?:is|are|was|were)\b", re.IGNORECASE)
# "Why did Lavrov cancel his trip?", "अमेरिका और उसके साथी": these say whose.
_OWN = re.compile(r"(?<=\s)[A-Z]\w*\b.*\b(?:his|her|its|their)\b|(?<=\S)\s+(?:और|aur)\s+(?:उसक|उनक|usk|unk)\w*")
# What a question opens with when it goes on from the one before, and when it doesn't.
_GOES_ON = re.compile(r"\s*(?:(?:और|तो|फिर)(?![\u0900-\u0963])|(?:and|so|then|aur|to|toh|phir|fir)\b)", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"\s*(?:and\s+|so\s+)?(?:what|how) about\b", re.IGNORECASE)
_NEW_TOPIC = re.compile(
    r"\s*(?:अच्छा,?\s+)?अब\s+(?:(?:यह|ये)\s+)?(?:बताओ|बताइए|बताएं|बता)(?![\u0900-\u0963])|\s*(?:एक और|दूसरा|अगला|नया|अलग)\s+(?:सवाल|प्रश्न)|"
    r"\s*(?:achha\s+)?ab\s+(?:ye\s+|yeh\s+)?bata(?:o|iye|ye|do)\b|\s*(?:ek aur|dusra|agla|naya)\s+(?:sawal|prashn)|"
    r"\s*(?:now,?\s+tell me|(?:another|next|new|different)\s+(?:question|topic)|by the way|on another note)\b",
    re.IGNORECASE,
)
_WHEN_WHERE_WHY = frozenset(map(fold, "कब कहां क्यों kab kahan kaha kahaan kyon kyun kyu kyo when where why".split()))
_WHO_IS = re.compile(r"\s*[Ww]ho\s+(?:is|was)\s+[A-Z]|.*(?<![\u0900-\u0963])कौन\s+(?:है|हैं|था|थे|थीं)\W*$|.*\bkaun\s+(?:hai|hain|tha|the)\W*$")
_WORD = re.compile(r"[^\s,;:?!।()\"'“”‘’-]+")
# Between a clause and one that refers to it.
_JOINT = re.compile(
    r"[,;:]|(?<![\u0900-\u0963])(?:और|तथा|कि|तो)(?![\u0900-\u0963])|\b(?:and|when|while|after|before|that|because|aur|to)\b", re.IGNORECASE
)
_FULLY_TOLD = 3
_ROMAN_STEMS = frozenset(map(stem, ROMAN_HINDI))


def understand(question: str, history: Sequence[str]) -> str | None:
    """The question with what it refers to, or None when it stands on its own (then the old context is dropped)."""
    if not history or not _goes_on(question):
        return None
    earlier = understand(history[-1], history[:-1]) or history[-1]
    return f"{earlier.strip()} {question.strip()}"


def _goes_on(question: str) -> bool:
    """Whether it points back or says too little to be asked alone."""
    changed = _NEW_TOPIC.match(question)
    rest = question[changed.end() :] if changed else question
    if _WHAT_ABOUT.match(rest) or _points_back(rest):
        return True
    own = _words_of_its_own(rest)
    if own > 0 and _WHO_IS.match(rest):
        return False
    if own < 2 or changed:
        return own < 2
    if _GOES_ON.match(question):
        # "और पिछले साल दिल्ली में कितने मरे?" leaves out who; English names it again.
        return own == 2 or (own == 3 and detect_language(question) != "en")
    # "मेट्रो कब खुली?" has its subject and its verb; "कितने मकान ढहे?" leaves out where.
    return own == 2 and _WHEN_WHERE_WHY.isdisjoint(words(question))


def _words_of_its_own(question: str) -> int:
    """How many words tell what the question is about."""
    return sum(stem(token.word) not in _ROMAN_STEMS for token in telling(_GOES_ON.sub("", question, count=1)))


def _points_back(question: str) -> bool:
    """Whether a word points back, and not to what the question itself told before it."""
    if not _RELATIVES.isdisjoint(words(question)):
        return False
    asked = _OWN.sub("", _EXISTENTIAL.sub("", question))
    roman = detect_language(question) == "hinglish" and "jong" not in words(question)
    pointing = _POINTERS | _ROMAN_POINTERS if roman else _POINTERS
    shouted = question.isupper()
    pointers = (word for word in _WORD.finditer(asked) if shouted or not _ACRONYM.fullmatch(word.group()))  # "US ne", "UN ka" name somebody
    first = next((word.start() for word in pointers if pointing.intersection(words(word.group()))), None)
    if first is not None and not _tells_of_whom(asked[:first]):
        return True
    this = _THOSE.search(question) or _THIS.search(question)
    return this is not None and not _tells_of_whom(question[: this.start()]) and _EXPLAINED.isdisjoint(words(question[this.end() :]))


def _tells_of_whom(clause: str) -> bool:
    """Whether what comes before a word is told fully there: "मालगाड़ी कहां बेपटरी हुई और उसे…"."""
    return bool(_JOINT.search(clause)) and _words_of_its_own(clause) >= _FULLY_TOLD
