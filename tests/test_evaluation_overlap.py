from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.overlap import exact_match, includes, includes_all, token_f1, tokens

ZWNJ, ZWJ = "\u200c", "\u200d"
NUKTA = "\u093c"
JA_NUKTA = "\u095b"  # the letter and its nukta as one character


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("तमसा नदी", ["तमसा", "नदी"]),
        ("मंत्री ने कहा।सेना आई॥", ["मंत्री", "ने", "कहा", "सेना", "आई"]),  # danda glued to both words
        ("किम जोंग-उन", ["किम", "जोंग", "उन"]),
        (f"ज{NUKTA}मीन", ["जमीन"]),
        (f"{JA_NUKTA}मीन", ["जमीन"]),
        (f"क्{ZWJ}ष", ["क्ष"]),
        (f"क्{ZWNJ}ष", ["क्ष"]),
        ("माँ हँसी", ["मां", "हंसी"]),
        ("डॉ॰ सिंह", ["डॉ", "सिंह"]),
        ("6,200 लोग", ["6200", "लोग"]),
        ("६,२०० लोग", ["6200", "लोग"]),
        ("2,86,400 करोड़", ["286400", "करोड"]),
        ("2, 3 और 4", ["2", "3", "और", "4"]),
        ("11वीं", ["11वीं"]),
        ("The Blue Line", ["blue", "line"]),
        ("an apple A day", ["apple", "day"]),
        ("theatre anatomy another", ["theatre", "anatomy", "another"]),  # only whole words are articles
        ("कक्षा A के छात्र", ["कक्षा", "a", "के", "छात्र"]),  # Hindi text: A is a name, not an article
        ("अखबार The Hindu ने लिखा है", ["अखबार", "the", "hindu", "ने", "लिखा", "है"]),
        ("The U.S. army", ["u", "s", "army"]),
        ("cafe\u0301 CAFÉ", ["café", "café"]),
        ("", []),
        ("।॥ … — “”", []),
        ("the", []),
    ],
)
def test_the_words_that_are_compared(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("answer", "gold", "equal"),
    [
        ("तमसा नदी", "तमसा नदी", True),
        ("तमसा नदी।", "“तमसा नदी”", True),
        ("नदी तमसा", "तमसा नदी", False),  # the order counts
        ("तमसा नदी पर", "तमसा नदी", False),
        ("तमसा", "तमसापुर", False),
        (f"आज{NUKTA}ादी", f"आ{JA_NUKTA}ादी", True),
        ("मुलाकात", "मुलाक़ात", True),
        ("चाँद", "चांद", True),
        ("चाँद", "चाद", False),  # anusvara is folded, not dropped
        ("६,२००", "6,200", True),
        ("6200", "६,२००", True),
        ("6,200", "6,201", False),
        ("62", "6,200", False),
        ("The Blue Line.", "blue line", True),
        ("a Blue Line", "the blue line", True),
        ("कक्षा A", "कक्षा", False),
        ("३.५", "3.5", True),
        ("35", "3.5", False),
        ("", "तमसा", False),
    ],
)
def test_exact_match_forgives_spelling_and_nothing_else(answer: str, gold: str, equal: bool) -> None:
    assert exact_match(answer, [gold]) == float(equal)


def test_exact_match_takes_any_gold_answer() -> None:
    assert exact_match("तमसा", ["तमसा नदी", "तमसा"]) == 1.0
    assert exact_match("तमसा", ["तमसा नदी", "नदी"]) == 0.0
    assert exact_match("तमसा", []) == 0.0


@pytest.mark.parametrize(
    ("answer", "gold", "expected"),
    [
        # तमसा and नदी of 3 said and 4 gold words
        ("तमसा नदी पर", "तमसा नदी का तटबंध", 2 * (2 / 3) * (2 / 4) / (2 / 3 + 2 / 4)),
        ("तमसा नदी का तटबंध", "तमसा नदी पर", 2 * (2 / 4) * (2 / 3) / (2 / 4 + 2 / 3)),
        ("नदी तमसा", "तमसा नदी", 1.0),  # F1 asks for no order
        # बाढ़ stands three times in the answer, twice in the gold: two are shared, not one and not three
        ("बाढ़ बाढ़ बाढ़", "बाढ़ में बाढ़", 2 * (2 / 3) * (2 / 3) / (2 / 3 + 2 / 3)),
        ("बाढ़ बाढ़", "बाढ़", 2 * (1 / 2) * (1 / 1) / (1 / 2 + 1 / 1)),
        # "the" counts on neither side: 2 of 3 said, 2 of 2 gold
        ("the Tamsa river bank", "Tamsa river", 2 * (2 / 3) * (2 / 2) / (2 / 3 + 2 / 2)),
        ("the bank", "the river", 0.0),
        # "A" counts in Hindi: 1 of 1 said, 1 of 2 gold
        ("कक्षा", "कक्षा A", 2 * (1 / 1) * (1 / 2) / (1 / 1 + 1 / 2)),
        ("६,२०० लोग", "6,200 लोगों को", 2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3)),  # 6200 alone
        # danda parts: मौत is shared, सेना too; 2 of 2 said, 2 of 3 gold
        ("मौत।सेना", "मौत और सेना", 2 * (2 / 2) * (2 / 3) / (2 / 2 + 2 / 3)),
        (f"आ{JA_NUKTA}ादी मिली", f"आज{NUKTA}ादी", 2 * (1 / 2) * (1 / 1) / (1 / 2 + 1 / 1)),
        ("2.5 प्रतिशत", "3.5 प्रतिशत", 2 * (1 / 2) * (1 / 2) / (1 / 2 + 1 / 2)),  # the 5 is not shared
        ("तमसापुर", "तमसा", 0.0),
        ("", "तमसा", 0.0),
        ("तमसा", "।", 0.0),
        ("", "", 0.0),
    ],
)
def test_token_f1_by_hand(answer: str, gold: str, expected: float) -> None:
    assert token_f1(answer, [gold]) == pytest.approx(expected)


