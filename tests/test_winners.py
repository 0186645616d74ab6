from __future__ import annotations

import pytest

from assistant.answering.winners import is_the_beaten

WON = "Who won the Central Cup final?"
JEETA = "हॉकी का फाइनल किसने जीता?"


@pytest.mark.parametrize(
    ("question", "sentence", "words", "beaten"),
    [
        (WON, "Rathore struck 118 as Vindhya defeated Konkan by 34 runs to lift the Central Cup.", "Konkan", True),
        (WON, "Rathore struck 118 as Vindhya defeated Konkan by 34 runs to lift the Central Cup.", "Vindhya", False),
        ("Which team won the cup?", "Vindhya's victory over the Konkan side came late.", "Konkan", True),
        (WON, "Konkan lost by 34 runs.", "Konkan", True),
        (WON, "Konkan were beaten by Vindhya.", "Vindhya", False),
        (WON, "Konkan were beaten by Vindhya.", "Konkan", True),
        ("Whom did Vindhya beat in the final?", "Vindhya defeated Konkan by 34 runs.", "Konkan", False),
        ("Who lost the final?", "Vindhya defeated Konkan by 34 runs.", "Konkan", False),
        (JEETA, "भारतीय टीम ने रविवार को नीदरलैंड को 3-2 से हराकर ट्रॉफी जीती।", "नीदरलैंड", True),
        (JEETA, "भारतीय टीम ने रविवार को नीदरलैंड को 3-2 से हराकर ट्रॉफी जीती।", "भारतीय टीम", False),
        ("कप किस टीम ने जीता?", "भारत ने जापान के ख़िलाफ़ फाइनल जीता।", "जापान", True),
        ("चुनाव कौन जीता?", "रमेश यादव ने सुरेश पटेल को कड़े मुकाबले में मात दी।", "सुरेश पटेल", True),
        ("विजेता कौन रहा?", "भारत ने जापान को हराया।", "जापान", True),
        ("भारत ने फाइनल में किसे हराया?", "भारत ने जापान को हराया।", "जापान", False),
        ("किसने पुल खोला?", "मंत्री ने जापान को हराया।", "जापान", False),
        (JEETA, "इनाम भारत को मिला।", "भारत", False),
    ],
)
def test_who_won_is_not_whom_they_beat(question: str, sentence: str, words: str, beaten: bool) -> None:
    start = sentence.index(words)
    assert is_the_beaten(question, sentence, start, start + len(words)) is beaten
