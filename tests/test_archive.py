from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import index.files.archive
from index.errors import UnreadableFile
from index.files.sources import Listing, list_sources

TEXT = "तमसापुर में बाढ़ आई।\n".encode()
Pack = Callable[..., Path]


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


@pytest.fixture
def archive(articles: Path) -> Path:
    return articles / "news.zip"


def listed(path: Path, content: bytes) -> Listing:
    path.write_bytes(content)
    return list_sources([path])


def names(listing: Listing) -> list[str]:
    return [source.name for source in listing.sources]


def test_articles_are_read_straight_from_the_zip(archive: Path) -> None:
    listing = listed(archive, packed({"a.txt": TEXT, "खबरें/बाढ़.md": b"other", "deep/picture.jpg": b"x", "deep/": b""}))
    assert names(listing) == ["news.zip/a.txt", "news.zip/खबरें/बाढ़.md"]
    assert [source.path for source in listing.sources] == [archive / "a.txt", archive / "खबरें" / "बाढ़.md"]
    assert [source.content() for source in listing.sources] == [TEXT, b"other"]
    assert (listing.failures, listing.notes) == ([], [])
    assert [path.name for path in archive.parent.iterdir()] == ["news.zip"]


def test_a_zip_in_a_folder_is_listed_with_the_rest(archive: Path) -> None:
    (archive.parent / "b.txt").write_bytes(TEXT)
    archive.write_bytes(packed({"a.txt": TEXT}))
    assert names(list_sources([archive.parent])) == ["b.txt", "news.zip/a.txt"]
    assert names(list_sources([archive.parent / "*.zip"])) == ["news.zip/a.txt"]
    assert names(list_sources([archive.parent / "*.txt"])) == ["b.txt"]


def test_hidden_members_are_left_out(archive: Path) -> None:
    assert names(listed(archive, packed(dict.fromkeys(["__MACOSX/._a.txt", ".b.txt", ".git/c.txt", "~$d.docx", "e.txt"], TEXT)))) == [
        "news.zip/e.txt"
    ]


