"""One question to a stream of events and a checked Answer: search, evidence, writing, checking."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Protocol

from assistant.answering import compose
from assistant.answering.disagree import find_disagreement
from assistant.answering.evidence import BUDGET_TOKENS
from assistant.answering.expectation import how_many_asked
from assistant.answering.findings import Findings, SpanReader, find_evidence, likelihood
from assistant.answering.followups import understand
from assistant.answering.imprint import asked_of_the_news, imprints, wanted_imprint
from assistant.answering.joint import look_for_parts
from assistant.answering.opposition import find_opposition
from assistant.answering.orders import gives_orders
from assistant.answering.overview import overview, wanted_overview
from assistant.answering.parts import split_question
from assistant.checking.citations import Checked, check_answer, short_answer, with_marks
from assistant.checking.support import asks_yes_or_no
from assistant.checking.tokens import telling
from assistant.checking.values import differs, gives
from assistant.errors import QuestionRefused
from assistant.language import Answers, Language, answer_language
from assistant.types import Answer, Citation, Disagreement, Done, Event, Evidence, Retrieved, Timings, Waiting, Written
from index.search.hybrid import Found
from index.store.filters import Filters
from index.text.words import is_devanagari

MAX_QUESTION_CHARS = 2_000
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

    def heard(self, question: str) -> str: ...


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

    def done(self, answer: Answer) -> Done:
        self.mark("total")
        return Done(replace(answer, timings=self.timings))


class Answerer:
    """Answers questions over one store. Safe for several callers at once.

    reader: finds the exact words; None for search alone. strictness: how probable it must be (0 to 1) that the articles answer.
    translates: whether the writer may answer in another script than its evidence; the default model may not (asked to translate four sentences it
    changed who, what and where in all of them), so that the quote itself answers. answers: the language they are in; quotes stay as they are.
    """

    def __init__(
        self,
        search: Searcher,
        writer: Writer,
        strictness: float,
        translates: bool = False,
        reader: SpanReader | None = None,
        answers: Answers = "question",
    ) -> None:
        self._search = search
        self._writer = writer
        self._strictness = strictness
        self._translates = translates
        self._reader = reader
        self._answers = answers

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
        asked = understood or question
        found = self._find(asked, filters)
        clock.mark("search")
        draft = Answer(
            question, answer_language(question, self._answers), "", None, False, "answered", retrieved=_retrieved(found), understood=understood
        )
        if cancelled.is_set():
            return
        kind = wanted_overview(question)
        told = overview(kind, asked, found) if kind else []
        if imprint := wanted_imprint(question):
            draft, articles = replace(draft, confidence=likelihood(found)), imprints(found)
            yield from self._told(draft, articles, compose.imprinted(draft, imprint, articles), cancelled, clock)
        elif kind and (kind != "state" or len(told) > 1):
            # A summary tells what there is; how things stand may not be told at all. What one article tells of it, the reader finds.
            sure = self._findings(asked, question, found).confidence if kind == "state" else likelihood(found)
            draft = replace(draft, confidence=sure)
            yield from self._told(draft, told, compose.told(draft, told, kind != "summary"), cancelled, clock)
        elif self._reader and not understood and len(parts := split_question(question)) > 1:
            yield from self._in_parts(draft, parts, filters, cancelled, clock)
        else:
            # A follow-up is looked for with what it refers to and read as it stands: in the passages that were found it is clear by itself.
            findings = self._findings(asked, question, found)
            yield from self._about_one(replace(draft, confidence=findings.confidence), findings, cancelled, session, clock)

    def _about_one(self, draft: Answer, findings: Findings, cancelled: threading.Event, session: str, clock: _Clock) -> Iterator[Event]:
        evidence = findings.evidence
        if cancelled.is_set():
            return
        if not evidence or findings.confidence < self._strictness:
            yield clock.done(compose.not_found(draft, evidence))
            return
        clock.mark("evidence")
        yield Evidence(evidence, draft.understood, findings.short_answer)
        if found := self._disagreement(draft, findings):
            yield clock.done(compose.disagreeing(draft, *found))
        elif _corrects(evidence[0], draft.understood or draft.question):
            yield clock.done(compose.corrected(draft, evidence[0]))
        elif readable := self._readable(draft.question, evidence, draft.language):
            yield from self._written(draft, readable, findings, cancelled, session, clock)
        else:
            yield clock.done(compose.quoted(draft, evidence, findings.beside))

    def _find(self, asked: str, filters: Filters | None) -> Found:
        """What search found, without the sentences that only give orders: whatever is made of it, they are no part of it."""
        found = self._search.find(asked, filters=filters)
        return replace(found, sentences=[hit for hit in found.sentences if not gives_orders(hit.sentence.text)])

    def _findings(self, searched: str, read: str, found: Found) -> Findings:
        return find_evidence(searched, self._search.heard(read), found, self._reader, self._writer.count_tokens)

    def _disagreement(self, draft: Answer, findings: Findings) -> tuple[Disagreement, Sequence[Citation]] | None:
        """With the citations that its sides are numbered by: the reader's words of each article, else the sentences of search."""
        asked = draft.understood or draft.question
        heard = self._search.heard(asked)
        for citations, sure in ((findings.rivals, False), (findings.sure_rivals, True), (findings.evidence, True)):
            if disagreement := find_disagreement(heard, citations, sure) or find_opposition(heard, citations):
                return replace(disagreement, claim=asked), citations
        return None

    def _told(self, draft: Answer, citations: Sequence[Citation], told: Answer, cancelled: threading.Event, clock: _Clock) -> Iterator[Event]:
        if cancelled.is_set():
            return
        if not citations or (draft.confidence or 0) < self._strictness:
            yield clock.done(compose.not_found(draft, citations))
            return
        clock.mark("evidence")
        yield Evidence(tuple(citations), draft.understood)
        yield clock.done(told)

    def _in_parts(self, draft: Answer, parts: Sequence[str], filters: Filters | None, cancelled: threading.Event, clock: _Clock) -> Iterator[Event]:
        """Each part looked for by itself; what was found is given in the articles' words, which no model can mix up."""

        def look(searched: str, read: str) -> Findings:
            return self._findings(searched, read, self._find(searched, filters))

        looked = look_for_parts(draft.question, asked_of_the_news(parts), self._strictness, look, cancelled.is_set)
        if cancelled.is_set():
            return
        draft = replace(draft, confidence=max(one.confidence for one in looked))
        numbers = count(1)
        found = {one.part: one.citation and replace(one.citation, n=next(numbers)) for one in looked}
        first = next(filter(None, found.values()), None)
        if not first:
            yield clock.done(compose.not_found(draft, looked[0].nearest))
            return
        clock.mark("evidence")
        yield Evidence(tuple(filter(None, found.values())), draft.understood)
        yield clock.done(compose.in_parts(draft, [(part, wanted_imprint(part), found.get(part, first)) for part in parts]))

    def _written(
        self,
        draft: Answer,
        readable: tuple[Citation, ...],
        findings: Findings,
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
            yield clock.done(self._checked(draft, written, findings))

    def _checked(self, draft: Answer, written: str, findings: Findings) -> Answer:
        """What of the written answer its evidence supports; the articles' own words when nothing is left of it, or not what the reader found."""
        evidence = findings.evidence
        # "Yes" and "no" stand in no article: there the words found only show where to look.
        exact = None if asks_yes_or_no(draft.question) else evidence[0].answer
        checked = check_answer(written, evidence, draft.understood or draft.question, across_scripts=self._translates, span=exact)
        draft = compose.dropping(draft, checked)
        text = with_marks(checked)
        if not text and not evidence[0].answer and _NOT_HERE.search(written):
            return compose.not_found(draft, evidence)
        if not text or (exact and (not gives(text, exact) or _only(exact, checked))):
            return compose.quoted(draft, evidence, findings.beside)
        used = {n for sentence in checked for n in sentence.marks}
        citations = tuple(citation for citation in evidence if citation.n in used)
        return replace(
            draft,
            answer=text,
            short_answer=evidence[0].answer or short_answer(text, citations, draft.question),
            status="partly_supported" if draft.dropped else "answered",
            citations=citations,
        )

    def _readable(self, question: str, evidence: tuple[Citation, ...], language: Language) -> tuple[Citation, ...]:
        """What the model may read: nothing when the best sentence is in another script or too long for it, so that the quote stands, nor when two are
        asked for and found: it would read one.
        """
        if how_many_asked(question) > 1 and sum(bool(citation.answer) for citation in evidence) > 1:
            return ()
        readable = evidence if self._translates else tuple(citation for citation in evidence if _same_script(citation, language))
        fits = self._writer.count_tokens(evidence[0].quote) <= BUDGET_TOKENS
        return readable[: 1 if evidence[0].answer else SENTENCES_READ] if evidence[0] in readable and fits else ()


def _only(words: str, checked: Sequence[Checked]) -> bool:
    """Whether nothing but these words was written: then their sentence tells more."""
    return not telling(" ".join(sentence.text for sentence in checked if sentence.marks).replace(words, " "))


def _corrects(citation: Citation, question: str) -> bool:
    """Whether the question presumes a value ("fewer than 5,000?") for which its evidence has another."""
    return asks_yes_or_no(question) and citation.answer is not None and differs(question, citation.answer)


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
