from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from new_articles import FLOOD, ONION, found, new_article, ranked

from index.store.catalogue import Catalogue
from index.store.filters import Filters, Selection


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("सैनिक कहाँ हैं?", ["सैनिकों ने नाव चलाई।"]),
        ("नावें", ["सैनिकों ने नाव चलाई।"]),
        ("बाढ", ["बाढ़ से ग्यारह की मौत हुई।"]),  # without nukta
        ("मौतों", ["बाढ़ से ग्यारह की मौत हुई।"]),
        ("भूकंप", []),
        ("क्या है?", []),
        ("", []),
    ],
)
def test_lexical_search_finds_inflected_devanagari_words(catalogue: Catalogue, question: str, expected: list[str]) -> None:
    catalogue.put([new_article("a.txt", FLOOD)])
    assert found(catalogue, question) == expected


def test_lexical_search_ranks_rare_words_first_with_positive_scores(catalogue: Catalogue) -> None:
    catalogue.put([new_article("a.txt", "नदी में नाव।"), new_article("b.txt", "नदी में पानी।"), new_article("c.txt", "सड़क पर गाड़ी।")])
    best = ranked(catalogue, "नदी नाव")
    assert [catalogue.chunks.get([i])[i].article.name for i, _ in best] == ["a.txt", "b.txt"]
    assert all(score > 0 for _, score in best)
    assert ranked(catalogue, "नदी नाव", limit=1) == best[:1]


def test_frequencies_count_chunks(catalogue: Catalogue) -> None:
    catalogue.put([new_article("a.txt", "नदी में नाव। नदी में पानी। सड़क।")])
    assert list(catalogue.lexical.frequencies("नदी सड़क रेल नदी").values()) == [2, 1, 0]


@pytest.mark.parametrize(
    "question",
    [
        'नाव"',
        '"',
        '""',
        "नाव AND",
        "NOT नाव",
        "नाव NEAR(",
        "नाव*",
        "^नाव",
        "words: नाव",
        "(नाव",
        "नाव) OR (",
        "-नाव",
        "{नाव}",
        "'; DROP TABLE chunks; --",
        "नाव\0",
    ],
)
def test_query_syntax_in_a_question_does_no_harm(catalogue: Catalogue, question: str) -> None:
    catalogue.put([new_article("a.txt", FLOOD)])
    expected = ["सैनिकों ने नाव चलाई।"] if "नाव" in question else []
    assert found(catalogue, question) == expected
    assert catalogue.counts().chunks == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=80))
def test_no_question_breaks_lexical_search(catalogue: Catalogue, question: str) -> None:
    ranked(catalogue, question)


def test_a_very_long_question_is_searched(catalogue: Catalogue) -> None:
    catalogue.put([new_article("a.txt", FLOOD)])
    assert found(catalogue, " ".join(f"w{n}" for n in range(3000)) + " नाव") == ["सैनिकों ने नाव चलाई।"]


def test_the_full_text_index_is_sound_after_changes(catalogue: Catalogue) -> None:
    for n in range(5):
        catalogue.put([new_article("a.txt", FLOOD if n % 2 else ONION), new_article(f"{n}.txt", FLOOD)])
    catalogue.remove(["0.txt", "a.txt"])
    catalogue._database.connection.execute("INSERT INTO chunk_words(chunk_words) VALUES ('integrity-check')")
    assert catalogue._database.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert catalogue._database.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("small", [True, False])
def test_lexical_search_within_a_selection_finds_its_best(catalogue: Catalogue, small: bool) -> None:
    catalogue.put([new_article(f"{n}.txt", f"नदी में नाव {'पानी ' * n}रही।") for n in range(9)])
    within = catalogue.select(Filters(articles=("3.txt", "7.txt", "5.txt")))
    assert within is not None
    within = Selection(within.condition, within.values, 3 if small else 300, 9)
    assert within.is_small is small
    frequencies = catalogue.lexical.frequencies("नाव")
    all_best = [chunk_id for chunk_id, _ in catalogue.lexical.search(frequencies, 9) if chunk_id[0] in "357"]
    assert [chunk_id for chunk_id, _ in catalogue.lexical.search(frequencies, 9, within)] == all_best
    assert [chunk_id for chunk_id, _ in catalogue.lexical.search(frequencies, 2, within)] == all_best[:2]


def test_of_a_questions_words_the_rarest_are_searched_up_to_a_number_of_postings(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.put([new_article("a.txt", "नदी में नाव। नदी में पानी। नदी और सड़क। सड़क पर गाड़ी।")])
    searched = {limit: [monkeypatch.setattr("index.store.lexical._MOST_POSTINGS", limit), found(catalogue, "नदी सड़क गाड़ी")][1] for limit in (0, 3, 6)}
    assert {limit: set(texts) for limit, texts in searched.items()} == {
        0: {"सड़क पर गाड़ी।"},  # one word at least
        3: {"सड़क पर गाड़ी।", "नदी और सड़क।"},
        6: {"सड़क पर गाड़ी।", "नदी और सड़क।", "नदी में नाव।", "नदी में पानी।"},
    }
    assert found(catalogue, "नदी")  # also when it is over the number by itself


@pytest.mark.parametrize(("asked", "written"), [("लवरोव", "लावरोव आए।"), ("हिन्दी", "हिंदी में कहा।"), ("जेलेन्स्की", "ज़ेलेंस्की बोले।"), ("लावरोव", "लवरोव आए।")])
def test_lexical_search_finds_a_name_however_it_is_spelt(catalogue: Catalogue, asked: str, written: str) -> None:
    catalogue.put([new_article("a.txt", written)])
    assert found(catalogue, asked) == [written]
