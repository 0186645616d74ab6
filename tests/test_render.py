from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import citation

from assistant.render import answer_text, source_line
from assistant.types import Answer, Citation


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "लोकवाणी · 2026-07-14"),
        ({"published": None}, "लोकवाणी · date unknown"),
        ({"publisher": None}, "publisher unknown · 2026-07-14"),
    ],
)
def test_what_is_not_known_of_a_source_is_said(changes: dict[str, None], line: str) -> None:
    assert source_line(replace(citation(1, "q"), **changes), "en") == line


def answered(*citations: Citation, nearest: tuple[Citation, ...] = ()) -> Answer:
    return Answer("q?", "en", "It rained [1].", None, False, "answered", citations, nearest=nearest)


def test_the_text_for_a_terminal() -> None:
    assert answer_text(answered(citation(1, "It rained.", title="Rain"))) == (
        "It rained [1].\n\nProof:\n[1] “It rained.”\n    Rain · लोकवाणी · 2026-07-14 · a.txt 0–10"
    )


def test_the_nearest_sentences_are_no_proof() -> None:
    text = answer_text(answered(nearest=(citation(1, "It rained."),)))
    assert "Nearest sentences (no proof):" in text
    assert "Proof:" not in text
    assert answer_text(answered()) == "It rained [1]."


@pytest.mark.parametrize("control", ["\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\x08\x08", "\r", "\u202e", "\u2066"])
def test_an_article_cannot_steer_the_terminal(control: str) -> None:
    text = answer_text(answered(citation(1, f"It {control} rained.", title=control, publisher=control)))
    assert not any(char in text for char in "\x1b\x07\x9b\x08\r\u202e\u2066")
    assert "\ufffd" in text
