from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import EVEN_NEAR, ScriptedReader, ScriptedSearch

from assistant.answering.findings import find_evidence, likelihood
from assistant.answering.reading import evidence_of, passages_to_read, rank, rivals_of
from assistant.reader.reader import Reading
from index.search.hybrid import Found, SentenceHit
from index.types import Article, Chunk, Hit, Sentence

QUESTION = "क्या हुआ?"


def words_of(text: str) -> int:
    return len(text.split())


def hits(*texts: str, article: str = "a", title: str = "शीर्षक", order: list[int] | None = None) -> list[SentenceHit]:
    """One article's sentences; order: their places, best first."""
    about, made, start = Article(article, f"/{article}.txt", f"{article}.txt", title, None, None, "hi"), [], 0
    for text in texts:
        hit = Hit(Chunk(f"{article}-{start}", article, start, start + len(text), text), about, 1.0, 0.9, 1.0)
        made.append(SentenceHit(Sentence(article, start, start + len(text), text), hit, 1.0, 0.9, 0.5))
        start += len(text) + 1
    return [made[place] for place in order] if order else made


# What is read


def test_the_best_sentences_are_read_with_those_around_them_in_the_articles_order() -> None:
    sentences = hits("एक।", "दो।", "तीन।", "चार।", "पांच।", order=[3, 0, 1, 2, 4])
    (read,) = passages_to_read(sentences, most=12)
    assert [sentence.text for sentence in read] == ["तीन।", "चार।", "पांच।"]


def test_each_article_is_a_passage_of_its_own() -> None:
    read = passages_to_read([*hits("एक।", "दो।"), *hits("तीन।", article="b")])
    assert [[sentence.text for sentence in sentences] for sentences in read] == [["एक।", "दो।"], ["तीन।"]]


def test_no_sentence_is_read_twice_and_a_long_first_one_is_read_whole() -> None:
    long = "क" * 5000
    read = passages_to_read(hits("एक।", long, "तीन।", order=[1, 0, 2]), most=100)
    assert [len(sentence.text) for sentences in read for sentence in sentences] == [3, 5000, 4]
    assert passages_to_read([]) == []


@pytest.mark.parametrize("most", [1, 20, 100, 1000])
def test_what_is_read_stays_within_its_characters(most: int) -> None:
    sentences = [hit for n in range(30) for hit in hits(*["वाक्य है।"] * 4, article=f"a{n}")]
    read = [sentence for row in passages_to_read(sentences, most) for sentence in row]
    assert sum(len(sentence.text) for sentence in read) <= max(most, 3 * len("वाक्य है।"))
    assert len(read) > most / 30


# What is found


def test_the_words_found_are_at_their_place_in_the_article() -> None:
    sentences = hits("सेना आई।", "लगभग 600 सैनिक मारे गए।")
    reading = ScriptedReader("600").read("", passages_to_read(sentences))
    (found,) = evidence_of(rank(reading, QUESTION, sentences), QUESTION)
    assert (found.n, found.quote, found.answer, found.exact) == (1, "लगभग 600 सैनिक मारे गए।", "600", (14, 17))


def test_sentences_are_taken_once_and_only_while_their_words_are_probable() -> None:
    sentences = hits("पुल 12 जून को खुला।", "सड़क 13 जून को बनी।", "नहर 14 जून को भरी।")
    reading = ScriptedReader("12 जून", "13 जून", "x", "14 जून").read("", passages_to_read(sentences))
    assert [citation.answer for citation in evidence_of(rank(reading, QUESTION, sentences), QUESTION)] == ["12 जून", "13 जून"]


def test_the_text_stands_for_its_headline_and_for_a_copy() -> None:
    sentences = hits("पुल सोमवार को खुला", "नदी का पुल सोमवार की सुबह आम लोगों के लिए खोला गया।", title="पुल सोमवार को खुला")
    sentences += hits("नदी का पुल सोमवार की सुबह आम लोगों के लिए खोला गया।", article="b")
    reading = ScriptedReader("सोमवार").read("", passages_to_read(sentences))
    assert [citation.start for citation in evidence_of(rank(reading, QUESTION, sentences), QUESTION)] == [sentences[1].sentence.start]


