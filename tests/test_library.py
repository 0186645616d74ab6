"""Removing articles and bringing them back, and the store beside other folders, over the real wiring with fake models."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from small_evaluation import ARTICLES, empty_assembly
from syncing import FLOOD, ONION
from uploading import METRO, Upload, assembly, ended, is_sound, library, names, upload

from assistant.assemble import Assembly
from assistant.library.library import UNDO_SECONDS, Library
from index.errors import StoreBusy
from index.store.mirror import only_writer

__all__ = ["assembly", "library", "upload"]
pytestmark = pytest.mark.usefixtures("own_settings")


def test_a_removed_upload_comes_back_as_it_was(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD), upload("onion.txt", ONION)]))
    before = assembly.catalogue.articles()
    hashes = assembly.catalogue.content_hashes()
    embedded = len(assembly.embedder.passages)  # type: ignore[attr-defined]
    removal = library.remove([before[0].id])
    assert (len(removal.removed), removal.outside) == (1, 0)
    assert names(library) == ["onion.txt"]
    assert [path.name for path in library.folder.files()] == ["onion.txt"]
    assert is_sound(assembly)
    assert library.undo() is removal
    assert assembly.catalogue.articles() == before
    assert assembly.catalogue.content_hashes() == hashes
    assert [path.read_text("utf-8") for path in library.folder.files()] == [FLOOD, ONION]
    assert len(assembly.embedder.passages) == embedded  # type: ignore[attr-defined]
    assert is_sound(assembly)
    assert library.latest_removal() is None


def test_an_article_of_the_readers_own_folder_keeps_its_file(library: Library, assembly: Assembly, articles: Path) -> None:
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    assembly.sync([articles])
    before = assembly.catalogue.articles()
    removal = library.remove([before[0].id, before[1].id])
    assert (len(removal.removed), removal.outside) == (2, 2)
    assert len(list(articles.iterdir())) == 3
    library.undo()
    assert assembly.catalogue.articles() == before
    assert assembly.sync([articles]).unchanged == 3


def test_a_later_sync_of_the_own_folder_brings_the_article_back(library: Library, assembly: Assembly, articles: Path) -> None:
    (articles / "flood.txt").write_text(FLOOD, encoding="utf-8")
    assembly.sync([articles])
    library.remove([assembly.catalogue.articles()[0].id])
    assert assembly.sync([articles]).added == ["flood.txt"]


def test_the_latest_removal_is_undone_first(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD), upload("onion.txt", ONION)]))
    for article in assembly.catalogue.articles():
        library.remove([article.id])
    library.undo()
    assert names(library) == ["onion.txt"]
    library.undo()
    assert names(library) == ["flood.txt", "onion.txt"]
    assert library.undo() is None


def test_after_ten_minutes_it_is_gone_for_good(assembly: Assembly, upload: Upload, store: Path) -> None:
    later = [0.0]
    library = Library(assembly, clock=lambda: time.time() + later[0])
    ended(library.add([upload("flood.txt", FLOOD)]))
    library.remove([assembly.catalogue.articles()[0].id])
    assert len(list((store / ".trash").iterdir())) == 1
    later[0] = UNDO_SECONDS + 5
    assert library.latest_removal() is None
    assert library.undo() is None
    assert list((store / ".trash").iterdir()) == []


def test_a_restarted_program_leaves_young_trash_to_its_time(library: Library, assembly: Assembly, upload: Upload, store: Path) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    library.remove([assembly.catalogue.articles()[0].id])
    Library(assembly)
    assert len(list((store / ".trash").iterdir())) == 1


def test_a_name_that_was_taken_meanwhile_gets_another(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("news.txt", FLOOD)]))
    library.remove([assembly.catalogue.articles()[0].id])
    ended(library.add([upload("news.txt", ONION)]))
    library.undo()
    assert names(library) == ["news (2).txt", "news.txt"]
    assert ended(library.add([upload("metro.txt", METRO)])).added == 1
    assert names(library) == ["metro.txt", "news (2).txt", "news.txt"]
    assert is_sound(assembly)


def test_unknown_articles_are_not_removed(library: Library, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    assert library.remove(["../../x", ""]).removed == []
    assert library.latest_removal() is None
    assert names(library) == ["flood.txt"]


def test_nothing_is_removed_while_another_writes(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    with only_writer(assembly.catalogue, wait_seconds=0), pytest.raises(StoreBusy):
        library.remove([assembly.catalogue.articles()[0].id])
    assert names(library) == ["flood.txt"]


# The store beside other folders


def test_syncing_another_folder_leaves_uploaded_articles_and_the_other_way_round(
    library: Library, assembly: Assembly, upload: Upload, articles: Path
) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    (articles / "onion.txt").write_text(ONION, encoding="utf-8")
    assert assembly.sync([articles]).removed == []
    ended(library.add([upload("metro.txt", METRO)]))
    assert names(library) == ["flood.txt", "metro.txt", "onion.txt"]


def test_a_folder_around_the_store_neither_doubles_nor_brings_back(library: Library, assembly: Assembly, upload: Upload, store: Path) -> None:
    ended(library.add([upload("flood.txt", FLOOD), upload("onion.txt", ONION)]))
    library.remove([article.id for article in assembly.catalogue.articles() if article.name == "onion.txt"])
    report = assembly.sync([store.parent])
    assert (report.added, report.removed, report.unchanged) == ([], [], 1)


def test_removed_uploads_stay_away_when_more_is_added(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    library.remove([assembly.catalogue.articles()[0].id])
    ended(library.add([upload("onion.txt", ONION)]))
    assert names(library) == ["onion.txt"]


def test_a_store_that_was_moved_keeps_its_articles_once(library: Library, assembly: Assembly, upload: Upload, store: Path) -> None:
    ended(library.add([upload("flood.txt", FLOOD), upload("onion.txt", ONION)]))
    assembly.close()
    moved = empty_assembly(store.rename(store.with_name("moved")))
    there = Library(moved)
    assert there.waiting() == ["flood.txt", "onion.txt"]
    step = ended(there.add([upload("metro.txt", METRO)]))
    assert (step.added, step.told) == (3, ())
    assert names(there) == ["flood.txt", "metro.txt", "onion.txt"]
    assert all(there.folder.holds(article.source) for article in moved.catalogue.articles())
    assert [passage.title for passage in moved.embedder.passages] == ["Blue Line opens today"]  # type: ignore[attr-defined]
    assert is_sound(moved)
    moved.close()
