from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from conftest import DIMENSION, word_vector
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import StoreFailure
from index.store.catalogue import Catalogue, NewArticle
from index.store.database import FILE, SCHEMA_VERSION
from index.store.derived import VERSIONS
from index.store.filters import Filters, Selection
from index.text.sentences import split_sentences
from index.types import Article, Span

FLOOD = "बाढ़ से ग्यारह की मौत हुई। सैनिकों ने नाव चलाई।"
ONION = "प्याज के दाम गिरे। मंडी में भीड़ रही।"


def new_article(name: str, text: str, content_hash: str = "1") -> NewArticle:
    """An article with one chunk for each sentence."""
    spans = split_sentences(text)
    rows = np.stack([word_vector(text[span.start : span.end]) for span in spans])
    article = Article(name, f"/news/{name}", name, f"शीर्षक {name}", "लोकवाणी", "2025-08-18", "hi")
    return NewArticle(article, content_hash, text, None, [Span(0, 2)], spans, rows, spans, [text[span.start : span.end] for span in spans], rows)


def rows_left(catalogue: Catalogue) -> dict[str, int]:
    tables = "articles texts sentences chunks chunk_vectors chunk_words".split()
    return {table: catalogue._database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def rows(articles: int, sentences: int) -> dict[str, int]:
    """What must be left in each table; these articles have a chunk for each sentence."""
    return {"articles": articles, "texts": articles, **dict.fromkeys("sentences chunks chunk_vectors chunk_words".split(), sentences)}


def ranked(catalogue: Catalogue, question: str, limit: int = 10) -> list[tuple[str, float]]:
    return catalogue.lexical.search(catalogue.lexical.frequencies(question), limit)


def found(catalogue: Catalogue, question: str) -> list[str]:
    return [catalogue.chunks.get([chunk_id])[chunk_id].chunk.text for chunk_id, _ in ranked(catalogue, question)]


def test_what_was_put_is_read_after_reopening(store: Path) -> None:
    first = Catalogue(store)
    new = new_article("a.txt", FLOOD)
    first.put([new])
    first.describe(embedder="words", dimension="64")
    first.describe(dimension="65")
    first.close()
    again = Catalogue(store)
    assert again.articles() == [new.article]
    assert again.text("a.txt") == FLOOD
    assert again.furniture("a.txt") == [Span(0, 2)]
    assert again.content_hashes() == {"/news/a.txt": "1"}
    assert again.about() == {"schema": str(SCHEMA_VERSION), **VERSIONS, "embedder": "words", "dimension": "65"}
    stored = again.chunks.not_in_chroma()
    assert [(s.chunk.start, s.chunk.end, s.chunk.text) for s in stored] == [(s.start, s.end, FLOOD[s.start : s.end]) for s in new.chunks]
    np.testing.assert_allclose(stored[0].vector, new.chunk_vectors[0], atol=1e-3)
    [(sentence, vector)] = again.chunks.sentences(stored[1].chunk)
    assert sentence.text == "सैनिकों ने नाव चलाई।"
    assert vector.shape == (DIMENSION,)
    again.close()


def test_offsets_count_characters_and_not_bytes_or_utf16(catalogue: Catalogue) -> None:
    text = "\ufeff😀 नदी चढ़ी।\r\nपानी उतरा।"
    catalogue.put([new_article("a.txt", text)])
    assert catalogue.text("a.txt") == text
    assert [stored.chunk.text for stored in catalogue.chunks.not_in_chroma()] == ["😀 नदी चढ़ी।", "पानी उतरा।"]


def test_a_put_replaces_the_article_whole(catalogue: Catalogue) -> None:
    catalogue.put([new_article("a.txt", FLOOD)])
    catalogue.put([new_article("a.txt", "प्याज सस्ता हुआ।", "2")])
    assert rows_left(catalogue) == rows(articles=1, sentences=1)
    assert found(catalogue, "नाव") == []
    assert found(catalogue, "प्याज") == ["प्याज सस्ता हुआ।"]


def test_a_removal_leaves_nothing_but_the_note_for_chroma(catalogue: Catalogue) -> None:
    catalogue.put([new_article("a.txt", FLOOD), new_article("b.txt", ONION)])
    ids = catalogue.chunks.ids()
    catalogue.remove(["a.txt"])
    assert rows_left(catalogue) == rows(articles=1, sentences=2)
    assert set(catalogue.chunks.removed()) == ids - catalogue.chunks.ids()
    catalogue.put([new_article("a.txt", FLOOD)])
    assert catalogue.chunks.removed() == []
    catalogue.remove(["a.txt", "b.txt", "never.txt"])
    assert rows_left(catalogue) == rows(articles=0, sentences=0)
    catalogue.chunks.forget_removed(catalogue.chunks.removed())
    assert catalogue.chunks.removed() == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_in_the_middle_of_a_put_leaves_what_was(catalogue: Catalogue, error: type[BaseException]) -> None:
    catalogue.put([new_article("a.txt", FLOOD)])

    def articles():  # type: ignore[no-untyped-def]
        yield new_article("a.txt", ONION, "2")
        yield new_article("b.txt", ONION)
        raise error

    with pytest.raises(error):
        catalogue.put(articles())
    assert catalogue.content_hashes() == {"/news/a.txt": "1"}
    assert catalogue.text("a.txt") == FLOOD
    assert rows_left(catalogue) == rows(articles=1, sentences=2)
    assert catalogue.chunks.removed() == []
    catalogue.put([new_article("b.txt", ONION)])


def test_vectors_that_do_not_match_the_chunks_are_a_bug_and_change_nothing(catalogue: Catalogue) -> None:
    good = new_article("a.txt", FLOOD)
    bad = NewArticle(good.article, "1", FLOOD, None, [], good.sentences, good.sentence_vectors[:1], good.chunks, good.chunk_texts, good.chunk_vectors)
    with pytest.raises(ValueError, match="shorter"):
        catalogue.put([bad])
    assert rows_left(catalogue) == rows(articles=0, sentences=0)


def test_a_full_disk_is_told_and_loses_nothing(catalogue: Catalogue) -> None:
    catalogue.put([new_article("a.txt", FLOOD)])
    pages = catalogue._database.connection.execute("PRAGMA page_count").fetchone()[0]
    catalogue._database.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFailure, match=r"No space left for the store .*Free some disk space"):
        catalogue.put([new_article("b.txt", "पानी " * 20_000 + "।")])
    assert catalogue.content_hashes() == {"/news/a.txt": "1"}
    catalogue._database.connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    catalogue.put([new_article("b.txt", ONION)])
    assert catalogue.counts().articles == 2


