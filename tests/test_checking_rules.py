"""The rules about words, one table a rule: (claim, quote, whether the rule lets it pass)."""

from __future__ import annotations

import pytest

from assistant.checking.fragments import check_fragment
from assistant.checking.lexicon import says_the_same, word_key
from assistant.checking.names import capitalised, sounds_like_any
from assistant.checking.negation import check_negation, denies
from assistant.checking.offices import check_offices
from assistant.checking.opposites import check_opposites, either_side
from assistant.checking.predicates import Predicate, Tense, predicates
from assistant.checking.qualifiers import check_qualifiers
from assistant.checking.roles import check_roles
from assistant.checking.sequence import check_sequence
from assistant.checking.support import asks_yes_or_no, why_unsupported
from assistant.checking.tense import check_tense
from assistant.checking.tokens import plain
from assistant.checking.wording import Context, check_wording, proven_share
from index.text.words import fold

NOTHING = Context("", "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("हिन्दी", "हिंदी", True),
        ("लवरोव", "लावरोव", True),
        ("मॉस्को", "मास्को", True),
        ("वर्षा", "बारिश", True),
        ("killed", "मारे", True),
        ("found", "find", True),
        ("रूसी", "रूस", True),
        ("Korean", "Korea", True),
        ("मौत", "हत्या", True),  # who was murdered is dead
        ("हत्या", "मौत", False),
        ("सैनिक", "डॉक्टर", False),
        ("मारे", "घायल", False),
        ("वर्षा", "वर्ष", False),
    ],
)
def test_which_word_may_be_written_for_another(one: str, other: str, same: bool) -> None:
    assert says_the_same(word_key(fold(one)), word_key(fold(other))) is same


def test_contractions_are_undone() -> None:
    assert plain("They didn’t, won't and can't; she'll") == "they did not, will not and can not; she will"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("पुष्टि नहीं की", [Predicate("पुष्ट", Tense.PAST, True)]),
        ("स्कूल नहीं खुले", [Predicate("स्कूल", None, False), Predicate("खुल", Tense.PAST, True)]),
        ("सैनिक भेजे जाएंगे", [Predicate("सैनिक", None, False), Predicate("भेज", Tense.FUTURE, False)]),
        ("वह नवगिरि में होगी", [Predicate("नवगिर", None, False), Predicate("हो", Tense.FUTURE, False)]),
        ("has not confirmed", [Predicate("confirm", Tense.PAST, True)]),
        ("will be sent", [Predicate("send", Tense.FUTURE, False)]),
        ("no ship was targeted", [Predicate("ship", None, True), Predicate("target", Tense.PAST, True)]),
        ("बिना अनुमति", [Predicate("बिन", None, False), Predicate("अनुमत", None, True)]),
        ("without permission", [Predicate("without", None, False), Predicate("permiss", None, True)]),
    ],
)
def test_what_is_said_to_have_happened(text: str, expected: list[Predicate]) -> None:
    assert list(predicates(text)) == expected


def test_each_side_of_a_pair_of_opposites() -> None:
    with_it, against = either_side("confirmed")
    assert {word_key("confirms"), word_key("पुष्टि")} <= with_it
    assert {word_key("denied"), word_key(fold("इनकार"))} <= against
    assert not with_it & against
    assert (against, with_it) == either_side("denied")


