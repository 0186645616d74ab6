"""One question to a stream of events and a checked Answer: search, evidence, writing, checking."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant.answering.disagree import find_disagreement
from assistant.answering.evidence import BUDGET_TOKENS, select_evidence
from assistant.answering.followups import understand
from assistant.checking.citations import check_answer, short_answer, with_marks
from assistant.errors import QuestionRefused
from assistant.language import Language, detect_language
from assistant.texts import say
from assistant.types import Answer, Citation, Disagreement, Done, Event, Evidence, Retrieved, Timings, Waiting, Written
from index.search.hybrid import Found
from index.store.filters import Filters
from index.text.words import is_devanagari

MAX_QUESTION_CHARS = 2_000
NEAREST_SHOWN = 3
# The prompt is the wait, and a small model is distracted by what it needn't read; the third sentence is evidence for the reader.
SENTENCES_READ = 2

# The writing model's own way of saying that the sentences don't hold the answer; believed only when nothing it wrote is supported.
_NOT_HERE = re.compile(
    r"(वाक्यों|वाक्य|लेखों|लेख|समाचार|जानकारी)\s.{0,40}नहीं\s+(है|हैं|मिल|दी|दिया|बताया|लिखा)|उपलब्ध नहीं|"
    r"\b(sentences?|articles?|news|text)\s+(do|does|did)(n't| not)\b|\bnot (mentioned|stated|specified|provided|given|available)\b",
    re.IGNORECASE,
)


class Searcher(Protocol):
    """What answering needs of the index."""

    def find(self, question: str, *, filters: Filters | None = None) -> Found: ...


class Writer(Protocol):
    """What answering needs of a language model."""

    def write(
        self, question: str, language: Language, evidence: Sequence[Citation], cancelled: threading.Event, session: str
    ) -> Iterator[str | Waiting]: ...

    def waiting(self, session: str) -> Waiting | None: ...

    def count_tokens(self, text: str) -> int: ...


@dataclass(slots=True)
class _Clock:
    started: float = field(default_factory=time.perf_counter)
    timings: Timings = field(default_factory=Timings)

    def mark(self, stage: str) -> None:
        self.timings = replace(self.timings, **{stage: round(time.perf_counter() - self.started, 3)})


class Answerer:
    """Answers questions over one store. Safe for several callers at once.

    strictness: the cosine below which the articles don't know. translates: whether the writer may answer in another script than its evidence;
    the default model may not (asked to translate four sentences it changed who, what and where in all of them), so that the quote itself answers.
    """

    def __init__(self, search: Searcher, writer: Writer, strictness: float, translates: bool = False) -> None:
        self._search = search
        self._writer = writer
        self._strictness = strictness
        self._translates = translates

    def answer(self, question: str, history: Sequence[str] = (), filters: Filters | None = None) -> Answer:
        """The checked answer, without the steps on the way."""
        for event in self.stream(question, history, filters=filters):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream that isn't cancelled ends with Done")

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        cancelled: threading.Event | None = None,
        filters: Filters | None = None,
        session: str = "",
    ) -> Iterator[Event]:
        """Evidence first, then the answer as it is written, then Done with the checked Answer. Ends without Done when `cancelled` is set.

        history: the earlier questions of the conversation, oldest first. filters: the articles to answer from; None for all.
        session: who asks; when several wait for the language model, they are served in turn.
        Raises QuestionRefused for an empty question and for one over 2,000 characters, FilterRefused for a publisher or an article that isn't there.
        """
        clock = _Clock()
        question = _accepted(question)
        cancelled = cancelled or threading.Event()
        understood = understand(question, history)
        found = self._search.find(understood or question, filters=filters)
        clock.mark("search")
        if cancelled.is_set():
            return
        confidence = _confidence(found)
        draft = Answer(
            question,
            detect_language(question),
            "",
            None,
            False,
            "answered",
            retrieved=_retrieved(found),
            confidence=confidence,
            understood=understood,
        )
        evidence = tuple(select_evidence(understood or question, found.sentences, self._writer.count_tokens))
        if not evidence or confidence < self._strictness:
            yield Done(_not_found(draft, evidence, clock))
            return
        clock.mark("evidence")
        yield Evidence(evidence, understood)
        if disagreement := find_disagreement(understood or question, evidence):
            yield Done(_disagreeing(draft, disagreement, evidence, clock))
        elif readable := self._readable(evidence, draft.language):
            yield from self._written(draft, readable, evidence, cancelled, session, clock)
        else:
            yield Done(_quoted(draft, evidence, clock))

    def _written(
        self,
        draft: Answer,
        readable: tuple[Citation, ...],
        evidence: tuple[Citation, ...],
        cancelled: threading.Event,
        session: str,
        clock: _Clock,
    ) -> Iterator[Event]:
        if waiting := self._writer.waiting(session):
            yield waiting
        written = ""
        for piece in self._writer.write(draft.understood or draft.question, draft.language, readable, cancelled, session):
            if isinstance(piece, Waiting):
                yield piece
                continue
            if not written:
                clock.mark("first_token")
            written += piece
            yield Written(piece)
        if not cancelled.is_set():
            yield Done(self._checked(draft, written, evidence, clock))

    def _checked(self, draft: Answer, written: str, evidence: tuple[Citation, ...], clock: _Clock) -> Answer:
        """What of the written answer its evidence supports; the quotes themselves when nothing is left of it."""
        checked = check_answer(written, evidence, draft.understood or draft.question, across_scripts=self._translates)
        text = with_marks(checked)
        if not text:
            return _not_found(draft, evidence, clock) if _NOT_HERE.search(written) else _quoted(draft, evidence, clock)
        clock.mark("total")
        used = {n for sentence in checked for n in sentence.marks}
        return replace(
            draft,
            answer=text,
            short_answer=short_answer(text, [citation for citation in evidence if citation.n in used], draft.question),
            status="answered" if all(sentence.marks for sentence in checked) else "partly_supported",
            citations=tuple(citation for citation in evidence if citation.n in used),
            timings=clock.timings,
        )

    def _readable(self, evidence: tuple[Citation, ...], language: Language) -> tuple[Citation, ...]:
        """What the model may read: nothing when the best sentence is in another script or too long for it, so that the quote stands."""
        readable = evidence if self._translates else tuple(citation for citation in evidence if _same_script(citation, language))
        fits = self._writer.count_tokens(evidence[0].quote) <= BUDGET_TOKENS
        return readable[:SENTENCES_READ] if evidence[0] in readable and fits else ()


def _same_script(citation: Citation, language: Language) -> bool:
    return is_devanagari(citation.quote) == (language != "en")


def _accepted(question: str) -> str:
    tidy = " ".join(question.split())
    if not any(char.isalnum() for char in tidy):
        raise QuestionRefused("The question is empty. Type a question about your articles.")
    if len(tidy) > MAX_QUESTION_CHARS:
        raise QuestionRefused(f"The question has {len(tidy):,} characters; at most {MAX_QUESTION_CHARS:,} can be read. Ask a shorter one.")
    return tidy


def _retrieved(found: Found) -> tuple[Retrieved, ...]:
    return tuple(Retrieved(hit.article.name, hit.chunk.start, hit.chunk.end, round(hit.score, 4)) for hit in found.hits)


def _confidence(found: Found) -> float:
    """How near the best sentence, or the chunk it stands in, is to the question: cosine, at least 0."""
    return max((round(max(0.0, sentence.hit.dense, sentence.dense), 4) for sentence in found.sentences[:1]), default=0.0)


def _not_found(draft: Answer, nearest: tuple[Citation, ...], clock: _Clock) -> Answer:
    clock.mark("total")
    return replace(
        draft, answer=say("not_found", draft.language), abstained=True, status="not_found", nearest=nearest[:NEAREST_SHOWN], timings=clock.timings
    )


def _disagreeing(draft: Answer, disagreement: Disagreement, evidence: tuple[Citation, ...], clock: _Clock) -> Answer:
    """Each side in its article's own words, newest first; the model is not asked to choose."""
    clock.mark("total")
    by_number = {citation.n: citation for citation in evidence}
    citations = [by_number[side.citation] for side in disagreement.sides]
    quotes = [say("side", draft.language, source=_source(citation), quote=citation.quote, n=citation.n) for citation in citations]
    return replace(
        draft,
        answer="\n".join([say("sides", draft.language), *quotes]),
        status="disagree",
        citations=tuple(citations),
        disagreements=(disagreement,),
        timings=clock.timings,
    )


def _source(citation: Citation) -> str:
    return ", ".join(part for part in (citation.publisher or citation.title, citation.published) if part)


def _quoted(draft: Answer, evidence: tuple[Citation, ...], clock: _Clock) -> Answer:
    """The evidence in the articles' own words: measured on the demo set, the first sentence answers 0.37 of the questions, one of three 0.73."""
    clock.mark("total")
    lines = [say("quoted", draft.language), *(say("quote", draft.language, quote=citation.quote, n=citation.n) for citation in evidence)]
    return replace(draft, answer="\n".join(lines), status="partly_supported", citations=evidence, timings=clock.timings)
