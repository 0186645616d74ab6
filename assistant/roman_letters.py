"""Devanagari in Latin letters as people type Hindi ("kim jong un ne kaha"): a reading aid, no scholar's transliteration. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
        "k kh g gh n ch chh j jh n t th d dh n t th d dh n p f b bh m y r l l v sh sh s h".split(),
        strict=True,
    )
)
_WITH_NUKTA = {"क": "q", "ख": "kh", "ग": "g", "ज": "z", "ड": "d", "ढ": "dh", "फ": "f"}
_VOWELS = dict(zip("अआइईउऊएऐओऔऑऍऋ", "a aa i ii u uu e ai o au o e ri".split(), strict=True))
_SIGNS = dict(zip("ािीुूेैोौॉॅृ", "aa i ii u uu e ai o au o e ri".split(), strict=True))
_VIRAMA, _NUKTA, _VISARGA = "्", "़", "ः"
_NASALS, _LIPS = "ंँ", "pbmfv"
_SCHWA = "@"
# गए, आए and लिए are typed gaye, aaye and liye; गई is gayi, but मुंबई mumbai.
_GLIDES = {(_SCHWA, "e"), ("aa", "e"), ("i", "e")}

# Little words and loan words that are typed otherwise than they are spelt.
_TYPED = dict(
    pair.split(":")
    for pair in (
        "यह:yeh वह:woh वो:wo नहीं:nahin कहीं:kahin यहीं:yahin वहीं:wahin हूं:hoon हां:haan मां:maa वहां:wahan वाले:wale वाला:wala वाली:wali वालों:walon "
        "प्रमाण:pramaan कुछ:kuch कॉपी:copy टैग:tag फाइल:file बातें:baatein आई:aayi मई:may गांव:gaon पांव:paon छांव:chhaon बैंक:bank पार्टी:party पुलिस:police कोर्ट:court टीम:team मैच:match सीट:seat ट्रेन:train स्कूल:school कॉलेज:college रिपोर्ट:report "
        "मीडिया:media वीडियो:video फोन:phone कंपनी:company ऑनलाइन:online डॉक्टर:doctor लाइन:line मेट्रो:metro न्यूज:news टीवी:TV बजट:budget सिंह:singh शाह:shah "
        "मिनट:minute सेकंड:second मीटर:meter किलोमीटर:kilometer जनवरी:january फरवरी:february मार्च:march अप्रैल:april जून:june जुलाई:july अगस्त:august सितंबर:september "
        "अक्टूबर:october अक्तूबर:october नवंबर:november दिसंबर:december कश्मीर:kashmir हैदराबाद:hyderabad दुःख:dukh "
        "पीएम:PM सीएम:CM सीबीआई:CBI ईडी:ED आईपीएल:IPL एनडीए:NDA बीजेपी:BJP यूपी:UP एआई:AI आरबीआई:RBI यूएन:UN डॉ:Dr ॐ:om"
    ).split()
)
# A second word that is written on to the first: लोक·सभा, अहमद·नगर, इन·में.
_COMPOUND = re.compile("(?<=..)(सभा|सभाओं|नगर|पति|भवन)$|(?<=[सन])में$")
# फ is f in the loan words that newspapers print without its dot, and ph in these.
_PH = re.compile("^फ(?=िर|ल|ूल|ैल|ेंक|ंस|ट|ूट|ोड़)")
_WORD = re.compile(r"[\u0900-\u0963\u0971-\u097f][\u0900-\u0963\u0971-\u097f\u200c\u200d]*")


@dataclass(slots=True)
class _Syllable:
    """Consonants and the vowel after them; nasal: whether ं or ँ follows."""

    consonants: list[str]
    vowel: str = _SCHWA
    nasal: bool = False


def in_roman_letters(text: str) -> str:
    """The text with its Devanagari in Latin letters; everything else stays as it is."""
    roman = _WORD.sub(lambda word: _word(word[0]), text)
    roman = roman.translate({ord("०") + n: str(n) for n in range(10)})
    return re.sub("[।॥]", ".", roman).replace("॰", ".")


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    # Apart from its letter, a dot below is one case, not two.
    word = unicodedata.normalize("NFD", word).replace("\u200c", "").replace("\u200d", "")
    if typed := _TYPED.get(word.replace("ँ", "ं")):
        return typed
    if compound := _COMPOUND.search(word):
        return _word(word[: compound.start()]) + _word(compound[0])
    return _spelt(_syllables(word))


def _syllables(word: str) -> list[_Syllable]:
    word = _PH.sub("प्ह", word)
    syllables: list[_Syllable] = []
    joined = False
    for char, following in zip(word, f"{word[1:]} ", strict=False):
        if char in _CONSONANTS:
            letter = _WITH_NUKTA.get(char, _CONSONANTS[char]) if following == _NUKTA else _CONSONANTS[char]
            if joined:
                syllables[-1].consonants.append(letter)
            else:
                syllables.append(_Syllable([letter]))
            joined = False
        elif char in _VOWELS:
            syllables.append(_Syllable([], _VOWELS[char]))
        elif syllables and char in _SIGNS:
            syllables[-1].vowel = _SIGNS[char]
        elif syllables and char == _VISARGA:
            syllables.append(_Syllable(["h"], ""))
        elif syllables and char in _NASALS:
            syllables[-1].nasal = True
        elif char == _VIRAMA and syllables:
            syllables[-1].vowel = ""
            joined = following in _CONSONANTS
            if joined:
                syllables[-1].vowel = _SCHWA
    return syllables


def _spelt(syllables: list[_Syllable]) -> str:
    _drop_schwas(syllables)
    letters = ""
    for place, syllable in enumerate(syllables):
        following = syllables[place + 1] if place + 1 < len(syllables) else None
        letters += _consonants(syllable, syllables[place - 1] if place else None)
        letters += _vowel(syllable, place, syllables)
        if syllable.nasal:
            letters += "m" if following and following.consonants and following.consonants[0][0] in _LIPS else "n"
    return letters


def _drop_schwas(syllables: list[_Syllable]) -> None:
    """The vowel that isn't written is not spoken at the end, nor between a spoken vowel and a consonant with one (Ohala 1983), from the right."""
    last = len(syllables) - 1
    for place in range(last, 0, -1):
        syllable, before = syllables[place], syllables[place - 1]
        if syllable.vowel != _SCHWA or syllable.nasal:
            continue
        if place == last:
            if not _keeps_its_end(syllable, before):
                syllable.vowel = ""
        elif _may_drop(syllable, before, syllables[place + 1], place + 1 == last):
            syllable.vowel = ""