@pytest.mark.parametrize(
    ("claim", "quote", "passes"),
    [
        ("मास्को ने पुष्टि की है", "मास्को ने पुष्टि नहीं की है", False),
        ("मास्को ने पुष्टि नहीं की", "मास्को ने अब तक इसकी पुष्टि नहीं की है", True),
        ("मास्को ने पुष्टि नहीं की", "मास्को ने पुष्टि की है", False),
        ("मास्को ने पुष्टि नहीं की", "मास्को ने पुष्टि करने से इनकार किया", True),
        ("मास्को ने पुष्टि की", "मास्को ने पुष्टि से इनकार किया", False),
        ("रूस ने सैनिक भेजे", "रूस ने सैनिक भेजने से इनकार किया", False),
        ("रूस ने सैनिक भेजे", "रूस ने इस बात से इनकार किया कि उसने सैनिक भेजे", False),
        ("रूस ने इनकार किया", "रूस ने इनकार नहीं किया", False),
        ("लोग मारे गए", "किसी की मौत नहीं हुई", False),
        ("कोई मौत नहीं हुई", "85 मकान ढहे, लेकिन किसी की मौत नहीं हुई", True),
        ("85 मकान ढहे", "85 मकान ढहे, लेकिन किसी की मौत नहीं हुई", True),
        ("अनुमति के साथ गए", "बिना अनुमति गए", False),
        ("न केवल चावल बल्कि गेहूं भी बिका", "चावल और गेहूं बिका", True),
        ("रूस ने पुष्टि की", "न तो चीन और न ही रूस ने खबरों की पुष्टि की है", False),
        ("He confirmed it", "He has not confirmed it", False),
        ("He confirmed it", "He has not officially confirmed it", False),
        ("Russia confirmed the talks", "Neither China nor Russia has formally confirmed the talks", False),
        ("It was never confirmed", "It was not confirmed", True),
        ("A worker was hurt", "No worker was hurt", False),
        ("Nobody was hurt", "No one was hurt", True),
        ("Russia sent troops", "Russia denied sending troops", False),
        ("It carries at most 45", "It carries no more than 45", True),
        ("He denied the report", "He denied the report", True),
        ("He did not deny it", "He denied it", False),
    ],
)
def test_what_is_denied_is_not_said(claim: str, quote: str, passes: bool) -> None:
    assert (check_negation(claim, quote) is None) is passes


def test_whether_a_text_denies() -> None:
    assert [denies(text) for text in ("वे नहीं आए", "वे आए", "It isn't open", "It rains")] == [True, False, True, False]


@pytest.mark.parametrize(
    ("claim", "quote", "passes"),
    [
        ("दाम बढ़े", "दाम घटे", False),
        ("दाम बढ़ गए", "दाम में वृद्धि हुई", True),
        ("दाम बढ़े", "चावल के दाम बढ़े और दाल के घटे", True),
        ("12 लोग मारे गए", "12 लोग घायल हुए", False),
        ("Prices rose", "Prices fell", False),
        ("10 से अधिक", "10 से कम", True),  # a bound, not a word
        ("दाम", "दाम घटे", True),
    ],
)
def test_an_opposite_is_no_synonym(claim: str, quote: str, passes: bool) -> None:
    assert (check_opposites(claim, quote) is None) is passes


@pytest.mark.parametrize(
    ("claim", "quote", "passes"),
    [
        ("बारिश के बाद", "बारिश से पहले", False),
        ("बारिश से पहले", "बारिश से पूर्व", True),
        ("मैच के बाद", "बारिश से पहले और मैच के बाद", True),
        ("बारिश के बाद", "बारिश से पहले और मैच के बाद", False),
        ("after Diwali", "before Diwali, after the cracks", False),
    ],
)
def test_before_is_not_after(claim: str, quote: str, passes: bool) -> None:
    assert (check_sequence(claim, quote) is None) is passes


@pytest.mark.parametrize(
    ("claim", "quote", "passes"),
    [
        ("महापौर पकड़े गए", "पूर्व महापौर पकड़े गए", False),
        ("पूर्व महापौर पकड़े गए", "पूर्व महापौर पकड़े गए", True),
        ("The governor spoke", "The deputy governor spoke", False),
        ("शुल्क लागू हुआ", "शुल्क लागू हो सकता है", False),
        ("बारिश हुई", "बारिश की संभावना है", False),
        ("बारिश हो सकती है", "बारिश की संभावना है", True),
        ("बत्रा ने रिश्वत ली", "बत्रा पर रिश्वत लेने का आरोप है", False),
        ("It fell", "It may fall", False),
        ("It is likely to fall", "It may fall", True),
        ("45 people ride it", "45 people are expected to ride it", False),
        ("45 people will ride it", "45 people are expected to ride it", True),
        ("He wrote on 5 May", "He wrote on 5 May", True),
        ("बैठक हुई", "बैठक से पूर्व चाय हुई", True),
    ],
)
def test_what_qualifies_must_not_be_left_out(claim: str, quote: str, passes: bool) -> None:
    assert (check_qualifiers(claim, quote) is None) is passes


@pytest.mark.parametrize(
    ("claim", "quote", "passes"),
    [
        ("रूस सैनिक भेजेगा", "रूस ने सैनिक भेजे", False),
        ("रूस ने सैनिक भेजे", "रूस सैनिक भेजेगा", False),
        ("परीक्षा 5 मई को हुई", "परीक्षा 5 मई को होगी", False),
        ("कार्रवाई की गई", "कार्रवाई अगले सप्ताह होगी", False),
        ("बैठक की गई", "बैठक की जाएगी", False),
        ("It opened", "It will open", False),
        ("It opens on Monday", "It will open on Monday", True),
        ("It was built", "It was built, and it will be painted", True),
        ("सरकार ने कहा कि पुल बनेगा", "सरकार ने कहा कि पुल बनेगा", True),
    ],
)
def test_what_is_to_come_has_not_happened(claim: str, quote: str, passes: bool) -> None:
    assert (check_tense(claim, quote) is None) is passes


