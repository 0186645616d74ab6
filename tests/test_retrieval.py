"""The retrieval bench's own parts: its questions and its arithmetic."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.bench.retrieval import ROMAN, reciprocal_rank


@pytest.mark.parametrize(("file", "expected"), [("a", 1.0), ("c", 1 / 3), ("z", 0.0)])
def test_reciprocal_rank_by_hand(file: str, expected: float) -> None:
    assert reciprocal_rank(["a", "b", "c"], file) == expected


def test_the_eleventh_is_not_found() -> None:
    assert reciprocal_rank([str(n) for n in range(11)], "10") == 0
    assert reciprocal_rank([str(n) for n in range(11)], "9") == 0.1


def test_the_roman_questions_are_sixty_in_latin_letters() -> None:
    rows = [json.loads(line) for line in ROMAN.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == 60
    assert all(row["question"].isascii() for row in rows)


def test_the_roman_questions_were_drawn_by_chance(shared: Path) -> None:
    articles = json.loads((shared / "xquad" / "xquad_dev.json").read_text("utf-8"))
    ids = [row["id"] for article in articles for paragraph in article["paragraphs"] for row in paragraph["qas"]]
    assert [json.loads(line)["id"] for line in ROMAN.read_text("utf-8").splitlines()] == random.Random(60).sample(ids, 60)
