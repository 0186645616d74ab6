"""The words inside the conversation and its proof. They follow the answer's language, not the browser's."""

from __future__ import annotations

from assistant.language import Language
from assistant.texts import worded

TURN = {
    "copy": {"en": "Copy the answer", "hi": "उत्तर कॉपी करें"},
    "copied": {"en": "Copied", "hi": "कॉपी हो गया"},
    "not_copied": {"en": "Could not copy: select the text instead", "hi": "कॉपी नहीं हो सका: पाठ चुनकर कॉपी कीजिए"},
    "helpful": {"en": "Was this helpful?", "hi": "क्या यह उत्तर काम आया?"},
    "up": {"en": "Yes", "hi": "हाँ"},
    "down": {"en": "No", "hi": "नहीं"},
    "reason": {"en": "Why? (optional)", "hi": "क्यों? (वैकल्पिक)"},
    "send": {"en": "Send", "hi": "भेजें"},
    "noted": {"en": "Noted, thank you", "hi": "दर्ज हुआ, धन्यवाद"},
    "next": {"en": "Ask next", "hi": "आगे पूछिए"},
    "show_proof": {"en": "Show the sentences ({count})", "hi": "वाक्य देखें ({count})"},
    "close": {"en": "Close", "hi": "बंद करें"},
    "back": {"en": "Back to the sentences", "hi": "वाक्यों पर लौटें"},
    "read": {"en": "Show in the article", "hi": "लेख में देखें"},
    "copies": {"en": "Also printed in", "hi": "यही अंश इनमें भी छपा"},
    "value": {"en": "It says", "hi": "क्या लिखा है"},
    "source": {"en": "Source", "hi": "स्रोत"},
    "date": {"en": "Date", "hi": "तारीख़"},
    "mark": {"en": "Proof", "hi": "प्रमाण"},
    "author": {"en": "by {author}", "hi": "लेखक: {author}"},
    "date line": {"en": "from the date line", "hi": "लेख की तारीख़-पंक्ति से"},
    "meta tag": {"en": "from the page's meta tag", "hi": "पन्ने के मेटा टैग से"},
    "file name": {"en": "from the file name", "hi": "फ़ाइल के नाम से"},
    "moved": {
        "en": "The article has changed since this answer: the sentence is no longer in it.",
        "hi": "इस उत्तर के बाद लेख बदल गया है: यह वाक्य अब उसमें नहीं है।",
    },
    "gone": {"en": "This article is no longer in the store.", "hi": "यह लेख अब भंडार में नहीं है।"},
    "worded_otherwise": {"en": "This copy words the sentence in its own way.", "hi": "इस लेख में यह वाक्य कुछ दूसरे शब्दों में है।"},
    "try_again": {
        "en": "Your question is kept: “Ask again” tries once more.",
        "hi": "आपका प्रश्न यहीं है: “फिर पूछें” दबाकर दोबारा कोशिश कीजिए।",
    },
    "detail": {"en": "Technical detail", "hi": "तकनीकी विवरण (अंग्रेज़ी में)"},
    "in_short": {"en": "In short:", "hi": "संक्षेप में:"},
    "reword": {"en": "Change", "hi": "बदलें"},
    "reword_label": {"en": "Change how the question is understood", "hi": "समझे गए प्रश्न को बदलें"},
    "dropped": {"en": "Left out by the check ({count})", "hi": "जाँच में हटाया गया ({count})"},
    "cut": {"en": "… the rest of this long article is left out here …", "hi": "… इस लंबे लेख का शेष भाग यहाँ नहीं दिखाया गया …"},
    "unreadable": {"en": "The article can't be shown. Reload the page and try again.", "hi": "लेख नहीं दिखाया जा सका। पन्ना दोबारा खोलकर देखिए।"},
}


def word(key: str, language: Language, **values: object) -> str:
    """The words `key` in the answer's language."""
    return worded(TURN[key], language).format(**values)
