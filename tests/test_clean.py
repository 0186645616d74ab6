from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import furniture_spans, is_date_line, kept_spans
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
    ],
)
def test_a_sentence_that_looks_like_furniture_stays(line: str) -> None:
    assert furniture(in_the_middle(line)) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("लोकवाणी | 14 मार्च 2025, 09:40 AM IST", True),
        ("Friday, July 18, 2025", True),
        ("सूर्यपथ दैनिक, २२ अगस्त २०२५", True),
        ("Orbit and Field | 4 March 2026 | By Tara Fernandes", True),
        ("By R. Kumar | 13 Sept. 2025", True),
        ("15 अगस्त 2025 को लाल किले से बोले प्रधानमंत्री", False),
        ("Bridge to open on 12 March 2026", False),
        ("भारत 15 अगस्त 1947 को आज़ाद हुआ।", False),
        ("New Delhi, 5 May 2025: The court struck down the rule.", False),
        ("12 मार्च को बैठक", False),
    ],
)
def test_a_date_line_keeps_its_date_apart_from_words(line: str, expected: bool) -> None:
    assert is_date_line(line) is expected


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


lines = st.sampled_from(
    [PARAGRAPH, "Latest News", "ये भी पढ़ें: नाव", "Leave a Reply", "देश", "4 March 2026", "", " ", "\ufeff", "Share", "एक छोटी सी पंक्ति"]
)


@given(st.one_of(st.text(max_size=300), st.lists(lines, max_size=15).map("\n".join), st.lists(lines, max_size=15).map("\r\n".join)))
def test_furniture_and_article_share_the_text_out_between_them(text: str) -> None:
    marked = furniture_spans(text)
    spans = sorted([*marked, *kept_spans(text, marked)], key=lambda span: span.start)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(before.end == after.start for before, after in pairwise(spans))


def test_kept_spans_by_hand() -> None:
    assert kept_spans("0123456789", [Span(0, 2), Span(5, 6)]) == [Span(2, 5), Span(6, 10)]


@pytest.mark.parametrize(
    ("prefix", "lines"),
    [("000_", []), ("001_", [1, 4, 6]), ("002_", [3, 4, 32, 38, 40, 42, 44, 46]), ("003_", [16]), ("004_", [1, 2, 3, 7, 11])],
)
def test_the_furniture_of_the_real_articles(shared: Path, prefix: str, lines: list[int]) -> None:
    (path,) = (shared / "articles").glob(f"{prefix}*.txt")
    text = path.read_bytes().decode("utf-8")
    assert [text.count("\n", 0, span.start) + 1 for span in furniture_spans(text)] == lines
