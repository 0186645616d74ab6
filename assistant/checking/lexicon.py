"""Which words say the same in news, and which say nothing of their own: the look-up of meanings, the words of grammar. Pure but for its list.

The list, synonyms.txt: words of news in Hindi and English, one group a line. Whoever reads one of its words may write any other; "a > b c": who
reads a may write b or c, not the other way. A word that stands in several groups has several meanings. The groups are closed on purpose: what isn't
known to be a synonym is another word.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from index.text.spelling import keys
from index.text.words import fold

_SYNONYMS = Path(__file__).with_name("synonyms.txt")
# They carry grammar, not news.
_FUNCTION = (
    "का के की को ने से में पर तक और है हैं था थी थे थीं हो हूं कि यह ये वह वे इस उस इन उन इसे उसे इन्हें उन्हें इसने उसने इन्होंने उन्होंने इसका इसके इसकी उसका उसके उसकी "
    "इनका इनके इनकी उनका उनके उनकी इसमें उसमें इनमें उनमें इससे उससे उनसे जो जिस जिसमें जिसके जिसका जिसकी जिससे जिसने जिन जिनमें जिनके जिन्हें जिन्होंने तो भी ही या एक "
    "लिए साथ द्वारा तथा एवं व अपना अपने अपनी वाला वाले वाली यहां वहां जहां जब तब तथापि कारण वजह चलते लेकिन मगर किंतु परंतु हालांकि जबकि क्योंकि इसलिए यानी कुछ पास दौरान अब अभी वहीं यहीं "
    "ओर तरफ रूप मामले संबंध बारे तहत अंतर्गत जैसे किसी कोई हां जी न ना नहीं मत स्वयं खुद मैं हम आप तुम क्या कब कौन किस किसने कहां कैसे क्यों कितने कितनी कितना किन "
    "the a an of in on at to for and or is are was were be been being am by with from that this it its as has have had having do does did done "
    "he she they him her his their them hers theirs i we you our your my which who whom whose what when where why how there here these those "
    "will shall would can could into onto upon than then so but if while whereas because although though also too not no nor any some such about "
    "up down out off per s t re ve ll d m however both either one ones"
).split()
# Helping verbs: "की" stands for "did" too, but is grammar either way.
_LIGHT = (
    "कर करना करने करनी करता करते करती करके किया किए किये कीं करेगा करेगी करेंगे करे करें करो कराया कराई कराए कराने करा कराएगा कराएगी "
    "हो होना होने होनी होता होते होती हुआ हुई हुए हुईं होगा होगी होंगे होंगी होकर हों "
    "जा जाया जाना जाने जानी जाता जाते जाती गया गई गए गईं गयी गये जाएगा जाएगी जाएंगे जाएंगी जायेगा जाए जाएं जाकर "
    "दे देना देने देनी देता देते देती दिया दी दिए दिये दीं देगा देगी देंगे देकर दें "
    "ले लेना लेने लेनी लेता लेते लेती लिया ली लिए लिये लीं लेगा लेगी लेंगे लेकर लें "
    "रह रहना रहने रहता रहते रहती रहा रही रहे रहेगा रहेगी रहेंगे चुका चुकी चुके "
    "सका सकी सके पाया पाई पाए पाता पाती पाते डाला डाली डाले लगा लगी लगे लगाया लगाई लगाए लगाने पड़ा पड़ी पड़े वाला वाले वाली"
).split()
# Whoever adds one of these says nothing more.
_GENERIC = (
    "लोग लोगों व्यक्ति व्यक्तियों जन जनों श्री श्रीमती सुश्री डॉ अनुसार मुताबिक हवाले जानकारी कहा बताया कहना बताना कुल नामक घटना तारीख दिन दिनों समय वर्ष वर्षों साल सालों सन ईस्वी बजे बीच "
    "people person persons day days years mr mrs ms dr sir shri smt according said says say told total named place date day year time o'clock oclock between incident"
).split()

_IRREGULAR = (
    "find found|send sent|go went gone|meet met|win won|lose lost|rise rose risen|fall fell fallen|come came|take took taken|give gave given|say said|"
    "tell told|begin began begun|hold held|lead led|write wrote written|build built|buy bought|sell sold|strike struck|shoot shot|leave left|make made|"
    "know knew known|see saw seen|speak spoke spoken|drive drove driven|fly flew flown|break broke broken|steal stole stolen|choose chose chosen|"
    "grow grew grown|fight fought|catch caught|bring brought|pay paid|keep kept|sign signed|beat beaten|die died dying|become became|get got|run ran|"
    "lay laid|spend spent|win winning|lie lay|swear swore sworn|withdraw withdrew withdrawn|arise arose|drown drowned|burn burnt|feel felt|lend lent"
)
_BASE_FORM = {form: line.split()[0] for line in _IRREGULAR.split("|") for form in line.split()[1:]}

# Their stems are other words (rain, year).
_UNSTEMMED = frozenset({"वर्षा"})

_LATIN_SUFFIXES = frozenset("n an ian ese ish i ly al ial ment ion tion ation er or s es ed d ing r e y ity ic ive ance ence y".split())
_DEVANAGARI_SUFFIXES = frozenset("ी ीय िय िक ीन िन त ता ति ित न पन ई इ आई यो वी व वाद वादी कार स क ों".split())
_LEAST_ROOT = 3


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """The key of one word in any spelling and form; डॉक्टर and डाक्टर, मॉस्को and मास्को, found and find have one."""
    if word in _UNSTEMMED:
        return word
    found = keys(_BASE_FORM.get(word, word).replace("ॉ", "ा").replace("ऑ", "आ"))
    return found[0] if found else ""


@cache
def _meanings() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """For each key the groups it may be read from, and those it may be written for."""
    said: dict[str, set[str]] = {}
    implied: dict[str, set[str]] = {}
    for number, line in enumerate(_SYNONYMS.read_text("utf-8").splitlines()):
        given, _, entailed = line.partition(">")
        for word in given.split():
            said.setdefault(word_key(word), set()).add(str(number))
            implied.setdefault(word_key(word), set()).add(str(number))
        for word in entailed.split():
            said.setdefault(word_key(word), set()).add(f"{number}>")
        for word in given.split() if entailed else ():
            implied[word_key(word)].add(f"{number}>")
    return {key: frozenset(groups) for key, groups in said.items()}, {key: frozenset(groups) for key, groups in implied.items()}


@lru_cache(maxsize=65536)
def says_the_same(key: str, source: str) -> bool:
    """Whether a word with `key` may be written for one with `source`: the same word, a synonym, or one derived from the other."""
    if key == source:
        return True
    said, implied = _meanings()
    return bool(said.get(key, frozenset()) & implied.get(source, frozenset())) or _derived(key, source) or _derived(source, key)


def has_meaning(key: str) -> bool:
    """Whether the lists know the word."""
    return key in _meanings()[0]


def _derived(longer: str, shorter: str) -> bool:
    suffixes = _LATIN_SUFFIXES if longer[:1].isascii() else _DEVANAGARI_SUFFIXES
    return len(shorter) >= _LEAST_ROOT and longer.startswith(shorter) and longer[len(shorter) :] in suffixes


def any_same(key: str, sources: Iterable[str]) -> bool:
    return any(says_the_same(key, source) for source in sources)


FUNCTION = frozenset(map(fold, _FUNCTION))
LIGHT = frozenset(map(fold, _LIGHT))
GENERIC = frozenset(map(fold, _GENERIC))
