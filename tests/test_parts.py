from __future__ import annotations

import pytest

from assistant.answering.parts import asks_for_one_thing, completed, split_question


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("तटबंध कितनी लंबाई में टूटा और बजट में कितनी रकम रखी गई?", "तटबंध कितनी लंबाई में टूटा?", "बजट में कितनी रकम रखी गई?"),
        ("नवंबर में रूस से कौन आया था तथा बाद में किससे मिला?", "नवंबर में रूस से कौन आया था?", "बाद में किससे मिला?"),
        ("यह हादसा कहां हुआ और क्यों हुआ?", "यह हादसा कहां हुआ?", "क्यों हुआ?"),
        ("हादसे में कितने लोग मरे और कब?", "हादसे में कितने लोग मरे?", "कब?"),
        ("Where did the accident happen and when?", "Where did the accident happen?", "when?"),
        ("How long is the line, and when did it open?", "How long is the line?", "when did it open?"),
        (
            "Kaun se mantri pehle aaye the aur baad mein kaun aaya?",
            "Kaun se mantri pehle aaye the?",
            "baad mein kaun aaya?",
        ),
    ],
)
def test_two_questions_joined_by_and_are_two(question: str, first: str, second: str) -> None:
    assert split_question(question) == [first, second]


@pytest.mark.parametrize(
    "question",
    [
        "भारत और चीन की बैठक कब हुई?",
        "क्या भारत और चीन मिले?",
        "पुतिन और उत्तर कोरिया का करार किस महीने और किस साल हुआ था?",
        "किन राज्यों और किन ज़िलों में बारिश हुई?",
        "Who met Kim and Putin?",
        "pul kab khula?",
        "",
        "और?",
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(question: str) -> None:
    assert split_question(question) == [question]


@pytest.mark.parametrize(("question", "one"), [("संक्षेप में, पुल कब खुला?", True), ("क्या हुआ?", False), ("What happened?", False), ("Who came?", True)])
def test_who_when_where_ask_for_one_thing(question: str, one: bool) -> None:
    assert asks_for_one_thing(question) is one


@pytest.mark.parametrize(
    ("part", "first", "whole"),
    [
        ("दिल्ली में कितने?", "मुंबई में कितने लोग मरे?", "दिल्ली में कितने लोग मरे?"),
        ("hockey jeetne pe India ko kitna?", "Cup jeetne pe team ko kitna paisa mila?", "hockey jeetne pe India ko kitna paisa mila?"),
        ("how many in Delhi?", "How many people died in Mumbai?", "how many people died in Delhi?"),
        ("how much for roads?", "How much money was set aside for schools?", "how much money was set aside for roads?"),
        ("कितने घायल हुए?", "कितने लोग मरे?", "कितने घायल हुए?"),
        ("किराया कितना?", "मेट्रो में कितने स्टेशन हैं?", "किराया कितना?"),
        ("kharcha kitna?", "Pul kitna lamba hai?", "kharcha kitna?"),
        ("how many in the bus were hurt?", "How many people died?", "how many in the bus were hurt?"),
        ("कब?", "मुंबई में कितने लोग मरे?", "कब?"),
        ("दिल्ली में कितने?", "मुंबई में कौन आया?", "दिल्ली में कितने?"),
        ("कितनेश कौन है?", "कितने लोग मरे?", "कितनेश कौन है?"),
    ],
)
def test_a_part_is_completed_with_what_it_leaves_to_the_first(part: str, first: str, whole: str) -> None:
    assert completed(part, first) == whole
