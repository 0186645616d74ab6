"""Of near-identical articles search shows one and names the others. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from index.text.duplicates import Shingles, share_held, shingles
from index.text.words import words
from index.types import Article, Candidate

# A chunk's edges fall differently in each copy, and its headline is its own.
_SAID_TOO = 0.8


def collapse(candidates: Sequence[Candidate], text_of: Callable[[str], str], limit: int) -> list[tuple[Candidate, tuple[Article, ...]]]:
    """The first `limit` candidates that don't say again what one of another copy says, each with the copies that print its passage.

    Of a group the longest article stays (then the newest, then by name); a passage that only another copy has stays too.
    text_of: article id → its stored text; asked for groups that have several articles among the candidates.
    """
    grouped: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.article.group:
            grouped[candidate.article.group].append(candidate)
    groups: dict[str, _Group] = {}
    shown: list[tuple[Candidate, tuple[Article, ...]]] = []
    for candidate in candidates:
        if len(shown) == limit:
            break
        name = candidate.article.group
        if name is None or len({member.article.id for member in grouped[name]}) == 1:
            shown.append((candidate, ()))
            continue
        if name not in groups:
            groups[name] = _Group(grouped[name], text_of)
        if not groups[name].says_again(candidate):
            shown.append((candidate, groups[name].copies(candidate)))
    return shown


class _Group:
    def __init__(self, candidates: Sequence[Candidate], text_of: Callable[[str], str]) -> None:
        articles = {candidate.article.id: candidate.article for candidate in candidates}
        texts = {article_id: text_of(article_id) for article_id in articles}
        newest_first = sorted(sorted(articles.values(), key=lambda article: article.name), key=lambda article: article.published or "", reverse=True)
        self._articles = sorted(newest_first, key=lambda article: -len(texts[article.id]))
        self._printed = {article_id: shingles(words(text)) for article_id, text in texts.items()}
        self._passages = {c.chunk_id: shingles(words(texts[c.article.id][c.start : c.end])) for c in candidates}
        self._found: dict[str, Shingles] = defaultdict(set)
        for candidate in candidates:
            self._found[candidate.article.id] |= self._passages[candidate.chunk_id]

    def says_again(self, candidate: Candidate) -> bool:
        """Whether the candidates of an article that comes first say it too."""
        first = self._articles[: self._articles.index(candidate.article)]
        return any(share_held(self._passages[candidate.chunk_id], self._found[article.id]) >= _SAID_TOO for article in first)

    def copies(self, candidate: Candidate) -> tuple[Article, ...]:
        """The other articles that print the passage."""
        others = [article for article in self._articles if article != candidate.article]
        return tuple(article for article in others if share_held(self._passages[candidate.chunk_id], self._printed[article.id]) >= _SAID_TOO)
