from __future__ import annotations

import time
from pathlib import Path

import pytest
from krutidev import krutidev
from pdf_file import Line, pdf_file

from index.errors import UnreadableFile
from index.files.pdf import read_pdf

HERE = Path("a.pdf")
LONG = "The river rose by two metres on Monday night, officials of the irrigation department said on"


def text(*pages: list[Line]) -> list[str]:
    return read_pdf(HERE, pdf_file(*pages))[0].splitlines()


def test_a_wrapped_title_is_one_line_and_the_text_begins_after_it() -> None:
    lines = [Line("River rises by two metres as the dam", 780, size=18), Line("opens", 758, size=18), Line(LONG, 730), Line("Tuesday.", 716)]
    assert text(lines) == ["River rises by two metres as the dam opens", f"{LONG} Tuesday."]


def test_a_larger_gap_begins_a_paragraph_even_after_a_full_line() -> None:
    lines = [Line(LONG, y) for y in (780, 766, 752, 724, 710, 696)]
    assert text(lines) == [" ".join([LONG] * 3)] * 2


def test_a_short_line_ends_its_paragraph() -> None:
    assert text([Line(LONG, 780), Line("Tuesday.", 766), Line(LONG, 752), Line("Friday.", 738)]) == [f"{LONG} Tuesday.", f"{LONG} Friday."]


WORDS = ["no", "one", "two", "three"]


def page(number: int, *, ends: str) -> list[Line]:
    return [Line("THE DAILY COURIER", 820), Line(LONG.replace("two", WORDS[number]), 780), Line(ends, 766), Line(f"Page {number} of 3", 40)]


def test_headers_and_page_numbers_are_read_once_or_not_at_all() -> None:
    pages = [page(1, ends="Sunday."), page(2, ends="Monday."), page(3, ends="Tuesday.")]
    assert text(*pages) == [
        "THE DAILY COURIER",
        *(f"{LONG.replace('two', WORDS[number])} {day}" for number, day in ((1, "Sunday."), (2, "Monday."), (3, "Tuesday."))),
    ]


def test_a_sentence_goes_on_over_the_page_but_not_past_its_end() -> None:
    first, second = [Line(LONG, 780), Line(LONG, 766)], [Line("Tuesday that it fell.", 780), Line("The end.", 766)]
    assert text(first, second)[0] == f"{LONG} {LONG} Tuesday that it fell."
    ended = [Line(LONG, 780), Line(LONG[:-2] + ".", 766)]
    assert text(ended, second)[0] == f"{LONG} {LONG[:-2]}."


def test_numbers_of_the_article_stay() -> None:
    assert text([Line("Votes counted", 780), Line("1200", 766)]) == ["Votes counted", "1200"]


def test_what_a_browser_prints_around_the_page_is_left_out() -> None:
    lines = [Line("11/22/26, 4:29 AM River rises", 820), Line(LONG, 780), Line("https://example.com/river 1/1", 20)]
    assert text(lines) == [LONG]
    assert text(lines[:2])[0].startswith("11/22/26, 4:29 AM")


def test_the_title_it_gives_itself_is_told() -> None:
    assert read_pdf(HERE, pdf_file([Line(LONG, 780)], title="River rises"))[1] == "River rises"
    assert read_pdf(HERE, pdf_file([Line(LONG, 780)]))[1] is None


def test_letters_that_stand_one_under_another_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="one under another"):
        text([Line(LONG, 820), *(Line(letter, 800 - 14 * place) for place, letter in enumerate("Shyamgarhgetsitsmetro"))])


# Legacy fonts


def test_krutidev_is_converted_and_the_other_fonts_are_left() -> None:
    hindi = "तमसापुर में बाढ़ से ग्यारह लोगों की मौत, 2,150 घर (कच्चे) गिरे।"
    lines = [Line(krutidev(hindi), 780, "ABCDEF+KrutiDev010"), Line("Reuters, New Delhi: gas and oil", 740)]
    found, _, note = read_pdf(HERE, pdf_file(lines))
    assert found.splitlines() == [hindi, "Reuters, New Delhi: gas and oil"]
    assert note == "converted to Unicode from the code of KrutiDev010: check names and figures against the original"


def test_an_unread_font_is_refused_by_name() -> None:
    with pytest.raises(UnreadableFile, match="in the code of the font Walkman-Chanakya905, which"):
        text([Line(krutidev("तमसापुर में बाढ़"), 780, "ABCDEF+Walkman-Chanakya905")])


def test_krutidev_without_its_name_is_found_by_its_words() -> None:
    hindi = "तमसापुर में बाढ़ से ग्यारह लोगों की मौत हो गई है और पानी नहीं उतरा।"
    assert text([Line(krutidev(hindi), 780, "F1")]) == [hindi]


@pytest.mark.slow
def test_a_long_pdf_takes_seconds() -> None:
    pages = [[Line(krutidev("तमसापुर में बाढ़ से ग्यारह लोगों की मौत हो गई है और पानी नहीं उतरा।"), 800 - 14 * n, "KrutiDev010") for n in range(50)]] * 20
    started = time.perf_counter()
    text(*pages)
    assert time.perf_counter() - started < 10
