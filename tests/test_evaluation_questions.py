from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from question_files import ENGLISH, HINDI, refusal, save

from assistant.errors import QuestionFileRefused
from assistant.evaluation.questions import TYPES, Question, QuestionSet, load_questions, read_questions

DATA = Path(__file__).resolve().parents[1] / "data"


def row(**fields: object) -> str:
    return json.dumps({"id": "1", "question": "क्या हुआ?", **fields}, ensure_ascii=False)


def test_a_full_row_is_read_as_it_stands(tmp_path: Path) -> None:
    written = row(
        lang="hinglish",
        type="number",
        answers=["6,200 लोग", "६,२००"],
        must_include=[["6,200", "छह हजार दो सौ"], ["लोग"]],
        docs=["क.txt"],
        evidence=["6,200 लोग शिविरों में हैं।"],
        history=["बाढ़ कहां आई?"],
        note="for people",
    )
    assert load_questions(save(tmp_path, "q.jsonl", written)) == QuestionSet(
        (
            Question(
                id="1",
                question="क्या हुआ?",
                lang="hinglish",
                type="number",
                answers=("6,200 लोग", "६,२००"),
                must_include=(("6,200", "छह हजार दो सौ"), ("लोग",)),
                docs=("क.txt",),
                evidence=("6,200 लोग शिविरों में हैं।",),
                history=("बाढ़ कहां आई?",),
                line=1,
            ),
        )
    )


def test_only_id_and_question_are_needed_and_the_language_is_told_from_the_question(tmp_path: Path) -> None:
    roman = '{"id": "3", "question": "baadh me kitne log mare gaye?"}'
    found = load_questions(save(tmp_path, "q.jsonl", f"{HINDI}\n{ENGLISH}\n{roman}\n")).questions
    assert [(question.id, question.lang, question.type, question.line) for question in found] == [
        ("1", "hi", "fact", 1),
        ("2", "en", "fact", 2),
        ("3", "hinglish", "fact", 3),
    ]
    assert [question.answerable for question in found] == [None] * 3


def test_every_type_is_accepted(tmp_path: Path) -> None:
    rows = "\n".join(row(id=str(n), type=kind) for n, kind in enumerate(TYPES))
    assert tuple(question.type for question in load_questions(save(tmp_path, "q.jsonl", rows)).questions) == TYPES


@pytest.mark.parametrize(
    "content",
    [
        f"{HINDI}\n{ENGLISH}".encode(),
        f"{HINDI}\r\n{ENGLISH}\r\n".encode(),
        f"{HINDI}\n{ENGLISH}\n".encode("utf-8-sig"),
        b"\xff\xfe" + f"{HINDI}\n{ENGLISH}\n".encode("utf-16-le"),
        b"\xfe\xff" + f"{HINDI}\n{ENGLISH}\n".encode("utf-16-be"),
    ],
    ids=["utf-8", "windows", "bom", "utf-16-le", "utf-16-be"],
)
@pytest.mark.parametrize("name", ["q.jsonl", "q.JSONL", "q.txt"])
def test_encodings_and_line_ends_make_no_difference(tmp_path: Path, name: str, content: bytes) -> None:
    found = load_questions(save(tmp_path, name, content)).questions
    assert [question.question for question in found] == ["तमसापुर में कितने लोग मारे गए?", "When did the Blue Line open?"]


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    found = load_questions(save(tmp_path, "q.jsonl", f"\n{HINDI}\n  \t\n\n{ENGLISH}\n\n"))
    assert [question.line for question in found.questions] == [2, 5]


def test_a_line_separator_inside_a_question_does_not_end_the_line(tmp_path: Path) -> None:
    text = "पहली\u2028दूसरी\u0085तीसरी?"
    (question,) = load_questions(save(tmp_path, "q.jsonl", row(question=text))).questions
    assert question.question == text


def test_a_whole_emoji_written_as_two_escapes_is_read(tmp_path: Path) -> None:
    (question,) = load_questions(save(tmp_path, "q.jsonl", '{"id": "1", "question": "क्या \\ud83d\\ude42?"}')).questions
    assert question.question == "क्या \U0001f642?"


def test_an_id_may_be_a_number(tmp_path: Path) -> None:
    assert load_questions(save(tmp_path, "q.jsonl", row(id=7))).questions[0].id == "7"
    assert "line 2, field 'id': '7' was already used in line 1" in refusal(save(tmp_path, "q.jsonl", f"{row(id=7)}\n{row(id='7')}"))


