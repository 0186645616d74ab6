"""All words of the Articles tab in English and Hindi. No gradio here."""

from __future__ import annotations

from assistant.page.words import Interface

ARTICLES: Interface = {
    "en": {
        "articles": "Articles",
        "drop_files": "Drop articles here: .txt, .md, .html, .pdf, .docx or a .zip of them",
        "choose_folder": "Choose a whole folder",
        "paste": "Paste an article",
        "paste_text": "Text of the article",
        "paste_title": "Headline (optional)",
        "paste_publisher": "Publisher (optional)",
        "paste_date": "Date of publication (optional), e.g. 2025-06-14",
        "paste_add": "Add",
        "cancel_adding": "Cancel",
        "go_on": "Index the waiting articles",
        "search_articles": "Search in headline, file name and text",
        "articles_since": "From (2025-06-14, 2025-06 or 2025)",
        "articles_until": "To",
        "articles_publisher": "Publisher",
        "articles_language": "Language",
        "earlier_page": "Previous",
        "later_page": "Next",
        "undo": "Undo: bring them back",
        "close_article": "Close the article",
    },
    "hi": {
        "articles": "लेख",
        "drop_files": "लेख यहाँ छोड़ें: .txt, .md, .html, .pdf, .docx या इनकी .zip",
        "choose_folder": "पूरा फ़ोल्डर चुनें",
        "paste": "लेख चिपकाएँ",
        "paste_text": "लेख का पाठ",
        "paste_title": "शीर्षक (वैकल्पिक)",
        "paste_publisher": "प्रकाशक (वैकल्पिक)",
        "paste_date": "प्रकाशन की तारीख़ (वैकल्पिक), जैसे 2025-06-14",
        "paste_add": "जोड़ें",
        "cancel_adding": "रद्द करें",
        "go_on": "बाक़ी लेख जोड़ें",
        "search_articles": "शीर्षक, फ़ाइल के नाम और पाठ में खोजें",
        "articles_since": "कब से (2025-06-14, 2025-06 या 2025)",
        "articles_until": "कब तक",
        "articles_publisher": "प्रकाशक",
        "articles_language": "भाषा",
        "earlier_page": "पिछला पन्ना",
        "later_page": "अगला पन्ना",
        "undo": "वापस लाएँ",
        "close_article": "लेख बंद करें",
    },
}

ADDING = {
    "queued": ("Waiting until the articles before these are in", "इनसे पहले के लेख जुड़ने की प्रतीक्षा है"),
    "reading": ("Reading and cleaning", "लेख पढ़े और साफ़ किए जा रहे हैं"),
    "busy": ("Another program is writing to the store; this goes on when it is done", "कोई दूसरा प्रोग्राम लेख जोड़ रहा है; उसके बाद यह काम आगे बढ़ेगा"),
    "loading": ("Loading the model", "मॉडल लोड हो रहा है"),
    "embedding": ("Embedding", "लेख खोज के लिए तैयार किए जा रहे हैं"),
    "finished": ("Finished. Articles added: {added}", "पूरा हुआ। जोड़े गए लेख: {added}"),
    "cancelled": ("Cancelled. Articles added before: {added}; left out: {left_out}", "रद्द किया गया। पहले जुड़ चुके लेख: {added}; छोड़े गए: {left_out}"),
    "failed": ("It could not be finished. The articles are kept: “Index the waiting articles” goes on from here.",
               "काम पूरा नहीं हो सका। लेख सुरक्षित हैं: “बाक़ी लेख जोड़ें” से काम आगे बढ़ेगा।"),
}  # fmt: skip
"""Stages of taking articles in, in English and Hindi, shown together: gradio can't translate inside HTML."""

