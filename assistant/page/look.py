"""The page's fonts and style sheets."""

from __future__ import annotations

from pathlib import Path

FONTS = ["Noto Sans Devanagari", "Noto Sans", "Nirmala UI", "Kohinoor Devanagari", "Mangal", "system-ui", "sans-serif"]
STYLE = "".join(sheet.read_text(encoding="utf-8") for sheet in sorted(Path(__file__).parent.glob("*.css")))
