"""Answers as HTML and as plain text. Pure; every word of an article or a model is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.language import Language
from assistant.texts import say
from assistant.types import Answer, Citation, Status

_MARK = re.compile(r"\[([0-9]{1,2})\]")
# An escape sequence in an article must not steer the reader's terminal; direction overrides must not turn its words round.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def source_line(citation: Citation, language: Language) -> str:
    """Publisher and date as plain text."""
    publisher = citation.publisher or say("no_publisher", language)
    return f"{publisher} · {citation.published or say('no_date', language)}"


def card_html(citation: Citation, language: Language, anchor: str = "proof") -> str:
    """One source card: title, publisher, date and the quoted sentence. anchor-n is its place on the page, where the answer's marks lead."""
    return (
        f'<article class="proof" id="{escape(anchor)}-{citation.n}" aria-label="[{citation.n}]">'
        f'<header><span class="number">[{citation.n}]</span> <span class="title">{escape(citation.title)}</span></header>'
        f"<blockquote>{escape(citation.quote)}</blockquote>"
        f"<footer>{escape(source_line(citation, language))} · <code>{escape(citation.article)}</code></footer></article>"
    )


def cards_html(citations: Sequence[Citation], language: Language, heading: str = "proof", anchor: str = "proof") -> str:
    """Source cards under a heading ("proof" or "nearest"); empty for no citations."""
    if not citations:
        return ""
    cards = "".join(card_html(citation, language, anchor) for citation in citations)
    return f'<section class="proofs {heading}" lang="{_lang(language)}"><h3>{escape(say(heading, language))}</h3>{cards}</section>'


def answer_html(text: str, language: Language, status: Status | None = None, note: str = "", anchor: str = "proof") -> str:
    """The answer's text, its [n] marks as links to the cards, under its status in words."""
    marked = _MARK.sub(rf'<a class="mark" href="#{escape(anchor)}-\1">[\1]</a>', escape(text)).replace("\n", "<br>")
    badge = ""
    if status:
        badge = f'<p class="status {status}">{escape(say("status_not_found" if status == "not_found" else status, language))}</p>'
    small = f'<p class="note">{escape(note)}</p>' if note else ""
    return f'<div class="answer" lang="{_lang(language)}">{badge}<p>{marked}</p>{small}</div>'


def answer_text(answer: Answer) -> str:
    """The answer with its sources, for a terminal."""
    lines = [answer.answer]
    if answer.citations:
        lines += ["", f"{say('proof', answer.language)}:", *(_citation_text(citation, answer.language) for citation in answer.citations)]
    elif answer.nearest:
        lines += ["", f"{say('nearest', answer.language)}:", *(_citation_text(citation, answer.language) for citation in answer.nearest)]
    return terminal_safe("\n".join(lines))


def terminal_safe(text: str) -> str:
    """The text without what would steer a terminal or turn its words round."""
    return _CONTROLS.sub("\ufffd", text)


def _citation_text(citation: Citation, language: Language) -> str:
    place = f"{citation.article} {citation.start}–{citation.end}"
    return f"[{citation.n}] “{citation.quote}”\n    {citation.title} · {source_line(citation, language)} · {place}"


def _lang(language: Language) -> str:
    return "en" if language == "en" else "hi"
