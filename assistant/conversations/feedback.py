"""What readers think of answers, and the questions that an evaluation learns from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.conversations.database import Database
from assistant.conversations.saved import read_answer, storable, write_answer
from assistant.conversations.types import Opinion, Verdict
from assistant.errors import ConversationFailure
from assistant.language import detect_language
from assistant.types import Answer

_LONGEST_REASON = 2_000


class Opinions:
    """One opinion of each reader about each answer: the latest."""

    def __init__(self, database: Database, time: Callable[[], str]) -> None:
        self._database = database
        self._time = time

    def keep(self, question: str, answer: Answer, verdict: Verdict, reason: str = "", *, owner: str = "", history: Sequence[str] = ()) -> None:
        """history: the earlier questions; without them they are told from how the question was understood."""
        question, written = storable(question), write_answer(answer)
        key = hashlib.sha256(json.dumps([owner, question, written]).encode()).hexdigest()[:16]
        asked_before = list(history) or _before(answer)
        reason = " ".join(storable(reason).split())[:_LONGEST_REASON]
        with self._database.transaction() as db:
            row = (key, owner, self._time(), question, written, verdict, reason, json.dumps(asked_before))
            db.execute("INSERT OR REPLACE INTO opinions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def all(self) -> list[Opinion]:
        """Everybody's, oldest first."""
        rows = self._database.rows("SELECT id, given, question, answer, verdict, reason, history FROM opinions ORDER BY given, rowid")
        return [
            Opinion(key, given, question, answer, verdict, reason, tuple(json.loads(history)))
            for key, given, question, written, verdict, reason, history in rows
            if (answer := read_answer(written)) is not None
        ]


def _before(answer: Answer) -> list[str]:
    """What a follow-up was understood by: assistant.answering.followups puts it before the question."""
    understood = answer.understood or ""
    return [understood.removesuffix(answer.question).strip()] if understood.endswith(answer.question) and understood != answer.question else []


def export_questions(opinions: Iterable[Opinion], path: Path) -> int:
    """Write a question file for `pramaan eval`; gives how many questions it holds."""
    rows = [question_row(opinion) for opinion in opinions]
    if not rows:
        raise ConversationFailure("There is no feedback yet. Judge answers with 👍 and 👎 in the chat first.")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        path.write_text(lines, encoding="utf-8")
    except OSError as error:
        raise ConversationFailure(f"'{path}' can't be written ({error.strerror}). Give another file.") from error
    return len(rows)


def question_row(opinion: Opinion) -> dict[str, Any]:
    """A row of a question file. Of an answer with 👍, what it cited is gold; one with 👎 has none, only what was wrong with it."""
    answer = opinion.answer
    row: dict[str, Any] = {
        "id": f"feedback-{opinion.id}",
        "question": opinion.question,
        "lang": detect_language(opinion.question),
        "history": list(opinion.history),
    }
    if opinion.verdict == "down":
        return {**row, "note": f"👎 {opinion.reason}".strip()}
    note = f"👍 {opinion.reason}".strip() + f" | {answer.answer}"
    if answer.abstained:
        return {**row, "type": "unanswerable", "note": note}
    kind = "conflict" if answer.status == "disagree" else "followup" if opinion.history else "fact"
    evidence = [citation.quote for citation in answer.citations]
    docs = list(dict.fromkeys(citation.article for citation in answer.citations))
    return {**row, "type": kind, "docs": docs, "evidence": evidence, "note": note}
