"""Follow-up questions: what "उन्होंने यह कब कहा?" refers to, by rules. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language import ROMAN_HINDI
from index.text.words import content_stems, stem, words

# Words that point back to an earlier question. "यह" and "this" are left out: they stand in complete questions as often.
_POINTERS = frozenset(
    "उन्होंने उसने उन्हें उसे उनका उनकी उनके उसका उसकी उसके उनसे उससे उनमें उसमें इन्होंने इसने इन्हें इसे इनका इनकी इनके इसका इसकी इसके इनमें इसमें वह वहां वहाँ वे तब ऐसा "
    "he she they them him his her hers their theirs it its there then those "
    "unhone usne unhe use unka unki unke uska uski uske unse usse usme unme inhone isne inka inki inke iska iski iske isme wo woh vo wahan waha tab".split()
)
# Words that a question opens with when it goes on from the one before.
_OPENERS = frozenset("और तो फिर and so then aur to phir".split())
_OPENING_PHRASES = re.compile(r"\s*(what|how) about\b", re.IGNORECASE)
# "वह देश जिसने…", "Are there…?": these point nowhere.
_RELATIVES = frozenset(
    "जो जिस जिसने जिसे जिसका जिसकी जिसके जिसमें जिससे जिन जिन्होंने जिन्हें जिनका jo jis jisne jise jiska jiski jiske jisme jinhone jinka".split()
)
_EXISTENTIAL = re.compile(r"\b(?:is|are|was|were) there\b|\bthere (?:is|are|was|were)\b", re.IGNORECASE)
# "Why did Lavrov cancel his trip?" says whose trip.
_OWN = re.compile(r"(?<=\s)[A-Z]\w*\b.*\b(?:his|her|its|their)\b")
_FEW_WORDS = 2
_ROMAN_STEMS = frozenset(map(stem, ROMAN_HINDI))


def understand(question: str, history: Sequence[str]) -> str | None:
    """The question with what it refers to, or None when it stands on its own (then the old context is dropped)."""
    if not history:
        return None
    if not _points_back(question) and len([word for word in content_stems(question) if word not in _ROMAN_STEMS]) > _FEW_WORDS:
        return None
    earlier = understand(history[-1], history[:-1]) or history[-1]
    return f"{earlier.strip()} {question.strip()}"


def _points_back(question: str) -> bool:
    if _OPENING_PHRASES.match(question) or (words(question)[:1] and words(question)[0] in _OPENERS):
        return True
    asked = words(_OWN.sub("", _EXISTENTIAL.sub("", question)))
    return not _RELATIVES.intersection(asked) and not _POINTERS.isdisjoint(asked)
