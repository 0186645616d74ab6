from __future__ import annotations

import pytest
from conftest import citation

from assistant.checking.citations import Checked, check_answer, short_answer, with_marks
from assistant.checking.reasons import Failure, Reason
from assistant.types import Citation

HINDI = [
    citation(1, "उत्तर कोरिया के नेता किम जोंग उन ने 12 जुलाई को रूस के विदेश मंत्री सर्गेई लावरोव से वोंसान में मुलाकात की।"),
    citation(2, "दक्षिण कोरिया के अनुसार उत्तर कोरिया ने रूस में लगभग 11 हज़ार सैनिक भेजे हैं।"),
    citation(3, "हालांकि मास्को और प्योंगयांग ने इसकी पुष्टि नहीं की है।"),
    citation(4, "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"),
    citation(5, "बजट 2 लाख 86 हजार 400 करोड़ रुपये का है और 25 से 30 हजार नौकरियां मिलेंगी।"),
]
ENGLISH = [
    citation(1, "The Blue Line opened to the public on Sunday, 5 July 2026.", title="Blue Line opens"),
    citation(2, "It carried 40,000 passengers on the first day, said Mayor Anita Rao.", title="Blue Line opens"),
    citation(3, "The metro will not run on Monday because of repairs."),
    citation(4, "Engineers didn't find any crack in the twelve pillars."),
    citation(5, "Tickets cost between 10 and 60 rupees."),
]

# (answer, the mark of its only sentence or None when nothing supports it)
HINDI_CASES = [
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [1]।", 1),
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की।", 1),  # no mark
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [2]।", 1),  # the wrong mark is mended
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [0]।", 1),
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [99]।", 1),
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [1-3]।", 1),
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [2, 3]।", 1),
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की। [1]", 1),
    ("किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [१]।", 1),
    ("किम जोंग उन ने लावरोव से मुलाक़ात की।", 1),  # nukta
    ("वोंसान", 1),
    ("वोंसान में", 1),
    ("12 जुलाई को", 1),
    ("१२ जुलाई", 1),
    ("13 जुलाई को", None),
    ("12 जून को लावरोव से मुलाकात की", None),
    ("किम जोंग उन ने 12 मई को लावरोव से मुलाकात की।", None),
    ("उत्तर कोरिया ने रूस में 11,000 सैनिक भेजे।", 2),
    ("उत्तर कोरिया ने रूस में ग्यारह हजार सैनिक भेजे।", 2),
    ("उत्तर कोरिया ने रूस में ११ हज़ार सैनिक भेजे।", 2),
    ("उत्तर कोरिया ने रूस में 10,000 सैनिक भेजे।", None),
    ("उत्तर कोरिया ने रूस में बारह हजार सैनिक भेजे।", None),
    ("उत्तर कोरिया ने रूस में 11 लाख सैनिक भेजे।", None),
    ("उत्तर कोरिया ने रूस में 11 सैनिक भेजे [2]।", None),
    ("मास्को और प्योंगयांग ने इसकी पुष्टि नहीं की।", 3),
    ("मास्को और प्योंगयांग ने इसकी पुष्टि की है।", None),
    ("मास्को ने पुष्टि की [3]।", None),
    ("लावरोव शुक्रवार को प्योंगयांग पहुंचे।", 4),
    ("लावरोव शनिवार को प्योंगयांग पहुंचे।", None),
    ("लावरोव शुक्रवार को प्योंगयांग नहीं पहुंचे।", None),
    ("लावरोव शुक्रवार को वोंसान पहुंचे।", None),  # taken from sentence 1
    ("किम जोंग उन ने लावरोव से प्योंगयांग में मुलाकात की।", None),
    ("बजट 2 लाख 86 हजार 400 करोड़ रुपये का है।", 5),
    ("बजट 2,86,400 करोड़ रुपये का है।", 5),
    ("बजट 2 लाख 86 हजार करोड़ रुपये का है।", None),
    ("25,000 से 30,000 नौकरियां मिलेंगी।", 5),
    ("25 से 35 हजार नौकरियां मिलेंगी।", None),
    ("शिमला में भारी बर्फ गिरी [1]।", None),
    ("यह एक अच्छा दिन था।", None),
    ("लावरोव शुक्रवार को प्योंगयांग पहुंचे, विशाल स्वागत समारोह देखा, तोहफे बांटे।", None),  # most of it is made up
]
ENGLISH_CASES = [
    ("The Blue Line opened on Sunday [1].", 1),
    ("The Blue Line opened on Sunday.", 1),
    ("The Blue Line opened on Sunday [3].", 1),
    ("The Blue Line opened on Sunday. [1]", 1),
    ("The Blue Line opened on Monday [1].", None),
    ("The Blue Line opened on 5 July 2026.", 1),
    ("The Blue Line opened on July 5.", 1),
    ("The Blue Line opened on 6 July 2026.", None),
    ("The Blue Line opened on 5 May 2026.", None),
    ("The Blue Line opened on March 5.", None),
    ("The Blue Line opened to the public in 2026.", 1),
    ("The Blue Line opened to the public in 2025.", None),
    ("The Green Line opened to the public on Sunday.", None),
    ("It carried 40,000 passengers.", 2),
    ("It carried forty thousand passengers.", 2),
    ("It carried 40 thousand passengers.", 2),
    ("It carried 4,000 passengers.", None),
    ("The Blue Line carried 40,000 passengers on the first day.", 2),  # the title says which line
    ("Mayor Anita Rao said it carried 40,000 passengers.", 2),
    ("Mayor Sunita Rao said it carried 40,000 passengers.", None),
    ("Mayor Anita Verma said it carried 40,000 passengers on the first day.", None),
    ("The metro will not run on Monday.", 3),
    ("The metro won't run on Monday.", 3),
    ("The metro will run on Monday.", None),
    ("Engineers didn't find any crack.", 4),
    ("Engineers did find a crack in the twelve pillars.", None),
    ("Engineers found no crack in 12 pillars.", 4),
    ("Engineers did not find any crack in the 13 pillars.", None),
    ("Tickets cost between 10 and 60 rupees.", 5),
    ("Tickets cost between ten and sixty rupees.", 5),
    ("Tickets cost 70 rupees.", None),
    ("Snow fell in Shimla [2].", None),
]


