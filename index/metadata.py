"""What a pasted article says of itself: title, publisher, date of publication, language. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from index.clean import furniture_spans, is_date_line, is_page_part, kept_spans
from index.sentences import split_sentences
from index.types import Span

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan जनवरी",
            "february feb फरवरी फ़रवरी",
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
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<name>{_NAME})\.?,?[\s-]+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?P<name>{_NAME})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})(?!\d)"),
)
_FOLD_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:सोम|मंगल|बुध|गुरु|शुक्र|शनि|रवि)वार"
# A line that is nothing but the weekday and the date is the site's clock at the time of pasting, not a date of publication.
_CLOCK = re.compile(rf"^\W*(?:{_WEEKDAY})\W+[\w\s,.\u0900-\u0963-]{{6,30}}$", re.IGNORECASE)

_HEAD_LINES = 8
_TITLE_CHARS = 160
_LABELS = re.compile(
    r"\b(edited|reported|written|posted|published|updated|last|by|on|at|date|source|ist|gmt|am|pm)\b|प्रकाशित|अपडेटेड|अपडेट|संपादन|तारीख|दिनांक|स्रोत|बजे|"
    rf"\b\d{{1,2}}:\d{{2}}\b|{_WEEKDAY}",
    re.IGNORECASE,
)
_PERSON_BYLINE = re.compile(
    r"\b(edited|reported|written)\s+by\b[^,|]*|\bby\s+[A-Z][\w.]+(\s+[A-Z][\w.]+)*|^(संपादन|रिपोर्ट|लेखक)\s*[:：][^,|]*", re.IGNORECASE
)
_REPORTER = re.compile(r"^\W*reporter\s+(?P<publisher>[^(|\n]{2,60})", re.IGNORECASE)

_NEWSROOM = re.compile(
    r"^\W*(?P<publisher>(\S+ ){0,3}(ब्यूरो|समाचार|दैनिक|न्यूज़?|टाइम्स|पत्रिका|डेस्क|Post|News|Times|Courier|Ledger|Herald|Express|Tribune|Bureau))\W*$"
)


def _lines(text: str) -> list[str]:
    return [line.strip("\ufeff\u200b \t\xa0") for line in re.split(r"[\r\n\u2028\u2029]+", text) if line.strip("\ufeff\u200b \t\xa0")]


def find_date(line: str) -> str | None:
    """The first full date of a line as "YYYY-MM-DD", or None."""
    folded = _folded(line)
    found = sorted((match for pattern in _DATES for match in pattern.finditer(folded)), key=re.Match.start)
    for match in found:
        parts = match.groupdict()
        month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["name"].lower()]
        try:
            return date(int(parts["y"]), month, int(parts["d"])).isoformat()
        except ValueError:  # 32 March, month 13
            continue
    return None


def _folded(line: str) -> str:
    return unicodedata.normalize("NFC", line).translate(_FOLD_DIGITS)


def _without_date(line: str) -> str:
    folded = _folded(line)
    for pattern in _DATES:
        folded = pattern.sub(" ", folded)
    return folded


def find_published(text: str) -> tuple[str | None, str | None]:
    """(published, publisher) from the lines above the article; each None when unknown."""
    published: str | None = None
    publisher: str | None = None
    for line in _lines(text)[:_HEAD_LINES]:
        if len(line) > _TITLE_CHARS:
            continue
        named = _REPORTER.match(line) or (_NEWSROOM.match(line) if not is_page_part(line) else None)
        if named and publisher is None:
            publisher = named["publisher"].strip()
        # A date inside a sentence or a headline is an event's, not the article's.
        if published or _CLOCK.match(line) or not is_date_line(line):
            continue
        published = find_date(line)
        if published:
            publisher = publisher or _publisher_on(line)
    return published, publisher


def _publisher_on(date_line: str) -> str | None:
    """What is left of a date line without the date, its labels and people's names: the publisher, if it looks like a name."""
    agency = re.search(r"\(([^()]{2,40})\)", date_line)
    if agency:
        return agency.group(1).strip()
    rest = _LABELS.sub(" ", _PERSON_BYLINE.sub(" ", _without_date(date_line)))
    # Not \W: Devanagari vowel signs are no word characters, and a name may end in one.
    names = [part.strip(" \t\xa0\"'“”()[]*#-.") for part in re.split(r"[|·•,:–—।]| - ", rest)]
    names = [name for name in names if 2 <= len(name) <= 60 and any(char.isalpha() for char in name)]
    return max(names, key=len) if names else None


def find_title(text: str) -> str | None:
    """The first line that is not furniture, without Markdown's marks, at most 160 characters."""
    kept = kept_spans(text, furniture_spans(text))
    sentences = [span for part in kept for span in split_sentences(text, part)]
    if not sentences:
        return None
    return _line_around(text, sentences[0])[:_TITLE_CHARS].strip().strip("*#") or None


def _line_around(text: str, span: Span) -> str:
    end = re.compile(r"[\r\n\u2028\u2029]|$").search(text, span.end)
    return text[span.start : end.start() if end else len(text)]


def find_language(text: str) -> str:
    """ "hi" when Devanagari letters outnumber Latin ones three to seven, else "en"."""
    devanagari = sum("ऀ" <= char <= "ॿ" for char in text)
    latin = sum("a" <= char.lower() <= "z" for char in text)
    return "hi" if devanagari * 7 >= (devanagari + latin) * 3 and devanagari else "en"
