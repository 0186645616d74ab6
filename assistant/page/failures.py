"""What broke, in the reader's language: a failure's own English sentence is for whoever mends it, and lies in a fold. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from assistant.language import Language
from assistant.page.cards import safe
from assistant.page.turn_words import word
from assistant.texts import worded

A_BUG = "This is a fault of Pramaan itself. The terminal that it runs in shows where."


class Cause(NamedTuple):
    """What broke. english is None where the failure's own sentence says it to a reader of the page."""

    hindi: str
    english: str | None = None


KINDS = {
    "QuestionRefused": Cause("यह प्रश्न नहीं लिया जा सका।"),
    "QuestionFileRefused": Cause("प्रश्नों की फ़ाइल नहीं पढ़ी जा सकी।"),
    "ModelMissing": Cause("मॉडल इस मशीन पर नहीं है, या पूरा नहीं है। टर्मिनल में चलाइए: pramaan models pull"),
    "ModelDamaged": Cause("मॉडल की फ़ाइल ख़राब है। टर्मिनल में जाँचिए: pramaan models verify"),
    "ModelBusy": Cause("भाषा मॉडल ने उत्तर नहीं दिया।"),
    "ConversationFailure": Cause("बातचीत खोली या सहेजी नहीं जा सकी।"),
    "LoginRefused": Cause("नाम और पासवर्ड नहीं पढ़े जा सके।"),
    "UnreadableFile": Cause("फ़ाइल नहीं पढ़ी जा सकी।"),
    "StoreBusy": Cause("अभी कोई दूसरा प्रोग्राम लेख जोड़ रहा है। थोड़ी देर बाद फिर कोशिश कीजिए।"),
    "StoreFailure": Cause("लेखों का भंडार काम नहीं कर रहा।"),
    "FilterRefused": Cause("लेखों की यह सीमा नहीं लगाई जा सकी। “उत्तर केवल यहाँ से…” में सीमा बदलिए या हटाइए।"),
    "UnknownArticle": Cause("इस नाम का लेख भंडार में नहीं है।"),
    "AssistantFailure": Cause("काम पूरा नहीं हो सका।"),
    "IndexFailure": Cause("लेखों का काम पूरा नहीं हो सका।"),
}
"""By the failure's class."""

