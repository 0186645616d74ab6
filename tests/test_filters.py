from __future__ import annotations

import pytest
from conftest import word_vector

from index.errors import FilterRefused
from index.store.catalogue import Catalogue, NewArticle
from index.store.filters import Filters, Selection, read_filters
from index.text.sentences import split_sentences
from index.types import Article


def put(catalogue: Catalogue, name: str, publisher: str | None, published: str | None, language: str = "hi") -> None:
    """An article of two chunks."""
    text = f"{name} पहला वाक्य। दूसरा वाक्य।"
    spans = split_sentences(text)
    rows = [word_vector(text[span.start : span.end]) for span in spans]
    article = Article(name, f"/{name}", name, name, publisher, published, language)
    catalogue.put([NewArticle(article, "1", text, None, [], spans, rows, spans, [text[s.start : s.end] for s in spans], rows)])  # type: ignore[arg-type]


@pytest.fixture
def library(catalogue: Catalogue) -> Catalogue:
    put(catalogue, "june.txt", "लोकवाणी समाचार", "2025-06-14")
    put(catalogue, "old/july.txt", "लोकवाणी", "2025-07-01")
    put(catalogue, "may[1].pdf", "Maidan Post", "2025-05-31", "en")
    put(catalogue, "undated.txt", None, None)
    return catalogue


def names(catalogue: Catalogue, filters: Filters) -> set[str]:
    within = catalogue.select(filters)
    assert within is not None
    ids, vectors = catalogue.chunks.selected_vectors(within)
    assert len(ids) == len(vectors) == within.chunks
    assert catalogue.chunks.selected_ids([*catalogue.chunks.ids()], within) == set(ids)
    return {stored.article.name for stored in catalogue.chunks.get(ids).values()}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(since="2025-06-01"), {"june.txt", "old/july.txt"}),
        (Filters(until="2025-06-14"), {"june.txt", "may[1].pdf"}),
        (Filters(since="2025-06-14", until="2025-06-14"), {"june.txt"}),
        (Filters(since="2026-01-01"), set()),
        (Filters(language="en"), {"may[1].pdf"}),
        (Filters(publishers=("लोकवाणी",)), {"june.txt", "old/july.txt"}),
        (Filters(publishers=("समाचार लोकवाणी",)), {"june.txt"}),
        (Filters(publishers=("maidan", "समाचार")), {"june.txt", "may[1].pdf"}),
        (Filters(articles=("june.txt",)), {"june.txt"}),
        (Filters(articles=("july.txt",)), {"old/july.txt"}),
        (Filters(articles=("old/*",)), {"old/july.txt"}),
        (Filters(articles=("*.txt",)), {"june.txt", "old/july.txt", "undated.txt"}),
        (Filters(articles=("may[1].pdf", "undated.txt")), {"may[1].pdf", "undated.txt"}),
        (Filters(publishers=("लोकवाणी",), since="2025-07-01", language="hi"), {"old/july.txt"}),
        (Filters(publishers=("लोकवाणी",), language="en"), set()),
    ],
)
def test_what_filters_let_through(library: Catalogue, filters: Filters, expected: set[str]) -> None:
    assert names(library, filters) == expected


def test_no_filter_selects_nothing_in_particular(library: Catalogue) -> None:
    assert library.select(Filters()) is None


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        (
            Filters(publishers=("आकाशवाणी",)),
            "No article in the store is by the publisher 'आकाशवाणी'. It holds: Maidan Post, लोकवाणी, लोकवाणी समाचार.",
        ),
        (Filters(publishers=("?",)), "publisher '?'"),
        (Filters(articles=("no.txt",)), "No article in the store is called 'no.txt'. It holds: june.txt, may[1].pdf, old/july.txt, undated.txt."),
    ],
)
def test_what_is_not_in_the_store_at_all_is_told(library: Catalogue, filters: Filters, says: str) -> None:
    with pytest.raises(FilterRefused) as refused:
        library.select(filters)
    assert says in str(refused.value)


def test_of_many_names_some_are_told(catalogue: Catalogue) -> None:
    for n in range(12):
        put(catalogue, f"{n:02}.txt", None, None)
    with pytest.raises(FilterRefused, match=r"It holds: 00.txt, .*07.txt and others\.$"):
        catalogue.select(Filters(articles=("x",)))


def test_an_empty_store_says_that_it_holds_none(catalogue: Catalogue) -> None:
    with pytest.raises(FilterRefused, match="It holds: none"):
        catalogue.select(Filters(publishers=("x",)))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2025-06-14", "2025-06-15", ("2025-06-14", "2025-06-15")),
        ("2025-06", "2025-06", ("2025-06-01", "2025-06-30")),
        ("2024-02", "2024-02", ("2024-02-01", "2024-02-29")),
        ("2025", "2025", ("2025-01-01", "2025-12-31")),
        (" 2025 ", None, ("2025-01-01", None)),
        (None, "2025", (None, "2025-12-31")),
        (None, None, (None, None)),
    ],
)
def test_dates_as_people_write_them(since: str | None, until: str | None, expected: tuple[str | None, str | None]) -> None:
    filters = read_filters(since, until)
    assert (filters.since, filters.until) == expected


@pytest.mark.parametrize("given", ["14.6.2025", "2025-13", "2025-02-30", "2025-06-00", "0000", "जून", "2025-6-1", "2025-06-14T00:00"])
def test_what_is_no_date_is_told_with_how_to_write_one(given: str) -> None:
    with pytest.raises(FilterRefused, match=r"is no date to search by\. Write it as 2025-06-14, 2025-06 or 2025\."):
        read_filters(since=given)
    with pytest.raises(FilterRefused, match="is no date"):
        read_filters(until=given)


def test_an_end_before_the_beginning_and_an_unknown_language_are_told() -> None:
    with pytest.raises(FilterRefused, match="begins on 2025-07-01 and ends on 2025-06-30"):
        read_filters("2025-07", "2025-06")
    with pytest.raises(FilterRefused, match=r"language 'fr'.*hi, en"):
        read_filters(language="fr")


@pytest.mark.parametrize(
    ("given", "between", "expected"),
    [
        ((None, None), ("2025-06-01", None), ("2025-06-01", None)),
        (("2025-06-10", None), ("2025-06-01", "2025-06-30"), ("2025-06-10", "2025-06-30")),
        (("2025-05-01", "2025-06-15"), ("2025-06-01", "2025-06-30"), ("2025-06-01", "2025-06-15")),
        (("2025-05-01", None), (None, None), ("2025-05-01", None)),
    ],
)
def test_a_time_in_the_question_only_narrows(
    given: tuple[str | None, str | None], between: tuple[str | None, str | None], expected: tuple[str | None, str | None]
) -> None:
    narrowed = Filters(*given, language="hi").between(*between)
    assert (narrowed.since, narrowed.until, narrowed.language) == (*expected, "hi")


@pytest.mark.parametrize(
    ("chunks", "total", "small"), [(0, 10, True), (50, 10, True), (51, 10, False), (1_581, 10_000, True), (7_071, 200_000, True)]
)
def test_a_selection_is_small_when_looking_at_all_of_it_is_quicker(chunks: int, total: int, small: bool) -> None:
    assert Selection("", (), chunks, total).is_small is small
