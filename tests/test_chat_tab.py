from __future__ import annotations

import gradio as gr
import pytest
from chatting import ARRIVED, HOSTILE, QUESTION, chat, last, questions
from conftest import ScriptedWriter
from hostile import Seen

from assistant.errors import ModelBusy
from assistant.page.chat_tab import Shown, _changes
from assistant.page.turn import asked
from assistant.types import Answer, Waiting
from index.errors import StoreFailure


@pytest.mark.parametrize(("ready", "told"), [(False, "मॉडल लोड हो रहे हैं"), (True, "लेखों में खोज रहे हैं")])
def test_while_models_are_loaded_the_page_says_so(ready: bool, told: str) -> None:
    tab = chat(ScriptedWriter(ARRIVED))
    tab._assembly.is_ready = ready  # type: ignore[misc]
    steps = [conversation for conversation, _, _ in tab.ask("लावरोव कब पहुंचे?", [], "s")]
    assert told in steps[0]
    assert told not in steps[-1]


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
