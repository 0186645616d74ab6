"""A model's files while they arrive: appended to `.part` files, checked, and only then put in their place. Every source works with these."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from assistant.errors import ModelDamaged
from assistant.models.folder import BLOCK, ModelFolder
from assistant.models.registry import Model, ModelFile


class SourceError(Exception):
    """Why a source can't give the model; the next one is tried."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes on disk so far, of all that this source must bring."""

    model: str
    source: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Job:
    """One pull: where the model goes, and who hears of it."""

    folder: ModelFolder
    model: Model
    on_progress: Callable[[Progress], None]
    on_message: Callable[[str], None]

    @property
    def home(self) -> Path:
        return self.folder.folder_of(self.model)

    def is_done(self) -> bool:
        if self.folder.state(self.model) != "ready":
            return False
        try:
            self.folder.checked(self.model)
        except ModelDamaged as error:
            self.on_message(f"{error} Pulling it again.")
            return False
        return True

    def missing(self) -> list[ModelFile]:
        return [file for file in self.model.files if self.folder.fault(self.model, file)]

    def room_for(self, needed: int) -> None:
        free = shutil.disk_usage(self.home).free
        if free < needed:
            raise SourceError(
                f"not enough disk space: needs {size_text(needed)}, {size_text(free)} free in {self.folder.folder} "
                "(free some space, or set PRAMAAN_MODELS to a folder on another disk)"
            )

    def say(self, text: str) -> None:
        self.on_message(f"{self.model.name}: {text}")

    def report(self, source: str, done: int, total: int) -> None:
        self.on_progress(Progress(self.model.name, source, min(done, total), total))

    def bring_files(self, source: str, fill: Callable[[Part, Callable[[], None]], None]) -> None:
        """Bring each file that isn't in place yet. fill fills a part, and calls its second argument after each block."""
        parts = [Part(self.home, file) for file in self.missing()]
        self.room_for(sum(max(0, part.file.bytes - part.size()) for part in parts))
        placed = self.model.bytes - sum(part.file.bytes for part in parts)
        for part in parts:
            self.complete(part, partial(fill, part, partial(self._report_part, source, part, placed)))
            self.place(part)
            placed += part.file.bytes

    def _report_part(self, source: str, part: Part, placed: int) -> None:
        self.report(source, placed + min(part.size(), part.file.bytes), self.model.bytes)

    def complete(self, part: Part, fill: Callable[[], None]) -> None:
        """Fill a part and check it. Wrong bytes are deleted; after a resume the fault may be in the old bytes, so the source gets a second go."""
        while True:
            resumed = part.size() > 0
            fill()
            found = self.folder.stamps.hasher(part.path, None) if part.size() == part.file.bytes else f"not computed, {part.size()} bytes"
            if found == part.file.sha256:
                return
            part.discard()
            fault = f"{part.file.path} has the wrong bytes: SHA-256 {found}, expected {part.file.sha256} of {part.file.bytes} bytes"
            if not resumed:
                raise SourceError(f"{fault}; deleted")
            self.say(f"{fault}; deleted, starting again from the first byte.")

    def place(self, part: Part) -> None:
        part.place()
        self.folder.stamps.record(part.final, part.file.sha256)


class Part:
    """A file while it arrives: `<file>.part`, and for a stream of chunks a note `<file>.part.json` of the last whole chunk."""

    def __init__(self, home: Path, file: ModelFile) -> None:
        self.file = file
        self.final = home / file.path
        self.path = self.final.with_name(f"{self.final.name}.part")
        self.note = self.final.with_name(f"{self.final.name}.part.json")
        self.final.parent.mkdir(parents=True, exist_ok=True)

    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def cut(self, size: int) -> None:
        if self.size() > size:
            os.truncate(self.path, size)

    def append(self, blocks: Iterable[bytes], after_block: Callable[[], None]) -> None:
        """Add to the end; never more than one block past the size that the file must have (Job.complete then refuses it)."""
        size = self.size()
        with self.path.open("ab") as stream:
            try:
                for block in blocks:
                    stream.write(block)
                    stream.flush()  # so that size() is what a kill would leave
                    size += len(block)
                    after_block()
                    if size > self.file.bytes:
                        break
            finally:
                os.fsync(stream.fileno())

    def chunks_done(self, source: str, limit: int) -> int:
        """How many whole chunks of this very source are here; cuts whatever follows them. 0 starts the part anew."""
        try:
            note = json.loads(self.note.read_text(encoding="utf-8"))
            chunks, size = int(note["chunks"]), int(note["bytes"])
            usable = note["source"] == source and chunks <= limit and size <= self.size()
        except (OSError, ValueError, TypeError, KeyError):
            usable = False
        if not usable:
            self.discard()
            return 0
        self.cut(size)
        return chunks

    def note_chunks(self, source: str, chunks: int) -> None:
        fresh = self.note.with_name(f"{self.note.name}.part")  # so named that a sweep of parts finds it after a kill
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump({"source": source, "chunks": chunks, "bytes": self.size()}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self.note)

    def place(self) -> None:
        self.path.replace(self.final)
        self.note.unlink(missing_ok=True)
        _sync_folder(self.final.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows can't open a folder; its rename is durable enough
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def blocks_of(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


def size_text(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
