"""Who won is not whom they beat: a reader that knows only that both stand near the cup takes one for the other. Pure."""

from __future__ import annotations

import re

_ASKS_WHO_WON = re.compile(
    r"(?:किसने|कौन|किस\s+(?:टीम|दल|पार्टी|देश|खिलाड़ी|उम्मीदवार|प्रत्याशी)\s+ने).*(?:जीत|ख़िताब|खिताब)|जीत\S*\s+(?:किसने|कौन)|(?:विजेता|चैंपियन)\s+कौन|"
    r"\b(?:who|which\s+\w+)\s+(?:has\s+|have\s+)?(?:won|wins|win|lifted|clinched)\b|\bwho\s+(?:is|was|were)\s+the\s+(?:winners?|champions?)\b",
    re.IGNORECASE,
)
_BEATEN_BEFORE = re.compile(
    r"\b(?:defeat(?:ed|ing|s)?|beat(?:ing|s)?|thrash(?:ed|ing)|overc(?:a|o)me|edg(?:ed|ing)(?:\s+(?:out|past))?|(?:win|victory|triumph)\s+over|against)\s+"
    r"(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_BEATEN_AFTER = re.compile(
    r"^\s*(?:की\s+टीम\s+)?(?:को\s+(?:\S+\s+){0,6}?(?:हरा|मात|शिकस्त|पराजित|पछाड़)|के\s+(?:खिलाफ|ख़िलाफ़|विरुद्ध)|पर\s+(?:\S+\s+){0,3}?जीत|से\s+जीत)|"
    r"^\s+(?:(?:was|were|has been|have been)\s+(?:beaten|defeated)|lost\b)",
    re.IGNORECASE,
)


def is_the_beaten(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether a question asks who won and sentence[start:end] names who lost."""
    if not _ASKS_WHO_WON.search(question):
        return False
    return bool(_BEATEN_BEFORE.search(sentence[:start]) or _BEATEN_AFTER.search(sentence[end:]))
