"""The articles inside a zip, read straight from it: nothing is unpacked to disk, and nothing beyond the bounds is unpacked at all."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from index.errors import UnreadableFile

ENDING = ".zip"
MAX_FILES = 10_000
MAX_UNPACKED_BYTES = 1_000_000_000
MAX_MEMBER_BYTES = 20_000_000
MAX_INNER_ZIP_BYTES = 100_000_000
# Text packs to a tenth, a page that repeats itself to a fiftieth; deflate's own limit, where bombs are, is a thousandth.
MAX_RATIO = 200
# A zip of the month's zips is common, a third level is not.
MAX_DEPTH = 2

_LOCKED = 0x1
_NAME_IS_UTF8 = 0x800


class _TooMuch(UnreadableFile):
    """The zip as a whole is over the bounds, whichever inner zip brought it there."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a zip. path is the zip's own path and the name inside it: what people are shown, and the article's key."""

    path: Path
    shelf: Shelf
    archive: Path
    way: tuple[ZipInfo, ...]

    def fingerprint(self) -> str:
        """Tells one content from another without unpacking: the checksum and size that the zip itself keeps."""
        return f"crc32 {self.way[-1].CRC:08x} {self.way[-1].file_size}"

    def content(self) -> bytes:
        return self.shelf.unpack(self.archive, self.way, self.path, MAX_MEMBER_BYTES)


class Shelf:
    """The zips of one listing. Only the latest stays open: a folder may hold thousands, and opening one anew for each file is slow."""

    def __init__(self) -> None:
        self._latest: tuple[tuple[Path, tuple[ZipInfo, ...]], ZipFile] | None = None

    def unpack(self, archive: Path, way: tuple[ZipInfo, ...], path: Path, limit: int) -> bytes:
        """One member's bytes. way: the inner zips that lead to it and itself; zipfile checks what it reads against size and checksum."""
        info = way[-1]
        if info.flag_bits & _LOCKED:
            raise UnreadableFile(f"{path}: it is locked with a password. Unpack the zip with the password and index the folder.")
        if info.file_size > limit:
            raise UnreadableFile(
                f"{path}: {info.file_size / 1e6:.1f} MB are more than a file in a zip may have (limit {limit / 1e6:.0f} MB). Split it."
            )
        if info.file_size > MAX_RATIO * max(info.compress_size, 1_000):
            raise UnreadableFile(
                f"{path}: {info.file_size / 1e6:.1f} MB are packed into {info.compress_size / 1e3:.0f} kB, which no article is. "
                "If you trust it, unpack it and index the folder."
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile(f"{path}: it is packed in a way that isn't read here. Unpack the zip and index the folder.")
        opened = self.open(archive, way[:-1])
        with _damage_told(path), opened.open(info) as packed:
            # With a number of bytes, because read() alone unpacks all that is there before it looks at the declared size.
            content = packed.read(info.file_size)
        if len(content) < info.file_size:
            raise UnreadableFile(f"{path}: the zip is cut short. Copy or download it again.")
        return content

    def open(self, archive: Path, way: tuple[ZipInfo, ...]) -> ZipFile:
        """The zip at `archive`, or the one inside it that `way` leads to."""
        if self._latest is None or self._latest[0] != (archive, way):
            path = archive.joinpath(*(_name(info) for info in way))
            packed = io.BytesIO(self.unpack(archive, way, path, MAX_INNER_ZIP_BYTES)) if way else archive
            with _damage_told(path):
                opened = ZipFile(packed)
            if self._latest is not None:
                self._latest[1].close()
            self._latest = (archive, way), opened
        return self._latest[1]


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnreadableFile(f"{path}: can't be read ({error.strerror or error}). Check that it exists and that you may read it.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(f"{path}: the zip is damaged or cut short ({error}). Copy or download it again.") from error


@dataclass(slots=True)
class Contents:
    """What a zip holds: the members of a kind that is read, inner zips that couldn't be opened, and what the reader should know."""

    members: list[Member] = field(default_factory=list)
    unopened: list[Path] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unpacked_bytes: int = 0


def list_zip(archive: Path, endings: frozenset[str], shelf: Shelf) -> Contents:
    """The files in the zip that have one of the endings (".txt", lower case), those of the zips inside it too.

    Raises UnreadableFile when the zip is damaged or holds more than the bounds allow.
    """
    found = Contents()
    _list(archive, (), archive, endings, shelf, found)
    last = {member.path: member for member in found.members}
    if len(last) < len(found.members):
        found.notes.append(f"{archive}: {len(found.members) - len(last)} names stand in the zip twice; the last of each is read")
    found.members = list(last.values())
    return found


def _list(archive: Path, way: tuple[ZipInfo, ...], path: Path, endings: frozenset[str], shelf: Shelf, found: Contents) -> None:
    inner_zips = []
    unreadable_names = 0
    for info in shelf.open(archive, way).infolist():
        name = _name(info)
        if not name.parts or info.is_dir() or any(is_hidden(part) for part in name.parts):
            continue
        unreadable_names += not (info.flag_bits & _NAME_IS_UTF8 or str(name).isascii() or _utf8_name(info))
        if name.suffix.lower() == ENDING:
            inner_zips.append((info, path / name))
        elif name.suffix.lower() in endings:
            found.members.append(Member(path / name, shelf, archive, (*way, info)))
        else:
            continue
        found.unpacked_bytes += info.file_size
        _check_bounds(archive, found)
    if unreadable_names:
        found.notes.append(
            f"{path}: {unreadable_names} names in the zip are in no known encoding and may look wrong; what the files say is not affected"
        )
    for info, inner in inner_zips:
        try:
            if len(way) + 1 >= MAX_DEPTH:
                raise UnreadableFile(f"{inner}: a zip in a zip in a zip is not opened. Unpack the outer one and index the folder.")
            _list(archive, (*way, info), inner, endings, shelf, found)
        except _TooMuch:
            raise
        except UnreadableFile as error:
            found.failures.append(str(error))
            found.unopened.append(inner)


def _check_bounds(archive: Path, found: Contents) -> None:
    if len(found.members) > MAX_FILES:
        raise _TooMuch(f"{archive}: more than {MAX_FILES:,} articles in one zip. Split it, or unpack it and index the folder.")
    if found.unpacked_bytes > MAX_UNPACKED_BYTES:
        raise _TooMuch(f"{archive}: its articles unpack to more than {MAX_UNPACKED_BYTES / 1e6:.0f} MB. Split it, or unpack it and index the folder.")


def is_hidden(part: str) -> bool:
    """Whether a file or folder of this name is none of the reader's own: hidden, a Mac's shadow files, Word's mark of an open file."""
    return part.startswith((".", "~$")) or part == "__MACOSX"


def _name(info: ZipInfo) -> PurePosixPath:
    """The member's name, as harmless as any: it can't climb out of the zip, nor start at a drive."""
    shown = _utf8_name(info) or info.filename
    return PurePosixPath(*(part for part in shown.replace("\\", "/").split("/") if part not in ("", ".", "..")))


def _utf8_name(info: ZipInfo) -> str | None:
    """Macs write UTF-8 names without saying so, and zipfile reads them as CP437."""
    if info.flag_bits & _NAME_IS_UTF8:
        return None
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return None
