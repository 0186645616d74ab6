"""The bytes of a text file to its characters. UTF-8 is decoded as it is; any other encoding is told in a note."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from index.errors import UnreadableFile
from index.files.legacy_fonts import family_of_text

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
# What Hindi and English text is made of: ASCII, Latin-1, Devanagari, typographic marks, ₹.
_EXPECTED = re.compile(r"[\t\n\r\x20-\x7e\u00a0-\u00ff\u0900-\u097f\u2000-\u206f\u20a0-\u20bf\ufeff]")
_SHARE_EXPECTED = 0.98
# Browsers read these names as the wider Windows page, which is what is meant.
_DECLARED = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "windows-1252": "cp1252"}
_CHECK = "check the text, and save the file as UTF-8 if it looks wrong"


def decode(path: Path, content: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """(text, note). UTF-8 is decoded as it is, so that offsets hold for the file itself. declared: the encoding that a page names."""
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
        return _guess(path, content, declared)
    if _CONTROLS.search(text):
        return _without_bom(path, content)
    return text, note


def _without_bom(path: Path, content: bytes) -> tuple[str, str]:
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text) and len(_EXPECTED.findall(text)) >= _SHARE_EXPECTED * len(text):
            return text, f"read as {encoding.upper()}, though its mark is missing: {_CHECK}"
    raise UnreadableFile(f"{path}: this is not text but binary data named '{path.suffix}'. Remove it, or give it its right ending.")


def _guess(path: Path, content: bytes, declared: str | None) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    if _CONTROLS.search(content.decode("latin-1")):
        return _without_bom(path, content)
    as_windows = content.decode("cp1252", "replace")
    # A legacy font's bytes mean nothing in any encoding; its table is written in Windows-1252.
    if family_of_text(as_windows):
        return as_windows, f"not UTF-8; read as cp1252: {_CHECK}"
    encoding = _DECLARED.get((declared or "").lower())
    if encoding and "\ufffd" not in as_windows:
        return as_windows, f"not UTF-8; read as {encoding}, as the page says: {_CHECK}"
    # Legacy pages are Windows-1252 far more often than its Cyrillic or Turkish kin, which decode the same bytes without an error too.
    best = from_bytes(content, cp_isolation=["cp1252"]).best() or from_bytes(content).best()
    if best is None:
        raise UnreadableFile(f"{path}: the text's encoding can't be told. Save the file as UTF-8.")
    return str(best), f"not UTF-8; read as {best.encoding}: {_CHECK}"
