"""What an answer says when the language model doesn't word it: the articles' own words, each side, or that they don't say. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.answering.imprint import Kind
from assistant.checking.citations import Checked
from assistant.checking.support import asks_yes_or_no
from assistant.checking.values import is_same
from assistant.texts import day_in_words, say
from assistant.types import Answer, Citation, Disagreement, Dropped, Status

NEAREST_SHOWN = 3


def not_found(draft: Answer, nearest: Sequence[Citation]) -> Answer:
    """nearest: shown as the nearest sentences, as no proof."""
    shown = tuple(replace(citation, exact=None) for citation in nearest[:NEAREST_SHOWN])  # what stands out in a quote is taken for the answer
    return replace(draft, answer=say("not_found", draft.language), abstained=True, status="not_found", nearest=shown)


def quoted(draft: Answer, evidence: Sequence[Citation], beside: Citation | None = None) -> Answer:
    """The words that the reader found, with their sentences; else the evidence as it stands. beside: one of them to quote without such words too.

    Measured on the demo set without a reader, the first sentence answers 0.37 of the questions, one of three 0.73.
    """
    read = tuple(citation for citation in evidence if citation.answer or citation == beside)
    if read:
        said = map(partial(_quote, draft), read) if asks_yes_or_no(draft.question) else (_exact(draft, *alike) for alike in _alike(read))
        return replace(draft, answer="\n".join(said), short_answer=read[0].answer, status="answered", citations=read)
    lines = [say("quoted", draft.language), *(_quote(draft, citation) for citation in evidence)]
    return replace(draft, answer="\n".join(lines), status="partly_supported", citations=tuple(evidence))


def disagreeing(draft: Answer, disagreement: Disagreement, evidence: Sequence[Citation]) -> Answer:
    """Each side in its article's own words, newest first; the model is not asked to choose."""
    by_number = {citation.n: citation for citation in evidence}
    citations = [by_number[side.citation] for side in disagreement.sides]
    quotes = [say("side", draft.language, source=source(citation), quote=citation.quote, n=citation.n) for citation in citations]
    text = "\n".join([say("sides", draft.language), *quotes])
    return replace(draft, answer=text, status="disagree", citations=tuple(citations), disagreements=(disagreement,))


def corrected(draft: Answer, citation: Citation) -> Answer:
    """The quote against what the question presumes."""
    text = say("corrected", draft.language, quote=citation.quote, n=citation.n)
    return replace(draft, answer=text, short_answer=citation.answer, citations=(citation,))


def in_parts(draft: Answer, parts: Sequence[tuple[str, Sequence[Kind], Citation | None]]) -> Answer:
    """What was found to each part of the question, None for what the articles don't say; for a part that asks for an article's imprint (its kinds)
    the article that answers the other part. At least one part is answered.
    """
    answered = [(part, kinds, citation) for part, kinds, citation in parts if citation]
    lines = [f"{part.rstrip(' ?।')}: {_part(draft, kinds, citation)}" for part, kinds, citation in answered]
    if missing := [part for part, _, citation in parts if not citation]:
        lines += [say("parts_not_found", draft.language), *missing]
    citations = {citation.n: citation for _, _, citation in answered}
    short = ", ".join(filter(None, (_known(draft, kinds, citation) if kinds else citation.answer for _, kinds, citation in answered)))
    status: Status = "answered" if len(answered) == len(parts) else "partly_supported"
    return replace(draft, answer="\n".join(lines), short_answer=short or None, status=status, citations=tuple(citations.values()))


def _part(draft: Answer, kinds: Sequence[Kind], citation: Citation) -> str:
    if kinds:
        return f"{_imprint(draft, kinds, citation)} [{citation.n}]"
    return _exact(draft, citation) if citation.answer else _quote(draft, citation)


def dropping(draft: Answer, checked: Sequence[Checked]) -> Answer:
    """With the written sentences that no quote supports set down as dropped."""
    return replace(
        draft, dropped=tuple(Dropped(one.text, one.failure.reason, one.failure.detail) for one in checked if one.failure and not one.marks)
    )


def told(draft: Answer, citations: Sequence[Citation], dated: bool) -> Answer:
    """A summary or a timeline: sentences as they stand; dated: each with its source and date."""
    lines = [
        say("side", draft.language, source=source(citation), quote=citation.quote, n=citation.n) if dated else _quote(draft, citation)
        for citation in citations
    ]
    return replace(draft, answer="\n".join(lines), citations=tuple(citations))


def imprinted(draft: Answer, kinds: Sequence[Kind], citations: Sequence[Citation]) -> Answer:
    """When each article was published, or by whom, or both; said of each that doesn't say it. short_answer: what is known of the first one."""
    lines = [say("imprint", draft.language, imprint=_imprint(draft, kinds, one), quote=one.quote, n=one.n) for one in citations]
    short = _known(draft, kinds, citations[0]) if citations else None
    return replace(draft, answer="\n".join(lines), short_answer=short, citations=tuple(citations))


def _imprint(draft: Answer, kinds: Sequence[Kind], citation: Citation) -> str:
    return ", ".join(_known(draft, [kind], citation) or say(f"no_{kind}", draft.language) for kind in kinds)


def _known(draft: Answer, kinds: Sequence[Kind], citation: Citation) -> str | None:
    day = citation.published and day_in_words(citation.published, draft.language)
    return ", ".join(filter(None, (day if kind == "date" else citation.publisher for kind in kinds))) or None


def source(citation: Citation) -> str:
    return ", ".join(part for part in (citation.published, citation.publisher or citation.title.rstrip(" ।.!?")) if part)


def _alike(read: Sequence[Citation]) -> list[list[Citation]]:
    """The citations by what their words say: "तीन दिन" and "तीन दिवसीय" are one statement."""
    groups: list[list[Citation]] = []
    for citation in read:
        same = next((group for group in groups if is_same(citation.answer or "", group[0].answer or "")), None)
        if same is None:
            groups.append([citation])
        else:
            same.append(citation)
    return groups


def _exact(draft: Answer, *alike: Citation) -> str:
    """The first one's words with every mark, then the sentences."""
    marks = "".join(f"[{citation.n}]" for citation in alike)
    return "\n".join([f"{alike[0].answer} {marks}", *(say("in_article", draft.language, quote=one.quote, n=one.n) for one in alike)])


def _quote(draft: Answer, citation: Citation) -> str:
    return say("quote", draft.language, quote=citation.quote, n=citation.n)
