from __future__ import annotations

import inspect
import threading

from chatting import ARRIVED, QUESTION, chat, last, questions
from conftest import ScriptedWriter

from assistant.page.chat_tab import Shown
from assistant.page.turn import asked

# Stopping


def test_stopping_one_session_leaves_the_other_alone() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    one, other = ours.ask(QUESTION, [], "one"), ours.ask(QUESTION, [], "other")
    for _ in range(3):
        next(one)
        next(other)
    ours.stop("one")
    conversation, _, turns = last(one)
    assert 'class="status stopped"' in conversation
    assert "लेखों से उत्तर" not in conversation
    assert len(turns) == 1
    assert "लेखों से उत्तर" in last(other)[0]


def test_two_sessions_at_once_have_their_own_conversations() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    one, other = ours.ask("लावरोव कब पहुंचे?", [], "one"), ours.ask("लावरोव किस दिन पहुंचे?", [], "other")
    pairs = list(zip(one, other, strict=True))
    (_, _, turns), (_, _, other_turns) = pairs[-1]
    assert [turn.question for turn in turns] == ["लावरोव कब पहुंचे?"]
    assert [turn.question for turn in other_turns] == ["लावरोव किस दिन पहुंचे?"]


def test_what_a_stopped_writer_still_had_to_say_is_not_waited_for() -> None:
    go_on = threading.Event()
    writer = ScriptedWriter(ARRIVED, go_on=go_on)
    ours = chat(writer)
    shown: list[Shown] = []
    thread = threading.Thread(target=lambda: shown.extend(ours.ask(QUESTION, [], "s")))
    thread.start()
    assert writer.playing.wait(5)
    ours.stop("s")
    go_on.set()
    thread.join(5)
    assert not thread.is_alive()
    assert 'class="status stopped"' in shown[-1][0]


def test_a_new_question_takes_the_place_of_the_one_that_runs() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    first = ours.ask(QUESTION, [], "s")
    for _ in range(3):
        next(first)
    _, _, turns = last(ours.ask("लावरोव कहां पहुंचे?", [], "s"))
    assert [turn.question for turn in turns] == ["लावरोव कहां पहुंचे?"]
    assert all(turns == [] for _, _, turns in first)  # the old one has nothing more to add


def test_a_cleared_conversation_stays_empty() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    running = ours.ask(QUESTION, [], "s")
    for _ in range(3):
        next(running)
    ours.forget("s")
    assert all(turns == [] for _, _, turns in running)


def test_stopping_when_nothing_runs_is_fine() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    ours.stop("nobody")
    ours.forget("nobody")
    assert "लेखों से उत्तर" in last(ours.ask(QUESTION, [], "s"))[0]


def test_a_closed_browser_stops_the_writing() -> None:
    writer = ScriptedWriter(["क"] * 1_000)
    ours = chat(writer)
    running = ours.ask(QUESTION, [], "s")
    for _ in range(4):
        next(running)
    event = ours._running["s"].cancelled
    assert inspect.isgenerator(running)
    running.close()
    assert event.is_set()


# Asking again, editing, starting anew


def test_the_last_question_is_asked_again_in_its_own_place() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    _, _, turns = last(ours.ask("पहला प्रश्न क्या था?", [], "s"))
    _, _, turns = last(ours.ask(QUESTION, turns, "s"))
    assert questions(last(ours.ask_again(turns, "s"))) == ["पहला प्रश्न क्या था?", QUESTION]
    assert list(ours.ask_again([], "s")) == []


def test_the_question_that_runs_is_the_one_that_is_asked_again_or_edited() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    _, _, turns = last(ours.ask("पहला प्रश्न क्या था?", [], "s"))
    running = ours.ask(QUESTION, turns, "s")
    next(running)
    assert ours.take_back(turns, "s") == (QUESTION, turns)
    assert all(shown == turns for _, _, shown in running)  # it adds nothing any more
    running = ours.ask(QUESTION, turns, "s")
    next(running)
    assert questions(last(ours.ask_again(turns, "s"))) == ["पहला प्रश्न क्या था?", QUESTION]


def test_editing_takes_the_last_turn_back() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    turns = [asked("एक?").stopped(), asked("दो?").stopped()]
    assert ours.take_back(turns, "s") == ("दो?", turns[:1])
    assert ours.take_back([], "s") == ("", [])


def test_an_empty_conversation_is_the_welcome() -> None:
    conversation, proof, turns = chat(ScriptedWriter()).render([])
    assert "1 लेख" in conversation
    assert (proof, turns) == ("", [])


def test_an_earlier_conversation_can_be_shown_again() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    shown = last(ours.ask(QUESTION, [], "s"))
    assert ours.render(shown[2]) == shown
