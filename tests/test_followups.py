"""Conversations as readers type them: how many of the earlier questions each new one takes along."""

from __future__ import annotations

import pytest

from assistant.answering.followups import understand

FLOOD = "तमसापुर की बाढ़ में कितने लोग मारे गए?"
TRAIN = "भद्रावल में मालगाड़ी क्यों बेपटरी हुई?"
LAVROV = "When did Lavrov meet Kim Jong Un in Wonsan?"
CUP = "Who won the Central Cup final in Indrapur?"
METRO = "Shyamgarh metro ki Blue Line kab khuli?"
KIM = "किम जोंग उन से कौन मिला?"

# (the earlier questions, oldest first; the new question; how many of the earlier ones it takes along, 0 for a question that stands alone)
HINDI = [
    ([FLOOD], "और वहाँ कितने घायल हुए?", 1),
    ([FLOOD], "कब?", 1),
    ([FLOOD], "क्यों?", 1),
    ([FLOOD], "कहां?", 1),
    ([FLOOD], "उनका नाम?", 1),
    ([FLOOD], "और घायल कितने हुए?", 1),
    ([FLOOD], "कुल कितने लोग घायल हुए?", 1),
    ([FLOOD], "कितने मकान ढहे?", 1),
    ([FLOOD], "मुआवजा कितना मिला?", 1),
    ([FLOOD], "मुख्यमंत्री ने क्या कहा?", 1),
    ([FLOOD], "इस बाढ़ में कितने गांव डूबे और कितनी फसल खराब हुई?", 1),
    ([FLOOD], "उस इलाके में राहत शिविर कितने बने और किसने बनाए?", 1),
    ([FLOOD], "और पिछले साल?", 1),
    ([FLOOD], "और पिछले साल दिल्ली में कितने मरे?", 1),
    ([FLOOD], "दिल्ली में?", 1),
    ([FLOOD], "यह जानकारी किसने दी?", 1),
    ([FLOOD], "तो सरकार ने क्या किया?", 1),
    ([TRAIN], "इसकी जांच कौन कर रहा है?", 1),
    ([TRAIN, "इसकी जांच के लिए समिति किसने बनाई?"], "उसे अपनी रिपोर्ट कितने दिन में देनी है?", 2),
    ([FLOOD, "उनमें से बच्चे कितने थे?"], "और महिलाएं?", 2),
    ([FLOOD, TRAIN], "कौन जिम्मेदार है?", 1),
    ([KIM], "उन लोगों के साथ और कौन-कौन से अधिकारी वोंसान गए?", 1),
    ([FLOOD], "अब बताओ कितने मरे?", 1),
    ([FLOOD], "अब बताओ वहां राहत कब पहुंची?", 1),
    ([FLOOD], "अब बताओ मेट्रो कब खुली?", 0),
    ([FLOOD], "मेट्रो कब खुली?", 0),
    ([FLOOD], "अच्छा, अब ये बताओ कि रेपो रेट कितना है?", 0),
    ([FLOOD], "एक और सवाल: हॉकी फाइनल किसने जीता?", 0),
    ([FLOOD], "और श्यामगढ़ मेट्रो की ब्लू लाइन कितनी लंबी है?", 0),
    ([FLOOD], "तो रूस के विदेश मंत्री लावरोव किस शहर पहुंचे?", 0),
    ([FLOOD], "प्याज का भाव इस साल मंडी में कितना गिरा?", 0),
    ([FLOOD], "किम जोंग उन ने लावरोव से वोंसान में क्या कहा?", 0),
    ([FLOOD], "लावरोव कौन हैं?", 0),
    ([FLOOD], "यह किसने कहा कि प्याज का दाम और बढ़ेगा?", 0),
    ([FLOOD], "अमेरिका और उसके साथी रूस की किस बात से चिंतित हैं?", 0),
    ([FLOOD], "भद्रावल से चली मालगाड़ी कहां बेपटरी हुई और उसे कहां पहुंचना था?", 0),
    ([FLOOD, "उनमें से बच्चे कितने थे?"], "विश्वविद्यालय ने बीकॉम का पर्चा क्यों रद्द किया?", 0),
    ([FLOOD, TRAIN, "अब बताओ मेट्रो कब खुली?"], "किराया कितना है?", 1),
]
ENGLISH = [
    ([LAVROV], "Why?", 1),
    ([LAVROV], "And where?", 1),
    ([LAVROV], "Where did he go next?", 1),
    ([LAVROV], "What about Moscow?", 1),
    ([CUP], "What about Delhi?", 1),
    ([CUP], "And how many balls did he face for it?", 1),
    ([CUP], "And the year before?", 1),
    ([CUP], "Who scored a century?", 1),
    ([CUP], "Who else took wickets?", 1),
    ([CUP], "Who was the source of that figure?", 1),
    ([CUP], "How many people were injured?", 1),
    ([CUP], "Where was this final match of the cup played before?", 1),
    ([CUP, "Who was their captain?"], "How old is he?", 2),
    ([LAVROV, CUP], "By how many runs?", 1),
    ([CUP], "When did the metro open?", 0),
    ([CUP], "Now tell me: when did the metro open?", 0),
    ([CUP], "And when did the Blue Line metro open?", 0),
    ([CUP], "So which minister travelled to Wonsan in July?", 0),
    ([CUP], "To which city did Lavrov travel after the talks?", 0),
    ([CUP], "How many commuters use the Blue Line metro every day?", 0),
    ([CUP], "Who is Sergei Lavrov?", 0),
    ([CUP], "What will onions cost this year in the Neemkheda market?", 0),
    ([CUP], "Which Russian minister did Kim host when he promised to back Moscow?", 0),
    ([CUP], "By the way, which river flooded Tamsapur?", 0),
    ([LAVROV, "Where did he go next?"], "How much did the RBI cut the repo rate?", 0),
]
ROMAN = [
    ([METRO], "kitne log?", 1),
    ([METRO], "aur kiraya kitna hai?", 1),
    ([METRO], "uska sabse zyada kiraya kitna hai?", 1),
    ([METRO], "kab?", 1),
    ([METRO], "kyun?", 1),
    ([METRO], "delhi mein?", 1),
    ([METRO], "us line par kul kitne station bane hain?", 1),
    ([METRO], "use kisne banaya?", 1),
    ([METRO], "ye kisne kaha?", 1),
    ([METRO], "phir kya hua?", 1),
    ([METRO, "uska kiraya kitna hai?"], "aur bachchon ka?", 2),
    ([METRO, "tamsapur ki badh mein kitne log mare?"], "aur ghayal?", 1),
    ([METRO], "ab batao baadh kahan aayi?", 0),
    ([METRO], "tamsapur ki badh mein kitne log mare?", 0),
    ([METRO], "aur pyaaz ka bhav neemkheda mandi mein kitna gira?", 0),
    ([METRO], "choi son hui kaun hai?", 0),
    ([METRO], "kim jong un ne lavrov se kya kaha?", 0),
    ([METRO], "ek aur sawal, hockey final kisne jeeta?", 0),
]


@pytest.mark.parametrize(("history", "question", "taken"), [*HINDI, *ENGLISH, *ROMAN])
def test_a_question_takes_along_what_it_refers_to(history: list[str], question: str, taken: int) -> None:
    assert understand(question, history) == (" ".join([*history[-taken:], question]) if taken else None)


@pytest.mark.parametrize(("history", "question", "taken"), [*HINDI, *ENGLISH, *ROMAN])
def test_without_a_history_every_question_stands_alone(history: list[str], question: str, taken: int) -> None:
    assert history and taken >= 0 and understand(question, []) is None
