from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from syncing import Syncer

from assistant.library.listing import PAGE_ROWS, Page, copies_of, list_page, publishers
from assistant.library.pasting import PasteRefused, pasted_article
from index.store.catalogue import Catalogue
from index.store.filters import Filters
from index.store.vectors import VectorIndex
from index.text.metadata import describe

FLOOD = "तमसापुर में बाढ़ आई\n\nलोकवाणी | 14 जून 2025\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई। सेना पहुँची।\n"
ONION = "प्याज के दाम गिरे हैं\n\nजनपथ | 2 मई 2025\n\nमंडी में प्याज का भाव 2,150 रुपये रहा।\n"
METRO = "Blue Line opens today\n\nThe Ledger | 14 June 2025\n\nThe Shyamgarh metro carried 40,000 passengers on Sunday.\n"
UNDATED = "पुराना पुल बंद हुआ है\n\nनदी पर बना पुल मरम्मत के लिए बंद किया गया।\n"


@pytest.fixture
def filled(catalogue: Catalogue, vectors: VectorIndex, write_article: Callable[[str, str], Path], articles: Path) -> Catalogue:
    for name, text in {"बाढ़.txt": FLOOD, "onion.txt": ONION, "metro.txt": METRO, "bridge.txt": UNDATED}.items():
        write_article(name, text)
    Syncer(catalogue, vectors)(articles)
    return catalogue


def names(page: Page) -> list[str]:
    return [row.article.name for row in page.rows]


def test_the_newest_come_first_and_those_without_a_date_last(filled: Catalogue) -> None:
    page = list_page(filled, "", Filters(), 0)
    assert names(page) == ["metro.txt", "बाढ़.txt", "onion.txt", "bridge.txt"]
    assert (page.first, page.fitting, page.articles, page.pages) == (1, 4, 4, 1)


def test_a_row_counts_its_sentences(filled: Catalogue) -> None:
    counted = {row.article.name: row.sentences for row in list_page(filled, "", Filters(), 0).rows}
    stored = dict(filled._rows("SELECT name, count(*) FROM articles JOIN sentences ON article_id = id GROUP BY id"))
    assert counted == stored


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("बाढ़ आ", ["बाढ़.txt"]),  # a part of the title, as it is typed
        ("ba\u0301", []),
        ("METRO.t", ["metro.txt"]),  # the file's name, letter case aside
        ("blue  line", ["metro.txt"]),
        ("passengers Sunday", ["metro.txt"]),  # words of the text, in any place
        ("passengers प्याज", []),
        ("भावों", ["onion.txt"]),  # another form of a word of the text
        ("%", []),
        ("_", []),
        ('"*', []),
        ("' OR 1", []),
    ],
)
def test_words_are_looked_for_in_title_name_and_text(filled: Catalogue, wanted: str, found: list[str]) -> None:
    assert names(list_page(filled, wanted, Filters(), 0)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(since="2025-06-01"), ["metro.txt", "बाढ़.txt"]),
        (Filters(until="2025-06-14"), ["metro.txt", "बाढ़.txt", "onion.txt"]),
        (Filters(until="2025-06-13"), ["onion.txt"]),
        (Filters(language="en"), ["metro.txt"]),
        (Filters(publishers=("लोकवाणी",)), ["बाढ़.txt"]),
        (Filters(since="2025-06-01", language="hi"), ["बाढ़.txt"]),
        (Filters(publishers=("nobody",)), []),
    ],
)
def test_filters_narrow_the_list(filled: Catalogue, filters: Filters, found: list[str]) -> None:
    assert names(list_page(filled, "", filters, 0)) == found


def test_publishers_are_those_of_the_store(filled: Catalogue) -> None:
    assert publishers(filled) == ["The Ledger", "जनपथ", "लोकवाणी"]


def test_an_empty_store_has_one_empty_page(catalogue: Catalogue) -> None:
    page = list_page(catalogue, "", Filters(), 3)
    assert (names(page), page.fitting, page.articles, page.number, page.pages) == ([], 0, 0, 0, 1)


