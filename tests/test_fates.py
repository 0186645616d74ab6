from __future__ import annotations

import pytest
from conftest import EVEN_NEAR, ScriptedReader, ScriptedSearch

from assistant.answering.fates import tells_another_fate
from assistant.answering.findings import find_evidence


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("बाढ़ में कितने लोग घायल हुए?", "बाढ़ में मरने वालों की तादाद 19 हो गई है।", True),
        ("कितने सैनिक बंदी बनाए गए?", "10,000 सैनिक रूस भेजे गए।", True),
        ("How many were captured?", "About 600 were killed.", True),
        ("कितने लोग ज़ख़्मी हुए?", "हादसे में 11 लोग घायल हुए।", False),
        ("कितने लोग घायल हुए?", "हादसे में 11 लोगों की मौत हुई और 23 घायल हुए।", False),
        ("कितने लोग मारे गए?", "हादसे ने 11 लोगों की जान ले ली।", False),
        ("कितने लोगों को निकाला गया?", "15 लोगों को मछुआरों ने बचा लिया, सात लापता हैं।", False),
        ("कितने लोग आए?", "11 लोगों की मौत हुई।", False),
        ("कितने लोग घायल हुए?", "11 लोग अस्पताल में हैं।", False),
    ],
)
def test_another_fate_is_told(question: str, sentence: str, another: bool) -> None:
    assert tells_another_fate(question, sentence) is another


@pytest.mark.parametrize(("question", "sure"), [("कितने लोग मारे गए?", True), ("कितने लोग घायल हुए?", False)])
def test_the_number_of_the_dead_is_hardly_that_of_the_hurt(question: str, sure: bool) -> None:
    found = ScriptedSearch("बाढ़ में 19 लोग मारे गए।", near=EVEN_NEAR).find(question)
    findings = find_evidence(question, question, found, ScriptedReader("19"), lambda text: len(text.split()))
    assert (findings.confidence > 0.5) is sure
