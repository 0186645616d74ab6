"""A question file as read: JSON lines, CSV, or SQuAD's JSON. Everything wrong with it is told before a model is loaded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from assistant.errors import QuestionFileRefused
from assistant.language import QuestionLanguage, detect_language

QuestionType = Literal["fact", "number", "date", "multi", "conflict", "unanswerable", "boilerplate-trap", "followup", "injection-safe"]
TYPES: tuple[QuestionType, ...] = get_args(QuestionType)

_MOST_BYTES = 200_000_000
_PROBLEMS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch text[start:end] of the article called `article`."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """One scripted question with its gold. `must_include`: of each inner tuple one must stand in a right answer.

    places: what proves the answer, one item a proof, each with its alternatives; filled by SQuAD files, whose answers carry their place.
    line: where the row stands in its file, counted from 1.
    """

    id: str
    question: str
    lang: QuestionLanguage
    type: QuestionType = "fact"
    answers: tuple[str, ...] = ()
    must_include: tuple[tuple[str, ...], ...] = ()
    docs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    places: tuple[tuple[Place, ...], ...] = ()
    line: int = 0

    @property
    def answerable(self) -> bool | None:
        """Whether the articles hold an answer; None when the row's gold doesn't tell."""
        if self.type == "unanswerable":
            return False
        if self.answers or self.must_include or self.docs or self.evidence:
            return True
        return False if self.type == "boilerplate-trap" else None


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file. passages: name → text, of a file that brings its own (SQuAD); empty when a store is asked.

    ignored: fields that rows have and nobody knows, a whole sentence each.
    """

    questions: tuple[Question, ...]
    passages: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def load_questions(path: Path, parallel: QuestionLanguage | None = None) -> QuestionSet:
    """Read `path` (.jsonl, .csv or SQuAD's .json). parallel: of a SQuAD file with questions in several languages (question_en), which to ask.

    Raises QuestionFileRefused that names file, line and field of everything that is wrong.
    """
    problems: list[str] = []
    found = read_questions(path, problems, parallel)
    if problems:
        more = len(problems) - _PROBLEMS_SHOWN
        raise QuestionFileRefused("\n".join([*problems[:_PROBLEMS_SHOWN], *([f"… and {more} more problems"] if more > 0 else [])]))
    return found


def read_questions(path: Path, problems: list[str], parallel: QuestionLanguage | None = None) -> QuestionSet:
    """The rows that are well formed; what is wrong with the others is appended to `problems`."""
    text = _decoded(path)
    if parallel and path.suffix.lower() != ".json":
        problems.append(f"{path}: only SQuAD's .json can hold questions in several languages. Leave out --parallel {parallel}.")
    if path.suffix.lower() == ".json":
        from assistant.evaluation.squad import read_squad

        found = read_squad(text, path, problems, parallel)
    elif path.suffix.lower() == ".csv":
        found = _question_set(path, _csv_rows(text, path, problems), problems)
    else:
        found = _question_set(path, _json_rows(text, path, problems), problems)
    if not found.questions and not problems:
        problems.append(f"{path}: holds no question. Write one a line: pramaan eval --make-template FOLDER makes a file to fill in.")
    return found


def _decoded(path: Path) -> str:
    if not path.is_file():
        raise QuestionFileRefused(f"There is no question file '{path}'. Give a .jsonl, .csv or SQuAD .json file.")
    if path.stat().st_size > _MOST_BYTES:
        raise QuestionFileRefused(f"{path}: {path.stat().st_size:,} bytes; at most {_MOST_BYTES:,} are read. Split the file.")
    try:
        data = path.read_bytes()
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except OSError as error:
        raise QuestionFileRefused(f"{path}: can't be read ({error.strerror}). Check its permissions.") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise QuestionFileRefused(f"{path}, line {line}: is not UTF-8 text. Save the file as UTF-8.") from error
    if "\x00" in text:
        raise QuestionFileRefused(f"{path}: holds binary data, not text. Give a .jsonl, .csv or SQuAD .json file.")
    return text


def _not_empty(text: str) -> str:
    if not any(char.isalnum() for char in text):
        raise ValueError("is empty")
    return text


_Text = Annotated[str, AfterValidator(_not_empty)]


def _not_none(choices: list[str]) -> list[str]:
    if not choices:
        raise ValueError("holds no alternative, so that no answer would be right")
    return choices


class _Row(BaseModel):
    """The fields of a row as design.md gives them; `note` is for people."""

    model_config = ConfigDict(extra="allow", strict=True)

    id: Annotated[_Text, BeforeValidator(lambda given: str(given) if isinstance(given, int) else given)]
    question: _Text
    lang: QuestionLanguage | None = None
    type: QuestionType = "fact"
    answers: list[_Text] = []
    must_include: list[Annotated[list[_Text], AfterValidator(_not_none)]] = []
    docs: list[_Text] = []
    evidence: list[_Text] = []
    history: list[_Text] = []
    note: str = ""


