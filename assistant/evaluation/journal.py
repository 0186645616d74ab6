"""The predictions of a run, one a line, safe on disk after each question; an interrupted run goes on from them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from assistant.errors import AssistantFailure


class Journal:
    """Predictions in OUT.jsonl.part, below a first line that tells the run they belong to; OUT.jsonl once all are there."""

    def __init__(self, path: Path, run: Mapping[str, Any]) -> None:
        """path: where the finished predictions go. run: what the answers depend on; predictions of another run are not taken over."""
        self.path = path
        self.part = path.with_name(path.name + ".part")
        self._run = json.dumps({"run": dict(run)}, ensure_ascii=False, sort_keys=True)
        self.predictions = self._earlier()

    def _earlier(self) -> dict[str, dict[str, Any]]:
        """What an interrupted run left, by id. A last line that was cut short is dropped; a question that failed is asked again."""
        if not self.part.is_file():
            return {}
        head, *lines = self.part.read_text(encoding="utf-8", errors="replace").split("\n")
        if head != self._run:
            return {}
        found = [prediction for line in lines[:-1] if (prediction := _prediction(line)) is not None]
        return {str(prediction["id"]): prediction for prediction in found if "error" not in prediction}

    @contextmanager
    def open(self) -> Iterator[Journal]:
        """Hold the journal for writing; raises AssistantFailure when another process does, or when the folder can't be written to."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.part.with_name(self.part.name + ".lock"))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            raise AssistantFailure(f"{self.path} is being written by another evaluation. Wait for it, or choose another --report.") from None
        except OSError as error:
            raise AssistantFailure(f"{self.path} can't be written ({error.strerror}). Choose another --report.") from error
        try:
            self.predictions = self._earlier()  # another evaluation may have added some before the lock was ours
            self._rewrite()
            with self.part.open("a", encoding="utf-8") as self._file:
                yield self
        finally:
            # While it is still held: after the release it could be another's, and a third would lock a new file.
            with suppress(OSError):
                Path(lock.lock_file).unlink()
            lock.release()

    def _rewrite(self) -> None:
        """The part file as it was understood, without a line that was cut short."""
        kept = [self._run, *(json.dumps(prediction, ensure_ascii=False) for prediction in self.predictions.values())]
        write_text(self.part, "\n".join(kept) + "\n")

    def add(self, prediction: dict[str, Any]) -> None:
        """Keep one prediction; it is on disk when this returns."""
        self.predictions[str(prediction["id"])] = prediction
        self._file.write(json.dumps(prediction, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def finish(self, ids: list[str]) -> None:
        """All are there: write OUT.jsonl in the questions' order and forget the part."""
        write_text(self.path, "".join(json.dumps(self.predictions[i], ensure_ascii=False) + "\n" for i in ids))
        self._file.close()
        self.part.unlink()


def _prediction(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "id" in found else None


def write_text(path: Path, text: str) -> None:
    """All of it or nothing: an interruption leaves the file that was there."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
