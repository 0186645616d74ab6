"""What the page offers before the first question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.types import Article

_EXAMPLES = Path(__file__).parents[2] / "data" / "examples.json"
_MOST_EXAMPLES = 5


def example_questions(articles: Iterable[Article]) -> list[str]:
    """Example questions whose article is in the store; for other articles, questions made of their titles."""
    articles = list(articles)
    names = {article.name for article in articles}
    prepared = json.loads(_EXAMPLES.read_text(encoding="utf-8")) if _EXAMPLES.is_file() else []
    fitting = [example["question"] for example in prepared if example["article"] in names]
    return fitting[:_MOST_EXAMPLES] or [_about(article) for article in articles[:3]]


def welcome(articles: Sequence[Article]) -> str:
    """What can be asked: how many articles there are, in Hindi and in English (the page's language is the browser's business)."""
    dates = sorted(article.published for article in articles if article.published)
    span = f" · {dates[0]} – {dates[-1]}" if dates else ""
    return f'<p class="welcome"><span lang="hi">{len(articles)} लेख</span> · <span lang="en">{len(articles)} articles</span>{span}</p>'


def _about(article: Article) -> str:
    title = article.title if len(article.title) <= 80 else article.title[:80].rsplit(" ", 1)[0] + "…"
    return f"What do the articles say on: {title}" if article.language == "en" else f"इस विषय में लेख क्या कहते हैं: {title}"
