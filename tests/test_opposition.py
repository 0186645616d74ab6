"""Yes and no in two articles: a table of pairs that disagree, and what is shown of them."""

from __future__ import annotations

import pytest
from conftest import citation

from assistant.answering.opposition import find_opposition
from assistant.types import Disagreement, Side

OLD, NEW = "2026-07-12", "2026-07-14"

# (question, the older article's sentence, the newer one's, the part shown of each; newer first in what is found)
DISAGREE = [
    (
        "क्या मंत्रालय ने मौतों की पुष्टि की?",
        "स्वास्थ्य मंत्रालय ने मौतों की पुष्टि नहीं की है।",
        "स्वास्थ्य मंत्रालय ने मौतों की पुष्टि की है।",
        "स्वास्थ्य मंत्रालय ने मौतों की पुष्टि नहीं की है",
        "स्वास्थ्य मंत्रालय ने मौतों की पुष्टि की है",
    ),
    (
        "क्या उत्तर कोरिया यह मान चुका है कि उसके सैनिक रूस में लड़ रहे हैं?",
        "न तो उत्तर कोरिया और न ही रूस ने उत्तर कोरियाई सैनिकों के अभियान की पुष्टि की है, और खेप की खबरों का खंडन किया है।",
        "उत्तर कोरिया ने पहली बार स्वीकारा था कि उसने हजारों सैनिकों को रूस में तैनात किया है.",
        "न तो उत्तर कोरिया और न ही रूस ने उत्तर कोरियाई सैनिकों के अभियान की पुष्टि की है",
        "उत्तर कोरिया ने पहली बार स्वीकारा था कि उसने हजारों सैनिकों को रूस में तैनात किया है",
    ),
    (
        "क्या कंपनी ने रिसाव स्वीकार किया?",
        "कंपनी ने रिसाव स्वीकार किया, लेकिन मुआवजे पर कुछ नहीं कहा।",
        "कंपनी ने रिसाव से इनकार किया है।",
        "कंपनी ने रिसाव स्वीकार किया",
        "कंपनी ने रिसाव से इनकार किया है",
    ),
    (
        "कंपनी ने रिसाव पर क्या कहा?",
        "कंपनी ने गैस रिसाव की पुष्टि की।",
        "कंपनी ने गैस रिसाव का खंडन किया।",
        "कंपनी ने गैस रिसाव की पुष्टि की",
        "कंपनी ने गैस रिसाव का खंडन किया",
    ),
    (
        "क्या पुलिस ने गिरफ्तारी की पुष्टि की?",
        "पुलिस ने गिरफ्तारी की पुष्टि करने से इनकार किया।",
        "पुलिस ने गिरफ्तारी की पुष्टि की।",
        "पुलिस ने गिरफ्तारी की पुष्टि करने से इनकार किया",
        "पुलिस ने गिरफ्तारी की पुष्टि की",
    ),
    (
        "क्या बांध टूटने की पुष्टि हुई?",
        "बांध टूटने की पुष्टि नहीं हुई है।",
        "जिला प्रशासन ने बांध टूटने की पुष्टि की।",
        "बांध टूटने की पुष्टि नहीं हुई है",
        "जिला प्रशासन ने बांध टूटने की पुष्टि की",
    ),
    (
        "क्या पुल में दरार के सबूत मिले?",
        "पुल में दरार का कोई सबूत नहीं मिला।",
        "जांच में पुल में दरार के सबूत मिले हैं।",
        "पुल में दरार का कोई सबूत नहीं मिला",
        "जांच में पुल में दरार के सबूत मिले हैं",
    ),
    (
        "क्या झील के पानी में जहर मौजूद है?",
        "झील के पानी में जहर का कोई सबूत नहीं है।",
        "झील के पानी में जहर मौजूद है।",
        "झील के पानी में जहर का कोई सबूत नहीं है",
        "झील के पानी में जहर मौजूद है।",
    ),
    (
        "क्या सरकार ने इस दावे को माना?",
        "सरकार ने इस दावे को झूठा करार दिया।",
        "सरकार ने इस दावे को माना।",
        "सरकार ने इस दावे को झूठा करार दिया",
        "सरकार ने इस दावे को माना",
    ),
    (
        "क्या हादसे में किसी की मौत हुई?",
        "हादसे में एक मजदूर की मौत हुई।",
        "हादसे में किसी की मौत नहीं हुई।",
        "हादसे में एक मजदूर की मौत हुई",
        "हादसे में किसी की मौत नहीं हुई",
    ),
    (
        "क्या अदालत ने जमानत मंजूर की?",
        "अदालत ने जमानत मंजूर की।",
        "अदालत ने जमानत खारिज कर दी।",
        "अदालत ने जमानत मंजूर की",
        "अदालत ने जमानत खारिज कर दी",
    ),
    (
        "रूस ने सैनिक भेजने की बात मानी क्या?",
        "रूस सैनिक भेजने की बात से इनकार करता रहा है।",
        "रूस ने सैनिक भेजने की बात मानी।",
        "रूस सैनिक भेजने की बात से इनकार करता रहा है",
        "रूस ने सैनिक भेजने की बात मानी",
    ),
    (
        "Have North Korea's troops in Russia been acknowledged?",
        "न तो उत्तर कोरिया और न ही रूस ने उत्तर कोरियाई सैनिकों की पुष्टि की है।",
        "उत्तर कोरिया ने स्वीकारा कि उसके सैनिक रूस में हैं।",
        "न तो उत्तर कोरिया और न ही रूस ने उत्तर कोरियाई सैनिकों की पुष्टि की है",
        "उत्तर कोरिया ने स्वीकारा कि उसके सैनिक रूस में हैं",
    ),
    (
        "Did the ministry confirm the outbreak?",
        "The ministry has not officially confirmed the outbreak.",
        "The health ministry confirmed the outbreak.",
        "The ministry has not officially confirmed the outbreak",
        "The health ministry confirmed the outbreak",
    ),
    (
        "Did Russia confirm the talks?",
        "Neither Russia nor China has formally confirmed the talks.",
        "On Monday, Russia confirmed the talks.",
        "Neither Russia nor China has formally confirmed the talks",
        "Russia confirmed the talks",
    ),
    (
        "Has the company admitted the leak?",
        "The company admitted the leak, but paid nothing.",
        "The company denied the leak.",
        "The company admitted the leak",
        "The company denied the leak",
    ),
    (
        "Is there evidence of a leak at the plant?",
        "There is no evidence of a leak at the plant.",
        "Inspectors found evidence of a leak at the plant.",
        "There is no evidence of a leak at the plant",
        "Inspectors found evidence of a leak at the plant",
    ),
    (
        "What did the army say about the strike?",
        "The army denied the strike.",
        "The army has confirmed the strike.",
        "The army denied the strike",
        "The army has confirmed the strike",
    ),
    (
        "Was anyone hurt in the fire?",
        "Two workers were hurt in the fire.",
        "No one was hurt in the fire.",
        "Two workers were hurt in the fire",
        "No one was hurt in the fire",
    ),
    (
        "Did the court approve the sale?",
        "The court approved the sale.",
        "The court rejected the sale.",
        "The court approved the sale",
        "The court rejected the sale",
    ),
    (
        "Were the deaths confirmed?",
        "The deaths have not been confirmed.",
        "The hospital confirmed the deaths.",
        "The deaths have not been confirmed",
        "The hospital confirmed the deaths",
    ),
    (
        "Did the mayor admit the charges?",
        "The mayor called the charges baseless.",
        "The mayor admitted the charges.",
        "The mayor called the charges baseless",
        "The mayor admitted the charges",
    ),
]


