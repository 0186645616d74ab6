"""Hindi that was typed in a font's own code (KrutiDev and its kin) instead of Unicode: found, converted where that is safe, else refused.

Such text is Latin letters that only its font shows as Hindi: "vkSj" is और in KrutiDev. It is found by the names of the fonts, where a file has
them, or by its commonest words. KrutiDev and DevLys share one table and are converted with hinlegacy's for DevLys 010: of 16,182 Hindi words
that were encoded as the font KrutiDev 010 shows them, every one came back (hinlegacy's own KrutiDev table loses one in ten). The other
fonts are refused by name: no table for them was found that could be checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from index.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one font; None where the file names no font."""

    text: str
    font: str | None = None


_KRUTIDEV = "KrutiDev or DevLys"
_WALKMAN = "Walkman-Chanakya"
# By the font's name without case, spaces and marks. "Shree Devanagari" is a Unicode font, the numbered Shree-Dev fonts are not.
_NAMES = (
    (re.compile("krutidev|devlys"), _KRUTIDEV),
    (re.compile("walkman"), _WALKMAN),
    (re.compile("chanakya"), "Chanakya"),
    (re.compile("^shusha|^susha|shivaji"), "Shusha or Shivaji"),
    (re.compile("shreelipi|^shreedev(?!anagari)|^shreehin"), "Shree-Lipi"),
    (re.compile("^akruti|^aakriti|^apsdv|^apshin|^dvb?w?tt|^4cgandhi|xdvng|^naidunia|^webdunia|^preeti$|^kantipur"), "a font with a code of its own"),
)
# The commonest Hindi words (है, में, को, और, नहीं, …) as each code writes them; none of them is a word of English.
_WORDS = {
    _KRUTIDEV: "gS gSa esa dks vkSj ugha ;g Hkh ,d Fkk Fkh Fks x;k x;s xbZ fy, mUgksaus mUgsa mlds blds rFkk gqbZ gqvk djus jgk jgs jgh ftl vius",
    _WALKMAN: "osQ oqQN iQj",
    "Chanakya": "ãñ ãñ´ ×ð´ ·ð¤ ·¤è ·¤æ ·¤ô ·¤æð âð ¥õÚU ¥æñÚU Ùãè´ ÂÚU",
    "Shusha or Shivaji": "hO hOM maoM nahIM AaOr kao sao",
    "Shree-Lipi": "h¡ h¢ _o§ Ho$ H$s H$m H$mo Am¡a Zht",
    "ISCII": "Øâ Øâ¢ Ìá¢ ³á ³Ü ³Ú ³å ×á ±Ï ÈÏ",
}
_FAMILY_OF_WORD = {word: family for family, words in _WORDS.items() for word in words.split()}
_ENGLISH = frozenset("the of and to in for is was that on with by at from are has have said it he as will not be this an".split())

# Running Hindi has more than one such word in ten.
_SHARE_OF_COMMON_WORDS = 0.05
_LEAST_COMMON_WORDS = 2
# French has one accented letter in twenty; eight-bit codes and UTF-8 read as Windows-1252 have little else.
_SHARE_OF_ODD_CHARS = 0.3
_LONGEST_WORD = 200
_SHARE_MALFORMED = 0.05
_SHARE_LEFT_OUT = 0.1

_MARKS = "A]-&\\½¼*^ßÞÐ%.,:!?\"'“”‘’"
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_ODD = re.compile(r"[\u0080-\u009f\u00a1-\u00a8\u00aa-\u00ad\u00af-\u00ff]")
_LETTER = "\u0915-\u0939\u0958-\u095f\u093c"
# A vowel sign or virama that stands on no letter, or a Latin letter that was left: what a wrong table leaves behind.
_MALFORMED = re.compile(rf"(?:^|[^{_LETTER}])[\u093e-\u094d]|[A-Za-z\u00a1-\u00ff]")
_AS_IT_IS = re.compile(r"\d[\d.,:/–—]*|[.:/–—|·•+*=…-]*|.*(?:://|^www\.|\w@\w+\.\w).*")
# The font has no straight quotes: before and after a word they were typed in another font, elsewhere that key is a half letter.
_STRAIGHT_QUOTE = re.compile(r'(?<![^¼^Þ])"(?!k)|"(?=[]A&½*ß\\-]*$)')
_QUOTE_MARK = "\ue000"
_VIRAMA = "\u094d"
# Fonts marked as symbols keep their codes in a private area of Unicode.
_SYMBOL_FONT = {0xF000 + code: bytes([code]).decode("cp1252", "replace") for code in range(0x20, 0x100)}
_CONVERTED = "converted to Unicode from the code of {}: check names and figures against the original"
_CURE = "Save it as Unicode: export it again from the newsroom's system, or use a converter made for that font, and check the result."


def family_of_font(name: str | None) -> str | None:
    """The legacy family a font belongs to, by its name ("ABCDEF+KrutiDev010-Bold"); None for any other font."""
    plain = re.sub(r"[^a-z0-9]", "", (name or "").rpartition("+")[2].lower())
    return next((family for pattern, family in _NAMES if pattern.search(plain)), None)


