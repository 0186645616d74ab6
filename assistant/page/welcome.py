"""What the page offers before the first question."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.page.both import both_html
from assistant.page.conversation_html import announced, suggestions_html
from assistant.page.suggestions import example_questions
from index.types import Article

_INVITATION = both_html("No articles yet: add yours in the tab “Articles”, then ask here.", "अभी कोई लेख नहीं है: “लेख” टैब में अपने लेख जोड़िए, फिर यहाँ पूछिए।")
_EXAMPLES = both_html("For example", "जैसे")


def welcome(articles: Sequence[Article], note: str = "") -> str:
    """What can be asked: how many articles there are and some questions. note: HTML that ends it."""
    if not articles:
        return f'{announced("", "hi")}<p class="welcome">{_INVITATION}</p>{note}'
    dates = sorted(article.published for article in articles if article.published)
    span = f" · {escape(dates[0])} – {escape(dates[-1])}" if dates else ""
    count = len(articles)
    counted = both_html(f"{count} {'article' if count == 1 else 'articles'}", f"{count} लेख")
    return f'{announced("", "hi")}<p class="welcome">{counted}{span}</p>{suggestions_html(example_questions(articles), _EXAMPLES, "hi")}{note}'
