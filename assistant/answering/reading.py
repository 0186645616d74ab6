"""What the reader is given of what search found, and what it found there as evidence. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.evidence import MOST_SENTENCES, citation_of, is_headline, repeats
from assistant.answering.expectation import (
    Kind,
    asks_each_report,
    asks_for_several,
    could_answer,
    could_name,
    expected_kind,
    how_many_asked,
    names_several,
)
from assistant.answering.plans import tells_other_times
from assistant.answering.winners import is_the_beaten
from assistant.checking.support import asks_yes_or_no
from assistant.reader.passages import READ_CHARACTERS
from assistant.reader.reader import Answering, Reading
from assistant.types import Citation
from index.search.hybrid import SentenceHit
from index.text.words import content_stems, fold
from index.types import Sentence

_NEIGHBOURS = 1
# A further sentence is evidence when its words are at least this share as probable as the best ones.
_SHARE_OF_BEST = 0.35
# Of a question for several things whose best words name only one, the others may be much less probable: each is an answer.
_SHARE_OF_SEVERAL = 0.05
# "Which two": the second one, however improbable beside a first that the reader is sure of.
_SHARE_OF_SO_MANY = 0.01
# The text proves more than its headline, which says the same.
_HEADLINE_SHARE = 0.2
# "When" is hardly answered by a name, "who" hardly by a number.
_OTHER_KIND_SHARE = 0.2
# Asked who won, the reader takes the beaten for the winner.
_BEATEN_SHARE = 0.05
# Search's opinion of a sentence counts beside the reader's: on the project's own questions (data/questions) the right words come first in 0.79
# instead of 0.77 of them, their sentence in 0.87 instead of 0.84.
_COSINE_WEIGHT = 4.0
# "Yes" and "no" are no words of an article: what the question is about shows where they stand, more than the reader, which was taught to find words.
_OVERLAP_WEIGHT = 4.0
# Another article's words this much less probable may still be its answer to the same question: the surer the reader, the less probable.
_RIVALS_SHARE = 0.1
# A headline that isn't about the question is another story's.
_OTHER_STORYS_SHARE = 0.5
# Where it is asked what each report says, nearly anything of the kind that is asked for.
_RIVALS_SHARE_OF_EACH = 0.0005
# Asked how many were sent, how many are to be sent is hardly an answer.
_OTHER_TIMES_SHARE = 0.05

Place = tuple[str, int]


def passages_to_read(sentences: Sequence[SentenceHit], most: int = READ_CHARACTERS) -> list[list[Sentence]]:
    """The best sentences with those around them, each article's in order, until together they have `most` characters."""
    articles: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sorted((found.sentence for found in sentences), key=lambda sentence: sentence.start):
        articles[sentence.article_id].append(sentence)
    chosen: dict[Place, Sentence] = {}
    spent = 0
    for found in sentences:
        row = articles[found.sentence.article_id]
        place = row.index(found.sentence)
        around = [sentence for sentence in row[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1] if _place(sentence) not in chosen]
        cost = sum(len(sentence.text) for sentence in around)
        if chosen and spent + cost > most:
            break
        chosen |= {_place(sentence): sentence for sentence in around}
        spent += cost
    return [read for row in articles.values() if (read := [sentence for sentence in row if _place(sentence) in chosen])]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A span and its sentence. fitness is only compared with that of other spans of the same reading."""

    fitness: float
    span: Answering
    hit: SentenceHit

    def citation(self, n: int) -> Citation:
        return citation_of(n, self.hit, (self.span.start, self.span.end))


def rank(reading: Reading, question: str, sentences: Sequence[SentenceHit]) -> list[Ranked]:
    """The reader's spans, best first, by its own opinion and by what search and the question's kind say of them."""
    found = {_place(hit.sentence): hit for hit in sentences}
    kind = expected_kind(question)
    spans = [(span, found[_place(span.sentence)]) for span in reading.spans]
    ranked = (Ranked(_fitness(question, span, hit, kind) * (_BEATEN_SHARE if _beaten(question, span) else 1.0), span, hit) for span, hit in spans)
    return sorted(ranked, key=lambda one: -one.fitness)


def evidence_of(ranked: Sequence[Ranked], question: str, most: int = MOST_SENTENCES) -> list[Citation]:
    """The sentences of the spans that the reader holds for nearly as probable as the best, each once, numbered from 1."""
    chosen: list[Ranked] = []
    for one in ranked:
        if len(chosen) == most:
            break
        if one.fitness < _share_of_best(question, one, chosen) * ranked[0].fitness:
            continue
        # "उत्तर कोरिया ने विरोध किया" and "दक्षिण कोरिया ने विरोध किया" are nearly the same words and two answers.
        if not any(repeats(one.hit, earlier.hit) and one.span.text in earlier.hit.sentence.text for earlier in chosen):
            chosen.append(one)
    return [one.citation(n) for n, one in enumerate(chosen, start=1)]


def _share_of_best(question: str, one: Ranked, chosen: Sequence[Ranked]) -> float:
    if names_several(chosen[0].span.text if chosen else one.span.text):
        return _SHARE_OF_BEST
    named = {fold(earlier.span.text) for earlier in chosen}
    # "जापान" again is no second country.
    if fold(one.span.text) not in named and len(named) < how_many_asked(question):
        return _SHARE_OF_SO_MANY
    return _SHARE_OF_SEVERAL if asks_for_several(question) else _SHARE_OF_BEST


def rivals_of(ranked: Sequence[Ranked], question: str, sure: bool = False, most: int = MOST_SENTENCES) -> list[Citation]:
    """The best less probable sentence of each article, numbered from 1: what another article may say differently.

    sure: only those that are nearly as probable as the best.
    """
    share = _SHARE_OF_BEST if sure else _RIVALS_SHARE_OF_EACH if asks_each_report(question) else _RIVALS_SHARE
    best: dict[str, Ranked] = {}
    for one in ranked:
        if one.fitness * _told_by_headline(question, one.hit) >= share * ranked[0].fitness:
            best.setdefault(one.hit.hit.article.id, one)
    return [one.citation(n) for n, one in enumerate(list(best.values())[:most], start=1)]


def _told_by_headline(question: str, hit: SentenceHit) -> float:
    """An article's text proves more than its headline; that it says something else, a headline about the question shows as well."""
    if not is_headline(hit):
        return 1.0
    return 1 / _HEADLINE_SHARE if _is_about(question, hit.sentence.text) else _OTHER_STORYS_SHARE


def _is_about(question: str, headline: str) -> bool:
    asked = set(content_stems(question))
    return 2 * len(asked & set(content_stems(headline))) >= len(asked)


def _beaten(question: str, span: Answering) -> bool:
    begins = span.sentence.start
    return is_the_beaten(question, span.sentence.text, span.start - begins, span.end - begins)


def _fitness(question: str, span: Answering, hit: SentenceHit, kind: Kind) -> float:
    timely = _OTHER_TIMES_SHARE if kind == "number" and tells_other_times(question, hit.sentence.text) else 1.0
    held = 1.0 if could_answer(kind, span.text) and could_name(question, span.text) else _OTHER_KIND_SHARE
    near = _COSINE_WEIGHT * hit.dense + (_OVERLAP_WEIGHT * hit.overlap if asks_yes_or_no(question) else 0.0)
    return span.probability * math.exp(near) * (_HEADLINE_SHARE if is_headline(hit) else 1.0) * held * timely


def _place(sentence: Sentence) -> Place:
    return sentence.article_id, sentence.start
