"""How well the published reader reads what was held back from its training, as in use: `python -m tests.bench.reader_in_use`.

A training run measures itself with the weights it trains, one whole passage at a time; in use they are rounded to float16, the upper layers are in
8-bit integers where the processor has them, sentences are joined and words end within one. XQuAD's questions only where ../shared is.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant.assemble import Assembly
from assistant.offline import go_offline
from assistant.reader.int8 import Int8SpanModel
from assistant.reader.reader import Reader, open_reader
from assistant.reader.training.calibrate import sentences_of
from assistant.reader.training.examples import Example
from assistant.reader.training.measure import measure, table
from assistant.reader.training.parts import XQUAD, own_parts, parts_of
from assistant.reader.training.runs import finished_run
from assistant.settings import load_settings
from tests.bench.reader import IN_INTEGERS
from tests.bench.results import publish

_LANGUAGES = ("hi-hi", "en-hi")
_NOT_SEARCHED: Any = SimpleNamespace(knows=lambda example: False)


def held_back(folder: Path) -> list[Example]:
    """The Hindi and English questions over Hindi passages that the weights in the folder were never trained on."""
    tested = parts_of(XQUAD, finished_run(folder).fold).tested if XQUAD.exists() else own_parts()[0]
    return [example for example in tested if example.language in _LANGUAGES]


def read_with(reader: Reader, question: str, passages: Sequence[str]) -> list[tuple[str, float]]:
    """(likeliest words, the probability that there are any) of each passage alone."""
    readings = [reader.read(question, [sentences_of(passage)]) for passage in passages]
    return [(reading.spans[0].text if reading.spans else "", 1 - reading.none) for reading in readings]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, help="folder of the weights (default: the settings')")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    options = parser.parse_args()
    go_offline()
    assembly = Assembly(load_settings())
    folder = options.reader or assembly.settings.reader
    reader = open_reader(assembly.embedder, folder)
    if reader is None:
        raise SystemExit(f"'{folder}' holds no weights, or another embedder's.")
    rows = measure(lambda question, passages: read_with(reader, question, passages), held_back(folder), _NOT_SEARCHED)
    integers = IN_INTEGERS if isinstance(reader._model, Int8SpanModel) else ""
    publish(
        "Reader in use",
        "python -m tests.bench.reader_in_use",
        f"Weights of SHA-256 {reader._card.sha256[:12]}…{integers}.\n\n{table(rows)}",
        options.write,
    )


if __name__ == "__main__":
    main()