def test_a_text_without_a_headline_is_named_after_its_first_sentence_which_is_no_headline() -> None:
    sentences = hits("रूस ने 10 हज़ार सैनिक बुलाए।", "3 हज़ार सैनिक लौटे।", title="रूस ने 10 हज़ार सैनिक बुलाए। 3 हज़ार")
    reading = ScriptedReader("10 हज़ार", "3 हज़ार").read("", passages_to_read(sentences))
    assert next(citation.answer for citation in evidence_of(rank(reading, QUESTION, sentences), QUESTION)) == "10 हज़ार"


def test_when_is_answered_by_a_time_before_a_name() -> None:
    sentences = hits("किम से बात हुई।", "वे शुक्रवार को आए।")
    reading = ScriptedReader("किम", "शुक्रवार").read("", passages_to_read(sentences))
    assert [evidence_of(rank(reading, question, sentences), question)[0].answer for question in ("वे किस दिन आए?", "किससे बात हुई?")] == [
        "शुक्रवार",
        "किम",
    ]


def test_the_rivals_are_the_best_of_each_article() -> None:
    sentences = [*hits("11 लोग मरे।", "12 गांव डूबे।"), *hits("19 लोग मरे।", article="b"), *hits("कुछ और है।", article="c")]
    reading = ScriptedReader("11 लोग", "12", "19 लोग", "x", "y", "z", "कुछ").read("", passages_to_read(sentences))
    assert [(citation.n, citation.answer) for citation in rivals_of(rank(reading, QUESTION, sentences), QUESTION)] == [(1, "11 लोग"), (2, "19 लोग")]


def test_another_storys_headline_is_no_rival() -> None:
    sentences = [*hits("मुंबई में बाढ़ से 11 लोग मरे।"), *hits("दिल्ली में आग से 5 की मौत", article="b", title="दिल्ली में आग से 5 की मौत")]
    reading = ScriptedReader("11 लोग", "5").read("", passages_to_read(sentences))
    shares = {"11 लोग": 0.5, "5": 0.4}
    reading = Reading(tuple(replace(span, probability=shares[span.text]) for span in reading.spans if span.text in shares), 0.1)
    assert [citation.answer for citation in rivals_of(rank(reading, "मुंबई में बाढ़ से कितने लोग मरे?", sentences), "मुंबई में बाढ़ से कितने लोग मरे?")] == ["11 लोग"]


def test_a_headline_may_be_what_another_article_says() -> None:
    sentences = [*hits("बाढ़ में 11 लोग मरे।"), *hits("बाढ़ में 19 की मौत", article="b", title="बाढ़ में 19 की मौत")]
    reading = ScriptedReader("11 लोग", "19").read("", passages_to_read(sentences))
    shares = {"11 लोग": 0.5, "19": 0.4}
    reading = Reading(tuple(replace(span, probability=shares[span.text]) for span in reading.spans if span.text in shares), 0.1)
    assert [citation.answer for citation in rivals_of(rank(reading, "बाढ़ में कितने मरे?", sentences), "बाढ़ में कितने मरे?")] == ["11 लोग", "19"]
    assert [citation.answer for citation in evidence_of(rank(reading, QUESTION, sentences), QUESTION)] == ["11 लोग"]


# Together


def test_the_readers_sentence_comes_first_then_those_of_search() -> None:
    found = ScriptedSearch("सेना शुक्रवार को आई।", "लगभग 600 सैनिक मारे गए।", "बारिश भी हुई।", near=EVEN_NEAR).find("?")
    findings = find_evidence("?", "?", found, ScriptedReader("600", none=0.25), words_of)
    assert [citation.n for citation in findings.evidence] == [1, 2, 3]
    assert [citation.answer for citation in findings.evidence] == ["600", None, None]
    assert (findings.short_answer, findings.confidence) == ("600", 0.75)


