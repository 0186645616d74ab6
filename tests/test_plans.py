from __future__ import annotations

import pytest

from assistant.answering.plans import tells_other_times


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("अब तक कितने सैनिक भेजे गए?", "वह 25 से 30 हजार सैनिक और भेजने की तैयारी में है।", True),
        ("वह कितने सैनिक दे चुका है?", "वह एक हजार सैपर भेजेगा।", True),
        ("How many soldiers have been sent?", "It plans to send 30,000 more.", True),
        ("How many soldiers have been sent?", "The country plans to send the 30,000 men.", True),
        ("How many men are in the army?", "It will send 30,000.", False),
        ("कितने सैपर भेजेगा?", "वह अब तक 11 हजार सैनिक भेज चुका है।", True),
        ("कितने सैनिक भेजे गए?", "पिछले साल उसने 11 हजार सैनिक भेजे थे।", False),
        ("कितने सैनिक भेजे गए?", "11 हजार भेजे गए और 25 हजार भेजने की तैयारी है।", False),
        ("कितने सैपर भेजेगा?", "वह एक हजार सैपर भेजने पर राजी हो गया है।", False),
        ("कितना जुर्माना लगेगा?", "जुर्माना बढ़ाकर पांच लाख रुपये किया गया है।", False),
        ("कितने लोग हैं?", "10 हजार लोग हैं।", False),
    ],
)
def test_what_is_planned_and_what_is_done_are_told_apart(question: str, sentence: str, other: bool) -> None:
    assert tells_other_times(question, sentence) is other
