"""The folder of a store where uploaded and pasted articles live, and beside it the trash."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from assistant.errors import AssistantFailure
from assistant.library.names import numbered, safe_name

_ARTICLES = "articles"
# Hidden, so that indexing a folder around the store doesn't find what was thrown away.
_TRASH = ".trash"
_NAMES_TRIED = 10_000


class ArticleFolder:
    """STORE/articles: one flat folder, which `sync` keeps in step like any other. No file in it is ever overwritten."""

    def __init__(self, store: Path) -> None:
        # As the index writes an article's source, so that the two can be compared.
        store = Path(os.path.normpath(store.expanduser().absolute()))
        self.path = store / _ARTICLES
        self._trash = store / _TRASH

    def holds(self, source: str) -> bool:
        """Whether an article's file is one of these; all others belong to the reader's own folders."""
        return Path(source).parent == self.path

    def files(self) -> list[Path]:
        """Every article's file, whether it is indexed or not."""
        return sorted(path for path in self.path.iterdir() if not path.name.startswith(".")) if self.path.is_dir() else []

    def keep(self, name: str, content: bytes) -> Path:
        """Write a new article's file under a safe name like `name`, whole or not at all. Raises AssistantFailure when it can't be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            place = self._free(self.path, safe_name(name))
            unfinished = self.path / f".{uuid.uuid4().hex}"
            try:
                unfinished.write_bytes(content)
                unfinished.replace(place)
            except OSError:
                unfinished.unlink(missing_ok=True)
                place.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise AssistantFailure(
                f"'{name}' can't be kept in '{self.path}' ({error.strerror}). Free some disk space or check that the folder may be written."
            ) from error
        return place

    @staticmethod
    def _free(folder: Path, name: str) -> Path:
        """A place of its own in the folder, taken with an empty file: two that ask at once get two."""
        for number in count(1):
            place = folder / numbered(name, number)
            try:
                place.touch(exist_ok=False)
            except FileExistsError:
                if number < _NAMES_TRIED:
                    continue
                raise
            return place
        raise AssertionError

    @staticmethod
    def discard(files: Iterable[Path]) -> None:
        """Remove what was kept a moment ago and isn't wanted after all."""
        for path in files:
            path.unlink(missing_ok=True)

    def throw_away(self, sources: Sequence[str]) -> Path | None:
        """Move those files that are ours into a new corner of the trash, which is returned; None when none is."""
        ours = [path for path in map(Path, sources) if self.holds(str(path)) and path.is_file()]
        if not ours:
            return None
        corner = self._trash / uuid.uuid4().hex
        corner.mkdir(parents=True)
        for path in ours:
            shutil.move(path, corner / path.name)
        return corner

    def bring_back(self, corner: Path) -> dict[str, str]:
        """Where each file of a corner of the trash lies now: earlier source → source, another one when its name was taken meanwhile."""
        self.path.mkdir(parents=True, exist_ok=True)
        places = {}
        for path in sorted(corner.iterdir()) if corner.is_dir() else ():
            place = self._free(self.path, path.name)
            path.replace(place)
            places[str(self.path / path.name)] = str(place)
        shutil.rmtree(corner, ignore_errors=True)
        return places

    def empty_trash(self, before: float) -> None:
        """Remove for good what was thrown away before that time (in seconds since 1970)."""
        for corner in self._trash.iterdir() if self._trash.is_dir() else ():
            if corner.stat().st_mtime < before:
                shutil.rmtree(corner, ignore_errors=True)