def test_the_nearer_search_comes_the_surer_the_answer() -> None:
    near, far = (ScriptedSearch("600 सैनिक मारे गए।", near=near).find("?") for near in (EVEN_NEAR + 0.1, EVEN_NEAR - 0.1))
    sure, unsure = (find_evidence("?", "?", found, ScriptedReader("600", none=0.5), words_of).confidence for found in (near, far))
    assert (sure, unsure) == (0.69, 0.31)


@pytest.mark.parametrize(
    ("question", "first", "found"),
    [
        ("किन देशों ने चिंता जताई?", "सियोल", ["सियोल", "जापान"]),
        ("किन देशों ने चिंता जताई?", "सियोल और रूस", ["सियोल और रूस"]),
        ("किसने चिंता जताई?", "सियोल", ["सियोल"]),
    ],
)
def test_a_question_for_several_things_gets_the_less_probable_ones_too(question: str, first: str, found: list[str]) -> None:
    sentences = hits(f"{first} ने चिंता जताई।", "जापान ने भी।")
    reading = ScriptedReader(first, "जापान").read("", passages_to_read(sentences))
    shares = {first: 0.9, "जापान": 0.08}
    reading = Reading(tuple(replace(span, probability=shares[span.text]) for span in reading.spans if span.text in shares), 0.02)
    assert [citation.answer for citation in evidence_of(rank(reading, question, sentences), question)] == found


@pytest.mark.parametrize(
    ("question", "found"),
    [("किन दो देशों ने चिंता जताई?", ["सियोल", "जापान"]), ("किन देशों ने चिंता जताई?", ["सियोल"]), ("kin do deshon ne chinta jatai?", ["सियोल", "जापान"])],
)
def test_of_two_that_are_asked_for_the_second_may_be_improbable(question: str, found: list[str]) -> None:
    sentences = hits("सियोल ने चिंता जताई।", "जापान ने भी।", "चीन चुप रहा।")
    reading = ScriptedReader("सियोल", "जापान", "चीन").read("", passages_to_read(sentences))
    shares = {"सियोल": 0.9, "जापान": 0.02, "चीन": 0.015}
    reading = Reading(tuple(replace(span, probability=shares[span.text]) for span in reading.spans), 0.02)
    assert [citation.answer for citation in evidence_of(rank(reading, question, sentences), question)] == found


def test_the_same_name_again_is_no_second_one() -> None:
    sentences = hits("सियोल ने चिंता जताई।", "बैठक में सियोल सबसे मुखर रहा।", "जापान भी चिंतित था।")
    reading = ScriptedReader("सियोल", "जापान").read("", passages_to_read(sentences))
    reading = Reading(tuple(replace(span, probability=share) for span, share in zip(reading.spans, (0.9, 0.02, 0.015), strict=True)), 0.02)
    question = "किन दो देशों ने चिंता जताई?"
    assert [citation.answer for citation in evidence_of(rank(reading, question, sentences), question)] == ["सियोल", "जापान"]


@pytest.mark.parametrize(("question", "first"), [("क्या लावरोव ने कार्यक्रम की निंदा की?", "सही ठहराया"), ("लावरोव ने क्या कहा?", "घेरेबंदी")])
def test_yes_or_no_stands_where_the_questions_words_stand(question: str, first: str) -> None:
    accused, justified = hits("लावरोव ने घेरेबंदी का आरोप लगाया।", "लावरोव ने कार्यक्रम को सही ठहराया।")
    sentences = [replace(accused, overlap=0.1), replace(justified, overlap=0.8)]
    reading = ScriptedReader("घेरेबंदी", "सही ठहराया").read("", passages_to_read(sentences))
    assert rank(reading, question, sentences)[0].span.text == first


