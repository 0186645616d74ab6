from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from question_files import ENGLISH, HINDI, refusal, save

from assistant.evaluation.questions import Place, Question, QuestionSet, load_questions

CONTEXT = "तमसा नदी का तटबंध टूटा। 308 लोग तमसा के पास रहते हैं।"


def asked(*answers: object, **fields: object) -> dict[str, Any]:
    return {"id": "q1", "question": "कौन सी नदी?", "answers": list(answers), **fields}


def squad(*questions: dict[str, Any], context: str = CONTEXT, title: str = "बाढ़ 2026", **fields: object) -> str:
    return json.dumps({"version": "1.1", "data": [{"title": title, "paragraphs": [{"context": context, "qas": list(questions), **fields}]}]})


def test_squad_1_gives_the_passage_and_the_place_of_each_answer(tmp_path: Path) -> None:
    written = squad(asked({"text": "तमसा", "answer_start": 0}, {"text": "तमसा नदी", "answer_start": 0}, {"text": "तमसा", "answer_start": 0}))
    name = "बाढ़_2026-01.txt"
    assert load_questions(save(tmp_path, "q.json", written)) == QuestionSet(
        (
            Question(
                id="q1",
                question="कौन सी नदी?",
                lang="hi",
                answers=("तमसा", "तमसा नदी"),
                docs=(name,),
                places=((Place(name, 0, 4), Place(name, 0, 8)),),
            ),
        ),
        {name: CONTEXT},
    )


def only(tmp_path: Path, written: str, **options: Any) -> Question:
    (question,) = load_questions(save(tmp_path, "q.json", written), **options).questions
    return question


def spans(question: Question) -> list[tuple[int, int]]:
    return [(place.start, place.end) for choices in question.places for place in choices]


@pytest.mark.parametrize("start", [1, 24, 31, 5_000, None, "0"])
def test_an_answer_is_looked_for_where_its_place_is_wrong_or_missing(tmp_path: Path, start: object) -> None:
    question = only(tmp_path, squad(asked({"text": "तमसा", "answer_start": start})))
    assert spans(question) == [(0, 4), (32, 36)]
    assert [CONTEXT[a:b] for a, b in spans(question)] == ["तमसा", "तमसा"]


def test_of_two_places_the_one_that_the_file_names_counts(tmp_path: Path) -> None:
    assert spans(only(tmp_path, squad(asked({"text": "तमसा", "answer_start": 32})))) == [(32, 36)]


def test_bare_strings_are_answers_too(tmp_path: Path) -> None:
    question = only(tmp_path, squad(asked("308", "308 लोग")))
    assert question.answers == ("308", "308 लोग")
    assert spans(question) == [(24, 27), (24, 31)]
    assert len(question.places) == 1  # two alternatives of one proof, not two proofs


def test_an_answer_of_pattern_letters_is_taken_literally(tmp_path: Path) -> None:
    assert spans(only(tmp_path, squad(asked("(3.5)"), context="दर 3x5 नहीं, (3.5) रही।"))) == [(13, 18)]


@pytest.mark.parametrize(
    "question",
    [
        asked(is_impossible=True, plausible_answers=[{"text": "तमसा", "answer_start": 0}]),
        asked({"text": "तमसा", "answer_start": 0}, is_impossible=True),
        asked(),
    ],
)
def test_an_impossible_question_of_squad_2_is_unanswerable(tmp_path: Path, question: dict[str, Any]) -> None:
    found = only(tmp_path, squad(question))
    assert (found.type, found.answers, found.docs, found.places) == ("unanswerable", (), (), ())
    assert found.answerable is False


def test_a_possible_question_of_squad_2_is_a_fact(tmp_path: Path) -> None:
    assert only(tmp_path, squad(asked({"text": "तमसा", "answer_start": 0}, is_impossible=False))).answerable is True


PARALLEL = asked("308", question="कितने लोग?", question_en="How many people?", answers_en=["three hundred", "308"])


def test_parallel_questions_are_asked_over_the_same_passage(tmp_path: Path) -> None:
    hindi, english = only(tmp_path, squad(PARALLEL)), only(tmp_path, squad(PARALLEL, context_en="308 people"), parallel="en")
    assert (hindi.question, hindi.lang, hindi.answers) == ("कितने लोग?", "hi", ("308",))
    assert (english.question, english.lang, english.answers) == ("How many people?", "en", ("308", "three hundred"))
    assert spans(hindi) == spans(english) == [(24, 27)]


def test_the_language_of_parallel_questions_is_the_one_asked_for(tmp_path: Path) -> None:
    roman = asked("308", question_hinglish="Tamsa?")  # alone it would be taken for English
    assert only(tmp_path, squad(roman), parallel="hinglish").lang == "hinglish"