SAID = {
    "invite": ("No articles yet. Drop files above, choose a folder or paste a text.", "अभी कोई लेख नहीं है। ऊपर फ़ाइलें छोड़िए, फ़ोल्डर चुनिए या पाठ चिपकाइए।"),
    "none_fit": ("No article fits this search.", "इस खोज से कोई लेख नहीं मिला।"),
    "bad_date": ("Write a date as 2025-06-14, 2025-06 or 2025, and the end not before the beginning.",
                 "तारीख़ 2025-06-14, 2025-06 या 2025 की तरह लिखिए, और अंत की तारीख़ शुरू से पहले की न हो।"),
    "waiting": ("Kept, but not indexed yet: {count}", "रखे हुए, पर अभी जोड़े नहीं गए लेख: {count}"),
    "removed": ("Removed: {count}. It can be undone for ten minutes.", "हटाए गए लेख: {count}। दस मिनट तक इन्हें वापस लाया जा सकता है।"),
    "outside": ("Of these, {count} lie in your own folders: only the store forgets them, their files are not touched. "
                "Indexing their folder again brings them back; to keep them out, move their files elsewhere.",
                "इनमें से {count} आपके अपने फ़ोल्डरों के हैं: इन्हें केवल भंडार से हटाया गया, फ़ाइलें ज्यों की त्यों हैं। "
                "उस फ़ोल्डर को फिर जोड़ने पर ये लौट आएँगे; इन्हें बाहर रखना हो तो फ़ाइलें कहीं और ले जाइए।"),
    "brought_back": ("Brought back: {count}", "वापस लाए गए लेख: {count}"),
    "too_late": ("The ten minutes are over; there is nothing to bring back.", "दस मिनट बीत चुके हैं; वापस लाने को कुछ नहीं है।"),
    "store_busy": ("Articles are being added just now. Try again when that is done.", "अभी लेख जोड़े जा रहे हैं। पूरा होने पर फिर कोशिश कीजिए।"),
    "gone": ("This article is no longer in the store.", "यह लेख अब भंडार में नहीं है।"),
    "none_chosen": ("Tick the articles to remove first.", "पहले हटाए जाने वाले लेख चुनिए।"),
    "refused": ("Not added", "नहीं जोड़े गए"),
    "duplicate": ("Already there", "पहले से मौजूद"),
    "note": ("Good to know", "ध्यान दें"),
    "same_text": ("the same text as", "वही पाठ, जो इसमें है:"),
    "counts": ("{first}–{last} of {fitting} ({articles} in all)", "{fitting} में से {first}–{last} (कुल {articles})"),
    "chosen": ("Choose all on this page", "इस पन्ने के सब चुनें"),
    "remove": ("Remove chosen", "चुने हुए हटाएँ"),
    "choose": ("Choose", "चुनें"),
    "title": ("Headline", "शीर्षक"),
    "published": ("Date", "तारीख़"),
    "publisher": ("Publisher", "प्रकाशक"),
    "language": ("Language", "भाषा"),
    "sentences": ("Sentences", "वाक्य"),
    "file": ("File", "फ़ाइल"),
    "copies": ("Copies", "प्रतियाँ"),
    "author": ("Author", "लेखक"),
    "unknown": ("unknown", "अज्ञात"),
    "own_folder": ("The file lies in your own folder", "फ़ाइल आपके अपने फ़ोल्डर में है"),
    "uploaded": ("Added here", "यहीं जोड़ा गया"),
    "legend": ("Grey: what the index leaves out (menus, teasers, buttons). A line marks where each sentence begins.",
               "धूसर: जो खोज में नहीं लिया जाता (मेन्यू, दूसरी ख़बरों की कड़ियाँ, बटन)। खड़ी रेखा से हर वाक्य शुरू होता है।"),
}  # fmt: skip

DATE_FROM = {
    "date line": ("date line", "तारीख़ की पंक्ति से"),
    "meta tag": ("the page's own data", "पन्ने के मेटा टैग से"),
    "file name": ("file name", "फ़ाइल के नाम से"),
}
"""Where an article's date was found (see index.text.metadata)."""

PASTE_REFUSED = {
    "no_text": "कुछ चिपकाया नहीं गया। पहले लेख का पाठ चिपकाइए।",
    "no_date": "“{value}” तारीख़ नहीं है। इसे 2025-06-14 या 14 जून 2025 की तरह लिखिए।",
    "title_lost": "“{value}” शीर्षक के रूप में नहीं पहचाना गया। एक ही पंक्ति में कम से कम तीन शब्द लिखिए, या ख़ाना ख़ाली छोड़िए।",
    "date_lost": "तारीख़ “{value}” इस पाठ के ऊपर नहीं पहचानी गई। ख़ाना ख़ाली छोड़िए, या तारीख़ पाठ की पहली पंक्ति में लिखिए।",
    "publisher_lost": "प्रकाशक “{value}” इस पाठ के ऊपर नहीं पहचाना गया। केवल अख़बार का नाम लिखिए और प्रकाशन की तारीख़ भी दीजिए।",
}