@pytest.mark.parametrize(
    ("question", "score", "beside"),
    [("क्या मेट्रो के लिए पैसे हैं?", 1.5, "दूसरे चरण को पैसों का इंतज़ार है।"), ("क्या मेट्रो के लिए पैसे हैं?", 0.9, None), ("मेट्रो को कितने पैसे मिले?", 1.5, None)],
)
def test_beside_the_readers_yes_or_no_stands_what_search_puts_first_of_another_article(question: str, score: float, beside: str | None) -> None:
    (given,), (awaited,) = hits("मेट्रो को 1,150 करोड़ रुपये दिए गए।"), hits("दूसरे चरण को पैसों का इंतज़ार है।", article="b")
    sentences = sorted([given, replace(awaited, score=score)], key=lambda hit: -hit.score)
    findings = find_evidence(question, question, Found([], sentences, 1.0), ScriptedReader("1,150 करोड़ रुपये"), words_of)
    assert (findings.beside and findings.beside.quote) == beside
    assert [citation.n for citation in findings.evidence] == [1, 2]
    assert beside is None or findings.evidence[1] == findings.beside


def test_what_stands_beside_keeps_the_readers_words() -> None:
    (given,), (awaited,) = hits("मेट्रो को 1,150 करोड़ रुपये दिए गए।"), hits("दूसरे चरण को 500 करोड़ का इंतज़ार है।", article="b")
    found = Found([], [replace(awaited, score=1.5), given], 1.0)
    findings = find_evidence("?", "क्या मेट्रो के लिए पैसे हैं?", found, ScriptedReader("1,150 करोड़ रुपये", "500 करोड़"), words_of)
    assert [citation.answer for citation in findings.evidence] == ["1,150 करोड़ रुपये", "500 करोड़"]
    assert findings.beside == findings.evidence[1]


def test_a_sure_rival_is_nearly_as_probable_and_asked_what_each_report_says_an_improbable_one_will_do() -> None:
    sentences = [*hits("10,000 सैनिक गए।"), *hits("11 हजार सैनिक गए।", article="b"), *hits("9 हजार सैनिक गए।", article="c")]
    reading = ScriptedReader("10,000", "11 हजार", "9 हजार").read("", passages_to_read(sentences))
    shares = {"10,000": 0.7, "11 हजार": 0.25, "9 हजार": 0.05}
    ranked = rank(Reading(tuple(replace(span, probability=shares[span.text]) for span in reading.spans), 0.0), QUESTION, sentences)
    assert [len(rivals_of(ranked, QUESTION)), len(rivals_of(ranked, QUESTION, sure=True)), len(rivals_of(ranked, "दोनों खबरों में क्या है?"))] == [2, 2, 3]


def test_of_two_numbers_that_of_what_is_done_answers_how_many_were() -> None:
    sentences = hits("वह 25 हजार सैनिक भेजने की तैयारी में है।", "उसने 11 हजार सैनिक भेजे थे।")
    reading = ScriptedReader("25 हजार", "11 हजार").read("", passages_to_read(sentences))
    firsts = [rank(reading, question, sentences)[0].span.text for question in ("कितने सैनिक भेजे गए?", "कितने सैनिक भेजेगा?")]
    assert firsts == ["11 हजार", "25 हजार"]


def test_of_words_as_probable_those_of_the_nearer_sentence_come_first() -> None:
    far, near = hits("11 लोग मरे।", "12 गांव डूबे।")
    sentences = [replace(far, dense=0.3), near]
    reading = ScriptedReader("11 लोग", "12").read("", passages_to_read(sentences))
    assert next(citation.answer for citation in evidence_of(rank(reading, QUESTION, sentences), QUESTION)) == "12"


def test_where_the_reader_finds_no_words_nothing_is_known() -> None:
    assert find_evidence("?", "?", ScriptedSearch("सेना आई।").find("?"), ScriptedReader("600"), words_of).confidence == 0.0


def test_search_and_reader_may_be_asked_differently() -> None:
    found, reader = ScriptedSearch("पुल खुला।").find("पुल कब खुला? वह कैसा है?"), ScriptedReader()
    find_evidence("पुल कब खुला? वह कैसा है?", "वह कैसा है?", found, reader, words_of)
    assert [question for question, _ in reader.asked] == ["वह कैसा है?"]


