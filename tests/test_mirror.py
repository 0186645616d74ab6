from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from chromadb.api.client import SharedSystemClient
from syncing import FLOOD, ONION, Syncer

from index.store.catalogue import Catalogue
from index.store.chunks import StoredChunk
from index.store.mirror import refill_vectors, repair_vectors, verify
from index.store.vectors import FOLDER, VectorIndex

MEND = "Mend it with: pramaan index --rebuild"
Write = Callable[[str, str], Path]


def found(catalogue: Catalogue, question: str) -> list[tuple[str, float]]:
    return catalogue.lexical.search(catalogue.lexical.frequencies(question), 5)


@pytest.fixture
def run(catalogue: Catalogue, vectors: VectorIndex) -> Syncer:
    return Syncer(catalogue, vectors)


def test_a_lost_chroma_folder_is_refilled_from_the_catalogue(run: Syncer, store: Path, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    run(articles)
    shutil.rmtree(store / FOLDER)
    # What a new process would find: chromadb keeps one client for each path of a process, and this one still holds the deleted files.
    SharedSystemClient.clear_system_cache()
    fresh = VectorIndex(store, "test")
    assert repair_vectors(run.catalogue, fresh) is True
    assert fresh.ids() == run.catalogue.chunks.ids()
    assert repair_vectors(run.catalogue, fresh) is False
    assert len(run.embedder.passages) == 1


def test_a_rebuild_drops_strays_and_brings_back_the_missing(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    write_article("b.txt", ONION)
    run(articles)
    one, other = sorted(run.catalogue.chunks.ids())
    [lost] = run.catalogue.chunks.get([one]).values()
    stray = StoredChunk(type(lost.chunk)("stray", "x", 0, 1, "x"), lost.article, lost.vector)
    run.vectors.remove([one])
    run.vectors.put([stray])
    assert verify(run.catalogue, run.vectors) == [
        f"1 chunks of the catalogue are missing from Chroma. {MEND}",
        f"1 chunks in Chroma are not in the catalogue. {MEND}",
    ]
    refill_vectors(run.catalogue, run.vectors)
    assert run.vectors.ids() == {one, other}
    assert verify(run.catalogue, run.vectors) == []


def test_another_vector_in_chroma_is_noticed(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    write_article("b.txt", ONION)
    run(articles)
    one, other = run.catalogue.chunks.get(sorted(run.catalogue.chunks.ids())).values()
    run.vectors.put([StoredChunk(one.chunk, one.article, other.vector)])
    assert verify(run.catalogue, run.vectors) == [f"1 chunks looked at have another vector in Chroma than in the catalogue. {MEND}"]
    refill_vectors(run.catalogue, run.vectors)
    assert verify(run.catalogue, run.vectors) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM chunk_words WHERE rowid = 1", "1 chunks of the catalogue are missing from the word index"),
        ("INSERT INTO chunk_words (rowid, words) VALUES (9, 'बाढ़')", "1 chunks in the word index are not in the catalogue"),
        ("UPDATE chunk_words SET words = 'बाढ़' WHERE rowid = 1", "1 of 2 chunks looked at have other words in the word index than in their text"),
        ("UPDATE chunk_words_data SET block = x'ff' WHERE id > 9", "the word index is damaged ("),
        ("DELETE FROM chunk_words_content WHERE id = 1", "the word index is damaged ("),
    ],
)
def test_a_word_index_that_differs_is_told_and_rebuilt(run: Syncer, articles: Path, write_article: Write, damage: str, told: str) -> None:
    write_article("a.txt", FLOOD)
    write_article("b.txt", ONION)
    run(articles)
    before = found(run.catalogue, "प्याज बाढ़")
    run.catalogue._database.connection.execute(damage)
    [line] = verify(run.catalogue, run.vectors)
    assert line.startswith(told)
    assert line.endswith(MEND)
    run.catalogue.rebuild_derived()
    assert verify(run.catalogue, run.vectors) == []
    assert found(run.catalogue, "प्याज बाढ़") == before


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM sentences", "1 articles have no sentences."),
        ("UPDATE chunk_vectors SET vector = x'00'", "1 vectors are of another dimension."),
        ("DELETE FROM chunk_vectors", "1 chunks have no vector."),
        ("DELETE FROM texts", "1 articles have no text."),
        ("UPDATE totals SET chunks = 7", "1 totals are wrong."),
        ("PRAGMA foreign_keys = OFF; UPDATE sentences SET article_id = 'x' WHERE start = 0", "1 rows belong to nothing."),
    ],
)
def test_what_is_wrong_in_the_catalogue_itself_has_another_cure(run: Syncer, write_article: Write, damage: str, told: str) -> None:
    run(write_article("a.txt", FLOOD))
    run.catalogue._database.connection.executescript(damage)
    assert f"{told} Move the store away and index your articles again." in [fault.splitlines()[0] for fault in _own(run)]


def _own(run: Syncer) -> list[str]:
    return [f"{fault}. Move the store away and index your articles again." for fault in run.catalogue.faults()]


def test_furniture_between_sentences_is_left_out_of_a_rebuilt_word_index(run: Syncer, write_article: Write) -> None:
    run(write_article("a.txt", "तमसापुर में बाढ़ आई\n\nग्यारह लोगों की मौत हुई।\nये भी पढ़ें: प्याज के दाम गिरे\nनाव से बचाव हुआ।\n"))
    run.catalogue.rebuild_derived()
    assert verify(run.catalogue, run.vectors) == []
    assert found(run.catalogue, "प्याज") == []
    assert found(run.catalogue, "बचाव") != []
