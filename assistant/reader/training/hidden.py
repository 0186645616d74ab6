"""What the frozen lower layers give for a pair, kept on disk: training passes through them once, however many epochs and folds there are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from assistant.reader.model import layers_of, padded
from assistant.reader.pairs import Pair


class HiddenStates:
    """States of shape (tokens, hidden size) after the encoder's first `layers` blocks, float32."""

    def __init__(self, encoder: nn.Module, layers: int, folder: Path) -> None:
        self._lower = layers_of(encoder, 0, layers)
        self._layers = layers
        self._folder = folder

    def of(self, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
        """(states of shape (pairs, longest, hidden size), attention mask), computed for those that were never met."""
        paths = [self._path(pair) for pair in pairs]
        missing = [place for place, path in enumerate(paths) if not path.exists()]
        if missing:
            self._keep([pairs[place] for place in missing], [paths[place] for place in missing])
        rows = [load_file(path)["states"] for path in paths]
        states = torch.zeros((len(pairs), max(map(len, rows)), rows[0].shape[1]))
        for place, row in enumerate(rows):
            states[place, : len(row)] = row
        return states, padded(pairs)[1]

    def _path(self, pair: Pair) -> Path:
        precision = (str(next(self._lower.parameters()).dtype), torch.is_autocast_enabled("cpu"))
        name = hashlib.sha256(repr((self._layers, *precision, list(pair.ids))).encode()).hexdigest()[:24]
        return self._folder / name[:2] / f"{name}.safetensors"

    def _keep(self, pairs: Sequence[Pair], paths: Sequence[Path]) -> None:
        ids, mask = padded(pairs)
        with torch.inference_mode():
            states = self._lower(input_ids=ids, attention_mask=mask).last_hidden_state
        for pair, row, path in zip(pairs, states, paths, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".part")
            save_file({"states": row[: len(pair.ids)].contiguous()}, unfinished)
            unfinished.rename(path)
