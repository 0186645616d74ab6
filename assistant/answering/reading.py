"""What the reader is given of what search found, and what it found there as evidence. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assistant.answering.evidence import MOST_SENTENCES, citation_of, is_headline, repeats
from assistant.reader.passages import READ_CHARACTERS
from assistant.reader.reader import Answering, Reading
from assistant.types import Citation
from index.search.hybrid import SentenceHit
from index.types import Sentence

_NEIGHBOURS = 1
# A further sentence is evidence when its words are at least this share as probable as the best ones.
_SHARE_OF_BEST = 0.45
# The text proves more than its headline, which says the same.
_HEADLINE_SHARE = 0.5

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


def evidence_of(reading: Reading, sentences: Sequence[SentenceHit], most: int = MOST_SENTENCES) -> list[Citation]:
    """The sentences of the spans that the reader holds for nearly as probable as the best, each once, numbered from 1."""
    found = {_place(hit.sentence): hit for hit in sentences}
    ranked = sorted(((_fitness(span, found[_place(span.sentence)]), span) for span in reading.spans), key=lambda pair: -pair[0])
    chosen: list[tuple[SentenceHit, Answering]] = []
    for fitness, span in ranked:
        hit = found[_place(span.sentence)]
        if len(chosen) == most or fitness < _SHARE_OF_BEST * ranked[0][0]:
            break
        if not any(repeats(hit, earlier) for earlier, _ in chosen):
            chosen.append((hit, span))
    return [citation_of(n, hit, (span.start, span.end)) for n, (hit, span) in enumerate(chosen, start=1)]


def _fitness(span: Answering, hit: SentenceHit) -> float:
    return span.probability * (_HEADLINE_SHARE if is_headline(hit) else 1.0)


def _place(sentence: Sentence) -> Place:
    return sentence.article_id, sentence.start