def test_pages_follow_one_another_and_end(
    catalogue: Catalogue, vectors: VectorIndex, write_article: Callable[[str, str], Path], articles: Path
) -> None:
    for number in range(2 * PAGE_ROWS + 1):
        write_article(f"{number:02}.txt", f"समाचार का शीर्षक {number:02}\n\nघटना {number} की पूरी ख़बर यहाँ है।\n")
    Syncer(catalogue, vectors)(articles)
    pages = [list_page(catalogue, "", Filters(), number) for number in range(3)]
    assert [name for page in pages for name in names(page)] == [f"{number:02}.txt" for number in range(2 * PAGE_ROWS + 1)]
    assert [(page.first, len(page.rows), page.pages) for page in pages] == [(1, 25, 3), (26, 25, 3), (51, 1, 3)]
    assert list_page(catalogue, "", Filters(), 9).number == 2
    assert list_page(catalogue, "", Filters(), -1).number == 0


def test_copies_are_counted_and_named(catalogue: Catalogue, vectors: VectorIndex, write_article: Callable[[str, str], Path], articles: Path) -> None:
    report = (
        "राज्य सरकार ने नदी पर नया पुल बनाने की मंज़ूरी दे दी है। मुख्य अभियंता रमेश वर्मा ने पत्रकारों से कहा कि काम मानसून के बाद शुरू होगा। "
        "स्थानीय लोग बरसों से नाव के सहारे दूसरे किनारे जाते रहे हैं। पंचायत ने ज़मीन देने वाले किसानों को मुआवज़ा बाँटना शुरू कर दिया है।"
    )
    for name, title in (("a.txt", "नए पुल को मंज़ूरी मिली"), ("b.txt", "नदी पर बनेगा नया पुल")):
        write_article(name, f"{title}\n\n{report}\n")
    write_article("c.txt", ONION)
    Syncer(catalogue, vectors)(articles)
    rows = {row.article.name: row for row in list_page(catalogue, "", Filters(), 0).rows}
    assert {name: row.copies for name, row in rows.items()} == {"a.txt": 1, "b.txt": 1, "c.txt": 0}
    assert [copy.name for copy in copies_of(catalogue, rows["a.txt"].article)] == ["b.txt"]
    assert copies_of(catalogue, rows["c.txt"].article) == []


# Pasted text

TEXT = "तमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई। सेना ने नाव से गांव खाली कराए।\n\nप्रशासन ने शिविर लगाए।"


@pytest.mark.parametrize(
    ("title", "publisher", "published", "day"),
    [
        ("तमसापुर में बाढ़ आई", "लोकवाणी", "2025-06-14", "2025-06-14"),
        ("तमसापुर में बाढ़ आई", "दैनिक भास्कर", "१४ जून २०२५", "2025-06-14"),
        ("Flood kills eleven in Tamsapur", "The Hindu", "", None),
        ("Flood kills eleven in Tamsapur", "", "June 14, 2025", "2025-06-14"),
        ("", "आज तक", "14/06/2025", "2025-06-14"),
        ("कौन जीता, कौन हारा?", "", "", None),
    ],
)
def test_what_is_given_is_read_again(title: str, publisher: str, published: str, day: str | None) -> None:
    name, written = pasted_article(TEXT, title, publisher, published)
    read = describe(written, name)
    assert written.endswith(f"{TEXT}\n")
    assert (read.publisher, read.published) == (publisher or None, day)
    assert read.title == title or not title


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"text": ""}, "no_text"),
        ({"text": " \n\t"}, "no_text"),
        ({"text": TEXT, "published": "कल"}, "no_date"),
        ({"text": TEXT, "published": "2025-02-31"}, "no_date"),
        ({"text": TEXT, "title": "बाढ़"}, "title_lost"),
        ({"text": TEXT, "publisher": "अमर उजाला"}, "publisher_lost"),
        ({"text": TEXT, "title": "राम कुमार", "publisher": "अमर उजाला"}, "publisher_lost"),
        ({"text": TEXT, "publisher": "https://example.invalid", "published": "2025-06-14"}, "publisher_lost"),
    ],
)
def test_what_would_be_lost_is_refused(given: dict[str, str], why: str) -> None:
    with pytest.raises(PasteRefused) as refused:
        pasted_article(**given)
    assert refused.value.why == why


def test_lines_in_a_field_are_one_line() -> None:
    _, written = pasted_article(TEXT, "तमसापुर में\nबाढ़  आई", "लोक\nवाणी", "2025-06-14")
    assert written.startswith("तमसापुर में बाढ़ आई\n\nलोक वाणी | 2025-06-14\n\n")


def test_a_date_in_the_headline_is_not_taken_for_the_articles() -> None:
    name, written = pasted_article(TEXT, "14 जून 2025 की बाढ़ पर रपट")
    assert name == "pasted.txt"
    assert describe(written, name).published is None
