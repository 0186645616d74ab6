from __future__ import annotations

import pytest

from assistant.answering.expectation import (
    asks_each_report,
    asks_for_several,
    could_answer,
    could_hold,
    could_name,
    expected_kind,
    how_many_asked,
    names_several,
)


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("number", "तमसापुर में कितने लोगों की मौत हुई?"),
        ("number", "प्याज का भाव कितना गिरा?"),
        ("number", "How many passengers did it carry?"),
        ("number", "kitne log mare"),
        ("time", "मेट्रो कब खुली?"),
        ("time", "किस दिन अदालत ने फैसला दिया?"),
        ("time", "बैठक किस तारीख़ को थी?"),
        ("time", "When did the line open?"),
        ("time", "What year was it built?"),
        ("time", "kis din match tha"),
        ("time", "How many people came when the line opened?"),
        ("other", "लावरोव कहाँ गए?"),
        ("other", "Who captained Vindhya?"),
        ("other", "kaun jeeta"),
        ("other", "किसने भारत पर 50 प्रतिशत टैरिफ लगाया?"),
        ("other", "Why were so many flights cancelled?"),
        ("number", "What percentage of voters came?"),
        ("other", ""),
    ],
)
def test_the_kind_of_answer_a_question_expects(kind: str, question: str) -> None:
    assert expected_kind(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence", "holds"),
    [
        ("number", "ग्यारह लोगों की मौत हुई।", True),
        ("number", "लोगों की मौत हुई।", False),
        ("number", "एक आदमी आया।", False),
        ("time", "मेट्रो 5 जुलाई को खुली।", True),
        ("time", "यह फ़रवरी की बात है।", True),
        ("time", "घटना जून। फिर सब शांत रहा।", True),
        ("time", "लावरोव शुक्रवार को पहुंचे।", True),
        ("time", "It opened on Sunday.", True),
        ("time", "It was built in 1998.", True),
        ("time", "1,50,000 लोग आए।", False),
        ("time", "जूनियर टीम हार गई।", False),
        ("time", "The mayor spoke.", False),
        ("time", "सालगिरह मनाई गई।", False),
        ("other", "कुछ भी।", True),
    ],
)
def test_which_sentences_could_hold_it(kind: str, sentence: str, holds: bool) -> None:
    assert could_hold(kind, sentence) is holds


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("किन देशों ने चिंता जताई?", True),
        ("kin do deshon ne chinta jatai?", True),
        ("कौन-कौन आया?", True),
        ("Which two countries objected?", True),
        ("Which US weapon system was used?", False),
        ("किनारे पर कौन मिला?", False),
        ("बारिश रुकी लेकिन कितने लोग मरे?", False),
        ("Was the next of kin told?", False),
        ("किस देश ने चिंता जताई?", False),
    ],
)
def test_some_questions_ask_for_several_things(question: str, several: bool) -> None:
    assert asks_for_several(question) is several


@pytest.mark.parametrize(
    ("found", "several"), [("अमेरिका और जापान", True), ("Seoul, Tokyo", True), ("2012 and 2019", True), ("सियोल", False), ("10,000", False)]
)
def test_some_words_name_several_things(found: str, several: bool) -> None:
    assert names_several(found) is several


@pytest.mark.parametrize(
    ("question", "found", "could"),
    [
        ("फाइनल किसने जीता?", "3-2", False),
        ("Who won?", "34 runs", False),
        ("Who won?", "Vindhya", True),
        ("कौन सी ट्रेन रद्द हुई?", "12423 राजधानी", True),
        ("कितने लोग आए?", "34", True),
        ("kaun aaya?", "२ लोग", False),
    ],
)
def test_somebody_is_not_a_number(question: str, found: str, could: bool) -> None:
    assert could_name(question, found) is could


@pytest.mark.parametrize(
    ("kind", "found", "could"),
    [
        ("number", "एक व्यक्ति", True),
        ("number", "dozens", True),
        ("number", "सैकड़ों", True),
        ("number", "11 लोग", True),
        ("number", "घने कोहरे", False),
        ("number", "the stone", False),
        ("time", "एक व्यक्ति", False),
        ("other", "कोहरा", True),
    ],
)
def test_words_that_count_without_a_figure_answer_how_many(kind: str, found: str, could: bool) -> None:
    assert could_answer(kind, found) is could  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("किन दो देशों ने चिंता जताई?", 2),
        ("किन 2 देशों ने चिंता जताई?", 2),
        ("कौनसे तीन शहर डूबे?", 3),
        ("kin do deshon ne chinta jatai?", 2),
        ("kaun se teen shahar", 3),
        ("Which Four teams played?", 4),
        ("What do they want?", 1),
        ("Which do you mean?", 1),
        ("Which five-year plan was it?", 1),
        ("कौन सी पांच वर्षीय योजना शुरू हुई?", 1),
        ("किन दोषियों को सज़ा मिली?", 1),
        ("किन 2.5 लाख लोगों को?", 1),
        ("किन देशों ने चिंता जताई?", 1),
    ],
)
def test_how_many_are_asked_for(question: str, number: int) -> None:
    assert how_many_asked(question) == number
    assert number == 1 or asks_for_several(question)


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("अलग-अलग ख़बरों में मृतकों की क्या संख्या है?", True),
        ("दोनों रिपोर्टों में कितने मरे?", True),
        ("खबरों में क्या-क्या आंकड़े हैं?", True),
        ("dono reports ke number batao", True),
        ("What do the different reports say?", True),
        ("जांच रिपोर्ट कब आई?", False),
        ("दोनों देशों ने क्या कहा?", False),
        ("What did the report say?", False),
    ],
)
def test_what_each_report_says_may_be_asked(question: str, each: bool) -> None:
    assert asks_each_report(question) is each
