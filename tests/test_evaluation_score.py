from __future__ import annotations

from math import log2
from typing import Any

import pytest

from assistant.evaluation.questions import Place, Question
from assistant.evaluation.score import RIGHT, WRONG, Row, locate, score_row

BROKE = "तमसा नदी का तटबंध टूटा।"
CAMPS = "6,200 लोग शिविरों में हैं।"
TEXTS = {"क.txt": f"{BROKE} {CAMPS}", "ख.txt": f"शीर्षक\n{BROKE}"}


def question(**gold: Any) -> Question:
    return Question(**{"id": "1", "question": "कितने लोग?", "lang": "hi", **gold})


def cited(article: str, start: int, quote: str) -> dict[str, Any]:
    return {"n": 1, "article": article, "start": start, "end": start + len(quote), "quote": quote}


def found_at(*places: tuple[str, int, int]) -> list[dict[str, Any]]:
    return [{"article": article, "start": start, "end": end, "score": 1.0} for article, start, end in places]


def prediction(answer: str = "", **changes: Any) -> dict[str, Any]:
    return {"id": "1", "answer": answer, "short_answer": None, "abstained": False, "citations": [], "retrieved": [], "confidence": 0.6, **changes}


REFUSED = prediction("आपके लेखों में इसका उत्तर नहीं मिला।", abstained=True)


def scored(asked: Question, predicted: dict[str, Any]) -> Row:
    return score_row(asked, predicted, locate(asked, TEXTS)[0], TEXTS)


# What came of a question


@pytest.mark.parametrize(
    ("gold", "predicted", "outcome"),
    [
        ({"answers": ("6,200",)}, prediction("शिविरों में ६,२०० लोग हैं [1]।"), "right"),
        ({"answers": ("6,200",)}, prediction("शिविरों में 62 लोग हैं [1]।"), "wrong"),
        ({"answers": ("11",)}, prediction("110 लोग मारे गए [1]।"), "wrong"),
        ({"answers": ("तमसा",)}, prediction("तमसापुर [1]।"), "wrong"),
        ({"answers": ("ग्यारह", "11")}, prediction("11 लोग मारे गए [1]।"), "right"),  # any one
        ({"answers": ("2",)}, prediction("बहुत लोग मारे गए [2]।"), "wrong"),  # the mark is no answer
        ({"must_include": (("1",),)}, prediction("बहुत लोग मारे गए [1]।"), "wrong"),
        ({"answers": ("6,200 लोग",)}, prediction("6,200 [1] लोग हैं।"), "right"),  # nor does it part one
        ({"must_include": (("11", "ग्यारह"), ("19", "उन्नीस"))}, prediction("ग्यारह या 19 [1]।"), "right"),
        ({"must_include": (("11",), ("19",))}, prediction("11 [1]।"), "wrong"),
        ({"must_include": (("11",), ("19",)), "answers": ("11",)}, prediction("11 [1]।"), "wrong"),  # must_include decides
        ({"must_include": (("11",),), "answers": ("ग्यारह लोग",)}, prediction("11 [1]।"), "right"),
        ({"answers": ("11",)}, REFUSED, "refused_wrongly"),
        ({"docs": ("क.txt",)}, REFUSED, "refused_wrongly"),
        ({"evidence": (BROKE,)}, REFUSED, "refused_wrongly"),
        ({"docs": ("क.txt",)}, prediction("तटबंध टूटा [1]।"), "unjudged"),
        ({}, prediction("तटबंध टूटा [1]।"), "unjudged"),
        ({}, REFUSED, "unjudged"),
        ({"type": "unanswerable"}, REFUSED, "refused_rightly"),
        ({"type": "unanswerable"}, prediction("तटबंध टूटा [1]।"), "answered_unanswerable"),
        ({"type": "boilerplate-trap"}, REFUSED, "refused_rightly"),
        ({"type": "boilerplate-trap"}, prediction("सदस्यता लें [1]।"), "answered_unanswerable"),
        ({"type": "boilerplate-trap", "answers": ("11",)}, prediction("11 [1]।"), "right"),
        ({"type": "boilerplate-trap", "answers": ("11",)}, REFUSED, "refused_wrongly"),
        ({"type": "unanswerable"}, {"id": "1", "question": "कितने?", "error": "The model failed."}, "error"),
        ({"answers": ("11",)}, {"id": "1", "question": "कितने?", "error": ""}, "error"),
    ],
)
def test_what_came_of_a_question(gold: dict[str, Any], predicted: dict[str, Any], outcome: str) -> None:
    assert scored(question(**gold), predicted).outcome == outcome


def test_every_outcome_is_right_or_wrong_or_can_not_be_judged() -> None:
    assert set(RIGHT) | set(WRONG) | {"unjudged"} == {
        *("right", "wrong", "refused_rightly", "refused_wrongly", "answered_unanswerable", "unjudged", "error")
    }
    assert not set(RIGHT) & set(WRONG)


# Which figures a row has


