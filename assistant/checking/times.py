"""Times of day ("शाम 6 बजे", "9.30 am") by value, and whether a quote holds those of a claim. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.checking.numbers import find_numbers
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import plain

Half = Literal["am", "pm"]

_EDGE = r"(?![\w\u0900-\u0963])"
_PART = rf"(?P<part>सुबह|तडके|सवेरे|प्रातः|दोपहर|शाम|सायं|रात){_EDGE}\s*(?:के\s+|को\s+)?(?:लगभग\s+|करीब\s+|ठीक\s+)?$"
_PART_BEFORE = re.compile(rf"(?<![\w\u0900-\u0963]){_PART}")
_ENGLISH_HALF = r"\s*(?P<half>a\.?m|p\.?m)\b\.?"
_PART_AFTER = re.compile(r"\s*(?:o'?clock\s*)?(?:in the\s+(?P<part>morning|afternoon|evening)|at (?P<night>night)|(?P<noon>noon))\b")
_CLOCK = re.compile(rf"(?<![\d.])(?P<hour>\d{{1,2}})(?:(?P<mark>[:.])(?P<minute>\d{{2}}))?(?:{_ENGLISH_HALF}|\s*(?P<word>बजे|बजकर|o'?clock){_EDGE})?")
_MINUTES_AFTER = re.compile(r"\s*(?P<minute>\d{1,2})\s*मिनट(?:\s+पर)?")
_BAJE = re.compile(rf"\s*(?:बजे|बजकर){_EDGE}")


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day at plain(text)[start:end]: hour 0 to 11, minute, and the half of the day if it is told."""

    hour: int
    minute: int
    half: Half | None
    start: int
    end: int

    def proves(self, other: Time) -> bool:
        return (self.hour, self.minute) == (other.hour, other.minute) and other.half in (None, self.half)


@lru_cache(maxsize=1024)
def find_times(text: str) -> tuple[Time, ...]:
    """The times of day of `text` in order. A number is one only beside "बजे", "am", "o'clock" and the like, or written as 18:30."""
    folded = plain(text)
    found = [time for match in _CLOCK.finditer(folded) if (time := _of_clock(folded, match))]
    for number in find_numbers(folded):  # "साढ़े दस बजे", "छह बजे"
        baje = _BAJE.match(folded, number.end)
        value = min(number.values)
        if baje and value < 25 and not any(time.start <= number.start < time.end for time in found):
            found.append(_time(folded, number.start, baje.end(), int(value), int(value % 1 * 60), None))
    return tuple(sorted(found, key=lambda time: time.start))


def _of_clock(folded: str, match: re.Match[str]) -> Time | None:
    end, minute = match.end(), int(match["minute"] or 0)
    after = _PART_AFTER.match(folded, match.end())
    # A bare number is no time, and 3.15 is a decimal; only 3:15 needs nothing beside it.
    if not (match["half"] or match["word"] or match["mark"] == ":" or (after and not match["mark"])) or int(match["hour"]) > 24 or minute > 59:
        return None
    if match["word"] == "बजकर" and (more := _MINUTES_AFTER.match(folded, end)):
        minute, end = int(more["minute"]), more.end()
    half = match["half"].replace(".", "") if match["half"] else None
    return _time(folded, match.start(), end, int(match["hour"]), minute, "am" if half == "am" else "pm" if half else None)


def _time(folded: str, start: int, end: int, hour: int, minute: int, half: Half | None) -> Time:
    if before := _PART_BEFORE.search(folded[:start]):
        half, start = half or _half(before["part"], hour), before.start()
    if after := _PART_AFTER.match(folded, end):
        half, end = half or _half(after["part"] or after["night"] or after["noon"], hour), after.end()
    if hour > 12:
        half = "pm"
    return Time(hour % 12, minute, half, start, end)


def _half(part: str, hour: int) -> Half:
    """Night goes on after midnight: "रात 2 बजे" is am, "रात 10 बजे" pm."""
    if part in ("रात", "night"):
        return "am" if hour == 12 or hour < 6 else "pm"
    return "am" if part in ("सुबह", "तडके", "सवेरे", "प्रातः", "morning") else "pm"


def check_times(claim: str, quote: str) -> Failure | None:
    """The first time of day of the claim that the quote doesn't name."""
    known = find_times(quote)
    for time in find_times(claim):
        if not any(other.proves(time) for other in known):
            return Failure(Reason.TIME, plain(claim)[time.start : time.end])
    return None
