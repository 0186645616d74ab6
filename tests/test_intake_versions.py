"""A store that another version cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import FakeEmbedder
from syncing import FLOOD, LONG, ONION, Syncer, Write, run, vectors_of

from index.errors import StoreFailure
from index.store.catalogue import Catalogue
from index.store.mirror import verify
from index.store.vectors import VectorIndex
from index.sync import intake
from index.sync.build import sync
from index.sync.intake import Progress
from index.text import chunk, clean

__all__ = ["run"]


def newer_chunker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version with chunks of half the size."""
    monkeypatch.setattr(chunk, "VERSION", "sentences-9")
    monkeypatch.setattr(chunk.chunk_sentences, "__defaults__", (128, 1))


def whole(tmp_path: Path, *paths: Path) -> list[bytes]:
    """The vectors of a store made anew."""
    catalogue = Catalogue(tmp_path / "anew")
    fresh = Syncer(catalogue, VectorIndex(tmp_path / "anew", "anew"))
    fresh(*paths)
    found = vectors_of(fresh)
    catalogue.close()
    return found


def test_a_newer_chunker_cuts_every_article_again(
    run: Syncer, articles: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_article("a.txt", LONG)
    write_article("b.txt", FLOOD)
    run(articles)
    before = run.catalogue.counts().chunks
    newer_chunker(monkeypatch)
    report = run(articles)
    assert report.notes == [
        "2 articles were cut by an earlier version of Pramaan and are read again, from the stored text where their file can't be."
    ]
    assert (report.added, report.changed, report.removed, report.unchanged) == ([], [], [], 2)
    assert run.catalogue.counts().chunks > before
    assert run.catalogue.about()["chunker"].startswith("sentences-9 ")
    assert vectors_of(run) == whole(tmp_path, articles)
    assert verify(run.catalogue, run.vectors) == []
    assert run(articles).notes == []
    assert run.opened == []


def test_an_article_whose_file_is_not_given_is_cut_again_from_the_stored_text(
    run: Syncer, write_article: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here, away = write_article("here/a.txt", LONG), write_article("away/b.txt", LONG.replace("गांव", "नगर"))
    run(here.parent, away.parent)
    about = run.catalogue.articles()
    newer_chunker(monkeypatch)
    expected = whole(tmp_path, here.parent, away.parent)
    away.unlink()
    away.parent.rmdir()
    run(here.parent)
    assert run.catalogue.articles() == about
    assert vectors_of(run) == expected
    assert run.catalogue.outdated() == set()


def test_articles_that_a_newer_cleaner_cuts_alike_keep_their_vectors(
    run: Syncer, articles: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_article("a.txt", FLOOD + "ये भी पढ़ें: मौसम\nनई पंक्ति: नाव आई।\n")
    write_article("b.txt", ONION)
    run(articles)
    embedded = len(run.embedder.passages)
    monkeypatch.setattr(clean, "VERSION", "lines-9")
    furniture = clean.furniture_spans
    monkeypatch.setattr(clean, "furniture_spans", lambda text: [span for span in furniture(text) if "मौसम" not in text[span.start : span.end]])
    run(articles)
    assert [passage.title for passage in run.embedder.passages[embedded:]] == ["तमसापुर में बाढ़ आई"]
    assert run.catalogue.outdated() == set()
    assert verify(run.catalogue, run.vectors) == []


def test_cutting_again_goes_on_where_it_was_cut_off(
    run: Syncer, articles: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for n in range(4):
        write_article(f"{n}.txt", LONG.replace("गांव", f"गांव{n}"))
    run(articles)
    newer_chunker(monkeypatch)
    monkeypatch.setattr(intake, "GROUP_CHUNKS", 10)

    def cut_off(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(run.catalogue, lambda: run.vectors, FakeEmbedder, [articles], cut_off)
    assert 0 < len(run.catalogue.outdated()) < 4
    run(articles)
    assert run.catalogue.outdated() == set()
    assert vectors_of(run) == whole(tmp_path, articles)


def test_a_spare_of_another_version_is_not_used(run: Syncer, articles: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_article("a.txt", LONG)
    write_article("b.txt", ONION)
    run(articles)
    path.unlink()
    run(articles)
    newer_chunker(monkeypatch)
    write_article("a.txt", LONG)
    run(articles)
    assert run.opened == ["embedder", "vectors"]


def test_the_store_says_how_it_was_made(run: Syncer, write_article: Write) -> None:
    run(write_article("a.txt", FLOOD))
    about = run.catalogue.about()
    assert about.keys() == {
        "schema",
        "embedder",
        "embedder_revision",
        "dimension",
        "dtype",
        "prompts",
        "chunker",
        "cleaner",
        "sentences",
        "words",
        "sounds",
        "groups",
    }
    assert (about["chunker"], about["cleaner"]) == (f"{chunk.VERSION} 256/1", clean.VERSION)


def test_a_store_that_does_not_say_its_prompts_is_taken_by_its_revision(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    run(articles)
    run.catalogue._database.connection.execute("DELETE FROM about WHERE key = 'prompts'")
    intake.check_embedder(run.catalogue, run.embedder.identity)
    with pytest.raises(StoreFailure):
        intake.check_embedder(run.catalogue, FakeEmbedder(revision="2").identity)
