from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import citation
from hostile import HOSTILE, Seen, shown

from assistant.language import Language
from assistant.page.conversation_html import conversation_html, proofs_html, suggestions_html
from assistant.page.turn import State, Turn, asked
from assistant.types import Answer, Disagreement, Done, Evidence, Side, Status, Timings, Waiting, Written

PROOF = citation(1, "वर्षा हुई।")


def answer(status: Status = "answered", language: Language = "hi", **changes: object) -> Answer:
    made = Answer("कब?", language, "वर्षा हुई [1]।", None, status == "not_found", status, (PROOF,), timings=Timings(total=1.25))
    return replace(made, **changes)  # type: ignore[arg-type]


def turn(state: State, language: Language = "hi") -> Turn:
    """A turn in that state."""
    begun = Turn("कब?", language, written="वर्षा", evidence=(PROOF,))
    match state:
        case "searching":
            return Turn("कब?", language)
        case "waiting":
            return begun.after(Waiting(2))
        case "writing":
            return begun.after(Written(" हुई"))
        case "stopped":
            return begun.stopped()
        case "failed":
            return begun.failed("The model failed.")
        case "disagree":
            sides = Disagreement("कब?", (Side("11", 1),))
            return begun.after(Done(answer("disagree", language, disagreements=(sides,))))
        case "not_found":
            return begun.after(Done(answer("not_found", language, citations=(), nearest=(PROOF,))))
        case _:
            return begun.after(Done(answer(state, language)))


