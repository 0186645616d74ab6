"""What a pasted article says of itself: title, publisher, author, date of publication and where that stands, language. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from index.text.clean import SECTIONS, furniture_spans, goes_on, kept_spans, page_lines
from index.text.dates import WEEKDAY, date_in_name, find_dates, is_date_line, without_dates
from index.text.furniture import ends_as_sentence, is_byline, is_page_part
from index.text.sentences import split_sentences
from index.types import Document

_HEAD_LINES = 8
_TITLE_CHARS = 160

DATE_LINE, META_TAG, FILE_NAME = "date line", "meta tag", "file name"

# A line above the article that is nothing but weekday, date and time is the site's clock at the time of pasting.
_CLOCK = re.compile(rf"^\W*(?:{WEEKDAY})\W+[\w\s,.:|()\u0900-\u0963-]{{6,50}}$", re.IGNORECASE)
# "नई दिल्ली, 5 मई 2025 (भाषा)": the place and day where a report was filed, at the beginning of its first paragraph.
_DATELINE = re.compile(r"^\W*[^\d,:।.|]{2,40}[,:]\s*$")
_AFTER_DATELINE = re.compile(r"^\s*(?:\([^()]{2,40}\)|[:।—–])")
_PUBLISHED = re.compile(r"(?:(?<![a-z])(?:publish(?:ed)?|posted|date)|प्रकाशित|तारीख|दिनांक)[^\d|]{0,30}$", re.IGNORECASE)

_LABELS = re.compile(
    r"\b(first|publish|edited|reported|written|posted|published|updated|last|by|on|at|date|source|ist|gmt|am|pm|mon|tue|wed|thu|fri|sat|sun)\b|"
    rf"प्रकाशित|अपडेटेड|अपडेट|संपादन|तारीख|दिनांक|स्रोत|बजे|\b\d{{1,2}}:\d{{2}}\b|{WEEKDAY}",
    re.IGNORECASE,
)
_PERSON = r"(?P<person>[^\W\d_][^,|:\d(]{0,60}?)"
_AFTER_PERSON = r"\s*(?=[,|(]|$|\d|(?:last\s+|first\s+)?(?:updated|published|posted|edited)\b|अपडेटेड?|प्रकाशित)"
# Who wrote it before who edited it.
_BYLINES = (
    re.compile(
        rf"(?:^|[|,•·])\W{{0,10}}(?:(?:written|reported|authored)\s*(?:by)?\s*[:：-]?\s+|author\s*[:：]\s*|by\s*[:：]?\s+(?-i:(?=[A-Z\u0904-\u0939])))"
        rf"{_PERSON}{_AFTER_PERSON}",
        re.IGNORECASE,
    ),
    re.compile(rf"^\W{{0,10}}(?:लेखक|लेखिका|रिपोर्टर?|द्वारा|प्रस्तुति)\s*[:：-]\s*{_PERSON}{_AFTER_PERSON}"),
    re.compile(
        rf"(?:^|[|,•·])\W{{0,10}}(?:(?:edited|compiled|curated)\s*by\s*[:：-]?\s*|(?:संपादन|संपादक)\s*[:：-]\s*){_PERSON}{_AFTER_PERSON}", re.IGNORECASE
    ),
)
_REPORTER = re.compile(r"^\W*reporter\s+(?P<publisher>[^(|:\n]{2,60})", re.IGNORECASE)
_BEATS = re.compile(r"\b(?:desk|bureau|team|staff|admin|news|correspondent)\b|डेस्क|ब्यूरो|टीम|न्यूज|न्यूज़|संवाददाता", re.IGNORECASE)

_NEWSROOM = re.compile(
    r"^\W*(?P<publisher>(\S+ ){0,3}(ब्यूरो|समाचार|दैनिक|न्यूज़?|टाइम्स|पत्रिका|डेस्क|Post|News|Times|Courier|Ledger|Herald|Express|Tribune|Bureau))\W*$"
)
# Where a report was filed isn't who published it.
_PLACES = frozenset(
    "नई दिल्ली|दिल्ली|मुंबई|कोलकाता|चेन्नई|बेंगलुरु|हैदराबाद|लखनऊ|पटना|भोपाल|जयपुर|रांची|रायपुर|चंडीगढ़|देहरादून|अहमदाबाद|वाशिंगटन|मॉस्को|सियोल|"
    "new delhi|delhi|mumbai|kolkata|chennai|bengaluru|hyderabad|lucknow|patna|bhopal|jaipur|washington|moscow|seoul|london".split("|")
)
# What programs write there when the author wrote nothing.
_NO_TITLE = re.compile(
    r"^\W*$|^\W*(?:microsoft (?:word|powerpoint)|untitled|document\s*\d*\W*$|doc\d|शीर्षकहीन)|\.(?:docx?|pdf|txt|rtf|odt|html?|indd|qxd|p65)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the file's own metadata (a web page's meta tags, a PDF's properties) say of the article; they come before what its text says."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None


def describe(text: str, file_name: str, given: Given | None = None, note: str | None = None) -> Document:
    """The Document of a text: told by the file's metadata, else by the lines above the article, the date at last by the file name."""
    given = given or Given()
    published, publisher = find_published(text)
    named = date_in_name(file_name)
    dates = ((given.published, META_TAG), (published, DATE_LINE), (named, FILE_NAME))
    day, source = next(((day, source) for day, source in dates if day), (None, None))
    title = given.title if given.title and not _NO_TITLE.search(given.title) else None
    return Document(
        text,
        title=title or find_title(text),
        publisher=given.publisher or publisher,
        published=day,
        note=note,
        author=given.author or find_author(text),
        published_from=source,
    )


