from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from conftest import ScriptedSearch, ScriptedWriter
from hostile import Seen

from assistant.answering.answer import Answerer
from assistant.errors import ModelBusy
from assistant.page.chat_tab import ChatTab, OnFeedback, Shown, _changes
from assistant.page.turn import asked
from assistant.types import Answer, Waiting
from index.errors import StoreFailure
from index.types import Article

QUESTION = "लावरोव कब पहुंचे?"
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
HOSTILE = "<img src=x onerror=alert(1)>"


def chat(writer: ScriptedWriter, *quotes: str, near: float = 0.9, on_feedback: OnFeedback | None = None) -> ChatTab:
    """A chat whose assembly holds an answerer and the articles that its search finds."""
    quotes = quotes or (ARRIVED,)
    articles = [Article(f"id{n}", f"/a{n}.txt", f"a{n}.txt", f"शीर्षक {n}", "लोकवाणी", None, "hi") for n in range(len(quotes))]
    answerer = Answerer(ScriptedSearch(*quotes, near=near), writer, 0.4)
    assembly: Any = SimpleNamespace(
        answerer=answerer, catalogue=SimpleNamespace(articles=lambda: articles), settings=SimpleNamespace(answers="question"), is_ready=True
    )
    return ChatTab(assembly, on_feedback)


@pytest.mark.parametrize(("ready", "told"), [(False, "मॉडल लोड हो रहे हैं"), (True, "लेखों में खोज रहे हैं")])
def test_while_models_are_loaded_the_page_says_so(ready: bool, told: str) -> None:
    tab = chat(ScriptedWriter(ARRIVED))
    tab._assembly.is_ready = ready  # type: ignore[misc]
    steps = [conversation for conversation, _, _ in tab.ask("लावरोव कब पहुंचे?", [], "s")]
    assert told in steps[0]
    assert told not in steps[-1]


def last(shown: Iterator[Shown]) -> Shown:
    return list(shown)[-1]


def questions(shown: Shown) -> list[str]:
    return [turn.question for turn in shown[2]]


# One question


def test_the_proof_comes_first_then_the_answer() -> None:
    shown = list(chat(ScriptedWriter(ARRIVED)).ask(QUESTION, [], "s"))
    conversations = [conversation for conversation, _, _ in shown]
    assert "लेखों में खोज रहे हैं…" in conversations[0]
    assert ARRIVED in shown[1][1]  # the proof is there before the first word
    assert 'id="proof-1-1"' in shown[1][1]
    assert "उत्तर लिखा जा रहा है…" in conversations[2]
    assert all(turns == [] for _, _, turns in shown[:-1])
    conversation, proof, _ = shown[-1]
    assert 'प्योंगयांग पहुंचे <a class="mark" href="#proof-1-1" aria-describedby="proof-1-1-quote">[1]</a>।' in conversation
    assert "लेखों से उत्तर" in conversation
    assert "लिखा जा रहा" not in conversation
    assert 'id="proof-1-1"' in proof
    assert questions(shown[-1]) == [QUESTION]


def test_a_follow_up_is_understood_from_the_turns_before_it() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    _, _, turns = last(ours.ask(QUESTION, [], "s"))
    conversation, proof, turns = last(ours.ask("और कहां?", turns, "s"))
    for anchor in ("proof-1-1", "proof-2-1"):
        assert f'href="#{anchor}"' in conversation
        assert proof.count(f'id="{anchor}"') == 1
    assert f"समझा गया: {QUESTION} और कहां?" in conversation
    assert len(turns) == 2


def test_not_found_shows_the_nearest_as_no_proof() -> None:
    conversation, proof, _ = last(chat(ScriptedWriter(), near=0.1).ask(QUESTION, [], "s"))
    assert "आपके लेखों में नहीं" in conversation
    assert "सबसे निकट के वाक्य (प्रमाण नहीं)" in proof
    assert ARRIVED in proof


def test_whoever_waits_sees_how_many_come_first() -> None:
    shown = list(chat(ScriptedWriter(ARRIVED, ahead=2)).ask(QUESTION, [], "s"))
    assert "आपसे पहले के प्रश्न: 2" in shown[2][0]


def test_whoever_waits_sees_how_it_goes_on() -> None:
    pieces = [Waiting(1), Waiting(0), "लावरोव शुक्रवार ", "को पहुंचे।"]
    shown = [conversation for conversation, _, _ in chat(ScriptedWriter(pieces, ahead=2)).ask(QUESTION, [], "s")]
    assert "आपसे पहले के प्रश्न: 2" in shown[2]
    assert "आपसे पहले के प्रश्न: 1" in shown[3]
    assert "उत्तर लिखा जा रहा है…" in shown[4]