@pytest.mark.parametrize(
    ("claim", "quote", "passes"),
    [
        ("यूक्रेन ने रूस पर हमला किया", "रूस ने यूक्रेन पर हमला किया", False),
        ("यूक्रेन पर रूस ने हमला किया", "रूस ने यूक्रेन पर हमला किया", True),
        ("रूस द्वारा यूक्रेन पर हमला हुआ", "रूस ने यूक्रेन पर हमला किया", True),
        ("रूस ने यूक्रेन पर हमला किया", "रूस की सेना ने यूक्रेन पर हमला किया", True),
        ("मंत्री ने हड़ताल वापस ली", "संघ ने मंत्री के आश्वासन पर हड़ताल वापस ली", False),
        ("चीन ने यूक्रेन पर हमला किया", "रूस और चीन ने यूक्रेन पर हमला किया", True),
        ("किम ने पुतिन से मुलाकात की", "पुतिन ने किम से मुलाकात की", True),
        ("मोरवा की सेना आई", "ज़ेरान की सेना मोरवा की चौकी पर आई", False),
        ("वे दिल्ली से आगरा को गए", "वे आगरा से दिल्ली को गए", False),
        ("Korund attacked Estavia", "Estavia attacked Korund", False),
        ("Korund was attacked by Estavia", "Estavia attacked Korund", True),
        ("Estavia was attacked by Korund", "Estavia attacked Korund", False),
        ("They went from Agra to Delhi", "They went from Delhi to Agra", False),
        ("Omar met Leela", "Leela met Omar", True),
    ],
)
def test_who_did_it_to_whom(claim: str, quote: str, passes: bool) -> None:
    assert (check_roles(claim, quote) is None) is passes


@pytest.mark.parametrize(
    ("claim", "quote", "passes"),
    [
        ("राष्ट्रपति तोमास आए", "प्रधानमंत्री तोमास और राष्ट्रपति मरीना आए", False),
        ("प्रधानमंत्री तोमास आए", "प्रधानमंत्री तोमास और राष्ट्रपति मरीना आए", True),
        ("Governor Omar wrote", "Governor Leela wrote to President Omar", False),
        ("President Omar came", "Omar came, the president said", True),
    ],
)
def test_who_holds_which_office(claim: str, quote: str, passes: bool) -> None:
    assert (check_offices(claim, quote) is None) is passes


@pytest.mark.parametrize(
    ("claim", "quote", "context", "passes"),
    [
        ("लावरोव तेहरान पहुंचे", "लावरोव प्योंगयांग पहुंचे", NOTHING, False),
        ("लावरोव प्योंगयांग आए", "लावरोव प्योंगयांग पहुंचे", NOTHING, True),
        ("आधुनिक अस्पताल बनेगा", "अस्पताल बनेगा", NOTHING, False),
        ("हादसे में 5 लोग मारे गए", "5 लोग मारे गए", Context("", "हादसे में कितने लोग मारे गए?"), True),
        ("हादसे में 5 लोग मारे गए", "5 लोग झुलस गए", Context("", "हादसे में कितने लोग मारे गए?"), False),
        ("ईरान ने 5 ड्रोन खरीदे", "तुर्वानिया ने 5 ड्रोन खरीदे", Context("", "ईरान ने कितने ड्रोन खरीदे?"), False),
        ("ईरान ने 5 ड्रोन खरीदे", "उसने 5 ड्रोन खरीदे", Context("", "ईरान ने कितने ड्रोन खरीदे?"), True),
        ("ईरान ने 5 ड्रोन खरीदे", "5 ड्रोन खरीदे", Context("ईरान के ड्रोन", "?"), True),
        ("Vindhya won the semi-final", "Vindhya won the final", Context("", "Who won the semi-final?"), False),
        ("केसीएनए ने कहा", "KCNA ने कहा", NOTHING, False),  # letters by their names aren't known
        ("Lavrov ने कहा कि वे आए", "लावरोव ने कहा कि वे आए", NOTHING, True),
        ("सरकार सरकारी पद देगी", "सरकार पद देगी", NOTHING, False),
    ],
)
def test_every_word_is_the_quotes_or_may_be_taken_for_granted(claim: str, quote: str, context: Context, passes: bool) -> None:
    assert (check_wording(claim, quote, context) is None) is passes


