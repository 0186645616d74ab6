"""Sentences of Hindi and English news, as exact offsets into the text. Pure.

What can't be told surely stays together: a stop that is missing altogether ("हमलाकिम", a heading run into its paragraph) needs a dictionary,
not a rule, and a wrong cut would tear words apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.text.stops import ends_sentence
from index.types import Span

VERSION = "stops-3"

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
# A closing quote or bracket right after the stop belongs to the sentence it closes.
_CLOSERS = "\"'”’»)]}*"
# Markdown's heading, quote and list marks, are not part of a sentence.
_LIST_MARK = re.compile(r"^(?:[#>*•●◆▪■►➤·\-–|]+\s+)+")
_STOP = re.compile(rf"(?P<mark>[।॥?!…]+\.*|\.+|\|)(?P<closers>[{re.escape(_CLOSERS)}]*)")

# No sentence ends inside a web address, nor inside a short quotation or bracket: "हम नहीं झुकेंगे। हम लड़ेंगे।" belongs to who said it.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”।|]*[^\s<>\"“”।|.?!…,;:)\]'’*]")
_ENCLOSED = re.compile(r"“[^“”]{0,200}”|‘[^‘’]{0,200}’|«[^«»]{0,200}»|\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
_STRAIGHT_QUOTED = re.compile(r"\"[^\"]*\"")
_QUOTATION_CHARS = 202

# All white space that str.strip() knows, and invisible marks that it doesn't.
_BLANK = "".join(char for char in map(chr, range(0x3001)) if char.isspace()) + "\ufeff\u200b\u200e\u200f\u2060"


def _quotations(line: str) -> list[Span]:
    """Texts in straight quotes. With an odd number of quotes nobody knows which open and which close: none."""
    return [] if line.count('"') % 2 else [Span(*match.span()) for match in _STRAIGHT_QUOTED.finditer(line)]


class _Wholes:
    """The stretches of a line that no sentence ends in."""

    def __init__(self, line: str) -> None:
        quotations = _quotations(line)
        self._openers = {span.start for span in quotations}
        self._line = line
        spans = [Span(*match.span()) for pattern in (_ADDRESS, _ENCLOSED) for match in pattern.finditer(line)]
        spans += [span for span in quotations if span.end - span.start <= _QUOTATION_CHARS]
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans, key=lambda span: span.start):
            if self._ends and span.start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def hold(self, sentence: int, stop: int, end: int) -> bool:
        """Whether the stop at `stop`, with its closers up to `end`, is inside one. A stop that ends with it is not, but for a bracket's in
        the midst of a sentence that began at `sentence`."""
        place = bisect_right(self._starts, stop) - 1
        if place < 0 or self._ends[place] < end:
            return False
        opening = self._starts[place]
        return end < self._ends[place] or (self._line[opening] in "([" and any(map(str.isalnum, self._line[max(sentence, opening - 40) : opening])))

    def without_opener(self, closers: Span) -> int:
        """Where the closers end when a straight quote among them opens the next sentence (है।"हम)."""
        return next((place for place in range(closers.start, closers.end) if place in self._openers), closers.end)


def _line_sentences(line: str) -> Iterator[Span]:
    start = 0
    wholes = _Wholes(line)
    for stop in _STOP.finditer(line):
        end = wholes.without_opener(Span(*stop.span("closers")))
        if not wholes.hold(start, stop.start(), end) and ends_sentence(line, start, Span(stop.start(), stop.end("mark")), end):
            yield Span(start, end)
            start = end
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
    for line in _LINE.finditer(text, within.start, within.end):
        for span in _line_sentences(text[line.start() : line.end()]):
            trimmed = _trimmed(text, Span(line.start() + span.start, line.start() + span.end))
            if trimmed:
                found.append(trimmed)
    return found
