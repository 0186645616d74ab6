"""What a question that asks two things finds: each part by itself, then with the whole question's help. Pure but for the looking."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from assistant.answering.expectation import could_answer, could_hold, expected_kind
from assistant.answering.findings import Findings
from assistant.answering.followups import understand
from assistant.answering.parts import completed
from assistant.checking.values import is_same
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
        searched = f"{parts[0]} {whole}" if whole != part else understand(whole, parts[:place]) or whole
        findings = look(searched, whole)
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
    """The best sentence; asked for two numbers, the best one whose number is not the other's."""
    told = {(citation.article, citation.exact) for citation in given}
    if not evidence or expected_kind(part) != "number" or (evidence[0].article, evidence[0].exact) not in told:
        return next(iter(evidence), None)
    return next((citation for citation in evidence[1:] if _counts(part, citation)), None)


def _counts(part: str, citation: Citation) -> bool:
    """Whether its words are a number; without words, whether it has one and is about the part."""
    if citation.answer:
        return could_answer("number", citation.answer)
    return could_hold("number", citation.quote) and _shares(set(content_stems(part)), citation.quote)


def _left_over(missing: PartFound, found: Sequence[PartFound], joint: Findings, strictness: float) -> PartFound:
    """With the answer that the whole question finds beside those of the other parts, when it is this part's."""
    answered = [one.citation.answer or "" for one in found if one.citation]
    about = set(content_stems(missing.part))
    nearest = [(citation.article, citation.start) for citation in missing.nearest[:1]]
    for citation in joint.evidence if joint.confidence >= strictness else ():
        exact = citation.answer
        if not exact or not could_answer(expected_kind(missing.part), exact) or any(is_same(exact, other) for other in answered):
            continue
        if (citation.article, citation.start) in nearest or _shares(about, citation.quote):
            return PartFound(missing.part, citation, missing.nearest, joint.confidence)
    return missing


def _shares(about: Set[str], quote: str) -> bool:
    return bool(about) and len(about & set(content_stems(quote))) >= _OF_THE_PART * len(about)
