from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from conftest import Counted
from hypothesis import given
from hypothesis import strategies as st

from index.text.clean import furniture_spans, kept_spans
from index.types import Span

PARAGRAPH = "तमसापुर जिले में तीन दिन की तेज बारिश के बाद आई बाढ़ में सोमवार सुबह तक ग्यारह लोगों की जान जा चुकी है।"
HEAD = "\n".join(["बारिश से बेहाल पूरा तमसापुर जिला", PARAGRAPH, PARAGRAPH, PARAGRAPH, PARAGRAPH, PARAGRAPH])


def furniture(text: str) -> list[str]:
    return [text[span.start : span.end] for span in furniture_spans(text)]


def in_the_middle(line: str) -> str:
    return f"{HEAD}\n{line}\n{PARAGRAPH}\n{PARAGRAPH}"


@pytest.mark.parametrize(
    "line",
    [
        "ये भी पढ़ें: गेहूं की बुवाई ने पकड़ी रफ्तार",
        "यह भी पढ़ेंः-132 साल बाद मिली चिट्ठी",
        "इसे भी पढ़ें- क्या टलेगी परीक्षा?",
        "ये भी देखें | बाढ़ का वीडियो",
        "ये भी पढ़े: नाव पलटी",
        "और पढ़ें",
        "संबंधित ख़बरें: पुल बंद",
        "Also read: Old town gets new street lamps",
        "ALSO READ | Will the bridge open?",
        "Read more: Five small habits",
        "Read Also: The mill reopens.",
        "Must Read",
        "Recommended",
        "Recommended for you",
        "Weather Update: उत्तरी राज्यों में ठंड",
        "मौसम अपडेट: आज बारिश",
        "शेयर करें",
        "इसे शेयर करें:",
        "साझा कीजिए",
        "Share",
        "Share this:",
        "Share News",
        "Share on Facebook",
        "Share this article",
        "Facebook Twitter WhatsApp",
        "X | Telegram | Copy link",
        "फेसबुक ट्विटर व्हाट्सएप",
        "Follow us on Google News",
        "Follow us on Facebook and get the latest news first.",
        "हमें Google News पर फॉलो करें।",
        "ताज़ा खबरों के लिए हमारे चैनल को सब्सक्राइब करें।",
        "Subscribe to our newsletter",
        "Subscribe now",
        "Download our app for breaking news.",
        "न्यूज़लेटर",
        "Your email address will not be published. Required fields are marked *",
        "Post Comment",
        "टिप्पणी करें",
        "अपनी राय दें",
        "Exit mobile version",
        "Skip to content",
        "Advertisement",
        "*विज्ञापन*",
        "Advertisement - Scroll to continue",
        "Advertisement Continue reading below",
        "Sponsored",
        "© 2025 Vindhya Darpan",
        "Copyright © 2025 Maidan Post. All rights reserved.",
        "All rights reserved.",
        "Home > India > Vindhya",
        "होम / देश / विंध्य",
        "Tags: flood, Tamsapur",
        "टैग: बाढ़",
        "Edited By Kavita Rathi, Updated: 18 Jun, 2025 08:15 PM IST",
        "Updated: 1 Feb, 2026",
        "Published on 6 October 2025",
        "By Tara Fernandes",
        "By Tara Fernandes and R. Kumar",
        "संपादन: कविता राठी",
        "Breaking",
        "Latest:",
        "Latest News",
        "More Articles Like This",
        "ताजा खबरें",
        "ये खबर भी पढ़ें: नाव पलटी",
        "यह भी पढ़िए: नाव पलटी",
        "पढ़ें: बाढ़ की पूरी कहानी",
        "Watch: Kim meets Lavrov",
        "Weather today: Shyamgarh 31°C, haze, AQI 164",
        "आज का मौसम: दिल्ली में बारिश",
        "Gold Price Today: सोना सस्ता",
        "Publish Date: Sat, 30 Nov 2024 11:26 AM (IST)",
        "First Published: Nov 30, 2024, 11:26 IST",
        "Authored by: रवि सिन्हा",
        "Agency:News18",
        "By एबीपी लाइव",
        "2 hours ago",
        "3 घंटे पहले",
        "5 min read",
        "Image Source: PTI",
        "(फोटो: पीटीआई)",
        "Source: PTI",
        "You May Like",
        "Editor's Picks",
        "टॉप स्टोरीज",
        "Next Article",
        "0 Comments",
        "Be the first to comment",
        "Name *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "आपका ईमेल पता प्रकाशित नहीं किया जाएगा.",
        "Click to share on Twitter (Opens in new window)",
        "हमारे WhatsApp चैनल से जुड़ें",
        "पूरी खबर पढ़ने के लिए यहां क्लिक करें।",
        "हमें फेसबुक, ट्विटर पर लाइक करें.",
        "About Us | Contact Us | Privacy Policy",
        "हमारे बारे में | संपर्क करें | गोपनीयता नीति",
        "© विंध्य दर्पण। सर्वाधिकार सुरक्षित।",
        "#KimJongUn #किमजोंग",
        "A- A A+",
        "Previous articleपुतिन ने किया एलान",
        "सबसे ज़्यादा पढ़ी गई",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_furniture_is_marked_wherever_it_stands(line: str, form: str) -> None:
    line = unicodedata.normalize(form, line)
    assert furniture(in_the_middle(line)) == [line]


def test_both_encodings_of_a_nukta_letter_are_one() -> None:
    assert furniture(in_the_middle("ये भी प\u095dें: नाव")) == ["ये भी प\u095dें: नाव"]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices rose sharply.",
        "Share market slips",
        "The two brothers share a room, a bed and a newspaper every morning.",
        'He told reporters: "WhatsApp and Facebook must answer for this."',
        "WhatsApp groups spread the rumour.",
        "मंत्रालय ने टेलीग्राम चैनल पर जानकारी शेयर करते हुए वीडियो डाला.",
        "By Monday the river had risen by two metres.",
        "By Monday Tamsapur was empty.",
        "By-elections will be held in four seats on 4 May.",
        "Updated figures show that 42 villages were flooded.",
        "Published on Monday, the report names 42 villages.",
        "Reported by villagers in June, the crack was never mended.",
        "Posted on the border, the guards saw nothing.",
        "Written by hand, the letter took a week to arrive.",
        "टैग किए गए हिरण जंगल में छोड़ दिए गए।",
        "ये भी पढ़े-लिखे नौजवान हैं।",
        "यह भी पढ़ेंगे और काम भी करेंगे।",
        "ये भी देखेंगे कि पुल कब बनता है।",
        "विज्ञापन पर राज्य का खर्च दोगुना हुआ।",
        "Advertisement spending fell by a tenth in the quarter.",
        "Sponsored by the state, the scheme reached 40 villages.",
        "Copyright law will change, the minister said.",
        "Recommended doses for children are lower.",
        "Read more books, the minister told the students.",
        "The union's newsletter said that prices had doubled.",
        "लोग नियम फॉलो करें, यह हमारी अपील है, कलेक्टर ने कहा।",
        "अपनी राय देंगे वैज्ञानिक, फिर होगा फैसला।",
        "टिप्पणी करने से मंत्री ने इनकार किया।",
        "सबसे ज्यादा पढ़ी जाने वाली किताबें इसी शहर में छपती हैं।",
        "Latest figures are due on Friday.",
        "Home prices fell in March.",
        "Topics of the talks stayed secret.",
        "Reporter killed on the highway",
        "Comments by the minister angered farmers.",
        "वह जीता।",
        "आगे पढ़ें तो पता चलता है कि किम ने क्या कहा।",
        "Related to the talks, both sides signed a deal.",
        "Source: the ministry's own papers, seen by this newspaper, show the toll was higher.",
        "फोटो: मंत्री ने दिखाई घायल बच्चों की तस्वीर, कहा यह सच है।",
        "Weather delays rescue work",
        "मौसम ने ली करवट, कई जिलों में ओले",
        "Home Minister visits border",
        "Top leaders meet in Moscow",
        "More troops sent to Kursk",
        "Name of the ship was changed",
        "Save the river, say villagers",
        "Category 5 storm hits coast",
        "2 घंटे पहले हुई बैठक में फैसला",
        "होमों में रहने वाले बच्चे",
        "संबंधित अधिकारी निलंबित",
        "बड़ी खबरें छिपाने का आरोप",
        "Author Arundhati Roy wins award",
        "Next stop Pyongyang",
        "Close to 600 dead",
        "क्यों अहम है मुलाकात?",
        "लावरोव का दौरा",
        'मंत्री ने कहा, "यह भी पढ़ें: गीता।"',
    ],
)
def test_a_sentence_that_looks_like_furniture_stays(line: str) -> None:
    assert furniture(in_the_middle(line)) == []


