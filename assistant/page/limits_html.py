"""What a conversation's questions are answered from, said where they are asked. Pure; every name is escaped."""

from __future__ import annotations

from assistant.page.both import both_html
from assistant.page.cards import safe
from index.store.filters import Filters

_MOST_NAMES = 3


def limits_html(limits: Filters) -> str:
    """Publishers, dates and articles of the limits; empty for none."""
    dates = f"{limits.since or '…'} – {limits.until or '…'}" if limits.since or limits.until else ""
    parts = [part for part in (_named(limits.publishers), dates, _named(limits.articles)) if part]
    if not parts:
        return ""
    told = safe(" · ".join(parts))
    return f'<p class="note">{both_html(f"Answers only from: {told}", f"उत्तर केवल यहाँ से: {told}")}</p>'


def _named(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" + {more}" if more > 0 else "")
