"""Words that exclude each other where a quote holds only one of them: rose and fell, before and after, मारे गए and घायल. Pure."""

from __future__ import annotations

from functools import cache, lru_cache

from assistant.checking.lexicon import word_key
from assistant.checking.quantities import find_quantities
from assistant.checking.reasons import Failure, Reason
from assistant.checking.tokens import tokens

# One pair a line.
_PAIRS = """
बढ़ बढ़ा बढ़ाया बढ़कर वृद्धि बढ़ोतरी बढ़त इजाफा उछाल rise rose risen increase increased grew grow growth raised raise climbed hike | घट घटा घटाया घटकर कमी गिरावट गिर गिरा गिरकर कटौती fall fell fallen decrease decreased decline declined dropped reduced cut lowered
पहले पूर्व before prior | बाद पश्चात उपरांत after following
मौत मृत्यु मारे मरे मृत मृतक मृतकों जान निधन died dead death killed die kill | घायल जख्मी चोटिल injured hurt wounded
जीत जीता जीते जीती विजयी won win beat | हार हारे हारा हारी पराजय lost lose
शुरू आरंभ प्रारंभ शुरुआत start started began begin | समाप्त खत्म संपन्न end ended finished concluded
खुल खुला खुले खुली खुलेगा खुलेंगे खोल खोला खोले open opened opens reopened | बंद closed close shut
खरीद खरीदे खरीदा bought buy purchased | बेच बेचे बेचा बिक बिक्री बिका sold sell
आयात import imports imported | निर्यात export exports exported
गिरफ्तार गिरफ्तारी हिरासत arrested arrest detained | रिहा रिहाई released freed
मंजूर मंजूरी स्वीकृत स्वीकार पारित approved approve accepted | खारिज नामंजूर ठुकरा ठुकराया अस्वीकार rejected reject dismissed
पुष्टि स्वीकार confirmed confirm confirms admitted | खंडन इनकार इंकार denied deny denies refuted
समर्थन समर्थक supported support backed | विरोध विरोधी खिलाफ opposed oppose against
उत्तर उत्तरी north northern | दक्षिण दक्षिणी south southern
पूर्वी east eastern | पश्चिम पश्चिमी west western
भारी तेज मूसलाधार heavy | हल्की हल्का हल्के मामूली light slight
अधिकतम maximum highest | न्यूनतम minimum lowest
ज्यादा अधिक more | कम less fewer
पहुंचे पहुंचा पहुंची आगमन आए arrived reached came | रवाना departed left
ऊपर above up | नीचे below down
वरिष्ठ senior | कनिष्ठ junior
मुख्य chief | उप deputy
पुरुष पुरुषों men man male | महिला महिलाएं महिलाओं women woman female
सरकारी public | निजी private
लाभ मुनाफा profit | घाटा नुकसान loss
सफल कामयाब successful succeeded | विफल नाकाम असफल failed unsuccessful
सुबह तड़के morning | शाम सायं evening
भीतर अंदर inside | बाहर outside
सस्ता सस्ते सस्ती cheaper | महंगा महंगे महंगी costlier dearer
आगामी अगले अगला अगली next coming | पिछले पिछला पिछली बीते गत last previous past
नया नए नई new | पुराना पुराने पुरानी old
घरेलू domestic | विदेशी foreign
अनिवार्य mandatory compulsory | स्वैच्छिक वैकल्पिक voluntary optional
वैध legal | अवैध illegal
दोषी guilty convicted | निर्दोष बरी innocent acquitted
लगाया imposed | हटाया हटा lifted removed
मित्र ally | शत्रु दुश्मन enemy
"""


@cache
def _sides() -> dict[str, list[tuple[int, int]]]:
    """Key or word → the (pair, side) it stands on."""
    sides: dict[str, list[tuple[int, int]]] = {}
    for pair, line in enumerate(_PAIRS.strip().splitlines()):
        for side, names in enumerate(line.split("|")):
            for name in names.split():
                stands = sides.setdefault(_name(name), [])
                if (pair, side) not in stands:
                    stands.append((pair, side))
    return sides


@cache
def either_side(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of what stands with `word` in the first pair that has it, and of what stands against it."""
    pair, side = _sides()[_name(word)][0]
    with_it, against = (frozenset(key for key, stands in _sides().items() if (pair, one) in stands) for one in (side, 1 - side))
    return with_it, against


def _name(word: str) -> str:
    # The stem of पहला (first) is that of पहले (before).
    return word if word in ("पहले", "पहला", "पहली", "पूर्व") else word_key(word)


@lru_cache(maxsize=1024)
def _stands(text: str) -> dict[tuple[int, int], str]:
    """(pair, side) → the word of `text` that stands there; the bounds of numbers ("से अधिक") are not looked at."""
    covered = [(quantity.start, quantity.end) for quantity in find_quantities(text)]
    found: dict[tuple[int, int], str] = {}
    for token in tokens(text):
        if not token.is_break and not any(start <= token.start < end for start, end in covered):
            for stand in _sides().get(_name(token.word), ()):
                found.setdefault(stand, token.word)
    return found


def check_opposites(claim: str, quote: str) -> Failure | None:
    """The first word of the claim whose opposite the quote has without having the word itself."""
    there = _stands(quote)
    for (pair, side), word in _stands(claim).items():
        if (pair, side) not in there and (pair, 1 - side) in there:
            return Failure(Reason.OPPOSITE, word)
    return None
