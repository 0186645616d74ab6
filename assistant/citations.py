"""Marks and proof: every sentence of an answer gets the marks of the evidence that supports it, or is dropped. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.numbers import number_values
from assistant.types import Citation
from index.sentences import split_sentences
from index.words import content_stems, fold

_MARK = re.compile(r"\s*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_ANY_BRACKET_MARK = re.compile(r"\s*\[\d[\d\s,\-–]*\]")
# Share of an answer sentence's content words that its evidence (or the question) must hold.
SUPPORT = 0.6
# One script can't be compared with another: there only numbers and weekdays are checked, and the writing model's own mark is kept.
_WEEKDAYS = (
    ("सोमवार", "monday", "somvar", "somwar"),
    ("मंगलवार", "tuesday"),
    ("बुधवार", "wednesday"),
    ("गुरुवार", "thursday", "बृहस्पतिवार", "वीरवार"),
    ("शुक्रवार", "friday"),
    ("शनिवार", "saturday"),
    ("रविवार", "sunday", "इतवार"),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence of an answer without its marks; marks are the citations that support it, problem says why there are none."""

    text: str
    marks: tuple[int, ...]
    problem: str | None = None


def check_answer(text: str, evidence: Sequence[Citation], question: str) -> list[Checked]:
    """Each sentence of a written answer with the evidence that supports it, found anew: the marks a model writes are only hints."""
    return [_check_sentence(sentence, hints, evidence, question) for sentence, hints in _marked_sentences(text)]


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
        problem, support = _support(sentence, citation, question)
        if problem:
            problems.append(problem)
        elif best is None or support > best[0] + 0.1:
            best = (support, citation)
    if best is None:
        return Checked(sentence, (), problems[0] if problems else "there is no evidence")
    return Checked(sentence, (best[1].n,))


def _support(sentence: str, citation: Citation, question: str) -> tuple[str | None, float]:
    """(why the citation doesn't support the sentence or None, the share of its words it holds)."""
    strange = number_values(sentence) - number_values(citation.quote) - number_values(question)
    if strange:
        return f"number not in the quote: {', '.join(str(value) for value in sorted(strange))}", 0.0
    days = _weekdays(sentence) - _weekdays(citation.quote)
    if days:
        return f"day not in the quote: {', '.join(sorted(days))}", 0.0
    if _is_devanagari(sentence) != _is_devanagari(citation.quote):
        return None, 0.0
    said = set(content_stems(sentence))
    held = said & (set(content_stems(citation.quote)) | set(content_stems(question)))
    proven = said & set(content_stems(citation.quote))
    share = len(held) / len(said) if said else 0.0
    if share < SUPPORT or not proven:
        return f"only {share:.0%} of its words are in the quote", share
    return None, len(proven) / len(said)


def _weekdays(text: str) -> set[str]:
    folded = fold(text)
    return {names[0] for names in _WEEKDAYS if any(fold(name) in folded for name in names)}


def _is_devanagari(text: str) -> bool:
    return sum("\u0900" <= char <= "\u097f" for char in text) * 2 > sum(char.isalpha() for char in text)


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
