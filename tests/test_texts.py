from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.language import LANGUAGES, Language
from assistant.texts import say

ROOT = Path(__file__).resolve().parents[1]
VALUES = {"quote": "<q>", "n": 3, "imprint": "22 अगस्त 2025", "source": "S", "question": "Q", "words": "W", "text": "T", "ahead": 2, "seconds": 1.23}
KEYS = sorted(
    {key for path in (ROOT / "assistant").rglob("*.py") for key in re.findall(r"(?<!\.)\bsay\(\s*[\"'](\w+)[\"']", path.read_text("utf-8"))}
)


def test_the_keys_are_found_in_the_code() -> None:
    assert {"not_found", "quoted", "proof"} <= set(KEYS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [*KEYS, "loading", "searching", "answered", "partly_supported", "disagree", "status_not_found", "nearest"])
def test_every_text_is_there_in_every_language(key: str, language: Language) -> None:
    text = say(key, language, **VALUES)
    assert text
    assert "{" not in text
    assert say(key, "hinglish", **VALUES) == say(key, "hi", **VALUES)


def test_hindi_is_devanagari_and_english_is_not() -> None:
    assert re.search("[ऀ-ॿ]", say("not_found", "hi"))
    assert not re.search("[ऀ-ॿ]", say("not_found", "en"))


def test_braces_in_a_value_are_only_text() -> None:
    assert "{0} {n}" in say("quote", "en", quote="{0} {n}", n=1)
