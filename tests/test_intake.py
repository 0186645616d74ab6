from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import FakeEmbedder
from syncing import FLOOD, ONION, Syncer

import index.files.read
from index.embed import Embedder
from index.errors import StoreFailure
from index.store.catalogue import Catalogue
from index.store.mirror import verify
from index.store.vectors import VectorIndex
from index.sync import intake
from index.sync.build import sync
from index.sync.intake import Progress
from index.text import chunk, clean

Write = Callable[[str, str], Path]


@pytest.fixture
def run(catalogue: Catalogue, vectors: VectorIndex) -> Syncer:
    return Syncer(catalogue, vectors)


def vectors_of(run: Syncer) -> list[bytes]:
    return sorted(stored.vector.tobytes() for stored in run.catalogue.chunks.get(sorted(run.catalogue.chunks.ids())).values())


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


# A store that another version cut


LONG = "बाढ़ की बड़ी खबर आई\n" + "\n".join(f"गांव {n} में " + "पानी भर गया " * 20 + "।" for n in range(12))


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
