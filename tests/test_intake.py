from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import FakeEmbedder
from syncing import FLOOD, LONG, ONION, Syncer, Write, run, vectors_of

import index.files.read
from index.embed import Embedder
from index.store.mirror import verify
from index.sync import intake
from index.sync.build import sync
from index.sync.intake import Progress

__all__ = ["run"]


# A text that is known keeps its vectors


def test_a_file_that_was_renamed_or_moved_keeps_its_vectors(run: Syncer, articles: Path, write_article: Write) -> None:
    path = write_article("a.txt", FLOOD)
    write_article("b.txt", ONION)
    run(articles)
    before = vectors_of(run)
    (articles / "deep").mkdir()
    path.rename(articles / "deep" / "c.txt")
    report = run(articles)
    assert (report.added, report.removed, report.unchanged) == (["deep/c.txt"], ["a.txt"], 1)
    assert run.opened == ["vectors"]
    assert vectors_of(run) == before
    assert verify(run.catalogue, run.vectors) == []


def test_a_copy_takes_the_vectors_of_its_original(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    run(articles)
    write_article("b.txt", FLOOD)
    write_article("c.txt", FLOOD)
    assert run(articles).added == ["b.txt", "c.txt"]
    assert run.opened == ["vectors"]
    assert verify(run.catalogue, run.vectors) == []


def test_copies_that_come_together_are_embedded_once(run: Syncer, articles: Path, write_article: Write) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write_article(name, FLOOD)
    write_article("d.txt", ONION)
    assert sorted(run(articles).added) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert len(run.embedder.passages) == 2
    assert run.vectors.count() == 4
    assert run.progress[-1] == Progress(4, 4, "c.txt")


def test_a_file_that_comes_back_keeps_its_vectors(run: Syncer, articles: Path, write_article: Write) -> None:
    path = write_article("a.txt", FLOOD)
    write_article("b.txt", ONION)
    run(articles)
    before = vectors_of(run)
    path.unlink()
    run(articles)
    write_article("c.txt", FLOOD)
    assert run(articles).added == ["c.txt"]
    assert run.opened == ["vectors"]
    assert vectors_of(run) == before
    assert run.catalogue._rows("SELECT count(*) FROM spares") == [(0,)]


def test_a_change_that_is_taken_back_keeps_its_vectors(run: Syncer, articles: Path, write_article: Write) -> None:
    for text, opened in ((FLOOD, ["embedder", "vectors"]), (ONION, ["embedder", "vectors"]), (FLOOD, ["vectors"])):
        write_article("a.txt", text)
        run(articles)
        assert run.opened == opened
    assert verify(run.catalogue, run.vectors) == []


def test_what_was_removed_leaves_no_text_in_the_store(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    write_article("b.txt", ONION)
    run(articles)
    (articles / "a.txt").unlink()
    run(articles)
    [row] = run.catalogue._rows("SELECT * FROM spares")
    assert not [value for value in row if isinstance(value, str) and ("बाढ़" in value or "a.txt" in value)]


def test_a_spare_is_thrown_away_after_a_month(run: Syncer, articles: Path, write_article: Write) -> None:
    for name, text in (("a.txt", FLOOD), ("b.txt", ONION), ("c.txt", "सड़क बनी\n\nसड़क पर बस चली।")):
        write_article(name, text)
    run(articles)
    (articles / "a.txt").unlink()
    run(articles)
    run.catalogue._database.connection.execute("UPDATE spares SET removed = removed - 31 * 24 * 3600")
    (articles / "b.txt").unlink()
    run(articles)
    assert run.catalogue.spare("तमसापुर में बाढ़ आई", FLOOD) is None
    assert run.catalogue.spare("प्याज के दाम गिरे", ONION) is not None


def test_the_same_bytes_read_as_another_text_are_embedded(run: Syncer, articles: Path, write_article: Write) -> None:
    page = f"<html><head><title>शीर्षक</title></head><body><article><p>{'बाढ़ से ग्यारह लोगों की मौत हुई। ' * 9}</p></article></body></html>"
    write_article("a.html", page)
    run(articles)
    write_article("b.txt", page)
    run(articles)
    assert run.opened == ["embedder", "vectors"]


def test_the_same_text_under_another_title_is_embedded(run: Syncer, articles: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write_article("a.txt", FLOOD)
    run(articles)
    describe = index.files.read.describe
    monkeypatch.setattr("index.files.read.describe", lambda *given, **note: replace(describe(*given, **note), title="नया शीर्षक"))
    write_article("b.txt", FLOOD)
    run(articles)
    assert [passage.title for passage in run.embedder.passages] == ["तमसापुर में बाढ़ आई", "नया शीर्षक"]


def test_an_emptied_store_takes_nothing_over_for_another_embedder(run: Syncer, articles: Path, write_article: Write) -> None:
    path = write_article("a.txt", FLOOD)
    run(articles)
    path.unlink()
    run(articles, allow_empty=True)
    run.embedder = FakeEmbedder("other")
    write_article("b.txt", ONION)
    run(articles)
    assert run.catalogue.about()["embedder"] == "other"
    write_article("a.txt", FLOOD)
    run(articles)
    assert len(run.embedder.passages) == 2


# Progress


def test_progress_goes_up_to_all_and_tells_the_time_left(run: Syncer, articles: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(1000))
    monkeypatch.setattr("index.sync.intake.time.monotonic", lambda: float(next(seconds)))
    monkeypatch.setattr(intake, "GROUP_CHUNKS", 40)
    monkeypatch.setattr(intake, "_SLICE", 4)
    for n in range(12):
        write_article(f"{n:02}.txt", LONG.replace("गांव", f"गांव{n}"))
    run(articles)
    done = [progress.done for progress in run.progress]
    left = [progress.seconds_left for progress in run.progress]
    assert done == sorted(done)
    assert (done[-1], left[-1]) == (12, 0)
    assert len(done) > 4
    assert None not in left
    assert left[0] is not None
    assert left[0] > 2


def test_nothing_can_be_told_of_the_time_before_anything_is_embedded(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    run(articles)
    write_article("b.txt", FLOOD)
    run(articles)
    assert [progress.seconds_left for progress in run.progress] == [None]


def test_passages_of_one_length_are_embedded_together(run: Syncer, articles: Path, write_article: Write) -> None:
    class Noting(FakeEmbedder):
        def __init__(self) -> None:
            super().__init__()
            self.lengths: list[int] = []

        def embed_passages(self, passages):  # type: ignore[no-untyped-def]
            self.lengths += [len(passage.text.split()) for passage in passages]
            return super().embed_passages(passages)

    embedder: Embedder = Noting()
    for n in range(40):
        write_article(f"{n:02}.txt", f"गांव {n}\n" + f"शब्द{n} " * (5 + n * 7 % 40) + "।")
    sync(run.catalogue, lambda: run.vectors, lambda: embedder, [articles])
    assert embedder.lengths == sorted(embedder.lengths, reverse=True)  # type: ignore[attr-defined]
    assert len(embedder.lengths) == 40  # type: ignore[attr-defined]
