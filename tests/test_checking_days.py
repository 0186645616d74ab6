from __future__ import annotations

import pytest

from assistant.checking.days import check_dates, check_weekdays, find_dates, find_weekdays
from assistant.checking.reasons import Reason
from assistant.checking.times import check_times, find_times

DATES = {
    "12 जुलाई 2025 को": [(12, 7, 2025)],
    "१२ जुलाई": [(12, 7, None)],
    "बारह जुलाई": [(12, 7, None)],
    "12 और 13 जुलाई": [(12, 7, None), (13, 7, None)],
    "12-14 July 2025": [(12, 7, 2025), (14, 7, 2025)],
    "12th of July, 2025": [(12, 7, 2025)],
    "July 12, 2025": [(12, 7, 2025)],
    "2025-07-12": [(12, 7, 2025)],
    "12/07/2025": [(12, 7, 2025)],
    "जुलाई 2025 में": [(None, 7, 2025)],
    "in May": [(None, 5, None)],
    "5 May": [(5, 5, None)],
    "He may go on a march": [],
    "2027 तक": [(None, None, 2027)],
    "1960 और 1970 के दशक": [(None, None, 1960), (None, None, 1970)],
    "2000 सैनिक": [],
    "2000 से अधिक": [],
    "40 जुलाई": [(None, 7, None)],
    "सितम्बर": [(None, 9, None)],
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_the_dates_of_a_text(text: str, expected: list[tuple[int | None, int | None, int | None]]) -> None:
    assert [(date.day, date.month, date.year) for date in find_dates(text)] == expected


@pytest.mark.parametrize(
    ("claim", "quote", "reason"),
    [
        ("12 जुलाई को", "12 July 2025", None),
        ("12 जुलाई 2025 को", "12 July", Reason.DATE),
        ("13 जुलाई को", "12 जुलाई को", Reason.DATE),
        ("12 जून को", "12 जुलाई को", Reason.DATE),
        ("2024 में", "12 जुलाई 2025 को", Reason.DATE),
        ("जुलाई में", "2025-07-12", None),
        ("5 मई को जुलूस निकला", "5 मई को सभा हुई और 6 मई को जुलूस निकला", Reason.COUNTED),
        ("2000", "2000 मेहमान आए", None),
        ("2000 में", "2000 मेहमान आए", Reason.DATE),
    ],
)
def test_a_quote_must_hold_a_claims_dates(claim: str, quote: str, reason: Reason | None) -> None:
    failure = check_dates(claim, quote)
    assert (failure.reason if failure else None) == reason


def test_a_year_of_the_question_may_complete_a_date() -> None:
    assert check_dates("12 जुलाई 2025", "12 जुलाई", {2025}) is None
    assert check_dates("12 जुलाई 2024", "12 जुलाई 2023", {2024}) is not None


@pytest.mark.parametrize(
    ("claim", "quote", "reason"),
    [
        ("शुक्रवार को", "Friday", None),
        ("इतवार को", "रविवार को", None),
        ("बृहस्पतिवार", "गुरुवार", None),
        ("शनिवार को पहुंचे", "शुक्रवार को पहुंचे", Reason.WEEKDAY),
        ("शनिवार को पहुंचे", "शुक्रवार को पहुंचे और शनिवार को लौटे", Reason.COUNTED),
        ("पहुंचे", "शुक्रवार को पहुंचे", None),
    ],
)
def test_a_quote_must_hold_a_claims_weekdays(claim: str, quote: str, reason: Reason | None) -> None:
    failure = check_weekdays(claim, quote)
    assert (failure.reason if failure else None) == reason


def test_weekdays_are_counted_from_monday() -> None:
    assert [day.number for day in find_weekdays("सोमवार Sunday")] == [0, 6]


TIMES = {
    "सुबह 5:40 बजे": [(5, 40, "am")],
    "सुबह 5 बजकर 40 मिनट पर": [(5, 40, "am")],
    "शाम छह बजे": [(6, 0, "pm")],
    "रात 2 बजे": [(2, 0, "am")],
    "रात 10 बजे": [(10, 0, "pm")],
    "दोपहर 12 बजे": [(0, 0, "pm")],
    "साढ़े दस बजे": [(10, 30, None)],
    "18:30": [(6, 30, "pm")],
    "9.30 am": [(9, 30, "am")],
    "9:30 in the morning": [(9, 30, "am")],
    "6 o'clock": [(6, 0, None)],
    "9.30 प्रतिशत": [],
    "25:70": [],
    "3-1": [],
}


@pytest.mark.parametrize(("text", "expected"), TIMES.items())
def test_the_times_of_day_of_a_text(text: str, expected: list[tuple[int, int, str | None]]) -> None:
    assert [(time.hour, time.minute, time.half) for time in find_times(text)] == expected


@pytest.mark.parametrize(
    ("claim", "quote", "proven"),
    [
        ("शाम 6 बजे", "18:00", True),
        ("6 बजे", "शाम 6 बजे", True),
        ("शाम 6 बजे", "6 बजे", False),
        ("सुबह 6 बजे", "शाम 6 बजे", False),
        ("6:30 बजे", "6:20 बजे", False),
    ],
)
def test_a_quote_must_hold_a_claims_times(claim: str, quote: str, proven: bool) -> None:
    assert (check_times(claim, quote) is None) is proven