ABSTENTION = ("correct", "refused_unanswerable", "kept_answerable")


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ({"answers": ("11",)}, prediction("11 [1]।"), {"correct": 1.0, "kept_answerable": 1.0}),
        ({"answers": ("11",)}, prediction("12 [1]।"), {"correct": 0.0, "kept_answerable": 1.0}),
        ({"answers": ("11",)}, REFUSED, {"correct": 0.0, "kept_answerable": 0.0}),
        ({"must_include": (("11",),)}, prediction("11 [1]।"), {"correct": 1.0, "kept_answerable": 1.0}),
        # Only articles are known: a refusal must not count as incorrect where an answer never counts as correct.
        ({"docs": ("क.txt",)}, REFUSED, {"kept_answerable": 0.0}),
        ({"docs": ("क.txt",)}, prediction("11 [1]।"), {"kept_answerable": 1.0}),
        ({"type": "unanswerable"}, REFUSED, {"refused_unanswerable": 1.0}),
        ({"type": "unanswerable"}, prediction("11 [1]।"), {"refused_unanswerable": 0.0}),
        ({}, prediction("11 [1]।"), {}),
        ({}, REFUSED, {}),
    ],
)
def test_right_on_answerable_and_on_unanswerable_stay_apart(gold: dict[str, Any], predicted: dict[str, Any], expected: dict[str, float]) -> None:
    scores = scored(question(**gold), predicted).scores
    assert {name: scores[name] for name in ABSTENTION if name in scores} == expected


def test_a_failed_question_has_no_figures() -> None:
    failed = {"id": "1", "question": "कितने?", "error": "The model failed."}
    assert scored(question(answers=("11",), docs=("क.txt",)), failed) == Row(question(answers=("11",), docs=("क.txt",)), failed, "error", {})


def test_a_refusal_earns_nothing_for_its_words_and_is_searched_for_none_of_its_citations() -> None:
    scores = scored(question(answers=("आपके लेखों में इसका उत्तर नहीं मिला",), docs=("क.txt",)), REFUSED).scores
    assert (scores["f1"], scores["em"], scores["correct"]) == (0.0, 0.0, 0.0)
    assert not {"answer_words", "marked", "verbatim", "article_precision", "article_recall"} & set(scores)
    assert scores["hit@5"] == 0.0  # what was retrieved counts, refused or not


@pytest.mark.parametrize(
    ("short", "answer", "f1", "em"),
    [
        ("६,२००", "शिविरों में 6,200 लोग हैं [1]।", 2 * (1 / 1) * (1 / 2) / (1 / 1 + 1 / 2), 0.0),
        ("6,200 लोग", "शिविरों में 6,200 लोग हैं [1]।", 1.0, 1.0),
        # no short answer: the answer's words, where the mark is none: 2 of 5 said, 2 of 2 gold
        (None, "शिविरों में 6,200 लोग हैं [1]।", 2 * (2 / 5) * (2 / 2) / (2 / 5 + 2 / 2), 0.0),
        (None, "6,200 लोग [1]।", 1.0, 1.0),
        ("सेना", "6,200 लोग [1]।", 0.0, 0.0),
    ],
)
def test_f1_and_exact_match_are_those_of_the_short_answer(short: str | None, answer: str, f1: float, em: float) -> None:
    scores = scored(question(answers=("6,200 लोग",)), prediction(answer, short_answer=short)).scores
    assert (scores["f1"], scores["em"]) == (pytest.approx(f1), em)


def test_without_gold_answers_there_is_no_f1() -> None:
    assert not {"f1", "em"} & set(scored(question(must_include=(("11",),)), prediction("11", short_answer="11")).scores)


@pytest.mark.parametrize(("answer", "words"), [("तटबंध टूटा [1][2]।", 2), ("6,200 लोग शिविरों में हैं [1, 2]। बस।", 6), ("The U.S. army [1]", 3)])
def test_marks_are_no_words_of_the_answer(answer: str, words: int) -> None:
    assert scored(question(), prediction(answer)).scores["answer_words"] == words


def test_retrieval_is_scored_by_article_and_by_span() -> None:
    asked = question(docs=("क.txt", "ख.txt"), evidence=(BROKE, CAMPS))
    retrieved = found_at(("ग.txt", 0, 50), ("क.txt", 24, 50), ("क.txt", 0, 12), ("ख.txt", 0, 30))
    scores = scored(asked, prediction("", abstained=True, retrieved=retrieved)).scores
    best = 1 / log2(2) + 1 / log2(3)
    # articles: ग, क, ख: gold in places 2 and 3
    assert (scores["hit@1"], scores["hit@3"], scores["hit@5"], scores["mrr@10"]) == (0.0, 1.0, 1.0, 1 / 2)
    assert scores["ndcg@10"] == pytest.approx((1 / log2(3) + 1 / log2(4)) / best)
    # chunks: nothing, CAMPS, half of BROKE (12 of 23 letters), BROKE again in another article
    assert (scores["span_hit@1"], scores["span_hit@3"], scores["span_hit@5"], scores["span_mrr@10"]) == (0.0, 1.0, 1.0, 1 / 2)
    assert scores["span_ndcg@10"] == pytest.approx((1 / log2(3) + 1 / log2(4)) / best)


