from __future__ import annotations

from pathlib import Path

import pytest
from question_files import refusal, save

from assistant.evaluation.questions import Question, load_questions


@pytest.mark.parametrize(
    "content",
    [
        "question,answer\nनदी कौन सी है?,तमसा\n",
        "question,answers\r\nनदी कौन सी है?,तमसा\r\n",
        "\ufeffप्रश्न,उत्तर\nनदी कौन सी है?,तमसा",
        "सवाल;जवाब\nनदी कौन सी है?;तमसा\n",
        "question\tanswer\nनदी कौन सी है?\tतमसा\n",
        " Question , ANSWER \n नदी कौन सी है? , तमसा \n",
        '"question","answer"\n"नदी कौन सी है?","तमसा"\n',
        "answer,question\nतमसा,नदी कौन सी है?\n",
    ],
)
def test_a_table_is_read_whatever_its_separator_heads_and_order(tmp_path: Path, content: str) -> None:
    assert load_questions(save(tmp_path, "q.csv", content)).questions == (
        Question(id="row-1", question="नदी कौन सी है?", lang="hi", answers=("तमसा",), line=2),
    )


def test_a_table_in_utf16_is_read(tmp_path: Path) -> None:
    content = b"\xff\xfe" + "प्रश्न\tउत्तर\nकहां?\tवोंसान\n".encode("utf-16-le")  # what Excel calls Unicode text
    assert load_questions(save(tmp_path, "q.csv", content)).questions[0].answers == ("वोंसान",)


def test_several_values_in_a_cell_stand_between_bars(tmp_path: Path) -> None:
    content = "id,question,lang,type,answers,docs,evidence,history\nअ,कितने?,hi,number,11 | ग्यारह,क.txt|ख.txt,11 मरे। | ग्यारह मरे।,पहले?|फिर?\n"
    assert load_questions(save(tmp_path, "q.csv", content)).questions == (
        Question(
            id="अ",
            question="कितने?",
            lang="hi",
            type="number",
            answers=("11", "ग्यारह"),
            docs=("क.txt", "ख.txt"),
            evidence=("11 मरे।", "ग्यारह मरे।"),
            history=("पहले?", "फिर?"),
            line=2,
        ),
    )


def test_separators_quotes_and_line_breaks_may_stand_in_quoted_cells(tmp_path: Path) -> None:
    content = 'question,answer\n"बाढ़ में, कितने\nलोग मरे?","6,200"\n"""नदी"" कौन सी?",तमसा\n'
    found = load_questions(save(tmp_path, "q.csv", content)).questions
    assert [(question.question, question.answers, question.line) for question in found] == [
        ("बाढ़ में, कितने\nलोग मरे?", ("6,200",), 2),
        ('"नदी" कौन सी?', ("तमसा",), 4),
    ]


def test_a_table_with_semicolons_may_hold_commas(tmp_path: Path) -> None:
    (question,) = load_questions(save(tmp_path, "q.csv", "question;answer\nकब, कहां?;6,200\n")).questions
    assert (question.question, question.answers) == ("कब, कहां?", ("6,200",))


def test_empty_cells_and_rows_leave_fields_out(tmp_path: Path) -> None:
    found = load_questions(save(tmp_path, "q.csv", "id,question,type,answers\n,,,\n\nअ,क्या?,,\n,कब?,date\n")).questions
    assert [(question.id, question.type, question.answers, question.line) for question in found] == [("अ", "fact", (), 4), ("row-4", "date", (), 5)]


def test_an_unknown_column_is_told(tmp_path: Path) -> None:
    found = load_questions(save(tmp_path, "q.csv", "question,source\nक्या?,लोकवाणी\n"))
    assert [question.question for question in found.questions] == ["क्या?"]
    assert "line 2, field 'source': is not known and is ignored." in found.ignored[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("query,answer\nक्या?,11\n", "q.csv, line 1, field 'question': there is no such column. The first line names the columns: question,answer"),
        ("क्या?,11\nकब?,12\n", "q.csv, line 1, field 'question': there is no such column."),  # no heads
        ("", "q.csv, line 1, field 'question': there is no such column."),
        ("question,answer\nक्या?,11\nकब, कहां?,11\n", "q.csv, line 3: has 3 fields, the first line 2. Quote the field that holds ','."),
        ("question;answer\nक्या;कब?;11\n", "q.csv, line 2: has 3 fields, the first line 2. Quote the field that holds ';'."),
        ('question,answer\n"क्या\nहुआ?",11\nकब, कहां?,11\n', "q.csv, line 4: has 3 fields"),
        ('question,answer\nकब?,11\n"क्या?,11\nकहां?,12\n', "q.csv, line 3: is not CSV (unexpected end of data). Close the quote that begins there"),
        ('question,answer\n"नदी" कौन सी?,तमसा\n', "q.csv, line 2: is not CSV"),
        ("question,answer\n,11\n", "q.csv, line 2, field 'question': is empty."),
        ("question,answer\nक्या?,11|\n", "q.csv, line 2, field 'answers.1': is empty."),
        ("question,lang\nक्या?,hindi\n", "q.csv, line 2, field 'lang': \"hindi\" input should be 'hi',"),
        ("question,type\nक्या?,x\n", "q.csv, line 2, field 'type': \"x\" input should be 'fact',"),
        ('question,type\n"क्या\n\nहुआ?",x\n', "q.csv, line 2, field 'type':"),  # where the row begins
        ("id,question\nअ,क्या?\n\nअ,कब?\n", "q.csv, line 4, field 'id': 'अ' was already used in line 2."),
        ("question,type,answers\nक्या?,unanswerable,11\n", "q.csv, line 2, field 'answers': an unanswerable question"),
    ],
)
def test_a_bad_table_is_refused_with_file_line_and_field(tmp_path: Path, content: str, told: str) -> None:
    message = refusal(save(tmp_path, "q.csv", content))
    assert message.startswith(told)
    assert "\n" not in message
