"""A conversation as Markdown with footnotes. Pure; what anybody typed, wrote or published is text in it and nothing else."""

from __future__ import annotations

import re

from assistant.conversations.footnotes import Footnoted, footnoted
from assistant.conversations.types import Conversation
from assistant.language import Language, detect_language
from assistant.render import source_line, terminal_safe
from assistant.texts import say
from assistant.types import Citation

# CommonMark lets any ASCII punctuation be escaped; these are what means something inside a line (tildes, pipes and $ in its dialects).
_MEANING = re.compile(r"([\\`*_\[\]<>&~|$])")
# ... and these at the beginning of one: headings, lists, quotes, rules.
_OPENING = re.compile(r"^([#+=-]|[0-9]{1,9}(?=[.)]))|(?<=[0-9]\])(?=:)")
_BARE_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data):|\bwww\.")


def as_markdown(conversation: Conversation) -> str:
    """Questions are headings; each mark leads to a footnote with the quote, its title, publisher, date and file."""
    turns, notes = footnoted(conversation.turns)
    parts = [f"# {_line(conversation.title)}", *(_turn(turn) for turn in turns)]
    parts += [f"[^{number}]: {_source(citation, detect_language(citation.quote))}" for number, citation in notes.items()]
    return "\n\n".join(parts) + "\n"


def _turn(footnoted_turn: Footnoted) -> str:
    turn = footnoted_turn.turn
    language = footnoted_turn.language
    text = "".join(f"[^{piece}]" if isinstance(piece, int) else _escaped(piece) for piece in footnoted_turn.pieces)
    parts = [f"## {_line(turn.question)}", f"*{_line(footnoted_turn.state)}*"]
    parts += ["  \n".join(_opened(line) for line in text.splitlines() if line.strip())] if text.strip() else []
    if turn.answer and turn.answer.nearest:
        parts.append("\n".join([f"{_line(say('nearest', language))}:", "", *(f"- {_source(near, language)}" for near in turn.answer.nearest)]))
    return "\n\n".join(parts)


def _source(citation: Citation, language: Language) -> str:
    return f"“{_line(citation.quote)}” — {_line(citation.title)} · {_line(source_line(citation, language))} · {_line(citation.article)}"


def _line(text: str) -> str:
    """As one line that begins nothing."""
    return _opened(_escaped(" ".join(text.split())))


def _opened(line: str) -> str:
    """A line that is no heading, list, rule or footnote ("[^1]:")."""
    return _OPENING.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", line.strip())


def _escaped(text: str) -> str:
    escaped = _MEANING.sub(r"\\\1", terminal_safe(text))
    # GitHub's dialect makes a link of a bare address: the colon or the dot is escaped, which shows as it is.
    return _BARE_ADDRESS.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", escaped)
