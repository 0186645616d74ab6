from __future__ import annotations

from pathlib import Path

import pytest

from index.files.read import read_file
from index.text.metadata import DATE_LINE, FILE_NAME, META_TAG, Given, describe, find_author, find_language, find_published, find_title, whole_name

PARAGRAPH = "तमसापुर जिले में तीन दिन की तेज बारिश के बाद आई बाढ़ में सोमवार सुबह तक ग्यारह लोगों की जान जा चुकी है।"


@pytest.mark.parametrize(
    ("head", "published", "publisher"),
    [
        ("शीर्षक बहुत बड़ा है आज\nलोकवाणी समाचार | 18 अगस्त 2025", "2025-08-18", "लोकवाणी समाचार"),
        ("शीर्षक बहुत बड़ा है आज\nन्याय प्रहरी, 20 सितंबर 2025", "2025-09-20", "न्याय प्रहरी"),
        ("A headline of five words\nPublished: 6 October 2025, The Daily Courier", "2025-10-06", "The Daily Courier"),
        ("A headline of five words\nMaidan Post\nUpdated: 1 Feb, 2026", "2026-02-01", "Maidan Post"),
        ("A headline of five words\nOrbit and Field | 4 March 2026 | By Tara Fernandes", "2026-03-04", "Orbit and Field"),
        ("शीर्षक बहुत बड़ा है आज\nखेल पताका | रविवार, 24 नवंबर 2024", "2024-11-24", "खेल पताका"),
        ("Edited By Kavita Rathi,Updated: 18 Jun, 2025 08:15 PM", "2025-06-18", None),
        ("शीर्षक\nReporter Lok Vani (Part of Vindhya Network)", None, "Lok Vani"),
        ("शीर्षक बहुत बड़ा है आज\nश्यामगढ़, 14 मार्च 2025 (जनवार्ता)", "2025-03-14", "जनवार्ता"),
        ("\ufeffलोकवाणी समाचार | 18 अगस्त 2025", "2025-08-18", "लोकवाणी समाचार"),
        ("शीर्षक बहुत बड़ा है आज\nLast Updated: 5 Jan 2026, Published: 3 Jan 2026", "2026-01-03", None),
        ("शीर्षक बहुत बड़ा है आज\nPublish Date: Sat, 30 Nov 2024 11:26 AM (IST)", "2024-11-30", None),
        ("शीर्षक बहुत बड़ा है आज\nशनिवार, 12 जुलाई 2025", "2025-07-12", None),
        ("शीर्षक बहुत बड़ा है आज\nजनसंकेत\nEdited By Rohit Saxena, Updated: 14 Mar, 2025", "2025-03-14", "जनसंकेत"),
        ("शीर्षक बहुत बड़ा है आज\nविदेश\nUpdated: 14 Mar, 2025", "2025-03-14", None),
        ("शीर्षक बहुत बड़ा है आज\nनई दिल्ली, 5 मई 2025", "2025-05-05", None),
        ("शीर्षक बहुत बड़ा है आज\nनई दिल्ली, 5 मई 2025 (भाषा): अदालत ने नियम रद्द किया।", "2025-05-05", None),
        ("A headline of five words\nNew Delhi, 5 May 2025: The court struck down the rule.", "2025-05-05", None),
    ],
)
def test_the_date_line_tells_date_and_publisher(head: str, published: str | None, publisher: str | None) -> None:
    assert find_published(f"{head}\n{PARAGRAPH}") == (published, publisher)


