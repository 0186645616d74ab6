from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.days import named_days, resolve_day

SUNDAY = "2025-07-13"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("शनिवार", "2025-07-12"),
        ("Saturday", "2025-07-12"),
        ("on SATURDAY night", "2025-07-12"),
        ("शुक्रवार को", "2025-07-11"),
        ("सोमवार", "2025-07-07"),
        ("रविवार", "2025-07-13"),  # the day itself
        ("इतवार की शाम", "2025-07-13"),
        ("बृहस्पतिवार", "2025-07-10"),
        ("पिछले शनिवार", "2025-07-12"),
        ("last Sunday", "2025-07-06"),
        ("गत रविवार को", "2025-07-06"),
        ("अगले शनिवार", "2025-07-19"),
        ("next Sunday", "2025-07-20"),
        ("आने वाले सोमवार को", "2025-07-14"),
        ("आज", "2025-07-13"),
        ("today", "2025-07-13"),
        ("yesterday", "2025-07-12"),
        ("tomorrow", "2025-07-14"),
        ("बीते कल", "2025-07-12"),
        ("दो दिन पहले", "2025-07-11"),
        ("3 days ago", "2025-07-10"),
        ("10 दिन पूर्व", "2025-07-03"),
        # a verb tells the side
        ("लावरोव शनिवार को पहुंचे।", "2025-07-12"),
        ("मैच शनिवार को खेला जाएगा।", "2025-07-19"),
        ("लावरोव ने शनिवार को कहा कि वे चीन जाएंगे।", "2025-07-12"),
        ("The court will sit on Saturday.", "2025-07-19"),
        ("He said on Saturday that it will rain.", "2025-07-12"),
        ("वह कल आएगा।", "2025-07-14"),
        ("वह कल आया था।", "2025-07-12"),
        # left open
        ("कल", None),
        ("परसों की बात", None),
        ("रविवार तक", None),
        ("by Saturday", None),
        ("शनिवार से", None),
        ("इस शनिवार", None),
        ("this Saturday", None),
        ("हर शनिवार", None),
        ("मैच रविवार को खेला जाएगा।", None),  # today, or in a week
        ("शनिवार और रविवार को", None),
        ("कल रात शनिवार को", None),
        ("शनिवारी बाजार", None),
        ("Saturdays", None),
        ("बाढ़", None),
        ("", None),
    ],
)
def test_a_day_is_told_against_the_publication(words: str, expected: str | None) -> None:
    assert resolve_day(words, SUNDAY) == expected


@pytest.mark.parametrize("words", ["शनिवार", "yesterday", "आज"])
def test_without_a_date_of_publication_no_day_is_told(words: str) -> None:
    assert resolve_day(words, None) is None
    assert named_days(words, None) == []


def test_each_day_of_a_sentence_is_told_in_its_place() -> None:
    sentence = "वे शुक्रवार को आए और शनिवार को लौट गए।"
    days = named_days(sentence, SUNDAY)
    assert [(sentence[day.start : day.end], day.date) for day in days] == [("शुक्रवार", "2025-07-11"), ("शनिवार", "2025-07-12")]


@given(st.dates(date(1900, 1, 8), date(2100, 1, 1)), st.sampled_from(["सोमवार", "thursday", "रविवार"]))
def test_a_bare_weekday_is_at_most_six_days_before_the_publication(published: date, weekday: str) -> None:
    told = resolve_day(weekday, published.isoformat())
    assert told is not None
    assert 0 <= (published - date.fromisoformat(told)).days <= 6
    assert date.fromisoformat(told).weekday() == {"सोमवार": 0, "thursday": 3, "रविवार": 6}[weekday]


@given(st.text(max_size=100))
def test_any_text_can_be_asked(text: str) -> None:
    for day in named_days(text, SUNDAY):
        assert 0 <= day.start < day.end <= len(text)
