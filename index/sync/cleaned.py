"""An article as the index sees it: line by line, which parts are furniture and where its sentences begin and end. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.errors import UnknownArticle
from index.text.clean import page_lines
from index.types import Article, Span

Kind = Literal["sentence", "furniture", "between"]
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch text[start:end] of one line; "between" is what neither a sentence nor the furniture holds: spaces, list marks."""

    start: int
    end: int
    kind: Kind


def cleaned_lines(text: str, furniture: Sequence[Span], sentences: Sequence[Span]) -> list[list[Part]]:
    """The lines of a text that aren't blank, each as its parts in order: together they are the line."""
    marked = sorted(
        [*(Part(span.start, span.end, "furniture") for span in furniture), *(Part(span.start, span.end, "sentence") for span in sentences)],
        key=lambda part: part.start,
    )
    lines, first = [], 0
    for line in page_lines(text):
        while first < len(marked) and marked[first].end <= line.start:
            first += 1
        lines.append(_parts(line, marked, first))
    return lines


def _parts(line: Span, marked: Sequence[Part], first: int) -> list[Part]:
    parts: list[Part] = []
    edge = line.start
    while first < len(marked) and marked[first].start < line.end:
        start, end = max(marked[first].start, line.start), min(marked[first].end, line.end)
        if edge < start:
            parts.append(Part(edge, start, "between"))
        parts.append(Part(start, end, marked[first].kind))
        edge = end
        first += 1
    return [*parts, Part(edge, line.end, "between")] if edge < line.end else parts


def find_article(articles: Sequence[Article], wanted: str) -> Article:
    """The article of that name, or the only one whose name begins with `wanted`, or else holds it; letter case aside.

    Raises UnknownArticle when there is none, and when there are several.
    """
    part = _folded(wanted)
    by_name = [article for article in articles if wanted in (article.name, article.source)]
    by_beginning = [article for article in articles if _folded(article.name).startswith(part)]
    by_part = [article for article in articles if part in _folded(article.name)]
    for found in (by_name, by_beginning, by_part):
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(sorted({article.name if article.name != wanted else article.source for article in found})[:_NAMED])
            more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
            raise UnknownArticle(f"'{wanted}' fits {len(found)} articles: {names}{more}. Write more of the name.")
    raise UnknownArticle(f"No article's name fits '{wanted}'. See the names with: pramaan index --status")


def _folded(name: str) -> str:
    """File systems differ in how they write पढ़ें."""
    return unicodedata.normalize("NFC", name).casefold()
