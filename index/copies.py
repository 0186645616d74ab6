"""Of near-identical articles search shows one and names the others. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.duplicates import share_held, shingles
from index.types import Article, Hit
from index.words import words

# A chunk's edges fall differently in each copy, and its headline is its own.
_SAID_TOO = 0.8


def collapse(hits: Sequence[Hit], text_of: Callable[[str], str], limit: int) -> list[Hit]:
    """The first `limit` hits without those that say again what a hit of another copy says, each with the copies that print its passage.

    Of a group the longest article stays (then the newest, then by name); a passage that only another copy has stays too.
    text_of: article id → its stored text; asked for groups that have several articles among the hits.
    """
    articles: dict[str, dict[str, Article]] = defaultdict(dict)
    for hit in hits:
        if hit.article.group:
            articles[hit.article.group][hit.article.id] = hit.article
    groups: dict[str, _Group] = {}
    shown: list[Hit] = []
    for hit in hits:
        if len(shown) == limit:
            break
        name = hit.article.group
        if name and len(articles[name]) > 1:
            if name not in groups:
                groups[name] = _Group(articles[name].values(), text_of)
            if found := groups[name].shown(hit):
                shown.append(found)
        else:
            shown.append(hit)
    return shown


class _Group:
    def __init__(self, articles: Iterable[Article], text_of: Callable[[str], str]) -> None:
        texts = {article.id: text_of(article.id) for article in articles}
        newest_first = sorted(sorted(articles, key=lambda article: article.name), key=lambda article: article.published or "", reverse=True)
        self._articles = sorted(newest_first, key=lambda article: -len(texts[article.id]))
        self._said = {article_id: shingles(words(text)) for article_id, text in texts.items()}

    def shown(self, hit: Hit) -> Hit | None:
        """The hit with its copies, or None when an article that comes first says it too."""
        passage = shingles(words(hit.chunk.text))
        saying = [article for article in self._articles if article == hit.article or share_held(passage, self._said[article.id]) >= _SAID_TOO]
        return replace(hit, copies=tuple(saying[1:])) if saying[0] == hit.article else None
