"""Questions that ask two things ("… कितनी लंबाई में टूटा और … कितनी रकम रखी गई?"): each is looked for by itself. Pure."""

from __future__ import annotations

import re

from index.text.words import fold, words

_ASKING = frozenset(
    map(
        fold,
        "कौन किस किसने किसे किसको किससे किसका किसकी किसके किन किन्हें किनसे किन्होंने कब कहां कहाँ क्यों कैसे कितने कितनी कितना कितनों क्या कौनसा कौनसी "
        "who whom whose what when where why how which kaun kis kisne kise kisko kisse kiska kiski kiske kin kab kahan kaha kyon kyun kyu kaise "
        "kitne kitni kitna kya kaunsa kaunsi kaunse konsa konsi".split(),
    )
)
_WIDE = frozenset(map(fold, "क्या कैसे what how kya kaise".split()))
_AND = re.compile(r"\s*,?\s+(?:और|तथा|एवं|and|aur)\s+", re.IGNORECASE)
_FEWEST_WORDS = 4


def split_question(question: str) -> list[str]:
    """The two questions that are joined by "and"; the question alone when it asks one thing."""
    joints = [joint for joint in _AND.finditer(question) if _asks(question[: joint.start()]) and _asks(question[joint.end() :])]
    joints = [joint for joint in joints if len(words(question[: joint.start()])) >= _FEWEST_WORDS]
    if not joints:
        return [question]
    return [f"{question[: joints[-1].start()].strip()}?", question[joints[-1].end() :].strip()]


def asks_for_one_thing(question: str) -> bool:
    """Whether it asks who, when, where, why or how many."""
    return not (_ASKING - _WIDE).isdisjoint(words(question))


def _asks(text: str) -> bool:
    return not _ASKING.isdisjoint(words(text))