@pytest.mark.parametrize(("answer", "mark"), HINDI_CASES)
def test_a_hindi_sentence_gets_the_mark_that_supports_it(answer: str, mark: int | None) -> None:
    (checked,) = check_answer(answer, HINDI, "लावरोव के दौरे पर क्या हुआ?")
    assert checked.marks == ((mark,) if mark else ())
    assert bool(checked.failure) == (mark is None)
    assert "[" not in checked.text


@pytest.mark.parametrize(("answer", "mark"), ENGLISH_CASES)
def test_an_english_sentence_gets_the_mark_that_supports_it(answer: str, mark: int | None) -> None:
    (checked,) = check_answer(answer, ENGLISH, "What happened to the metro?")
    assert checked.marks == ((mark,) if mark else ())


def test_a_devanagari_name_from_nowhere_is_refused() -> None:
    assert not check_answer("लावरोव शुक्रवार को तेहरान पहुंचे।", HINDI, "लावरोव कहां गए?")[0].marks


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("उत्तर कोरिया ने 10,000 सैनिक भेजे [2]।", Failure(Reason.NUMBER, "10000")),
        ("लावरोव शनिवार को पहुंचे [4]।", Failure(Reason.WEEKDAY, "शनिवार")),
        ("मास्को ने इसकी पुष्टि की है [3]।", Failure(Reason.NEGATION, "पुष्ट")),
        ("शुक्रवार को वोंसान पहुंचे [4]।", Failure(Reason.WORD, "वोंसान")),
        ("शिमला की भारी बर्फ [2]।", Failure(Reason.NAME, "शिमला")),
    ],
)
def test_the_failure_is_that_of_the_hinted_quote(answer: str, failure: Failure) -> None:
    assert check_answer(answer, HINDI, "")[0].failure == failure


@pytest.mark.parametrize(("answer", "mark"), [("लावरोव अचानक पहुंचे [1]।", 2), ("लावरोव पहुंचे [1]।", 1), ("लावरोव पहुंचे [2]।", 2)])
def test_a_hint_is_kept_unless_another_sentence_holds_clearly_more(answer: str, mark: int) -> None:
    evidence = [citation(1, "लावरोव पहुंचे।"), citation(2, "लावरोव अचानक पहुंचे।")]
    assert check_answer(answer, evidence, "?")[0].marks == (mark,)


def test_no_evidence_supports_nothing() -> None:
    assert check_answer("वोंसान में।", [], "कहां?") == [Checked("वोंसान में।", (), Failure(Reason.EVIDENCE))]


