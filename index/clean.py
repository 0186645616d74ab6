"""Which lines of a pasted news page are the article and which are the site's furniture. Pure: marks, never deletes."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from index.types import Span

VERSION = "lines-2"

_NUKTA = "़"
_BLANK = "\ufeff\u200b \t\xa0"


def _plain(text: str) -> str:
    """Without nukta, whichever way it is encoded: sites write पढ़ें, पढें and ज़्यादा, ज्यादा alike."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace(_NUKTA, ""))


def _rules(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"^\W{{0,20}}(?:{_plain(pattern)})", re.IGNORECASE) for pattern in patterns)


# What separates a label from what follows. Sites write a colon as visarga too: "ये भी पढ़ेंः-".
_MARK = r"\s*(?:[:：ः|»>]|[-–—]\s?)"
# The end of a Hindi word, so that पढ़ें isn't found in पढ़ेंगे. \b won't do: vowel signs are no word characters.
_END = r"(?![\u0900-\u0902\u0904-\u0963])"
_TEASER = (
    rf"(?:ये|यह|इसे|इन्हें)\s+भी\s+(?:पढ़ें|पढ़े(?!\s*-\s*लिख)|देखें|जानें){_END}|और\s+पढ़ें{_END}|संबंधित\s+(?:ख़बरें|समाचार)|"
    r"also\s+(?:read|watch|see)\b|read\s+also\b|must\s+read\b|read\s+(?:more|next)\b"
)
_LABEL = r"(?:edited|reported|written|posted|published|(?:last\s+)?updated|by|संपादन|संपादक|लेखक|रिपोर्टर?|प्रकाशित|अपडेटेड|अपडेट)"
_NETWORKS = (
    r"(?:(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|pinterest|email|e-mail|print|copy\s+link|फेसबुक|ट्विटर|व्हाट्सएप|"
    r"व्हाट्सऐप|टेलीग्राम|ईमेल|प्रिंट)\W*)+$"
)

# A line that begins so is furniture wherever it stands.
_FURNITURE = _rules(
    rf"(?:{_TEASER}){_MARK}",
    r"(?:weather\s+(?:update|today)|मौसम\s+अपडेट)\s*[:：-]",
    r"(?:recommended(?:\s+(?:for\s+you|stories|reads|articles|videos))?|read\s+(?:more|next)|must\s+read)\W*$",
    r"(?:इसे\s+)?(?:शेयर|साझा)\s+(?:करें|कीजिए)\W*$",
    r"share(?:\s+(?:this|on|via|with|to|now|news|article|story|post)\b.{0,30})?\W*$",
    _NETWORKS,
    r"follow\s+us(?:\s+on\b|\s+for\b|\W*$)|subscribe\s+(?:now|to\s+our)\b|sign\s+up\s+(?:for|to)\s+our\b|download\s+our\s+app\b",
    r".{0,80}हम(?:ें|ारे|ारा)\s.{0,80}(?:फॉलो|सब्सक्राइब)\s+कर",
    r"your\s+email\s+address\s+will\s+not\s+be\s+published|required\s+fields\s+are\s+marked|(?:leave\s+a\s+(?:reply|comment)|post\s+comment)\W*$",
    rf"टिप्पणी\s+(?:करें|लिखें|छोड़ें){_END}\W*$|अपनी\s+(?:प्रतिक्रिया|राय)\s+दें{_END}\W*$",
    r"(?:exit\s+mobile\s+version|advertise?ment|sponsored(?:\s+(?:content|post))?|विज्ञापन|skip\s+to\s+content)\s*(?:$|[^\w\s।.?!].{0,80}$)",
    r"all\s+rights\s+reserved|copyright\s*(?:©|\(c\)|\d{4})|\(c\)\s*\d{4}|.{0,3}©",
    r"(?:home|होम)\s*[>»|/]",
    r"(?:tags?|टैग|topics?)\s*[:：]",
    rf"{_LABEL}(?:\s+(?:by|on|at))?\s*[:：]",
    r"(?:latest|breaking|trending)\s*[:：]?\W*$",
)

# A line that begins so is furniture unless it is a sentence: "Published on Monday, the report names 42 villages." is the article's own.
_UNLESS_SENTENCE = _rules(
    _TEASER,
    r".{0,120}(?:फॉलो\s+करें|google\s+news\s+पर|on\s+google\s+news|सब्सक्राइब|newsletter|न्यूज़लेटर|ऐप\s+डाउनलोड)",
    r"(?:subscribe\s+to|download\s+the\s+app|leave\s+a\s+(?:reply|comment)|advertise?ment)\b",
    r"टिप्पणी\s+(?:करें|लिखें|छोड़ें)|अपनी\s+(?:प्रतिक्रिया|राय)\s+दें" + _END,
    rf"{_LABEL}\s*(?:by\b|on\b|at\b|\s[-–—]\s).{{0,160}}$",
    # Case counts for names: "By Tara Fernandes" is a byline, "By night and fog" a heading.
    r"by\s+(?-i:[A-Z])[\w.]*(?:(?:\s+and\s+|\s*[,&]\s*|\s+)(?-i:[A-Z])[\w.]*){0,5}\W*$",
)
_REPORTER = re.compile(r"^\W*reporter\b.{0,100}$", re.IGNORECASE)

