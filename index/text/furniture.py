"""Which single lines are a news site's furniture by their own words, in Hindi and English. Pure.

Rules are matched at a line's beginning, without nukta, whichever way it is encoded: sites write पढ़ें, पढें and ज़्यादा, ज्यादा alike.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index.types import Span

_NUKTA = "\u093c"
# What may stand between two buttons. Not \W: Devanagari vowel signs are no word characters, and होमों is not होम.
_GAP = r"[^\w\u0900-\u0963]"
# The end of a Hindi word, so that पढ़ें isn't found in पढ़ेंगे.
_END = r"(?![\u0900-\u0902\u0904-\u0963])"
# What separates a label from what follows. Sites write a colon as visarga too: "ये भी पढ़ेंः-".
_MARK = r"\s*(?:[:：ः|»>]|[-–—]\s?|\.{3}|…)"


@lru_cache(maxsize=8)
def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace(_NUKTA, ""))


def _any(*patterns: str) -> str:
    return "(?:" + "|".join(map(_plain, patterns)) + ")"


def _at_start(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"{_GAP}{{0,20}}{_any(*patterns)}", re.IGNORECASE)


def _whole_line(*patterns: str) -> re.Pattern[str]:
    """One or more of the phrases, and nothing else but marks."""
    return re.compile(rf"{_GAP}{{0,20}}(?:{_any(*patterns)}(?![\w\u0900-\u0963]){_GAP}*)+$", re.IGNORECASE)


def _spelled(pattern: str) -> str:
    """A pattern without nukta, for a text as it stands: with or without nukta, in either encoding."""
    for letter, composed in zip("कखगजडढफय", "\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f", strict=True):
        pattern = pattern.replace(letter, f"(?:{letter}{_NUKTA}?|{composed})")
    return pattern


_ALSO_READ = _any(
    rf"(?:ये|यह|इसे|इन्हें)(?:\s+(?:खबर|खबरें))?\s+भी(?:\s+जरूर)?\s+(?:पढ़ें|पढ़िए|पढ़े(?!\s*-\s*लिख)|देखें|देखिए|जानें){_END}",
    rf"(?:और\s+ये|ये\s+खबरें)\s+भी\s+पढ़ें{_END}|पढ़ें\s+(?:ये|यह)\s+(?:खबर|खबरें|भी){_END}",
    r"also\s+(?:read|watch|see)\b|read\s+also\b",
)
_READ_MORE = _any(rf"और\s+पढ़ें{_END}|संबंधित\s+(?:खबरें|समाचार)|must\s+(?:read|watch)\b|read\s+(?:more|next)\b|don['’]t\s+miss\b")
_LABELLED_ONLY = _any(rf"(?:यहां\s+)?पढ़ें{_END}|(?:यहां\s+)?देखें{_END}|read\b|watch\b|related(?:\s+(?:news|story|stories|articles?))?\b")
_TEASER_LINE = _at_start(rf"(?:{_ALSO_READ}|{_READ_MORE}){_MARK}")
_BARE_TEASER = _whole_line(rf"{_ALSO_READ}(?:{_MARK})?", rf"(?:must\s+read|don['’]t\s+miss|read|watch){_MARK}")
# A teaser within a line begins it, or follows a stop, a gap or a bracket.
_INNER_TEASER = re.compile(
    rf"(?:^{_GAP}{{0,20}}|(?<=[।.?!])[\"”’)]?\s*|(?<=\s\s)|(?P<bracket>[(\[])\s*)[*>»•–—-]{{0,4}}\s?{_spelled(f'(?:{_ALSO_READ}|{_READ_MORE})')}{_MARK}",
    re.IGNORECASE,
)
# A full stop after a word of one or two characters is an abbreviation's.
_STOP = re.compile(r"(?:[।॥?!]|(?<=[^\s.…][^\s.…][^\s.…])\.)[\"'”’»)\]]*(?=\s|$)")
_TEASER_CHARS = 300
_SENTENCE_CHARS = 40

_BY = r"(?:edited|reported|written|posted|published|authored|curated|compiled|produced|updated)"
_ROLE = _any(r"reporter|author|editor|agency|संपादन|संपादक|लेखक|रिपोर्टर?|द्वारा|प्रस्तुति|प्रकाशित|अपडेटेड|अपडेट")
_CREDIT = _any(
    r"(?:image|photo|picture|video)(?:\s+(?:source|credits?|courtesy))?|sources?|inputs?|web\s+title|categor(?:y|ies)|filed\s+under|"
    r"(?:published|posted)\s+in|disclaimer|फ़ोटो(?:\s+(?:साभार|स्रोत|क्रेडिट))?|स्रोत|साभार|सोर्स|इनपुट"
)
_BYLINE = _at_start(
    rf"(?:(?:last|first)\s+)?{_BY}(?:\s+(?:by|on|at|date))?\s*[:：]",
    r"(?:publish|publication|published)\s+date\s*[:：]",
    r"by\s*[:：]",
    rf"{_ROLE}(?:\s+(?:by|on|at))?\s*[:：]",
)
_LABEL_LINE_CHARS = 60

_SITES = r"facebook|twitter|x|whats\s?app|telegram|linkedin|instagram|pinterest|youtube|reddit|threads|koo|tumblr|messenger|google\s+news"
_HINDI_SITES = r"फेसबुक|ट्विटर|व्हाट्सएप|व्हाट्सऐप|वॉट्सऐप|टेलीग्राम|इंस्टाग्राम|यूट्यूब|ईमेल|प्रिंट|गूगल\s+न्यूज़"
_AGO = r"(?:sec(?:ond)?|min(?:ute)?|hour|day|week|month)s?"
_BUTTONS = _whole_line(
    _SITES,
    _HINDI_SITES,
    r"e-?mail|print|tweet|pin\s+it|save|bookmark|listen|submit|accept|search|menu|home|log\s?in|sign\s+(?:in|up)|register|subscribe(?:\s+now)?",
    r"copy\s+(?:link|url)|link\s+copied|text\s+size|font\s+size|(?:a[-+]?\s+){1,2}a[-+]?",
    r"share(?:\s+(?:this|on|via|with|to|now|news|it))?(?:\s+(?:news|article|story|post|page|link|"
    rf"{_SITES}|{_HINDI_SITES}))?(?:\s+\(opens\s+in\s+new\s+window\))?",
    r"click\s+to\s+(?:share|print|email)\b.{0,60}",
    r"(?:like\s+this\s*:?\s*)?like\s+loading|like\s+this|loading",
    r"(?:इसे\s+|खबर\s+)?(?:शेयर|साझा)\s+(?:करें|कीजिए)",
    r"follow\s+us(?:\s+on(?:\s+google\s+news)?)?|join\s+us|e-?paper|live\s+tv|download\s+(?:the\s+)?app|लाइव\s+टीवी|ई-?पेपर|होम|मेन्यू|ऐप\s+डाउनलोड\s+करें",
    r"exit\s+mobile\s+version|skip\s+to\s+(?:main\s+)?content|(?:back|scroll)\s+to\s+top|report\s+this\s+ad|view\s+this\s+post\s+on\s+instagram",
    r"advertise?ments?|sponsored(?:\s+(?:content|post))?|promoted(?:\s+(?:content|post))?|ads\s+by\s+google|विज्ञापन",
    r"(?:read|continue|show|load|view|see|watch)\s+(?:more|full\s+(?:article|story)|reading|video)|click\s+here|और\s+(?:पढ़ें|देखें)|आगे\s+पढ़ें",
    r"(?:पूरी\s+खबर(?:\s+यहां)?|इस\s+खबर\s+को)\s+(?:पढ़ें|सुनें)|(?:वीडियो|फोटो)\s+देखें|listen\s+to\s+this\s+article",
    r"(?:next|previous|prev)\s+(?:article|post|story|news)|(?:अगली|पिछली)\s+खबर|(?:अगला|पिछला)\s+लेख",
    r"(?:add|write|post|leave|submit)\s+(?:a\s+)?(?:comments?|reply)|(?:show|view|hide|read)\s+(?:all\s+)?comments?(?:\s+\(\d+\))?|cancel\s+reply",
    r"(?:no|\d+)\s+comments?|comments?\s+\(?\d+\)?|be\s+the\s+first\s+to\s+comment|join\s+the\s+(?:discussion|conversation)|name|website",
    r"(?:एक\s+)?टिप्पणी\s+(?:करें|लिखें|छोड़ें|छोड़\s+दो)|कमेंट\s+करें|(?:अपनी\s+)?(?:प्रतिक्रिया|राय)\s+दें|जवाब\s+रद्द\s+करें",
    r"[\d.,]+\s?[km]?\s+(?:views?|shares?|likes?|reads?|व्यूज|शेयर)",
    rf"(?:(?:published|updated)\s+)?\d+\s+{_AGO}\s+ago|\d+\s+(?:मिनट|घंटे|घंटा|दिन)\s+पहले",
    rf"\d+\s+{_AGO}\s+read|read(?:ing)?\s+time\s*:?\s*\d+\s+{_AGO}(?:\s+read)?|\d+\s+मिनट\s+(?:में\s+)?पढ़ें",
    r"privacy\s+policy|terms(?:\s+(?:of\s+(?:use|service)|(?:&|and)\s+conditions))?|cookie\s+policy|about\s+(?:us|the\s+author)|contact(?:\s+us)?|disclaimer",
    r"हमारे\s+बारे\s+में|संपर्क\s+करें|गोपनीयता\s+नीति|नियम\s+(?:और|एवं)\s+शर्तें|लेखक\s+के\s+बारे\s+में",
    r"tags?|topics(?:\s+mentioned\s+in\s+this\s+article)?|highlights|breaking(?:\s+news)?|latest|web\s?stor(?:y|ies)|टैग्?स?|ब्रेकिंग(?:\s+न्यूज़)?|हाइलाइट्स",
    r"view\s+all|see\s+all|read\s+(?:later|in\s+app|previous)|prev(?:ious)?|next|close|ok|allow|not\s+now|remove|enable\s+notifications|ad|admin",
    r"powered\s+by|support\s+us|story\s+continues\s+below(?:\s+this\s+ad)?|see\s+author['’]?s\s+posts|source\s+link|(?:total\s+)?\d+\s+(?:shares?|likes?)|share\s+\d+",
    r"कॉपी\s+लिंक|(?:ऐप|एप)\s+(?:पर\s+पढ़ें|डाउनलोड\s+करें)|इस\s+(?:आर्टिकल|लेख)\s+को\s+सुनें|पूरी\s+स्टोरी\s+पढ़ें|यहां\s+देखें|खबरें\s+और\s+भी\s+हैं",
    r"please\s+enter\s+your\s+(?:comment|name(?:\s+here)?)|you\s+have\s+entered\s+an\s+incorrect\s+email\s+address|hindi\s+news",
    r"फ़ाइल\s+फोटो|फाइल\s+फोटो|file\s+photo|whatsapp\s+image|add\s+as\s+a\s+preferred\s+source(?:\s+on\s+google)?|follow\s+us\s+on\s+google",
)

# A line that begins so is furniture, sentence or not.
_ALWAYS = _at_start(
    r"follow\s+us\s+(?:on|for)\b|subscribe\s+to\s+our\b|sign\s+up\s+(?:for|to)\s+our\b|download\s+our\s+app\b|click\s+here\s+(?:to|for)\b",
    r".{0,80}हम(?:ें|ारे|ारा)\s.{0,80}(?:फॉलो|सब्सक्राइब|लाइक)\s+कर",
    r".{0,80}हमार[ेाी]\s.{0,40}(?:चैनल|ग्रुप|ऐप|एप|पेज|न्यूज़लेटर).{0,40}(?:जुड़|डाउनलोड\s+कर|जॉइन|ज्वाइन)",
    r".{0,120}यहा[ंँ]\s+क्लिक\s+(?:करें|कीजिए)" + _END + r"\W*$",
    r"your\s+email\s+address\s+will\s+not\s+be\s+published|required\s+fields\s+are\s+marked|save\s+my\s+name,\s+email|we\s+use\s+cookies\b",
    r"\(?(?:इस\s+खबर\s+को\s.{0,40}(?:ने|द्वारा)\s+संपादित\s+नहीं|except\s+for\s+the\s+headline,\s+this\s+story\s+has\s+not\s+been\s+edited)",
    r"(?:get|track)\s+(?:all\s+|the\s+)?(?:latest\s+)?(?:[\w ]{0,20}\s)?news\s.{0,60}(?:hindi|live|headlines)\b|you\s+have\s+exhausted\s+your\s.{0,20}limit",
    r"(?:previous|next)\s+article(?!\s)\S",
    r".{0,100}(?:ऐप|एप|फेसबुक|ट्विटर).{0,60}यहां\s+क्लिक\s+कर",
    r"आपका\s+ईमेल\s+पता\s+प्रकाशित\s+नहीं|(?:आवश्यक|अनिवार्य)\s+फ़ील्ड",
    r"(?:advertise?ment|विज्ञापन)\s*(?:[-–—|:]|\(|continue\s+reading|scroll\s+to)",
    r"all\s+rights\s+reserved|copyright\s*(?:©|\(c\)|\d{4})|\(c\)\s*\d{4}|.{0,3}©|.{0,40}सर्वाधिकार\s+सुरक्षित",
    r"(?:home|होम)\s*[>»|/›]",
    r"(?:tags?|topics?|टैग्?स?)\s*[:：]",
)
# A line that begins so is furniture unless it is a sentence: "Published on Monday, the report names 42 villages." is the article's own.
_UNLESS_SENTENCE = _at_start(
    _ALSO_READ,
    _READ_MORE,
    r".{0,120}(?:फॉलो\s+करें|google\s+news\s+पर|on\s+google\s+news|सब्सक्राइब|newsletter|न्यूज़लेटर|ऐप\s+डाउनलोड)",
    r".{0,120}(?:ताजा|ताज़ा|व्हाट्सएप|whatsapp|टेलीग्राम|telegram)\s.{0,80}जुड़े?(?:ें|ने\s+के\s+लिए|\s*रहें)",
    r"join\s.{0,30}(?:whatsapp|telegram)|get\s+the\s+latest\s+(?:news|updates)|leave\s+a\s+(?:reply|comment)\b|share\s+(?:this|on|via)\b",
    rf"(?:टिप्पणी\s+(?:करें|लिखें|छोड़ें)|अपनी\s+(?:प्रतिक्रिया|राय)\s+दें){_END}",
    rf"{_CREDIT}\s*[:：].{{0,80}}$",
)
_LOOSE_BYLINE = _at_start(
    rf"(?:{_BY}\s*(?:by\b|on\b|at\b|\s[-–—]\s)|{_ROLE}\s+[-–—]\s).{{0,160}}$",
    r"(?:published|updated|posted)\s+(?:\d|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s,.]+\d)",
    # Case counts for names: "By Tara Fernandes" is a byline, "By night and fog" a heading.
    r"by\s+(?-i:[A-Z\u0904-\u0939])[\w.\u0900-\u0963]*(?:(?:\s+and\s+|\s*[,&]\s*|\s+)(?-i:[A-Z\u0904-\u0939])[\w.\u0900-\u0963]*){0,5}\W*$",
)
# What a site says of its other services. In the head of a page it is the title of an article about just that.
_SERVICE = _at_start(
    r"(?:weather(?:\s+(?:update|today|report|forecast))?|aaj\s+ka\s+mausam|(?:आज\s+का\s+)?मौसम(?:\s+(?:अपडेट|समाचार|का\s+हाल))?)\s*[:：-]",
    r"(?:gold|silver|petrol|diesel|fuel)[\s\w-]{0,20}(?:price|rate)s?(?:\s+today)?\s*[:：]|(?:horoscope|rashifal)(?:\s+today)?\s*[:：]",
    r"(?:आज\s+का\s+)?(?:राशिफल|पंचांग|सोने\s+का\s+भाव)\s*[:：]",
    rf"{_LABELLED_ONLY}{_MARK}",
    r"#[^\s#]+(?:\s+#[^\s#]+)*\s*$",
)
_HEADING_OF_TAIL = _whole_line(
    r"(?:latest|recent|related|popular|top|more|other|similar|trending|recommended|suggested|featured)\s+(?:news|stor(?:y|ies)|posts?|articles?|updates?|videos?|"
    r"topics|reads|photos|headlines)(?:\s+today)?",
    r"(?:more\s+articles?|stories|posts)\s+like\s+this|(?:stories\s+)?you\s+(?:may|might)\s+(?:also\s+)?like|more\s+from(?:\s+\w+){1,2}",
    r"trending(?:\s+now)?|most\s+(?:read|popular|viewed|shared|commented)|comments?|editors?['’]?s?\s+(?:picks?|choice)|don['’]t\s+miss|from\s+around\s+the\s+web",
    r"recommended(?:\s+for\s+you)?|read\s+next|must\s+read",
    r"(?:ताज़ा|ताजातरीन|बड़ी|लोकप्रिय|संबंधित|अन्य|और|मुख्य|ट्रेंडिंग)\s+(?:ख़बरें|समाचार|लेख|पोस्ट|न्यूज़|वीडियो)",
    r"सबसे\s+(?:ज़्यादा|अधिक)\s+पढ़ी\s+(?:गई|गईं|जाने\s+वाली)(?:\s+(?:ख़बरें|खबर))?|टिप्पणि(?:याँ|यां)|ट्रेंडिंग|टॉप\s+(?:न्यूज़|हेडलाइंस|स्टोरीज़?|ख़बरें)",
)
_COMMENT_FORM = _whole_line(r"leave\s+a\s+(?:reply|comment)(?:\s+cancel\s+reply)?", r"एक\s+टिप्पणी\s+छोड़ें", r"प्रतिक्रिया\s+दें\s+जवाब\s+रद्द\s+करें")

_SENTENCE_END = re.compile(r"(?<![.…])[।॥.?!][\"'”’»)\]]*$")


def ends_as_sentence(line: str) -> bool:
    """Whether a line ends with a stop that is no ellipsis."""
    return bool(_SENTENCE_END.search(line[-20:]))


def is_page_part(line: str) -> bool:
    """A line that belongs to the page and not to the article wherever it stands: a teaser, a button, a byline, a heading of the tail."""
    line = _plain(line)
    if any(rule.match(line) for rule in (_TEASER_LINE, _BUTTONS, _ALWAYS, _HEADING_OF_TAIL, _COMMENT_FORM)):
        return True
    is_sentence = ends_as_sentence(line)
    if _BYLINE.match(line) and not (is_sentence and len(line) > _LABEL_LINE_CHARS):
        return True
    return not is_sentence and bool(_UNLESS_SENTENCE.match(line) or _LOOSE_BYLINE.match(line))


def is_byline(line: str) -> bool:
    """ "Edited By …", "संपादन: …"."""
    return bool(_BYLINE.match(_plain(line)) or _LOOSE_BYLINE.match(_plain(line))) and not ends_as_sentence(line)


def is_service(line: str) -> bool:
    """A teaser for the weather, a price list, the horoscope, a video; or a row of hashtags."""
    return bool(_SERVICE.match(_plain(line)))


def is_heading_of_tail(line: str) -> bool:
    """ "Latest News", "संबंधित ख़बरें": teasers follow."""
    return bool(_HEADING_OF_TAIL.match(_plain(line)))


def is_comment_form(line: str) -> bool:
    """ "Leave a Reply": the article is over."""
    return bool(_COMMENT_FORM.match(_plain(line)))


def is_bare_teaser(line: str) -> bool:
    """ "ये भी पढ़ें:" with nothing after it: the next line is what to read."""
    return bool(_BARE_TEASER.match(_plain(line)))


def teasers_in(line: str) -> list[Span]:
    """The teasers of a line, which may share it with the article: up to the stop that ends each, or to the end of the line when no sentence follows."""
    found: list[Span] = []
    edge = 0
    while teaser := _INNER_TEASER.search(line, edge):
        edge = _teaser_end(line, teaser)
        found.append(Span(teaser.start(), edge))
    return found


def _teaser_end(line: str, teaser: re.Match[str]) -> int:
    if teaser["bracket"]:
        closing = line.find({"(": ")", "[": "]"}[teaser["bracket"]], teaser.end(), teaser.end() + _TEASER_CHARS)
        if closing >= 0:
            return closing + 1
    stop = _STOP.search(line, teaser.end())
    if stop is None:
        return len(line)
    following = _STOP.search(line, min(stop.end() + _SENTENCE_CHARS, len(line)))
    return stop.end() if following and following.group()[0] in "।." else len(line)
