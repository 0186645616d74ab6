"""A Word file to its text, its tables in their place; Hindi in legacy fonts is made Unicode or refused."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.files.legacy_fonts import Run, family_of_font, unicode_of_runs

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import CharacterStyle
    from docx.table import _Row as TableRow
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run as WordRun

MAX_UNPACKED_BYTES = 100_000_000


def read_word(path: Path, content: bytes) -> tuple[str, str | None, str | None]:
    """(text, the title it gives itself, note). Raises UnreadableFile for a damaged, locked or swollen file and for unread legacy fonts."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # no stubs

    try:
        _refuse_bomb(path, content)
        document = docx.Document(io.BytesIO(content))
        runs = list(_runs(document))
        title = document.core_properties.title
    except (OpcError, LxmlError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableFile(f"{path}: the Word file is damaged or locked ({error}). Open it in a word processor and save it again.") from error
    text, note = unicode_of_runs(path, runs)
    return text, title or None, note


def _refuse_bomb(path: Path, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        # A zip of half a megabyte can hold a gigabyte.
        unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise UnreadableFile(
                f"{path}: the Word file unpacks to {unpacked / 1e6:.0f} MB (limit {MAX_UNPACKED_BYTES / 1e6:.0f} MB). "
                "Save the article without its pictures, or as text."
            )
        for part in parts.infolist():
            # It may declare less than it holds, and python-docx unpacks all of it: with a number of bytes zipfile stops there and compares.
            with parts.open(part) as packed:
                packed.read(part.file_size)


def _runs(document: Document) -> Iterator[Run]:
    """The text in order, a newline between paragraphs and between the rows of a table."""
    from docx.table import Table

    fonts = _Fonts(document)
    between = ""
    for block in document.iter_inner_content():
        for line in block.rows if isinstance(block, Table) else [block]:
            yield Run(between)
            between = "\n"
            yield from _row_runs(line, fonts) if isinstance(block, Table) else _paragraph_runs(line, fonts)


def _row_runs(row: TableRow, fonts: _Fonts) -> Iterator[Run]:
    # A merged cell is there once for each column that it spans.
    for number, cell in enumerate({cell._tc: cell for cell in row.cells}.values()):
        yield Run(" | " if number else "")
        for place, paragraph in enumerate(cell.paragraphs):
            yield Run(" " if place else "")
            yield from (Run(run.text.replace("\n", " "), run.font) for run in _paragraph_runs(paragraph, fonts))


def _paragraph_runs(paragraph: Paragraph, fonts: _Fonts) -> Iterator[Run]:
    from docx.text.hyperlink import Hyperlink

    for piece in paragraph.iter_inner_content():
        for run in piece.runs if isinstance(piece, Hyperlink) else [piece]:
            yield Run(run.text, fonts.of(run, paragraph))


class _Fonts:
    """Which font a run is shown in: its own, its style's, its paragraph's, or the document's."""

    def __init__(self, document: Document) -> None:
        names = "//w:rFonts/@w:ascii"
        styles = document.styles.element
        self._matter = any(map(family_of_font, [*document.element.xpath(names), *styles.xpath(names)]))
        self._default = next(iter(styles.xpath("w:docDefaults//w:rFonts/@w:ascii")), None)

    def of(self, run: WordRun, paragraph: Paragraph) -> str | None:
        if not self._matter:
            return None
        return run.font.name or self._of_style(run.style) or self._of_style(paragraph.style) or self._default

    def _of_style(self, style: CharacterStyle | None) -> str | None:
        while style is not None and not style.font.name:
            style = style.base_style
        return style.font.name if style is not None else None
