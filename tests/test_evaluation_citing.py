from __future__ import annotations

import pytest
from conftest import citation

from assistant.checking.citations import Checked, with_marks
from assistant.evaluation.citing import evidence_precision, evidence_recall, marked_share, precision, recall, verbatim_share, without_marks
from assistant.evaluation.questions import Place
from assistant.texts import say

TEXT = "तमसा नदी का तटबंध टूटा। 6,200 लोग शिविरों में हैं।"
TEXTS = {"क.txt": TEXT, "ख.txt": "ज\u093cमीन बिकी।"}


@pytest.mark.parametrize(
    ("article", "start", "quote", "verbatim"),
    [
        ("क.txt", 0, "तमसा नदी का तटबंध टूटा।", True),
        ("क.txt", 24, "6,200 लोग शिविरों में हैं।", True),
        ("क.txt", 1, "तमसा नदी का तटबंध टूटा।", False),  # it stands in the text, but not there
        ("क.txt", 24, "6200 लोग शिविरों में हैं।", False),
        ("क.txt", 24, "६,२०० लोग शिविरों में हैं।", False),
        ("क.txt", 0, "तमसा नदी का तटबंध टूटा", True),
        ("ख.txt", 0, "ज\u093cमीन बिकी।", True),
        ("ख.txt", 0, "\u095bमीन बिकी।", False),  # the same letters to the eye, not the same characters
        ("ग.txt", 0, "तमसा", False),  # no such article
        ("क.txt", 0, "तमसा  नदी", False),
    ],
)
def test_a_quote_is_verbatim_only_character_by_character_at_its_place(article: str, start: int, quote: str, verbatim: bool) -> None:
    assert verbatim_share([(Place(article, start, start + len(quote)), quote)], TEXTS) == float(verbatim)


def test_the_verbatim_share_counts_quotes() -> None:
    good, bad = (Place("क.txt", 0, 4), "तमसा"), (Place("क.txt", 5, 9), "तमसा")
    assert verbatim_share([good, good, bad], TEXTS) == 2 / 3


def test_a_quote_shorter_than_its_place_is_not_verbatim() -> None:
    assert verbatim_share([(Place("क.txt", 0, 8), "तमसा")], TEXTS) == 0.0


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ("वह आया [1]।", 1 / 1),
        ("वह आया।", 0 / 1),
        ("वह आया [1]। वह गया।", 1 / 2),
        ("वह आया। वह गया [1]। वह सोया।", 1 / 3),
        ("वह आया। [1] वह गया।", 1 / 2),  # the mark after the stop belongs to the sentence before it
        ("वह आया।[1] वह गया।", 1 / 2),
        ("वह आया… [1] वह गया।", 1 / 2),
        ("He came. [1] She left.", 1 / 2),
        ("He came [1]. She left. [2]", 2 / 2),
        ("वह आया [1][2]।", 1 / 1),
        ("वह आया [1, 2]। वह गया [2] [3]।", 2 / 2),
        ("वह आया [१]।", 1 / 1),
        ("वह [1] आया।", 1 / 1),
        ("दर 2.5 प्रतिशत रही [1]।", 1 / 1),  # one sentence
        ("Dr. Rao came [1].", 1 / 1),
        ("वोंसान", 0 / 1),
        ("वोंसान [1]", 1 / 1),
        ("11 [1]", 1 / 1),
        ("वह आया [1]।\nलेखों में नहीं मिला:\nवह कब गया?", 1 / 1),  # a question claims nothing
        ("[5]", None),  # a mark alone is no sentence, whatever digits it has
        ("वह आया [1]।\nवह गया।", 1 / 2),  # a line is a sentence
        ("मौतों पर अखबार एकमत नहीं:\nलोकवाणी: “11 लोग मरे।” [1]\nसूर्यपथ: “19 लोग मरे।” [2]", 2 / 2),  # the first line only announces
        ("कारण:", None),
        ("कारण: बाढ़।", 0 / 1),  # a colon in the middle announces nothing
        ("[1]", None),
        ("।", None),
        ("", None),
        ("वह आया [123]।", 0 / 1),  # no mark has three digits
        ("वह आया [स्रोत]।", 0 / 1),
        ("वह आया [].", 0 / 1),
    ],
)
def test_the_share_of_sentences_with_a_mark(answer: str, share: float | None) -> None:
    assert marked_share(answer) == share


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ("“वह आया। वह गया। वह सोया।” [1]", 1 / 1),  # one quote, however many sentences it holds
        ("उसने कहा, “मैं हूं। मैं रहूंगा।” [1] सब चुप रहे।", 1 / 2),
        ("He said “no.” [1] She left.", 1 / 2),
        ("“He came [3].”", 1 / 1),  # where with_marks puts it
        ("उसने कहा, “मैं हूं [1]।” वह गया।", 1 / 2),
        ("“नहीं।” उसने कहा [1]।", 1 / 1),  # the sentence goes on after the quote
        ("“राव ने “सच” कहा।” [1]", 1 / 1),  # a quote within a quote
        ("“राव ने कहा, “यह सच है।”” [1]", 1 / 1),
        ("“एक।” “दो।” [1]", 1 / 1),
        ("“वह आया।”", 0 / 1),
        ('"He came." [1] She left.', 1 / 2),
        ("(वह आया।) [1] वह गया।", 1 / 2),
    ],
)
def test_a_quoted_passage_is_one_sentence(answer: str, share: float) -> None:
    assert marked_share(answer) == share


