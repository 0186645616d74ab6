"""SQuAD's JSON (also XQuAD, MLQA): passages with their questions. Answers may be {text, answer_start} or bare strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.evaluation.questions import Place, Question, QuestionSet, parse_json
from assistant.language import QuestionLanguage, detect_language


def read_squad(text: str, path: Path, problems: list[str], parallel: QuestionLanguage | None = None) -> QuestionSet:
    """Passages by name ("Title-03.txt") and their questions, each with the passage as its doc and its answers' places in it.

    parallel: ask question_<parallel> over the same passages, where a file has it; answers_<parallel> then count too.
    Format: Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of Text"; is_impossible of SQuAD 2.0.
    """
    passages: dict[str, str] = {}
    questions: dict[str, Question] = {}
    try:
        articles = _list(_data(parse_json(text)), "data")
        for number, article in enumerate(articles):
            for index, paragraph in enumerate(_list(article["paragraphs"], "paragraphs"), start=1):
                name = f"{_file_stem(str(article.get('title') or f'article-{number + 1}'))}-{index:02}.txt"
                name = name if name not in passages else f"{number + 1}-{name}"
                passages[name] = _text_of(paragraph, "context")
                for question in _questions(paragraph, name, parallel, path, problems):
                    if question.id in questions:
                        problems.append(f"{path}: the id '{question.id}' is used twice. Give every question its own.")
                    questions[question.id] = question
    except (ValueError, RecursionError) as error:
        problems.append(f"{path}: is not SQuAD's JSON ({error}). For one question a line, call the file .jsonl.")
    except (KeyError, TypeError, AttributeError) as error:
        problems.append(f"{path}: is not SQuAD's JSON: {error} (data → paragraphs → context, qas → id, question, answers).")
    return QuestionSet(tuple(questions.values()), passages)


def _data(whole: Any) -> Any:
    return whole["data"] if isinstance(whole, dict) else whole


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"'{name}' is not a list")
    return value


def _text_of(value: Mapping[str, Any], name: str) -> str:
    text = value[name]
    if not isinstance(text, str):
        raise ValueError(f"'{name}' of {value.get('id', 'a passage')} is no text")
    return text


def _file_stem(title: str) -> str:
    return re.sub(r"[^\w\u0900-\u097f]+", "_", title).strip("_")[:60] or "passage"


def _questions(paragraph: Mapping[str, Any], name: str, parallel: QuestionLanguage | None, path: Path, problems: list[str]) -> Iterator[Question]:
    for asked in _list(paragraph["qas"], "qas"):
        field = f"question_{parallel}" if parallel else "question"
        if field not in asked:
            problems.append(f"{path}: question '{asked.get('id')}' has no field '{field}'.")
            continue
        question = _text_of(asked, field)
        if not question.strip():
            problems.append(f"{path}: question '{asked['id']}', field '{field}': is empty.")
            continue
        answers = [] if asked.get("is_impossible") else _list(asked["answers"], "answers")
        places = [place for answer in answers for place in _places(answer, name, paragraph["context"])]
        if answers and not places:
            problems.append(f"{path}: question '{asked['id']}': none of its answers stands in its passage.")
            continue
        also = _list(asked.get(f"answers_{parallel}", []), "answers")
        yield Question(
            id=str(asked["id"]),
            question=question,
            lang=parallel or detect_language(question),
            type="fact" if answers else "unanswerable",
            answers=tuple(dict.fromkeys(_text(answer) for answer in [*answers, *(also if answers else [])])),
            docs=(name,) if answers else (),
            places=(tuple(dict.fromkeys(places)),) if answers else (),
        )


def _text(answer: Any) -> str:
    return str(answer["text"] if isinstance(answer, dict) else answer)


def _places(answer: Any, name: str, context: str) -> Iterator[Place]:
    """Where the answer stands: at answer_start when the file says so and is right, else wherever the text occurs."""
    text = _text(answer)
    start = answer.get("answer_start") if isinstance(answer, dict) else None
    if isinstance(start, int) and context[start : start + len(text)] == text:
        yield Place(name, start, start + len(text))
    elif text:
        yield from (Place(name, match.start(), match.end()) for match in re.finditer(re.escape(text), context))
