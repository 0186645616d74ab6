from __future__ import annotations

import errno
import os
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AssistantFailure
from assistant.library.folder import ArticleFolder
from assistant.library.names import numbered, safe_name

HINDI = "क्षत्रिय"


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("flood.txt", "flood.txt"),
        ("बाढ़ से तबाही.txt", unicodedata.normalize("NFC", "बाढ़ से तबाही.txt")),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\x.txt", "x.txt"),
        ("/absolute/x.md", "x.md"),
        ("..", "article"),
        ("", "article"),
        ("...", "article"),
        (".hidden.txt", "hidden.txt"),
        ("~$lock.docx", "lock.docx"),
        (".txt", "txt"),
        ("क्या हुआ? <b>.txt", "क्या हुआ b.txt"),
        ("a\x00b\nc.txt", "a b c.txt"),
        ("CON.txt", "_CON.txt"),
        ("nul", "_nul"),
        ("com1.tar.txt", "_com1.tar.txt"),
        ("trailing . .txt", "trailing.txt"),
        ("harmless\u202etxt.exe", "harmless txt.exe"),
        ("half \ud800 surrogate.txt", "half surrogate.txt"),
        ("no ending but a.very long sentence", "no ending but a.very long sentence"),
        ("क्‍या.txt", "क्‍या.txt"),  # a joiner is part of the word
    ],
)
def test_a_name_is_made_safe(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


def test_a_long_devanagari_name_keeps_its_ending_and_ends_at_a_letter() -> None:
    name = safe_name(f"{HINDI * 60}.html")
    assert name.endswith(".html")
    assert len(name.encode()) <= 200
    assert (HINDI * 60).startswith(name.removesuffix(".html"))


@given(st.text(st.characters(codec=None), max_size=400))
def test_any_name_is_one_visible_file(given_name: str) -> None:
    name = safe_name(given_name)
    assert 0 < len(name.encode()) <= 200
    assert Path(name).name == name
    assert not name.startswith((".", "~", " "))
    assert not name.endswith((" ", "."))
    assert not set(name) & set('<>:"/\\|?*\x00\n\u202e')
    assert safe_name(name) == name


def test_the_first_has_the_name_itself() -> None:
    assert [numbered("a.b.txt", number) for number in (1, 2, 12)] == ["a.b.txt", "a.b (2).txt", "a.b (12).txt"]


# The folder


@pytest.fixture
def folder(store: Path) -> ArticleFolder:
    return ArticleFolder(store)


def test_what_is_kept_lies_below_the_store(folder: ArticleFolder, store: Path) -> None:
    kept = folder.keep("../../escape.txt", b"text")
    assert kept == store / "articles" / "escape.txt"
    assert kept.read_bytes() == b"text"
    assert folder.files() == [kept]
    assert folder.holds(str(kept))


def test_nothing_is_ever_overwritten(folder: ArticleFolder) -> None:
    kept = [folder.keep("a.txt", content) for content in (b"one", b"two", b"three")]
    assert [path.name for path in kept] == ["a.txt", "a (2).txt", "a (3).txt"]
    assert [path.read_bytes() for path in kept] == [b"one", b"two", b"three"]


@pytest.mark.parametrize(
    "source", ["/elsewhere/a.txt", "{store}/a.txt", "{store}/articles", "{store}/articles/old.zip/a.txt", "{store}/articles-2/a.txt"]
)
def test_other_files_are_not_ours(folder: ArticleFolder, store: Path, source: str) -> None:
    assert not folder.holds(source.format(store=store))


def test_a_store_that_is_named_in_another_way_is_the_same(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.mkdir()
    monkeypatch.chdir(store)
    assert ArticleFolder(Path("../store/./")).holds(str(store / "articles" / "a.txt"))


def test_a_full_disk_leaves_nothing_half_written(folder: ArticleFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(AssistantFailure, match=r"'a\.txt' can't be kept in .* \(No space left on device\)\. Free some disk space"):
        folder.keep("a.txt", b"text")
    assert list(folder.path.iterdir()) == []


def test_what_was_thrown_away_comes_back_under_its_name(folder: ArticleFolder) -> None:
    kept = folder.keep("a.txt", b"one")
    corner = folder.throw_away([str(kept)])
    assert corner is not None
    assert folder.files() == []
    assert folder.bring_back(corner) == {str(kept): str(kept)}
    assert kept.read_bytes() == b"one"
    assert not corner.exists()


def test_what_comes_back_overwrites_nothing(folder: ArticleFolder) -> None:
    kept = folder.keep("a.txt", b"one")
    corner = folder.throw_away([str(kept)])
    folder.keep("a.txt", b"another")
    assert corner is not None
    assert folder.bring_back(corner) == {str(kept): str(folder.path / "a (2).txt")}
    assert [path.read_bytes() for path in folder.files()] == [b"one", b"another"]


def test_the_readers_own_files_are_never_thrown_away(folder: ArticleFolder, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("mine")
    assert folder.throw_away([str(own), str(folder.path / "gone.txt")]) is None
    assert own.read_text() == "mine"


def test_the_trash_is_emptied_of_what_is_old(folder: ArticleFolder) -> None:
    old, young = (folder.throw_away([str(folder.keep(name, b"text"))]) for name in ("old.txt", "young.txt"))
    assert old
    assert young
    os.utime(old, (0, 0))
    folder.empty_trash(before=time.time() - 60)
    assert not old.exists()
    assert young.exists()


def test_an_empty_store_has_no_files_and_no_trash(folder: ArticleFolder) -> None:
    assert folder.files() == []
    folder.empty_trash(before=time.time())
    assert not folder.path.exists()
