"""The reader's training passages are what data/reader/training/README.md says."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

FILES = sorted((Path(__file__).resolve().parents[1] / "data" / "reader" / "training").rglob("*.jsonl"))
KINDS = {"number", "date", "weekday", "name", "place", "organisation", "reason", "list", "quotation", "thing"}
Passage = dict[str, Any]


def passages_of(file: Path) -> list[Passage]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return list(chain.from_iterable(map(passages_of, FILES)))


@pytest.fixture(scope="module")
def questions(passages: list[Passage]) -> list[tuple[str, dict[str, Any]]]:
    return [(row["passage"], question) for row in passages for question in row["questions"]]


def is_inside_a_word(text: str, place: int) -> bool:
    before, after = (unicodedata.category(char)[0] if char else "Z" for char in (text[place - 1 : place], text[place : place + 1]))
    return before in "LNM" and after in "LNM"


def test_there_are_as_many_as_the_readme_says(passages: list[Passage], questions: list[tuple[str, dict[str, Any]]]) -> None:
    assert (len(passages), len(questions)) == (1443, 11544)


def test_no_passage_and_no_id_stands_twice(passages: list[Passage], questions: list[tuple[str, dict[str, Any]]]) -> None:
    assert not [text for text, count in Counter(row["passage"] for row in passages).items() if count > 1]
    ids = [*(row["id"] for row in passages), *(question["id"] for _, question in questions)]
    assert len(set(ids)) == len(ids)


def test_passages_have_60_to_150_words(passages: list[Passage]) -> None:
    assert not [row["id"] for row in passages if not 60 <= len(row["passage"].split()) <= 150]


def test_five_questions_of_eight_have_an_answer(passages: list[Passage]) -> None:
    assert {(len(row["questions"]), sum(q["answer"] is not None for q in row["questions"])) for row in passages} == {(8, 5)}


def test_an_answer_stands_in_its_passage_at_one_known_place(questions: list[tuple[str, dict[str, Any]]]) -> None:
    for passage, question in questions:
        answer = question["answer"]
        if answer is not None:
            assert answer == answer.strip(), question["id"]
            places = [place for place in range(len(passage)) if passage.startswith(answer, place)]
            start = question.get("start", places[0] if len(places) == 1 else None)
            assert start in places, question["id"]
            assert not is_inside_a_word(passage, start) and not is_inside_a_word(passage, start + len(answer)), question["id"]


def test_a_near_miss_names_words_of_its_passage(questions: list[tuple[str, dict[str, Any]]]) -> None:
    assert not [q["id"] for passage, q in questions if q["answer"] is None and (not q["near"] or q["near"] not in passage)]


def test_kinds_and_scripts_are_what_they_say(questions: list[tuple[str, dict[str, Any]]]) -> None:
    for _, question in questions:
        devanagari = sum("\u0900" <= char <= "\u097f" for char in question["question"])
        latin = sum("a" <= char.lower() <= "z" for char in question["question"])
        assert question["kind"] in KINDS, question["id"]
        assert question["lang"] in ("hi", "en", "hinglish"), question["id"]
        assert (question["lang"] == "hi") == (devanagari > latin), question["id"]


def test_the_language_doesnt_tell_whether_there_is_an_answer(questions: list[tuple[str, dict[str, Any]]]) -> None:
    for language in ("hi", "en", "hinglish"):
        answered = [question["answer"] is not None for _, question in questions if question["lang"] == language]
        assert 0.5 < sum(answered) / len(answered) < 0.75, language
