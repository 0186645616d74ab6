from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_encoder import TinyEmbedder

from assistant.errors import AssistantFailure
from assistant.reader.reader import Reading, open_reader
from assistant.terminal.reading_view import file_sentences, print_reading

Write = Callable[[str, str], Path]
FLOOD = "तमसापुर में बाढ़ आई\n\nग्यारह लोगों की मौत हुई।\nये भी पढ़ें: प्याज के दाम गिरे\nनाव से बचाव हुआ।\n"


def test_the_sentences_are_those_that_would_be_indexed(write_article: Write) -> None:
    assert [sentence.text for sentence in file_sentences(write_article("a.txt", FLOOD))] == [
        "तमसापुर में बाढ़ आई",
        "ग्यारह लोगों की मौत हुई।",
        "नाव से बचाव हुआ।",
    ]


def test_each_span_is_shown_with_its_place_and_its_sentence(write_article: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from test_reader import made

    embedder = TinyEmbedder()
    made(tmp_path, embedder)
    path = write_article("a.txt", FLOOD)
    print_reading(open_reader(embedder, tmp_path), "कितने लोग मरे?", path, tmp_path)
    first, *spans = capsys.readouterr().out.splitlines()
    assert first.endswith("not in this file")
    assert spans
    for line in spans[::2]:
        start, end = map(int, line.split()[2].split("-"))
        assert line.endswith(FLOOD[start:end])


def test_without_a_reader_it_says_why(write_article: Write) -> None:
    with pytest.raises(AssistantFailure, match=r"'weights' lacks reader\.safetensors"):
        print_reading(None, "कितने?", write_article("a.txt", FLOOD), Path("weights"))


def test_a_question_in_latin_letters_is_read_as_the_files_words(write_article: Write, tmp_path: Path) -> None:
    class Noting:
        asked = ""

        def read(self, question: str, _: object) -> Reading:
            self.asked = question
            return Reading((), 1.0)

    reader = Noting()
    print_reading(reader, "kitne logon ki maut hui", write_article("a.txt", FLOOD), tmp_path)  # type: ignore[arg-type]
    assert reader.asked == "कितने लोगों की मौत हुई"
