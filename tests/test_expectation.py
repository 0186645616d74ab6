from __future__ import annotations

import pytest

from assistant.answering.expectation import could_hold, expected_kind


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
