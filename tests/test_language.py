from __future__ import annotations

import pytest

from assistant.language import LANGUAGES, ROMAN_HINDI, detect_language

HINDI = """
तमसापुर की बाढ़ में कितने लोगों की मौत हुई?
बाढ़
RBI ने repo rate कितना रखा?
KCNA क्या है?
Blue Line metro station कहाँ है?
North Korea foreign minister Choe Son Hui किससे मिलीं?
Make in India योजना कब शुरू हुई?
GDP growth rate 2026 में कितनी रही?
""".strip().splitlines()

ROMAN = """
baadh me kitne log mare?
pyaaz ka bhav kitna gira?
mumbai me metro kab khuli
repo rate kitna hai
hockey final kisne jeeta
court ne pension par kya kaha
RBI ne repo rate kab badhaya?
PM ne kya bola
train accident kahan hua tha
score kya tha
match kaun jeeta
satellite launch kab hua
kim jong un ne kisse milne ki baat kahi
north korea ke sainik russia kyon gaye
budget me kya mila
university exam cancel kyu hue
lavrov kaha pahunche
mujhe baadh ke bare me batao
Delhi mein barish kab hogi?
rajdhani ka naam kya hai
petrol ke daam kitne badhe
kitne ghayal
BAADH ME KITNE LOG MARE
Kitne Log Mare
""".strip().splitlines()

ENGLISH = """
Who won the hockey final?
When did the Blue Line open to the public?
How many people died in Tamsapur?
What did Kim Jong Un say to Lavrov?
Who is Ka Ping?
Tell me about Narendra Modi
Why did Ravi Kumar Sharma resign?
What is the capital of Ko Samui?
Did Sonia Gandhi meet Rahul Gandhi?
Did Jo join Ki and Ko?
hockey final winner
repo rate
Rajnath Singh Moscow visit
List the places Shoigu visited
Is Tamsapur in Bihar?
How much did onion prices fall in Neemkheda mandi?
Which par score did Se Ri Pak shoot?
to be or not to be
Do men sit at par with log cabins?
total cost of the Blue Line metro
Budget 2026 highlights
What is प्रमाण?
Who said 'आत्मनिर्भर' in the article?
What does the article on सत्यमेव जयते say?
12345?
???
""".strip().splitlines()


@pytest.mark.parametrize(("language", "question"), [(lang, q) for lang, qs in (("hi", HINDI), ("hinglish", ROMAN), ("en", ENGLISH)) for q in qs])
def test_the_language_of_a_question(language: str, question: str) -> None:
    assert detect_language(question) == language


def test_an_empty_question_has_a_language_too() -> None:
    assert detect_language("") in LANGUAGES


def test_no_little_hindi_word_is_a_little_english_one() -> None:
    assert not ROMAN_HINDI & set(
        "the of in on at for and or is are was were it who what when where why how which many much a an before after".split()
    )
