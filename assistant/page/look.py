"""The page's fonts and style sheet."""

from __future__ import annotations

from pathlib import Path

FONTS = ["Noto Sans Devanagari", "Noto Sans", "Nirmala UI", "Kohinoor Devanagari", "Mangal", "system-ui", "sans-serif"]
STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
