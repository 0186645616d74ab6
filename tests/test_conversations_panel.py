"""The conversations in the page's side panel: listed, renamed, limited, exported and brought in."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from at_the_desk import QUESTION, answerer, asked, chat, conversations, panel
from hostile import HOSTILE as PAGE_HOSTILE
from hostile import Seen
from talking import ARRIVED, HOSTILE

from assistant.conversations.saved import as_json, read_conversation
from assistant.conversations.store import Conversations
from assistant.page.conversations_panel import EXPORTS, ConversationsPanel
from assistant.page.settings_words import SAID
from assistant.page.turn import kept
from index.store.filters import Filters

__all__ = ["conversations", "panel"]


def said(message: str) -> str:
    (key,) = [key for key, (english, hindi) in SAID.items() if english and english in message and hindi in message]
    return key


def test_the_list_shows_title_day_and_time_of_this_machine(panel: ConversationsPanel, conversations: Conversations) -> None:
    older, newer = asked(conversations), asked(conversations, HOSTILE[:60])
    (first, first_id), (second, second_id) = panel.choices("")
    assert (first_id, second_id) == (newer, older)
    assert first.startswith(f"{HOSTILE[:60]} · 20")
    asked_at = datetime.fromisoformat(conversations.open("", older).changed).astimezone()
    assert second == f"{QUESTION} · {asked_at:%Y-%m-%d %H:%M}"
    assert panel.choices("somebody else") == []


def test_rename_delete_and_restore_say_what_they_did(panel: ConversationsPanel, conversations: Conversations) -> None:
    made = asked(conversations)
    assert said(panel.rename("", made, "नया")) == "renamed"
    assert said(panel.delete("", made)) == "deleted"
    assert panel.opened("", made) is None
    assert said(panel.restore("", made)) == "restored"
    assert panel.opened("", made)
    for act in (lambda: panel.rename("", "", "x"), lambda: panel.delete("", ""), lambda: panel.restore("", "")):
        assert said(act()) == "choose_first"


def test_a_failure_is_shown_escaped(panel: ConversationsPanel) -> None:
    message = panel.rename("", "<img src=x>", "x")
    assert 'role="alert"' in message
    assert "<img" not in message


@pytest.mark.parametrize("conversation", ["", "gone"])
def test_limits_before_the_first_question_begin_a_conversation(panel: ConversationsPanel, conversations: Conversations, conversation: str) -> None:
    made, message = panel.limit("", conversation, ["a.txt"], ["लोकवाणी"], "2025-06", "")
    assert said(message) == "limited"
    assert conversations.open("", made).limits == Filters("2025-06-01", None, ("लोकवाणी",), None, ("a.txt",))
    again, message = panel.limit("", made, [], [], " ", "")
    assert (again, said(message)) == (made, "unlimited")
    assert conversations.open("", made).limits == Filters()


@pytest.mark.parametrize(("since", "until"), [("कल", ""), ("2025-13", ""), ("2025-07", "2025-06")])
def test_a_date_that_is_none_changes_nothing(panel: ConversationsPanel, conversations: Conversations, since: str, until: str) -> None:
    made = asked(conversations)
    _, message = panel.limit("", made, [], [], since, until)
    assert 'role="alert"' in message
    assert conversations.open("", made).limits == Filters()


@pytest.mark.parametrize("form", EXPORTS)
def test_an_export_is_named_after_its_conversation(panel: ConversationsPanel, conversations: Conversations, form: str) -> None:
    made = asked(conversations, "कब/कहां? ../../<x>")
    name, kind, text = panel.export("", made, form)
    assert name.startswith("कब-कहां")
    assert not set("/\\<>?\x00") & set(name)
    assert name.endswith(EXPORTS[form][0])
    assert kind.count("/") == 1
    assert ARRIVED in text


def test_the_export_as_json_comes_back(panel: ConversationsPanel, conversations: Conversations) -> None:
    made = asked(conversations)
    assert read_conversation(panel.export("", made, "json")[2]) == conversations.open("", made)


def test_a_conversation_is_brought_in_from_its_export(panel: ConversationsPanel, conversations: Conversations, tmp_path: Path) -> None:
    made = asked(conversations)
    file = tmp_path / "upload.json"
    file.write_text(panel.export("", made, "json")[2], encoding="utf-8")
    copy, message = panel.bring_in("asha", "", file)
    assert said(message) == "brought_in"
    assert not file.exists()
    assert conversations.open("asha", copy).turns == conversations.open("", made).turns
    assert [id_ for _, id_ in panel.choices("asha")] == [copy]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"kind": "pramaan conversation", "format": 1}', b"\xff\xfe", b"PK\x03\x04", b"[" * 200_000])
def test_a_file_that_is_no_conversation_is_refused_in_words(panel: ConversationsPanel, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "upload.json"
    file.write_bytes(content)
    kept_open, message = panel.bring_in("", "open one", file)
    assert kept_open == "open one"
    assert 'role="alert"' in message
    assert "यह फ़ाइल प्रमाण से निकाली गई बातचीत नहीं है।" in message
    assert not file.exists()
    assert panel.choices("") == []


def test_a_file_that_is_too_big_is_not_read(panel: ConversationsPanel, tmp_path: Path) -> None:
    file = tmp_path / "upload.json"
    with file.open("wb") as big:
        big.truncate(30_000_000)
    _, message = panel.bring_in("", "", file)
    assert "This file has 30 MB; a conversation has at most 20." in message
    assert "फ़ाइल 30 MB की है" in message


@pytest.mark.parametrize("part", ["quote", "title", "article", "answer", "question"])
def test_a_conversation_from_elsewhere_is_only_text(panel: ConversationsPanel, conversations: Conversations, tmp_path: Path, part: str) -> None:
    for number, hostile in enumerate(PAGE_HOSTILE):
        row = json.loads(as_json(conversations.open("", asked(conversations))))
        told = row["turns"][0]["answer"]
        cited = told["citations"][0]
        told |= {
            "disagreements": [{"claim": hostile, "sides": [{"value": hostile, "citation": 9}]}],
            "dropped": [{"text": hostile, "reason": hostile}],
        }
        cited["exact"] = [-3, 10**9]
        (cited if part in cited else told if part == "answer" else row["turns"][0])[part] = hostile
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(row), encoding="utf-8")
        made, message = panel.bring_in("", "", file)
        assert said(message) == "brought_in"
        shown, proof, _ = chat(answerer()[0]).render([kept(turn) for turn in conversations.open("", made).turns])
        Seen(shown).assert_harmless()
        Seen(proof).assert_harmless()


def test_nothing_of_anothers_is_exported(panel: ConversationsPanel, conversations: Conversations) -> None:
    made = asked(conversations, owner="a")
    assert panel.export("b", made, "json") == ("", "", "")
    assert panel.export("a", "", "html") == ("", "", "")


def test_a_conversation_that_has_gone_is_begun_anew(panel: ConversationsPanel, conversations: Conversations) -> None:
    made = asked(conversations)
    assert panel.started("", made) == made
    for gone in ("", "gone"):
        assert panel.started("", gone) not in ("", "gone", made)
    assert panel.started("b", made) != made