def test_token_f1_is_that_of_the_best_gold_answer() -> None:
    golds = ["बेलाघाट", "तमसा नदी का तटबंध", "तमसा"]
    assert token_f1("तमसा नदी", golds) == pytest.approx(max(0.0, 2 * (2 / 2) * (2 / 4) / (2 / 2 + 2 / 4), 2 * (1 / 2) * 1 / (1 / 2 + 1)))
    assert token_f1("तमसा", []) == 0.0


@pytest.mark.parametrize(
    ("answer", "phrase", "held"),
    [
        ("बाढ़ में 11 लोगों की मौत हुई।", "11", True),
        ("बाढ़ में 110 लोगों की मौत हुई।", "11", False),
        ("बाढ़ में 11,000 लोग बेघर हुए।", "11", False),
        ("बाढ़ में ११ लोगों की मौत हुई।", "11", True),
        ("कुल 6,200 लोग", "६२००", True),
        ("कुल ६,२०० लोग", "6200", True),
        ("कुल 6200 लोग", "६,२००", True),
        ("तमसापुर में बाढ़ आई।", "तमसा", False),
        ("तमसा में बाढ़ आई।", "तमसा", True),
        ("यह तमसा।वह सरयू", "तमसा", True),
        ("सैनिकों ने", "सैनिक", False),  # no stems here
        ("तमसा नाम की नदी", "तमसा नदी", False),  # one run
        ("नदी तमसा", "तमसा नदी", False),
        ("यह तमसा तमसा नदी है", "तमसा नदी", True),
        ("यह बड़ी तमसा नदी", "तमसा नदी", True),  # at the very end
        (f"{JA_NUKTA}मीन बिकी", f"ज{NUKTA}मीन", True),
        ("चांद पर", "चाँद", True),
        ("दर 2.5 प्रतिशत रही", "5 प्रतिशत", False),
        ("दर 2.5 प्रतिशत रही", "2", False),
        ("दर २.५ प्रतिशत रही", "2.5", True),
        ("यह 12.07.2026 को हुआ", "2026", True),  # a date is no decimal
        ("Growth was 6.", "6", True),
        ("Mayor Anita Rao opened the line.", "anita rao", True),
        ("It opened on a Sunday.", "the Sunday", True),
        ("Bank of the Ganga ने शाखाएं बंद कर दीं और कर्मचारी चले गए", "Bank of the Ganga", True),
        ("She studies in कक्षा A of the school", "कक्षा A", True),
        ("She studies in कक्षा B of a school", "कक्षा A", False),
        ("कुछ भी", "", False),
        ("कुछ भी।", "।", False),
        ("", "तमसा", False),
        ("", "", False),
    ],
)
def test_a_phrase_is_held_as_one_run_of_whole_words(answer: str, phrase: str, held: bool) -> None:
    assert includes(answer, phrase) is held


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("11 या 19 लोग मारे गए।", True),
        ("ग्यारह या उन्नीस लोग मारे गए।", True),
        ("११ या उन्नीस", True),
        ("11 लोग मारे गए।", False),  # every group must be there
        ("11 या ग्यारह लोग", False),  # one group twice is not both
        ("110 या 19", False),
        ("", False),
    ],
)
def test_of_every_group_one_alternative_must_stand_in_the_answer(answer: str, right: bool) -> None:
    assert includes_all(answer, [["11", "ग्यारह"], ["19", "उन्नीस"]]) is right


@given(st.text(alphabet="कखगज़तमसानदी 12,.०१।-aTheन\u093c\u200d\u200cँं", min_size=1, max_size=40))
def test_a_text_matches_itself(text: str) -> None:
    assert exact_match(text, [text]) == 1.0
    assert includes(text, text) is bool(tokens(text))
    assert token_f1(text, [text]) == pytest.approx(float(bool(tokens(text))))


@given(*[st.lists(st.sampled_from("तमसा नदी बाढ़ 11 the bank".split()), max_size=6).map(" ".join)] * 2)
def test_f1_lies_between_zero_and_one_and_knows_no_sides(one: str, other: str) -> None:
    assert 0.0 <= exact_match(one, [other]) * bool(tokens(one)) <= token_f1(one, [other]) <= 1.0
    assert token_f1(one, [other]) == token_f1(other, [one])