def test_an_unknown_field_is_told_once_and_the_row_kept(tmp_path: Path) -> None:
    found = load_questions(save(tmp_path, "q.jsonl", f"{HINDI}\n{row(id='8', answer='11')}\n{row(id='9', answer='12')}"))
    assert [question.id for question in found.questions] == ["1", "8", "9"]
    (told,) = found.ignored
    assert "q.jsonl, line 2, field 'answer': is not known and is ignored. Known are: id, question, lang, type, answers," in told


# (the row, what the message says after "q.jsonl, line 3")
BAD_ROWS = [
    ('{"id": "1", "question": "क्या?"', ": is not JSON (Expecting ',' delimiter, column 32)."),
    ("{'id': '1'}", ": is not JSON (Expecting property name"),
    (row() + row(), ": is not JSON (Extra data, column"),
    ("क्या हुआ?", ": is not JSON"),
    ("[" * 100_000, ": is not JSON"),
    ("1" * 5_000, ": is not JSON"),
    ('{"id": "1", "question": "क्या \\ud83d?"}', ": is not JSON ('utf-8' codec can't encode"),  # half an emoji could not be written down
    ('["1", "क्या?"]', ", is not an object. Write {…}"),
    ("null", ", is not an object."),
    ('{"question": "क्या?"}', ", field 'id': is missing."),
    ('{"id": "1"}', ", field 'question': is missing."),
    (row(id=""), ", field 'id': is empty."),
    (row(id=None), ", field 'id': null "),
    (row(question=" ?! "), """, field 'question': " ?! " is empty."""),
    (row(question=["क्या?"]), """, field 'question': ["क्या?"] input should be a valid string."""),
    (row(lang="hindi"), """, field 'lang': "hindi" input should be 'hi', 'en' or 'hinglish'."""),
    (row(type="facts"), """, field 'type': "facts" input should be 'fact', 'number',"""),
    (row(type=None), ", field 'type': null input should be 'fact'"),
    (row(answers="11"), """, field 'answers': "11" input should be a valid list."""),
    (row(answers=[11]), ", field 'answers.0': 11 input should be a valid string."),
    (row(answers=["11", ""]), ", field 'answers.1': is empty."),
    (row(must_include=["11"]), """, field 'must_include.0': "11" input should be a valid list."""),
    (row(must_include=[["11"], []]), ", field 'must_include.1': [] holds no alternative"),
    (row(must_include=[["11"], ["।"]]), """, field 'must_include.1.0': "।" is empty."""),
    (row(docs="क.txt"), ", field 'docs': "),
    (row(evidence=[None]), ", field 'evidence.0': null input should be a valid string."),
    (row(history=None), ", field 'history': null input should be a valid list."),
    (row(note=5), ", field 'note': 5 "),
    (row(type="unanswerable", answers=["11"]), ", field 'answers': an unanswerable question can't have any."),
    (row(type="unanswerable", must_include=[["11"]]), ", field 'must_include': an unanswerable question can't have any."),
]


@pytest.mark.parametrize(("bad", "told"), BAD_ROWS, ids=[f"{n}: {told[2:36]}" for n, (_, told) in enumerate(BAD_ROWS)])
def test_a_bad_row_is_refused_with_file_line_and_field(tmp_path: Path, bad: str, told: str) -> None:
    message = refusal(save(tmp_path, "q.jsonl", f"{ENGLISH}\n\n{bad}\n"))
    assert message.startswith(f"q.jsonl, line 3{told}")
    assert "\n" not in message
    assert len(message) < 400


def test_an_id_used_twice_names_both_lines(tmp_path: Path) -> None:
    assert refusal(save(tmp_path, "q.jsonl", f"{HINDI}\n{ENGLISH}\n{HINDI}")) == (
        "q.jsonl, line 3, field 'id': '1' was already used in line 1. Give every question its own."
    )


def test_everything_wrong_is_told_at_once_and_the_good_rows_are_still_read(tmp_path: Path) -> None:
    path = save(tmp_path, "q.jsonl", f"{HINDI}\n{{}}\nbad\n{ENGLISH}\n")
    assert re.findall(r"line (\d+)[:,]", refusal(path)) == ["2", "2", "3"]
    problems: list[str] = []
    assert [question.id for question in read_questions(path, problems).questions] == ["1", "2"]
    assert len(problems) == 3


