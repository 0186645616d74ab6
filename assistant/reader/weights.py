"""The reader's weights on disk: adapters and head in float16 as safetensors, and a card that says what they fit. No pickle."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelDamaged

if TYPE_CHECKING:
    from torch import nn

    from assistant.reader.model import SpanModel

WEIGHTS = "reader.safetensors"
CARD = "reader.json"


@dataclass(frozen=True, slots=True)
class Card:
    """What the weights fit and how their scores become probabilities.

    embedder, revision: whose encoder they were trained on. A span's probability is exp(score / temperature + bias) against 1 for "none".
    made: the command and the recipe that made them.
    """

    embedder: str
    revision: str
    first_layer: int
    rank: int
    alpha: float
    temperature: float
    bias: float
    sha256: str
    made: dict[str, Any]


def read_card(folder: Path) -> Card | None:
    """None when there are no weights in the folder. Raises ModelDamaged when the weights aren't those of the card."""
    if not (folder / CARD).is_file() or not (folder / WEIGHTS).is_file():
        return None
    try:
        card = Card(**json.loads((folder / CARD).read_text("utf-8")))
        if not isinstance(card.sha256, str) or not card.temperature > 0:
            raise ValueError(f"sha256 {card.sha256!r}, temperature {card.temperature!r}")
    except (ValueError, TypeError) as error:
        raise ModelDamaged(f"The reader's card '{folder / CARD}' can't be read ({error}). {_CURE}") from error
    found = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    if found != card.sha256:
        raise ModelDamaged(f"The reader's weights '{folder / WEIGHTS}' have SHA-256 {found[:12]}…, their card says {card.sha256[:12]}…. {_CURE}")
    return card


_CURE = "Take both files from the project again, or move them away to go on without the reader."


def load_weights(folder: Path, card: Card, encoder: nn.Module) -> SpanModel:
    """Raises ModelDamaged when they aren't of the card's shape."""
    from safetensors.torch import load_file

    from assistant.reader.model import Shape, SpanModel

    model = SpanModel(encoder, Shape(card.first_layer, card.rank, card.alpha))
    try:
        model.load_state_dict({name: tensor.float() for name, tensor in load_file(folder / WEIGHTS).items()})
    except RuntimeError as error:
        raise ModelDamaged(f"The reader's weights '{folder / WEIGHTS}' don't have the shape of their card, {model.shape}. {_CURE}") from error
    return model.eval()


def save_weights(folder: Path, model: SpanModel, embedder: str, revision: str, temperature: float, bias: float, made: dict[str, Any]) -> Card:
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.detach().to(torch.float16).contiguous() for name, tensor in model.state_dict().items()}, folder / WEIGHTS)
    sha256 = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    shape = model.shape
    card = Card(embedder, revision, shape.first_layer, shape.rank, shape.alpha, temperature, bias, sha256, made)
    told = json.dumps(asdict(card), ensure_ascii=False, indent=2)
    (folder / CARD).write_text(f"{told}\n", "utf-8")
    return Card(**json.loads(told))  # as it is read again: with lists where there were tuples
