"""Marks and proof: every sentence of an answer gets the marks of the evidence that supports it, or is dropped. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.numbers import is_number_word, number_values, unsupported_values
from assistant.types import Citation
from index.text.sentences import split_sentences
from index.text.words import content_stems, fold, is_devanagari, stem, stems, words

_MARK = re.compile(r"\s*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_ANY_BRACKET_MARK = re.compile(r"\s*\[\d[\d\s,\-–]*\]")
# Share of an answer sentence's content words that its evidence (or the question) must hold.
SUPPORT = 0.6
# ... and that its evidence alone must hold: the question's words are not yet facts.
PROVEN = 0.5
# Weekdays and months, in the spellings of both scripts; "may" and "march" are months only beside a number.
_DAYS = (
    "सोमवार monday|मंगलवार tuesday|बुधवार wednesday|गुरुवार बृहस्पतिवार वीरवार thursday|शुक्रवार friday|शनिवार saturday|रविवार इतवार sunday|"
    "जनवरी january jan|फरवरी february feb|मार्च|अप्रैल april apr|मई|जून june jun|जुलाई july jul|अगस्त august aug|सितंबर सितम्बर september sept sep|"
    "अक्टूबर अक्तूबर october oct|नवंबर नवम्बर november nov|दिसंबर दिसम्बर december dec"
)
_DAY_OF = {fold(name): names.split()[0] for names in _DAYS.split("|") for name in names.split()}
_MARCH_OR_MAY = re.compile(r"\d(?:st|nd|rd|th)?\s+(march|may)\b|\b(march|may)\s+\d")
_NEGATIONS = frozenset("नहीं न ना मत not no never cannot without".split())
_NOT_NEGATING = frozenset("केवल सिर्फ only".split())
# A word before one of these is a noun: who, what or where.
_POSTPOSITIONS = frozenset("में से को ने पर का की के तक".split())
_YEARS = range(1600, 2101)


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence of an answer without its marks; marks are the citations that support it, problem says why there are none."""

    text: str
    marks: tuple[int, ...]
    problem: str | None = None


def check_answer(text: str, evidence: Sequence[Citation], question: str, across_scripts: bool = True) -> list[Checked]:
    """Each sentence of a written answer with the evidence that supports it, found anew: the marks a model writes are only hints.

    across_scripts: whether a sentence may rest on a quote in the other script, where only numbers, days and denials can be checked.
    """
    checked = []
    for sentence, hints in _marked_sentences(text):
        comparable = [citation for citation in evidence if across_scripts or _same_script(sentence, citation.quote)]
        checked.append(_check_sentence(sentence, hints, comparable, question))
    return checked


def _same_script(sentence: str, quote: str) -> bool:
    """Whether two texts can be compared word by word; a bare number ("600") belongs to every script."""
    return not any(char.isalpha() for char in sentence) or is_devanagari(sentence) == is_devanagari(quote)


def _marked_sentences(text: str) -> list[tuple[str, tuple[int, ...]]]:
    # A mark may stand before or after the stop; put it before, so that it stays with its sentence.
    tidy = re.sub(r"([।.?!])((?:\s*\[\d[\d\s,]*\])+)", r"\2\1", text)
    found = []
    for span in split_sentences(tidy):
        sentence = tidy[span.start : span.end]
        hints = tuple(int(number) for group in _MARK.findall(sentence) for number in re.findall(r"\d+", group))
        found.append((_ANY_BRACKET_MARK.sub("", sentence).strip(), hints))
    return [(sentence, hints) for sentence, hints in found if any(char.isalnum() for char in sentence)]


def _check_sentence(sentence: str, hints: tuple[int, ...], evidence: Sequence[Citation], question: str) -> Checked:
    hinted = [citation for citation in evidence if citation.n in hints]
    problems = []
    best: tuple[float, Citation] | None = None
    for citation in [*hinted, *(c for c in evidence if c not in hinted)]:
        problem, support = _support(sentence, citation, evidence, question)
        if problem:
            problems.append(problem)
        elif best is None or support > best[0] + 0.1:
            best = (support, citation)
    if best is None:
        return Checked(sentence, (), problems[0] if problems else "there is no evidence")
    return Checked(sentence, (best[1].n,))


