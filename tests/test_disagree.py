from __future__ import annotations

import pytest
from conftest import citation

from assistant.answering.disagree import find_disagreement
from assistant.types import Disagreement, Side

QUESTION = "रूस में कितने सैनिक भेजे गए?"
OLDER = citation(1, "रूस में 10,000 से अधिक सैनिक भेजे गए हैं।", "a.txt", "2026-07-12")


def test_two_articles_with_two_figures_disagree_newest_first() -> None:
    newer = citation(2, "रूस में लगभग 11 हजार सैनिक भेजे गए हैं।", "b.txt", "2026-07-14")
    assert find_disagreement(QUESTION, [OLDER, newer]) == Disagreement(QUESTION, (Side("11 हजार", 2), Side("10,000 से अधिक", 1)))


@pytest.mark.parametrize(
    ("why", "quote", "article"),
    [
        ("the same value in other digits", "रूस में १०,००० सैनिक भेजे गए।", "b.txt"),
        ("the same value with a scale word", "रूस में 10 हज़ार सैनिक भेजे गए।", "b.txt"),
        ("different things: killed, not sent", "रूस में लगभग 600 सैनिक मारे गए।", "b.txt"),
        ("different things: no soldiers", "रूस में 40 डॉक्टर भेजे गए।", "b.txt"),
        ("no figure at all", "रूस में सैनिक भेजे गए।", "b.txt"),
        ("the same article", "रूस में लगभग 11 हजार सैनिक भेजे गए हैं।", "a.txt"),
    ],
)
def test_no_disagreement(why: str, quote: str, article: str) -> None:
    assert find_disagreement(QUESTION, [OLDER, citation(2, quote, article)]) is None, why


@pytest.mark.parametrize("question", ["सैनिक कहां भेजे गए?", "सैनिक कब भेजे गए?", "", "कितने?"])
def test_only_a_question_that_counts_can_find_one(question: str) -> None:
    assert find_disagreement(question, [OLDER, citation(2, "रूस में 11 हजार सैनिक भेजे गए हैं।", "b.txt")]) is None


def test_a_range_is_the_same_however_its_scale_is_written() -> None:
    one = citation(1, "रूस में 25 से 30 हजार सैनिक भेजे गए।", "a.txt")
    other = citation(2, "रूस में 25,000 से 30,000 सैनिक भेजे गए।", "b.txt")
    assert find_disagreement(QUESTION, [one, other]) is None


def test_english_articles_disagree_too() -> None:
    proofs = [
        citation(1, "The Blue Line carried 40,000 passengers on Sunday.", "a.txt", "2026-07-05"),
        citation(2, "The Blue Line carried 45,000 passengers.", "b.txt", "2026-07-06"),
    ]
    found = find_disagreement("How many passengers did the Blue Line carry?", proofs)
    assert found is not None
    assert [(side.value, side.citation) for side in found.sides] == [("45,000", 2), ("40,000", 1)]


def test_an_unknown_date_comes_last() -> None:
    unknown = citation(1, "रूस में 12,000 सैनिक भेजे गए हैं।", "c.txt", None)
    found = find_disagreement(QUESTION, [unknown, citation(2, OLDER.quote, "a.txt", "2026-07-12")])
    assert found is not None
    assert [side.citation for side in found.sides] == [2, 1]


def test_without_evidence_nothing_disagrees() -> None:
    assert find_disagreement(QUESTION, []) is None
