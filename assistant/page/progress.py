"""How far a long job is, as HTML in both languages."""

from __future__ import annotations

from html import escape

from assistant.page.both import both_html
from assistant.page.words import PROGRESS


def progress_html(stage: str, detail: str = "", done: int = 0, total: int = 0, seconds_left: float | None = None) -> str:
    """How far an evaluation is, in Hindi and English. detail (a question, a path) is escaped."""
    english, hindi = PROGRESS[stage]
    return bar_html(english, hindi, escape(detail), done, total, seconds_left)


def bar_html(english: str, hindi: str, detail: str = "", done: int = 0, total: int = 0, seconds_left: float | None = None) -> str:
    """What a long job is doing, how far it is, and the time left. All texts are HTML."""
    said = f"<p>{both_html(english, hindi)}</p>"
    left = f" · {_left(int(seconds_left))}" if seconds_left is not None else ""
    bar = f'<progress max="{total}" value="{done}" aria-label="{done} / {total}"></progress><p>{done} / {total}{left}</p>' if total else ""
    return f'<div class="progress" role="status">{said}{bar}<p class="small">{detail}</p></div>'


def _left(seconds: int) -> str:
    minutes = f"{seconds // 60}:{seconds % 60:02}"
    return both_html(f"{minutes} min left", f"{minutes} मिनट बाक़ी")
