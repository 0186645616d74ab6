"""The time that a question names, in Hindi, English and Roman-script Hindi: "जून 2025 में", "last week", "taza khabar". Pure.

A time in a question is most often that of the event ("जून में हुई बारिश"), so that articles of that time are preferred and no other is left out.
Only who asks for the news of a time ("जून 2025 की ख़बरों में") wants no other.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.text.words import fold

# News of an event is printed on its day and in the days after.
SHORTLY_AFTER_DAYS = 14
# A newest article from outside these years has its date misread; nothing is reckoned from it.
_EARLIEST, _LATER = "1900", "2100"


@dataclass(frozen=True, slots=True)
class TimeWish:
    """since and until: "YYYY-MM-DD", inclusive, None when open. strict: only articles published then. latest: rather the newest articles."""

    since: str | None = None
    until: str | None = None
    strict: bool = False
    latest: bool = False

    def reported_until(self) -> str | None:
        """The last day on which news of that time is expected."""
        return (date.fromisoformat(self.until) + timedelta(SHORTLY_AFTER_DAYS)).isoformat() if self.until else None


def _alternatives(names: str) -> str:
    return "|".join(sorted(map(re.escape, fold(names).split()), key=len, reverse=True))


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan जनवरी janvari janwari",
            "february feb फरवरी farvari farwari",
            "march mar मार्च",
            "april apr अप्रैल aprail",
            "may मई mai",
            "june jun जून joon",
            "july jul जुलाई julai",
            "august aug अगस्त agast",
            "september sep sept सितंबर सितम्बर sitambar sitamber",
            "october oct अक्टूबर अक्तूबर aktubar aktoobar",
            "november nov नवंबर नवम्बर navambar",
            "december dec दिसंबर दिसम्बर disambar",
        ),
        start=1,
    )
    for name in names.split()
}
# These are other words too: may, march, "jan gayi", "mai gaya tha". They count beside a number or after a word of time.
_DOUBTFUL = frozenset("may march mar mai jan sep sept dec oct nov feb apr aug jun jul".split())
_MARCHES = re.compile(r"(?:पैदल|फ्लैग|कैंडल|मशाल|विरोध|शांति|लॉन्ग|रूट|तिरंगा|किसान|मौन|संसद|paidal|flag|candle)\s*$")
_COUNTS = {fold(word): n for n, names in enumerate(("एक ek one", "दो do two", "तीन teen tin three", "चार char chaar four", "पांच paanch panch five", "छह छः chhah chhe six", "सात saat seven", "आठ aath eight", "नौ nau nine", "दस das ten"), start=1) for word in names.split()}  # fmt: skip

_M = rf"(?P<{{0}}>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
# The end and the beginning of a word: \b won't do, vowel signs are no word characters.
_B, _E = r"(?<![\w\u0900-\u0963])", r"(?![\w\u0900-\u0963])"
_Y = r"(?:19|20)\d\d(?!\s*[-–/]\s*\d)(?!\d)"
_TO = r"\s*(?:से|se|to|till|until|through|-|–|—)\s*"
_OF_MONTH = r"(?:\s+(?:महीने|माह|month|mahine|mahina))?"
_LAST = _alternatives("पिछले पिछली पिछला गत बीते बीती विगत last past previous pichle pichhle pichhla pichla pichli pichhli beete bite gat")
_THIS = _alternatives("इस इसी this current is isi chalu चालू")
_N = rf"(?:\d{{1,2}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_UNITS = {
    "day": "दिन दिनों day days din dino dinon",
    "week": "हफ्ते हफ्ता हफ्तों सप्ताह सप्ताहों week weeks hafte hafton hafta saptah",
    "month": "महीने महीना महीनों माह month months mahine mahina mahino mahinon mah maah",
    "year": "साल वर्ष सालों वर्षों बरस year years saal sal saalon varsh",
}
_UNIT_OF = {fold(word): unit for unit, names in _UNITS.items() for word in names.split()}
_UNIT = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
_YEAR_BEFORE = r"(?:साल|सन|सन्|वर्ष|year|sal|saal|san|in|of|during|since|from|after|before|until|till|by)"
_YEAR_AFTER = r"(?:में|के|की|का|से|तक|वाले|वाली|me|mein|mei|ke|ki|ka|se|tak|wale|wali)"

_TIMES = re.compile(
    "|".join(
        [
            r"(?P<iso>(?<!\d)(?P<iy>(?:19|20)\d\d)-(?P<im>\d{2})-(?P<id>\d{2})(?!\d))",
            r"(?P<dmy>(?<!\d)(?P<nd>\d{1,2})[/.-](?P<nm>\d{1,2})[/.-](?P<ny>(?:19|20)\d\d)(?!\d))",
            rf"(?P<days>(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?{_TO}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+{_M.format('m1')}{_E}(?:\.?,?\s+(?P<y1>{_Y}))?)",
            rf"(?P<day>(?<!\d)(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_M.format('m2')}{_E}(?:\.?,?\s+(?P<y2>{_Y}))?)",
            rf"(?P<yearfirst>(?:{_B}{_YEAR_BEFORE}\s+)?(?<!\d)(?P<y3>{_Y})\s+(?:(?:के|की|ke|ki)\s+)?{_B}{_M.format('m3')}{_E})",
            rf"(?P<monthyear>{_B}{_M.format('m4')}{_OF_MONTH}\.?,?\s*(?:of\s+|['’])?(?P<y4>{_Y}))",
            rf"(?P<monthday>{_B}{_M.format('m5')}\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<y5>{_Y}))?)",
            rf"(?P<month>{_B}{_M.format('m6')}{_E})",
            rf"(?P<year>{_B}{_YEAR_BEFORE}\s+(?P<y7>{_Y})|(?<![\d,.-])(?P<y8>{_Y})(?=\s+{_YEAR_AFTER}{_E}))",
            rf"(?P<last>{_B}(?:the\s+)?(?:{_LAST})\s+(?:(?P<n>{_N})\s+)?(?P<unit>{_UNIT}){_E})",
            rf"(?P<this>{_B}(?:{_THIS})\s+(?P<unit2>{_UNIT}){_E})",
            rf"(?P<dayname>{_B}(?:आज|aaj|today|बीते\s+कल|कल|kal|yesterday|परसों|parso){_E})",
        ]
    )
)
_LATEST = re.compile(
    rf"{_B}(?:ताजा|ताजातरीन|नवीनतम|लेटेस्ट|हालिया|हाल\s+(?:ही|का|की|के|में)|पिछले\s+(?:कुछ\s+)?दिनों|latest|newest|most\s+recent|recent|recently|"
    rf"taa?zaa?|tazatareen|nav[ei]+ntam|haliya|haa?l\s+(?:hi|ka|ki|ke|me|mein)|pichh?le\s+(?:kuchh?\s+)?din(?:o|on)){_E}"
)
_NOT_TODAY = re.compile(rf"\s*(?:तक|tak|kal){_E}")
_PREPOSITION = re.compile(
    r"(?:^|\s)(?:in|of|on|during|since|from|after|before|until|till|by|to|and|between|early|late|mid|last|this|next|month)\s+(?:the\s+)?$"
)
_PARTICLE = re.compile(rf"\s+(?:me|mein|mei|ki|ka|ke|se|tak|wali|wale|mahine){_E}")

_RANGE = re.compile(rf"(?:{_TO}|\s*(?:और|and|aur|व)\s*)(?:साल\s+|सन\s+|saal\s+)?")
_SINCE_BEFORE = re.compile(r"(?:since|after)\s+$")
_SINCE_AFTER = re.compile(rf"\s*(?:(?:के|ke)\s+(?:बाद|baad|bad)|(?:से|se)\s+(?:अब|ab|आज|aaj)\s+(?:तक|tak)|onwards?|(?:से|se)\s+(?:आगे|aage)){_E}")
_UNTIL_BEFORE = re.compile(r"(?:before|until|till|up\s+to|by)\s+$")
_UNTIL_AFTER = re.compile(rf"\s*(?:(?:से|se|के|ke)\s+(?:पहले|पूर्व|pehle|pahle|pehl[ei])|(?:तक|tak)){_E}")
_OPEN_AFTER = re.compile(f"^(?:{_SINCE_AFTER.pattern}|{_UNTIL_AFTER.pattern})")
_EXCLUSIVE = re.compile(r"after|before|बाद|baad|bad|पहले|पूर्व|p[ae]hl")

_NEWS = (
    r"(?:खबर(?:ें|ों)?|समाचार(?:ों)?|लेख(?:ों)?|अखबार(?:ों)?|न्यूज|news(?:paper)?s?|articles?|stories|headlines?|khabar(?:on|en|ein|e|o)?|khabr(?:on|en|ein|e|o)|"
    rf"samachar(?:on|o)?|lekh(?:on|o)?|akhbaa?r(?:on|o)?){_E}(?!\s+(?:एजेंसी|चैनल|agency|agencies|channels?|conference|anchor|portal))"
)
_PUBLISHED = r"(?:छप\S*|प्रकाशित|published|chh?ap[aei]\S*|prakashit)"
_STRICT_AFTER = re.compile(
    r"\s*(?:के\s+बीच\s+|ke\s+beech\s+)?"
    rf"(?:(?:(?:की|के|का|वाली|वाले|ki|ke|ka|wali|wale)\s+|['’]s\s+|\s)(?:[^\s।?]+\s+){{0,2}}?{_NEWS}|(?:(?:में|को|के\s+बीच|me|mein|ko)\s+)?{_PUBLISHED}{_E})"
)
_STRICT_BEFORE = re.compile(
    rf"(?:{_NEWS}\s+(?:(?:published|printed|dated)\s+)?(?:in|from|of|on|for|dated|since|after|before|between|until)|published(?:\s+(?:in|on|between|since|after|before))?|dated)"
    r"\s+(?:the\s+)?$"
)


@dataclass(frozen=True, slots=True)
class _Time:
    """Days from first to last, named at text[start:end]; dated says whether the year was."""

    first: date
    last: date
    dated: bool
    start: int
    end: int


def find_time(question: str, newest: str | None) -> TimeWish | None:
    """What the question wishes of the time, or None.

    newest: the date of the newest article, "YYYY-MM-DD". "Last week" is reckoned from it, not from today: a collection may be of last year.
    A month without a year is the latest that isn't after it.
    """
    text = fold(question)
    latest = _LATEST.search(text) is not None
    times = list(_times(text, date.fromisoformat(newest) if newest and _EARLIEST <= newest < _LATER else None))
    if not times:
        return TimeWish(latest=True) if latest else None
    first, last = min(times, key=lambda time: time.start), max(times, key=lambda time: time.end)
    before, after = text[: first.start], text[last.end :]
    since, until = min(time.first for time in times), max(time.last for time in times)
    opened = _SINCE_AFTER.match(after) or _SINCE_BEFORE.search(before)
    # "Until" closes a time that stands alone; after a range it is the range's own end.
    closed = None if opened or len(times) > 1 else _UNTIL_AFTER.match(after) or _UNTIL_BEFORE.search(before)
    strict = bool(_STRICT_BEFORE.search(before) or _STRICT_AFTER.match(_OPEN_AFTER.sub("", after, count=1)))
    if opened:
        return TimeWish(str(until + timedelta(1) if _EXCLUSIVE.search(opened.group()) else since), None, strict, latest)
    if closed:
        return TimeWish(None, str(since - timedelta(1) if _EXCLUSIVE.search(closed.group()) else until), strict, latest)
    return TimeWish(str(since), str(until), strict, latest)


def _times(text: str, newest: date | None) -> Iterator[_Time]:
    """The times that belong together: the first named, and what a range or an "and" joins to it."""
    found = [time for match in _TIMES.finditer(text) if (time := _time(text, match, newest))]
    for place, time in enumerate(found):
        if place and not _RANGE.fullmatch(text[found[place - 1].end : time.start]):
            return
        following = found[place + 1] if place + 1 < len(found) else None
        joined = following is not None and _RANGE.fullmatch(text[time.end : following.start])
        # "June to August 2025": the year stands once, at the end.
        if following and joined and following.dated and not time.dated:
            time = _in_year(time, following.last.year - (time.first.month > following.last.month))
        yield time


def _in_year(time: _Time, year: int) -> _Time:
    """The same days in another year; a month's last day stays its last."""
    days = calendar.monthrange(year, time.last.month)[1]
    ends_month = (time.last + timedelta(1)).day == 1
    first = time.first.replace(day=min(time.first.day, days), year=year)
    return _Time(first, time.last.replace(day=days if ends_month else min(time.last.day, days), year=year), True, time.start, time.end)


