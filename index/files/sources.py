"""From what the reader names (files, folders, patterns, zips) to the list of files to read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import takewhile
from pathlib import Path

from index.errors import UnreadableFile
from index.files.archive import ENDING, Member, Shelf, is_hidden, list_zip
from index.files.read import READERS, file_bytes

_ENDINGS = frozenset(READERS)
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, on disk or inside a zip. str(path) is the article's key; name is what people are shown."""

    path: Path
    name: str
    member: Member | None = None

    def content(self) -> bytes:
        """Its bytes; raises UnreadableFile, for a file that is too big too."""
        return self.member.content() if self.member else file_bytes(self.path)

    def content_hash(self) -> str:
        """The same for the same content. Of a file in a zip it is the checksum that the zip keeps, so that nothing is unpacked to compare."""
        return self.member.fingerprint() if self.member else hashlib.sha256(file_bytes(self.path)).hexdigest()


@dataclass(slots=True)
class Listing:
    """The files found, and which places were looked at: only there may an article be missed. failures and notes are whole sentences."""

    sources: list[Source] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: set[Path] = field(default_factory=set)
    patterns: list[Path] = field(default_factory=list)
    unopened: list[Path] = field(default_factory=list)

    def tell_unopened(self, error: OSError) -> None:
        self.failures.append(f"{error.filename}: the folder can't be opened ({error.strerror}). Check that you may read it.")
        self.unopened.append(Path(error.filename))

    def gone(self, known: Iterable[str]) -> list[str]:
        """Those of the known keys that would have been found if they were still there. A folder or zip that can't be opened misses nothing."""
        present = {str(source.path) for source in self.sources}
        return [key for key in known if key not in present and self._looked_at(Path(key))]

    def _looked_at(self, path: Path) -> bool:
        if any(path.is_relative_to(place) for place in self.unopened):
            return False
        upwards = (path, *path.parents)
        return not self.places.isdisjoint(upwards) or any(_matches(above.parts, pattern.parts) for pattern in self.patterns for above in upwards)


def list_sources(paths: Sequence[Path]) -> Listing:
    """Every readable kind of file in the given files, folders, zips and patterns ("news/*.txt", "**/*.md"); hidden ones only if named.

    A folder or zip that can't be opened, and a pattern that matches nothing, is told in the listing. Raises UnreadableFile for a path that
    doesn't exist, before anything is read.
    """
    listing = Listing()
    named: dict[Path, Source] = {}
    shelf = Shelf()
    for given in paths:
        # Not resolve(): a link is the article that stands in this folder, wherever it leads.
        path = Path(os.path.normpath(given.expanduser().absolute()))
        if path.exists():
            found = _found_at(path, path if path.is_dir() else path.parent, listing, shelf)
        elif _WILD & set(str(given)) and _base(path).is_dir():
            found = _found_by(path, listing, shelf)
        else:
            raise UnreadableFile(f"'{given}' doesn't exist. Give a file, a folder, a zip or a pattern such as 'news/*.txt'.")
        before = len(named)
        for source in found:
            named.setdefault(source.path, source)
        if before == len(named):
            _tell_nothing_found(path, given, listing)
    listing.sources = list(named.values())
    return listing


def _found_at(path: Path, base: Path, listing: Listing, shelf: Shelf) -> Iterator[Source]:
    """The files at a path; names are shown from `base` on."""
    if path.is_dir():
        listing.places.add(path)
        for at, names in _folders(path, listing):
            for name in names:
                if _kind_is_read(at / name):
                    yield from _found_at(at / name, base, listing, shelf)
    elif path.suffix.lower() == ENDING:
        listing.places.add(path)
        yield from _found_in_zip(path, base, listing, shelf)
    elif _is_utf8(path):
        yield Source(path, path.relative_to(base).as_posix())
    else:
        listing.failures.append(f"{os.fsencode(path).decode('utf-8', 'replace')}: the file's name is not UTF-8. Rename the file.")


def _folders(top: Path, listing: Listing) -> Iterator[tuple[Path, list[str]]]:
    """(folder, its files' names) of a folder and those below it, in order. Linked folders aren't entered: they may lead back here."""
    for at, folders, names in os.walk(top, onerror=listing.tell_unopened):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        yield Path(at), sorted(name for name in names if not is_hidden(name))


def _found_in_zip(path: Path, base: Path, listing: Listing, shelf: Shelf) -> Iterator[Source]:
    try:
        contents = list_zip(path, _ENDINGS, shelf)
    except UnreadableFile as error:
        listing.failures.append(str(error))
        listing.unopened.append(path)
        return
    listing.failures += contents.failures
    listing.notes += contents.notes
    listing.unopened += contents.unopened
    for member in contents.members:
        yield Source(member.path, member.path.relative_to(base).as_posix(), member)


def _found_by(pattern: Path, listing: Listing, shelf: Shelf) -> Iterator[Source]:
    listing.patterns.append(pattern)
    base = _base(pattern)
    for path in _expand(base, pattern.parts[len(base.parts) :], listing):
        yield from _found_at(path, base, listing, shelf)


def _base(pattern: Path) -> Path:
    """The folder that a pattern starts from: its parts before the first wild one."""
    return Path(*takewhile(lambda part: not _WILD & set(part), pattern.parts))


def _expand(folder: Path, parts: Sequence[str], listing: Listing) -> Iterator[Path]:
    """What the pattern's parts match below the folder, in order. Unlike the glob module it can't run in circles through links."""
    if not parts:
        yield folder
        return
    here, *rest = parts
    if here == "**":
        for at, _ in _folders(folder, listing):
            yield from _expand(at, rest or ["*"], listing)
    elif _WILD & set(here):
        for path in _entries(folder, listing):
            if _part_matches(path.name, here) and (path.is_dir() or (_kind_is_read(path) and not rest)):
                yield from _expand(path, rest, listing)
    elif (folder / here).exists():
        yield from _expand(folder / here, rest, listing)


def _entries(folder: Path, listing: Listing) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        listing.tell_unopened(error)
        return []


def _matches(names: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether a path's names match a pattern's parts, as _expand does on disk."""
    if not parts:
        return not names
    if parts[0] == "**":
        return any(_matches(names[skipped:], parts[1:] or ["*"]) for skipped in range(len(names) + 1))
    return bool(names) and (names[0] == parts[0] or _part_matches(names[0], parts[0])) and _matches(names[1:], parts[1:])


def _part_matches(name: str, part: str) -> bool:
    return fnmatchcase(name, part) and (part.startswith(".") or not is_hidden(name))


def _kind_is_read(path: Path) -> bool:
    return path.suffix.lower() in (*_ENDINGS, ENDING) and path.is_file()


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _tell_nothing_found(path: Path, given: Path, listing: Listing) -> None:
    kinds = ", ".join(sorted((*READERS, ENDING)))
    if path in listing.patterns:
        listing.failures.append(f"'{given}' matches no article. Check the pattern; files that are read: {kinds}.")
    elif path.suffix.lower() == ENDING and path.is_file() and path not in listing.unopened:
        listing.failures.append(f"{path}: no article in this zip. It should hold files of these kinds: {kinds}.")
