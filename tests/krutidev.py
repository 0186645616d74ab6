"""Unicode Hindi as it is typed in the font KrutiDev 010, written from the font's glyphs: the gold that the conversion is held against."""

from __future__ import annotations

import re

_WHOLE = dict(
    zip(
        "क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ह ळ".split(),
        "d [k x ?k ³ p N t > ¥ V B M < .k r Fk n /k u i Q c Hk e ; j y o 'k \"k l g G".split(),
        strict=True,
    )
)
_HALF = dict(zip("क ख ग घ च ज झ ण त थ ध न प फ ब भ म य ल व श ष स".split(), "D [ X ? P T ÷ . R F / U I ¶ C H E ¸ Y O ' \" L".split(), strict=True))
_JOINED = dict(
    zip(
        "क्ष त्र ज्ञ श्र द्य द्व द्ध द्द द्र क्र फ्र प्र ट्र ड्र त्त ह्म ह्य ट्ट ट्ठ".split(),
        "{k = K J | } ) í æ Ø Ý ç Vª Mª Ùk ã á ê ë".split(),
        strict=True,
    )
)
_OTHER = dict(
    zip(
        "ा ी ु ू ृ े ै ो ौ ॉ ं ँ ः ॅ अ आ इ ई उ ऊ ऋ ए ऐ ओ औ ऑ । , . - ( ) ? ‘ ’ “ ” ; : / ० १ २ ३ ४ ५ ६ ७ ८ ९".split(),
        "k h q w ` s S ks kS ‚ a ¡ % W v vk b bZ m Å _ , ,s vks vkS v‚ A ] - & ¼ ½ \\ ^ * Þ ß ( % @ å ƒ „ … † ‡ ˆ ‰ Š ‹".split(),
        strict=True,
    )
)
_CLUSTER = re.compile(r"(?P<reph>र्(?=[क-ह]))?(?P<letters>(?:[क-हळ]़?्)*[क-हळ]़?)(?P<virama>्?)(?P<signs>[ा-ौंँः]*)")


def krutidev(text: str) -> str:
    """What a typist of KrutiDev 010 types for Hindi in NFC; anything that the font doesn't have stays as it is."""
    typed, place = "", 0
    while place < len(text):
        cluster = _CLUSTER.match(text, place)
        typed += _cluster(cluster) if cluster else _OTHER.get(text[place], text[place])
        place = cluster.end() if cluster else place + 1
    return typed


def _cluster(cluster: re.Match[str]) -> str:
    signs = cluster["signs"]
    letters = _letters(cluster["letters"].split("्"))
    if cluster["letters"] == "र" and signs[:1] in ("ु", "ू"):
        letters, signs = {"ु": "#", "ू": ":"}[signs[0]], signs[1:]
    first = "f" if "ि" in signs else ""
    typed = [_OTHER[sign] for sign in signs if sign != "ि"]
    # The reph is typed after the vowel sign, before the nasal.
    typed.insert(sum(sign not in "िंँः" for sign in signs), "Z" if cluster["reph"] else "")
    return first + letters + ("~" if cluster["virama"] else "") + "".join(typed)


def _letters(letters: list[str]) -> str:
    if len(letters) == 1:
        return _WHOLE[letters[0][0]] + _nukta(letters[0])
    pair = "्".join(letters[:2])
    if pair == "क्ष" and len(letters) > 2:
        return "{" + _letters(letters[2:])
    if pair in _JOINED and len(letters) == 2:
        return _JOINED[pair]
    if letters[1:] == ["र"]:
        return _WHOLE[letters[0][0]] + _nukta(letters[0]) + "z"
    half = _HALF.get(letters[0][0])
    return (half + _nukta(letters[0]) if half else _WHOLE[letters[0][0]] + _nukta(letters[0]) + "~") + _letters(letters[1:])


def _nukta(letter: str) -> str:
    return "+" if letter.endswith("़") else ""