def _time(text: str, match: re.Match[str], newest: date | None) -> _Time | None:
    kind = next(name for name in _READERS if match[name])
    if kind in ("month", "monthday") and not _is_month(text, match, kind):
        return None
    try:
        read = _READERS[kind](match, newest)
    except ValueError:  # 31 June, month 13
        return None
    if read is None or (kind == "dayname" and _NOT_TODAY.match(text, match.end())):
        return None
    first, last, dated = read
    return _Time(first, last, dated, match.start(), match.end())


def _is_month(text: str, match: re.Match[str], kind: str) -> bool:
    name, before = match["m6"] or match["m5"], text[: match.start()]
    if name == "मार्च":
        return not _MARCHES.search(before)
    if kind == "monthday":  # "जून 14 लोगों": in Hindi the day comes first
        return name.isascii()
    return name not in _DOUBTFUL or bool(_PREPOSITION.search(before) or _PARTICLE.match(text, match.end()))


_Days = tuple[date, date, bool]


def _year(match: re.Match[str], name: str) -> int | None:
    return int(match[name]) if match[name] else None


def _day_span(first: int, last: int, month: int, year: int | None, newest: date | None) -> _Days | None:
    """Days of a month; without a year the latest such month that doesn't begin after the newest article."""
    if year is None:
        if newest is None:
            return None
        year = newest.year - (date(newest.year, month, 1) > newest)
    days = calendar.monthrange(year, month)[1]
    return date(year, month, first), date(year, month, last or days), True


