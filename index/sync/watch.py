"""Tells when files of the given folders have changed and settled; folders may go and come back meanwhile."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import IndexFailure

# A file is taken to be whole when nothing was written for half a second, and looked at after ten in any case.
_SETTLED_SECONDS = 0.5
_LONGEST_SECONDS = 10.0


def changes(paths: Sequence[Path], ignored: Path, stop: threading.Event, again: threading.Event) -> Iterator[list[Path]]:
    """Yield those of `paths` that exist: at once, after each burst of changes, and when one of `paths` came, went or was made anew.

    Watching begins before the first yield, so nothing that changes while the caller works is missed. ignored: a folder whose changes don't
    count (the store, when it lies inside). stop ends the iteration; again asks for another yield soon. Raises IndexFailure when the
    system can't watch so many folders, KeyboardInterrupt on Ctrl-C.
    """
    paths = [path.expanduser().absolute() for path in paths]
    ignored = ignored.expanduser().absolute()
    while not stop.is_set():
        places = _places(paths)
        there = [path for path in paths if places[path]]
        if there:
            yield from _changes_until_moved(paths, places, there, ignored, stop, again)
        else:
            yield []
            while not stop.wait(_SETTLED_SECONDS) and _places(paths) == places:
                pass


def _changes_until_moved(
    paths: Sequence[Path],
    places: dict[Path, tuple[int, int] | None],
    there: list[Path],
    ignored: Path,
    stop: threading.Event,
    again: threading.Event,
) -> Iterator[list[Path]]:
    from watchfiles import Change, watch

    waiting_since: float | None = -math.inf  # the first round is due at once
    quiet = int(_SETTLED_SECONDS * 1000)
    try:
        for seen in watch(*there, watch_filter=None, step=quiet // 4, rust_timeout=quiet, yield_on_timeout=True, stop_event=stop):
            changed = [(change, path) for change, path in seen if _counts(Path(path), there, ignored)]
            if _places(paths) != places or any(change is Change.deleted and Path(path) in there for change, path in changed):
                return  # the watch is on what a path was, not on what it is
            if again.is_set() or (changed and waiting_since is None):
                waiting_since = time.monotonic()
            if waiting_since is not None and (not changed or time.monotonic() > waiting_since + _LONGEST_SECONDS):
                again.clear()
                waiting_since = None
                yield there
    except FileNotFoundError:
        return
    except OSError as error:
        raise IndexFailure(
            f"{', '.join(map(str, there))} can't be watched ({error}). Watch a smaller folder, raise the system's limit "
            "(Linux: sysctl fs.inotify.max_user_watches), or run pramaan index after changes."
        ) from error


def _counts(path: Path, there: Sequence[Path], ignored: Path) -> bool:
    below = [path.relative_to(folder).parts for folder in there if path.is_relative_to(folder)]
    hidden = bool(below) and all(any(part.startswith(".") for part in parts) for parts in below)
    return not hidden and not path.is_relative_to(ignored)


def _places(paths: Sequence[Path]) -> dict[Path, tuple[int, int] | None]:
    """(device, inode) of each path, None where there is nothing."""
    return {path: _place(path) for path in paths}


def _place(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