def test_the_head_of_a_page_is_furniture_and_its_headline_is_not() -> None:
    text = f"Friday, July 18, 2025\nInternational\nबारिश से बेहाल पूरा तमसापुर जिला\nReporter Lok Vani (Part of Vindhya Network)\n{PARAGRAPH}"
    assert furniture(text) == ["Friday, July 18, 2025", "International", "Reporter Lok Vani (Part of Vindhya Network)"]


def test_a_short_first_sentence_is_no_section_name() -> None:
    assert furniture("दिल्ली डूबी।\nनाव चली।") == []


def test_markdown_headings_stay() -> None:
    assert furniture(f"# बाढ़\n{PARAGRAPH}") == []


def test_teasers_of_the_tail_are_furniture_until_a_paragraph_follows() -> None:
    text = f"{HEAD}\nLatest News\nनाव पलटने से दो बचे, एक लापता बताया गया\nथोक बाजार में फिर तेजी आने के आसार\n{PARAGRAPH}"
    assert furniture(text) == text.split("\n")[6:9]


def test_a_tail_heading_above_the_article_takes_nothing_with_it() -> None:
    assert furniture(f"Trending\nबारिश से बेहाल पूरा तमसापुर जिला\n{HEAD}") == ["Trending"]


def test_everything_below_the_comment_form_is_furniture() -> None:
    form = f"Leave a Reply\nName\n{PARAGRAPH}"
    assert furniture(f"{HEAD}\n{form}") == [form]