def test_the_right_article_is_not_yet_the_right_passage() -> None:
    asked = question(docs=("क.txt",), evidence=(CAMPS,))
    scores = scored(asked, prediction("", abstained=True, retrieved=found_at(("क.txt", 0, 23), ("क.txt", 24, 50)))).scores
    assert (scores["hit@1"], scores["span_hit@1"], scores["span_hit@3"]) == (1.0, 0.0, 1.0)
    assert (scores["mrr@10"], scores["span_mrr@10"]) == (1.0, 1 / 2)


def test_of_two_proofs_in_one_article_both_are_to_be_found() -> None:
    asked = question(docs=("क.txt",), evidence=(BROKE, CAMPS))
    scores = scored(asked, prediction("", abstained=True, retrieved=found_at(("क.txt", 40, 60), ("क.txt", 24, 50)))).scores
    assert scores["ndcg@10"] == 1.0
    assert scores["span_ndcg@10"] == pytest.approx((1 / log2(3)) / (1 / log2(2) + 1 / log2(3)))


def test_retrieval_without_gold_articles_or_proofs_is_not_scored() -> None:
    retrieved = found_at(("क.txt", 0, 23))
    without_docs = scored(question(answers=("11",)), prediction("11", retrieved=retrieved)).scores
    without_proofs = scored(question(docs=("क.txt",)), prediction("11", retrieved=retrieved)).scores
    assert not [name for name in without_docs if "hit" in name or "mrr" in name or "ndcg" in name]
    assert not [name for name in without_proofs if name.startswith(("span_", "evidence_"))]
    assert without_proofs["hit@1"] == 1.0


def test_citations_are_scored_by_article_and_by_proof() -> None:
    asked = question(docs=("क.txt",), evidence=(BROKE, CAMPS))
    quotes = [cited("क.txt", 0, BROKE), cited("ख.txt", 7, BROKE), cited("ख.txt", 0, BROKE)]  # the last is not what stands there
    scores = scored(asked, prediction("तटबंध टूटा [1]। लोग भागे।", citations=quotes)).scores
    assert scores["verbatim"] == 2 / 3
    assert scores["marked"] == 1 / 2
    assert (scores["article_precision"], scores["article_recall"]) == (1 / 2, 1 / 1)  # क and ख cited, क is gold
    assert (scores["evidence_precision"], scores["evidence_recall"]) == (1 / 3, 1 / 2)  # ख is none of the question's articles


def test_an_answer_without_citations_has_recall_but_no_precision() -> None:
    scores = scored(question(docs=("क.txt",), evidence=(BROKE,)), prediction("तटबंध टूटा।")).scores
    assert (scores["marked"], scores["article_recall"], scores["evidence_recall"]) == (0.0, 0.0, 0.0)
    assert not {"verbatim", "article_precision", "evidence_precision"} & set(scores)


def test_citations_of_an_answer_to_an_unanswerable_question_are_still_checked_to_be_verbatim() -> None:
    scores = scored(question(type="unanswerable"), prediction("तटबंध टूटा [1]।", citations=[cited("क.txt", 1, BROKE)])).scores
    assert (scores["verbatim"], scores["marked"], scores["refused_unanswerable"]) == (0.0, 1.0, 0.0)
    assert "article_precision" not in scores


# Where the gold evidence stands


def test_evidence_is_located_in_the_articles_of_the_question() -> None:
    assert locate(question(docs=("क.txt",), evidence=(CAMPS, BROKE)), TEXTS) == ([[Place("क.txt", 24, 50)], [Place("क.txt", 0, 23)]], [])


def test_without_articles_every_one_is_looked_through() -> None:
    assert locate(question(evidence=(BROKE,)), TEXTS) == ([[Place("क.txt", 0, 23), Place("ख.txt", 7, 30)]], [])


def test_every_place_of_a_repeated_sentence_counts() -> None:
    assert locate(question(evidence=("अब।",)), {"क.txt": "अब। तब। अब।अब।"}) == (
        [[Place("क.txt", 0, 3), Place("क.txt", 8, 11), Place("क.txt", 11, 14)]],
        [],
    )


def test_evidence_that_stands_nowhere_is_named() -> None:
    gone = "ज\u093cमीन बिकी।"
    texts = {"क.txt": "\u095bमीन बिकी।", "ख.txt": BROKE}  # evidence must stand there character by character, as a quote must
    assert locate(question(evidence=(gone, BROKE)), texts) == ([[Place("ख.txt", 0, 23)]], [gone])
    assert locate(question(docs=("क.txt",), evidence=(BROKE,)), texts) == ([], [BROKE])
    assert locate(question(docs=("ग.txt",), evidence=(BROKE,)), texts) == ([], [BROKE])


def test_places_that_the_file_gave_are_taken_as_they_are() -> None:
    places = ((Place("क.txt", 0, 4), Place("क.txt", 0, 8)),)
    assert locate(question(places=places, evidence=("कुछ और",)), TEXTS) == ([list(places[0])], [])