REASONS = (
    ("is not a kind of file", "इस तरह की फ़ाइल नहीं पढ़ी जाती। .txt, .md, .html, .pdf, .docx या .zip दीजिए।"),
    ("the file is empty", "फ़ाइल ख़ाली है। लेख को फिर से सहेजिए।"),
    ("characters are more than one article holds", "पाठ एक लेख के लिए बहुत लंबा है। इसे अलग-अलग लेखों में बाँटिए।"),
    ("is more than one article's file may have", "फ़ाइल बहुत बड़ी है (सीमा 20 MB)। इसे बाँटिए।"),
    ("are more than a file in a zip may have", "ज़िप के भीतर की फ़ाइल बहुत बड़ी है। इसे बाँटिए।"),
    ("there is no text in it", "इसमें पाठ नहीं है (स्कैन किए पन्ने पर पहले OCR चलाइए)। लेख को पाठ के रूप में सहेजिए।"),
    ("only site furniture is left", "इसमें वेबसाइट के मेन्यू और कड़ियों के सिवा कुछ नहीं है। लेख का पाठ भी चिपकाइए।"),
    ("no article was found in this page", "इस पन्ने में लेख नहीं मिला। लेख का अपना पन्ना सहेजिए, या पाठ चिपकाइए।"),
    ("this is not text but binary data", "यह पाठ नहीं, बाइनरी फ़ाइल है। इसे सही नाम-विस्तार दीजिए।"),
    ("encoding can't be told", "पाठ की एन्कोडिंग पहचानी नहीं गई। फ़ाइल को UTF-8 में सहेजिए।"),
    ("legacy font's code", "पाठ पुराने फ़ॉन्ट के कोड या ग़लत एन्कोडिंग में है। इसे यूनिकोड में सहेजिए।"),
    ("which can't be read here", "हिन्दी ऐसे पुराने फ़ॉन्ट के कोड में है जो यहाँ नहीं पढ़ा जाता। इसे यूनिकोड में बदलकर सहेजिए।"),
    ("makes no words when converted", "हिन्दी KrutiDev जैसी लगती है, पर बदलने पर शब्द नहीं बनते। इसे यूनिकोड में सहेजिए।"),
    ("cut short", "फ़ाइल अधूरी है। पूरी फ़ाइल फिर से सहेजिए या डाउनलोड कीजिए।"),
    ("the PDF is damaged or locked", "PDF ख़राब है या उस पर पासवर्ड है। उसे खोलकर बिना पासवर्ड फिर सहेजिए।"),
    ("the Word file is damaged or locked", "Word फ़ाइल ख़राब है या उस पर पासवर्ड है। उसे खोलकर फिर सहेजिए।"),
    ("the zip is damaged", "ज़िप ख़राब है। उसे फिर से कॉपी या डाउनलोड कीजिए।"),
    ("locked with a password", "ज़िप पर पासवर्ड है। उसे खोलकर फ़ोल्डर जोड़िए।"),
    ("no article in this zip", "इस ज़िप में कोई लेख नहीं है।"),
    ("a zip in a zip in a zip", "ज़िप के भीतर ज़िप के भीतर ज़िप नहीं खोली जाती। बाहरी ज़िप खोलकर फ़ोल्डर जोड़िए।"),
    ("are packed into", "ज़िप के भीतर की फ़ाइल संदिग्ध रूप से बड़ी है। भरोसा हो तो उसे खोलकर जोड़िए।"),
    ("in one zip", "एक ज़िप में बहुत अधिक लेख हैं। उसे बाँटिए, या खोलकर फ़ोल्डर जोड़िए।"),
    ("the upload is no longer there", "अपलोड की गई फ़ाइल अब नहीं है। फ़ाइल फिर चुनिए।"),
    ("make no lines", "अक्षर एक के नीचे एक हैं और पंक्तियाँ नहीं बनतीं। लेख को पाठ के रूप में सहेजिए।"),
    ("unpacks to", "फ़ाइल खुलने पर बहुत बड़ी है। लेख को चित्रों के बिना, या पाठ के रूप में सहेजिए।"),
    ("packed in a way that isn't read", "ज़िप ऐसे ढंग से बनी है जो यहाँ नहीं पढ़ा जाता। उसे खोलकर फ़ोल्डर जोड़िए।"),
    ("can't be read", "फ़ाइल पढ़ी नहीं जा सकी। देखिए कि वह मौजूद है और उसे पढ़ने की अनुमति है।"),
)
"""What index.files says of a file that it can't take in, by a part of its English sentence, and the same in Hindi."""
