from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ScriptedSearch, ScriptedWriter
from talking import ARRIVED, HOSTILE, answer, not_found

from assistant.answering.answer import Answerer
from assistant.conversations.desk import Desk
from assistant.conversations.saved import read_conversation
from assistant.conversations.store import GUEST, Conversations
from assistant.conversations.types import Turn as SavedTurn
from assistant.errors import ConversationFailure, QuestionRefused
from assistant.page.chat_tab import ChatTab
from assistant.page.conversations_panel import EXPORTS, ConversationsPanel
from assistant.page.settings_words import SAID
from assistant.page.turn import kept
from assistant.page.visitor import address_of, owner_of
from assistant.rate import RateLimit
from index.store.filters import Filters

QUESTION = "लावरोव कब पहुंचे?"


@pytest.fixture
def conversations(store: Path) -> Iterator[Conversations]:
    opened = Conversations(store)
    yield opened
    opened.close()


@pytest.fixture
def panel(conversations: Conversations) -> ConversationsPanel:
    return ConversationsPanel(conversations, RateLimit(100, 60), list)


def asked(conversations: Conversations, question: str = QUESTION, owner: str = "") -> str:
    made = conversations.start(owner)
    conversations.end_turn(made, conversations.begin_turn(owner, made, question), "done", answer(question))
    return made


def said(message: str) -> str:
    (key,) = [key for key, (english, hindi) in SAID.items() if english and english in message and hindi in message]
    return key


def request(address: str = "127.0.0.1", username: str | None = None, session: str = "s1") -> Any:
    return SimpleNamespace(username=username, client=SimpleNamespace(host=address), session_hash=session)


# Who asks


@pytest.mark.parametrize(
    ("asks", "owner"),
    [
        (request(), ""),
        (request("::1"), ""),
        (request("192.168.1.9"), f"{GUEST}s1"),
        (request("192.168.1.9", "asha"), "asha"),
        (request(username="asha"), "asha"),
        (request("not an address"), f"{GUEST}s1"),
        (SimpleNamespace(client=None, session_hash="s2"), f"{GUEST}s2"),
    ],
)
def test_the_owner_is_told_from_the_request(asks: Any, owner: str) -> None:
    assert owner_of(asks) == owner


def test_the_address_is_the_clients() -> None:
    assert (address_of(request("10.0.0.7")), address_of(SimpleNamespace(client=None))) == ("10.0.0.7", "")


# The panel


def test_the_list_shows_title_and_day(panel: ConversationsPanel, conversations: Conversations) -> None:
    older, newer = asked(conversations), asked(conversations, HOSTILE[:60])
    (first, first_id), (second, second_id) = panel.choices("")
    assert (first_id, second_id) == (newer, older)
    assert first.startswith(f"{HOSTILE[:60]} · 20")
    assert second.startswith(f"{QUESTION} · 20")
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


# The desk, and the chat at it


def answerer(*answers: str, search: ScriptedSearch | None = None) -> tuple[Answerer, ScriptedWriter]:
    writer = ScriptedWriter(*(answers or (ARRIVED,)))
    return Answerer(search or ScriptedSearch(ARRIVED), writer, 0.4), writer


def chat(ours: Answerer) -> ChatTab:
    assembly: Any = SimpleNamespace(answerer=ours, catalogue=SimpleNamespace(articles=list))
    return ChatTab(assembly)


def test_what_is_asked_in_the_chat_is_kept(panel: ConversationsPanel, conversations: Conversations) -> None:
    desk = panel.desk("", request())
    ours, writer = answerer()
    (*_, (conversation, proof, turns)) = list(chat(ours).ask(QUESTION, [], "s", desk))
    (turn,) = conversations.open("", desk.conversation).turns
    assert turn.state == "done"
    again = [kept(turn)]
    assert [(one.question, one.answer, one.state) for one in again] == [(one.question, one.answer, one.state) for one in turns]
    shown, shown_proof, _ = chat(ours).render(again)
    assert "लावरोव शुक्रवार को" in shown
    assert shown_proof == proof
    assert conversation
    assert writer.sessions == ["s", "s"]


