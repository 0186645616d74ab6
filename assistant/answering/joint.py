"""What a question that asks two things finds: each part by itself, then with the whole question's help. Pure but for the looking."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from assistant.answering.expectation import could_hold, expected_kind
from assistant.answering.findings import Findings
from assistant.answering.followups import understand
from assistant.answering.parts import completed
from assistant.checking.values import Comparison, compare
from assistant.types import Citation
from index.text.words import content_stems

Look = Callable[[str, str], Findings]
"""(what is searched for, what the reader is asked) → what was found."""

# A sentence that the whole question leads to answers a part when the part came nearest to it too, or it holds this share of the part's words: the
# other part's won't.
_OF_THE_PART = 0.5


@dataclass(frozen=True, slots=True)
class PartFound:
    """part: as it was asked; citation: its answer, None when the articles don't say; nearest: what came nearest to it."""

    part: str
    citation: Citation | None
    nearest: Sequence[Citation]
    confidence: float


def look_for_parts(question: str, parts: Sequence[str], strictness: float, look: Look, stopped: Callable[[], bool]) -> list[PartFound]:
    """Fewer than there are parts when it was stopped between them."""
    found: list[PartFound] = []
    for place, part in enumerate(parts):
        if stopped():
            return found
        whole = completed(part, parts[0]) if place else part
        findings = look(understand(whole, parts[:place]) or whole, whole)
        if findings.confidence < strictness:
            # It may leave out what the other part names.
            findings = max(findings, look(question, whole), key=lambda one: one.confidence)
        given = [one.citation for one in found if one.citation]
        best = _another(part, findings.evidence, given) if findings.confidence >= strictness else None
        found.append(PartFound(part, best, findings.evidence, findings.confidence))
    if any(one.citation for one in found) and not all(one.citation for one in found) and not stopped():
        joint = look(question, question)
        return [one if one.citation else _left_over(one, found, joint, strictness) for one in found]
    return found


def _another(part: str, evidence: Sequence[Citation], given: Sequence[Citation]) -> Citation | None:
    """The best sentence; asked for two numbers, not that of the other one."""
    if not evidence or expected_kind(part) != "number":
        return next(iter(evidence), None)
    told = {(citation.article, citation.exact) for citation in given}
    others = (citation for citation in evidence if (citation.article, citation.exact) not in told)
    return next((citation for citation in others if could_hold("number", citation.answer or citation.quote)), None)


def _left_over(missing: PartFound, found: Sequence[PartFound], joint: Findings, strictness: float) -> PartFound:
    """With the answer that the whole question finds beside those of the other parts, when it is this part's."""
    answered = [one.citation.answer or "" for one in found if one.citation]
    about = set(content_stems(missing.part))
    nearest = [(citation.article, citation.start) for citation in missing.nearest[:1]]
    for citation in joint.evidence if joint.confidence >= strictness else ():
        words = citation.answer
        if not words or not could_hold(expected_kind(missing.part), words) or any(_same(words, other) for other in answered):
            continue
        if (citation.article, citation.start) in nearest or _shares(about, citation.quote):
            return PartFound(missing.part, citation, missing.nearest, joint.confidence)
    return missing


def _shares(about: Set[str], quote: str) -> bool:
    return bool(about) and len(about & set(content_stems(quote))) >= _OF_THE_PART * len(about)


def _same(one: str, other: str) -> bool:
    return one == other or one in other or other in one or compare(one, other) is Comparison.SAME
