from __future__ import annotations

import pytest
from conftest import ScriptedReader, ScriptedSearch, ScriptedWriter
from scripted_answers import STRICT

from assistant.answering.answer import Answerer
from assistant.answering.imprint import imprints, wanted_imprint
from assistant.texts import day_in_words
from index.search.hybrid import Found, SentenceHit
from index.types import Article, Chunk, Hit, Sentence


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("यह ख़बर कब की है?", "date"),
        ("नाव हादसे वाली रिपोर्ट किस तारीख़ की है?", "date"),
        ("यह रिपोर्ट कब प्रकाशित हुई?", "date"),
        ("kim belousov meeting wali khabar kis tareekh ki hai?", "date"),
        ("When was this article published?", "date"),
        ("What is the date of the article on the metro?", "date"),
        ("यह लेख किस अख़बार ने छापा?", "publisher"),
        ("ye khabar kisne chhapi?", "publisher"),
        ("यह खबर कहां छपी?", "publisher"),
        ("यह खबर कहां से पब्लिश हुई?", "publisher"),
        ("ye khabar kahaan par chhapi thi?", "publisher"),
        ("Where was this article published?", "publisher"),
        ("यह खबर कब और कहाँ छपी थी?", "date publisher"),
        ("ye khabar kahan chhapi?", "publisher"),
        ("Who published this article?", "publisher"),
        ("यह कब की खबर है?", "date"),
        ("बाढ़ वाली खबर कब छपी?", "date"),
        ("ये खबर कितनी पुरानी है?", "date"),
        ("इस खबर की तारीख क्या है?", "date"),
        ("यह न्यूज़ कब की है?", "date"),
        ("ye kab ki khabar hai", "date"),
        ("ye khabar kab ki h?", "date"),
        ("When did this story appear?", "date"),
        ("When was the article about the metro published?", "date"),
        ("यह खबर किस अखबार की है?", "publisher"),
        ("ye kis akhbar ki khabar hai?", "publisher"),
        ("is khabar ka source kya hai", "publisher"),
        ("Who is the publisher of this article?", "publisher"),
        ("Which newspaper is this from?", "publisher"),
        ("यह खबर कब की है और किसने छापी?", "date publisher"),
        ("यह खबर कब की है और यह खबर किसने छापी?", "date publisher"),
        ("What is the date of this article and who published this article?", "date publisher"),
        ("यह मेट्रो वाली खबर किसने और कब छापी?", "date publisher"),
        ("When was this article published and by whom?", "date publisher"),
        ("Who published this article and when?", "date publisher"),
        # What the news tells, not what the store knows of it.
        ("जांच रिपोर्ट कब प्रकाशित हुई?", None),
        ("भारत-बेलारूस सौदे की खबर किस अखबार ने छापी थी?", None),
        ("इस खबर के मुताबिक बाढ़ कब आई?", None),
        ("When was the report of the panel published?", None),
        ("When was the bridge opened?", None),
        ("इस लेख में तस्वीर कब की है?", None),
        ("खबर के मुताबिक वीडियो कब का है?", None),
        ("लेख 370 कब का है?", None),
        ("इस खबर में किसने छापा मारा?", None),
        ("यह खबर कहां की है?", None),
        ("यह खबर कहां छपरा में फैली?", None),
        ("यह रिपोर्ट कहां प्रकाशित हुई?", None),
        ("yeh report kahan publish hui?", None),
        ("इस खबर में कहां छापा पड़ा?", None),
        ("यह खबर किस एजेंसी ने छापेमारी पर दी?", None),
        ("is news mein kis agency ne chhapa mara?", None),
        ("इस रिपोर्ट को कब प्रकाशित किया जाएगा?", None),
        ("यह रिपोर्ट सरकार ने कब प्रकाशित की?", None),
        ("यह रिपोर्ट किसने प्रकाशित की?", None),
        ("यह समाचार एजेंसी कब की है?", None),
        ("क्या यह खबर कल की है?", None),
        ("Who published this data?", None),
        ("Which agency published this year's index?", None),
        ("What is the date of the news conference on floods?", None),
        ("When was this article of the constitution written?", None),
        ("When was the story on which the film is based written?", None),
        # Something else, too.
        ("बाढ़ में कितने मरे और यह खबर कब की है?", None),
        ("यह खबर कब की है और इसमें कितने लोग मरे?", None),
        ("How many died and when was this article published?", None),
    ],
)
def test_what_is_asked_of_an_article_itself(question: str, kind: str | None) -> None:
    assert wanted_imprint(question) == tuple((kind or "").split())


def of_article(name: str, *texts: str, near: float = 0.5, title: str = "नाव हादसा") -> list[SentenceHit]:
    about, hits, start = Article(name, f"/{name}", f"{name}.txt", title, "लोकवाणी", "2025-08-22", "hi"), [], 0
    for place, text in enumerate(texts):
        hit = Hit(Chunk(f"{name}-{start}", name, start, start + len(text), text), about, near, near, 1.0)
        hits.append(SentenceHit(Sentence(name, start, start + len(text), text), hit, near + place / 100, near, 0.5))
        start += len(text) + 1
    return hits


