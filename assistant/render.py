"""Answers as plain text: for a terminal, and to copy from the page. Pure."""

from __future__ import annotations

import re

from assistant.language import Language
from assistant.texts import reading_aid, say
from assistant.types import Answer, Citation

# An escape sequence in an article must not steer the reader's terminal; direction overrides must not turn its words round.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def source_line(citation: Citation, language: Language) -> str:
    """Publisher and date as plain text."""
    publisher = citation.publisher or say("no_publisher", language)
    return f"{publisher} · {citation.published or say('no_date', language)}"


def answer_text(answer: Answer) -> str:
    """The answer with its sources."""
    lines = [answer.answer, *_aid(answer.answer, answer.language)]
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
    source = f"    {citation.title} · {source_line(citation, language)} · {place}"
    return "\n".join([f"[{citation.n}] “{citation.quote}”", *(f"    {line}" for line in _aid(citation.quote, language)), source])


def _aid(text: str, language: Language) -> list[str]:
    return [aid] if (aid := reading_aid(text, language)) else []
