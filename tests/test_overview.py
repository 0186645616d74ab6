from __future__ import annotations

import pytest

from assistant.answering.overview import overview, wanted_overview
from index.search.hybrid import Found, SentenceHit
from index.types import Article, Chunk, Hit, Sentence


def told(article: str, published: str | None, *texts: str, near: float = 0.8, title: str = "शीर्षक") -> list[SentenceHit]:
    """An article's sentences, the last one the nearest to the question."""
    about, hits, start = Article(article, f"/{article}", f"{article}.txt", title, None, published, "hi"), [], 0
    for place, text in enumerate(texts):
        hit = Hit(Chunk(f"{article}-{start}", article, start, start + len(text), text), about, 1.0, near, 1.0)
        hits.append(SentenceHit(Sentence(article, start, start + len(text), text), hit, near + place / 100, near, 0.5))
        start += len(text) + 1
    return hits


def found(*articles: list[SentenceHit]) -> Found:
    return Found([], sorted((hit for hits in articles for hit in hits), key=lambda hit: -hit.score), 1.0)


FLOOD = told(
    "flood",
    "2025-08-18",
    "बाढ़ से तबाही",
    "तमसापुर में रविवार की रात नदी का पानी गांवों में घुस गया।",
    "प्रशासन ने सोमवार को सात राहत शिविर शुरू किए हैं।",
    "मौसम विभाग ने अगले दो दिन तेज़ बारिश बताई है।",
    "विधायक ने नाव से गांवों का दौरा किया और राशन बांटा।",
    title="बाढ़ से तबाही",
)
LATER = told("later", "2025-08-20", "तमसापुर की बाढ़ में डूबे गांवों से पानी उतरने लगा है।", near=0.75)
UNDATED = told("undated", None, "तमसापुर में बाढ़ के बाद सड़क की मरम्मत शुरू हुई है।", near=0.74)
ELSEWHERE = told("cricket", "2025-08-21", "भारतीय टीम ने पांचवां मैच भी जीत लिया है।", near=0.3)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("तमसापुर की बाढ़ का सारांश दीजिए", "summary"),
        ("इस लेख की मुख्य बातें क्या हैं?", "summary"),
        ("Summarise the flood news", "summary"),
        ("baadh ka saransh batao", "summary"),
        ("बाढ़ का घटनाक्रम बताइए", "timeline"),
        ("Give me a timeline of the flood", "timeline"),
        ("मदनपुर में बिजली का क्या हाल है?", "state"),
        ("राहत शिविरों की स्थिति कैसी है?", "state"),
        ("shivir ki kya sthiti hai", "state"),
        ("What is the current status of the second phase?", "state"),
        ("बिजली का हाल बताओ", "state"),
        ("पहाड़ों में ठंड का क्या हाल रहेगा?", "state"),
        ("pahadon me thand ka kya haal rahega", "state"),
        ("क्या हाल है मदनपुर में बिजली का?", "state"),
        ("baadh ke halaat kaise hain?", "state"),
        ("bijli ka status kya hai?", "state"),
        ("What's the latest on the metro?", "state"),
        ("What is the state of the relief camps?", "state"),
        ("हाल में क्या हुआ?", None),
        ("क्या हाल ही में पुल टूटा?", None),
        ("क्या हालत गंभीर है?", None),
        ("क्या स्थिति नियंत्रण में है?", None),
        ("हालात कैसे बिगड़े?", None),
        ("मंत्री की हालत कैसे बिगड़ी?", None),
        ("मंत्री ने स्थिति क्या बताई?", None),
        ("kya haal hi mein pul toota?", None),
        ("haalat kaise bigdi?", None),
        ("मदनपुर में बिजली का क्या हाल है और कितने लोग मरे?", None),
        ("What is the condition for the loan?", None),
        ("What was the situation that led to the riot?", None),
        ("What is the current state minister's name?", None),
        ("What was the current state of emergency declared for?", None),
        ("In brief, how many died?", None),
        ("What is the state capital?", None),
        ("बाढ़ में कितने लोग मारे गए?", None),
        ("संक्षेप में बताइए, पुल कब खुला?", None),
        ("परिवार के सारे लोग कहां हैं?", None),
    ],
)
def test_what_is_asked_for(question: str, kind: str | None) -> None:
    assert wanted_overview(question) == kind


def test_one_articles_summary_is_its_first_sentences_and_the_nearest_in_order_without_the_headline() -> None:
    citations = overview("summary", "इस लेख का सारांश दीजिए", found(FLOOD, LATER))
    assert [citation.quote for citation in citations] == [hit.sentence.text for hit in FLOOD[1:]]
    assert [citation.n for citation in citations] == [1, 2, 3, 4]


def test_a_topics_summary_is_a_sentence_of_each_article_the_newest_first() -> None:
    citations = overview("summary", "बाढ़ का सारांश", found(FLOOD[:2], LATER, UNDATED, ELSEWHERE))
    assert [citation.article for citation in citations] == ["later.txt", "flood.txt", "undated.txt"]


def test_a_timeline_runs_from_the_oldest_and_what_has_no_date_comes_last() -> None:
    citations = overview("timeline", "बाढ़ का घटनाक्रम", found(FLOOD, UNDATED, LATER, ELSEWHERE))
    assert [citation.published for citation in citations] == ["2025-08-18", "2025-08-20", None]


def test_how_things_stand_is_the_nearest_sentence_of_each_article_that_tells_it_the_newest_first() -> None:
    off = told("off", "2025-08-18", "मदनपुर कस्बे की बिजली काट दी गई है।", near=0.7)
    on = told("on", "2025-08-22", "मदनपुर कस्बे की बिजली बहाल कर दी गई है।", near=0.6)
    other = told("other", "2025-08-23", "मदनपुर में मेले की तैयारी शुरू हो गई है।", near=0.4)
    assert [citation.article for citation in overview("state", "मदनपुर में बिजली का क्या हाल है?", found(off, on, other))] == ["on.txt", "off.txt"]


def test_copies_are_told_once() -> None:
    copy = told("copy", "2025-08-19", LATER[0].sentence.text)
    assert len(overview("timeline", "बाढ़ का घटनाक्रम", found(LATER, copy))) == 1


def test_nothing_found_is_nothing_told() -> None:
    assert overview("summary", "सारांश", Found([], [], 0.0)) == []
