"""A PDF to its text: paragraphs whole again, running headers and page numbers left out, Hindi in legacy fonts made Unicode or refused."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from index.errors import UnreadableFile
from index.files.legacy_fonts import Run, family_of_font, unicode_of_runs

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfObject, PdfTextPage

# A line that ends before this share of the page's longest, in characters, ends its paragraph.
_FULL_LINE = 0.75
# Sizes and line distances that differ by less are the same.
_SAME = 1.2
_ENOUGH_LINES = 5
_USUAL_SPACING = 1.5
_NARROWEST_COLUMN = 30
_EDGE_LINES = 2
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_SENTENCE_END = re.compile(r"[।॥.?!][\"'”’»)\]]*$")
_PAGE_NUMBER = re.compile(r"\W*(?:page|पृष्ठ|पेज)?\W*\d{1,4}\W*(?:(?:of|का)\W*\d{1,4})?\W*", re.IGNORECASE)
# A browser prints the day and the page's title above, the address and the page number below.
_BROWSER_FOOT = re.compile(r"(?:https?|file)://\S+\s+\d+/\d+")
_BROWSER_LINE = re.compile(rf"{_BROWSER_FOOT.pattern}$|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}, \d{{1,2}}:\d{{2}}")
# pdfium's mark of a hyphen at a line's end, and the hyphen that is only there to be broken at.
_HYPHENS = str.maketrans("", "", "\ufffe\xad")


@dataclass(frozen=True, slots=True)
class _Line:
    """size is the height of its letters, y its height on the page, both in points; y falls from line to line."""

    text: str
    size: float
    y: float


def read_pdf(path: Path, content: bytes) -> tuple[str, str | None, str | None]:
    """(text, the title it gives itself, note). Raises UnreadableFile for a damaged or locked file and for unread legacy fonts."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as pdf:
            pages, runs = _pages(pdf)
            title = pdf.get_metadata_dict().get("Title")
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{path}: the PDF is damaged or locked ({error}). Open it in a viewer and save it again without a password.") from error
    text, note = unicode_of_runs(path, runs)
    lines = iter(text.translate(_HYPHENS).split("\n"))
    read = [[replace(line, text=next(lines).strip()) for line in page] for page in pages]
    if sum(len(line.text) == 1 for page in read for line in page) > sum(len(line.text) > 1 for page in read for line in page):
        raise UnreadableFile(f"{path}: its letters stand one under another and make no lines. Save the article as text.")
    return "\n".join(_paragraphs(_without_running_lines(read))), title or None, note


def _pages(pdf: PdfDocument) -> tuple[list[list[_Line]], list[Run]]:
    """The lines of each page, without their text yet, and all the text as runs, a newline after each line."""
    pages, runs = [], []
    for page in pdf:
        shown = page.get_textpage()
        text = shown.get_text_range()
        parts = list(page.get_objects(filter=[_pdfium().FPDF_PAGEOBJ_TEXT]))
        invented = _invented_spaces(shown, text, parts) if _DEVANAGARI.search(text) else set()
        fonts_matter = any(family_of_font(part.get_font().get_base_name()) for part in parts)
        start, lines = 0, []
        for line in text.split("\n"):
            places = [place for place in range(start, start + len(line)) if place not in invented]
            lines.append(_measured(shown, start))
            if fonts_matter:
                runs += [Run(text[place], _font(shown, place)) for place in places]
            else:
                runs.append(Run("".join(text[place] for place in places)))
            runs.append(Run("\n"))
            start += len(line) + 1
        pages.append(lines)
    return pages, runs


def _pdfium() -> Any:
    import pypdfium2.raw

    return pypdfium2.raw


def _invented_spaces(page: PdfTextPage, text: str, parts: list[PdfObject]) -> set[int]:
    """Places of spaces that no one wrote. A browser's PDF says सा once for the letter and its sign, and pdfium takes the sign's width for a gap."""
    pdfium = _pdfium()
    order = {_address(part.raw): number for number, part in enumerate(parts)}
    found = set()
    for match in re.finditer(r"(?<=[\u0900-\u097f]) (?=\S)", text):
        space = match.start()
        if pdfium.FPDFText_IsGenerated(page, _char(page, space)) != 1:
            continue
        before, after = (order.get(_address(pdfium.FPDFText_GetTextObject(page, _char(page, place)))) for place in (space - 1, space + 1))
        between = parts[before + 1 : after] if before is not None and after is not None else []
        # A space that was written has a place but neither ink nor other words for it.
        if between and all(_has_ink(part) or _is_spelled_out(part) for part in between):
            found.add(space)
    return found


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _has_ink(part: PdfObject) -> bool:
    left, _, right, _ = part.get_bounds()
    return bool(right > left)


