"""A PDF made by hand for the tests: lines of text in named fonts, as a newsroom's program writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line at height y (points from the bottom): its letters are those of Windows-1252."""

    text: str
    y: float
    font: str = "Helvetica"
    size: float = 11


def pdf_file(*pages: Sequence[Line], title: str = "") -> bytes:
    fonts = sorted({line.font for page in pages for line in page})
    bodies = [_content(page, fonts) for page in pages]
    first_font, first_page = 4, 4 + len(fonts)
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(pages)))
    resources = " ".join(f"/F{n} {first_font + n} 0 R" for n in range(len(fonts)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Title (" + title.encode("cp1252") + b") >>",
        *(f"<< /Type /Font /Subtype /TrueType /BaseFont /{font} /Encoding /WinAnsiEncoding >>".encode() for font in fonts),
    ]
    for number, body in enumerate(bodies):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << {resources} >> >> "
            f"/Contents {first_page + 2 * number + 1} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(content),
    )


def _content(page: Sequence[Line], fonts: Sequence[str]) -> bytes:
    parts = []
    for line in page:
        text = line.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        parts.append(b"BT /F%d %g Tf 1 0 0 1 60 %g Tm (%s) Tj ET" % (fonts.index(line.font), line.size, line.y, text))
    return b"\n".join(parts)