def _question_set(path: Path, raw: Iterable[tuple[int, object]], problems: list[str]) -> QuestionSet:
    known = ", ".join(_Row.model_fields)
    unknown: dict[str, int] = {}
    questions = tuple(_questions(path, raw, problems, unknown))
    return QuestionSet(
        questions,
        ignored=tuple(f"{path}, line {line}, field '{name}': is not known and is ignored. Known are: {known}" for name, line in unknown.items()),
    )


def _questions(path: Path, raw: Iterable[tuple[int, object]], problems: list[str], unknown: dict[str, int]) -> Iterator[Question]:
    """The well-formed rows; `unknown` gets each unknown field with the line it first stands in."""
    seen: dict[str, int] = {}
    for line, values in raw:
        try:
            row = _Row.model_validate(values)
        except ValidationError as error:
            problems.extend(f"{path}, line {line}, {_told(detail)}" for detail in error.errors())
            continue
        if row.id in seen:
            problems.append(f"{path}, line {line}, field 'id': '{row.id}' was already used in line {seen[row.id]}. Give every question its own.")
            continue
        if row.type == "unanswerable" and (row.answers or row.must_include):
            name = "answers" if row.answers else "must_include"
            problems.append(f"{path}, line {line}, field '{name}': an unanswerable question can't have any. Empty it, or change the type.")
            continue
        seen[row.id] = line
        for name in row.model_extra or ():
            unknown.setdefault(name, line)
        yield _question(row, line)


def _told(detail: object) -> str:
    """One of pydantic's errors in our words."""
    about = dict(detail)  # type: ignore[call-overload]
    where = ".".join(str(part) for part in about["loc"])
    if not where:
        return "is not an object. Write {…} with the fields id and question."
    if about["type"] == "missing":
        return f"field '{where}': is missing."
    given = "" if about["input"] == "" else f"{json.dumps(about['input'], ensure_ascii=False, default=str)[:80]} "
    expected = str(about["msg"]).removeprefix("Value error, ")
    return f"field '{where}': {given}{expected[0].lower()}{expected[1:]}."


def _question(row: _Row, line: int) -> Question:
    return Question(
        id=row.id,
        question=row.question,
        lang=row.lang or detect_language(row.question),
        type=row.type,
        answers=tuple(row.answers),
        must_include=tuple(tuple(choices) for choices in row.must_include),
        docs=tuple(row.docs),
        evidence=tuple(row.evidence),
        history=tuple(row.history),
        line=line,
    )


def parse_json(text: str) -> Any:
    """json.loads; raises ValueError also for half a character ("\\ud83d" alone), which could not be written down with its answer."""
    found = json.loads(text)
    if "\\ud" in text.lower():
        json.dumps(found, ensure_ascii=False).encode()
    return found


def _json_rows(text: str, path: Path, problems: list[str]) -> Iterator[tuple[int, object]]:
    # Not splitlines: it also splits at U+2028 and U+0085, which may stand inside a JSON string.
    for line, content in enumerate(text.split("\n"), start=1):
        if content.strip():
            try:
                yield line, parse_json(content)
            except json.JSONDecodeError as error:  # whose own message always says "line 1"
                problems.append(f"{path}, line {line}: is not JSON ({error.msg}, column {error.colno}). Write one object a line.")
            except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a list 5,000 deep
                problems.append(f"{path}, line {line}: is not JSON ({error}). Write one object a line.")


_CSV_HEADS = {"प्रश्न": "question", "सवाल": "question", "उत्तर": "answers", "जवाब": "answers", "answer": "answers"}
_CSV_LISTS = ("answers", "docs", "evidence", "history")


def _csv_rows(text: str, path: Path, problems: list[str]) -> Iterator[tuple[int, object]]:
    """Rows of a table with at least the column question; several answers in one cell stand between "|"."""
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        names = [_CSV_HEADS.get(name.strip().lower(), name.strip().lower()) for name in next(reader, [])]
        if "question" not in names:
            problems.append(f"{path}, line 1, field 'question': there is no such column. The first line names the columns: question,answer")
            return
        for number in count(1):
            line = reader.line_num + 1  # where the row begins; a quoted field may hold line breaks
            if (cells := next(reader, None)) is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                problems.append(
                    f"{path}, line {line}: has {len(cells)} fields, the first line {len(names)}. Quote the field that holds '{separator}'."
                )
                continue
            values: dict[str, object] = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
            lists = {name: [part.strip() for part in str(values[name]).split("|")] for name in _CSV_LISTS if name in values}
            yield line, {"id": f"row-{number}", "question": "", **values, **lists}
    except csv.Error as error:
        problems.append(f"{path}, line {line}: is not CSV ({error}). Close the quote that begins there; write a quote within a field as two.")
