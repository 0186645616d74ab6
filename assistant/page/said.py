"""What the page says to the reader, as HTML in both languages."""

from __future__ import annotations

from html import escape

from assistant.page.both import both_html, failed_html
from assistant.page.failures import hindi_of
from assistant.page.settings_words import SAID


def both(key: str) -> str:
    """The text in Hindi and English, as HTML."""
    english, hindi = SAID[key]
    return both_html(escape(english), escape(hindi)) if english else ""


def said(key: str, detail: str = "") -> str:
    """A message for a live region; detail (a name, a path) is escaped."""
    return f'<p class="said" role="status">{both(key)}{f" {escape(detail)}" if detail else ""}</p>' if key != "nothing" or detail else ""


def failed(failure: Exception) -> str:
    """What went wrong, in Hindi and in the failure's own words."""
    return failed_html(str(failure), hindi_of(failure))