def test_what_else_was_found_is_suggested() -> None:
    conversation, _, _ = last(chat(ScriptedWriter(ARRIVED), ARRIVED, "मेट्रो चली और नगर में भीड़ कम हुई।").ask(QUESTION, [], "s"))
    assert Seen(conversation).values("data-question") == ["इस विषय में लेख क्या कहते हैं: शीर्षक 1"]


def test_only_what_changed_is_sent() -> None:
    steps = list(_changes(chat(ScriptedWriter(ARRIVED)).ask(QUESTION, [], "s")))
    kept = [[part == gr.skip() for part in step] for step in steps]
    assert kept[0] == [False, False, False]
    assert kept[1] == [False, False, True]  # the evidence
    assert all(proof and turns for _, proof, turns in kept[2:-1])
    assert kept[-1] == [True, True, False]  # what the checked answer changed was sent with it


# Whatever breaks


@pytest.mark.parametrize("failure", [ModelBusy(HOSTILE), StoreFailure(HOSTILE)])
def test_a_failure_is_shown_escaped(failure: Exception) -> None:
    conversation, _, turns = last(chat(ScriptedWriter(failure)).ask(QUESTION, [], "s"))
    assert 'role="alert"' in conversation
    assert "कुछ गड़बड़ हो गई" in conversation
    assert "&lt;img" in conversation
    assert "<img" not in conversation
    assert len(turns) == 1


def test_a_refused_question_is_said_on_the_page() -> None:
    assert "The question is empty." in last(chat(ScriptedWriter()).ask("?!", [], "s"))[0]


def test_a_bug_is_said_and_keeps_its_traceback() -> None:
    ours = chat(ScriptedWriter(ZeroDivisionError("a bug")))
    shown: list[Shown] = []
    with pytest.raises(ZeroDivisionError):
        shown.extend(ours.ask(QUESTION, [], "s"))
    assert "This is a fault of Pramaan itself." in shown[-1][0]
    assert 'class="turn running"' not in shown[-1][0]
    assert ours.take_back([], "s") == (QUESTION, [])  # it can be asked again


@pytest.mark.parametrize("written", [HOSTILE, f"{HOSTILE} शुक्रवार"])
def test_question_writing_and_quote_are_escaped_at_every_step(written: str) -> None:
    quote = f"{HOSTILE} {ARRIVED}"
    for conversation, proof, _ in chat(ScriptedWriter(written), quote).ask(f"{HOSTILE} लावरोव कब पहुंचे?", [asked(HOSTILE).stopped()], "s"):
        Seen(conversation).assert_harmless()
        Seen(proof).assert_harmless()


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


# Feedback


def test_a_verdict_is_passed_on_with_its_answer() -> None:
    told: list[tuple[str, str, str, str, str]] = []

    def hear(question: str, answer: Answer, verdict: str, reason: str, *, owner: str) -> None:
        told.append((question, answer.status, verdict, reason, owner))

    ours = chat(ScriptedWriter(ARRIVED), on_feedback=hear)
    conversation, _, turns = last(ours.ask(QUESTION, [], "s"))
    assert 'class="feedback"' in conversation
    ours.judge(turns, 1, "down", "", "asha")
    ours.judge(turns, 1, "down", "ग़लत दिन " + "x" * 1_000)
    assert told[0] == (QUESTION, "answered", "down", "", "asha")
    assert told[1][3].startswith("ग़लत दिन")
    assert len(told[1][3]) == 500


@pytest.mark.parametrize(("number", "verdict"), [(0, "up"), (2, "up"), (-1, "up"), (1, "sideways"), (1, "")])
def test_a_verdict_on_no_answer_is_left_out(number: int, verdict: str) -> None:
    told: list[object] = []
    ours = chat(ScriptedWriter(ARRIVED), on_feedback=lambda *about, **_: told.append(about))
    _, _, turns = last(ours.ask(QUESTION, [], "s"))
    ours.judge(turns, number, verdict, "")
    ours.judge([asked(QUESTION).stopped()], 1, "up", "")
    assert told == []


def test_without_anybody_to_tell_no_verdict_is_asked_for() -> None:
    ours = chat(ScriptedWriter(ARRIVED))
    conversation, _, turns = last(ours.ask(QUESTION, [], "s"))
    assert "feedback" not in conversation
    ours.judge(turns, 1, "up", "")