@pytest.mark.parametrize(("bad", "last"), [(10, "q.jsonl, line 10: is not JSON"), (11, "… and 1 more problems"), (25, "… and 15 more problems")])
def test_of_many_problems_ten_are_told_and_the_others_counted(tmp_path: Path, bad: int, last: str) -> None:
    lines = refusal(save(tmp_path, "q.jsonl", "x\n" * bad)).split("\n")
    assert len(lines) == min(bad, 11)
    assert lines[-1].startswith(last)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("q.jsonl", b"", "q.jsonl: holds no question."),
        ("q.jsonl", b"\n \r\n\t\n", "q.jsonl: holds no question."),
        ("q.jsonl", b"\xef\xbb\xbf", "q.jsonl: holds no question."),
        ("q.csv", b"question,answer\n", "q.csv: holds no question."),
        ("q.json", b'{"data": []}', "q.json: holds no question."),
        ("q.jsonl", f"{HINDI}\n".encode() + "caf\u00e9".encode("cp1252"), "q.jsonl, line 2: is not UTF-8 text. Save the file as UTF-8."),
        ("q.jsonl", HINDI.encode()[:-5], "q.jsonl, line 1: is not UTF-8 text."),  # cut within a letter
        ("q.jsonl", HINDI.encode("utf-16-le"), "q.jsonl: holds binary data"),  # without its mark
        ("q.jsonl", b"\xff\xfe" + HINDI.encode("utf-16-le")[:-1], "q.jsonl, line 1: is not UTF-8 text."),
        ("q.jsonl", bytes(range(128)), "q.jsonl: holds binary data"),
        ("q.csv", b"question\n\0\n", "q.csv: holds binary data"),
        ("q.csv", "question\ncaf\u00e9\n".encode("cp1252"), "q.csv, line 2: is not UTF-8 text."),
        ("q.json", b"\x89PNG\r\n\x1a\n", "q.json, line 1: is not UTF-8 text."),
    ],
    ids="empty,blank,only a BOM,only heads,no articles,cp1252,cut,UTF-16 without BOM,UTF-16 cut,binary,NUL,cp1252 table,picture".split(","),
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    assert refusal(save(tmp_path, name, content)).startswith(told)


@pytest.mark.parametrize("name", ["gone.jsonl", "gone.csv", "gone.json", "."])
def test_a_missing_file_and_a_folder_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(QuestionFileRefused, match=rf"no question file '{re.escape(str(tmp_path / name))}'\. Give a \.jsonl, \.csv or SQuAD"):
        load_questions(tmp_path / name)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    assert "200,000,001 bytes; at most 200,000,000 are read. Split the file." in refusal(path)


@pytest.mark.parametrize(
    ("fields", "answerable"),
    [
        ({}, None),
        ({"history": ["क्या?"]}, None),
        ({"answers": ["11"]}, True),
        ({"must_include": [["11"]]}, True),
        ({"docs": ["क.txt"]}, True),
        ({"evidence": ["11 लोग मरे।"]}, True),
        ({"type": "unanswerable"}, False),
        ({"type": "unanswerable", "docs": ["क.txt"]}, False),
        ({"type": "boilerplate-trap"}, False),
        ({"type": "boilerplate-trap", "answers": ["11"]}, True),
        ({"type": "injection-safe"}, None),
        ({"type": "number"}, None),
    ],
)
def test_the_gold_tells_whether_there_is_an_answer(tmp_path: Path, fields: dict[str, object], answerable: bool | None) -> None:
    assert load_questions(save(tmp_path, "q.jsonl", row(**fields))).questions[0].answerable is answerable


@pytest.mark.parametrize("path", sorted((DATA / "questions").glob("*.jsonl")), ids=lambda path: path.name)
def test_the_questions_that_come_with_the_project_are_well_formed(path: Path) -> None:
    found = load_questions(path)
    assert not found.ignored
    assert len(found.questions) >= 40


@pytest.mark.parametrize("name", ["demo.jsonl", "demo-2.jsonl"])
def test_the_demo_questions_name_demo_articles(name: str) -> None:
    named = {doc for question in load_questions(DATA / "questions" / name).questions for doc in question.docs}
    assert named <= {article.name for article in (DATA / "articles").iterdir()}
