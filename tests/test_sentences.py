from __future__ import annotations

import pytest
from conftest import Counted
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import split_sentences
from index.types import Span


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("वह आया। वह गया॥ कौन?", ["वह आया।", "वह गया॥", "कौन?"]),
        ("युद्ध जारी है. लोग भागे.", ["युद्ध जारी है.", "लोग भागे."]),
        ("नाम दिया है।नॉर्थ कोरिया चुप है।", ["नाम दिया है।", "नॉर्थ कोरिया चुप है।"]),
        ("ऐसा किया है.उन्होंने कहा.", ["ऐसा किया है.", "उन्होंने कहा."]),
        ("Growth was 3.5 per cent. Prices fell.", ["Growth was 3.5 per cent.", "Prices fell."]),
        ("दर ३.५ फीसदी रही। ठीक।", ["दर ३.५ फीसदी रही।", "ठीक।"]),
        ("डॉ. सिंह ने कहा। श्री. राव चुप रहे।", ["डॉ. सिंह ने कहा।", "श्री. राव चुप रहे।"]),
        ("The U.S. army left. It was late.", ["The U.S. army left.", "It was late."]),
        ("A. P. J. Kalam spoke. Dr. Rao left.", ["A. P. J. Kalam spoke.", "Dr. Rao left."]),
        ("See example.com/a.b for more. Bye.", ["See example.com/a.b for more.", "Bye."]),
        ("He paused... Then he left… Done!", ["He paused...", "Then he left…", "Done!"]),
        ("उसने कहा, “मैं हूं।” फिर गया।", ["उसने कहा, “मैं हूं।”", "फिर गया।"]),
        ('He said "No." She left.', ['He said "No."', "She left."]),
        ("पहली पंक्ति\nदूसरी पंक्ति\r\nतीसरी\u2029चौथी", ["पहली पंक्ति", "दूसरी पंक्ति", "तीसरी", "चौथी"]),
        ("\ufeffपहला वाक्य। दूसरा।", ["पहला वाक्य।", "दूसरा।"]),
        ("# शीर्षक\n- एक बात।\n> उद्धरण।", ["शीर्षक", "एक बात।", "उद्धरण।"]),
        ("Platform No. 5 is shut. He said no. She left.", ["Platform No. 5 is shut.", "He said no.", "She left."]),
        ("It cost 45. He paid.", ["It cost 45.", "He paid."]),
        ("क्या?! सच?", ["क्या?!", "सच?"]),
        ("ठीक है…। चलो।. अब।। हां", ["ठीक है…।", "चलो।.", "अब।।", "हां"]),
        ("\n \n\t।\n***\n", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_only_the_given_stretch_is_split_and_offsets_count_from_the_text() -> None:
    text = "छोड़ो।\nपहला। दूसरा।\nयह भी छोड़ो।"
    within = Span(7, 20)
    assert [text[span.start : span.end] for span in split_sentences(text, within)] == ["पहला।", "दूसरा।"]


def cut(marked: str) -> None:
    """Splits `marked` without its marks: a sentence must end at each ¦ and nowhere else."""
    expected = [piece.strip() for piece in marked.split("¦")]
    assert sentences(marked.replace(" ¦ ", " ").replace("¦", "")) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "विदेश मंत्री एस. जयशंकर ने कहा. ¦ वे गए.",
        "एस.के. सिंह आए। ¦ डॉ. राव और प्रो. मेहता गए.",
        "एस.के.सिंह ने कहा.¦उन्होंने बताया.¦वह गया.",
        "जे.पी. नड्डा और जे.पी.नड्डा मिले।",
        "ए. पी. जे. अब्दुल कलाम और के. चंद्रशेखर राव मिले।",
        "राजद (आर.जे.डी.) और आर.जे.डी. के नेता आए.¦वह गए.",
        "यू.एस. सेना और यू.एस.ए. चुप हैं. ¦ फिर भी.",
        "पी. चिदंबरम ने चाय पी. ¦ उन्होंने कहा.",
        "आई. के. गुजराल आए.",
        "म.प्र. और उ.प्र. में बारिश हुई. ¦ पांच कि.मी. दूर.",
        "ज़ि. परिषद और \u095bि. पंचायत.",
        "प्रो. डॉ. एस.के. सिंह, एम.ए., पीएच.डी. ने कहा.",
        "कंपनी टाटा मोटर्स लि. के शेयर गिरे. ¦ Apple Inc. ने कहा.",
        "She met J. K. Rowling. ¦ He lives at 5 a.m. and works.",
        "It happened in the U.S. ¦ The army left at 5 p.m. ¦ He slept.",
        "It cost Rs. 500 and approx. five, etc., said Dr.Rao.",
    ],
)
def test_initials_and_abbreviations_hold_a_sentence_together(marked: str) -> None:
    cut(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "बाढ़ आई. ¦ लोग भागे.",  # आई is the letter I, too
        "मोदी जी. ¦ देश बदल गया.",
        "Is he a no.¦He left.",
        "Go to www.pib.gov.in. ¦ Then read.",
        'He was a "mad scientist". ¦ Local patents paid (36.9%). ¦ Rail came.',
        "He won gold. ¦ iPhone sales rose.",
    ],
)
def test_words_that_look_like_abbreviations_end_a_sentence(marked: str) -> None:
    cut(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "नाम ‘एलायंस’ दिया है।¦नॉर्थ कोरिया चुप है।",
        "ऐसा हुआ है.¦11 लोग मरे.",
        "दर 3.5 फीसदी रही.¦5 लोग मरे.",
        "संख्या 5,000.¦उन्होंने कहा.",
        "सेना ने कहा है.¦NATO चुप है.",
        "KCNA.¦उन्होंने कहा. ¦ (KCNA).¦उन्होंने माना.",
        "The price rose.¦The bank fell.",
        "क्या आप जाएंगे?¦हां!¦नहीं!¦वह बोला।",
        "वह आया है| ¦ वह गया है|¦उसने देखा।",
    ],
)
def test_glued_sentences_are_parted_where_it_is_sure(marked: str) -> None:
    cut(marked)


