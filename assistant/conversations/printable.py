"""A conversation as one HTML page to print or to keep: it fetches nothing, runs nothing, and needs no other file. Pure."""

from __future__ import annotations

from html import escape

from assistant.conversations.footnotes import Footnoted, footnoted
from assistant.conversations.types import Conversation
from assistant.language import Language, detect_language
from assistant.render import source_line, terminal_safe
from assistant.texts import say
from assistant.types import Citation

_STYLE = """
body { font: 11.5pt/1.65 "Noto Sans Devanagari", "Noto Sans", "Nirmala UI", "Kohinoor Devanagari", Mangal, system-ui, sans-serif;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; break-after: avoid; }
.state { font-size: .85rem; color: #444; margin: 0; } .answer { margin: .3rem 0; white-space: pre-line; }
sup a, .notes a { text-decoration: none; color: #1d4ed8; } .notes li, .nearest li { margin: .5rem 0; break-inside: avoid; }
cite { display: block; font-style: normal; font-size: .85rem; color: #444; } footer { margin-top: 2rem; font-size: .8rem; color: #555; }
@page { margin: 18mm 16mm; } @media print { body { margin: 0; max-width: none; } a { color: inherit !important; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def as_html(conversation: Conversation) -> str:
    """The whole conversation with its footnotes."""
    turns, notes = footnoted(conversation.turns)
    language = detect_language(conversation.title)
    title = _text(conversation.title)
    return (
        f'<!doctype html>\n<html lang="{_lang(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n{''.join(map(_turn, turns))}{_notes(notes, language)}"
        f"<footer>प्रमाण · Pramaan · {_text(conversation.changed[:10])}</footer></body></html>\n"
    )


def _turn(footnoted_turn: Footnoted) -> str:
    turn = footnoted_turn.turn
    language = footnoted_turn.language
    pieces = (f'<sup><a href="#note-{piece}">[{piece}]</a></sup>' if isinstance(piece, int) else _text(piece) for piece in footnoted_turn.pieces)
    return (
        f'<section lang="{_lang(language)}"><h2>{_text(turn.question)}</h2><p class="state">{_text(footnoted_turn.state)}</p>'
        f'<p class="answer">{"".join(pieces)}</p>{_nearest(footnoted_turn, language)}</section>\n'
    )


def _nearest(footnoted_turn: Footnoted, language: Language) -> str:
    nearest = footnoted_turn.turn.answer.nearest if footnoted_turn.turn.answer else ()
    if not nearest:
        return ""
    quotes = "".join(f"<li>{_source(citation, language)}</li>" for citation in nearest)
    return f'<p class="state">{_text(say("nearest", language))}</p><ul class="nearest">{quotes}</ul>'


def _notes(notes: dict[int, Citation], language: Language) -> str:
    if not notes:
        return ""
    items = "".join(f'<li id="note-{number}" value="{number}">{_source(citation, language)}</li>' for number, citation in notes.items())
    return f'<h2>{_text(say("proof", language))}</h2><ol class="notes">{items}</ol>\n'


def _source(citation: Citation, language: Language) -> str:
    about = " · ".join((citation.title, source_line(citation, language), citation.article))
    return f"“{_text(citation.quote)}”<cite>{_text(about)}</cite>"


def _text(text: str) -> str:
    return escape(terminal_safe(text))


def _lang(language: Language) -> str:
    return "en" if language == "en" else "hi"