def _undated(days: _Days | None, year: int | None) -> _Days | None:
    return days and (days[0], days[1], year is not None)


def _month(
    match: re.Match[str], month: str, year: str | None, first: str | None = None, last: str | None = None, newest: date | None = None
) -> _Days | None:
    given = _year(match, year) if year else None
    number = _MONTHS[match[month]]
    return _undated(_day_span(int(match[first]) if first else 1, int(match[last]) if last else 0, number, given, newest), given)


def _last(match: re.Match[str], newest: date | None) -> _Days | None:
    """Without a number the calendar's week, month or year before; with one, so many days up to the newest article."""
    if newest is None:
        return None
    unit, count = _UNIT_OF[match["unit"]], match["n"]
    if count:
        number = int(count) if count.isdecimal() else _COUNTS[count]
        return newest - timedelta(number * {"day": 1, "week": 7, "month": 30, "year": 365}[unit] - 1), newest, True
    begin = _beginning(newest, unit)
    return (_beginning(begin - timedelta(1), unit), begin - timedelta(1), True) if unit != "day" else None


def _this(match: re.Match[str], newest: date | None) -> _Days | None:
    return (_beginning(newest, _UNIT_OF[match["unit2"]]), newest, True) if newest else None


def _beginning(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(day.weekday())
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _day_name(match: re.Match[str], newest: date | None) -> _Days | None:
    name = match["dayname"]
    back = 0 if name in ("आज", "aaj", "today") else 2 if name in ("परसों", "parso") else 1
    return (newest - timedelta(back), newest - timedelta(back), True) if newest else None


def _whole_year(match: re.Match[str], _newest: date | None) -> _Days:
    year = int(match["y7"] or match["y8"])
    return date(year, 1, 1), date(year, 12, 31), True


def _numeric(match: re.Match[str], year: str, month: str, day: str) -> _Days:
    found = date(int(match[year]), int(match[month]), int(match[day]))
    return found, found, True


_READERS: dict[str, Callable[[re.Match[str], date | None], _Days | None]] = {
    "iso": lambda match, newest: _numeric(match, "iy", "im", "id"),
    "dmy": lambda match, newest: _numeric(match, "ny", "nm", "nd"),
    "days": lambda match, newest: _month(match, "m1", "y1", "d1", "d2", newest),
    "day": lambda match, newest: _month(match, "m2", "y2", "d3", "d3", newest),
    "yearfirst": lambda match, newest: _month(match, "m3", "y3"),
    "monthyear": lambda match, newest: _month(match, "m4", "y4"),
    "monthday": lambda match, newest: _month(match, "m5", "y5", "d5", "d5", newest),
    "month": lambda match, newest: _month(match, "m6", None, newest=newest),
    "year": _whole_year,
    "last": _last,
    "this": _this,
    "dayname": _day_name,
}
