from __future__ import annotations

import pytest

from index.search.preference import preferred_days, timeliness
from index.search.timewords import TimeWish
from index.types import Article

NEWEST = "2025-08-22"
JUNE = TimeWish("2025-06-01", "2025-06-30")


def article(published: str | None) -> Article:
    return Article(str(published), "/a", "a", "शीर्षक", None, published, "hi")


@pytest.mark.parametrize(
    ("wish", "newest", "expected"),
    [
        (None, NEWEST, None),
        (JUNE, NEWEST, ("2025-06-01", "2025-07-14")),
        (TimeWish("2025-06-01", None), NEWEST, ("2025-06-01", None)),
        (TimeWish(None, "2025-06-30"), NEWEST, (None, "2025-07-14")),
        (TimeWish(latest=True), NEWEST, ("2025-07-23", NEWEST)),
        (TimeWish(latest=True), None, None),
        (TimeWish("2025-06-01", "2025-06-30", strict=True), NEWEST, None),
        (TimeWish("2025-06-01", "2025-06-30", strict=True, latest=True), "2025-06-30", ("2025-05-31", "2025-06-30")),
    ],
)
def test_the_days_that_a_wish_prefers(wish: TimeWish | None, newest: str | None, expected: tuple[str | None, str | None] | None) -> None:
    assert preferred_days(wish, newest) == expected


@pytest.mark.parametrize(
    ("published", "value"), [("2025-05-31", 0), ("2025-06-01", 1), ("2025-06-30", 1), ("2025-07-14", 1), ("2025-07-15", 0), (None, 0)]
)
def test_news_of_june_is_from_june_or_shortly_after(published: str | None, value: float) -> None:
    assert timeliness(JUNE, [article(published)]) == {str(published): value}


@pytest.mark.parametrize(("published", "value"), [("2024-01-01", 0), ("2025-06-01", 1), ("2030-01-01", 1), (None, 0)])
def test_an_open_end_is_open(published: str | None, value: float) -> None:
    assert timeliness(TimeWish("2025-06-01", None), [article(published)]) == {str(published): value}


def test_the_latest_is_ranked_by_the_share_of_older_dates() -> None:
    articles = [article(published) for published in ("2025-08-22", "2023-01-01", None, "2025-08-01", "2025-08-22")]
    assert timeliness(TimeWish(latest=True), articles) == {"2025-08-22": 1, "2025-08-01": 0.5, "2023-01-01": 0, "None": 0}
    assert timeliness(TimeWish(latest=True), [article("2025-08-22")]) == {"2025-08-22": 0}
    assert timeliness(TimeWish(latest=True), []) == {}


@pytest.mark.parametrize("wish", [None, TimeWish("2025-06-01", "2025-06-30", strict=True)])
def test_who_wishes_no_preference_gets_none(wish: TimeWish | None) -> None:
    assert timeliness(wish, [article(NEWEST)]) == {}
