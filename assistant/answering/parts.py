"""Questions that ask two things ("… कितनी लंबाई में टूटा और … कितनी रकम रखी गई?"): how they part, and what one leaves to the other. Pure."""

from __future__ import annotations

import re

from assistant.answering.expectation import expected_kind
from index.text.words import content_stems, fold, stem, words

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
_HOW_MANY = re.compile(r"(?<![ऀ-ॣ])कितन[ाेी](?![ऀ-ॣ])|\bkitn[aei]\b|\bhow\s+(?:many|much)\b", re.IGNORECASE)
_ENDS_IN_HOW_MANY = re.compile(r"(?:(?<![ऀ-ॣ])कितन[ाेी]|\bkitn[aei])\s*[?।]?\s*$", re.IGNORECASE)
_RELATING = frozenset(map(fold, "में को से पर ने के का की तक दिन साल महीने mein me ko se par pe ne ke ka ki tak din saal mahine".split()))
_ENGLISH_VERB = re.compile(r"\b(?:is|are|was|were|did|do|does|has|have|had|will|would)\b", re.IGNORECASE)
_WHERE = re.compile(r"\s+(?=(?:in|at|from|for|on|by|during|to)\b)", re.IGNORECASE)
_HOW_MANY_WHERE = re.compile(r"\bhow\s+(?:many|much)(?=\s+(?:in|at|from|for|on|by|during|to)\b)", re.IGNORECASE)
# "किस महीने और किस साल हुआ?" asks one thing.
_TIMES = frozenset(map(stem, "साल वर्ष महीना महीने दिन तारीख समय year month day date time saal mahine din tareekh".split()))


def split_question(question: str) -> list[str]:
    """The two questions that are joined by "and"; the question alone when it asks one thing."""
    joints = [joint for joint in _AND.finditer(question) if _asks(question[: joint.start()]) and _asks(question[joint.end() :])]
    joints = [joint for joint in joints if len(words(question[: joint.start()])) >= _FEWEST_WORDS and not _asks_one_time(question, joint)]
    if not joints:
        return [question]
    return [f"{question[: joints[-1].start()].strip()}?", question[joints[-1].end() :].strip()]


def completed(part: str, first: str) -> str:
    """The part with what it leaves to the first one: "और दिल्ली में कितने?" after "मुंबई में कितने लोग मरे?", "how many in Delhi?"."""
    asked = _HOW_MANY.search(first)
    if not asked:
        return part
    rest = first[asked.end() :].strip(" ?।,")
    if ending := _ENDS_IN_HOW_MANY.search(part):
        # "किराया कितना?" counts something of its own.
        return f"{part.rstrip(' ?।')} {rest}?" if _RELATING.issuperset(words(part[: ending.start()])[-1:]) else part
    if (gap := _HOW_MANY_WHERE.search(part)) and not _ENGLISH_VERB.search(part):
        thing = _WHERE.split(rest, maxsplit=1)[0].strip()
        return f"{part[: gap.end()]} {thing}{part[gap.end() :]}"
    return part


def asks_for_one_thing(question: str) -> bool:
    """Whether it asks who, when, where, why or how many."""
    return not (_ASKING - _WIDE).isdisjoint(words(question)) or expected_kind(question) == "number"


def _asks_one_time(question: str, joint: re.Match[str]) -> bool:
    """Whether both sides ask when, and the second names nothing but a measure of time."""
    named = set(content_stems(question[joint.end() :]))
    return bool(named) and named <= _TIMES and expected_kind(question[: joint.start()]) == "time"


def _asks(text: str) -> bool:
    return not _ASKING.isdisjoint(words(text))
