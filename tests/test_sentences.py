from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import split_sentences
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


pieces = st.sampled_from(["क", "है।", "डॉ.", " ", "\n", "\r\n", ". ", ".", "3.5", "U.S.", "…", '"', "”", "\ufeff", "# ", "- ", "?!", "॥", "A", "x. Y"])


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


def test_a_page_that_is_one_long_line_takes_time_in_proportion() -> None:
    text = "यह एक वाक्य है. " * 20_000
    started = time.perf_counter()
    assert len(split_sentences(text)) == 20_000
    assert time.perf_counter() - started < 5
