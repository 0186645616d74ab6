"""Asked how many were sent, how many are to be sent is no answer, nor the other way. Questions are as they are heard: Hindi in Devanagari. Pure."""

from __future__ import annotations

import re

from index.text.words import fold

_DONE = re.compile(
    r"चुक[ाेी](?![ऀ-ॣ])|(?<![ऀ-ॣ])(?:गया|गए|गई|गयी|गये|हुआ|हुई|हुए|हुईं|था|थी|थे|थीं|दिया|दिए|किया|किए|भेजा|भेजे|भेजी|मारे|मरे)(?![ऀ-ॣ])|"
    r"\b(?:did|was|were|has|have|had)\b"
)
_PLANNED = re.compile(
    r"(?:[ेए]|[ेए]ं|ए|एं|ो|ूं)ग[ाेी](?![ऀ-ॣ])|(?<![ऀ-ॣ])(?:तैयारी|तैयारियां|योजना|इरादा|इरादे|प्रस्ताव)(?![ऀ-ॣ])|"
    r"\b(?:will|shall|plans?|planning|planned|intends?|about\s+to|going\s+to|(?:is|are)\s+to|preparing)\b"
)

_OVER = re.compile(r"चुक[ाेी](?![ऀ-ॣ])|\balready\b")


def tells_other_times(question: str, sentence: str) -> bool:
    """Whether what was done is asked for and only plans are told, or the other way; "जुर्माना लगाया गया" may answer what "लगेगा" asks."""
    asked, told = fold(question), fold(sentence)
    if _PLANNED.search(asked):
        return not _DONE.search(asked) and bool(_OVER.search(told)) and not _PLANNED.search(told)
    return bool(_DONE.search(asked) and _PLANNED.search(told)) and not _DONE.search(told)
