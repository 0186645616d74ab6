"""What a sync takes from folders, patterns and archives, and what it removes when files are gone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from syncing import FLOOD, ONION, Syncer, Write, run

from index.errors import UnreadableFile
from index.store.mirror import verify

__all__ = ["run"]


def test_a_file_that_went_is_removed_without_the_embedder(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    gone = write_article("b.txt", ONION)
    run(articles)
    gone.unlink()
    report = run(articles)
    assert (report.removed, run.opened, run.names()) == (["b.txt"], ["vectors"], ["a.txt"])
    assert run.catalogue.chunks.removed() == []
    assert verify(run.catalogue, run.vectors) == []
    assert run.vectors.count() == 1


@pytest.mark.parametrize("left", [[], ["picture.jpg"], [".hidden.txt"]])
def test_a_folder_that_lost_all_its_articles_keeps_them_in_the_store(run: Syncer, articles: Path, write_article: Write, left: list[str]) -> None:
    path = write_article("a.txt", FLOOD)
    run(articles)
    path.unlink()
    for name in left:
        write_article(name, "x")
    report = run(articles)
    assert (report.removed, run.names(), run.opened) == ([], ["a.txt"], [])
    assert report.failures == [
        f"'{articles}' holds no articles any more, but 1 in the store come from there; they stay. If its disk is not mounted, "
        "mount it. If they are to go, run the command again with --allow-empty."
    ]


def test_a_disk_that_is_not_mounted_does_not_hold_up_the_other_folders(run: Syncer, articles: Path, write_article: Write) -> None:
    away = write_article("disk/a.txt", FLOOD)
    gone = write_article("home/b.txt", FLOOD)
    write_article("home/c.txt", FLOOD)
    run(articles / "disk", articles / "home")
    away.unlink()
    gone.unlink()
    write_article("home/d.txt", ONION)
    report = run(articles / "disk", articles / "home")
    assert (report.added, report.removed, len(report.failures)) == (["d.txt"], ["b.txt"], 1)
    assert run.names() == ["a.txt", "c.txt", "d.txt"]


@pytest.mark.parametrize("folder_too", [False, True])
def test_an_emptied_folder_empties_the_store_when_that_is_wished(run: Syncer, articles: Path, write_article: Write, folder_too: bool) -> None:
    path = write_article("news/a.txt", FLOOD)
    run(articles / "news")
    path.unlink()
    if folder_too:
        path.parent.rmdir()
    assert run(articles / "news", allow_empty=True).removed == ["a.txt"]
    assert run.vectors.count() == 0


def test_a_folder_without_articles_is_told(run: Syncer, articles: Path) -> None:
    (articles / "picture.jpg").write_bytes(b"jpg")
    with pytest.raises(UnreadableFile, match=r"No articles in .*Put .*\.txt.* files there"):
        run(articles)


def test_a_path_that_is_not_there_is_told_before_anything_is_read(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    with pytest.raises(UnreadableFile, match=r"'.*nowhere' doesn't exist"):
        run(articles, articles / "nowhere")
    assert (run.opened, run.names()) == ([], [])


def test_two_folders_with_the_same_file_name(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("one/a.txt", FLOOD)
    other = write_article("two/a.txt", ONION)
    assert run(articles / "one", articles / "two").added == ["a.txt", "a.txt"]
    assert {article.title for article in run.catalogue.articles()} == {"तमसापुर में बाढ़ आई", "प्याज के दाम गिरे"}
    write_article("two/b.txt", FLOOD)
    other.unlink()
    # A sync of one folder leaves the other's articles alone.
    assert run(articles / "one").removed == []
    assert run(articles / "two", articles / "one").removed == ["a.txt"]


def test_a_file_given_twice_is_indexed_once(run: Syncer, articles: Path, write_article: Write) -> None:
    path = write_article("a.txt", FLOOD)
    assert run(articles, path).added == ["a.txt"]


def test_a_zip_is_kept_in_step_as_a_folder_is(run: Syncer, articles: Path) -> None:
    def pack(**texts: str) -> None:
        with zipfile.ZipFile(articles / "news.zip", "w") as archive:
            for name, text in texts.items():
                archive.writestr(f"{name}.txt", text)

    pack(a=FLOOD, b=ONION)
    report = run(articles)
    assert (report.added, run.names()) == (["news.zip/a.txt", "news.zip/b.txt"], ["news.zip/a.txt", "news.zip/b.txt"])
    assert (run(articles).unchanged, run.opened) == (2, [])
    pack(a=ONION, c="")
    report = run(articles / "news.zip")
    assert (report.changed, report.removed, report.added) == (["news.zip/a.txt"], ["b.txt"], [])
    assert report.failures == [f"{articles}/news.zip/c.txt: the file is empty. Save the article again, or remove the file."]
    (articles / "news.zip").write_bytes(b"PK junk")
    report = run(articles)
    assert (report.removed, len(report.failures), run.names()) == ([], 1, ["news.zip/a.txt"])
    (articles / "news.zip").unlink()
    assert (run(articles, allow_empty=True).removed, run.names()) == (["a.txt"], [])


def test_a_pattern_takes_in_and_removes(run: Syncer, articles: Path, write_article: Write) -> None:
    write_article("deep/a.txt", FLOOD)
    gone = write_article("b.txt", ONION)
    write_article("c.md", ONION)
    assert run(articles / "**" / "*.txt").added == ["b.txt", "deep/a.txt"]
    gone.unlink()
    assert (run(articles / "**" / "*.txt").removed, run.names()) == (["b.txt"], ["deep/a.txt"])