@pytest.mark.parametrize(
    "text",
    [
        "रु.500 मिले",
        "सुबह 10.30 बजे और शाम 5.00 बजे",
        "दर ३.५ करोड़ रही",
        "Booking.com and node.js are sites.",
        "देखें https://example.com/a?b=c!d और फिर पढ़ें।",
        "लोकवाणी| 14 मार्च 2025",
        "लोकवाणी | है | 14 मार्च",
        "रूस का हमलाकिम ने कहा।",  # a stop that isn't there can't be found without a dictionary
        "Dr.Rao met Mr.सिंह and St.Petersburg fell.",
    ],
)
def test_what_is_glued_for_another_reason_stays(text: str) -> None:
    cut(text)


@pytest.mark.parametrize(
    "marked",
    [
        "उन्होंने कहा, “हम नहीं झुकेंगे। हम लड़ेंगे।” ¦ फिर वे गए।",
        'उन्होंने कहा, "हम नहीं झुकेंगे। हम लड़ेंगे।" ¦ फिर वे गए।',
        'He said, "It is over. We lost." ¦ Then he left.',
        'उसने कहा।¦"हम जाएंगे।" ¦ वह गया।',
        'समर्थन करता है।"¦उन्होंने यह भी कहा।',  # its opening quote is missing
        '"क्या होगा?" के जवाब में मंत्री चुप रहे।',
        '"क्या होगा?", उसने पूछा।',
        '"Is it over?" he asked. ¦ "No!" she said.',
        "वह (डॉ. राव। पुत्र रमेश।) आया। ¦ (इनपुट: पीटीआई।) ¦ अंत।",
        "Yahoo! ने कहा कि वह बिकेगी।",
        "He paused... then he left.",
    ],
)
def test_a_stop_inside_a_quotation_or_bracket_ends_nothing(marked: str) -> None:
    cut(marked)


def test_a_quotation_longer_than_a_sentence_is_parted() -> None:
    speech = "हम नहीं झुकेंगे और हम लड़ेंगे। " * 10
    assert len(sentences(f"उन्होंने कहा, “{speech}”")) == 10


@pytest.mark.parametrize("marked", ["1. पहली बात। ¦ 2. दूसरी बात।", "a. First point. ¦ b. Second point.", "It cost 45. ¦ He paid."])
def test_the_number_of_a_list_belongs_to_its_item(marked: str) -> None:
    cut(marked)


pieces = st.sampled_from(
    [
        "क",
        "है।",
        "डॉ.",
        " ",
        "\n",
        "\r\n",
        ". ",
        ".",
        "3.5",
        "U.S.",
        "…",
        '"',
        "”",
        "\ufeff",
        "# ",
        "- ",
        "?!",
        "॥",
        "A",
        "x. Y",
        "|",
        "(",
        ")",
        "“",
        "एस.",
        "https://a.in/b?c",
        "1.",
        "ने",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=40).map("".join)))
def test_any_text_gives_ordered_separate_stripped_sentences_with_all_its_letters(text: str) -> None:
    spans = split_sentences(text)
    edge = 0
    for span in spans:
        found = text[span.start : span.end]
        assert edge <= span.start < span.end
        assert found == found.strip()
        assert any(char.isalnum() for char in found)
        assert "\n" not in found
        assert not any(char.isalnum() for char in text[edge : span.start])
        edge = span.end
    assert not any(char.isalnum() for char in text[edge:])


@given(st.lists(pieces, max_size=40).map("".join), st.integers(0, 60), st.integers(0, 60))
def test_sentences_of_a_stretch_stay_inside_it(text: str, start: int, length: int) -> None:
    within = Span(min(start, len(text)), min(start + length, len(text)))
    part = text[within.start : within.end]
    assert split_sentences(text, within) == [Span(s.start + within.start, s.end + within.start) for s in split_sentences(part)]


@pytest.mark.parametrize("unit", ["यह एक वाक्य है. ", "है।", "a.b?", '"क। ', "(क. ", "“क। ", "……. ", "1. ", "www.a"])
def test_a_page_that_is_one_long_line_is_read_a_fixed_number_of_times(unit: str) -> None:
    short, long = Counted(unit * 200), Counted(unit * 2_000)
    split_sentences(short)
    split_sentences(long)
    assert long.characters_read < 11 * short.characters_read