def find_published(text: str) -> tuple[str | None, str | None]:
    """(published, publisher) from the lines above the article; each None when unknown."""
    published: str | None = None
    publisher: str | None = None
    has_headline = False
    for line in _head(text):
        if len(line) > _TITLE_CHARS:
            published = published or _dateline(line)
            continue
        named = _REPORTER.match(line) or (_NEWSROOM.match(line) if not is_page_part(line) else None)
        if named and publisher is None:
            publisher = named["publisher"].strip()
        is_date = is_date_line(line)
        # A date inside a sentence or a headline is an event's, not the article's.
        if not published and not is_date:
            published = _dateline(line)
        elif not published and (has_headline or not _CLOCK.match(line)):
            published = _labelled_date(line)
            publisher = publisher or _publisher_on(line)
        has_headline = has_headline or not (is_date or is_page_part(line) or len(line.split()) < 3)
    return published, publisher or _publisher_above_byline(text)


def _publisher_above_byline(text: str) -> str | None:
    """A line of one word between the headline and a date line or byline."""
    for above, line, below in zip(lines := _head(text), lines[1:], lines[2:], strict=False):
        is_name = len(line.split()) == 1 and line.lower() not in SECTIONS and not is_page_part(line) and not ends_as_sentence(line)
        if is_name and len(above.split()) > 2 and (is_date_line(below) or is_byline(below)):
            return line
    return None


def whole_name(name: str | None, page: str) -> str | None:
    """A name as the page writes it: trafilatura takes a vowel sign at the end of an author's name for a mark, and cuts it off."""
    if not name or re.search(rf"{re.escape(name)}(?![\u0900-\u0963])", page):
        return name
    found = re.search(rf"{re.escape(name)}[\u0900-\u0903\u093a-\u0963]+(?![\u0904-\u0939])", page)
    return found.group() if found else name


def find_author(text: str) -> str | None:
    """Who wrote the article, or else who edited it, by the lines above it; None when nobody is named."""
    lines = _head(text)
    for byline in _BYLINES:
        for line in lines:
            found = byline.search(line) if len(line) <= _TITLE_CHARS and (is_page_part(line) or is_date_line(line)) else None
            if found and not _BEATS.search(found["person"]):
                return found["person"].strip(" .-–—")
    # A name of its own line above "Reporter The Printlines".
    for line, following in pairwise(lines):
        if _REPORTER.match(following) and 1 < len(line.split()) <= 4 and not is_page_part(line):
            return line
    return None


def find_title(text: str) -> str | None:
    """The first line that is not furniture, without Markdown's marks, at most 160 characters; with the next line when it is wrapped."""
    kept = kept_spans(text, furniture_spans(text))
    sentences = [span for part in kept for span in split_sentences(text, part)]
    if not sentences:
        return None
    first = sentences[0]
    lines = [line for line in page_lines(text) if line.end > first.start]
    title = text[first.start : lines[0].end]
    if len(lines) > 2 and text.count("\n", lines[0].end, lines[1].start) < 2:
        following = text[lines[1].start : lines[1].end]
        if len(title) + len(following) < _TITLE_CHARS and goes_on(title, following):
            title = f"{title.rstrip()} {following.strip()}"
    return title[:_TITLE_CHARS].strip().strip("*#").strip() or None


def find_language(text: str) -> str:
    """ "hi" when Devanagari letters outnumber Latin ones three to seven, else "en"."""
    devanagari = sum("ऀ" <= char <= "ॿ" for char in text)
    latin = sum("a" <= char.lower() <= "z" for char in text)
    return "hi" if devanagari * 7 >= (devanagari + latin) * 3 and devanagari else "en"


def _head(text: str) -> list[str]:
    return [text[span.start : span.end].strip("\ufeff\u200b \t\xa0") for span in page_lines(text)[:_HEAD_LINES]]


def _labelled_date(line: str) -> str | None:
    """The date after "Published", or the first one."""
    dates = find_dates(line)
    return next((day for span, day in dates if _PUBLISHED.search(line[: span.start])), dates[0][1] if dates else None)


def _dateline(line: str) -> str | None:
    for span, day in find_dates(line[:_TITLE_CHARS]):
        if _DATELINE.match(line[: span.start]) and _AFTER_DATELINE.match(line[span.end :]):
            return day
    return None


def _publisher_on(date_line: str) -> str | None:
    """What is left of a date line without the date, its labels and people's names: the publisher, if it looks like a name."""
    agency = re.search(r"\(([^()]{2,40})\)", date_line)
    if agency and not _LABELS.search(agency[1]):
        return agency[1].strip()
    for byline in _BYLINES:
        date_line = byline.sub(" | ", date_line)
    rest = _LABELS.sub(" ", without_dates(date_line))
    # Not \W: Devanagari vowel signs are no word characters, and a name may end in one.
    names = [part.strip(" \t\xa0\"'“”()[]*#-.") for part in re.split(r"[|·•,:–—।]| - ", rest)]
    names = [name for name in names if 2 <= len(name) <= 60 and any(map(str.isalpha, name)) and name.lower() not in _PLACES]
    return max(names, key=len) if names else None