QUOTES = [
    "तटबंध टूटा।",
    "“हम लड़ेंगे।” राव ने कहा।",
    "राव ने कहा, “यह “सच” है। हम लड़ेंगे।”",
    "राव ने कहा, “यह सच है।",  # the quote goes on in the next sentence
    "हम लड़ेंगे।” राव चुप रहे।",  # it began in the sentence before
    "हम लड़ेंगे।”",
    "The dam broke.",
    "He said “no.”",
    "11",
]


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_answers_that_quote_are_wholly_marked(quote: str, language: str) -> None:
    assert marked_share(say("quote", language, quote=quote, n=3)) == 1.0  # type: ignore[arg-type]


@pytest.mark.parametrize("quote", ["तटबंध टूटा।", "The dam broke.", "“The dam broke.”", "The dam broke", "“तटबंध टूटा।”", "क्या?!", "अंत…"])
def test_what_with_marks_marked_counts_as_marked(quote: str) -> None:
    assert marked_share(with_marks([Checked(quote, (3,)), Checked(quote, (1, 2))])) == 1.0


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("वह आया [1]।", "वह आया।"),
        ("वह आया [1][2]। वह गया। [3, 4]", "वह आया। वह गया।"),
        ("11 [१] लोग", "11 लोग"),
        ("साल [2026] में", "साल [2026] में"),
        ("", ""),
    ],
)
def test_an_answer_without_its_marks(answer: str, words: str) -> None:
    assert without_marks(answer) == words


@pytest.mark.parametrize(
    ("cited", "gold", "shares"),
    [
        (["क"], ["क"], (1 / 1, 1 / 1)),
        (["क", "ख"], ["क"], (1 / 2, 1 / 1)),
        (["क"], ["क", "ख", "ग"], (1 / 1, 1 / 3)),
        (["क", "ख", "घ"], ["क", "ख"], (2 / 3, 2 / 2)),
        (["क", "क", "ख"], ["क"], (1 / 2, 1 / 1)),  # an article counts once, however often it is cited
        (["क"], ["क", "क", "ख"], (1 / 1, 1 / 2)),
        (["ख"], ["क"], (0.0, 0.0)),
        ([], ["क"], (None, 0.0)),
        (["क"], [], (0.0, None)),
        ([], [], (None, None)),
    ],
)
def test_precision_and_recall_of_cited_articles(cited: list[str], gold: list[str], shares: tuple[float | None, float | None]) -> None:
    assert (precision(cited, gold), recall(cited, gold)) == shares


ONE, TWO, COPY = Place("क.txt", 0, 40), Place("क.txt", 100, 140), Place("ख.txt", 0, 40)
GOLD = [[ONE, COPY], [TWO]]


@pytest.mark.parametrize(
    ("cited", "shares"),
    [
        ([ONE, TWO], (2 / 2, 2 / 2)),
        ([ONE], (1 / 1, 1 / 2)),
        ([COPY], (1 / 1, 1 / 2)),  # the other place of the same proof
        ([ONE, COPY], (2 / 2, 1 / 2)),  # both show the one proof
        ([ONE, Place("क.txt", 500, 540)], (1 / 2, 1 / 2)),
        ([Place("क.txt", 20, 60)], (1 / 1, 1 / 2)),  # half
        ([Place("क.txt", 21, 61)], (0 / 1, 0 / 2)),  # less than half
        ([Place("क.txt", 0, 400)], (1 / 1, 2 / 2)),  # a citation that holds both
        ([Place("ग.txt", 0, 40)], (0 / 1, 0 / 2)),
        ([TWO, TWO, Place("ग.txt", 0, 40)], (2 / 3, 1 / 2)),
        ([], (None, 0 / 2)),
    ],
)
def test_precision_and_recall_of_cited_proofs(cited: list[Place], shares: tuple[float | None, float | None]) -> None:
    assert (evidence_precision(cited, GOLD), evidence_recall(cited, GOLD)) == shares


def test_without_gold_proofs_there_is_no_recall() -> None:
    assert evidence_recall([ONE], []) is None


def test_the_citations_of_the_fakes_are_verbatim() -> None:
    proof = citation(1, TEXT[:23])
    assert verbatim_share([(Place(proof.article, proof.start, proof.end), proof.quote)], {"a.txt": TEXT}) == 1.0
