"""A file to its stored text and what it says of itself: txt, md, html, pdf, docx."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.metadata import Given, describe, whole_name
from index.types import Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MAX_FILE_BYTES = 20_000_000
MAX_TEXT_CHARS = 1_000_000
MAX_UNPACKED_BYTES = 100_000_000

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_file(path: Path, content: bytes | None = None) -> Document:
    """Read one article. content: the file's bytes, when they are at hand already.

    Raises UnreadableFile for an empty, huge, binary, damaged or cut-short file, and for a kind of file it doesn't know.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(f"{path}: '{path.suffix or path.name}' is not a kind of file Pramaan reads. Use one of: {', '.join(sorted(READERS))}")
    if content is None:
        content = file_bytes(path)
    if not content.strip():
        raise UnreadableFile(f"{path}: the file is empty. Save the article again, or remove the file.")
    document = reader(path, content)
    if len(document.text) > MAX_TEXT_CHARS:
        raise UnreadableFile(
            f"{path}: {len(document.text):,} characters are more than one article holds (limit {MAX_TEXT_CHARS:,}). Split it into its articles."
        )
    if not any(char.isalpha() for char in document.text):
        raise UnreadableFile(f"{path}: there is no text in it (a scanned page needs OCR first). Save the article as text.")
    return document


def file_bytes(path: Path) -> bytes:
    """The bytes of a file within the size limit."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UnreadableFile(
                f"{path}: {size / 1e6:.1f} MB is more than one article's file may have (limit {MAX_FILE_BYTES / 1e6:.0f} MB). Split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: can't be read ({error.strerror}). Check that it exists and that you may read it.") from error


def decode(path: Path, content: bytes) -> tuple[str, str | None]:
    """(text, note). UTF-8 is decoded as it is, so that offsets hold for the file itself; note names any other encoding."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(encoding), f"read as {encoding.upper()}"
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    f"{path}: the {encoding.upper()} text is cut short or damaged at byte {error.start}. Save the file again."
                ) from error
    try:
        text, note = content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        if error.end == len(content) and error.reason == "unexpected end of data":
            raise UnreadableFile(
                f"{path}: the file is cut short, it ends inside a character (byte {error.start} of {len(content)}). Save the whole file again."
            ) from error
        text, note = _guess(path, content)
    if _CONTROLS.search(text):
        raise UnreadableFile(f"{path}: this is not text but binary data named '{path.suffix}'. Remove it, or give it its right ending.")
    return text, note


def _guess(path: Path, content: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    if _CONTROLS.search(content.decode("latin-1")):
        raise UnreadableFile(f"{path}: this is not text but binary data named '{path.suffix}'. Remove it, or give it its right ending.")
    # Legacy pages are Windows-1252 far more often than its Cyrillic or Turkish kin, which decode the same bytes without an error too.
    best = from_bytes(content, cp_isolation=["cp1252"]).best() or from_bytes(content).best()
    if best is None:
        raise UnreadableFile(f"{path}: the text's encoding can't be told. Save the file as UTF-8.")
    return str(best), f"not UTF-8; read as {best.encoding}: check the text, and save the file as UTF-8 if it looks wrong"


def _plain(path: Path, content: bytes) -> Document:
    text, note = decode(path, content)
    return describe(text, path.name, note=note)


def _html(path: Path, content: bytes) -> Document:
    import trafilatura

    page, note = decode(path, content)
    # Without extensive search: it takes the site's clock or the year of the copyright for a date of publication.
    dates = {"extensive_search": False, "original_date": True}
    found = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, with_metadata=True, favor_recall=True, date_extraction_params=dates
    )
    text = (found.text if found else None) or ""
    if not found or not text.strip():
        raise UnreadableFile(f"{path}: no article was found in this page. Save the article's own page, or paste its text into a .txt file.")
    return describe(text, path.name, Given(found.title, found.sitename, whole_name(found.author, page), found.date), note)


def _pdf(path: Path, content: bytes) -> Document:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as pdf:
            pages = [page.get_textpage().get_text_range() for page in pdf]
            about = pdf.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{path}: the PDF is damaged or locked ({error}). Open it in a viewer and save it again without a password.") from error
    text = "\n\n".join(_reflowed(page) for page in pages)
    return describe(text, path.name, Given(about.get("Title")))


def _reflowed(page: str) -> str:
    """A page's paragraphs, one a line: a PDF breaks lines at the margin, and a sentence must not end there."""
    lines = [line.strip() for line in page.replace("\ufffe", "").splitlines()]
    margin = 0.75 * max(map(len, lines), default=0)
    paragraphs = [""]
    for line in lines:
        if not line:
            paragraphs.append("")
            continue
        paragraphs[-1] = f"{paragraphs[-1]} {line}".strip()
        if len(line) < margin:
            paragraphs.append("")
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _docx(path: Path, content: bytes) -> Document:
    import io
    import zipfile
    import zlib

    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # no stubs

    try:
        # A zip of half a megabyte can hold a gigabyte; zipfile reads no more of a part than the size it declares.
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise UnreadableFile(
                f"{path}: the Word file unpacks to {unpacked / 1e6:.0f} MB (limit {MAX_UNPACKED_BYTES / 1e6:.0f} MB). "
                "Save the article without its pictures, or as text."
            )
        document = docx.Document(io.BytesIO(content))
        text = "\n".join(_docx_lines(document))
        title = document.core_properties.title
    except (OpcError, LxmlError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableFile(f"{path}: the Word file is damaged or locked ({error}). Open it in a word processor and save it again.") from error
    # The file's own dates tell when it was saved (or 2013, for a well-known template), never when the article was published.
    return describe(text, path.name, Given(title))


def _docx_lines(document: WordDocument) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(dict.fromkeys(cell.text.replace("\n", " ").strip() for cell in row.cells))
        else:
            yield block.text


READERS: dict[str, Callable[[Path, bytes], Document]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _plain,
    ".markdown": _plain,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
}
