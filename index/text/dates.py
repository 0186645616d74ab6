"""Full dates in Hindi and English text, in file names, and on the date line of a news page. Pure."""

from __future__ import annotations

import re
from datetime import date

from index.types import Span

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan जनवरी",
            "february feb फरवरी फ़रवरी \u095eरवरी",
            "march mar मार्च",
            "april apr अप्रैल",
            "may मई",
            "june jun जून",
            "july jul जुलाई",
            "august aug अगस्त",
            "september sep sept सितंबर सितम्बर",
            "october oct अक्टूबर अक्तूबर",
            "november nov नवंबर नवम्बर",
            "december dec दिसंबर दिसम्बर",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<d>\d{1,2})"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DATES = (
    re.compile(rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[\s-]+{_MONTH}(?:,\s*|[\s-]+){_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![a-z]){_MONTH}[\s-]+{_DAY}(?:st|nd|rd|th)?(?:,\s*|[\s-]+){_YEAR}", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}[/.-](?P<m>\d{{1,2}})[/.-]{_YEAR}"),
)
# In a file name other marks part the numbers too, and none may: 20250614.
_IN_NAME = (
    re.compile(r"(?<![^\W_])(?P<y>(?:19|20)\d\d)[-_. ]?(?P<m>\d{2})[-_. ]?(?P<d>\d{2})(?![^\W_])"),
    re.compile(r"(?<![^\W_])(?P<d>\d{1,2})[-_. ](?P<m>\d{1,2})[-_. ](?P<y>(?:19|20)\d\d)(?![^\W_])"),
)
_FOLD_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:सोम|मंगल|बुध|गुरु|बृहस्पति|वीर|शुक्र|शनि|रवि|इत)वार"
_DATE_LINE_CHARS = 160
# A date line keeps its date apart from words; in "15 अगस्त 2025 को" and "open on 12 March 2026" it is part of a headline.
_BEFORE_DATE = re.compile(
    rf"(?:^|[^\w\s]|\b(?:updated|published|posted|dated?|ist|gmt|am|pm)(?:\s+on)?|(?:प्रकाशित|अपडेटेड?|{WEEKDAY}))\s*$", re.IGNORECASE
)
_AFTER_DATE = re.compile(r"^\s*(?:$|[^\w\s]|\d|(?:at|by|am|pm|ist)\b)", re.IGNORECASE)
_INNER_STOP = re.compile(r"[।॥?!]|(?<!\b\w)[.](?:\s|$)")


def find_dates(text: str) -> list[tuple[Span, str]]:
    """Each full date of a text with its place, as "YYYY-MM-DD", in order."""
    return _valid(_DATES, text)


def find_date(text: str) -> str | None:
    """The first full date of a text, or None."""
    return next((day for _, day in find_dates(text)), None)


def date_in_name(name: str) -> str | None:
    """The date that a file name bears ("2025-06-14-title.txt", "14-06-2025_x.txt", "20250614.txt"), or None."""
    return next((day for _, day in [*_valid(_IN_NAME, name), *_valid(_DATES, name)]), None)


def without_dates(text: str) -> str:
    """The text with a space for each date."""
    for span, _ in reversed(find_dates(text)):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


def is_date_line(line: str) -> bool:
    """A short line that holds a date and no sentence ("लोकवाणी | 14 मार्च 2025, 09:40 AM IST")."""
    if len(line) > _DATE_LINE_CHARS:
        return False
    apart = any(_BEFORE_DATE.search(line[: span.start]) and _AFTER_DATE.search(line[span.end :]) for span, _ in find_dates(line))
    return apart and not _INNER_STOP.search(without_dates(line))


def _valid(patterns: tuple[re.Pattern[str], ...], text: str) -> list[tuple[Span, str]]:
    folded = text.translate(_FOLD_DIGITS)
    found: list[tuple[Span, str]] = []
    for match in sorted((match for pattern in patterns for match in pattern.finditer(folded)), key=re.Match.start):
        parts = match.groupdict()
        month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["name"].lower()]
        try:
            day = date(int(parts["y"]), month, int(parts["d"])).isoformat()
        except ValueError:  # 32 March, month 13
            continue
        if not found or match.start() >= found[-1][0].end:
            found.append((Span(*match.span()), day))
    return found
