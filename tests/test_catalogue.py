from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from conftest import DIMENSION
from new_articles import FLOOD, ONION, found, new_article, ranked

from index.errors import StoreFailure
from index.store.catalogue import Catalogue, NewArticle
from index.store.database import FILE, SCHEMA_VERSION
from index.store.derived import VERSIONS
from index.types import Span


def rows_left(catalogue: Catalogue) -> dict[str, int]:
    tables = "articles texts sentences chunks chunk_vectors chunk_words".split()
    return {table: catalogue._database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def rows(articles: int, sentences: int) -> dict[str, int]:
    """What must be left in each table; these articles have a chunk for each sentence."""
    return {"articles": articles, "texts": articles, **dict.fromkeys("sentences chunks chunk_vectors chunk_words".split(), sentences)}


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
