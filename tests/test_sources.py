from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.files.sources import list_sources

Write = Callable[[str, str], Path]
TEXT = "तमसापुर में बाढ़ आई।\n"


def names(*paths: Path) -> list[str]:
    return [source.name for source in list_sources(paths).sources]


@pytest.fixture
def news(articles: Path, write_article: Write) -> Path:
    for name in ("a.txt", "b.md", "deep/c.txt", "deep/er/d.html", "picture.jpg"):
        write_article(name, TEXT)
    return articles


# Folders and files


def test_hidden_and_unknown_files_are_left_out(articles: Path, write_article: Write) -> None:
    for name in (".hidden.txt", ".git/a.txt", "__MACOSX/a.txt", "~$open.docx", "picture.jpg", "b.TXT", "a.md", "deep/er/c.html"):
        write_article(name, TEXT)
    assert names(articles) == ["a.md", "b.TXT", "deep/er/c.html"]


def test_a_hidden_folder_or_file_may_be_given_by_name(write_article: Write) -> None:
    file = write_article(".hidden/a.txt", TEXT)
    shadow = write_article(".b.txt", TEXT)
    assert names(file.parent) == ["a.txt"]
    assert names(shadow) == [".b.txt"]


def test_a_file_given_twice_is_listed_once(news: Path) -> None:
    assert names(news, news / "a.txt", news / "deep" / ".." / "a.txt", news / "*.txt") == ["a.txt", "b.md", "deep/c.txt", "deep/er/d.html"]


def test_the_home_folder_may_be_written_short(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(news))
    assert names(Path("~/deep")) == ["c.txt", "er/d.html"]
    assert names(Path("~/*.md")) == ["b.md"]


def test_links_that_lead_in_circles_end(news: Path) -> None:
    (news / "deep" / "back").symlink_to(news)
    (news / "one").symlink_to(news / "two")
    (news / "two").symlink_to(news / "one")
    (news / "gone.txt").symlink_to(news / "nowhere.txt")
    (news / "linked.txt").symlink_to(news / "a.txt")
    assert names(news) == ["a.txt", "b.md", "linked.txt", "deep/c.txt", "deep/er/d.html"]
    assert names(news / "**" / "*.txt") == ["a.txt", "linked.txt", "deep/c.txt"]


def test_a_linked_folder_may_be_given_by_name(news: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(news / "deep")
    listing = list_sources([link])
    assert [source.path for source in listing.sources] == [link / "c.txt", link / "er" / "d.html"]


def test_a_folder_that_cannot_be_opened_is_told_and_misses_nothing(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refuse(path: str) -> object:
        if Path(path) == news / "deep":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    listing = list_sources([news])
    assert [source.name for source in listing.sources] == ["a.txt", "b.md"]
    assert listing.failures == [f"{news / 'deep'}: the folder can't be opened (Permission denied). Check that you may read it."]
    assert listing.gone([str(news / "deep" / "c.txt"), str(news / "z.txt")]) == [str(news / "z.txt")]


def test_a_name_that_is_not_utf8_is_told(articles: Path) -> None:
    try:
        Path(os.fsdecode(bytes(articles) + b"/\xe0\xa4.txt")).write_text(TEXT, "utf-8")
    except OSError:
        pytest.skip("this disk takes UTF-8 names only")
    listing = list_sources([articles])
    assert listing.sources == []
    assert "not UTF-8. Rename the file" in listing.failures[0]


def test_a_path_that_does_not_exist_is_refused(news: Path) -> None:
    for path in (news / "nowhere", news / "nowhere" / "*.txt"):
        with pytest.raises(UnreadableFile, match=r"'.*nowhere.*' doesn't exist.*pattern"):
            list_sources([news, path])


def test_content_and_hash_are_those_of_the_file(news: Path) -> None:
    [source] = list_sources([news / "a.txt"]).sources
    assert source.content() == TEXT.encode()
    before = source.content_hash()
    source.path.write_bytes(b"other")
    assert source.content_hash() != before


# Patterns


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["a.txt"]),
        ("*", ["a.txt", "b.md", "deep/c.txt", "deep/er/d.html"]),
        ("**/*.txt", ["a.txt", "deep/c.txt"]),
        ("**/*.[hm]*", ["b.md", "deep/er/d.html"]),
        ("deep/**", ["c.txt", "er/d.html"]),
        ("d?ep", ["deep/c.txt", "deep/er/d.html"]),
        ("*/er", ["deep/er/d.html"]),
        ("[ab].*", ["a.txt", "b.md"]),
    ],
)
def test_a_pattern_that_the_shell_left_alone_is_expanded(news: Path, pattern: str, found: list[str]) -> None:
    assert names(news / pattern) == found


@pytest.mark.parametrize(
    ("pattern", "gone"),
    [
        ("*.txt", ["z.txt"]),
        ("**/*.txt", ["z.txt", "deep/z.txt", "deep/er/z.txt"]),
        ("deep/**", ["deep/z.txt", "deep/er/z.txt"]),
        ("d*", ["deep/z.txt", "deep/er/z.txt"]),
        ("*.md", []),
    ],
)
def test_a_pattern_misses_only_what_it_would_have_found(news: Path, pattern: str, gone: list[str]) -> None:
    known = [str(news / name) for name in ("a.txt", "z.txt", "deep/z.txt", "deep/er/z.txt", "deep/.hidden/z.jpg")]
    known.append(str(news.parent / "elsewhere.txt"))
    missed = [Path(key).relative_to(news).as_posix() for key in list_sources([news / pattern]).gone(known)]
    assert [name for name in missed if "hidden" not in name] == gone


@pytest.mark.parametrize("pattern", ["*.pdf", "*.jpg", "deep/*/*/*.txt", "**/*.docx", "a.tx[0-9]"])
def test_a_pattern_that_matches_nothing_is_told(news: Path, pattern: str) -> None:
    listing = list_sources([news / pattern])
    assert listing.sources == []
    [told] = listing.failures
    assert told.startswith(f"'{news / pattern}' matches no article. Check the pattern")


def test_a_name_with_brackets_is_a_file_when_there_is_one(write_article: Write) -> None:
    assert names(write_article("news[1].txt", TEXT)) == ["news[1].txt"]


def test_a_folder_misses_only_its_own(news: Path) -> None:
    elsewhere = str(news.parent / "articles2" / "a.txt")
    assert list_sources([news / "deep"]).gone([str(news / "z.txt"), str(news / "deep" / "z.txt"), elsewhere]) == [str(news / "deep" / "z.txt")]
    assert list_sources([news / "a.txt"]).gone([str(news / "z.txt")]) == []
