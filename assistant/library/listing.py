"""The list of the store's articles: what a person looks for in it, newest first, a page at a time."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.store.catalogue import Catalogue
from index.store.filters import Filters
from index.types import Article

PAGE_ROWS = 25
# A word in so many passages tells little of which article is meant.
_MOST_PASSAGES = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """An article in the list. copies: how many other articles print its text."""

    article: Article
    sentences: int
    copies: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list: its rows, how many articles fit the search and how many there are at all. number is from 0."""

    rows: Sequence[Row]
    number: int
    fitting: int
    articles: int

    @property
    def first(self) -> int:
        """The place of the first row in the whole list, from 1."""
        return self.number * PAGE_ROWS + 1

    @property
    def pages(self) -> int:
        return max(-(-self.fitting // PAGE_ROWS), 1)


def list_page(catalogue: Catalogue, wanted: str, filters: Filters, number: int) -> Page:
    """The page of that number (from 0; the last one when there are fewer) of the articles that fit.

    wanted stands in the title or the file name, or its words stand in the text. An article without a date is left out by a date filter.
    """
    articles = catalogue.articles()
    fitting = sorted_newest_first(_fitting(catalogue, articles, wanted, filters))
    number = max(min(number, (len(fitting) - 1) // PAGE_ROWS), 0)
    groups = Counter(article.group for article in articles if article.group)
    rows = [_row(catalogue, article, groups) for article in fitting[number * PAGE_ROWS : (number + 1) * PAGE_ROWS]]
    return Page(rows, number, len(fitting), len(articles))


def sorted_newest_first(articles: Iterable[Article]) -> list[Article]:
    """By date, those without one last; of one day by title."""
    by_title = sorted(articles, key=lambda article: (article.title, article.name))
    return sorted(by_title, key=lambda article: article.published or "", reverse=True)


def publishers(catalogue: Catalogue) -> list[str]:
    return sorted({article.publisher for article in catalogue.articles() if article.publisher})


def copies_of(catalogue: Catalogue, article: Article) -> list[Article]:
    """The other articles that print the same text."""
    return [other for other in catalogue.articles() if article.group and other.group == article.group and other.id != article.id]


def _row(catalogue: Catalogue, article: Article, groups: Counter[str]) -> Row:
    known = catalogue.embedded(article.id)
    return Row(article, len(known.sentences) if known else 0, groups[article.group] - 1 if article.group else 0)


def _fitting(catalogue: Catalogue, articles: Sequence[Article], wanted: str, filters: Filters) -> list[Article]:
    left = [article for article in articles if _passes(article, filters)]
    part = _folded(wanted)
    if not part:
        return left
    by_text = _holding_words(catalogue, wanted)
    return [article for article in left if part in _folded(article.title) or part in _folded(article.name) or article.id in by_text]


def _passes(article: Article, filters: Filters) -> bool:
    dated = article.published or ""
    return (
        (not filters.since or dated >= filters.since)
        and (not filters.until or "" < dated <= filters.until)
        and (not filters.language or article.language == filters.language)
        and (not filters.publishers or article.publisher in filters.publishers)
    )


def _holding_words(catalogue: Catalogue, wanted: str) -> set[str]:
    """Ids of the articles whose text holds every word, in any of its forms."""
    of_words = [
        {chunk_id.split(":")[0] for chunk_id, _ in catalogue.lexical.search({key: count}, _MOST_PASSAGES)}
        for key, count in catalogue.lexical.frequencies(wanted).items()
    ]
    return set.intersection(*of_words) if of_words else set()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()
