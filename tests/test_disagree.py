from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import citation

from assistant.answering.disagree import find_disagreement
from assistant.types import Citation, Disagreement, Side

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


@pytest.mark.parametrize(
    ("question", "values", "befell", "differ"),
    [
        ("उत्तर कोरिया कितने सैनिक दे चुका है?", ("10,000", "600"), "मारे गए", False),
        ("उत्तर कोरिया कितने सैनिक दे चुका है?", ("10,000", "11,000"), "भेजे", True),
        ("सैनिक कब गए?", ("शनिवार", "रविवार"), "मारे गए", True),
    ],
)
def test_what_befell_others_is_no_other_figure_but_may_be_told_with_another_day(
    question: str, values: tuple[str, str], befell: str, differ: bool
) -> None:
    quotes = (f"{values[0]} सैनिक भेजे।", f"{values[1]} सैनिक {befell}।")
    told = [
        replace(citation(n, quote, f"{n}.txt"), exact=(0, len(value))) for n, (quote, value) in enumerate(zip(quotes, values, strict=True), start=1)
    ]
    assert (find_disagreement(question, told, sure=True) is not None) is differ


@pytest.mark.parametrize("question", ["सैनिक कहां भेजे गए?", "सैनिक कब भेजे गए?", "", "कितने?"])
def test_only_a_question_that_counts_can_find_one(question: str) -> None:
    assert find_disagreement(question, [OLDER, citation(2, "रूस में 11 हजार सैनिक भेजे गए हैं।", "b.txt")]) is None


@pytest.mark.parametrize(
    ("asked", "sides"),
    [
        ("यूक्रेन के मुताबिक रूस में कितने सैनिक भेजे गए?", 0),
        ("नाटो के हिसाब से रूस में कितने सैनिक भेजे गए?", 0),
        ("ख़बरों के मुताबिक रूस में कितने सैनिक भेजे गए?", 2),
        ("रिपोर्ट के अनुसार रूस में कितने सैनिक भेजे गए?", 2),
        ("मीडिया के मुताबिक़ रूस में कितने सैनिक भेजे गए?", 2),
        ("अलग-अलग रिपोर्टों के अनुसार रूस में कितने सैनिक भेजे गए?", 2),
    ],
)
def test_what_one_source_says_has_no_sides(asked: str, sides: int) -> None:
    found = find_disagreement(asked, [OLDER, citation(2, "रूस में 11 हजार सैनिक भेजे गए हैं।", "b.txt")])
    assert len(found.sides if found else ()) == sides


@pytest.mark.parametrize(
    ("asked", "sides"),
    [
        ("How many soldiers were sent to Russia, according to NATO?", 0),
        ("How many soldiers were sent to Russia according to media reports?", 2),
        ("According to different reports, how many soldiers were sent to Russia?", 2),
        ("nato ke mutabik kitne sainik bheje gaye?", 0),
    ],
)
def test_nor_has_it_in_another_script(asked: str, sides: int) -> None:
    older, newer = OLDER, citation(2, "रूस में 11 हजार सैनिक भेजे गए हैं।", "b.txt")
    evidence = [replace(one, exact=(one.start + 8, one.start + 8 + len(words))) for one, words in ((older, "10,000"), (newer, "11 हजार"))]
    found = find_disagreement(asked, evidence)
    assert len(found.sides if found else ()) == sides


def test_where_the_reader_is_sure_the_words_around_may_differ() -> None:
    """ "कितने मारे गए" is answered by "11 की मौत" and by "तादाद 19": no word of the question stands there."""
    older = replace(citation(1, "बाढ़ से 11 की मौत हुई।", "a.txt", "2026-07-12"), exact=(8, 10))
    newer = replace(citation(2, "मृतकों की तादाद 19 हो गई।", "b.txt", "2026-07-14"), exact=(16, 18))
    again = replace(citation(3, "19 जानें गईं।", "b.txt", "2026-07-14"), exact=(0, 2))
    evidence = [replace(one, start=0, end=len(one.quote)) for one in (older, newer, again)]
    question = "कुल कितने लोग मारे गए?"
    assert find_disagreement(question, evidence) is None
    found = find_disagreement(question, evidence, sure=True)
    assert found
    assert found.sides == (Side("19", 2), Side("11", 1))