def _is_spelled_out(part: PdfObject) -> bool:
    """Whether the PDF says in words what this part shows (a mark with ActualText)."""
    pdfium = _pdfium()
    marks = [pdfium.FPDFPageObj_GetMark(part.raw, number) for number in range(pdfium.FPDFPageObj_CountMarks(part.raw))]
    return any(pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") != pdfium.FPDF_OBJECT_UNKNOWN for mark in marks)


def _font(page: PdfTextPage, place: int) -> str | None:
    buffer, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    known = _pdfium().FPDFText_GetFontInfo(page, _char(page, place), buffer, len(buffer), flags)
    return buffer.value.decode("utf-8", "replace") if known else None


def _char(page: PdfTextPage, place: int) -> int:
    """pdfium's number of the character at a place of the page's text."""
    return int(_pdfium().FPDFText_GetCharIndexFromTextIndex(page, place))


def _measured(page: PdfTextPage, start: int) -> _Line:
    pdfium = _pdfium()
    char = _char(page, start)
    scale = pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if char < 0 or not (pdfium.FPDFText_GetMatrix(page, char, scale) and pdfium.FPDFText_GetCharOrigin(page, char, x, y)):
        return _Line("", 0, 0)
    return _Line("", pdfium.FPDFText_GetFontSize(page, char) * math.hypot(scale.c, scale.d), y.value)


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without what is printed on most of them, but for its page number the same; of a header, the first stays: it may be the title."""
    is_print = any(_BROWSER_FOOT.fullmatch(line.text) for page in pages for line in page)
    pages = [[line for line in page if line.text and not (is_print and _BROWSER_LINE.match(line.text))] for page in pages]
    heads = Counter(key for page in pages for key in {_key(line) for line in page[:_EDGE_LINES]})
    feet = Counter(key for page in pages for key in {_key(line) for line in page[-_EDGE_LINES:]})
    most = max(2, len(pages) // 2 + 1)
    kept = []
    for number, page in enumerate(pages):
        first, last = _EDGE_LINES, len(page) - _EDGE_LINES
        kept.append(
            [
                line
                for place, line in enumerate(page)
                if not (place < first and heads[_key(line)] >= most and (number > 0 or _PAGE_NUMBER.fullmatch(line.text)))
                and not (place >= last and feet[_key(line)] >= most)
            ]
        )
    return kept


def _key(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _paragraphs(pages: list[list[_Line]]) -> Iterator[str]:
    """One a line: a PDF breaks lines at the margin, and a sentence must not end there."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    full = {id(line): _FULL_LINE * max(_NARROWEST_COLUMN, *(len(other.text) for other in page)) for page in pages for line in page}
    body = median(line.size for line in lines for _ in line.text)
    distances = [above.y - below.y for page in pages for above, below in pairwise(page) if above.y > below.y]
    # Between the lines of a paragraph; most distances may be those between paragraphs, when these are short.
    usual = quantiles(distances, n=5)[0] if len(distances) >= _ENOUGH_LINES else _USUAL_SPACING * body
    paragraph = lines[0].text
    for above, below in pairwise(lines):
        same_size = max(above.size, below.size) <= _SAME * min(above.size, below.size)
        distance = above.y - below.y
        is_wrapped_heading = above.size > _SAME * body and distance < 2 * above.size
        is_near = distance <= _SAME * usual or is_wrapped_heading
        goes_on = len(above.text) >= full[id(above)] or is_wrapped_heading
        if distance < 0:  # the next column or page
            goes_on = goes_on and not _SENTENCE_END.search(above.text)
        if same_size and is_near and goes_on:
            paragraph += " " + below.text
        else:
            yield paragraph
            paragraph = below.text
    yield paragraph