STATES: dict[State, tuple[str, str]] = {
    "searching": ("काम जारी है", "Working"),
    "waiting": ("प्रतीक्षा में", "Waiting"),
    "writing": ("काम जारी है", "Working"),
    "stopped": ("रोका गया", "Stopped"),
    "failed": ("कुछ गड़बड़ हो गई", "Something went wrong"),
    "answered": ("लेखों से उत्तर", "Answered from your articles"),
    "partly_supported": ("सबसे निकट के वाक्य", "The nearest sentences"),
    "disagree": ("लेखों में मतभेद है", "Your articles disagree"),
    "not_found": ("आपके लेखों में नहीं", "Not in your articles"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_said_in_words_and_has_its_colour(state: State) -> None:
    hindi, english = STATES[state]
    for language, words in (("hi", hindi), ("hinglish", hindi), ("en", english)):
        html = conversation_html([turn(state, language)])  # type: ignore[arg-type]
        Seen(html).assert_harmless()
        running = state in ("searching", "waiting", "writing")
        assert f'<p class="{"stage" if running else "status"} {state}">{words}' in html
        assert ('class="turn running"' in html) is running


def test_an_event_changes_only_what_it_tells() -> None:
    begun = asked("कब?")
    assert (begun.state, begun.language, begun.citations) == ("searching", "hi", ())
    found = begun.after(Evidence((PROOF,)))
    assert (found.state, found.citations) == ("writing", (PROOF,))
    assert found.after(Waiting(3)).ahead == 3
    assert found.after(Written("एक ")).after(Written("दो")).written == "एक दो"
    done = found.after(Done(answer()))
    assert (done.state, done.running, done.citations) == ("answered", False, (PROOF,))


def test_the_proof_is_shown_before_the_first_word() -> None:
    found = asked("कब?").after(Evidence((PROOF,)))
    assert 'id="proof-1-1"' in proofs_html([found])
    assert "वाक्य देखें (1)" in conversation_html([found])


def test_whoever_waits_sees_how_many_come_first() -> None:
    assert "आपसे पहले के प्रश्न: 2" in conversation_html([turn("waiting")])
    assert "Questions before yours: 2" in conversation_html([turn("waiting", "en")])
    assert "आपसे पहले के प्रश्न: 2, लगभग 8 सेकंड" in conversation_html([asked("कब?").after(Waiting(2, 8.2))])


def announced(*turns: Turn) -> str:
    html = conversation_html(turns)
    assert html.startswith('<p class="unseen" role="status"')
    return Seen(html[: html.index("</p>") + 4]).text


def test_a_screen_reader_is_told_of_states_and_of_the_whole_answer_once() -> None:
    begun = asked("कब?").after(Evidence((PROOF,)))
    assert announced(begun.after(Written("एक "))) == announced(begun.after(Written("एक ")).after(Written("दो"))) == "उत्तर लिखा जा रहा है…"
    assert announced(turn("answered")) == "लेखों से उत्तर. वर्षा हुई [1]।"
    assert announced(turn("failed")) == ""
    assert 'role="alert"' in conversation_html([turn("failed")])


def test_the_answer_can_be_copied_with_its_citations() -> None:
    (copy,) = Seen(conversation_html([turn("answered")])).values("data-copy")
    assert copy == "वर्षा हुई [1]।\n\nप्रमाण:\n[1] “वर्षा हुई।”\n    शीर्षक · लोकवाणी · 2026-07-14 · a.txt 0–10"


@pytest.mark.parametrize("state", STATES)
def test_only_a_finished_answer_is_copied_and_judged(state: State) -> None:
    html = conversation_html([turn(state)], feedback=True)
    assert ('class="copy"' in html) is ('class="feedback"' in html) is (state in ("answered", "partly_supported", "disagree", "not_found"))


def test_without_anybody_to_tell_nobody_is_asked() -> None:
    assert "feedback" not in conversation_html([turn("answered")], feedback=False)


def test_the_verdicts_of_two_turns_are_apart() -> None:
    page = Seen(conversation_html([turn("answered"), turn("answered")], feedback=True))
    assert [name for name in page.values("name") if name != "reason"] == ["verdict-1"] * 2 + ["verdict-2"] * 2
    assert page.values("data-turn") == ["1", "1", "2", "2"]  # each one's button to its sentences, and its verdict


def test_only_the_last_turn_suggests_what_to_ask_next() -> None:
    turns = [replace(turn("answered"), next_questions=("पहले का?",)), replace(turn("answered"), next_questions=("आगे क्या?",))]
    assert Seen(conversation_html(turns)).values("data-question") == ["आगे क्या?"]
    assert suggestions_html((), "आगे", "hi") == ""


def test_each_turn_has_its_own_cards_and_earlier_ones_are_folded() -> None:
    html = proofs_html([turn("answered"), turn("answered")])
    assert html.count('id="proof-1-1"') == html.count('id="proof-2-1"') == 1
    assert html.index("proof-2-1") < html.index('<details class="earlier">') < html.index("proof-1-1")
    assert proofs_html([]) == ""


def test_a_disagreement_is_a_table_between_its_words() -> None:
    html = conversation_html([turn("disagree")])
    assert "लेख अलग-अलग बातें बताते हैं:" in html
    assert '<table class="sides">' in html


def test_how_the_question_was_understood_and_how_long_it_took_is_said() -> None:
    assert "समझा गया: बाढ़ कब? · 1.2 सेकंड" in conversation_html([replace(turn("answered"), answer=answer(understood="बाढ़ कब?"))])


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_anybody_typed_or_wrote_is_only_text(hostile: str) -> None:
    proof = citation(1, hostile, article=hostile, title=hostile, publisher=hostile)
    sides = Disagreement(hostile, (Side(hostile, 1),))
    done = answer("answered", answer=f"{hostile} [1]", citations=(proof,), understood=hostile)
    base = Turn(hostile, "hi", written=hostile, evidence=(proof,), next_questions=(hostile,))
    turns = [
        base,
        base.stopped(),
        base.failed(hostile),
        base.after(Done(done)),
        base.after(Done(replace(done, status="disagree", disagreements=(sides,)))),
        base.after(Done(replace(done, status="not_found", citations=(), nearest=(proof,)))),
    ]
    for number in range(1, len(turns) + 1):
        for html in (conversation_html(turns[:number], feedback=True), proofs_html(turns[:number])):
            page = Seen(html)
            page.assert_harmless()
            assert shown(hostile).replace("\n", "") in page.text.replace("\n", "")
