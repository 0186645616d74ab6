"""Where a stream of text ends: at its first stop string, though that comes in pieces. Pure."""

from __future__ import annotations

from collections.abc import Sequence


class StopText:
    """Cuts a stream at the first stop string, holding back what may be the beginning of one."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._held = ""

    def add(self, piece: str) -> tuple[str, bool]:
        """(text to show now, whether a stop string has come)."""
        self._held += piece
        found = min((place for stop in self._stops if (place := self._held.find(stop)) >= 0), default=-1)
        if found >= 0:
            shown, self._held = self._held[:found], ""
            return shown, True
        keep = max((size for stop in self._stops for size in range(1, len(stop)) if self._held.endswith(stop[:size])), default=0)
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown, False

    def rest(self) -> str:
        """What was held back when the stream ended by itself."""
        return self._held
