from __future__ import annotations

import re

import pytest
from hostile import HOSTILE, Seen, shown

from assistant.checking.reasons import Reason
from assistant.page.dropped import REASONS, dropped_html
from assistant.types import Dropped


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_in_both_languages(reason: Reason) -> None:
    words = REASONS[reason]
    assert words.keys() == {"en", "hi"}
    assert re.search("[ऀ-ॿ]", words["hi"])
    assert not re.search("[ऀ-ॿ]", words["en"])
    for language, said in words.items():
        assert said in Seen(dropped_html([Dropped("45 मरे।", reason)], language)).text  # type: ignore[arg-type]


def test_no_two_reasons_say_the_same() -> None:
    for language in ("en", "hi"):
        assert len({words[language] for words in REASONS.values()}) == len(Reason)


def test_nothing_left_out_is_nothing_shown() -> None:
    assert dropped_html([], "hi") == ""


def test_sentences_are_counted_and_each_has_its_reason() -> None:
    page = Seen(dropped_html([Dropped("45 मरे।", "number", "45"), Dropped("राम आया।", "name", "राम")], "hinglish"))
    assert page.text == ("जाँच में हटाया गया (2)45 मरे। लेख के वाक्य में यह संख्या नहीं है: “45”राम आया। लेख के वाक्य में यह नाम नहीं है: “राम”")
    assert page.values("lang") == ["hi"]


@pytest.mark.parametrize(
    ("detail", "is_shown"), [("राम, श्याम", True), ("राम", True), ("", False), ("only 43% of the words", False), ("राम, मोहन", False)]
)
def test_only_words_of_the_sentence_are_given_as_its_detail(detail: str, is_shown: bool) -> None:
    assert (": “" in Seen(dropped_html([Dropped("राम और श्याम आए।", "word", detail)], "hi")).text) is is_shown


def test_a_reason_of_a_later_version_has_words_too() -> None:
    assert REASONS[Reason.EVIDENCE]["en"] in dropped_html([Dropped("x", "astrology")], "en")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_was_left_out_is_only_text(hostile: str) -> None:
    page = Seen(dropped_html([Dropped(f"क {hostile}", hostile, hostile), Dropped(hostile, "name", hostile)], "hi"))
    page.assert_harmless()
    assert page.text.count(shown(hostile)) >= 3