def test_several_things_asked_for_are_no_disagreement() -> None:
    first = replace(citation(1, "पहले चरण का मतदान 7 मई को होगा।", "a.txt"), start=0, exact=(18, 22))
    second = replace(citation(2, "दूसरे चरण का मतदान 13 मई को होगा।", "b.txt"), start=0, exact=(19, 24))
    assert find_disagreement("किन तारीखों को मतदान होगा?", [first, second], sure=True) is None
    assert find_disagreement("मतदान कब होगा?", [first, second], sure=True)


def test_an_article_with_two_figures_has_two_sides() -> None:
    more = citation(2, "रूस में 25 हजार सैनिक और भेजे गए।", "b.txt", "2026-07-14")
    before = citation(3, "रूस में 11 हजार सैनिक भेजे गए थे।", "b.txt", "2026-07-14")
    again = citation(4, "रूस में 11,000 सैनिक भेजे गए थे।", "b.txt", "2026-07-14")
    found = find_disagreement(QUESTION, [OLDER, more, before, again])
    assert found
    assert [side.value for side in found.sides] == ["25 हजार", "11 हजार", "10,000 से अधिक"]


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


# With the words that a reader found


def read(n: int, quote: str, words: str, article: str, published: str) -> Citation:
    start = quote.index(words)
    return replace(citation(n, quote, article, published), exact=(start, start + len(words)))


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("पुल कब खुला?", ("नदी पर पुल सोमवार को खुला।", "सोमवार"), ("नदी पर पुल मंगलवार को खुला।", "मंगलवार")),
        ("पुल कब खुला?", ("नदी पर पुल 12 जून को खुला।", "12 जून"), ("नदी पर पुल 14 जून को खुला।", "14 जून")),
        ("पुल कितना लंबा है?", ("पुल 4 किलोमीटर लंबा है।", "4 किलोमीटर"), ("पुल 5 किलोमीटर लंबा है।", "5 किलोमीटर")),
        ("When did the bridge open?", ("The bridge opened at 9 am.", "9 am"), ("The bridge opened at 11 am.", "11 am")),
    ],
)
def test_different_days_times_and_figures_that_the_reader_found_disagree(question: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    found = find_disagreement(question, [read(1, *one, "a.txt", "2026-06-12"), read(2, *other, "b.txt", "2026-06-15")])
    assert found == Disagreement(question, (Side(other[1], 2), Side(one[1], 1)))


def test_in_another_script_the_reader_tells_what_is_meant() -> None:
    sides = [read(1, "बाढ़ में 42 गांव डूबे।", "42 गांव", "a.txt", "2026-06-12"), read(2, "बाढ़ की चपेट में 58 गांव आए।", "58 गांव", "b.txt", "2026-06-15")]
    found = find_disagreement("How many villages were hit by the flood?", sides)
    assert found and [side.value for side in found.sides] == ["58 गांव", "42 गांव"]


@pytest.mark.parametrize(
    ("why", "one", "other"),
    [
        ("the same day", ("नदी पर पुल सोमवार को खुला।", "सोमवार"), ("नदी पर पुल सोमवार सुबह खुला।", "सोमवार सुबह")),
        ("a day and a date are no contradiction", ("नदी पर पुल सोमवार को खुला।", "सोमवार"), ("नदी पर पुल 12 जून को खुला।", "12 जून")),
        ("two names may both be right", ("पुल राम ने खोला।", "राम"), ("पुल श्याम ने खोला।", "श्याम")),
        ("another thing", ("नदी पर पुल सोमवार को खुला।", "सोमवार"), ("स्कूल मंगलवार को बंद हुआ।", "मंगलवार")),
    ],
)
def test_what_the_reader_found_does_not_disagree(why: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    assert find_disagreement("पुल कब खुला?", [read(1, *one, "a.txt", "2026-06-12"), read(2, *other, "b.txt", "2026-06-15")]) is None, why
