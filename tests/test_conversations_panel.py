from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ScriptedSearch, ScriptedWriter
from hostile import HOSTILE as PAGE_HOSTILE
from hostile import Seen
from talking import ARRIVED, HOSTILE, answer, not_found

from assistant.answering.answer import Answerer
from assistant.conversations.desk import Desk
from assistant.conversations.saved import as_json, read_conversation
from assistant.conversations.store import GUEST, Conversations
from assistant.conversations.types import Turn as SavedTurn
from assistant.errors import ConversationFailure, QuestionRefused
from assistant.page.chat_tab import ChatTab
from assistant.page.conversation_html import conversation_html
from assistant.page.conversations_panel import EXPORTS, ConversationsPanel
from assistant.page.limits_html import limits_html
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


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Filters(), ""),
        (Filters(publishers=("लोकवाणी", "जनपथ")), "लोकवाणी, जनपथ"),
        (Filters("2025-06-01", None), "2025-06-01 – …"),
        (Filters(None, "2025-06-30", ("लोकवाणी",)), "लोकवाणी · … – 2025-06-30"),
        (Filters(articles=("a.txt", "b.txt", "c.txt", "d.txt", "e.txt")), "a.txt, b.txt, c.txt + 2"),
    ],
)
def test_what_a_conversation_is_limited_to_is_said(limits: Filters, told: str) -> None:
    assert Seen(limits_html(limits)).text == (f"उत्तर केवल यहाँ से: {told}Answers only from: {told}" if told else "")


@pytest.mark.parametrize("hostile", PAGE_HOSTILE)
def test_names_in_limits_are_only_text(hostile: str) -> None:
    Seen(limits_html(Filters(hostile, hostile, (hostile,), None, (hostile,)))).assert_harmless()


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


# The desk, and the chat at it


def answerer(*answers: str, search: ScriptedSearch | None = None) -> tuple[Answerer, ScriptedWriter]:
    writer = ScriptedWriter(*(answers or (ARRIVED,)))
    return Answerer(search or ScriptedSearch(ARRIVED), writer, 0.4), writer


def chat(ours: Answerer) -> ChatTab:
    settings = SimpleNamespace(answers="question")
    assembly: Any = SimpleNamespace(answerer=ours, catalogue=SimpleNamespace(articles=list), settings=settings, is_ready=True)
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
