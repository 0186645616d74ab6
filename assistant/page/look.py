"""The page's fonts and style sheets. Both come from this folder: no address outside this machine is asked."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import gradio as gr

FONT_FOLDER = Path(__file__).parent / "fonts"
_FONTS = ["Pramaan", "Noto Sans Devanagari", "Noto Sans", "Nirmala UI", "Kohinoor Devanagari", "Mangal", "system-ui", "sans-serif"]
# Noto Sans Devanagari, variable weight, cut by script (npm @fontsource-variable/noto-sans-devanagari 5.3.0, licence in fonts/OFL.txt).
# Their own line metrics leave more room below than above: words would stand too high in a button.
_FACES = {
    "noto-sans-devanagari.woff2": "U+0900-097F,U+1CD0-1CF9,U+200C-200D,U+20A8,U+20B9,U+20F0,U+25CC,U+A830-A839,U+A8E0-A8FF",
    "noto-sans-latin.woff2": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-200B,U+200E-206F,U+20AC,"
    "U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
}


def theme() -> gr.themes.Base:
    """Gradio's Soft with every text at least 4.5:1 against what is behind it, and every box, circle and field 3:1."""
    return gr.themes.Soft(font=_FONTS, font_mono=["ui-monospace", "monospace"]).set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        block_title_text_color="*primary_700",
        block_label_text_color="*primary_700",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_600",
        button_primary_background_fill_hover_dark="*primary_700",
        button_cancel_text_color="*neutral_800",
        checkbox_label_background_fill_selected="*primary_600",
        checkbox_border_color="*neutral_500",
        checkbox_border_color_dark="*neutral_400",
        input_border_width="1px",
        input_border_color="*neutral_500",
        input_border_color_dark="*neutral_400",
        button_border_width="1px",
        button_secondary_border_color="*neutral_500",
        button_secondary_border_color_dark="*neutral_400",
    )


def style() -> str:
    """The style sheets; the fonts are files that gradio serves (allowed_paths=[FONT_FOLDER])."""
    faces = "".join(
        f"@font-face {{ font-family: Pramaan; font-weight: 100 900; font-display: swap; ascent-override: 100%; descent-override: 38%; line-gap-override: 0%; unicode-range: {characters}; "
        f"src: url('gradio_api/file={quote((FONT_FOLDER / name).as_posix())}') format('woff2'); }}\n"
        for name, characters in _FACES.items()
    )
    return faces + "".join(sheet.read_text(encoding="utf-8") for sheet in sorted(Path(__file__).parent.glob("*.css")))