def _support(sentence: str, citation: Citation, evidence: Sequence[Citation], question: str) -> tuple[str | None, float]:
    """(why the citation doesn't support the sentence or None, the share of its words it holds)."""
    if sentence.endswith("?") or not _says_something_new(sentence, question):
        return "it only repeats the question", 0.0
    years = " ; ".join(str(value) for value in number_values(question) if value in _YEARS)
    if strange := unsupported_values(sentence, f"{citation.quote} ; {years}"):
        return f"number not in the quote: {', '.join(f'{value:f}' for value in strange)}", 0.0
    if days := _days(sentence) - _days(citation.quote):
        return f"day not in the quote: {', '.join(sorted(days))}", 0.0
    if not _same_script(sentence, citation.quote):
        # One script can't be compared with another: what remains is the writing model's own mark.
        return ("denied by one, said by the other" if bool(_negated(sentence)) != bool(_negated(citation.quote)) else None), 0.0
    if _contradict(sentence, citation.quote):
        return "denied by one, said by the other", 0.0
    if strangers := _names(sentence, citation, evidence) - set(stems(f"{citation.quote} {citation.title} {question}")):
        return f"name not in the quote: {', '.join(sorted(strangers))}", 0.0
    # Numbers were compared by value: "forty thousand" holds none of the words of "40,000".
    said = set(content_stems(" ".join(word for word in words(sentence) if not is_number_word(word))))
    if not said:
        return (None, 1.0) if number_values(sentence) else ("it says nothing", 0.0)
    proven = said & set(content_stems(citation.quote))
    share = len(proven | said & set(content_stems(question))) / len(said)
    if share < SUPPORT or len(proven) / len(said) < PROVEN:
        return f"only {len(proven) / len(said):.0%} of its words are in the quote", share
    return None, len(proven) / len(said)


def _says_something_new(sentence: str, question: str) -> bool:
    """A small model that finds no answer gives the question back as a statement."""
    return bool(set(content_stems(sentence)) - set(content_stems(question)) or number_values(sentence) - number_values(question))


def _days(text: str) -> set[str]:
    """Weekdays and months, each by its first name in the list."""
    months = {"march": "मार्च", "may": "मई"}
    return {_DAY_OF[word] for word in words(text) if word in _DAY_OF} | {months[a or b] for a, b in _MARCH_OR_MAY.findall(fold(text))}


def _negated(text: str) -> list[set[str]]:
    """For each negation the stems of the words beside it, which it denies: "पुष्टि नहीं की" gives {"पुष्ट"}."""
    said = words(re.sub(r"n['’]t\b", " not", text))
    found = []
    for place, word in enumerate(said):
        whether_or_not = said[place - 1 : place] in (["या"], ["or"])
        if word in _NEGATIONS and not whether_or_not and not _NOT_NEGATING.intersection(said[place + 1 : place + 2]):
            before = content_stems(" ".join(said[max(0, place - 2) : place]))[-1:]
            after = content_stems(" ".join(said[place + 1 : place + 3]))[:1]
            found.append({*before, *after})
    return found


def _contradict(one: str, other: str) -> bool:
    """Whether one of two texts denies what the other, without any negation, says."""
    denied, denied_other = _negated(one), _negated(other)
    if bool(denied) == bool(denied_other):
        return False
    affirmed = set(stems(other if denied else one))
    return any(beside <= affirmed for beside in denied or denied_other)


def _names(sentence: str, citation: Citation, evidence: Sequence[Citation]) -> set[str]:
    """Stems of the words that must be the quote's own: capitalised ones, and nouns that stand in another of the evidence sentences.

    Devanagari has no capitals; a small model's usual slip there is to take who or where from the next sentence.
    """
    capitals = {stem(word) for match in re.finditer(r"(?<=[^.?!\s]\s)[A-Z][\w'’]*", sentence) for word in words(match.group())[:1]}
    others = " । ".join(other.quote for other in evidence if other.n != citation.n)
    nouns = _nouns(sentence) | _nouns(others)
    borrowed = set(content_stems(sentence)) & set(content_stems(others)) & nouns
    return capitals | borrowed


def _nouns(text: str) -> set[str]:
    said = words(text)
    return {stem(word) for word, after in pairwise(said) if after in _POSTPOSITIONS and word not in _POSTPOSITIONS}


def with_marks(checked: Sequence[Checked]) -> str:
    """The supported sentences in order, each ending with its marks before the stop."""
    return " ".join(_marked(sentence) for sentence in checked if sentence.marks)


def _marked(sentence: Checked) -> str:
    marks = "".join(f"[{n}]" for n in sentence.marks)
    stop = re.search(r"[।॥.?!]+[\"'”’»)\]]*$", sentence.text)
    if not stop:
        return f"{sentence.text} {marks}"
    return f"{sentence.text[: stop.start()].rstrip()} {marks}{sentence.text[stop.start() :]}"


def short_answer(text: str, evidence: Sequence[Citation], question: str) -> str | None:
    """The longest run of a quote's exact words that the answer repeats and the question doesn't, or None."""
    asked, answered = set(content_stems(question)), set(content_stems(text))
    best = ""
    for citation in evidence:
        for run in _runs(citation.quote, answered - asked):
            best = max(best, run, key=len)
    return best or None


def _runs(quote: str, wanted: set[str]) -> list[str]:
    """Stretches of the quote made only of wanted words."""
    runs: list[str] = []
    start = end = None
    for word in re.finditer(r"[^\s।॥,;:!?\"'“”‘’()\[\]]+", quote):
        if set(content_stems(word.group())) & wanted:
            start, end = (word.start() if start is None else start), word.end()
        elif start is not None and end is not None:
            runs.append(quote[start:end])
            start = end = None
    if start is not None and end is not None:
        runs.append(quote[start:end])
    return runs
