"""Whether a stop ends a sentence: '.' is also a decimal point, an initial, an abbreviation, part of an address. Pure."""

from __future__ import annotations

import re
import unicodedata

from index.types import Span

# What stands around a stop is looked at this far: an abbreviation or a name is shorter, and a page may be one line of a million letters.
_WINDOW = 40

# Never the last word of a sentence. Lower case, without the stop.
_TITLES = frozenset(
    "mr mrs ms dr prof st vs col lt sgt gen gov sen rep capt maj brig cdr cmdr hon rev fr smt shri sh adv insp supt asst dept rs approx "
    "डॉ डा श्री सुश्री प्रो पं स्व रु रू मो कु सं ब्रि कै इंजी एड प्रा क्र पृ ई उ प्र जि कि".split()
)
# These end a sentence when a word follows that begins one ("in the U.S. The army").
_ABBREVIATIONS = frozenset(
    "etc inc ltd co corp pvt bros jr sr govt jan feb mar apr jun jul aug sep sept oct nov dec लि कं किमी मी मिमी सेमी ग्रा किग्रा".split()
)
# "No. 5" and "नं. 5": only before a number.
_NUMBER_SIGNS = frozenset({"no", "nos", "नं"})
# The names of the Latin letters; of these आई, जी and पी are words too.
_LETTER_NAMES = frozenset("ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू डब्लू एक्स वाई जेड".split())
_ALSO_WORDS = frozenset({"आई", "जी"})
_STARTERS = re.compile(
    r"\s*[\"“‘]?(?:(?:The|It|He|She|They|But|This|That|These|Those|There|His|Her|Its|However|Meanwhile|We|In|On|At|When|After)\b|"
    r"(?:उन्होंने|उसने|लेकिन|हालांकि|वहीं|जबकि)\s)"
)
# No Hindi sentence begins with one of these: "क्या होगा?" के जवाब में, Yahoo! ने कहा. ("के. चंद्रशेखर" is a name.)
_GOES_ON = re.compile(r"\s*(?:का|के|की|को|ने|से|में|कहकर|कहते)\s|\s*[,;:]")
_VERB = re.compile(
    r"(?:^|[^\u0900-\u097f])(?:हैं?|थ[ािे]|थीं?|हूँ|हूं|हो|गया|गयी|गए|गये|गईं?|दिया|दी|दिए|किया|किए|कहा|बताया|रहा|रही|रहे|हुआ|हुई|हुए|नहीं)$|[ेए]ं?ग[ाीे]$"
)
# The second half of "कि.मी." and "आर.जे.डी."
_SHORT_PART = re.compile(r"[^\s.]{1,4}\.")
_ORDINAL = re.compile(r"^\W*(?:[\d०-९]{1,3}|[A-Za-z])$")
_ADDRESS = re.compile(r"^(?:https?:|www\.)|\.(?:com|in|org|net|gov)$")
_WORD_EDGE = re.compile(r"[\s(\[\"'“‘,/–—-]")


def ends_sentence(line: str, start: int, mark: Span, end: int) -> bool:
    """Whether the stop line[mark.start:mark.end], with the quotes it closes up to `end`, ends the sentence that begins at `start`."""
    # Windows, not the whole line: a page pasted as one line has thousands of stops.
    before, after = line[max(start, mark.start - _WINDOW) : mark.start], line[end : end + _WINDOW]
    stop = line[mark.start : mark.end]
    if not after.strip():
        return stop != "|" or bool(_VERB.search(before))
    if stop == "|":  # typed for a danda
        return bool(_VERB.search(before)) and (after[0].isspace() or _is_letter(after[0]))
    if stop[0] in "।॥":
        return not re.match(r"\s*[,;]", after)
    if _GOES_ON.match(after) or (end > mark.end and re.match(r"\s*[a-z]", after)):
        return False
    if stop != ".":
        return not re.match(r"[a-z=&/]|\s+[a-z]", after)
    if start >= mark.start - _WINDOW and _ORDINAL.match(before):  # "1. पहली बात"
        return False
    word = _plain(_WORD_EDGE.split(before)[-1])
    return _ends_spaced(word, after) if after[0].isspace() else _ends_glued(word, after)


def _ends_spaced(word: str, after: str) -> bool:
    folded = word.strip(".").lower()
    if folded in _TITLES:
        return False
    if folded in _NUMBER_SIGNS:
        return not after.strip()[:1].isdigit()
    if folded in _ABBREVIATIONS or _is_dotted(word):
        return bool(_STARTERS.match(after))
    if folded in _LETTER_NAMES:
        return bool(_STARTERS.match(after)) or (folded in _ALSO_WORDS and not _is_initial(after))
    return True


def _ends_glued(word: str, after: str) -> bool:
    """For a stop without a space after it ("किया है.उन्होंने"): only where it can't be a decimal, an address or an initial."""
    folded = word.strip(".").lower()
    if folded in _TITLES | _ABBREVIATIONS or "." in word or _is_dotted(word):
        return False
    last, first = word[-1:], after[0]
    if _VERB.search(word):
        return first.isalnum() or first in '"“‘('
    if _is_letter(first):
        return not _SHORT_PART.match(after) and (folded not in _LETTER_NAMES or folded in _ALSO_WORDS)
    if re.match(r"[A-Z][a-z]", after):
        return folded not in _LETTER_NAMES and (_is_letter(last) or last.isdigit() or (word.islower() and len(word) > 1))
    return re.match(r"[A-Z]{2}", after) is not None and _is_letter(last) and folded not in _LETTER_NAMES


def _is_dotted(word: str) -> bool:
    """Whether a word is one letter, or letters with stops between them (U.S., एम.ए); no number, and no address."""
    return (len(word.strip(".")) == 1 and not word.isdigit()) or ("." in word and not any(map(str.isdigit, word)) and not _ADDRESS.search(word))


def _is_initial(after: str) -> bool:
    """Whether the next word is the name of a letter with its stop ("आई. के. गुजराल")."""
    word = re.match(r"\s*([^\s.]+)\.", after)
    return bool(word and (word[1] in _LETTER_NAMES or len(word[1]) == 1))


def _plain(word: str) -> str:
    """Without nukta, whichever way it is encoded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace("\u093c", ""))


def _is_letter(char: str) -> bool:
    """A Devanagari letter or vowel sign, no digit and no danda."""
    return "\u0900" <= char <= "\u0963" or "\u0971" <= char <= "\u097f"
