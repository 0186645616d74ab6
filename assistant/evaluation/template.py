"""A question file to fill in, and what is wrong with a filled one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import AssistantFailure
from assistant.evaluation.questions import QuestionSet, read_questions
from assistant.evaluation.score import locate
from index.errors import UnreadableFile
from index.files.read import read_file
from index.files.sources import list_sources
from index.text.clean import furniture_spans, kept_spans
from index.text.metadata import find_language
from index.text.sentences import split_sentences

_SENTENCES_SHOWN = 3
_UNANSWERABLE_ROWS = 2


def write_template(folder: Path, out: Path) -> int:
    """One row an article, its longest sentences as evidence to choose from, and rows for what no article answers; the number of rows.

    Raises AssistantFailure when `out` exists or there is no article, UnreadableFile when there is no such folder.
    """
    if out.exists():
        raise AssistantFailure(f"'{out}' exists and is left as it is. Name another file: pramaan eval OTHER.jsonl --make-template {folder}")
    rows = [*_rows(folder)]
    if not rows:
        raise AssistantFailure(f"'{folder}' holds no article (txt, md, html, pdf, docx). Name the folder with your articles.")
    rows += [_unanswerable(number) for number in range(1, _UNANSWERABLE_ROWS + 1)]
    try:
        out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise AssistantFailure(f"'{out}' can't be written ({error.strerror}). Name another file.") from error
    return len(rows)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for number, source in enumerate(list_sources([folder]).sources, start=1):
        try:
            document = read_file(source.path, source.content())
        except UnreadableFile:
            continue
        text = document.text
        sentences = [text[s.start : s.end] for kept in kept_spans(text, furniture_spans(text)) for s in split_sentences(text, kept)]
        yield {
            "id": f"q-{number:03}",
            "lang": find_language(text),
            "type": "fact",
            "question": "",
            "answers": [],
            "must_include": [],
            "docs": [source.name],
            "evidence": sorted(sentences[1:], key=len, reverse=True)[:_SENTENCES_SHOWN] or sentences,
            "history": [],
            "note": document.title or "",
        }


def _unanswerable(number: int) -> dict[str, Any]:
    about = "near the topic, yet no article says it"
    return {"id": f"not-in-articles-{number}", "lang": "hi", "type": "unanswerable", "question": "", "note": about}


def problems_of(path: Path, texts: Mapping[str, str] | None) -> tuple[QuestionSet, list[str]]:
    """(the well-formed questions, what is wrong with the file, with line and field). texts: name → stored text of the store's articles;
    None when there is no store: then docs and evidence are not looked for."""
    problems: list[str] = []
    found = read_questions(path, problems)
    problems += found.ignored
    if texts is not None and not found.passages:
        for question in found.questions:
            unknown = [name for name in question.docs if name not in texts]
            problems += [f"{path}, line {question.line}, field 'docs': no article of the store is called '{name}'." for name in unknown]
            if not unknown:
                where = f"in {', '.join(question.docs)}" if question.docs else "in any article of the store"
                _, missing = locate(question, texts)
                problems += [f"{path}, line {question.line}, field 'evidence': does not stand {where}: “{sentence}”" for sentence in missing]
    return found, problems
