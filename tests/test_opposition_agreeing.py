"""Yes and no in two articles: a table of pairs that look like a disagreement and are none."""

from __future__ import annotations

import pytest
from conftest import citation

from assistant.answering.opposition import find_opposition

OLD, NEW = "2026-07-12", "2026-07-14"


# (why not, question, the older article's sentence, the newer one's)
AGREE = [
    ("only the name is asked about", "क्या लावरोव रूस गए?", "रूस ने समझौते की पुष्टि की।", "रूस ने परीक्षण की पुष्टि नहीं की।"),
    ("a number is asked about", "क्या रूस के सैनिक 5,000 से कम थे?", "रूस ने सैनिकों की पुष्टि की।", "रूस ने सैनिकों की पुष्टि नहीं की।"),
    ("the same denial in other words", "क्या मंत्रालय ने मौतों की पुष्टि की?", "मंत्रालय ने मौतों की पुष्टि नहीं की है।", "मंत्रालय ने मौतों से इनकार किया है।"),
    ("both refuse", "क्या पुलिस ने गिरफ्तारी की पुष्टि की?", "पुलिस ने गिरफ्तारी की पुष्टि करने से इनकार किया।", "पुलिस ने गिरफ्तारी की पुष्टि नहीं की।"),
    ("both confirm", "क्या कंपनी ने रिसाव स्वीकार किया?", "कंपनी ने रिसाव की पुष्टि की।", "कंपनी ने रिसाव स्वीकार किया।"),
    ("not yet, then confirmed", "क्या मंत्रालय ने मौतों की पुष्टि की?", "मंत्रालय ने अब तक मौतों की पुष्टि नहीं की है।", "मंत्रालय ने मौतों की पुष्टि की है।"),
    ("not yet, of no one", "क्या बांध टूटने की पुष्टि हुई?", "बांध टूटने की अभी पुष्टि नहीं हुई है।", "जिला प्रशासन ने बांध टूटने की पुष्टि की।"),
    ("different people", "क्या आरोप स्वीकार किए गए?", "गृह मंत्री ने आरोप स्वीकार किए।", "वित्त मंत्री ने आरोपों से इनकार किया।"),
    ("different countries' ministers", "क्या मंत्री ने समझौते की पुष्टि की?", "रूस के मंत्री ने समझौते की पुष्टि की।", "चीन के मंत्री ने समझौते की पुष्टि नहीं की।"),
    ("another country", "क्या कोरिया ने परीक्षण की पुष्टि की?", "दक्षिण कोरिया ने परीक्षण की पुष्टि की।", "उत्तर कोरिया ने परीक्षण की पुष्टि नहीं की।"),
    ("not who is asked about", "क्या रूस ने समझौते की पुष्टि की?", "चीन ने समझौते की पुष्टि की।", "चीन ने समझौते की पुष्टि नहीं की।"),
    ("other charges", "क्या मंत्री ने आरोप स्वीकार किए?", "मंत्री ने देरी के आरोप स्वीकार किए।", "मंत्री ने रिश्वत के आरोपों से इनकार किया।"),
    ("another matter", "क्या कंपनी ने रिसाव स्वीकार किया?", "कंपनी ने रिसाव स्वीकार किया।", "कंपनी ने छंटनी से इनकार किया।"),
    ("a party's denial is no news of the event", "क्या रूस में सैनिक भेजे गए?", "रूस में सैनिक भेजे गए।", "रूस ने सैनिक भेजने से इनकार किया।"),
    (
        "a claim is no confirmation",
        "क्या झील के पानी में जहर मौजूद है?",
        "झील के पानी में जहर का कोई सबूत नहीं है।",
        "संगठन का दावा है कि झील के पानी में जहर मौजूद है।",
    ),
    ("one company's silence", "क्या रिसाव की पुष्टि हुई?", "कंपनी ने रिसाव की पुष्टि नहीं की।", "जांच में रिसाव की पुष्टि हुई।"),
    ("opened since", "क्या पुल खुला?", "पुल नहीं खुला।", "पुल खुला।"),
    ("other days", "क्या स्कूल खुले?", "सोमवार को स्कूल खुले।", "मंगलवार को स्कूल नहीं खुले।"),
    ("other towns", "क्या स्कूल खुलेंगे?", "आगरा में स्कूल खुलेंगे।", "दिल्ली में स्कूल नहीं खुलेंगे।"),
    ("planned, then not done", "क्या मेला लगा?", "मेला सोमवार को लगेगा।", "मेला नहीं लगा।"),
    ("other ministers", "क्या मंत्री दिल्ली पहुंचे?", "गृह मंत्री दिल्ली पहुंचे।", "रक्षा मंत्री दिल्ली नहीं पहुंचे।"),
    ("only possible", "क्या रूस सैनिक भेजेगा?", "रूस सैनिक भेज सकता है।", "रूस सैनिक नहीं भेजेगा।"),
    ("on a condition", "क्या मैच होगा?", "अगर बारिश नहीं हुई तो मैच होगा।", "मैच नहीं होगा।"),
    (
        "one tells of the change itself",
        "क्या कंपनी ने रिसाव स्वीकार किया?",
        "कंपनी ने पहले रिसाव से इनकार किया, अब कंपनी ने रिसाव स्वीकार किया।",
        "कंपनी ने रिसाव से इनकार किया।",
    ),
    ("the later article only adds", "क्या हादसे में किसी की मौत हुई?", "हादसे में एक मजदूर की मौत हुई।", "हादसे में एक मजदूर की मौत हुई और चार घायल हुए।"),
    ("what isn't asked", "सैनिक कब भेजे गए?", "रूस ने सैनिकों की पुष्टि की।", "रूस ने सैनिकों की पुष्टि नहीं की।"),
    ("considered, not admitted", "क्या रूस ने इसे सौदा माना?", "इसे बड़ा सौदा माना जाता है।", "रूस ने इसे सौदा मानने से इनकार किया।"),
    (
        "the same denial in other words",
        "Did the ministry confirm the outbreak?",
        "The ministry has not confirmed the outbreak.",
        "The ministry denied the outbreak.",
    ),
    (
        "not yet, then confirmed",
        "Did the ministry confirm the outbreak?",
        "The ministry has not yet confirmed the outbreak.",
        "The ministry confirmed the outbreak.",
    ),
    (
        "different people",
        "Did the ministry confirm the outbreak?",
        "The hospital confirmed the outbreak.",
        "The ministry has not confirmed the outbreak.",
    ),
    ("her husband's", "Did the minister admit the charges?", "The minister's wife denied the charges.", "The minister admitted the charges."),
    ("other charges", "Did the mayor admit the charges?", "The mayor denied charges of bribery.", "The mayor admitted charges of delay."),
    ("another matter", "Has the company admitted the leak?", "The company admitted the leak.", "The company denied layoffs."),
    ("opened since", "Did the bridge open?", "The bridge did not open.", "The bridge opened."),
    ("other days", "Were schools closed?", "Schools were closed on Monday.", "Schools were not closed on Tuesday."),
    ("other towns", "Were schools closed?", "Schools were closed in Agra.", "Schools were not closed in Delhi."),
    ("planned, then not done", "Was the fair held?", "The fair will be held on Monday.", "The fair was not held."),
    ("only possible", "Will Russia send troops?", "Russia may send troops.", "Russia will not send troops."),
    (
        "not denied is not confirmed",
        "Did the army confirm the strike?",
        "The army did not deny the strike.",
        "The army has not confirmed the strike.",
    ),
    (
        "the later article only adds",
        "Was anyone hurt in the fire?",
        "Two workers were hurt in the fire.",
        "Two workers were hurt in the fire and one died.",
    ),
    ("no agent at all", "Did they confirm it?", "They have not confirmed it.", "They confirmed it."),
    ("what isn't asked", "When did the army strike?", "The army denied the strike.", "The army confirmed the strike."),
    (
        "a noun tells nothing",
        "Did the ministry confirm the outbreak?",
        "Awaiting confirmation, the ministry spoke of the outbreak.",
        "The ministry has not confirmed the outbreak.",
    ),
    ("several denials of different people", "Did anyone confirm the talks?", "Russia denied the talks.", "China confirmed the talks."),
]


@pytest.mark.parametrize(("why", "question", "older", "newer"), AGREE)
def test_what_is_no_disagreement(why: str, question: str, older: str, newer: str) -> None:
    assert find_opposition(question, [citation(1, older, "a.txt", OLD), citation(2, newer, "b.txt", NEW)]) is None, why
