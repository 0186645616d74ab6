from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEmbedder, word_vector

from index.errors import FilterRefused
from index.search.hybrid import Found, Search, z_scores
from index.store.catalogue import Catalogue
from index.store.filters import Filters
from index.store.vectors import VectorIndex
from index.sync.build import sync

FLOOD = "तमसापुर में बाढ़\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई। सैनिकों ने नाव से गांव खाली कराए।\n"
ONION = "प्याज के दाम गिरे\n\nनीमखेड़ा मंडी में प्याज का भाव 2,150 रुपये रहा। किसान नाराज दिखे।\n"
METRO = "Blue Line opens today\n\nThe Shyamgarh metro carried 40,000 passengers on Sunday. Tickets cost ten rupees.\n"


@pytest.fixture
def search(catalogue: Catalogue, vectors: VectorIndex, embedder: FakeEmbedder, articles: Path, write_article: Callable[[str, str], Path]) -> Search:
    for name, text in {"flood.txt": FLOOD, "onion.txt": ONION, "metro.txt": METRO}.items():
        write_article(name, text)
    sync(catalogue, lambda: vectors, lambda: embedder, [articles])
    return Search(catalogue, vectors, embedder)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([3.0], [0.0]),
        ([2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
        ([1.0, 3.0], [-1.0, 1.0]),
        ([2, 4, 4, 4, 5, 5, 7, 9], [-1.5, -0.5, -0.5, -0.5, 0.0, 0.0, 1.0, 2.0]),  # mean 5, deviation 2
    ],
)
def test_z_scores_by_hand(values: list[float], expected: list[float]) -> None:
    assert z_scores(values) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("question", "name"),
    [("तमसापुर में कितनी मौतें हुईं?", "flood.txt"), ("प्याज का भाव क्या है?", "onion.txt"), ("How many metro passengers?", "metro.txt")],
)
def test_the_article_that_holds_the_answer_comes_first(search: Search, question: str, name: str) -> None:
    found = search.find(question)
    assert found.hits[0].article.name == name
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
    assert found.hits[0].lexical > 0
    assert found.sight > 0


@pytest.mark.parametrize("question", ["प्याज का भाव", "प्याज का भूकंप"])
def test_the_score_is_the_z_sum_of_both_legs_by_sight(search: Search, catalogue: Catalogue, question: str) -> None:
    found = search.find(question)
    hits = found.hits
    cosines, matches = z_scores([hit.dense for hit in hits]), z_scores([hit.lexical for hit in hits])
    assert [hit.score for hit in hits] == pytest.approx([d + 0.5 * found.sight * w for d, w in zip(cosines, matches, strict=True)])
    assert [hit.lexical for hit in hits if hit.lexical] == [
        score for _, score in catalogue.lexical.search(catalogue.lexical.frequencies(question), 9)
    ]


@pytest.mark.parametrize("question", ["Earthquake magnitude?", "क्या कब कौन?", "?!", ""])
def test_when_the_words_are_blind_the_order_is_that_of_the_vectors(search: Search, embedder: FakeEmbedder, question: str) -> None:
    found = search.find(question)
    assert found.sight == 0
    assert all(hit.lexical == 0 for hit in found.hits)
    assert [hit.dense for hit in found.hits] == sorted((hit.dense for hit in found.hits), reverse=True)
    assert all(sentence.overlap == 0 for sentence in found.sentences)
    assert embedder.questions[-1] == question


def test_sight_is_the_share_of_the_questions_words_by_rarity(search: Search) -> None:
    # Three chunks; "प्याज" is in one of them, "भूकंप" in none.
    held, unseen = math.log(1 + 2.5 / 1.5), math.log(1 + 3.5 / 0.5)
    assert search.find("प्याज भूकंप").sight == pytest.approx(held / (held + unseen))


def test_dense_is_the_cosine_of_question_and_passage(search: Search) -> None:
    for hit in search.find("तमसापुर की बाढ़").hits:
        expected = float(word_vector("तमसापुर की बाढ़") @ word_vector(f"{hit.article.title} {hit.chunk.text}"))
        assert hit.dense == pytest.approx(expected, abs=2e-3)


def test_sentences_are_ranked_and_each_stands_once(search: Search) -> None:
    found = search.find("सैनिकों ने नाव से क्या किया?")
    assert found.sentences[0].sentence.text == "सैनिकों ने नाव से गांव खाली कराए।"
    places = [(hit.sentence.article_id, hit.sentence.start) for hit in found.sentences]
    assert len(places) == len(set(places))
    assert [hit.score for hit in found.sentences] == sorted((hit.score for hit in found.sentences), reverse=True)
    assert 0 < found.sentences[0].overlap <= 1