def test_the_fingerprint_changes_with_the_content_and_only_with_it(archive: Path) -> None:
    def fingerprint(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> str:
        return listed(archive, packed({"a.txt": content}, method)).sources[0].content_hash()

    assert fingerprint(TEXT) == fingerprint(TEXT, zipfile.ZIP_STORED)
    assert fingerprint(TEXT) != fingerprint(TEXT.replace(b"\n", b" "))


def test_listing_and_comparing_unpacks_nothing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write_bytes(packed({"a.txt": TEXT}))
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    [source] = list_sources([archive]).sources
    assert source.content_hash()


def test_many_members_are_read_with_one_opening(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write_bytes(packed({f"{n}.txt": TEXT for n in range(200)}))
    opened = []
    real = index.files.archive.ZipFile
    monkeypatch.setattr(index.files.archive, "ZipFile", lambda file: (opened.append(file), real(file))[1])
    assert [source.content() for source in list_sources([archive]).sources] == [TEXT] * 200
    assert opened == [archive]


# What is missed


def test_a_member_that_went_is_missed_and_so_is_a_zip(archive: Path) -> None:
    known = [str(archive / name) for name in ("a.txt", "gone.txt")]
    assert listed(archive, packed({"a.txt": TEXT})).gone(known) == known[1:]
    assert list_sources([archive.parent]).gone(known) == known[1:]
    archive.unlink()
    assert list_sources([archive.parent]).gone(known) == known


def test_a_damaged_zip_misses_nothing(archive: Path) -> None:
    listing = listed(archive, packed({"a.txt": TEXT})[:-30])
    assert listing.gone([str(archive / "a.txt")]) == []
    assert list_sources([archive.parent]).gone([str(archive / "a.txt")]) == []


# Zips in zips


def test_a_zip_in_a_zip_is_read(archive: Path) -> None:
    inner = packed({"x/a.txt": TEXT, "b.txt": b"inner"})
    listing = listed(archive, packed({"may.zip": inner, "june.zip": packed({"c.txt": b"june"}), "d.txt": b"outer"}))
    assert names(listing) == ["news.zip/d.txt", "news.zip/may.zip/x/a.txt", "news.zip/may.zip/b.txt", "news.zip/june.zip/c.txt"]
    assert [source.content() for source in reversed(listing.sources)] == [b"june", b"inner", TEXT, b"outer"]


def test_a_third_level_is_told_and_the_rest_is_read(archive: Path) -> None:
    third = packed({"a.txt": TEXT})
    listing = listed(archive, packed({"one.zip": packed({"two.zip": third, "b.txt": TEXT})}))
    assert names(listing) == ["news.zip/one.zip/b.txt"]
    [told] = listing.failures
    assert told == f"{archive}/one.zip/two.zip: a zip in a zip in a zip is not opened. Unpack the outer one and index the folder."
    assert listing.gone([f"{archive}/one.zip/two.zip/a.txt"]) == []


def test_a_damaged_inner_zip_does_not_lose_the_rest(archive: Path) -> None:
    listing = listed(archive, packed({"bad.zip": b"PK junk", "good.zip": packed({"a.txt": TEXT})}))
    assert names(listing) == ["news.zip/good.zip/a.txt"]
    assert listing.failures[0].startswith(f"{archive}/bad.zip: the zip is damaged or cut short")


# Bad zips: each message names the zip or the member, and the cure


@pytest.mark.parametrize(
    ("content", "what", "cure"),
    [
        (b"", "damaged or cut short", "Copy or download it again"),
        (b"PK\x03\x04 junk", "damaged or cut short", "Copy or download it again"),
        (packed({"a.txt": TEXT})[:-10], "damaged or cut short", "Copy or download it again"),
        (packed({"a.jpg": TEXT}), "no article in this zip", ".txt"),
        (packed({}), "no article in this zip", ".txt"),
    ],
)
def test_a_zip_without_articles_is_told(archive: Path, content: bytes, what: str, cure: str) -> None:
    listing = listed(archive, content)
    assert listing.sources == []
    [told] = listing.failures
    assert told.startswith(f"{archive}: ")
    assert what in told
    assert cure in told


def changed(content: bytes, name: bytes, at: int, value: bytes) -> bytes:
    """The zip with other bytes in the headers of a member: `at` counts from the central header's beginning (the local one has 2 bytes less)."""
    changed = bytearray(content)
    end = content.rindex(b"PK\x05\x06")
    central = content.rindex(b"PK\x01\x02", 0, content.rindex(name, 0, end))
    local = struct.unpack_from("<I", content, central + 42)[0]
    changed[central + at : central + at + len(value)] = value
    changed[local + at - 2 : local + at - 2 + len(value)] = value
    return bytes(changed)


FLAGS, METHOD, CRC, SIZE = 8, 10, 16, 24
TWO = packed({"bad.txt": TEXT * 40, "good.txt": TEXT})


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (changed(TWO, b"bad.txt", FLAGS, b"\x01"), "locked with a password"),
        (changed(TWO, b"bad.txt", METHOD, b"\x63"), "packed in a way that isn't read here"),
        (changed(TWO, b"bad.txt", METHOD, b"\x0c"), "packed in a way that isn't read here"),
        (changed(TWO, b"bad.txt", CRC, b"\0\0\0\0"), "damaged or cut short"),
        (changed(TWO, b"bad.txt", SIZE, struct.pack("<I", 19_000_000)), "which no article is"),
        (changed(TWO, b"bad.txt", SIZE, struct.pack("<I", 21_000_000)), "limit 20 MB"),
        (changed(TWO, b"bad.txt", SIZE, struct.pack("<I", len(TEXT) * 40 + 9)), "cut short"),
        (changed(TWO, b"bad.txt", SIZE, struct.pack("<I", 9)), "damaged or cut short"),
        (TWO.replace(b"bad.txt", b"worse.t", 1), "damaged or cut short"),
    ],
    ids=["locked", "AES", "bzip2", "checksum", "ratio", "too big", "shorter than told", "longer than told", "two names"],
)
def test_a_bad_member_is_told_and_the_others_are_read(archive: Path, content: bytes, what: str) -> None:
    bad, good = listed(archive, content).sources
    assert good.content() == TEXT
    with pytest.raises(UnreadableFile) as refused:
        bad.content()
    assert str(refused.value).startswith(f"{archive / 'bad.txt'}: ")
    assert what in str(refused.value)


