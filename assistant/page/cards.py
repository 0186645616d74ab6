"""The proof beside an answer: cards, marks that lead to them, and what the articles disagree about. Pure; every word of an article is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Literal

from assistant.language import Language
from assistant.page.turn_words import word
from assistant.render import source_line
from assistant.texts import reading_aid, say
from assistant.types import Citation, Disagreement
from index.types import Span

Heading = Literal["proof", "nearest"]
_MARK = re.compile(r"\[([0-9]{1,2})\]")
# Direction overrides must not turn round the words beside them; browsers show the other control characters as nothing or as boxes.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """The text as HTML: only text, in its own order."""
    return escape(_CONTROLS.sub("\ufffd", text))


def lang(language: Language) -> str:
    """What goes into an HTML `lang` attribute."""
    return "en" if language == "en" else "hi"


def marked(text: str, anchor: str) -> str:
    """The text with its [n] as links to the cards anchor-n; the card's quote describes the link."""
    return _MARK.sub(lambda mark: _mark(int(mark[1]), anchor), safe(text)).replace("\n", "<br>")


def _mark(n: int, anchor: str) -> str:
    place = f"{escape(anchor)}-{n}"
    return f'<a class="mark" href="#{place}" aria-describedby="{place}-quote">[{n}]</a>'


def aid_html(text: str, language: Language) -> str:
    """Below Devanagari, the same in Roman letters; empty where the reader didn't ask for it."""
    aid = safe(reading_aid(text, language)).replace("\n", "<br>")
    return f'<p class="aid" lang="hi-Latn">{aid}</p>' if aid else ""


def exact_words(citation: Citation) -> Span | None:
    """Where in its quote the words that answer stand. None, too, for a place outside the quote: a conversation can be brought in from anywhere."""
    if citation.exact is None:
        return None
    start, end = (place - citation.start for place in citation.exact)
    return Span(start, end) if 0 <= start < end <= len(citation.quote) else None


def emphasised(text: str, span: Span, exact: Span | None) -> str:
    """text[span] as HTML; what of it belongs to the exact words stands out."""
    start, end = (max(span.start, exact.start), min(span.end, exact.end)) if exact else (span.end, span.end)
    if start >= end:
        return safe(text[span.start : span.end])
    return f'{safe(text[span.start : start])}<strong class="exact">{safe(text[start:end])}</strong>{safe(text[end : span.end])}'


def request(article: str, start: int, quote: str, copies: Sequence[str], language: Language, exact: Span | None = None) -> str:
    """What the page sends back to read an article (assistant.page.proof), as the value of a `data-proof` attribute. exact: within the quote."""
    wanted = {"article": article, "start": start, "quote": quote, "copies": list(copies), "language": language}
    return escape(json.dumps({**wanted, "exact": [exact.start, exact.end] if exact else None}, ensure_ascii=False))


def card_html(citation: Citation, language: Language, anchor: str) -> str:
    """One card: the quoted sentence, whose it is, and the way into its article. anchor-n is its place on the page."""
    place = f"{escape(anchor)}-{citation.n}"
    exact = exact_words(citation)
    wanted = request(citation.article, citation.start, citation.quote, citation.copies, language, exact)
    quote = emphasised(citation.quote, Span(0, len(citation.quote)), exact)
    copies = f'<p class="copies">{word("copies", language)}: {", ".join(map(safe, citation.copies))}</p>' if citation.copies else ""
    return (
        f'<article class="proof" id="{place}" data-proof="{wanted}" aria-label="[{citation.n}]">'
        f'<header><span class="number">[{citation.n}]</span> <span class="title">{safe(citation.title)}</span></header>'
        f'<blockquote id="{place}-quote">{quote}</blockquote>{aid_html(citation.quote, language)}'
        f'<footer><span class="source">{safe(source_line(citation, language))}</span> · <code>{safe(citation.article)}</code></footer>{copies}'
        f'<button type="button" class="read">{word("read", language)} <span aria-hidden="true">→</span></button></article>'
    )


def cards_html(citations: Sequence[Citation], language: Language, heading: Heading, anchor: str) -> str:
    """The cards under a heading; empty for no citations."""
    if not citations:
        return ""
    cards = "".join(card_html(citation, language, anchor) for citation in citations)
    kind = "proofs nearest" if heading == "nearest" else "proofs"
    return f'<section class="{kind}" lang="{lang(language)}"><h2>{say(heading, language)}</h2>{cards}</section>'


def sides_html(disagreement: Disagreement, citations: Sequence[Citation], language: Language, anchor: str) -> str:
    """Who gives which figure, when, and where it stands."""
    by_number = {citation.n: citation for citation in citations}
    heads = "".join(f'<th scope="col">{word(key, language)}</th>' for key in ("value", "source", "date", "mark"))
    rows = ""
    for side in disagreement.sides:
        if (citation := by_number.get(side.citation)) is None:
            continue  # only in a conversation that was brought in: Pramaan's own have a citation for each side
        source, date = citation.publisher or citation.title, citation.published or say("no_date", language)
        rows += f'<tr><th scope="row">{safe(side.value)}</th><td>{safe(source)}</td><td class="date">{safe(date)}</td><td>{_mark(citation.n, anchor)}</td></tr>'
    return f'<table class="sides"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