def found(*articles: list[SentenceHit]) -> Found:
    return Found([], sorted((hit for hits in articles for hit in hits), key=lambda hit: -hit.score), 1.0)


def test_an_article_is_shown_by_its_headline_else_by_its_nearest_sentence_and_others_only_when_as_near() -> None:
    boat = of_article("boat", "नाव हादसा", "नदी में नाव डूबी।")
    bare = of_article("bare", "नाव में 12 लोग थे।", "नाव डूबने से तीन लोग लापता हुए।", near=0.48)
    far = of_article("far", "मेट्रो चली।", near=0.3)
    assert [(one.n, one.quote) for one in imprints(found(boat, bare, far))] == [(1, "नाव हादसा"), (2, "नाव डूबने से तीन लोग लापता हुए।")]
    assert imprints(Found([], [], 0.0)) == []


@pytest.mark.parametrize(
    ("question", "published", "said", "short"),
    [
        ("यह खबर कब की है?", "2025-08-22", "22 अगस्त 2025 [1]\nलेख: “नदी में नाव डूबी।” [1]", "22 अगस्त 2025"),
        ("यह खबर कब की है?", None, "तारीख़ अज्ञात [1]\nलेख: “नदी में नाव डूबी।” [1]", None),
        ("यह खबर किसने छापी?", None, "लोकवाणी [1]\nलेख: “नदी में नाव डूबी।” [1]", "लोकवाणी"),
        ("यह खबर कब और किसने छापी?", "2025-08-22", "22 अगस्त 2025, लोकवाणी [1]\nलेख: “नदी में नाव डूबी।” [1]", "22 अगस्त 2025, लोकवाणी"),
        ("When was this article published?", "2025-08-22", "22 August 2025 [1]\nThe article: “नदी में नाव डूबी।” [1]", "22 August 2025"),
    ],
)
def test_it_is_told_from_the_store_and_what_the_store_does_not_know_is_said(
    question: str, published: str | None, said: str, short: str | None
) -> None:
    search, reader, writer = ScriptedSearch(("नदी में नाव डूबी।", published)), ScriptedReader("नाव"), ScriptedWriter("")
    answer = Answerer(search, writer, STRICT, reader=reader).answer(question)
    assert (answer.answer, answer.short_answer, answer.status, writer.asked, reader.asked) == (said, short, "answered", [], [])


def test_another_articles_date_is_not_the_short_answer_of_the_nearest() -> None:
    search = ScriptedSearch("नदी में नाव डूबी।", ("नाव फिर चली।", "2025-08-22"))
    answer = Answerer(search, ScriptedWriter(""), STRICT).answer("यह खबर कब की है?")
    assert answer.short_answer is None
    assert answer.answer.startswith("तारीख़ अज्ञात [1]")
    assert "22 अगस्त 2025 [2]" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "नदी में नाव कहां डूबी और यह खबर कब की है?",
            "नदी में नाव कहां डूबी: नदी में [1]\nलेख में: “नदी में नाव डूबी।” [1]\nयह खबर कब की है: 22 अगस्त 2025 [1]",
        ),
        (
            "यह नाव की खबर किस अखबार की है और नाव कहां डूबी?",
            "यह नाव की खबर किस अखबार की है: लोकवाणी [1]\nनाव कहां डूबी: नदी में [1]\nलेख में: “नदी में नाव डूबी।” [1]",
        ),
    ],
)
def test_asked_beside_something_else_it_is_told_of_the_article_that_answers_that(question: str, said: str) -> None:
    search = ScriptedSearch(("नदी में नाव डूबी।", "2025-08-22"))
    answer = Answerer(search, ScriptedWriter(""), STRICT, reader=ScriptedReader("नदी में")).answer(question)
    assert (answer.answer, answer.status, [one.n for one in answer.citations]) == (said, "answered", [1])


def test_where_the_rest_is_not_answered_neither_is_it() -> None:
    search = ScriptedSearch(("नदी में नाव डूबी।", "2025-08-22"), near=0.1)
    reader = ScriptedReader("नदी में", none=0.99)
    assert Answerer(search, ScriptedWriter(""), STRICT, reader=reader).answer("नदी में नाव कहां डूबी और यह खबर कब की है?").abstained


def test_of_articles_that_are_not_near_no_date_is_told() -> None:
    answer = Answerer(ScriptedSearch(("नदी में नाव डूबी।", "2025-08-22"), near=0.1), ScriptedWriter(""), STRICT).answer("मेट्रो की खबर कब की है?")
    assert answer.abstained


def test_a_day_is_said_in_the_answers_language() -> None:
    assert [day_in_words("2024-11-30", language) for language in ("hi", "en", "roman")] == ["30 नवंबर 2024", "30 November 2024", "30 november 2024"]
