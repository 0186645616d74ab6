from __future__ import annotations

from pathlib import Path

import pytest

from index.metadata import find_date, find_language, find_published, find_title
from index.read import read_file

PARAGRAPH = "तमसापुर जिले में तीन दिन की तेज बारिश के बाद आई बाढ़ में सोमवार सुबह तक ग्यारह लोगों की जान जा चुकी है।"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Updated: 30 Nov, 2024 11:26 AM", "2024-11-30"),
        ("18 जुलाई 2025", "2025-07-18"),
        ("१८ जुलाई २०२५", "2025-07-18"),
        ("July 18, 2025", "2025-07-18"),
        ("Sept. 3, 2025", "2025-09-03"),
        ("3rd September, 2025", "2025-09-03"),
        ("फ़रवरी 3, 2025", "2025-02-03"),
        ("3 \u095eरवरी 2025", "2025-02-03"),
        ("3 सितम्बर 2025", "2025-09-03"),
        ("3 अक्तूबर, 2025", "2025-10-03"),
        ("3-मई-2025", "2025-05-03"),
        ("2025-07-18T10:00", "2025-07-18"),
        ("18/07/2025", "2025-07-18"),
        ("18.7.2025", "2025-07-18"),
        ("18-07-2025", "2025-07-18"),
        ("2025-01-02 और 5 मई 2024", "2025-01-02"),
        ("32 मार्च 2025", None),
        ("112 मार्च 2025", None),
        ("30 फरवरी 2025 नहीं, 1 मार्च 2025", "2025-03-01"),
        ("07/18/2025", None),
        ("18 जुलाई", None),
        ("मार्च 2025", None),
        ("12 March 20255", None),
        ("", None),
    ],
)
def test_dates(line: str, expected: str | None) -> None:
    assert find_date(line) == expected


@pytest.mark.parametrize(
    ("head", "published", "publisher"),
    [
        ("शीर्षक बहुत बड़ा है आज\nलोकवाणी समाचार | 18 अगस्त 2025", "2025-08-18", "लोकवाणी समाचार"),
        ("शीर्षक बहुत बड़ा है आज\nन्याय प्रहरी, 20 सितंबर 2025", "2025-09-20", "न्याय प्रहरी"),
        ("A headline of five words\nPublished: 6 October 2025, The Daily Courier", "2025-10-06", "The Daily Courier"),
        ("A headline of five words\nMaidan Post\nUpdated: 1 Feb, 2026", "2026-02-01", "Maidan Post"),
        ("A headline of five words\nOrbit and Field | 4 March 2026 | By Tara Fernandes", "2026-03-04", "Orbit and Field"),
        ("शीर्षक बहुत बड़ा है आज\nखेल पताका | रविवार, 24 नवंबर 2024", "2024-11-24", "खेल पताका"),
        ("Edited By Kavita Rathi,Updated: 18 Jun, 2025 08:15 PM", "2025-06-18", None),
        ("शीर्षक\nReporter Lok Vani (Part of Vindhya Network)", None, "Lok Vani"),
        ("शीर्षक बहुत बड़ा है आज\nश्यामगढ़, 14 मार्च 2025 (जनवार्ता)", "2025-03-14", "जनवार्ता"),
        ("\ufeffलोकवाणी समाचार | 18 अगस्त 2025", "2025-08-18", "लोकवाणी समाचार"),
    ],
)
def test_the_date_line_tells_date_and_publisher(head: str, published: str | None, publisher: str | None) -> None:
    assert find_published(f"{head}\n{PARAGRAPH}") == (published, publisher)


@pytest.mark.parametrize("clock", ["Friday, July 18, 2025", "शुक्रवार, 18 जुलाई 2025", "Friday, 18 July 2025"])
def test_the_sites_clock_is_no_date_of_publication(clock: str) -> None:
    assert find_published(f"{clock}\n{PARAGRAPH}") == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "भारत 15 अगस्त 1947 को आज़ाद हुआ।",
        "Bridge to open on 12 March 2026",
        "ये भी पढ़ें: 15 अगस्त 2025 को बंद रहेंगे बाजार",
        "Share News",
        "Latest News",
    ],
)
def test_events_and_buttons_in_the_head_tell_nothing(line: str) -> None:
    assert find_published(f"बारिश से बेहाल पूरा जिला\n{line}\n{PARAGRAPH}") == (None, None)


def test_a_date_far_below_the_head_is_not_looked_at() -> None:
    assert find_published("\n".join([PARAGRAPH] * 9 + ["लोकवाणी | 18 अगस्त 2025"])) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("देश\nबाढ़ से ग्यारह की मौत\n" + PARAGRAPH, "बाढ़ से ग्यारह की मौत"),
        ("\ufeffबाढ़ से ग्यारह की मौत\r\n" + PARAGRAPH, "बाढ़ से ग्यारह की मौत"),
        ("# A heading in Markdown\n\ntext", "A heading in Markdown"),
        ("**A bold heading here**\ntext", "A bold heading here"),
        ("Who won? Nobody knows yet\ntext", "Who won? Nobody knows yet"),
        ("ये भी पढ़ें: नाव", None),
        ("", None),
    ],
)
def test_titles(text: str, expected: str | None) -> None:
    assert find_title(text) == expected


def test_a_long_first_paragraph_gives_a_title_of_160_characters() -> None:
    text = "एक दो तीन " * 50
    assert find_title(text) == text[:160].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [(PARAGRAPH, "hi"), ("The river rose by two metres.", "en"), ("NATO और EU ने कहा", "hi"), ("Kim said 'नमस्ते' to the crowd", "en"), ("123", "en")],
)
def test_languages(text: str, expected: str) -> None:
    assert find_language(text) == expected


@pytest.mark.parametrize(
    ("prefix", "published", "publisher"),
    [("000_", None, None), ("001_", "2024-11-30", None), ("002_", None, "The Printlines"), ("003_", None, None), ("004_", None, None)],
)
def test_what_the_real_articles_say_of_themselves(shared: Path, prefix: str, published: str | None, publisher: str | None) -> None:
    (path,) = (shared / "articles").glob(f"{prefix}*.txt")
    document = read_file(path)
    assert (document.published, document.publisher) == (published, publisher)
    assert document.title
    assert find_language(document.text) == "hi"
