"""Questions of two parts: what each finds by itself and with the whole question's help."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import citation

from assistant.answering.findings import Findings
from assistant.answering.joint import look_for_parts
from assistant.answering.parts import split_question
from assistant.types import Citation

PARTS = ["कितने सैनिक मारे जा चुके हैं?", "कितने नए भेजने की तैयारी है?"]
QUESTION = "कितने सैनिक मारे जा चुके हैं और कितने नए भेजने की तैयारी है?"
KILLED = "अब तक 600 सैनिक मारे गए।"
SENT = "25 से 30 हजार सैनिक और भेजने की तैयारी है।"


def told(n: int, quote: str, words: str) -> Citation:
    start = quote.index(words)
    return replace(citation(n, quote), exact=(start, start + len(words)))


NOTHING = Findings((), 0.1)
ALONE = Findings((told(1, KILLED, "600"),), 0.9)


class Looked:
    """What is found for each question that the reader is asked; nothing for the others. Records the questions."""

    def __init__(self, found: dict[str, Findings]) -> None:
        self._found = found
        self.asked: list[tuple[str, str]] = []

    def __call__(self, searched: str, read: str) -> Findings:
        self.asked.append((searched, read))
        return self._found.get(read, NOTHING)


def answers(look: Looked, stopped: bool = False) -> list[str | None]:
    return [one.citation.answer if one.citation else None for one in look_for_parts(QUESTION, PARTS, 0.5, look, lambda: stopped)]


def test_what_one_part_does_not_find_the_whole_question_may() -> None:
    joint = Findings((told(1, KILLED, "600"), told(2, SENT, "25 से 30 हजार")), 0.8)
    assert answers(Looked({PARTS[0]: ALONE, QUESTION: joint})) == ["600", "25 से 30 हजार"]


def test_what_a_part_came_nearest_to_the_whole_question_may_make_sure() -> None:
    said = told(1, "The next phase gets 1,150 crore.", "1,150 crore")
    look = Looked({PARTS[0]: ALONE, PARTS[1]: Findings((said,), 0.2), QUESTION: Findings((told(1, KILLED, "600"), said), 0.8)})
    assert answers(look) == ["600", "1,150 crore"]


@pytest.mark.parametrize("other", [told(2, "40 को इनाम मिला।", "40"), citation(2, SENT)])
def test_two_numbers_that_are_asked_for_are_two(other: Citation) -> None:
    again = told(1, KILLED, "600")
    look = Looked({PARTS[0]: ALONE, PARTS[1]: Findings((again, citation(3, "2024 में कोई नहीं आया।"), other), 0.9)})
    assert [one.citation for one in look_for_parts(QUESTION, PARTS, 0.5, look, lambda: False)] == [ALONE.evidence[0], other]


def test_a_number_without_a_figure_stays_the_best_answer() -> None:
    one = told(1, "एक व्यक्ति की मौत हुई।", "एक व्यक्ति")
    look = Looked({PARTS[0]: Findings((one, citation(2, "घटना रात 9 बजे हुई।")), 0.9)})
    assert answers(look) == ["एक व्यक्ति", None]


def test_what_the_first_part_names_is_searched_for_with_a_completed_one() -> None:
    question, look = "बिहार में 2020 में भाजपा को कितनी सीटें मिलीं और 2015 में कितनी?", Looked({})
    look_for_parts(question, split_question(question), 0.5, look, lambda: False)
    searched, read = look.asked[2]
    assert "बिहार" in searched
    assert read == "2015 में कितनी सीटें मिलीं?"


@pytest.mark.parametrize(
    ("why", "joint"),
    [
        ("what the other part found", Findings((told(1, KILLED, "600"),), 0.8)),
        ("the same in other words", Findings((told(1, "छह सौ सैनिक और भेजने की तैयारी है।", "छह सौ"),), 0.8)),
        ("about something else", Findings((told(1, "40 डॉक्टर घायल हुए।", "40"),), 0.8)),
        ("no number", Findings((told(1, SENT, "सैनिक"),), 0.8)),
        ("too unsure", Findings((told(1, SENT, "25 से 30 हजार"),), 0.4)),
        ("no exact words", Findings((citation(1, SENT),), 0.8)),
    ],
)
def test_the_whole_questions_words_must_be_the_parts_own(why: str, joint: Findings) -> None:
    assert answers(Looked({PARTS[0]: ALONE, QUESTION: joint})) == ["600", None], why


def test_when_no_part_finds_anything_the_whole_question_does_not_answer_for_it() -> None:
    look = Looked({QUESTION: Findings((told(1, SENT, "25 से 30 हजार"),), 0.8)})
    assert answers(look) == [None, None]
    assert (QUESTION, QUESTION) not in look.asked


def test_a_part_is_looked_for_by_itself_and_then_where_the_whole_question_leads() -> None:
    look = Looked({PARTS[0]: ALONE})
    answers(look)
    assert [read for _, read in look.asked] == [PARTS[0], PARTS[1], PARTS[1], QUESTION]
    assert [searched == QUESTION for searched, _ in look.asked] == [False, False, True, True]


def test_nothing_is_looked_for_once_it_is_stopped() -> None:
    look = Looked({PARTS[0]: ALONE})
    assert answers(look, stopped=True) == []
    assert look.asked == []
