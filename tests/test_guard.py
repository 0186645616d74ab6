from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.language import Language
from assistant.types import Waiting
from assistant.writing.guard import MOST_CHARACTERS, goes_wrong, guarded

HINDI = "लावरोव शुक्रवार को प्योंगयांग पहुंचे और किम जोंग उन से मिले।"


def endless(text: str) -> Iterator[str]:
    while True:
        yield text


@pytest.mark.parametrize(
    ("why", "language", "written"),
    [
        ("a loop of words", "hi", "उन्होंने कहा कि " * 3),
        ("a loop after a good beginning", "hi", HINDI + " सेना भेजी," * 3),
        ("an English loop", "en", "the soldiers " * 3),
        ("English for Hindi", "hi", "Lavrov arrived in Pyongyang on Friday and met Kim."),
        ("English for Roman-script Hindi", "hinglish", "Lavrov arrived in Pyongyang on Friday and met Kim."),
        ("Hindi for English", "en", HINDI),
        ("Chinese", "hi", "拉夫罗夫于周五抵达平壤并会见了金正恩,双方就合作进行了讨论,会谈持续了两个小时"),
        ("Chinese for English", "en", "拉夫罗夫于周五抵达平壤并会见了金正恩,双方就合作进行了讨论,会谈持续了两个小时"),
        ("no end", "hi", "".join(f"{n} वाक्य है। " for n in range(200))),
    ],
)
def test_what_goes_wrong_is_ended(why: str, language: Language, written: str) -> None:
    kept = "".join(map(str, guarded(iter(written), language, 9)))
    assert kept != written, why
    assert written.startswith(kept)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("hi", HINDI),
        ("hinglish", HINDI),
        ("en", "Lavrov arrived in Pyongyang on Friday."),
        ("hi", "वहां ATACMS और KN-23 मिसाइलें दागी गईं।"),  # names stay in Latin letters
        ("en", "The SBS report names शिन वोन-सिक."),
        ("hi", "10,000 से अधिक"),
        ("hi", "हां हां हां"),
        ("hi", ""),
    ],
)
def test_an_answer_passes_whole(language: Language, written: str) -> None:
    assert "".join(map(str, guarded(iter(written), language, 9))) == written
    assert not goes_wrong(written, language)


def test_an_endless_model_is_left_in_time() -> None:
    assert len("".join(map(str, guarded((f"{n} " for n in range(10**9)), "hi", 9)))) <= MOST_CHARACTERS
    assert "".join(map(str, guarded(endless("वही शब्द "), "hi", 9))).count("वही") == 2


def test_what_is_said_of_the_queue_passes() -> None:
    assert list(guarded(iter([Waiting(2), "हां।"]), "hi", 9)) == [Waiting(2), "हां।"]


@pytest.mark.parametrize(
    ("language", "written", "given", "kept"),
    [
        ("hi", "बाढ़ से 11 लोगों की मौत हुई। सेना ने नाव चलाई।", 1, "बाढ़ से 11 लोगों की मौत हुई।"),
        ("hi", "बाढ़ से 11 लोगों की मौत हुई। सेना ने नाव चलाई। बारिश", 2, "बाढ़ से 11 लोगों की मौत हुई। सेना ने नाव चलाई।"),
        ("hi", "डॉ. वर्मा ने 3.5 करोड़ दिए", 1, "डॉ. वर्मा ने 3.5 करोड़ दिए"),
        ("en", "Dr. Rao met Kim on Friday. They shook hands.", 1, "Dr. Rao met Kim on Friday."),
    ],
)
@pytest.mark.parametrize("size", [1, 5, 100])
def test_it_writes_no_more_sentences_than_it_was_given(language: Language, written: str, given: int, kept: str, size: int) -> None:
    pieces = iter(written[start : start + size] for start in range(0, len(written), size))
    assert "".join(map(str, guarded(pieces, language, given))).strip() == kept
