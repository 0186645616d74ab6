from __future__ import annotations

from itertools import pairwise

import pytest
from conftest import Counted
from hypothesis import given
from hypothesis import strategies as st
from news_pages import HEAD, PARAGRAPH, furniture, in_the_middle

from index.text.clean import furniture_spans, kept_spans
from index.types import Span


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
