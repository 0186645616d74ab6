"""A text in both of the page's languages. Gradio can't translate inside HTML: the style sheet shows the one that the page is in. Pure."""

from __future__ import annotations

from assistant.page.cards import safe


def both_html(english: str, hindi: str) -> str:
    """Both texts are HTML."""
    return f'<span class="both"><span lang="hi">{hindi}</span><span lang="en">{english}</span></span>'


def failed_html(english: str, hindi: str = "") -> str:
    """What went wrong, as text. A Hindi page shows the English, too: it names files and values."""
    first = f'<span lang="hi">{safe(hindi)}</span>' if hindi else ""
    return f'<p class="failed" role="alert">{first}<span lang="en">{safe(english)}</span></p>'