def test_a_link_to_the_comment_form_above_the_article_takes_nothing_with_it() -> None:
    assert furniture(f"बारिश से बेहाल पूरा तमसापुर जिला\nLeave a comment\n{HEAD}") == ["Leave a comment"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("वह आया। ये भी पढ़ें: नाव पलटी", ["ये भी पढ़ें: नाव पलटी"]),
        (f"ये भी पढ़ें: नाव पलटी। {PARAGRAPH}", ["ये भी पढ़ें: नाव पलटी।"]),
        (f"वह आया। Also read: Boat sinks. {PARAGRAPH}", ["Also read: Boat sinks."]),
        ("वह आया (ये भी पढ़ें: नाव पलटी। दो बचे) और गया।", ["(ये भी पढ़ें: नाव पलटी। दो बचे)"]),
        ("वह आया।  ये भी पढ़ें- डॉ. सिंह की बात", ["ये भी पढ़ें- डॉ. सिंह की बात"]),
        (f"ये भी पढ़ें: क्या नाव पलटी? {PARAGRAPH} ये भी पढ़ें: पुल", ["ये भी पढ़ें: क्या नाव पलटी?", "ये भी पढ़ें: पुल"]),
    ],
)
def test_a_teaser_that_shares_its_line_with_the_article_is_all_that_is_marked(line: str, expected: list[str]) -> None:
    assert [part.strip() for part in furniture(in_the_middle(line))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HEAD}\nये भी पढ़ें:\nनाव पलटी, दो बचे और एक लापता\nक्यों अहम है मुलाकात?\n{PARAGRAPH}", ["ये भी पढ़ें:", "नाव पलटी, दो बचे और एक लापता"]),
        (f"{HEAD}\nAlso Read\n\n- नाव पलटी\n- पुल बंद\nराहत कार्य जारी\n{PARAGRAPH}", ["Also Read", "- नाव पलटी", "- पुल बंद"]),
        (f"{HEAD}\nये भी पढ़ें:\nनाव चली।\n{PARAGRAPH}", ["ये भी पढ़ें:"]),
        (f"Also read:\nबारिश से बेहाल पूरा तमसापुर जिला\n{HEAD}", ["Also read:"]),
    ],
)
def test_what_a_bare_label_points_to_is_a_teaser(text: str, expected: list[str]) -> None:
    assert furniture(text) == expected


def test_an_article_about_the_weather_keeps_its_title_and_its_text() -> None:
    assert furniture(f"Weather Update: उत्तरी राज्यों में ठंड ने दी दस्तक\nमौसम अपडेट: {PARAGRAPH}\n{PARAGRAPH}") == []


def test_the_weather_in_the_tail_is_furniture_though_it_is_a_sentence() -> None:
    text = f"{HEAD}\nLatest News\nWeather Update: {PARAGRAPH}"
    assert furniture(text) == text.split("\n")[6:]


def test_a_short_title_without_another_is_the_title() -> None:
    assert furniture(f"बजट 2026\n{PARAGRAPH}") == []
    assert furniture(f"देश\n{PARAGRAPH}") == ["देश"]


def test_a_short_heading_below_the_first_paragraph_stays() -> None:
    assert furniture(f"बारिश से बेहाल पूरा तमसापुर जिला\n{PARAGRAPH}\nराहत कार्य\n{PARAGRAPH}") == []


@pytest.mark.parametrize("unit", ["यह एक वाक्य है. ", "ये भी पढ़ें: क। ", "(ये भी पढ़ें: ", "देश\n", "Latest News\n", "(", "#", "Share "])
def test_a_long_page_is_read_a_fixed_number_of_times(unit: str) -> None:
    short, long = Counted(unit * 200), Counted(unit * 2_000)
    furniture_spans(short)
    furniture_spans(long)
    assert long.characters_read < 11 * short.characters_read


lines = st.sampled_from(
    [
        PARAGRAPH,
        "Latest News",
        "ये भी पढ़ें: नाव",
        "Leave a Reply",
        "देश",
        "4 March 2026",
        "",
        " ",
        "\ufeff",
        "Share",
        "एक छोटी सी पंक्ति",
        f"वह आया। ये भी पढ़ें: नाव। {PARAGRAPH}",
        "Also read:",
        "(also read: x) y",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(lines, max_size=15).map("\n".join), st.lists(lines, max_size=15).map("\r\n".join)))
def test_furniture_and_article_share_the_text_out_between_them(text: str) -> None:
    marked = furniture_spans(text)
    spans = sorted([*marked, *kept_spans(text, marked)], key=lambda span: span.start)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(before.end == after.start for before, after in pairwise(spans))


def test_kept_spans_by_hand() -> None:
    assert kept_spans("0123456789", [Span(0, 2), Span(5, 6)]) == [Span(2, 5), Span(6, 10)]
