from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.dates import date_in_name, find_date, find_dates, is_date_line, without_dates


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Updated: 30 Nov, 2024 11:26 AM", "2024-11-30"),
        ("Nov 30,2024", "2024-11-30"),
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
    ("name", "expected"),
    [
        ("2025-06-14-title.txt", "2025-06-14"),
        ("14-06-2025_x.txt", "2025-06-14"),
        ("2025_06_14.html", "2025-06-14"),
        ("20250614-title.pdf", "2025-06-14"),
        ("title.2025.06.14.txt", "2025-06-14"),
        ("title_14.6.2025.txt", "2025-06-14"),
        ("बाढ़ 14 जून 2025.txt", "2025-06-14"),
        ("june-14-2025.txt", "2025-06-14"),
        ("000_0e1747f7c38af0b6.txt", None),
        ("a20250614b.txt", None),
        ("2025061412.txt", None),
        ("2025-13-40.txt", None),
        ("18991231.txt", None),
        ("budget-2026.html", None),
        ("article-12-34.txt", None),
    ],
)
def test_a_file_name_may_bear_a_date(name: str, expected: str | None) -> None:
    assert date_in_name(name) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("लोकवाणी | 14 मार्च 2025, 09:40 AM IST", True),
        ("Friday, July 18, 2025", True),
        ("सूर्यपथ दैनिक, २२ अगस्त २०२५", True),
        ("Orbit and Field | 4 March 2026 | By Tara Fernandes", True),
        ("By R. Kumar | 13 Sept. 2025", True),
        ("शनिवार 12 जुलाई 2025", True),
        ("15 अगस्त 2025 को लाल किले से बोले प्रधानमंत्री", False),
        ("Bridge to open on 12 March 2026", False),
        ("भारत 15 अगस्त 1947 को आज़ाद हुआ।", False),
        ("New Delhi, 5 May 2025: The court struck down the rule.", False),
        ("12 मार्च को बैठक", False),
        ("लोकवाणी | 14 मार्च 2025 | " + "बाढ़ " * 40, False),
    ],
)
def test_a_date_line_keeps_its_date_apart_from_words(line: str, expected: bool) -> None:
    assert is_date_line(line) is expected


@given(st.lists(st.sampled_from(["१८ ", "जुलाई ", "2025", "-", "18/07/2025", "July ", ", ", "x"]), max_size=12).map("".join))
def test_each_date_stands_where_it_is_said_to_and_leaves_with_it(text: str) -> None:
    edge = 0
    for span, day in find_dates(text):
        assert edge <= span.start < span.end <= len(text)
        assert find_date(text[span.start : span.end]) == day
        edge = span.end
    assert not find_dates(text) or without_dates(text) != text
