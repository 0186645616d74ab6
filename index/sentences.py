"""Sentences of Hindi and English news, as exact offsets into the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.types import Span

# A closing quote or bracket right after the stop belongs to the sentence it closes.
_CLOSERS = "\"'”’»)]}*"
# Markdown's heading, quote and list marks, are not part of a sentence.
_LIST_MARK = re.compile(r"^(?:[#>*•\-–|]+\s+)+")
_STOP = re.compile(rf"(?:[।॥?!…]+|\.+)[{re.escape(_CLOSERS)}]*")

_WORD_WINDOW = 40

# Words whose full stop doesn't end a sentence, lower case, without the stop.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st vs gen col lt sgt gov sen rep rs approx etc inc ltd co jan feb mar apr jun jul aug sep sept oct nov dec "
    "डॉ डा श्री प्रो पं स्व लि कं रु ई".split()
)
# "No. 5" and "नं. 5": only before a number.
_NUMBER_SIGNS = frozenset({"no", "nos", "नं"})


# All white space that str.strip() knows, and two marks that it doesn't.
_BLANK = "".join(char for char in map(chr, range(0x3001)) if char.isspace()) + "\ufeff\u200b"


def _is_devanagari(char: str) -> bool:
    return "ऀ" <= char <= "ॿ"


# What stands before a stop is looked at this far back: an abbreviation or an address is shorter, and a page may be one line of a million letters.
_WORD_CHARS = 60


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    """Whether this stop ends a sentence: '.' is also a decimal point, an initial, an abbreviation and part of a web address."""
    if "." not in stop.group() or stop.group()[0] in "।॥?!…":
        return True
    # A window, not the whole line: a page pasted as one line has thousands of stops.
    before, after = line[max(0, stop.start() - _WORD_WINDOW) : stop.start()], line[stop.end() : stop.end() + 2]
    if not after or stop.group().startswith(".."):
        return True
    word = re.split(r"[\s(\"'“‘]", before)[-1]
    if word.lower() in _ABBREVIATIONS or (len(word.strip(".")) <= 1 and not word.isdigit()) or "." in word:
        return False
    if word.lower() in _NUMBER_SIGNS and after.strip()[:1].isdigit():
        return False
    if after[0].isspace():
        return True
    # Glued Hindi ("किया है.उन्होंने"): a Devanagari letter on both sides can't be a decimal or an address.
    return _is_devanagari(before[-1:] or " ") and _is_devanagari(after[0]) and not before[-1:].isdigit()


def _line_sentences(line: str) -> Iterator[Span]:
    start = 0
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, stop):
            yield Span(start, stop.end())
            start = stop.end()
    yield Span(start, len(line))


def _trimmed(text: str, span: Span) -> Span | None:
    piece = text[span.start : span.end]
    body = _LIST_MARK.sub("", piece.strip(_BLANK))
    if not any(char.isalnum() for char in body):
        return None
    start = span.start + piece.index(body)
    return Span(start, start + len(body))


def split_sentences(text: str, within: Span | None = None) -> list[Span]:
    """The sentences of text[within.start:within.end] in order, without surrounding white space.

    A line break always ends a sentence: pasted news has a paragraph or a heading on each line.
    """
    within = within or Span(0, len(text))
    found: list[Span] = []
    for line in re.finditer(r"[^\r\n\u2028\u2029]+", text[within.start : within.end]):
        offset = within.start + line.start()
        for span in _line_sentences(line.group()):
            trimmed = _trimmed(text, Span(offset + span.start, offset + span.end))
            if trimmed:
                found.append(trimmed)
    return found