_TELLING = {
    r"The question is empty": Cause("प्रश्न ख़ाली है। अपने लेखों के बारे में कुछ पूछिए।"),
    r"The question has ([\d,]+) characters; at most ([\d,]+)": Cause("प्रश्न में {0} अक्षर हैं, अधिकतम {1} पढ़े जा सकते हैं। छोटा प्रश्न पूछिए।"),
    r"(\d+) questions in (\d+) seconds are the most\. Ask again in (\d+) s": Cause("{1} सेकंड में अधिकतम {0} प्रश्न पूछे जा सकते हैं। {2} सेकंड बाद फिर पूछिए।"),
    r"The question with its evidence is \d+ tokens": Cause(
        "प्रश्न और उसके प्रमाण मिलकर मॉडल की सीमा से लंबे हैं। छोटा प्रश्न पूछिए।", "The question is too long for the model. Ask a shorter one."
    ),
    r"There is no store in|The store in '.*' holds no articles": Cause(
        "अभी कोई लेख नहीं है। पहले “लेख” टैब में अपने लेख जोड़िए।", "There are no articles yet. Add yours in the tab “Articles” first."
    ),
    r"was built with embedder": Cause("लेखों का भंडार किसी दूसरे एम्बेडर से बना है। वही एम्बेडर चुनिए, या लेख नए फ़ोल्डर में जोड़िए।"),
    r"The store '.*' has format": Cause("लेखों का भंडार प्रमाण के किसी दूसरे संस्करण का है। लेख नए फ़ोल्डर में जोड़िए।"),
    r"The store '.*' is damaged": Cause("लेखों का भंडार ख़राब हो गया है। उसे हटाकर अपने लेख फिर से जोड़िए।"),
    r"No space left": Cause("डिस्क में जगह नहीं बची। कुछ जगह ख़ाली कीजिए; अब तक का सब सुरक्षित है।"),
    r"' can't be used \(": Cause("भंडार की फ़ाइल इस्तेमाल नहीं हो सकी। देखिए कि फ़ोल्डर में लिखने की अनुमति है और कोई दूसरा प्रोग्राम उसे नहीं रोक रहा।"),
    r"Chroma at '.*' failed": Cause("खोज की सूची (क्रोमा) नहीं चली। “सेटिंग” टैब में “खोज-सूची फिर बनाएँ” दबाइए।"),
    r"The store has no article": Cause("वह लेख इस बीच भंडार से हटा दिया गया। फिर पूछिए।"),
    r"No article in the store is by the publisher '(.*?)'\.": Cause("प्रकाशक “{0}” का कोई लेख भंडार में नहीं है। बातचीत की सीमा बदलिए या हटाइए।"),
    r"No article in the store is called '(.*?)'\.": Cause("“{0}” नाम का लेख भंडार में नहीं है। बातचीत की सीमा बदलिए या हटाइए।"),
    r"'(.*?)' is no date to search by": Cause("“{0}” तारीख़ नहीं है। तारीख़ 2025-06-14, 2025-06 या 2025 की तरह लिखिए।"),
    r"The search begins on (\S+) and ends on (\S+), before it": Cause("शुरू की तारीख़ {0} अंत की तारीख़ {1} के बाद है। इनमें से एक बदलिए।"),
    r"The model '(.*?)' is not (in|complete)": Cause("मॉडल “{0}” इस मशीन पर पूरा नहीं है। टर्मिनल में चलाइए: pramaan models pull {0}"),
    r"The model '(.*?)' is damaged": Cause("मॉडल “{0}” की फ़ाइल ख़राब है। टर्मिनल में चलाइए: pramaan models pull {0}"),
    r"The reader's (?:card|weights) '(.*?)' ": Cause(
        "सटीक शब्द ढूँढने वाले रीडर की फ़ाइल “{0}” ख़राब है। reader.safetensors और reader.json, दोनों प्रोजेक्ट से फिर लीजिए; रीडर के बिना काम चलाना हो तो दोनों को वहाँ से हटा दीजिए।"
    ),
    r"The language model's server at": Cause("भाषा मॉडल के सर्वर ने उत्तर नहीं दिया। देखिए कि सर्वर चल रहा है।"),
    r"The language model is shut down or was changed": Cause("भाषा मॉडल बंद हो गया या बदला गया। फिर पूछिए।"),
    r"The language model '.*' failed": Cause("भाषा मॉडल रुक गया। फिर पूछिए; बार-बार हो तो टर्मिनल में चलाइए: pramaan models verify"),
    r"There is no conversation '": Cause("यह बातचीत अब नहीं है। दूसरी बातचीत चुनिए, या नई शुरू कीजिए।"),
    r"A conversation can't be without a name": Cause("बातचीत का नाम ख़ाली नहीं हो सकता। कोई नाम लिखिए।"),
    r"The conversations in '.*' are damaged": Cause("बातचीत की फ़ाइल ख़राब हो गई है। उसे कहीं और रखिए, नई फ़ाइल अपने आप बनेगी।"),
    r"This is no conversation|A saved conversation can't be read": Cause(
        "यह फ़ाइल प्रमाण से निकाली गई बातचीत नहीं है। वही फ़ाइल दीजिए जो “जेसन (JSON)” बटन से बनी हो।",
        "This file is no conversation that Pramaan exported. Give a file that the button “JSON” made.",
    ),
    r"This file has ([\d,.]+) MB": Cause("यह फ़ाइल {0} MB की है, जो एक बातचीत के लिए बहुत बड़ी है।"),
    r"A saved \w+ can't be read": Cause("सहेजी हुई बातचीत नहीं पढ़ी जा सकी।"),
    r"This is a (fault|bug) of Pramaan": Cause("यह प्रमाण की अपनी गड़बड़ी है। जिस टर्मिनल में वह चल रहा है, वहाँ इसका ब्योरा है।"),
}
"""By what its English sentence says: some classes hold several failures. {0} is the pattern's first group."""


def kind_of(failure: Exception) -> str:
    """The nearest of the failure's classes that KINDS knows."""
    return next((ancestor.__name__ for ancestor in type(failure).__mro__ if ancestor.__name__ in KINDS), "")


def cause_of(said: str, kind: str = "") -> Cause | None:
    """The failure that says `said` in both languages, as text. kind: see kind_of; a turn that was saved doesn't know it any more."""
    for pattern, cause in _TELLING.items():
        if found := re.search(pattern, said):
            groups = found.groups("")
            return Cause(cause.hindi.format(*groups), cause.english and cause.english.format(*groups))
    return KINDS.get(kind)


def hindi_of(failure: Exception) -> str:
    """The failure in Hindi."""
    cause = cause_of(str(failure), kind_of(failure))
    return cause.hindi if cause else ""


def failure_html(failure: Exception, language: Language) -> str:
    return told_html(str(failure), kind_of(failure), language)


def told_html(said: str, kind: str, language: Language) -> str:
    """What broke in the reader's language, the English sentence in a fold where something else was said."""
    return "".join(_told(said, cause_of(said, kind), language))


def _told(said: str, cause: Cause | None, language: Language) -> Iterator[str]:
    words = cause and (cause.english if language == "en" else worded({"hi": cause.hindi}, language))
    if not words:
        yield f'<p class="failure" lang="en">{safe(said)}</p>'
        return
    yield f'<p class="failure">{safe(words)}</p>'
    summary = escape(word("detail", language))
    yield f'<details class="detail"><summary>{summary}</summary><p class="failure" lang="en">{safe(said)}</p></details>'
