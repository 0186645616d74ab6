"""Which lines of a pasted news page are the article and which are the site's furniture. Pure: marks, never deletes."""

from __future__ import annotations

import re
from itertools import pairwise

from index.types import Span

VERSION = "lines-1"

# A whole line that is furniture wherever it stands.
_FURNITURE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # teasers
        r"^\W*(ये|यह|इसे|इन्हें)\s+भी\s+(पढ़ें|पढ़ें|पढ़े|पढ़े|देखें|जानें)",
        r"^\W*(also\s+(read|watch|see)|read\s+(also|more|next)|must\s+read|recommended|और\s+पढ़ें|और\s+पढ़ें|संबंधित\s+(ख़बरें|खबरें|समाचार))\b.{0,200}$",
        r"^\W*(weather\s+update|मौसम\s+अपडेट)\s*[:：-]",
        # sharing, following, subscribing
        r"^\W*(इसे\s+)?(शेयर|साझा)\s+(करें|कीजिए)\W*$",
        r"^\W*share\b.{0,25}$",
        r"^\W*((facebook|twitter|x|whatsapp|telegram|linkedin|instagram|pinterest|email|e-mail|print|copy\s+link|फेसबुक|ट्विटर|व्हाट्सएप|"
        r"व्हाट्सऐप|टेलीग्राम|ईमेल|प्रिंट)\W*)+$",
        r"(follow\s+us|फॉलो\s+करें|फ़ॉलो\s+करें|google\s+news\s+पर|on\s+google\s+news|subscribe\s+(to|now)|सब्सक्राइब|newsletter|न्यूज़लेटर|"
        r"download\s+(the|our)\s+app|ऐप\s+डाउनलोड)",
        # comment forms, page machinery, advertisements
        r"^\W*(leave\s+a\s+(reply|comment)|your\s+email\s+address\s+will\s+not\s+be\s+published|required\s+fields|post\s+comment|"
        r"टिप्पणी\s+(करें|लिखें|छोड़ें|छोड़ें)|अपनी\s+(प्रतिक्रिया|राय)\s+दें)",
        r"^\W*(exit\s+mobile\s+version|advertise?ment|sponsored|विज्ञापन|skip\s+to\s+content|all\s+rights\s+reserved|copyright\b|©).{0,80}$",
        r"^\W*(home|होम)\s*[>»|/].*$",
        r"^\W*(tags?|टैग|topics?)\s*[:：].*$",
        # bylines and date lines
        r"^\W*(edited|reported|written|posted|published|updated|last\s+updated|by|संपादन|संपादक|लेखक|रिपोर्टर?|प्रकाशित|अपडेट|अपडेटेड)\s*"
        r"(by\b|on\b|at\b|[:：-]).{0,160}$",
        r"^\W*by\s+[A-Z][\w. ]{2,40}\W*$",
        r"^\W*reporter\b.{0,100}$",
        r"^\W*(latest|breaking|trending)\s*[:：]?\W*$",
    )
)

# A heading of the page's tail: the teasers below it are furniture, until a paragraph of the article follows.
_TAIL = re.compile(
    r"^\W*(latest\s+news|latest\s+stories|more\s+articles?\s+like\s+this|related\s+(news|stories|posts|articles)|you\s+(may|might)\s+also\s+like|"
    r"trending(\s+now)?|most\s+(read|popular)|comments?|ताज़ा\s+(ख़बरें|खबरें|समाचार)|ताजा\s+(खबरें|समाचार)|"
    r"सबसे\s+(ज़्यादा|ज्यादा|अधिक)\s+पढ़ी.*|टिप्पणियाँ|टिप्पणियां|संबंधित\s+(ख़बरें|खबरें|समाचार))\W*$",
    re.IGNORECASE,
)

_COMMENT_FORM = re.compile(r"^\W*leave\s+a\s+(reply|comment)\W*$", re.IGNORECASE)
_PARAGRAPH = re.compile(r"^.{80,}(?<![.…])[।.?!][\"'”’»)\]]*$")

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*|जनवरी|फ़रवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|"
    r"अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर"
)
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?[ -]+(?:{_MONTH})\.?,?[ -]+\d{{4}}|(?:{_MONTH})\.?\s+\d{{1,2}},?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}",
    re.IGNORECASE,
)
_STOP = re.compile(r"[।॥?!]|[.](\s|$)")

_HEAD_LINES = 6
_SHORT_HEAD_WORDS = 2
_DATE_LINE_CHARS = 110


def _is_date_line(line: str) -> bool:
    """A short line that holds a date and no sentence ("लोकवाणी | 14 मार्च 2025, 09:40 AM IST")."""
    return len(line) <= _DATE_LINE_CHARS and bool(_DATE.search(line)) and not _STOP.search(line.rstrip(".। "))


def _lines(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\r\n\u2028\u2029]+", text) if m.group().strip("\ufeff\u200b \t\xa0")]


def _in_head(line: str, order: int) -> bool:
    """A line of one or two words above the article (a section, a reporter's name), or its date line."""
    if order >= _HEAD_LINES or line.startswith("#"):
        return False
    return len(line.split()) <= _SHORT_HEAD_WORDS or _is_date_line(line)


def furniture_spans(text: str) -> list[Span]:
    """The lines of `text` that are site furniture, in order."""
    found: list[Span] = []
    in_tail = False
    for order, span in enumerate(_lines(text)):
        line = text[span.start : span.end].strip("\ufeff\u200b \t\xa0")
        if _COMMENT_FORM.match(line):
            return [*found, Span(span.start, len(text))]
        if _TAIL.match(line):
            in_tail = span.start > len(text) / 2
            found.append(span)
            continue
        in_tail = in_tail and not _PARAGRAPH.match(line)
        if in_tail or _in_head(line, order) or any(rule.search(line) for rule in _FURNITURE):
            found.append(span)
    return found


def kept_spans(text: str, furniture: list[Span]) -> list[Span]:
    """The article's own stretches: what `furniture` (in order, not overlapping) leaves."""
    edges = [Span(0, 0), *furniture, Span(len(text), len(text))]
    return [Span(before.end, after.start) for before, after in pairwise(edges) if before.end < after.start]