@pytest.mark.parametrize(("question", "older", "newer", "older_value", "newer_value"), DISAGREE)
def test_one_affirms_what_the_other_denies(question: str, older: str, newer: str, older_value: str, newer_value: str) -> None:
    evidence = [citation(1, older, "a.txt", OLD), citation(2, newer, "b.txt", NEW)]
    assert find_opposition(question, evidence) == Disagreement(question, (Side(newer_value, 2), Side(older_value, 1)))


@pytest.mark.parametrize(("question", "older", "newer"), [row[:3] for row in DISAGREE])
def test_one_article_never_disagrees_with_itself(question: str, older: str, newer: str) -> None:
    assert find_opposition(question, [citation(1, older), citation(2, newer)]) is None


@pytest.mark.parametrize(("older", "newer"), [row[1:3] for row in DISAGREE])
def test_a_question_about_something_else_finds_nothing(older: str, newer: str) -> None:
    for other in ("क्या प्याज सस्ता हुआ?", "Did onions get cheaper?", ""):
        assert find_opposition(other, [citation(1, older, "a.txt", OLD), citation(2, newer, "b.txt", NEW)]) is None


def test_the_values_are_exact_parts_of_the_quotes() -> None:
    for question, older, newer, *_ in DISAGREE:
        quotes = {1: older, 2: newer}
        found = find_opposition(question, [citation(1, older, "a.txt", OLD), citation(2, newer, "b.txt", NEW)])
        assert found and all(side.value in quotes[side.citation] for side in found.sides)


def test_not_yet_is_a_disagreement_when_it_is_the_newer() -> None:
    evidence = [
        citation(1, "मंत्रालय ने मौतों की पुष्टि की है।", "a.txt", OLD),
        citation(2, "मंत्रालय ने अब तक मौतों की पुष्टि नहीं की है।", "b.txt", NEW),
    ]
    found = find_opposition("क्या मंत्रालय ने मौतों की पुष्टि की?", evidence)
    assert found and [side.citation for side in found.sides] == [2, 1]


def test_a_third_article_that_says_nothing_of_it_is_no_side() -> None:
    third = citation(3, "अस्पताल में मौतों का आंकड़ा बढ़ा।", "c.txt", NEW)
    evidence = [citation(1, "मंत्रालय ने मौतों की पुष्टि नहीं की।", "a.txt", OLD), citation(2, "मंत्रालय ने मौतों की पुष्टि की।", "b.txt", NEW), third]
    found = find_opposition("क्या मंत्रालय ने मौतों की पुष्टि की?", evidence)
    assert found and [side.citation for side in found.sides] == [2, 1]
