from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEmbedder, word_vector

from index.build import sync
from index.catalogue import Catalogue
from index.search import Search, z_scores
from index.vectors import VectorIndex

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
    monkeypatch.setattr("index.search.CANDIDATES", 1)
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