def _keeps_its_end(syllable: _Syllable, before: _Syllable) -> bool:
    """चंद्र, मुख्य, विश्व: what can't be spoken without it; भारतीय."""
    cluster = syllable.consonants
    return (len(cluster) > 1 and cluster[-1] in "ryvl" and cluster[-2] != cluster[-1]) or (cluster == ["y"] and before.vowel in ("i", "ii"))


def _may_drop(syllable: _Syllable, before: _Syllable, following: _Syllable, ends: bool) -> bool:
    single = len(syllable.consonants) == 1 and len(following.consonants) == 1
    # Sanskrit's अनुमति and अवधि keep it.
    sanskrit = ends and following.vowel in ("i", "u")
    return single and bool(before.vowel) and bool(following.vowel) and not sanskrit


def _consonants(syllable: _Syllable, before: _Syllable | None) -> str:
    letters = "".join(syllable.consonants).replace("jn", "gy")
    after_another = len(syllable.consonants) > 1
    between = before is not None and before.vowel in (_SCHWA, "aa") and not before.nasal and syllable.vowel == "aa"
    if letters.endswith("v") and (after_another or between) and syllable.vowel:
        return f"{letters[:-1]}w"
    return letters


def _vowel(syllable: _Syllable, place: int, syllables: list[_Syllable]) -> str:
    """Long vowels are typed double where they are heard most: in words of one closed syllable, i and u in the last one."""
    vowel = syllable.vowel
    rest = syllables[place + 1 :]
    if not syllable.consonants and place:
        before = syllables[place - 1].vowel
        if (before, vowel) in _GLIDES or (place, before, vowel) == (1, _SCHWA, "ii"):
            return "yei"[: 3 if syllable.nasal and not rest else 2] if vowel == "e" else "yi"
    if vowel == "e" and syllable.nasal and not rest:
        return "ei"  # करें is typed karein
    closed = len(rest) == 1 and not rest[0].vowel
    if vowel == _SCHWA:
        # पहले is typed pehle, and शहर shahar.
        return "e" if place == 0 and syllable.consonants and rest and rest[0].consonants == ["h"] and not rest[0].vowel else "a"
    if vowel == "aa":
        return "aa" if (place == 0 and (closed or not syllable.consonants) and rest) else "a"
    if vowel == "ii":
        return "ee" if syllable.consonants and rest and (closed or place == 0) else "i"
    if vowel == "uu":
        return "oo" if syllable.consonants and closed else "u"
    return vowel