def test_without_a_reader_search_decides() -> None:
    found = ScriptedSearch("सेना शुक्रवार को आई।", near=0.38).find("?")
    findings = find_evidence("?", "?", found, None, words_of)
    assert (findings.short_answer, findings.confidence, len(findings.evidence)) == (None, 0.5, 1)


def test_nothing_found_is_nothing_to_read() -> None:
    reader = ScriptedReader()
    findings = find_evidence("?", "?", Found([], [], 0.0), reader, words_of)
    assert (findings.evidence, findings.confidence, reader.asked) == ((), 0.0, [])


def test_the_likelihood_rises_with_the_cosine_between_0_and_1() -> None:
    rising = [likelihood(ScriptedSearch("क", near=near).find("?")) for near in (-1.0, 0.1, 0.3, 0.38, 0.5, 1.0)]
    assert rising == sorted(rising)
    assert (rising[0], rising[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(("question", "unsure"), [("कितने सैनिक मारे गए?", True), ("कौन मारे गए?", False)])
def test_words_without_a_number_hardly_answer_how_many(question: str, unsure: bool) -> None:
    found = ScriptedSearch("सैनिक मारे गए।", near=EVEN_NEAR).find(question)
    confidence = find_evidence(question, question, found, ScriptedReader("सैनिक", none=0.5), words_of).confidence
    assert (confidence < 0.2) is unsure


def test_the_more_of_the_questions_words_the_best_sentence_holds_the_surer_the_answer() -> None:
    found = ScriptedSearch("600 सैनिक मारे गए।", near=EVEN_NEAR).find("?")
    more = replace(found, sentences=[replace(hit, overlap=1.0) for hit in found.sentences])
    fewer, all_of_them = (find_evidence("?", "?", one, ScriptedReader("600", none=0.5), words_of).confidence for one in (found, more))
    assert fewer == 0.5 < all_of_them


def test_the_best_sentence_must_answer_by_itself_too() -> None:
    class Doubts(ScriptedReader):
        def read(self, question: str, passages: Sequence[Sequence[Sentence]]) -> Reading:
            reading = super().read(question, passages)
            return replace(reading, none=0.9) if sum(map(len, passages)) == 1 else reading

    found = ScriptedSearch("600 सैनिक मारे गए।", "बारिश भी हुई।", near=EVEN_NEAR).find("?")
    assert find_evidence("?", "?", found, Doubts("600", none=0.5), words_of).confidence < 0.4


@pytest.mark.parametrize(("none", "looks"), [(0.5, 2), (0.01, 1), (0.99, 1)])
def test_only_in_doubt_the_best_sentence_is_read_again(none: float, looks: int) -> None:
    reader = ScriptedReader("600", none=none)
    find_evidence("?", "?", ScriptedSearch("600 सैनिक मारे गए।", "बारिश भी हुई।", near=EVEN_NEAR).find("?"), reader, words_of)
    assert len(reader.asked) == looks


@pytest.mark.parametrize(("quote", "quotes"), [("दूसरे चरण को पैसे नहीं मिले।", 2), ("मेट्रो को 600 करोड़ मिले।", 1)])
def test_files_of_one_name_in_two_folders_are_two_articles(quote: str, quotes: int) -> None:
    (given,), (other,) = hits("मेट्रो को 600 करोड़ मिले।"), hits(quote, article="b")
    namesake = replace(other.hit, article=replace(other.hit.article, name=given.hit.article.name))
    sentences = [replace(other, hit=namesake, score=1.5), replace(given, score=1.2)]
    question = "क्या मेट्रो को पैसे मिले?"
    first = [replace(sentences[0], overlap=0.0), replace(sentences[1], overlap=1.0)]
    findings = find_evidence(question, question, Found([], first, 1.0), ScriptedReader("600 करोड़"), words_of)
    assert len({citation.quote for citation in findings.evidence}) == len(findings.evidence) == quotes