def test_each_sentence_is_checked_alone() -> None:
    text = "किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [2]। उत्तर कोरिया ने 10,000 सैनिक भेजे [2]। लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
    checked = check_answer(text, HINDI, "क्या हुआ?")
    assert [sentence.marks for sentence in checked] == [(1,), (), (4,)]
    assert with_marks(checked) == "किम जोंग उन ने लावरोव से वोंसान में मुलाकात की [1]। लावरोव शुक्रवार को प्योंगयांग पहुंचे [4]।"


@pytest.mark.parametrize("empty", ["", "   ", "[1]", "[1] [2].", "।।", "\n"])
def test_marks_alone_are_no_answer(empty: str) -> None:
    assert check_answer(empty, HINDI, "क्या?") == []
    assert with_marks(check_answer(empty, HINDI, "क्या?")) == ""


def test_a_number_of_the_question_is_no_proof() -> None:
    (checked,) = check_answer("हां, रूस में 10,000 सैनिक भेजे हैं।", HINDI, "क्या रूस में 10,000 सैनिक भेजे गए?")
    assert not checked.marks


def test_the_year_of_the_question_may_be_repeated() -> None:
    (checked,) = check_answer("2026 में लावरोव शुक्रवार को प्योंगयांग पहुंचे।", HINDI, "2026 में लावरोव कहां पहुंचे?")
    assert checked.marks == (4,)


def test_words_of_the_question_alone_prove_nothing() -> None:
    assert not check_answer("शिमला में बर्फ गिरी।", HINDI, "शिमला में बर्फ गिरी?")[0].marks


@pytest.mark.parametrize(
    ("answer", "mark"),
    [
        ("About eleven thousand soldiers were sent [2].", 2),
        ("About 10,000 soldiers were sent [2].", None),
        ("Lavrov arrived on Friday [4].", 4),
        ("Lavrov arrived on Saturday [4].", None),
        ("Moscow has not confirmed this [3].", 3),
        ("Moscow has confirmed this [3].", None),
    ],
)
def test_across_scripts_numbers_days_and_denials_must_agree(answer: str, mark: int | None) -> None:
    (evidence,) = [proof for proof in HINDI if f"[{proof.n}]" in answer]
    (checked,) = check_answer(answer, [evidence], "What happened?")
    assert checked.marks == ((mark,) if mark else ())


def test_without_translation_one_script_proves_nothing_of_the_other() -> None:
    assert [sentence.marks for sentence in check_answer("Lavrov arrived. लावरोव पहुंचे।", HINDI[3:4], "?", across_scripts=False)] == [(), (4,)]


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("वह आया।", "वह आया [3]।"),
        ("He came.", "He came [3]."),
        ("He came", "He came [3]"),
        ("क्या वह आया?!", "क्या वह आया [3]?!"),
        ("“He came.”", "“He came [3].”"),
        ("It cost 2.5 rupees.", "It cost 2.5 rupees [3]."),
    ],
)
def test_the_mark_stands_before_the_stop(sentence: str, marked: str) -> None:
    assert with_marks([Checked(sentence, (3,))]) == marked


def test_what_is_not_supported_is_left_out() -> None:
    assert with_marks([Checked("एक।", ()), Checked("दो।", (1, 2))]) == "दो [1][2]।"


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("उत्तर कोरिया ने लगभग 11 हजार सैनिक भेजे।", "कितने सैनिक भेजे?", "11 हज़ार"),
        ("वोंसान", "किम जोंग उन लावरोव से कहां मिले?", "वोंसान"),
        ("लावरोव शुक्रवार को पहुंचे।", "लावरोव कब पहुंचे?", "शुक्रवार"),
        ("लावरोव पहुंचे।", "क्या लावरोव पहुंचे?", None),
        ("", "क्या?", None),
    ],
)
def test_the_short_answer_is_words_of_a_quote(text: str, question: str, expected: str | None) -> None:
    short = short_answer(text, HINDI, question)
    assert short is None or any(short in proof.quote for proof in HINDI)
    assert (expected in short) if expected and short else short is expected


@pytest.mark.parametrize("quote", ["अब तक 600 सैनिक मारे गए।", "So far 600 soldiers were killed."])
def test_a_bare_number_belongs_to_every_script(quote: str) -> None:
    evidence = [Citation(1, "a.txt", "t", None, None, 0, len(quote), quote)]
    assert check_answer("600", evidence, "कितने सैनिक मारे गए?", across_scripts=False)[0].marks == (1,)
    assert check_answer("700", evidence, "कितने सैनिक मारे गए?", across_scripts=False)[0].marks == ()