def test_a_damaged_file_is_told(store: Path) -> None:
    store.mkdir()
    (store / FILE).write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(StoreFailure, match=r"is damaged .*Move it away and index your articles again"):
        Catalogue(store)


def test_a_store_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(StoreFailure, match="can't be used"):
        Catalogue(tmp_path / "store")


def test_another_schema_version_is_refused_with_both_numbers(store: Path) -> None:
    opened = Catalogue(store)
    opened.describe(schema="99")
    opened.close()
    with pytest.raises(StoreFailure, match=f"has format 99; this version of Pramaan reads format {SCHEMA_VERSION}"):
        Catalogue(store)


def test_a_later_version_with_other_tables_is_refused_untouched(store: Path) -> None:
    store.mkdir()
    with closing(sqlite3.connect(store / FILE)) as later:
        later.executescript(
            "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT); INSERT INTO about VALUES ('schema', '98'); CREATE TABLE chunks (id)"
        )
    with pytest.raises(StoreFailure, match=f"has format 98; this version of Pramaan reads format {SCHEMA_VERSION}"):
        Catalogue(store)


def test_damage_that_shows_only_when_reading_is_told(catalogue: Catalogue) -> None:
    catalogue.put([new_article("a.txt", FLOOD)])
    catalogue._database.connection.execute("DELETE FROM chunk_words_data WHERE id > 1")
    catalogue._database.connection.execute("UPDATE chunk_words_data SET block = x'ff'")
    with pytest.raises(StoreFailure, match="is damaged"):
        ranked(catalogue, "नाव")


def test_the_store_exists_once_it_was_opened(store: Path) -> None:
    assert not Catalogue.exists(store)
    Catalogue(store).close()
    assert Catalogue.exists(store)


def test_an_unknown_article_is_told(catalogue: Catalogue) -> None:
    with pytest.raises(StoreFailure, match="no article 'x'"):
        catalogue.text("x")
    assert catalogue.furniture("x") == []
    assert catalogue.chunks.get(["x"]) == {}
    assert catalogue.chunks.get([]) == {}


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


def test_chroma_bookkeeping(catalogue: Catalogue) -> None:
    catalogue.put([new_article("a.txt", FLOOD)])
    ids = sorted(catalogue.chunks.ids())
    catalogue.chunks.mark_in_chroma(ids[:1])
    assert [stored.chunk.id for stored in catalogue.chunks.not_in_chroma()] == ids[1:]
    assert catalogue.counts().chunks_not_in_chroma == 1
    catalogue.chunks.forget_chroma()
    assert catalogue.counts().chunks_not_in_chroma == 2
    assert len(catalogue.chunks.not_in_chroma(limit=1)) == 1


def test_two_connections_see_only_finished_puts(store: Path) -> None:
    writer, reader = Catalogue(store), Catalogue(store)
    with pytest.raises(RuntimeError), writer._transaction() as db:
        db.execute("DELETE FROM about")
        assert reader.about()["schema"] == str(SCHEMA_VERSION)
        raise RuntimeError
    writer.put([new_article("a.txt", FLOOD)])
    assert reader.counts().articles == 1
    writer.close()
    reader.close()


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


def test_counts_follow_every_change(catalogue: Catalogue) -> None:
    for articles in ([new_article("a.txt", FLOOD), new_article("b.txt", ONION)], [new_article("a.txt", "प्याज सस्ता हुआ।", "2")]):
        catalogue.put(articles)
    catalogue.remove(["b.txt", "never.txt"])
    with pytest.raises(ZeroDivisionError), catalogue._transaction() as db:
        db.execute("DELETE FROM articles")
        raise ZeroDivisionError
    counted = rows_left(catalogue)
    counts = catalogue.counts()
    assert (counts.articles, counts.sentences, counts.chunks) == (counted["articles"], counted["sentences"], counted["chunks"]) == (1, 1, 1)
    assert (catalogue.chunks.count(), counts.chunks_not_in_chroma) == (1, 1)


def test_the_newest_date_is_that_of_a_dated_article(catalogue: Catalogue) -> None:
    assert catalogue.newest() is None
    catalogue.put([new_article("a.txt", FLOOD)])
    assert catalogue.newest() == "2025-08-18"