def test_the_proven_share_is_that_of_the_telling_words() -> None:
    assert proven_share("लावरोव शुक्रवार को तेहरान पहुंचे", "लावरोव प्योंगयांग पहुंचे") == pytest.approx(2 / 3)
    assert proven_share("12 जुलाई को", "") == 1.0


@pytest.mark.parametrize(
    ("claim", "quote", "question", "passes"),
    [
        ("11", "11 लोगों की जान गई", "कितने लोग मारे गए?", True),
        ("11", "11 लोगों की जान गई", "कितने लोग घायल हुए?", False),
        ("11", "11 लोगों की जान गई", "कितने लोग राहत शिविरों में लाए गए?", False),
        ("11 लोगों की जान गई", "11 लोगों की जान गई", "राहत शिविरों में क्या हुआ?", True),
        ("11", "11 people died", "कितने लोग मारे गए?", True),
    ],
)
def test_a_bare_value_must_answer_what_is_asked(claim: str, quote: str, question: str, passes: bool) -> None:
    assert (check_fragment(claim, quote, Context("", question)) is None) is passes


@pytest.mark.parametrize(
    ("word", "others", "alike"),
    [
        ("rizwan", ["रिजवान"], True),
        ("imran", ["रिजवान"], False),
        ("रिजवान", ["rizwan", "sheikh"], True),
        ("rizwan", ["rizwan"], False),
        ("rizwan", [], False),
    ],
)
def test_names_are_compared_by_their_sound_across_scripts(word: str, others: list[str], alike: bool) -> None:
    assert sounds_like_any(word, others) is alike


def test_a_common_first_word_is_no_name() -> None:
    assert capitalised("Soldiers met Omar in Delhi. Lavrov left.") == {"omar", "delhi", "lavrov"}


@pytest.mark.parametrize(
    ("claim", "question", "passes"),
    [
        ("लावरोव पहुंचे", "लावरोव कब पहुंचे?", False),
        ("लावरोव पहुंचे", "क्या लावरोव पहुंचे?", True),
        ("लावरोव कब शुक्रवार को पहुंचे", "लावरोव कब पहुंचे?", False),
        ("लावरोव शुक्रवार को पहुंचे?", "लावरोव कब पहुंचे?", False),
    ],
)
def test_the_question_again_is_no_answer(claim: str, question: str, passes: bool) -> None:
    assert (why_unsupported(claim, "लावरोव शुक्रवार को प्योंगयांग पहुंचे", Context("", question)) is None) is passes


@pytest.mark.parametrize(
    ("question", "yes_or_no"),
    [
        ("क्या लावरोव पहुंचे?", True),
        ("क्या नतीजे घोषित हुए?", True),
        ("क्या परिणाम आ गए?", True),
        ("क्या कारण बताओ नोटिस जारी हुआ?", True),
        ("क्या कारण शॉर्ट सर्किट था?", True),
        ("क्या वजह पुरानी रंजिश थी?", True),
        ("क्या अंतर बढ़ा?", True),
        ("क्या सजा कम हुई?", True),
        ("क्या सजा सुनाई जा चुकी है?", True),
        ("क्या अर्थव्यवस्था बढ़ी?", True),
        ("क्या मिलावट पकड़ी गई?", True),
        ("क्या कारण था?", False),
        ("क्या वजह बताई गई?", False),
        ("क्या मक़सद था?", False),
        ("क्या सज़ा सुनाई गई?", False),
        ("क्या सजा मिली?", False),
        ("क्या फ़र्क पड़ा?", False),
        ("क्या असर पड़ेगा?", False),
        ("क्या हुआ?", False),
        ("क्या-क्या बरामद हुआ?", False),
        ("क्या मिला?", False),
        ("क्या बोले मोदी?", False),
        ("Did Lavrov arrive?", True),
        ("Is the bridge open?", True),
        ("What did Lavrov do?", False),
        ("is hadse mein kitne log mare?", False),
        ("do log kahan mare?", False),
    ],
)
def test_what_asks_for_a_thing_is_no_yes_or_no_question(question: str, yes_or_no: bool) -> None:
    assert asks_yes_or_no(question) is yes_or_no
