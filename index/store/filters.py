"""Which articles a search may find: by date, publisher, language and name."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.errors import FilterRefused
from index.store.database import Database
from index.text.words import words

LANGUAGES = ("hi", "en")
# Reading a chunk's vector from the catalogue takes 7 µs; one more answer of Chroma's and its check 24 µs, and of these it takes 75 * total / chunks.
_SMALL_SQUARED = 250
_NAMED_IN_A_REFUSAL = 8
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is searched; an empty field lets everything through. since and until are "YYYY-MM-DD", both inclusive.

    publishers and articles: any one of them. An article without a date is left out by since and until.
    """

    since: str | None = None
    until: str | None = None
    publishers: tuple[str, ...] = ()
    language: str | None = None
    articles: tuple[str, ...] = ()

    def between(self, since: str | None, until: str | None) -> Filters:
        """The same, and besides published between these days."""
        return replace(
            self,
            since=max(filter(None, (self.since, since)), default=None),
            until=min(filter(None, (self.until, until)), default=None),
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters as SQL over `articles a`, and how many of all chunks they let through."""

    condition: str
    values: Sequence[object]
    chunks: int
    total: int

    @property
    def is_small(self) -> bool:
        """Whether looking at each of its chunks is quicker than looking for them among the nearest of all: 1,600 of 10,000, 7,100 of 200,000."""
        return self.chunks**2 <= _SMALL_SQUARED * self.total


def read_filters(
    since: str | None = None,
    until: str | None = None,
    publishers: Sequence[str] = (),
    language: str | None = None,
    articles: Sequence[str] = (),
) -> Filters:
    """Filters as a person writes them: since and until as "2025-06-14", "2025-06" (the whole month) or "2025".

    Raises FilterRefused for a date that is none, an end before the beginning, or a language other than hi and en.
    """
    first, last = since and _day(since, last=False), until and _day(until, last=True)
    if first and last and first > last:
        raise FilterRefused(f"The search begins on {first} and ends on {last}, before it. Change one of the two dates.")
    if language not in (None, *LANGUAGES):
        raise FilterRefused(f"There are no articles in the language '{language}'. Articles are filed under: {', '.join(LANGUAGES)}.")
    return Filters(first or None, last or None, tuple(publishers), language, tuple(articles))


def _day(given: str, last: bool) -> str:
    """The first or the last day of what was given."""
    refused = FilterRefused(f"'{given}' is no date to search by. Write it as 2025-06-14, 2025-06 or 2025.")
    parts = _DATE.fullmatch(given.strip())
    if not parts:
        raise refused
    year, month, day = int(parts["year"]), int(parts["month"] or (12 if last else 1)), int(parts["day"] or 0)
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        raise refused
    days = calendar.monthrange(year, month)[1]
    if parts["day"] and not 1 <= day <= days:
        raise refused
    return f"{year:04}-{month:02}-{day or (days if last else 1):02}"


def select(database: Database, filters: Filters) -> Selection | None:
    """The selection of these filters, or None when they let everything through.

    Raises FilterRefused for a publisher or an article that the store doesn't hold at all.
    """
    parts: list[tuple[str, Sequence[object]]] = []
    if filters.since:
        parts.append(("a.published >= ?", [filters.since]))
    if filters.until:
        parts.append(("a.published <= ?", [filters.until]))
    if filters.language:
        parts.append(("a.language = ?", [filters.language]))
    if filters.publishers:
        parts.append(("a.publisher IN (SELECT value FROM json_each(?))", [json.dumps(_publishers(database, filters.publishers))]))
    if filters.articles:
        parts.append(("a.id IN (SELECT value FROM json_each(?))", [json.dumps(_articles(database, filters.articles))]))
    if not parts:
        return None
    condition = " AND ".join(part for part, _ in parts)
    values = [value for _, of_part in parts for value in of_part]
    counts = f"SELECT coalesce(sum(a.chunks), 0), (SELECT chunks FROM totals) FROM articles a WHERE {condition}"
    chunks, total = database.rows(counts, values)[0]
    return Selection(condition, values, int(chunks), int(total))


def _publishers(database: Database, asked: Sequence[str]) -> list[str]:
    """The names in the store that hold all words of one of the asked names, however they are spelt."""
    known = [row[0] for row in database.rows("SELECT DISTINCT publisher FROM articles WHERE publisher IS NOT NULL ORDER BY publisher")]
    found = []
    for name in asked:
        matching = [publisher for publisher in known if words(name) and set(words(name)) <= set(words(publisher))]
        if not matching:
            raise FilterRefused(f"No article in the store is by the publisher '{name}'. It holds: {_some(known)}.")
        found += matching
    return found


def _articles(database: Database, asked: Sequence[str]) -> list[str]:
    """Ids of the articles with one of these names: the whole name, its last part, or a pattern with * and ?."""
    found = []
    for name in asked:
        rows = database.rows("SELECT id FROM articles WHERE name = ?1 OR name GLOB ?1 OR name GLOB '*/' || ?1", (name,))
        if not rows:
            known = database.rows("SELECT name FROM articles ORDER BY name LIMIT ?", (_NAMED_IN_A_REFUSAL + 1,))
            raise FilterRefused(f"No article in the store is called '{name}'. It holds: {_some([row[0] for row in known])}.")
        found += [row[0] for row in rows]
    return found


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED_IN_A_REFUSAL]) + (" and others" if len(names) > _NAMED_IN_A_REFUSAL else "") or "none"