@pytest.mark.parametrize(
    "clock",
    ["Friday, July 18, 2025", "शुक्रवार, 18 जुलाई 2025", "Friday, 18 July 2025", "Friday, July 18, 2025 10:32:05 AM", "शुक्रवार 18 जुलाई 2025 | ई-पेपर"],
)
def test_the_sites_clock_is_no_date_of_publication(clock: str) -> None:
    assert find_published(f"{clock}\n{PARAGRAPH}") == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "भारत 15 अगस्त 1947 को आज़ाद हुआ।",
        "Bridge to open on 12 March 2026",
        "ये भी पढ़ें: 15 अगस्त 2025 को बंद रहेंगे बाजार",
        "Share News",
        "Latest News",
    ],
)
def test_events_and_buttons_in_the_head_tell_nothing(line: str) -> None:
    assert find_published(f"बारिश से बेहाल पूरा जिला\n{line}\n{PARAGRAPH}") == (None, None)


def test_a_date_far_below_the_head_is_not_looked_at() -> None:
    assert find_published("\n".join([PARAGRAPH] * 9 + ["लोकवाणी | 18 अगस्त 2025"])) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("देश\nबाढ़ से ग्यारह की मौत\n" + PARAGRAPH, "बाढ़ से ग्यारह की मौत"),
        ("\ufeffबाढ़ से ग्यारह की मौत\r\n" + PARAGRAPH, "बाढ़ से ग्यारह की मौत"),
        ("# A heading in Markdown\n\ntext", "A heading in Markdown"),
        ("**A bold heading here**\ntext", "A bold heading here"),
        ("Who won? Nobody knows yet\ntext", "Who won? Nobody knows yet"),
        ("ये भी पढ़ें: नाव", None),
        ("", None),
    ],
)
def test_titles(text: str, expected: str | None) -> None:
    assert find_title(text) == expected


def test_a_long_first_paragraph_gives_a_title_of_160_characters() -> None:
    text = "एक दो तीन " * 50
    assert find_title(text) == text[:160].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [(PARAGRAPH, "hi"), ("The river rose by two metres.", "en"), ("NATO और EU ने कहा", "hi"), ("Kim said 'नमस्ते' to the crowd", "en"), ("123", "en")],
)
def test_languages(text: str, expected: str) -> None:
    assert find_language(text) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Edited By Tanuja,Updated: 30 Nov, 2024 11:26 AM", "Tanuja"),
        ("A headline of five words\nWritten by: Tara Fernandes | Edited by: R. Kumar", "Tara Fernandes"),
        ("A headline of five words\nOrbit and Field | 4 March 2026 | By Tara Fernandes", "Tara Fernandes"),
        ("A headline of five words\nBy Tara Fernandes and R. Kumar", "Tara Fernandes and R. Kumar"),
        ("शीर्षक बहुत बड़ा है आज\nसंपादन: कविता राठी", "कविता राठी"),
        ("शीर्षक बहुत बड़ा है आज\nलेखक: रागिनी राय, 5 मई 2025", "रागिनी राय"),
        ("शीर्षक बहुत बड़ा है आज\nRaginee Rai\nReporter Lok Vani", "Raginee Rai"),
        ("शीर्षक बहुत बड़ा है आज\nWritten By: न्यूज डेस्क", None),
        ("By night and fog the army left", None),
        ("By Monday evening all roads were open.", None),
        ("शीर्षक बहुत बड़ा है आज", None),
    ],
)
def test_the_byline_tells_the_author(head: str, expected: str | None) -> None:
    assert find_author(f"{head}\n{PARAGRAPH}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("तमसापुर में बाढ़ से 11 की मौत,\n42 गांव डूबे\n" + PARAGRAPH, "तमसापुर में बाढ़ से 11 की मौत, 42 गांव डूबे"),
        ("किम जोंग उन से मिले लावरोव, जंग\nमें नए मोड़ की आशंका\n" + PARAGRAPH, "किम जोंग उन से मिले लावरोव, जंग में नए मोड़ की आशंका"),
        ("Kim vows to back Moscow in the\nwar\n" + PARAGRAPH, "Kim vows to back Moscow in the war"),
        ("Moscow and Pyongyang linked by air as bridge\ntakes shape\n" + PARAGRAPH, "Moscow and Pyongyang linked by air as bridge takes shape"),
        ("Rathore's hundred carries Vindhya home\nMaidan Post\n" + PARAGRAPH, "Rathore's hundred carries Vindhya home"),
        ("बाढ़ से ग्यारह की मौत\nराहत जारी है\n" + PARAGRAPH, "बाढ़ से ग्यारह की मौत"),
        ("बाढ़ से ग्यारह की मौत,\n\nराहत जारी है\n" + PARAGRAPH, "बाढ़ से ग्यारह की मौत,"),
        ("बाढ़ से ग्यारह की मौत,\n18 अगस्त 2025\n" + PARAGRAPH, "बाढ़ से ग्यारह की मौत,"),
    ],
)
def test_a_wrapped_title_is_made_whole_where_its_words_say_so(text: str, expected: str) -> None:
    assert find_title(text) == expected


