from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import citation
from talking import HOSTILE, answer, clock, disagreeing, kept, not_found

from assistant.answering.followups import understand
from assistant.conversations.feedback import export_questions, question_row
from assistant.conversations.store import Conversations
from assistant.conversations.types import Opinion, Verdict
from assistant.errors import ConversationFailure
from assistant.evaluation.questions import Question, load_questions
from assistant.page.chat_tab import OnFeedback
from assistant.types import Answer

__all__ = ["clock", "kept"]


def exported(kept: Conversations, path: Path) -> tuple[Question, ...]:
    count = export_questions(kept.opinions.all(), path)
    found = load_questions(path)
    assert found.ignored == ()
    assert count == len(found.questions)
    return found.questions


def notes(path: Path) -> list[str]:
    return [json.loads(line)["note"] for line in path.read_text("utf-8").splitlines()]


def test_a_good_answer_becomes_gold(kept: Conversations, tmp_path: Path) -> None:
    good = answer("कब?", "पहुंचे [1]। लौटे [2]।", citation(1, "वे पहुंचे।"), citation(2, "वे लौटे।"), citation(3, "वे मिले।", "b.txt"))
    kept.opinions.keep("कब?", good, "up", "सटीक")
    (question,) = exported(kept, tmp_path / "q.jsonl")
    assert (question.question, question.lang, question.type) == ("कब?", "hi", "fact")
    assert question.evidence == ("वे पहुंचे।", "वे लौटे।", "वे मिले।")
    assert question.docs == ("a.txt", "b.txt")
    assert question.answers == ()
    assert notes(tmp_path / "q.jsonl") == ["👍 सटीक | पहुंचे [1]। लौटे [2]।"]


def test_a_row_has_its_questions_language_whatever_the_answers_was(kept: Conversations, tmp_path: Path) -> None:
    kept.opinions.keep("कब?", replace(answer("कब?"), language="en"), "up", "")
    assert [question.lang for question in exported(kept, tmp_path / "q.jsonl")] == ["hi"]


def test_a_bad_answer_has_no_gold_but_its_reason(kept: Conversations, tmp_path: Path) -> None:
    kept.opinions.keep("कब?", answer("कब?"), "down", "ग़लत\n दिन")
    (question,) = exported(kept, tmp_path / "q.jsonl")
    assert (question.evidence, question.docs, question.answerable) == ((), (), None)
    assert notes(tmp_path / "q.jsonl") == ["👎 ग़लत दिन"]


@pytest.mark.parametrize(
    ("given", "history", "kind"),
    [
        (answer(), (), "fact"),
        (answer(), ("पहले?",), "followup"),
        (not_found(), (), "unanswerable"),
        (disagreeing(), (), "conflict"),
        (disagreeing(), ("पहले?",), "conflict"),
    ],
)
def test_the_kind_of_question_is_told_from_its_answer(
    kept: Conversations, tmp_path: Path, given: Answer, history: tuple[str, ...], kind: str
) -> None:
    kept.opinions.keep(given.question, given, "up", history=history)
    (question,) = exported(kept, tmp_path / "q.jsonl")
    assert (question.type, question.history) == (kind, history)


@pytest.mark.parametrize("history", [["लावरोव कब पहुंचे?"], ["लावरोव कब पहुंचे?", "और कहां?"]])
def test_without_its_history_a_follow_up_is_understood_as_before(kept: Conversations, history: list[str]) -> None:
    understood = understand("और वे कब लौटे?", history)
    assert understood
    kept.opinions.keep("और वे कब लौटे?", answer("और वे कब लौटे?", understood=understood), "up")
    (opinion,) = kept.opinions.all()
    assert understand("और वे कब लौटे?", opinion.history) == understood


def test_the_latest_opinion_counts_and_each_reader_has_one(kept: Conversations) -> None:
    for owner, verdict in (("a", "up"), ("a", "down"), ("b", "up")):
        kept.opinions.keep("कब?", answer(), verdict, owner=owner)  # type: ignore[arg-type]
    assert [opinion.verdict for opinion in kept.opinions.all()] == ["down", "up"]


def test_an_opinion_is_still_there_after_a_restart(store: Path) -> None:
    first = Conversations(store)
    first.opinions.keep("कब?", answer(), "up", "सही", owner="a", history=["पहले?"])
    before = first.opinions.all()
    first.close()
    again = Conversations(store)
    assert again.opinions.all() == before
    assert (before[0].answer, before[0].reason, before[0].history) == (answer(), "सही", ("पहले?",))
    again.close()


@pytest.mark.parametrize("verdict", ["up", "down"])
@pytest.mark.parametrize("text", [HOSTILE, "a\u2028b\x85c \ud83d", "x" * 5_000])
def test_whatever_was_typed_is_one_readable_row(kept: Conversations, tmp_path: Path, verdict: Verdict, text: str) -> None:
    kept.opinions.keep(f"कब? {text}", answer(f"कब? {text}", text, citation(1, f"क {text}")), verdict, text, owner="someone's name")
    kept.opinions.keep("दूसरा?", answer(), "up", owner="someone's name")
    assert len(exported(kept, tmp_path / "q.jsonl")) == 2
    assert "someone" not in (tmp_path / "q.jsonl").read_text("utf-8")


def test_ids_tell_rows_apart() -> None:
    rows = [question_row(Opinion(key, "", "कब?", answer(), "up")) for key in ("1", "2")]
    assert rows[0]["id"] != rows[1]["id"]


def test_without_feedback_there_is_no_file(kept: Conversations, tmp_path: Path) -> None:
    with pytest.raises(ConversationFailure, match="no feedback yet"):
        export_questions(kept.opinions.all(), tmp_path / "q.jsonl")
    assert not (tmp_path / "q.jsonl").exists()


def test_a_file_that_cannot_be_written_is_named(kept: Conversations, tmp_path: Path) -> None:
    kept.opinions.keep("कब?", answer(), "up")
    with pytest.raises(ConversationFailure, match=r"none/q\.jsonl' can't be written"):
        export_questions(kept.opinions.all(), tmp_path / "none" / "q.jsonl")


def test_the_page_tells_readers_apart(kept: Conversations) -> None:
    """What the chat calls is what keeps."""
    hear: OnFeedback = kept.opinions.keep
    for owner in ("asha", "ravi"):
        hear("कब?", answer(), "up", "", owner=owner)
    assert len(kept.opinions.all()) == 2
