"""Files that can't be articles, as people upload them: name → (content, a part of the reason; "|" between alternatives)."""

from __future__ import annotations

import io
import zipfile


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 19_000_000)
    return packed.getvalue()


BAD_UPLOADS = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\n ", "the file is empty"),
    "binary.txt": (b"\x00\x01\x02\x7fELF" * 50, "binary data"),
    "half.txt": ("आधी फ़ाइल".encode()[:-1], "cut short"),
    "half.pdf": (b"%PDF-1.4\n1 0 obj\n", "the PDF is damaged"),
    "half.docx": (b"PK\x03\x04half", "the Word file is damaged"),
    "half.zip": (b"PK\x03\x04half", "the zip is damaged"),
    "utf16.txt": (b"\xff\xfe\x00", "cut short or damaged"),
    "chanakya.txt": ("ãñ ×ð´ ·ð¤ ·¤è âð ¥õÚU Ùãè´ ÂÚU ãñ´ ·¤æ ".encode() * 20, "legacy font|which can't be read here"),
    "numbers.txt": (b"1 2 3\n", "no text in it"),
    "huge.txt": (b"word " * 4_100_000, "more than one article's file may have"),
    "long.txt": (b"A long sentence. " * 60_000, "characters are more than one article holds"),
    "photo.jpg": (b"\xff\xd8\xff", "is not a kind of file"),
    "noending": (b"text", "is not a kind of file"),
    "page.html": (b"<html><body></body></html>", "no article was found"),
    "bomb.zip": (bomb(), "are packed into"),
    "photos.zip": (b"PK\x05\x06" + b"\0" * 18, "no article in this zip"),
}