@pytest.mark.slow
def test_a_bomb_that_hides_its_size_is_not_unpacked(archive: Path) -> None:
    import tracemalloc

    bomb = changed(packed({"bad.txt": bytes(300_000_000)}), b"bad.txt", SIZE, struct.pack("<I", 1_000_000))
    archive.write_bytes(bomb)
    [source] = list_sources([archive]).sources
    tracemalloc.start()
    with pytest.raises(UnreadableFile):
        source.content()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_a_zip_of_too_many_or_too_much_is_refused(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.files.archive, "MAX_FILES", 3)
    archive.write_bytes(packed({f"{n}.txt": TEXT for n in range(3)}))
    assert len(list_sources([archive]).sources) == 3
    inner = packed({f"{n}.txt": TEXT for n in range(2)})
    assert "more than 3 articles" in listed(archive, packed({"a.zip": inner, "b.zip": inner})).failures[0]
    monkeypatch.setattr(index.files.archive, "MAX_UNPACKED_BYTES", 3 * len(TEXT))
    assert "unpack to more than" in listed(archive, packed({"a.txt": TEXT * 2, "b.txt": TEXT * 2})).failures[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, len(TWO) - 1), value=st.integers(0, 255))
def test_a_zip_with_any_byte_changed_is_read_or_told(archive: Path, place: int, value: int) -> None:
    content = bytearray(TWO)
    content[place] = value
    for source in listed(archive, bytes(content)).sources:
        try:
            source.content()
        except UnreadableFile as told:
            assert str(told).startswith(str(archive))


# Names


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "etc\\a.txt", "./etc//a.txt", "x/../../etc/a.txt".replace("x/", "")])
def test_a_name_that_climbs_out_stays_inside(archive: Path, name: str) -> None:
    [source] = listed(archive, packed({name: TEXT})).sources
    assert source.path == archive / "etc" / "a.txt"
    assert source.content() == TEXT


def test_two_members_of_one_name_are_told(archive: Path) -> None:
    listing = listed(archive, packed({"a.txt": TEXT, "../a.txt": b"later"}))
    assert [source.content() for source in listing.sources] == [b"later"]
    assert listing.notes == [f"{archive}: 1 names stand in the zip twice; the last of each is read"]


def unflagged(name: bytes) -> bytes:
    """A zip whose member has this name in raw bytes, without the flag that says UTF-8."""
    placeholder = b"n" * (len(name) - 4) + b".txt"
    return packed({placeholder.decode(): TEXT}).replace(placeholder, name)


def test_a_mac_s_utf8_name_without_the_flag_is_read_right(archive: Path) -> None:
    listing = listed(archive, unflagged("बाढ़.txt".encode()))
    assert names(listing) == ["news.zip/बाढ़.txt"]
    assert listing.sources[0].content() == TEXT
    assert listing.notes == []


def test_a_name_in_an_unknown_encoding_is_noted_and_read(archive: Path) -> None:
    listing = listed(archive, unflagged(b"caf\x82\xfe.txt"))
    assert names(listing) == ["news.zip/café■.txt"]
    assert listing.sources[0].content() == TEXT
    assert listing.notes == [f"{archive}: 1 names in the zip are in no known encoding and may look wrong; what the files say is not affected"]


def test_a_member_without_a_name_is_passed_over(archive: Path) -> None:
    assert names(listed(archive, TWO.replace(b"bad.txt", b"\0ad.txt"))) == ["news.zip/good.txt"]
