"""Whether the extractive reader reads, and if it doesn't, why and what cures it. No model is loaded to know it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import ModelDamaged
from assistant.reader.weights import CARD, WEIGHTS, read_card

Kind = Literal["on", "missing", "other_embedder", "damaged", "restart"]


@dataclass(frozen=True, slots=True)
class ReaderState:
    """folder is where the weights were looked for; embedder the one in use, trained_on the weights' own; failure says what is damaged, with its cure.

    "restart": the weights are there, but came after the first question.
    """

    kind: Kind
    folder: Path
    embedder: str = ""
    trained_on: str = ""
    failure: str = ""

    @property
    def is_on(self) -> bool:
        return self.kind == "on"

    @property
    def why_off(self) -> str:
        """The reason and the cure in English; empty when the reader is on."""
        return {
            "on": "",
            "missing": f"'{self.folder}' lacks {WEIGHTS} or {CARD}. Take both files from the project again, unset PRAMAAN_READER, and restart Pramaan.",
            "other_embedder": (
                f"its weights in '{self.folder}' were trained on another embedder ({self.trained_on}) than the one in use ({self.embedder}). "
                "Take both files from the project again, unset PRAMAAN_READER and PRAMAAN_EMBEDDER, and restart Pramaan. "
                "Articles that another embedder indexed must be added to a new store."
            ),
            "damaged": self.failure,
            "restart": f"its weights came to '{self.folder}' after Pramaan had started. Restart Pramaan.",
        }[self.kind]


def look_for_reader(folder: Path, embedder: str, is_embedder: Callable[[str, str], bool]) -> ReaderState:
    """What a reader opened now would be. is_embedder: whether the embedder in use has this name and revision."""
    try:
        card = read_card(folder)
    except ModelDamaged as damage:
        return ReaderState("damaged", folder, failure=str(damage))
    except OSError as error:
        return ReaderState("damaged", folder, failure=f"The reader's weights '{folder}' can't be read ({error}). Let Pramaan read the folder.")
    if card is None:
        return ReaderState("missing", folder)
    kind: Kind = "on" if is_embedder(card.embedder, card.revision) else "other_embedder"
    return ReaderState(kind, folder, embedder, f"{card.embedder} {card.revision[:12]}")