def test_a_sentence_is_its_articles_text_at_its_offsets(search: Search, catalogue: Catalogue) -> None:
    for hit in search.find("प्याज").sentences:
        sentence = hit.sentence
        assert catalogue.text(sentence.article_id)[sentence.start : sentence.end] == sentence.text


def test_the_limit_is_kept(search: Search) -> None:
    assert len(search.find("प्याज", limit=1).hits) == 1
    assert {hit.hit.article.name for hit in search.find("प्याज", limit=1).sentences} == {"onion.txt"}


def test_ten_chunks_and_the_sentences_of_the_first_six(
    catalogue: Catalogue, vectors: VectorIndex, embedder: FakeEmbedder, articles: Path, write_article: Callable[[str, str], Path]
) -> None:
    for number in range(12):
        write_article(f"{number:02}.txt", f"प्याज {number}\n\nप्याज का भाव {'गिरा ' * number}{number} रुपये रहा।\n")
    sync(catalogue, lambda: vectors, lambda: embedder, [articles])
    search = Search(catalogue, vectors, embedder)
    found = search.find("प्याज का भाव")
    names = [hit.article.name for hit in found.hits]
    assert len(names) == len(set(names)) == 10
    assert {sentence.hit.article.name for sentence in found.sentences} == set(names[:6])
    assert len(search.find("प्याज का भाव", limit=12).hits) == 12
    assert search.find("प्याज का भाव", limit=6).sentences == found.sentences


def test_an_empty_store_finds_nothing(catalogue: Catalogue, vectors: VectorIndex, embedder: FakeEmbedder) -> None:
    found = Search(catalogue, vectors, embedder).find("प्याज का भाव?")
    assert (found.hits, found.sentences, found.sight) == ([], [], 0)


class OneQuestion(FakeEmbedder):
    """Takes every question for the same one."""

    def embed_question(self, question: str) -> np.ndarray:
        self.questions.append(question)
        return word_vector("metro passengers Sunday")