def test_a_limited_conversation_is_answered_from_its_articles(panel: ConversationsPanel) -> None:
    made, _ = panel.limit("", "", ["a.txt"], [], "", "")
    search = ScriptedSearch(ARRIVED)
    ours, _ = answerer(search=search)
    for conversation in (made, ""):
        list(chat(ours).ask(QUESTION, [], "s", panel.desk(conversation, request())))
    assert search.filters == [Filters(articles=("a.txt",)), None]


def test_a_stopped_and_a_failed_answer_are_kept_too(panel: ConversationsPanel, conversations: Conversations) -> None:
    desk = panel.desk("", request())
    ours, _ = answerer()
    tab = chat(ours)
    running = tab.ask(QUESTION, [], "s", desk)
    for _ in range(4):
        next(running)
    tab.stop("s")
    list(running)
    list(tab.ask("?!", [], "s", desk))
    stopped, failed = map(kept, conversations.open("", desk.conversation).turns)
    assert (stopped.state, failed.state) == ("stopped", "failed")
    assert "The question is empty" in failed.failure


def test_a_closed_tab_leaves_a_stopped_turn(panel: ConversationsPanel, conversations: Conversations) -> None:
    desk = panel.desk("", request())
    ours, _ = answerer()
    running = chat(ours).ask(QUESTION, [], "s", desk)
    for _ in range(4):
        next(running)
    running.close()  # type: ignore[attr-defined]
    (turn,) = conversations.open("", desk.conversation).turns
    assert turn.state == "stopped"


@pytest.mark.parametrize(
    ("owners", "addresses", "refused"),
    [
        (["", ""], ["127.0.0.1", "127.0.0.1"], True),
        (["a", "a"], ["10.0.0.1", "10.0.0.2"], True),
        (["a", "b"], ["10.0.0.1", "10.0.0.1"], False),
        ([f"{GUEST}1", f"{GUEST}2"], ["10.0.0.1", "10.0.0.1"], True),
        ([f"{GUEST}1", f"{GUEST}2"], ["10.0.0.1", "10.0.0.2"], False),
    ],
)
def test_questions_are_counted_by_login_or_address(conversations: Conversations, owners: list[str], addresses: list[str], refused: bool) -> None:
    limit = RateLimit(1, 60)
    ours, _ = answerer()

    def ask(owner: str, address: str) -> None:
        desk = Desk(conversations, limit, owner, address, conversations.start(owner))
        list(desk.answered(ours, QUESTION, [], threading.Event(), "s"))

    ask(owners[0], addresses[0])
    if refused:
        with pytest.raises(QuestionRefused, match="Ask again in"):
            ask(owners[1], addresses[1])
    else:
        ask(owners[1], addresses[1])


def test_nobody_asks_at_anothers_desk(conversations: Conversations) -> None:
    made = asked(conversations, owner="a")
    desk = Desk(conversations, RateLimit(9, 60), "b", "", made)
    with pytest.raises(ConversationFailure):
        list(desk.answered(answerer()[0], QUESTION, [], threading.Event(), "s"))


@pytest.mark.parametrize(
    ("turn", "state"),
    [
        (SavedTurn(QUESTION, "", "done", not_found()), "not_found"),
        (SavedTurn(QUESTION, "", "running"), "stopped"),
        (SavedTurn(QUESTION, "", "stopped", said="शुक्र"), "stopped"),
        (SavedTurn(QUESTION, "", "failed", said="टूटा"), "failed"),
    ],
)
def test_a_saved_turn_is_shown_as_it_ended(turn: SavedTurn, state: str) -> None:
    assert kept(turn).state == state
    assert not kept(turn).running
