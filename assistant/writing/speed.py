"""How fast a language model is on this machine, measured and remembered."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.writing.llama import LlamaEngine

_TOKENS_WRITTEN = 48
_FEWEST_WRITTEN = 8
_TEXT = "बाढ़ के पानी से तीन ज़िलों के सौ से अधिक गांव घिर गए हैं और राहत दल नावों से लोगों को शिविरों में पहुंचा रहे हैं। "


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second."""

    read: float
    written: float


def measure(engine: LlamaEngine) -> Speed | None:
    """Read about 400 tokens of Hindi and write 48; waits for its turn. None when the model wrote too little to tell."""
    # What the model has already read is not read again: the beginning is new each time.
    told = f"{time.time_ns()} {_TEXT * 5} इस समाचार पर एक लंबा निबंध लिखिए।"
    for _ in engine.stream([{"role": "user", "content": told}], _TOKENS_WRITTEN, session="speed"):
        pass
    usage = engine.last_usage
    if usage.written < _FEWEST_WRITTEN or not usage.reading or not usage.writing:
        return None
    return Speed(round(usage.evaluated / usage.reading, 1), round(usage.written / usage.writing, 1))


class Speeds:
    """What was measured of each model, in a file of the models' folder. Losing it costs only a measurement."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, model: str) -> Speed | None:
        found = self._load().get(model)
        return Speed(**found) if found else None

    def keep(self, model: str, speed: Speed) -> None:
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps({**self._load(), model: asdict(speed)}, indent=1), encoding="utf-8")
            fresh.replace(self._path)

    def _load(self) -> dict[str, dict[str, float]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return {str(name): {part: float(speed[part]) for part in ("read", "written")} for name, speed in found.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}