@pytest.mark.usefixtures("search")
def test_a_chunk_that_only_the_words_find_has_its_cosine(catalogue: Catalogue, vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.search.hybrid.CANDIDATES", 1)
    hits = Search(catalogue, vectors, OneQuestion()).find("प्याज का भाव").hits
    by_name = {hit.article.name: hit for hit in hits}
    assert set(by_name) == {"metro.txt", "onion.txt"}
    onion = by_name["onion.txt"]
    assert onion.dense == pytest.approx(float(word_vector("metro passengers Sunday") @ word_vector(ONION)), abs=2e-3)
    assert (onion.lexical > 0, by_name["metro.txt"].lexical) == (True, 0)


def test_what_chroma_has_and_the_catalogue_lost_is_left_out(search: Search, catalogue: Catalogue) -> None:
    onion = next(article for article in catalogue.articles() if article.name == "onion.txt")
    catalogue.remove([onion.id])
    assert {hit.article.name for hit in search.find("प्याज का भाव").hits} == {"flood.txt", "metro.txt"}


# Filters and times

PRICES = {f"2025-{month:02}-{day:02}": 1_000 + 100 * month + day for month in range(1, 9) for day in (3, 13, 23)}


@pytest.fixture
def daily(catalogue: Catalogue, vectors: VectorIndex, embedder: FakeEmbedder, articles: Path, write_article: Callable[[str, str], Path]) -> Search:
    """The same column again and again, three times a month, and once without a date."""
    for published, price in PRICES.items():
        year, month, day = published.split("-")
        write_article(
            f"{published}.txt", f"मंडी के भाव\n\nमंडी मित्र | {int(day)} {MONTHS[int(month) - 1]} {year}\n\nनीमखेड़ा में प्याज का भाव {price} रुपये रहा।\n"
        )
    write_article("undated.txt", "मंडी के भाव\n\nनीमखेड़ा में प्याज का भाव 999 रुपये रहा।\n")
    sync(catalogue, lambda: vectors, lambda: embedder, [articles])
    assert {article.published for article in catalogue.articles()} == {*PRICES, None}
    return Search(catalogue, vectors, embedder)


MONTHS = "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त".split()


def dates(found: Found) -> list[str | None]:
    return [hit.article.published for hit in found.hits]


@pytest.mark.parametrize("candidates", [2, 50])
@pytest.mark.parametrize(
    ("filters", "months"),
    [
        (Filters(since="2025-06-01", until="2025-06-30"), {6}),
        (Filters(until="2025-02-28"), {1, 2}),
        (Filters(articles=("2025-03-*",)), {3}),
        (Filters(publishers=("मंडी मित्र",), since="2025-08-01"), {8}),
    ],
)
def test_the_best_within_a_filter_come_however_far_down_they_are(
    daily: Search, monkeypatch: pytest.MonkeyPatch, filters: Filters, months: set[int], candidates: int
) -> None:
    monkeypatch.setattr("index.search.hybrid.CANDIDATES", candidates)
    found = dates(daily.find("नीमखेड़ा में प्याज का भाव?", filters=filters))
    assert {int((published or "2025-00")[5:7]) for published in found} <= months
    assert len(found) >= min(candidates, 3 * len(months))


def test_a_filter_that_nothing_passes_finds_nothing(daily: Search) -> None:
    found = daily.find("प्याज का भाव?", filters=Filters(since="2030-01-01"))
    assert (found.hits, found.sentences) == ([], [])


def test_an_unknown_publisher_is_told(daily: Search) -> None:
    with pytest.raises(FilterRefused, match="It holds: मंडी मित्र"):
        daily.find("प्याज का भाव?", filters=Filters(publishers=("आकाशवाणी",)))


@pytest.mark.parametrize("candidates", [3, 50])
@pytest.mark.parametrize("question", ["जून 2025 में प्याज का भाव कितना था?", "What was the प्याज भाव in June 2025?", "june me प्याज का भाव kya tha?"])
def test_articles_of_the_time_in_the_question_come_first_and_the_others_stay(
    daily: Search, monkeypatch: pytest.MonkeyPatch, question: str, candidates: int
) -> None:
    monkeypatch.setattr("index.search.hybrid.CANDIDATES", candidates)
    monkeypatch.setattr("index.search.hybrid.TIME_WEIGHT", 50)
    monkeypatch.setattr("index.search.hybrid.SENTENCE_TIME_WEIGHT", 5)
    found = daily.find(question, limit=40)
    in_time = ["2025-06-03", "2025-06-13", "2025-06-23", "2025-07-03", "2025-07-13"]
    assert set(dates(found)[: min(5, candidates)]) <= set(in_time)
    assert found.sentences[0].hit.article.published in in_time
    if candidates == 50:
        assert set(dates(found)) == {*PRICES, None}


@pytest.mark.parametrize("question", ["जून 2025 की ख़बरों में प्याज का भाव कितना था?", "june 2025 ki khabron me प्याज का भाव?"])
def test_the_news_of_a_time_is_a_filter(daily: Search, question: str) -> None:
    assert set(dates(daily.find(question, limit=40))) == {"2025-06-03", "2025-06-13", "2025-06-23"}
    given = daily.find(question, filters=Filters(since="2025-06-10"))
    assert set(dates(given)) == {"2025-06-13", "2025-06-23"}


def test_the_latest_comes_first_even_of_many_alike(daily: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.search.hybrid.CANDIDATES", 3)
    monkeypatch.setattr("index.search.hybrid.TIME_WEIGHT", 50)
    assert dates(daily.find("प्याज का ताज़ा भाव क्या है?"))[0] == "2025-08-23"
    assert dates(daily.find("प्याज का ताज़ा भाव क्या है?", filters=Filters(until="2025-04-30")))[0] == "2025-04-23"


def test_a_question_without_a_time_prefers_none(daily: Search) -> None:
    hits = daily.find("नीमखेड़ा में प्याज का भाव?", limit=40).hits
    cosines, matches = z_scores([hit.dense for hit in hits]), z_scores([hit.lexical for hit in hits])
    assert [hit.score for hit in hits] == pytest.approx([d + 0.5 * w for d, w in zip(cosines, matches, strict=True)])


def test_copies_are_one_hit_that_names_the_others(
    catalogue: Catalogue, vectors: VectorIndex, embedder: FakeEmbedder, articles: Path, write_article: Callable[[str, str], Path]
) -> None:
    body = FLOOD.split("\n\n")[1]
    for name, headline in {"a.txt": "तमसापुर में बाढ़", "b.txt": "बाढ़ से हाहाकार, ग्यारह मरे", "c.txt": "पानी में डूबे गांव"}.items():
        write_article(name, f"{headline}\n\n{body}\nराहत शिविरों में छह हजार लोग पहुंचाए गए और प्रशासन ने नावें लगाईं।\n")
    write_article("onion.txt", ONION)
    sync(catalogue, lambda: vectors, lambda: embedder, [articles])
    found = Search(catalogue, vectors, embedder).find("तमसापुर में कितनी मौतें हुईं?")
    assert [(hit.article.name, [copy.name for copy in hit.copies]) for hit in found.hits] == [("b.txt", ["c.txt", "a.txt"]), ("onion.txt", [])]
    assert {sentence.hit.article.name for sentence in found.sentences} == {"b.txt", "onion.txt"}
