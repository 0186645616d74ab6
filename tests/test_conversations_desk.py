"""What is asked in the chat is kept as it ended, counted against the limit, and asked again in its place."""

from __future__ import annotations

import threading

import pytest
from at_the_desk import QUESTION, answerer, asked, chat, conversations, panel, request
from conftest import ScriptedSearch
from talking import ARRIVED, not_found

from assistant.conversations.desk import Desk
from assistant.conversations.store import GUEST, Conversations
from assistant.conversations.types import Turn as SavedTurn
from assistant.errors import ConversationFailure, QuestionRefused
from assistant.page.conversation_html import conversation_html
from assistant.page.conversations_panel import ConversationsPanel
from assistant.page.turn import kept
from assistant.rate import RateLimit
from index.store.filters import Filters

__all__ = ["conversations", "panel"]


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


@pytest.mark.parametrize("way", ["again", "edited", "again while it runs"])
def test_what_is_asked_again_or_edited_replaces_what_was_kept(panel: ConversationsPanel, conversations: Conversations, way: str) -> None:
    desk = panel.desk("", request())
    tab = chat(answerer()[0])
    (*_, (_, _, turns)) = list(tab.ask("पहला प्रश्न क्या?", [], "s", desk))
    (*_, (_, _, turns)) = list(tab.ask(QUESTION, turns, "s", desk))
    last = QUESTION
    if way == "again":
        list(tab.ask_again(turns, "s", desk))
    elif way == "edited":
        _, earlier = tab.take_back(turns, "s")
        last = "लावरोव कहां पहुंचे?"
        list(tab.ask(last, earlier, "s", desk))
    else:
        running = tab.ask_again(turns, "s", desk)
        for _ in range(3):
            next(running)
        list(tab.ask_again(turns[:1], "s", desk))
        list(running)
    kept_turns = conversations.open("", desk.conversation).turns
    assert [(turn.question, turn.state) for turn in kept_turns] == [("पहला प्रश्न क्या?", "done"), (last, "done")]


def test_only_what_was_taken_back_is_replaced(panel: ConversationsPanel, conversations: Conversations) -> None:
    desk = panel.desk("", request())
    tab = chat(answerer()[0])
    (*_, (_, _, turns)) = list(tab.ask(QUESTION, [], "s", desk))
    tab.take_back(turns, "s")
    tab.forget("s")  # another conversation was opened
    list(tab.ask(QUESTION, [], "s", desk))
    list(tab.ask(QUESTION, [], "s", desk))
    assert conversations.open("", desk.conversation).questions == [QUESTION] * 3


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


def test_a_question_too_many_is_kept_with_its_refusal_and_can_be_asked_again(conversations: Conversations) -> None:
    now = [0.0]
    ours, writer = answerer(ARRIVED, ARRIVED)
    desk = Desk(conversations, RateLimit(1, 60, lambda: now[0]), "", "", conversations.start(""))
    tab = chat(ours)
    (*_, (_, _, turns)) = list(tab.ask("पहला प्रश्न क्या?", [], "s", desk))
    (*_, (shown, _, turns)) = list(tab.ask(QUESTION, turns, "s", desk))
    _, refused = map(kept, conversations.open("", desk.conversation).turns)
    assert (refused.question, refused.state) == (QUESTION, "failed")
    told = "60 सेकंड में अधिकतम 1 प्रश्न पूछे जा सकते हैं। 61 सेकंड बाद फिर पूछिए।"
    assert told in shown
    assert told in conversation_html([refused])  # as whoever comes back to the conversation finds it
    assert writer.sessions == ["s", "s"]  # the reader and the model of the first question: nobody was troubled with the second
    now[0] = 61.0
    list(tab.ask_again(turns, "s", desk))
    assert [(turn.question, turn.state) for turn in conversations.open("", desk.conversation).turns] == [
        ("पहला प्रश्न क्या?", "done"),
        (QUESTION, "done"),
    ]


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
