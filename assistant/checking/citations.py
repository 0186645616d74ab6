"""Marks and proof: every sentence of an answer gets the mark of a quote that supports it, or is dropped with the reason why. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.reasons import Failure, Reason
from assistant.checking.support import same_script, why_unsupported
from assistant.checking.values import contradicts
from assistant.checking.wording import Context, proven_share
from assistant.types import Citation
from index.text.sentences import split_sentences
from index.text.words import content_stems

_MARK = re.compile(r"\s*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_ANY_BRACKET_MARK = re.compile(r"\s*\[\d[\d\s,\-–]*\]")
# Another quote is only preferred to the one that was read first when it holds clearly more of the sentence.
_CLEARLY_MORE = 0.1


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence of an answer without its marks; marks are the citations that support it, failure says why there are none."""

    text: str
    marks: tuple[int, ...]
    failure: Failure | None = None


def check_answer(text: str, evidence: Sequence[Citation], question: str, across_scripts: bool = True, span: str | None = None) -> list[Checked]:
    """Each sentence of a written answer with the quote that supports it, found anew: the marks a model writes are only hints.

    across_scripts: whether a sentence may rest on a quote in the other script, where less can be checked (assistant.checking.support).
    span: the short answer, exact words of a quote, that no sentence may contradict; None when there is none.
    """
    return [_check_sentence(sentence, hints, evidence, question, across_scripts, span) for sentence, hints in _marked_sentences(text)]


def _marked_sentences(text: str) -> list[tuple[str, tuple[int, ...]]]:
    # A mark may stand before or after the stop; put it before, so that it stays with its sentence.
    tidy = re.sub(r"([।.?!])((?:\s*\[\d[\d\s,]*\])+)", r"\2\1", text)
    found = []
    for span in split_sentences(tidy):
        sentence = tidy[span.start : span.end]
        hints = tuple(int(number) for group in _MARK.findall(sentence) for number in re.findall(r"\d+", group))
        found.append((_ANY_BRACKET_MARK.sub("", sentence).strip(), hints))
    return [(sentence, hints) for sentence, hints in found if any(char.isalnum() for char in sentence)]


def _check_sentence(
    sentence: str, hints: tuple[int, ...], evidence: Sequence[Citation], question: str, across_scripts: bool, span: str | None
) -> Checked:
    if span and (failure := next((found for citation in evidence if (found := contradicts(sentence, span, citation.quote))), None)):
        return Checked(sentence, (), failure)
    failures: list[tuple[bool, float, Failure]] = []
    best: tuple[float, Citation] | None = None
    supporting: list[Citation] = []
    for citation in sorted(evidence, key=lambda citation: citation.n not in hints):
        failure, share = _support(sentence, citation, question, across_scripts)
        if failure:
            failures.append((citation.n in hints, share, failure))
            continue
        supporting.append(citation)
        if best is None or share > best[0] + _CLEARLY_MORE:
            best = (share, citation)
    if best:
        # What several articles say is said once and all are cited; of one article the best sentence is enough.
        others = {citation.article: citation.n for citation in supporting if citation.article != best[1].article}
        return Checked(sentence, (best[1].n, *others.values()))
    # The reason is that of the quote which the model meant, else of the nearest one.
    return Checked(sentence, (), max(failures, key=lambda found: found[:2])[2] if failures else Failure(Reason.EVIDENCE))


def _support(sentence: str, citation: Citation, question: str, across_scripts: bool) -> tuple[Failure | None, float]:
    """(why the citation doesn't support the sentence or None, the share of its words that it holds)."""
    if not same_script(sentence, citation.quote):
        failure = why_unsupported(sentence, citation.quote, Context(citation.title, question)) if across_scripts else Failure(Reason.SCRIPT)
        return failure, 0.0
    return why_unsupported(sentence, citation.quote, Context(citation.title, question)), proven_share(sentence, citation.quote)


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
