"""An article read beside the answer: the quoted sentence highlighted in its text, site furniture greyed, and who else prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.language import LANGUAGES, Language
from assistant.page.cards import emphasised, lang, request, safe
from assistant.page.failures import failure_html
from assistant.page.turn_words import word
from assistant.texts import say
from index.errors import IndexFailure
from index.sync.cleaned import Part, cleaned_lines
from index.text.metadata import DATE_LINE, FILE_NAME, META_TAG
from index.types import Article, Span

if TYPE_CHECKING:
    from index.store.catalogue import Catalogue

_CLASSES = {"furniture": ' class="furniture"', "between": ""}
# On either side of the sentence: a book in the collection must not freeze the page.
_CHARACTERS_AROUND = 30_000
_NOWHERE = -1
_DATED_FROM = (DATE_LINE, META_TAG, FILE_NAME)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article to read and the sentence to show in it. start: where the sentence stood when it was quoted, -1 for a copy's unknown place.

    exact: where in the quote the words that answer stand, where they are known.
    """

    article: str
    start: int
    quote: str
    copies: tuple[str, ...]
    language: Language
    exact: Span | None = None


def parse_request(sent: object) -> Wanted:
    """What a card's data-proof holds. Raises ValueError for anything else: the page's visitors can send whatever they like."""
    fields = json.loads(sent) if isinstance(sent, str) else None
    match fields:
        case {"article": str(article), "start": int(start), "quote": str(quote), "copies": [*copies], "language": language, "exact": exact} if (
            language in LANGUAGES
        ):
            return Wanted(article, start, quote, tuple(str(name) for name in copies), language, _exact(exact, quote))
    raise ValueError(f"not a card's request: {str(sent)[:200]}")


def _exact(sent: object, quote: str) -> Span | None:
    match sent:
        case None:
            return None
        case [int(start), int(end)] if 0 <= start < end <= len(quote):
            return Span(start, end)
    raise ValueError(f"not a card's request: {str(sent)[:200]} are no words of its quote")


def read(catalogue: Catalogue, sent: object) -> str:
    """The article that a card asks for, as HTML; what can't be shown is said in words."""
    try:
        wanted = parse_request(sent)
    except ValueError:
        return _panel("hi", f'<p class="note">{word("unreadable", "hi")} · {word("unreadable", "en")}</p>')
    try:
        return _panel(wanted.language, _article(catalogue, wanted))
    except IndexFailure as failure:
        return _panel(wanted.language, f'<div role="alert">{failure_html(failure, wanted.language)}</div>')


def _panel(language: Language, inside: str) -> str:
    back = f'<button type="button" class="back"><span aria-hidden="true">←</span> {word("back", language)}</button>'
    close = f'<button type="button" class="close">{word("close", language)} <span aria-hidden="true">×</span></button>'
    return f'<section class="article" lang="{lang(language)}"><div class="bar">{back}{close}</div>{inside}</section>'


def _article(catalogue: Catalogue, wanted: Wanted) -> str:
    articles = catalogue.articles()
    # Two folders may hold a file of the same name: the one that has the sentence is meant.
    named = [(article, catalogue.text(article.id)) for article in articles if article.name == wanted.article]
    if not named:
        return f'<p class="note">{word("gone", wanted.language)} <code>{safe(wanted.article)}</code></p>'
    article, text = next((pair for pair in named if _place(pair[1], wanted)), named[0])
    quoted = _place(text, wanted)
    missing = "" if quoted else f'<p class="note">{word("worded_otherwise" if wanted.start == _NOWHERE else "moved", wanted.language)}</p>'
    copies = _copies([copy for copy in articles if copy.name in wanted.copies and copy.id != article.id], wanted)
    lines = "".join(_lines(text, catalogue.furniture(article.id), quoted, wanted))
    return f'{_heading(article, wanted.language)}{missing}{copies}<div class="text" lang="{safe(article.language)}">{lines}</div>'


def _place(text: str, wanted: Wanted) -> Span | None:
    """Where the sentence stands: where it stood, else where its words are now."""
    start = wanted.start if wanted.start >= 0 and text.startswith(wanted.quote, wanted.start) else text.find(wanted.quote)
    return Span(start, start + len(wanted.quote)) if wanted.quote and start >= 0 else None


def _heading(article: Article, language: Language) -> str:
    parts = [article.publisher or say("no_publisher", language)]
    if article.author:
        parts.append(word("author", language, author=article.author))
    date = article.published or say("no_date", language)
    parts.append(f"{date} ({word(article.published_from, language)})" if article.published and article.published_from in _DATED_FROM else date)
    return (
        f'<h2 tabindex="-1" lang="{safe(article.language)}">{safe(article.title)}</h2>'
        f'<p class="source">{safe(" · ".join(parts))} · <code>{safe(article.name)}</code></p>'
    )


def _copies(copies: Sequence[Article], wanted: Wanted) -> str:
    if not copies:
        return ""
    items = ""
    for copy in copies:
        others = [name for name in (wanted.article, *wanted.copies) if name != copy.name]
        ask = request(copy.name, _NOWHERE, wanted.quote, others, wanted.language, wanted.exact)
        source = " · ".join(part for part in (copy.publisher, copy.published) if part)
        items += f'<li><button type="button" class="read" data-proof="{ask}">{safe(copy.title)}</button> {safe(source)}</li>'
    return f'<div class="copies"><p>{word("copies", wanted.language)}</p><ul>{items}</ul></div>'


def _lines(text: str, furniture: Sequence[Span], quoted: Span | None, wanted: Wanted) -> Iterator[str]:
    """The article's lines around the sentence as paragraphs."""
    middle = quoted or Span(0, 0)
    exact = Span(quoted.start + wanted.exact.start, quoted.start + wanted.exact.end) if quoted and wanted.exact else None
    cut = f'<p class="note">{word("cut", wanted.language)}</p>'
    lines = cleaned_lines(text, _outside(furniture, quoted), [quoted] if quoted else [])
    near = [parts for parts in lines if parts[-1].end >= middle.start - _CHARACTERS_AROUND and parts[0].start <= middle.end + _CHARACTERS_AROUND]
    if near and near[0] is not lines[0]:
        yield cut
    shown_before = False
    for parts in near:
        yield f"<p>{''.join(_part(text, part, exact, first=not shown_before) for part in parts)}</p>"
        shown_before = shown_before or any(part.kind == "sentence" for part in parts)
    if near and near[-1] is not lines[-1]:
        yield cut


def _outside(furniture: Sequence[Span], quoted: Span | None) -> list[Span]:
    """A title may stand in furniture and be quoted all the same."""
    return [span for span in furniture if quoted is None or span.end <= quoted.start or quoted.end <= span.start]


def _part(text: str, part: Part, exact: Span | None, first: bool) -> str:
    if part.kind == "sentence":
        place = ' id="quoted" tabindex="-1"' if first else ""
        return f"<mark{place}>{emphasised(text, Span(part.start, part.end), exact)}</mark>"
    words = safe(text[part.start : part.end])
    return f"<span{_CLASSES[part.kind]}>{words}</span>" if words.strip() else words
