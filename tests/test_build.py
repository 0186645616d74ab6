from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import FakeEmbedder
from syncing import FLOOD, ONION, Syncer, Write, run

from index.errors import StoreFailure
from index.store.catalogue import Catalogue
from index.store.chunks import StoredChunk
from index.store.mirror import verify
from index.store.vectors import VectorIndex
from index.sync.build import sync
from index.sync.intake import Progress, check_embedder

__all__ = ["run"]


def test_new_files_are_added(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    write_article("more/b.md", ONION)
    report = run(articles)
    assert (report.added, report.changed, report.removed, report.unchanged, report.failures) == (["a.txt", "more/b.md"], [], [], 0, [])
    assert run.names() == ["a.txt", "more/b.md"]
    assert run.progress == [Progress(2, 2, "more/b.md")]
    assert verify(run.catalogue, run.vectors) == []
    assert run.vectors.count() == 2
    about = run.catalogue.about()
    assert (about["embedder"], about["dimension"], about["dtype"]) == ("words", "64", "float32")


def test_an_article_is_stored_with_what_its_file_says(run: Syncer, write_article: Write) -> None:
    path = write_article("a.txt", "तमसापुर में बाढ़ आई\nलोकवाणी समाचार | 18 अगस्त 2025\n\nग्यारह लोगों की मौत हुई।\n")
    run(path)
    [article] = run.catalogue.articles()
    assert (article.title, article.publisher, article.published, article.language) == ("तमसापुर में बाढ़ आई", "लोकवाणी समाचार", "2025-08-18", "hi")
    assert article.source == str(path.resolve())
    text = run.catalogue.text(article.id)
    assert text == path.read_bytes().decode()
    assert [text[span.start : span.end] for span in run.catalogue.furniture(article.id)] == ["लोकवाणी समाचार | 18 अगस्त 2025"]
    assert [passage.title for passage in run.embedder.passages] == [article.title]


def test_nothing_is_opened_when_nothing_changed(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    run(articles)
    assert run.opened == ["embedder", "vectors"]
    report = run(articles)
    assert (report.unchanged, run.opened, run.progress) == (1, [], [])


def test_a_changed_file_replaces_its_article(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    write_article("b.txt", FLOOD.replace("ग्यारह", "बारह"))
    run(articles)
    write_article("a.txt", ONION)
    report = run(articles)
    assert (report.added, report.changed, report.unchanged) == ([], ["a.txt"], 1)
    assert [a.title for a in run.catalogue.articles()] == ["प्याज के दाम गिरे", "तमसापुर में बाढ़ आई"]
    assert len(run.embedder.passages) == 3
    assert verify(run.catalogue, run.vectors) == []


def test_a_file_that_turned_bad_keeps_its_earlier_version(run: Syncer, articles: Path, write_article: Write) -> None:
    path = write_article("a.txt", FLOOD)
    write_article("b.txt", ONION)
    run(articles)
    path.write_bytes(FLOOD.encode()[:-5])
    report = run(articles)
    assert len(report.failures) == 1
    assert "cut short" in report.failures[0]
    assert (report.changed, report.removed, run.names()) == ([], [], ["a.txt", "b.txt"])
    assert run.catalogue.text(run.catalogue.articles()[0].id) == FLOOD


def test_one_bad_file_does_not_stop_the_others(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("bad.txt", "")
    write_article("button.txt", "Share\nविज्ञापन\n")
    write_article("good.txt", ONION)
    report = run(articles)
    assert report.added == ["good.txt"]
    assert len(report.failures) == 2
    assert "only site furniture" in report.failures[1]


def test_an_encoding_that_was_guessed_is_noted(run: Syncer, articles: Path) -> None:
    (articles / "a.txt").write_bytes(b"\xff\xfe" + FLOOD.encode("utf-16-le"))
    assert run(articles).notes == ["a.txt: read as UTF-16"]


def test_only_bad_files_leave_an_empty_store(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("bad.txt", "  ")
    report = run(articles)
    assert (len(report.failures), report.added, run.names()) == (1, [], [])


def test_an_empty_store_is_still_open_to_any_embedder(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("bad.txt", "  ")
    run(articles)
    check_embedder(run.catalogue, FakeEmbedder("other").identity)


def test_a_file_that_stays_bad_does_not_open_the_embedder(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("bad.txt", "  ")
    write_article("good.txt", FLOOD)
    run(articles)
    run(articles)
    assert run.opened == []


def test_an_article_of_many_chunks_is_found_again_whole(run: Syncer, write_article: Write) -> None:
    text = "बाढ़ की बड़ी खबर आई\n" + "\n".join(f"गांव {n} में " + "पानी भर गया " * 20 + "।" for n in range(60))
    run(write_article("a.txt", text))
    counts = run.catalogue.counts()
    assert counts.sentences == 61
    assert counts.chunks == run.vectors.count() > 10
    [article] = run.catalogue.articles()
    sentences = {
        s.start
        for stored in run.catalogue.chunks.get(sorted(run.catalogue.chunks.ids())).values()
        for s, _ in run.catalogue.chunks.sentences(stored.chunk)
    }
    assert len(sentences) == 61
    assert run.catalogue.text(article.id) == text


def test_many_chunks_are_embedded_once_each(run: Syncer, articles: Path, write_article: Write) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write_article(name, "\n".join(f"गांव {name} {n} में " + "पानी भर गया " * 60 + "।" for n in range(40)))
    run(articles)
    assert len(run.embedder.passages) == run.catalogue.counts().chunks == run.vectors.count() == 120


def test_a_sentence_over_the_budget_is_taken_in(run: Syncer, write_article: Write) -> None:
    run(write_article("a.txt", "पानी " * 600 + "।\nनाव आई और गांव खाली हुआ।"))
    assert (run.catalogue.counts().sentences, run.catalogue.counts().chunks) == (2, 4)


class BreakingVectors(VectorIndex):
    """Fails once when it is filled, as Chroma does when its process is killed."""

    broken = False

    def put(self, chunks: Sequence[StoredChunk]) -> None:
        if not self.broken:
            self.broken = True
            raise StoreFailure("killed")
        super().put(chunks)


def test_a_sync_cut_off_before_chroma_is_finished_by_the_next(store: Path, catalogue: Catalogue, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    run = Syncer(catalogue, BreakingVectors(store, "test"))
    with pytest.raises(StoreFailure, match="killed"):
        run(articles)
    assert verify(catalogue, run.vectors) == ["1 chunks of the catalogue are missing from Chroma. Mend it with: pramaan index --rebuild"]
    report = run(articles)
    assert (report.unchanged, run.opened) == (1, ["vectors"])
    assert verify(catalogue, run.vectors) == []


def test_a_sync_cut_off_while_embedding_keeps_what_was_finished(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    run(articles)
    write_article("b.txt", ONION)

    def cut_off(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(run.catalogue, lambda: run.vectors, FakeEmbedder, [articles], cut_off)
    assert run.names() == ["a.txt", "b.txt"]
    run(articles)
    assert verify(run.catalogue, run.vectors) == []


def prompted(prompts: str) -> FakeEmbedder:
    embedder = FakeEmbedder()
    embedder.identity = replace(embedder.identity, prompts=prompts)
    return embedder


@pytest.mark.parametrize("other", [FakeEmbedder("other"), FakeEmbedder(revision="2"), FakeEmbedder(dimension=32), prompted("'passage: '")])
def test_a_store_of_another_embedder_is_refused(run: Syncer, articles: Path, write_article: Write, other: FakeEmbedder) -> None:
    write_article("a.txt", FLOOD)
    run(articles)
    write_article("b.txt", ONION)
    run.embedder = other
    with pytest.raises(StoreFailure, match=r"was built with embedder words 1 \(64-d\).*; the settings ask for .*PRAMAAN_EMBEDDER"):
        run(articles)
    assert run.names() == ["a.txt"]
    check_embedder(run.catalogue, FakeEmbedder().identity)
