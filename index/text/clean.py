"""Which stretches of a pasted news page are the article and which are the site's furniture. Pure: marks, never deletes."""

from __future__ import annotations

import re
from itertools import pairwise

from index.text.dates import is_date_line
from index.text.furniture import ends_as_sentence, is_bare_teaser, is_comment_form, is_heading_of_tail, is_page_part, is_service, teasers_in
from index.types import Span

VERSION = "lines-3"

_BLANK = "\ufeff\u200b\u200e\u200f\u2060 \t\xa0"
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_REPORTER = re.compile(r"^\W*reporter\b.{0,100}$", re.IGNORECASE)
_LIST_ITEM = re.compile(r"^(?:[-•*●▪■►➤»>]|[\d०-९]{1,2}[.)])\s*\S")
SECTIONS = frozenset(
    "देश विदेश दुनिया राज्य राष्ट्रीय अंतरराष्ट्रीय अंतर्राष्ट्रीय खेल राजनीति व्यापार बिजनेस मनोरंजन "
    "international national world india politics sports business entertainment".split()
)

_HEAD_LINES = 6
_SHORT_HEAD_WORDS = 2
_TITLE_CHARS = 160
_PARAGRAPH_CHARS = 80
# Headlines and cut-off excerpts don't end with a danda.
_DANDA_PARAGRAPH_CHARS = 30


def page_lines(text: str) -> list[Span]:
    """The lines that hold more than white space, without their line breaks."""
    return [Span(*match.span()) for match in _LINE.finditer(text) if text[match.start() : match.end()].strip(_BLANK)]


def furniture_spans(text: str) -> list[Span]:
    """The stretches of `text` that are site furniture, in order: whole lines, teasers inside a line, and all that is below a comment form."""
    spans = page_lines(text)
    page = _Page([text[span.start : span.end].strip(_BLANK) for span in spans])
    found: list[Span] = []
    for order, span in enumerate(spans):
        if page.ends_at(order, in_second_half=span.start > len(text) / 2):
            return [*found, Span(span.start, len(text))]
        found += [Span(span.start + part.start, span.start + part.end) for part in page.furniture(order, text[span.start : span.end])]
    return found


def kept_spans(text: str, furniture: list[Span]) -> list[Span]:
    """The article's own stretches: what `furniture` (in order, not overlapping) leaves."""
    edges = [Span(0, 0), *furniture, Span(len(text), len(text))]
    return [Span(before.end, after.start) for before, after in pairwise(edges) if before.end < after.start]


# A headline that ends so is half a headline, and a line that begins so is its rest.
_HALF = re.compile(r"[,–—:-]\s*$|\s(?:और|व|एवं|का|के|की|को|ने|से|में|पर|कि|and|of|the|to|in|for|with|as|at|by)\s*$", re.IGNORECASE)
_REST = re.compile(r"(?:और|का|के|की|को|ने|से|में|पर|तक)\s|[a-z]")


def goes_on(headline: str, following: str) -> bool:
    """Whether a headline is wrapped into the following line: only where its words say so surely."""
    if is_page_part(following) or is_date_line(following) or ends_as_sentence(headline):
        return False
    return (
        bool(_HALF.search(headline) or _REST.match(following))
        or headline.count("‘") > headline.count("’")
        or headline.count("“") > headline.count("”")
    )


class _Page:
    """The lines of a page, asked from the top: what a line is depends on what stood above it."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._headline = next((order for order, line in enumerate(lines[: _HEAD_LINES + 2]) if _is_headline(line)), None)
        self._has_paragraph = self._in_tail = False
        # What of a teaser may go on in the next line: "label", "list" or nothing.
        self._teased = ""

    def ends_at(self, order: int, in_second_half: bool) -> bool:
        """Whether this is the comment form below the article; above it, it is only a link to one."""
        return (self._has_paragraph or in_second_half) and is_comment_form(self._lines[order])

    def furniture(self, order: int, whole: str) -> list[Span]:
        """The parts of line number `order`, as it stands in the text, that are furniture."""
        line = self._lines[order]
        teasers = teasers_in(whole) if not self._in_tail or _is_paragraph(line) else []
        if teasers and any(char.isalnum() for kept in kept_spans(whole, teasers) for char in whole[kept.start : kept.end]):
            self._in_tail, self._has_paragraph = False, True
            return teasers
        if self._is_furniture(order, line):
            return [Span(0, len(whole))]
        self._in_tail = False
        self._has_paragraph = self._has_paragraph or _is_paragraph(line)
        return []

    def _is_furniture(self, order: int, line: str) -> bool:
        teased, self._teased = self._teased, ""
        if is_heading_of_tail(line):
            self._in_tail = self._has_paragraph
            return True
        if is_page_part(line):
            self._teased = "label" if self._has_paragraph and is_bare_teaser(line) else ""
            return True
        if self._in_tail and not _is_paragraph(line):
            return True
        if self._has_paragraph and is_service(line) and (self._in_tail or not ends_as_sentence(line)):
            return True
        is_item = bool(_LIST_ITEM.match(line))
        if (teased == "label" or (teased == "list" and is_item)) and not line.endswith(("।", ".")):
            self._teased = "list" if is_item else ""
            return True
        return self._in_head(order, line)

    def _in_head(self, order: int, line: str) -> bool:
        """A date line, or a line of one or two words above the article: a section, the publisher, a reporter's name."""
        if order >= _HEAD_LINES or line.startswith("#") or ends_as_sentence(line):
            return False
        if _is_byline(line, order) or is_date_line(line):
            return True
        if len(line.split()) > _SHORT_HEAD_WORDS or (self._headline == order - 1 and goes_on(self._lines[order - 1], line)):
            return False
        following = self._lines[order + 1] if order + 1 < len(self._lines) else ""
        if is_date_line(following) or _is_byline(following, order + 1):
            return self._headline is not None
        # Without a headline the short line is the headline.
        return not self._has_paragraph and (self._headline is not None or line.lower() in SECTIONS)


def _is_byline(line: str, order: int) -> bool:
    return order > 0 and bool(_REPORTER.match(line))


def _is_headline(line: str) -> bool:
    return (
        len(line.split()) > _SHORT_HEAD_WORDS
        and len(line) <= _TITLE_CHARS
        and not (_is_paragraph(line) or is_page_part(line) or is_date_line(line) or _REPORTER.match(line))
    )


def _is_paragraph(line: str) -> bool:
    return ends_as_sentence(line) and (len(line) >= _PARAGRAPH_CHARS or (len(line) >= _DANDA_PARAGRAPH_CHARS and "।" in line[-3:]))
