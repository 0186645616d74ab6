from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_evaluation import ARRIVED, ARTICLES, DIED, ROWS, json_lines, write_rows

from assistant.errors import AssistantFailure, QuestionFileRefused
from assistant.evaluation.questions import load_questions
from assistant.evaluation.template import problems_of, write_template
from index.errors import UnreadableFile

WriteArticle = Callable[[str, str], Path]


@pytest.fixture
def folder(articles: Path, write_article: WriteArticle) -> Path:
    for name, text in ARTICLES.items():
        write_article(name, text)
    return articles


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return tmp_path / "mine.jsonl"


def filled(row: dict[str, Any], article: str) -> dict[str, Any]:
    question = {"visit.txt": ROWS[0], "flood.txt": ROWS[2], "metro.txt": ROWS[3]}[article]
    return row | {name: question[name] for name in ("question", "answers")} | {"evidence": question["evidence"]}


# A file to fill in


def test_every_article_has_a_row_and_two_rows_are_for_what_none_answers(folder: Path, template: Path) -> None:
    assert write_template(folder, template) == 5
    rows = json_lines(template)
    assert [(row["id"], row.get("docs"), row["lang"], row["type"]) for row in rows] == [
        ("q-001", ["flood.txt"], "hi", "fact"),
        ("q-002", ["metro.txt"], "en", "fact"),
        ("q-003", ["visit.txt"], "hi", "fact"),
        ("not-in-articles-1", None, "hi", "unanswerable"),
        ("not-in-articles-2", None, "hi", "unanswerable"),
    ]
    assert {row["question"] for row in rows} == {""}
    assert rows[2]["note"] == "लावरोव की यात्रा"
    assert "लावरोव" in template.read_text("utf-8")  # Hindi stays readable


def test_the_evidence_to_choose_from_stands_in_the_article(folder: Path, template: Path) -> None:
    write_template(folder, template)
    for row in json_lines(template)[:3]:
        text = ARTICLES[row["docs"][0]]
        assert row["evidence"]
        assert all(sentence in text for sentence in row["evidence"])
    assert ARRIVED in json_lines(template)[2]["evidence"]
    assert DIED in json_lines(template)[0]["evidence"]


def test_at_most_three_sentences_to_choose_from_and_no_furniture(articles: Path, write_article: WriteArticle, template: Path) -> None:
    body = " ".join(f"{number} लोगों की मौत {'बहुत ' * number}हुई।" for number in range(1, 8))
    write_article("long.txt", f"बाढ़\n\n{body}\n\nशेयर करें\n")
    write_template(articles, template)
    evidence = json_lines(template)[0]["evidence"]
    assert len(evidence) == 3
    assert all(sentence in body for sentence in evidence)


def test_articles_in_folders_are_called_as_the_store_calls_them(folder: Path, write_article: WriteArticle, template: Path) -> None:
    write_article("july/अ.txt", ARTICLES["visit.txt"])
    write_template(folder, template)
    assert ["july/अ.txt"] in [row.get("docs") for row in json_lines(template)]


def test_what_cannot_be_read_has_no_row(folder: Path, template: Path) -> None:
    (folder / "bad.pdf").write_bytes(b"no pdf at all")
    assert write_template(folder, template) == 5


def test_an_existing_file_is_left_as_it_is(folder: Path, template: Path) -> None:
    template.write_text("mine", encoding="utf-8")
    with pytest.raises(AssistantFailure, match=r"exists and is left as it is\. Name another file"):
        write_template(folder, template)
    assert template.read_text("utf-8") == "mine"


def test_a_folder_without_articles_is_told_and_nothing_is_written(articles: Path, template: Path) -> None:
    with pytest.raises(AssistantFailure, match="holds no article"):
        write_template(articles, template)
    with pytest.raises(UnreadableFile, match="doesn't exist"):
        write_template(articles / "none", template)
    assert not template.exists()


def test_a_place_that_cannot_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(AssistantFailure, match=r"can't be written .*Name another file"):
        write_template(folder, tmp_path / "none" / "mine.jsonl")


# Checking a filled one


def test_an_unfilled_template_is_told_row_by_row(folder: Path, template: Path) -> None:
    write_template(folder, template)
    found, problems = problems_of(template, ARTICLES)
    assert found.questions == ()
    assert problems == [f"{template}, line {line}, field 'question': is empty." for line in range(1, 6)]
    with pytest.raises(QuestionFileRefused, match="line 1, field 'question': is empty"):
        load_questions(template)


def test_filled_rows_pass(folder: Path, template: Path) -> None:
    write_template(folder, template)
    rows = json_lines(template)
    done = [filled(row, row["docs"][0]) for row in rows[:3]] + [rows[3] | {"question": ROWS[4]["question"]}]
    found, problems = problems_of(write_rows(template, done), ARTICLES)
    assert problems == []
    assert [question.answerable for question in found.questions] == [True, True, True, False]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"docs": ["lost.txt"]}, "line 2, field 'docs': no article of the store is called 'lost.txt'."),
        ({"evidence": [ARRIVED[:-1], "कहीं नहीं।"]}, "line 2, field 'evidence': does not stand in visit.txt: “कहीं नहीं।”"),
        ({"docs": [], "evidence": ["कहीं नहीं।"]}, "line 2, field 'evidence': does not stand in any article of the store: “कहीं नहीं।”"),
        ({"evidence": [DIED]}, f"line 2, field 'evidence': does not stand in visit.txt: “{DIED}”"),
        ({"mood": "good"}, "line 2, field 'mood': is not known and is ignored."),
        ({"type": "joke"}, "line 2, field 'type': "),
        ({"id": "flood"}, "line 2, field 'id': 'flood' was already used in line 1."),
    ],
)
def test_what_is_wrong_is_told_with_line_and_field(template: Path, change: dict[str, Any], says: str) -> None:
    _, (problem,) = problems_of(write_rows(template, [ROWS[2], ROWS[0] | change]), ARTICLES)
    assert problem.startswith(f"{template}, {says}")


def test_every_problem_is_told_and_well_formed_rows_are_looked_at(template: Path) -> None:
    bad = [ROWS[0] | {"evidence": ["कहीं नहीं।"]}, {"id": "x"}, ROWS[2] | {"docs": ["lost.txt", "gone.txt"]}]
    found, problems = problems_of(write_rows(template, bad), ARTICLES)
    assert [problem.split(", ")[1] for problem in problems] == ["line 2", "line 1", "line 3", "line 3"]
    assert len(found.questions) == 2


def test_without_a_store_only_the_rows_are_checked(template: Path) -> None:
    rows = [ROWS[0] | {"docs": ["lost.txt"], "evidence": ["कहीं नहीं।"]}]
    assert problems_of(write_rows(template, rows), None)[1] == []