# A heading of the page's tail: the teasers below it are furniture, until a paragraph of the article follows.
_TAIL = re.compile(
    r"^\W*(?:latest\s+(?:news|stories)|more\s+articles?\s+like\s+this|related\s+(?:news|stories|posts|articles)|you\s+(?:may|might)\s+also\s+like|"
    r"trending(?:\s+now)?|most\s+(?:read|popular)|comments?|"
    + _plain(
        r"ताज़ा\s+(?:ख़बरें|समाचार)|सबसे\s+(?:ज़्यादा|अधिक)\s+पढ़ी\s+(?:गई|जाने\s+वाली)(?:\s+(?:ख़बरें|खबर))?|टिप्पणि(?:याँ|यां)|"
        r"संबंधित\s+(?:ख़बरें|समाचार)"
    )
    + r")\W*$",
    re.IGNORECASE,
)

_COMMENT_FORM = re.compile(r"^\W*leave\s+a\s+(?:reply|comment)\W*$", re.IGNORECASE)
_PARAGRAPH = re.compile(r"^.{80,}(?<![.…])[।.?!][\"'”’»)\]]*$")
_SENTENCE_END = re.compile(r"(?<![.…])[।॥.?!][\"'”’»)\]]*$")

_MONTH = _plain(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*|जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|"
    r"अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:सोम|मंगल|बुध|गुरु|शुक्र|शनि|रवि)वार"
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}(?:st|nd|rd|th)?[ -]+(?:{_MONTH})\.?,?[ -]+\d{{4}}|(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?!\d)",
    re.IGNORECASE,
)
# A date line keeps its date apart from words; in "15 अगस्त 2025 को" and "open on 12 March 2026" it is part of a headline.
_BEFORE_DATE = re.compile(rf"(?:^|[^\w\s]|\b(?:updated|published|posted|dated?|ist|gmt|am|pm)(?:\s+on)?|(?:{_WEEKDAY}))\s*$", re.IGNORECASE)
_AFTER_DATE = re.compile(r"^\s*(?:$|[^\w\s]|\d|(?:at|by|am|pm|ist)\b)", re.IGNORECASE)
_INNER_STOP = re.compile(r"[।॥?!]|(?<!\b\w)[.](?:\s|$)")

_HEAD_LINES = 6
_SHORT_HEAD_WORDS = 2
_DATE_LINE_CHARS = 160


def is_date_line(line: str) -> bool:
    """A short line that holds a date and no sentence ("लोकवाणी | 14 मार्च 2025, 09:40 AM IST")."""
    if len(line) > _DATE_LINE_CHARS:
        return False
    line = _plain(line)
    dates = list(_DATE.finditer(line))
    apart = any(_BEFORE_DATE.search(line[: date.start()]) and _AFTER_DATE.search(line[date.end() :]) for date in dates)
    return apart and not _INNER_STOP.search(_DATE.sub("", line))


def is_page_part(line: str) -> bool:
    """A line that belongs to the page and not to the article wherever it stands: a teaser, a button, a byline, a heading of the tail."""
    line = _plain(line)
    if any(rule.search(line) for rule in _FURNITURE) or _TAIL.match(line):
        return True
    return not _SENTENCE_END.search(line) and any(rule.search(line) for rule in _UNLESS_SENTENCE)


def _lines(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\r\n\u2028\u2029]+", text) if m.group().strip(_BLANK)]


def _in_head(line: str, order: int) -> bool:
    """A line of one or two words above the article (a section, a reporter's name), or its date line."""
    if order >= _HEAD_LINES or line.startswith("#") or _SENTENCE_END.search(line):
        return False
    return len(line.split()) <= _SHORT_HEAD_WORDS or is_date_line(line) or (order > 0 and bool(_REPORTER.match(line)))


def furniture_spans(text: str) -> list[Span]:
    """The lines of `text` that are site furniture, in order."""
    found: list[Span] = []
    in_tail = has_paragraph = False
    for order, span in enumerate(_lines(text)):
        line = text[span.start : span.end].strip(_BLANK)
        in_second_half = span.start > len(text) / 2
        # Above the article the form is only a link to it.
        if _COMMENT_FORM.match(line) and (has_paragraph or in_second_half):
            return [*found, Span(span.start, len(text))]
        if _TAIL.match(_plain(line)):
            in_tail = in_second_half
            found.append(span)
            continue
        is_paragraph = bool(_PARAGRAPH.match(line))
        in_tail = in_tail and not is_paragraph
        if in_tail or _in_head(line, order) or is_page_part(line):
            found.append(span)
        else:
            has_paragraph = has_paragraph or is_paragraph
    return found


def kept_spans(text: str, furniture: list[Span]) -> list[Span]:
    """The article's own stretches: what `furniture` (in order, not overlapping) leaves."""
    edges = [Span(0, 0), *furniture, Span(len(text), len(text))]
    return [Span(before.end, after.start) for before, after in pairwise(edges) if before.end < after.start]
