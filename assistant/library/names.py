"""File names from anywhere (an upload, a zip, a headline) as names that every file system takes. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

# Most file systems take 255 bytes (85 letters of Devanagari); the rest is for " (12)" and for a copy on its way.
_MOST_BYTES = 200
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789")}
# Separators and what Windows refuses; control characters; marks that turn the reading direction ("txt.exe" shown as "exe.txt").
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]')
_UNNAMED = "article"


def safe_name(name: str) -> str:
    """The name without folders, hidden marks and refused characters, at most 200 bytes, with its ending; never empty.

    >>> safe_name("../../.बाढ़: क्या हुआ?.txt")
    'बाढ़ क्या हुआ.txt'
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    readable = unicodedata.normalize("NFC", last.encode("utf-8", "replace").decode())
    path = PurePosixPath(_trimmed(_REFUSED.sub(" ", readable)) or _UNNAMED)
    ending = path.suffix.strip() if len(path.suffix) <= 10 else ""
    stem = _trimmed(path.name.removesuffix(path.suffix) if ending else path.name) or _UNNAMED
    if stem.partition(".")[0].strip().upper() in _RESERVED:
        stem = f"_{stem}"
    return f"{_shortened(stem, _MOST_BYTES - len(ending.encode()))}{ending}"


def numbered(name: str, number: int) -> str:
    """The name itself, then "name (2).txt", "name (3).txt" and so on."""
    path = PurePosixPath(name)
    return name if number == 1 else f"{path.stem} ({number}){path.suffix}"


def _trimmed(name: str) -> str:
    """Without what hides a file (".", "~$") before it, nor what Windows drops (dots and spaces) behind it."""
    return " ".join(name.split()).lstrip(".~$ ").rstrip(". ")


def _shortened(stem: str, most_bytes: int) -> str:
    return stem if len(stem.encode()) <= most_bytes else stem.encode()[:most_bytes].decode("utf-8", "ignore").rstrip(". ")