def test_a_file_without_the_parallel_field_is_refused(tmp_path: Path) -> None:
    assert refusal(save(tmp_path, "q.json", squad(asked("308"))), parallel="en") == "q.json: question 'q1' has no field 'question_en'."


def test_a_bare_list_of_articles_is_read_and_passages_of_one_title_stay_apart(tmp_path: Path) -> None:
    paragraphs = [{"context": f"नदी {n}", "qas": [asked(str(n), id=f"q{n}")]} for n in range(4)]
    articles = [
        {"title": "Super_Bowl 50/क: नदी", "paragraphs": paragraphs[:2]},
        {"title": "Super_Bowl 50/क: नदी", "paragraphs": paragraphs[2:3]},
        {"paragraphs": paragraphs[3:]},
    ]
    found = load_questions(save(tmp_path, "q.json", json.dumps(articles)))
    names = ["Super_Bowl_50_क_नदी-01.txt", "Super_Bowl_50_क_नदी-02.txt", "2-Super_Bowl_50_क_नदी-01.txt", "article_3-01.txt"]
    assert found.passages == dict(zip(names, ["नदी 0", "नदी 1", "नदी 2", "नदी 3"], strict=True))
    assert [question.docs for question in found.questions] == [(name,) for name in names]


@pytest.mark.parametrize("title", ["../../etc/passwd", "/etc/passwd", "..", "a\\b", "x" * 500, "क" * 500, "\0", "नाम\nदूसरा"])
def test_a_title_makes_a_plain_file_name(tmp_path: Path, title: str) -> None:
    (name,) = load_questions(save(tmp_path, "q.json", squad(asked("308"), title=title))).passages
    assert re.fullmatch(r"[\w\u0900-\u097f]+-01\.txt", name)
    assert len(name.encode()) < 250


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (squad(asked("गंगा")), "q.json: question 'q1': none of its answers stands in its passage."),
        (squad(asked({"text": "तमसापुर", "answer_start": 0})), "q.json: question 'q1': none of its answers stands in its passage."),
        (squad(asked("308"), asked("308")), "q.json: the id 'q1' is used twice. Give every question its own."),
        (squad(asked("308"))[:-40], "q.json: is not SQuAD's JSON (Unterminated string"),  # cut short
        ("[" * 100_000, "q.json: is not SQuAD's JSON ("),
        (f"{HINDI}\n{ENGLISH}\n", "q.json: is not SQuAD's JSON (Extra data"),
        (HINDI, "q.json: is not SQuAD's JSON: 'data' (data → paragraphs → context, qas → id, question, answers)."),
        (f"[{HINDI}]", "q.json: is not SQuAD's JSON: 'paragraphs' "),
        ('{"data": {}}', "q.json: is not SQuAD's JSON ('data' is not a list)."),
        ("3", "q.json: is not SQuAD's JSON ('data' is not a list)."),
        ('{"data": [{"paragraphs": {}}]}', "q.json: is not SQuAD's JSON ('paragraphs' is not a list)."),
        ('{"data": [{"paragraphs": [{"qas": []}]}]}', "q.json: is not SQuAD's JSON: 'context' "),
        ('{"data": [{"paragraphs": [{"context": "क"}]}]}', "q.json: is not SQuAD's JSON: 'qas' "),
        ('{"data": [{"paragraphs": [{"context": "क", "qas": [{"id": "1", "question": "क?"}]}]}]}', "q.json: is not SQuAD's JSON: 'answers' "),
        (squad(asked() | {"answers": "308"}), "q.json: is not SQuAD's JSON ('answers' is not a list)."),
        ('{"data": [{"paragraphs": [{"context": null, "qas": []}]}]}', "q.json: is not SQuAD's JSON ('context' of a passage is no text)."),
        (squad(asked("308", question=None)), "q.json: is not SQuAD's JSON ('question' of q1 is no text)."),
        (squad(asked("308", question=" ")), "q.json: question 'q1', field 'question': is empty."),
        (squad(asked("308", question="क \ud83d?")), "q.json: is not SQuAD's JSON ('utf-8' codec can't encode"),
        ('{"data": [[]]}', "q.json: is not SQuAD's JSON: "),
        ('{"data": [null]}', "q.json: is not SQuAD's JSON: "),
    ],
)
def test_a_bad_squad_file_is_refused_with_file_and_field(tmp_path: Path, content: str, told: str) -> None:
    message = refusal(save(tmp_path, "q.json", content))
    assert message.startswith(told)
    assert "\n" not in message


def test_one_answer_of_several_in_the_passage_is_enough(tmp_path: Path) -> None:
    question = only(tmp_path, squad(asked("तमसा नदी", "Tamsa")))
    assert question.answers == ("तमसा नदी", "Tamsa")
    assert spans(question) == [(0, 8)]
