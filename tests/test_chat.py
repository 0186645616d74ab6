from __future__ import annotations

import pytest

from assistant.answering.followups import understand

EARLIER = "किम जोंग उन से कौन मिला?"

FOLLOW_UPS = """
उन्होंने क्या कहा?
उसके बाद रूस के विदेश मंत्री सर्गेई लावरोव किस शहर पहुंचे?
वहाँ हाल ही में आई बाढ़ में कितने लोग मारे गए?
और कब?
तो क्या हुआ?
कब?
किसने कहा?
ऐसा क्यों?
When did he go?
What about the Moscow visit of Foreign Minister Lavrov?
How about Moscow and the visit of Lavrov?
And who else travelled to Wonsan that summer week?
Where is it?
What did Lavrov say to him in Wonsan?
Were those soldiers paid by the government of Russia?
unhone kya kaha
aur kab hua tha?
wo kaun tha
kitne log mare the
usme kitne sainik ghayal hue aur kitne mare gaye
""".strip().splitlines()

NEW_TOPICS = """
So which minister travelled to Wonsan that summer week?
फिर रूस के विदेश मंत्री सर्गेई लावरोव कहां गए?
और रूस के विदेश मंत्री सर्गेई लावरोव किस शहर पहुंचे?
प्याज का भाव मंडी में कितना गिरा?
औरंगाबाद में भूकंप कब आया था?
तोप के गोले सेना को कितने मिले?
फिरोजाबाद में चूड़ी कारखाने कब खुले?
वह कौन सा देश है जिसने रूस को सैनिक भेजे?
Who won the hockey final in Delhi?
There are how many teams in the hockey league final?
Is there a metro station near Shyamgarh fort?
Why did Lavrov cancel his trip to Wonsan?
What did Lavrov say about Russia and its soldiers?
Sonia Gandhi met which minister in Delhi?
Andhra Pradesh won how many hockey medals?
Thousands of passengers rode which metro line?
pyaaz ka bhav mandi mein kitna gira?
torun sharma kaun si company ke malik bane
""".strip().splitlines()


@pytest.mark.parametrize("question", FOLLOW_UPS)
def test_a_follow_up_takes_the_earlier_question_along(question: str) -> None:
    assert understand(question, [EARLIER]) == f"{EARLIER} {question}"


@pytest.mark.parametrize("question", NEW_TOPICS)
def test_a_new_topic_drops_the_old_one(question: str) -> None:
    assert understand(question, [EARLIER]) is None


@pytest.mark.parametrize("question", [FOLLOW_UPS[0], NEW_TOPICS[0]])
def test_without_a_history_nothing_is_added(question: str) -> None:
    assert understand(question, []) is None


def test_two_follow_ups_in_a_row_keep_the_topic() -> None:
    history = ["तमसापुर की बाढ़ में क्या हुआ था?", "उसमें कितने लोग मरे?"]
    assert understand("और कब?", history) == "तमसापुर की बाढ़ में क्या हुआ था? उसमें कितने लोग मरे? और कब?"


def test_only_the_topic_of_the_last_full_question_is_kept() -> None:
    history = ["तमसापुर की बाढ़ में क्या हुआ था?", "प्याज का भाव मंडी में कितना गिरा?", "उसका कारण क्या था?"]
    understood = understand("और कहां?", history)
    assert understood == "प्याज का भाव मंडी में कितना गिरा? उसका कारण क्या था? और कहां?"


def test_a_new_topic_after_a_follow_up_stands_alone() -> None:
    assert understand("प्याज का भाव मंडी में कितना गिरा?", [EARLIER, "उन्होंने क्या कहा?"]) is None


def test_surrounding_space_is_not_kept() -> None:
    assert understand(" और कब? ", [f"\n{EARLIER} "]) == f"{EARLIER} और कब?"
