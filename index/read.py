"""A file to its stored text and what it says of itself: txt, md, html, pdf, docx."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from index.errors import UnreadableFile
from index.metadata import find_published, find_title
from index.types import Document

MAX_FILE_BYTES = 20_000_000
MAX_TEXT_CHARS = 1_000_000

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
                f"{path}: the file is cut short: it ends inside a character (byte {error.start} of {len(content)}). Copy or save the whole file again."
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
    published, publisher = find_published(text)
    return Document(text, find_title(text), publisher, published, note)


def _html(path: Path, content: bytes) -> Document:
    import trafilatura

    page, note = decode(path, content)
    found = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=True, favor_recall=True)
    text = (found.text if found else None) or ""
    if not found or not text.strip():
        raise UnreadableFile(f"{path}: no article was found in this page. Save the article's own page, or paste its text into a .txt file.")
    published, publisher = find_published(text)
    return Document(text, found.title or find_title(text), found.sitename or publisher, found.date or published, note)


def _pdf(path: Path, content: bytes) -> Document:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as pdf:
            pages = [page.get_textpage().get_text_range() for page in pdf]
            about = pdf.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{path}: the PDF is damaged or locked ({error}). Open it in a viewer and save it again without a password.") from error
    text = "\n\n".join(_reflowed(page) for page in pages)
    published, publisher = find_published(text)
    return Document(text, about.get("Title") or find_title(text), publisher, published)


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

    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(content))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        about = document.core_properties
        made = about.created if isinstance(about.created, datetime) else None
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFile(f"{path}: the Word file is damaged ({error}). Open it in a word processor and save it again.") from error
    published, publisher = find_published(text)
    return Document(text, about.title or find_title(text), publisher, published or (made.date().isoformat() if made else None))


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
