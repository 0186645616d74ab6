from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import citation
from hostile import HOSTILE, Seen, shown

from assistant.language import Language
from assistant.page.conversation_html import conversation_html, proofs_html, suggestions_html
from assistant.page.turn import State, Turn, asked
from assistant.types import Answer, Disagreement, Done, Dropped, Evidence, Side, Status, Timings, Waiting, Written

PROOF = citation(1, "वर्षा हुई।")


def answer(status: Status = "answered", language: Language = "hi", **changes: object) -> Answer:
    made = Answer("कब?", language, "वर्षा हुई [1]।", None, status == "not_found", status, (PROOF,), timings=Timings(total=1.25))
    return replace(made, **changes)  # type: ignore[arg-type]


def turn(state: State, language: Language = "hi") -> Turn:
    """A turn in that state."""
    begun = Turn("कब?", language, written="वर्षा", evidence=(PROOF,))
    match state:
        case "loading" | "searching":
            return Turn("कब?", language, state)
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
    "loading": ("काम जारी है", "Working"),
    "searching": ("काम जारी है", "Working"),
    "waiting": ("प्रतीक्षा में", "Waiting"),
    "writing": ("काम जारी है", "Working"),
    "stopped": ("रोका गया", "Stopped"),
    "failed": ("कुछ गड़बड़ हो गई", "Something went wrong"),
    "answered": ("लेखों से उत्तर", "Answered from your articles"),
    "partly_supported": ("लेखों से आंशिक उत्तर", "Partly answered"),
    "disagree": ("लेखों में मतभेद है", "Your articles disagree"),
    "not_found": ("आपके लेखों में नहीं", "Not in your articles"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_said_in_words_and_has_its_colour(state: State) -> None:
    hindi, english = STATES[state]
    for language, words in (("hi", hindi), ("hinglish", hindi), ("en", english)):
        html = conversation_html([turn(state, language)])  # type: ignore[arg-type]
        Seen(html).assert_harmless()
        running = state in ("loading", "searching", "waiting", "writing")
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
    html = conversation_html([turn("writing").after(Done(answer(understood="बाढ़ कब?")))])
    assert "समझा गया: बाढ़ कब?" in html
    assert '<p class="note">1.2 सेकंड</p>' in html


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_anybody_typed_or_wrote_is_only_text(hostile: str) -> None:
    proof = citation(1, hostile, article=hostile, title=hostile, publisher=hostile)
    sides = Disagreement(hostile, (Side(hostile, 1),))
    dropped = (Dropped(hostile, hostile, hostile), Dropped(hostile, "number", hostile))
    done = answer("answered", answer=f"{hostile} [1]", citations=(proof,), understood=hostile, short_answer=hostile, dropped=dropped)
    base = Turn(hostile, "hi", written=hostile, evidence=(proof,), next_questions=(hostile,))
    turns = [
        base,
        base.stopped(),
        base.failed(hostile),
        base.failed(f"No article in the store is called '{hostile}'. It holds: a.", "FilterRefused"),
        base.after(Evidence((proof,), hostile, hostile)),
        base.after(Done(done)),
        base.after(Done(replace(done, status="disagree", disagreements=(sides,)))),
        base.after(Done(replace(done, status="not_found", citations=(), nearest=(proof,)))),
    ]
    for number in range(1, len(turns) + 1):
        for html in (conversation_html(turns[:number], feedback=True), proofs_html(turns[:number])):
            page = Seen(html)
            page.assert_harmless()
            assert shown(hostile).replace("\n", "") in page.text.replace("\n", "")


# In short


FOUND = replace(PROOF, quote="वर्षा से 14 लोग मरे।", end=20, exact=(9, 15))


def test_the_exact_words_are_shown_as_soon_as_they_are_found_and_before_the_answer() -> None:
    assert FOUND.answer == "14 लोग"
    found = asked("कितने?").after(Evidence((FOUND,), short_answer="14 लोग"))
    short = '<p class="short">संक्षेप में: <strong>14 लोग</strong> <a class="mark" href="#proof-1-1" aria-describedby="proof-1-1-quote">[1]</a></p>'
    assert short in conversation_html([found])
    written = conversation_html([found.after(Written("बाढ़ में"))])
    assert written.index(short) < written.index("<p>बाढ़ में</p>")
    done = conversation_html([found.after(Done(answer(answer="बाढ़ में 14 लोग मरे [1]।", short_answer="14 लोग", citations=(FOUND,))))])
    assert done.index(short) < done.index("<p>बाढ़ में 14 लोग मरे")
    assert "In short: <strong>14 लोग</strong>" in conversation_html([replace(found, language="en")])


def test_words_that_no_quote_holds_have_no_mark() -> None:
    assert '<p class="short">संक्षेप में: <strong>पंद्रह</strong></p>' in conversation_html([asked("कितने?").after(Evidence((FOUND,), short_answer="पंद्रह"))])


@pytest.mark.parametrize(
    ("text", "is_shown", "rest"),
    [
        ("14 लोग मरे [1]।", True, "14 लोग मरे"),
        ("14 लोग [1]।", False, "14 लोग"),
        ("14 लोग", False, "14 लोग"),
        ("14 लोग [1]\nलेख में: “वर्षा से” [1]", True, "लेख में"),
    ],
)
def test_nothing_is_said_twice(text: str, is_shown: bool, rest: str) -> None:
    html = conversation_html([asked("कितने?").after(Done(answer(answer=text, short_answer="14 लोग", citations=(FOUND,))))])
    assert ('<p class="short">' in html) is is_shown
    assert f"<p>{rest}" in html


def test_an_answer_that_no_longer_gives_the_found_words_doesnt_show_them() -> None:
    found = asked("कितने?").after(Evidence((FOUND,), short_answer="14 लोग"))
    assert "संक्षेप में" not in conversation_html([found.after(Done(answer("not_found", nearest=(FOUND,), citations=())))])


def test_a_screen_reader_is_told_the_exact_words() -> None:
    found = asked("कितने?").after(Evidence((FOUND,), short_answer="14 लोग"))
    assert announced(found) == "संक्षेप में: 14 लोग. उत्तर लिखा जा रहा है…"
    done = found.after(Done(answer(answer="14 लोग [1]\nलेख में: “वर्षा से” [1]", short_answer="14 लोग")))
    assert announced(done) == "लेखों से उत्तर. संक्षेप में: 14 लोग. लेख में: “वर्षा से” [1]"


def test_the_seconds_of_a_wait_are_not_read_aloud_again_and_again() -> None:
    assert announced(asked("कब?").after(Waiting(2, 8.2))) == announced(asked("कब?").after(Waiting(2, 7.1))) == "आपसे पहले के प्रश्न: 2"


def test_whoever_waited_sees_when_it_is_their_turn() -> None:
    waiting = asked("कब?").after(Evidence((PROOF,))).after(Waiting(2, 9.0))
    assert "आपसे पहले के प्रश्न: 1, लगभग 4 सेकंड" in conversation_html([waiting.after(Waiting(1, 4.0))])
    assert "उत्तर लिखा जा रहा है…" in conversation_html([waiting.after(Waiting(0))])


# How it was understood, and what was left out


@pytest.mark.parametrize(("language", "label"), [("hi", "समझे गए प्रश्न को बदलें"), ("en", "Change how the question is understood")])
def test_what_was_understood_can_be_put_otherwise_from_the_evidence_on(language: Language, label: str) -> None:
    begun = replace(asked("और कहां?"), language=language).after(Evidence((PROOF,), 'बाढ़ "कहां?'))
    for html in (conversation_html([begun]), conversation_html([begun.after(Done(answer(language=language, understood='बाढ़ "कहां?')))])):
        page = Seen(html)
        assert page.values("data-question") == ['बाढ़ "कहां?']
        assert label in page.values("aria-label")
    assert "reword" not in conversation_html([turn("answered")])


def test_what_the_check_left_out_is_folded_below_the_answer() -> None:
    html = conversation_html([turn("writing").after(Done(answer(dropped=(Dropped("45 मरे।", "number", "45"),))))])
    assert html.index("वर्षा हुई <a") < html.index('<details class="dropped"') < html.index('class="actions"')
    assert "जाँच में हटाया गया (1)" in html
    assert "dropped" not in conversation_html([turn("answered")])


def test_a_failure_is_told_in_the_readers_language_with_its_english_in_a_fold() -> None:
    failed = asked("कब?").failed("The model 'qwen' is not in /m. Run: pramaan models pull qwen", "ModelMissing")
    html = conversation_html([failed])
    assert "मॉडल “qwen” इस मशीन पर पूरा नहीं है।" in html
    assert '<details class="detail"><summary>तकनीकी विवरण (अंग्रेज़ी में)</summary><p class="failure" lang="en">The model &#x27;qwen&#x27;' in html
    english = conversation_html([replace(failed, language="en")])
    assert '<p class="failure" lang="en">The model &#x27;qwen&#x27;' in english
    assert "details" not in english
