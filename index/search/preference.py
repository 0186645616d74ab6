"""Which articles fit the time that a question wishes for. Pure; an article without a date is never worse off than one of another time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta

from index.search.timewords import TimeWish
from index.types import Article

RECENT_DAYS = 30


def preferred_days(wish: TimeWish | None, newest: str | None) -> tuple[str | None, str | None] | None:
    """(since, until), "YYYY-MM-DD" or open: when the articles that a wish prefers were published; None for a wish that prefers none.

    newest: the latest date that the search may find. What happened is reported then and shortly after; "the latest" is of the last month.
    """
    if wish is None:
        return None
    if not wish.strict and (wish.since or wish.until):
        return wish.since, wish.reported_until()
    if wish.latest and newest:
        return (date.fromisoformat(newest) - timedelta(RECENT_DAYS)).isoformat(), newest
    return None


def timeliness(wish: TimeWish | None, articles: Iterable[Article]) -> dict[str, float]:
    """Article id → 0 to 1; empty for a wish that prefers none.

    Of a time that is named 1 is in it or shortly after; of "the latest" it is the share of the other dates that are older.
    """
    if wish is None:
        return {}
    found = list(articles)
    if not wish.strict and (wish.since or wish.until):
        since, until = wish.since or "", wish.reported_until() or "9999"
        return {article.id: float(since <= (article.published or "") <= until and article.published is not None) for article in found}
    if not wish.latest:
        return {}
    dates = sorted({article.published for article in found if article.published})
    return {article.id: bisect_left(dates, article.published) / max(1, len(dates) - 1) if article.published else 0.0 for article in found}