def family_of_text(text: str) -> str | None:
    """The legacy family whose common words the text is full of; None for English, for Hindi in Unicode and for anything else."""
    words = [word for word in text.split() if not _DEVANAGARI.search(word)]
    hits = [word for word in (_bare(word) for word in words) if word in _FAMILY_OF_WORD]
    if len(set(hits)) < _LEAST_COMMON_WORDS or len(hits) < _SHARE_OF_COMMON_WORDS * len(words):
        return None
    if sum(word in _ENGLISH for word in words) > len(hits):
        return None
    families = Counter(_FAMILY_OF_WORD[word] for word in hits)
    # The two share most of their code, so that only the words of the rarer tell them apart.
    return _WALKMAN if families[_WALKMAN] else families.most_common(1)[0][0]


def _bare(word: str) -> str:
    return word if word in _FAMILY_OF_WORD else word.strip(_MARKS)


def unicode_text(path: Path, text: str) -> tuple[str, str | None]:
    """(text in Unicode, note). Text in no legacy code comes back as it is, without a note; raises UnreadableFile for a code that isn't read."""
    family = family_of_text(text)
    if family == _KRUTIDEV:
        return _joined(path, [(family, text)]), _CONVERTED.format(family)
    if family:
        raise UnreadableFile(f"{path}: the Hindi in it is in the code of {family}, which can't be read here. {_CURE}")
    if len(_ODD.findall(text)) > _SHARE_OF_ODD_CHARS * _length(text):
        raise UnreadableFile(
            f"{path}: its letters make neither Hindi nor English; the text is in a legacy font's code or was saved in a wrong encoding. {_CURE}"
        )
    return text, None


def unicode_of_runs(path: Path, runs: Sequence[Run]) -> tuple[str, str | None]:
    """The same for text whose fonts are known. A little text in a font that isn't read (a masthead) is left out, and that is noted."""
    # A word may be cut into several runs, where a part of it is bold.
    pieces = [(family, "".join(run.text for run in part)) for family, part in groupby(runs, key=_family_of_run)]
    if not any(family for family, _ in pieces):
        return unicode_text(path, "".join(text for _, text in pieces))
    read = [(family, text) for family, text in pieces if family in (None, _KRUTIDEV)]
    unread_fonts = _fonts(run for run in runs if _family_of_run(run) not in (None, _KRUTIDEV))
    lost = sum(_length(text) for family, text in pieces if family not in (None, _KRUTIDEV))
    if lost > _SHARE_LEFT_OUT * sum(_length(text) for _, text in pieces):
        raise UnreadableFile(f"{path}: the Hindi in it is in the code of the font {unread_fonts}, which can't be read here. {_CURE}")
    read_fonts = _fonts(run for run in runs if _family_of_run(run) == _KRUTIDEV)
    notes = [_CONVERTED.format(read_fonts)] if read_fonts else []
    if unread_fonts:
        notes.append(f"left out what is in the code of the font {unread_fonts}")
    return _joined(path, read), "; ".join(notes)


def _family_of_run(run: Run) -> str | None:
    return None if run.text.isspace() or _DEVANAGARI.search(run.text) else family_of_font(run.font)


def _fonts(runs: Iterable[Run]) -> str:
    return ", ".join(sorted({(run.font or "").rpartition("+")[2] for run in runs}))


def _length(text: str) -> int:
    """Characters that are no spaces."""
    return sum(map(len, text.split()))


def _joined(path: Path, pieces: Iterable[tuple[str | None, str]]) -> str:
    """The pieces with those in KrutiDev's code converted; raises UnreadableFile when what comes out is no Hindi."""
    found, words = "", []
    for family, text in pieces:
        if family:
            text = "".join(_converted_line(line) for line in text.splitlines(keepends=True))
            words += text.split()
        found += text
    hindi = [word for word in words if _DEVANAGARI.search(word)]
    if sum(bool(_MALFORMED.search(word)) for word in hindi) > _SHARE_MALFORMED * len(hindi):
        raise UnreadableFile(f"{path}: the Hindi in it looks like the code of {_KRUTIDEV}, but makes no words when converted. {_CURE}")
    return found


def _converted_line(line: str) -> str:
    words = line.split()
    is_english = sum(word in _ENGLISH for word in words) >= max(2, sum(_bare(word) in _FAMILY_OF_WORD for word in words))
    is_unicode = sum(bool(_DEVANAGARI.search(word)) for word in words) * 2 > len(words)
    return line if is_english or is_unicode else re.sub(r"\S+", lambda word: _converted_word(word.group()), line)


@lru_cache(maxsize=50_000)
def _converted_word(word: str) -> str:
    """One word, because hinlegacy's rules never look past one and take time by the square of the text."""
    from hinlegacy.decoder import decode_text

    if len(word) > _LONGEST_WORD or _DEVANAGARI.search(word) or _AS_IT_IS.fullmatch(word):
        return word
    typed = _STRAIGHT_QUOTE.sub(_QUOTE_MARK, word.translate(_SYMBOL_FONT))
    typed = re.sub(r"(?<=\d)[–—](?=\d)", "&", typed)
    found = unicodedata.normalize("NFC", decode_text(typed, "devlys_010")).replace(_QUOTE_MARK, '"')
    # Visarga and colon are one key, and it is also where the percent sign is in other fonts.
    found = re.sub(r"(?<=\d)ः(?=\d)", ":", found)
    found = re.sub(r"(?<=\d)ः", "%", found)
    is_capitals = len(word) > 1 and word.isascii() and word.isupper() and word.isalpha()
    return word if is_capitals and (_MALFORMED.search(found) or found.endswith(_VIRAMA)) else found