TEXT = f"बाढ़ से ग्यारह की मौत\nलोकवाणी समाचार | 18 अगस्त 2025\n{PARAGRAPH}"
UNDATED = f"बाढ़ से ग्यारह की मौत\n{PARAGRAPH}"


@pytest.mark.parametrize(
    ("text", "name", "given", "published", "source"),
    [
        (TEXT, "2025-01-01.txt", Given(published="2025-08-17"), "2025-08-17", META_TAG),
        (TEXT, "2025-01-01.txt", None, "2025-08-18", DATE_LINE),
        (UNDATED, "2025-06-14-title.txt", None, "2025-06-14", FILE_NAME),
        (UNDATED, "14-06-2025_x.txt", None, "2025-06-14", FILE_NAME),
        (UNDATED, "000_0e1747f7c38af0b6.txt", None, None, None),
        (f"Friday, July 18, 2025\n{UNDATED}", "x.txt", None, None, None),
    ],
)
def test_a_date_comes_with_where_it_stands(text: str, name: str, given: Given | None, published: str | None, source: str | None) -> None:
    document = describe(text, name, given)
    assert (document.published, document.published_from) == (published, source)
    assert document.text == text


def test_what_the_file_says_comes_before_what_its_text_says() -> None:
    document = describe(TEXT, "x.html", Given("बाढ़", "विंध्य दर्पण", "संजय"), "a note")
    assert (document.title, document.publisher, document.author, document.note) == ("बाढ़", "विंध्य दर्पण", "संजय", "a note")


@pytest.mark.parametrize(("name", "expected"), [("संजय पटेरिय", "संजय पटेरिया"), ("Tara", "Tara"), ("राम", "राम"), ("कोई और", "कोई और"), (None, None)])
def test_a_name_is_made_whole_by_the_page(name: str | None, expected: str | None) -> None:
    assert whole_name(name, '<meta name="author" content="संजय पटेरिया"> रामायण Tara Fernandes') == expected


@pytest.mark.parametrize("title", ["Microsoft Word - flood.docx", "untitled", "flood_final.pdf", "", None])
def test_a_title_that_a_program_gave_is_none(title: str | None) -> None:
    assert describe(TEXT, "x.pdf", Given(title)).title == "बाढ़ से ग्यारह की मौत"


@pytest.mark.parametrize(
    ("prefix", "published", "publisher", "author"),
    [
        ("000_", None, None, None),
        ("001_", "2024-11-30", None, "Tanuja"),
        ("002_", None, "The Printlines", "Raginee Rai"),
        ("003_", None, None, None),
        ("004_", None, None, None),
    ],
)
def test_what_the_real_articles_say_of_themselves(
    shared: Path, prefix: str, published: str | None, publisher: str | None, author: str | None
) -> None:
    (path,) = (shared / "articles").glob(f"{prefix}*.txt")
    document = read_file(path)
    assert (document.published, document.publisher, document.author) == (published, publisher, author)
    assert document.published_from == (DATE_LINE if published else None)
    assert document.title
    assert find_language(document.text) == "hi"
