"""A file to its stored text and what it says of itself: txt, md, html, pdf, docx."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from index.errors import UnreadableFile
from index.files.encodings import decode
from index.files.legacy_fonts import unicode_text
from index.files.pdf import read_pdf
from index.files.word import read_word
from index.text.metadata import Given, describe, whole_name
from index.types import Document

MAX_FILE_BYTES = 20_000_000
MAX_TEXT_CHARS = 1_000_000
_HEAD_BYTES = 2_000
_CHARSET = re.compile(rb"<meta[^>]{0,100}charset\s*=\s*[\"']?(?P<name>[A-Za-z0-9_-]{1,30})", re.IGNORECASE)
_SOFT_HYPHEN = "\xad"


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


def _plain(path: Path, content: bytes) -> Document:
    text, note = decode(path, content)
    text, note = _in_unicode(path, text, note)
    return describe(text, path.name, note=note)


def _in_unicode(path: Path, text: str, note: str | None) -> tuple[str, str | None]:
    text, converted = unicode_text(path, text)
    return text, "; ".join(filter(None, (note, converted))) or None


def _html(path: Path, content: bytes) -> Document:
    import trafilatura

    declared = _CHARSET.search(content[:_HEAD_BYTES])
    page, note = decode(path, content, declared["name"].decode("ascii") if declared else None)
    # Without extensive search: it takes the site's clock or the year of the copyright for a date of publication.
    dates = {"extensive_search": False, "original_date": True}
    found = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, with_metadata=True, favor_recall=True, date_extraction_params=dates
    )
    text = ((found.text if found else None) or "").replace(_SOFT_HYPHEN, "")
    if not found or not text.strip():
        raise UnreadableFile(f"{path}: no article was found in this page. Save the article's own page, or paste its text into a .txt file.")
    converted, note = _in_unicode(path, text, note)
    title = found.title if converted == text else None  # a converted page's title is in the legacy font too
    return describe(converted, path.name, Given(title, found.sitename, whole_name(found.author, page), found.date), note)


def _pdf(path: Path, content: bytes) -> Document:
    text, title, note = read_pdf(path, content)
    return describe(text, path.name, Given(None if note else title), note)


def _docx(path: Path, content: bytes) -> Document:
    text, title, note = read_word(path, content)
    # The file's own dates tell when it was saved (or 2013, for a well-known template), never when the article was published.
    return describe(text.replace(_SOFT_HYPHEN, ""), path.name, Given(None if note else title), note)


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
