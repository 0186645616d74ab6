"""Follow-up questions: what "उन्होंने यह कब कहा?" refers to, by rules. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import content_stems, words

# Words that point back to an earlier question. "यह" and "this" are left out: they stand in complete questions as often.
_POINTERS = frozenset(
    "उन्होंने उसने उन्हें उसे उनका उनकी उनके उसका उसकी उसके उनसे उससे उनमें उसमें इन्होंने इसने इन्हें इसे इनका इनकी इनके इसका इसकी इसके इनमें इसमें वह वहां वहाँ वे तब ऐसा "
    "he she they them him his her hers their theirs it its there then those "
    "unhone usne unhe use unka unki unke uska uski uske unse usse usme unme inhone isne inka inki inke iska iski iske isme wo woh vo wahan waha tab".split()
)
_OPENERS = re.compile(r"^\s*(और|तो|फिर|and|so|then|what about|how about|aur|to|phir)\b", re.IGNORECASE)
_FEW_WORDS = 2


def understand(question: str, history: Sequence[str]) -> str | None:
    """The question with what it refers to, or None when it stands on its own (then the old context is dropped)."""
    if not history:
        return None
    points_back = any(word in _POINTERS for word in words(question)) or bool(_OPENERS.match(question))
    if not points_back and len(content_stems(question)) > _FEW_WORDS:
        return None
    earlier = understand(history[-1], history[:-1]) or history[-1]
    return f"{earlier.strip()} {question.strip()}"
