"""The reader's network: low-rank adapters on the upper layers of the embedder's encoder, and a head that points at a span's two ends.

LoRA (Hu et al. 2021, arXiv:2106.09685) as forward hooks: while they are off, the encoder is the embedder's, bit for bit. The lower layers are
shared with it untouched, so that training passes through them once for each pair and keeps what they gave.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from assistant.reader.pairs import Pair


@dataclass(frozen=True, slots=True)
class Shape:
    """What the weights fit: adapters of this rank on every linear layer of the encoder's blocks from first_layer (counted from 0) on."""

    first_layer: int
    rank: int
    alpha: float


class LowRank(nn.Module):
    """alpha / rank * B A x, to be added to a linear layer's output; nothing at first, because B is zero."""

    def __init__(self, linear: nn.Linear, shape: Shape) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.empty(shape.rank, linear.in_features))
        self.up = nn.Parameter(torch.zeros(linear.out_features, shape.rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))
        self._scale = shape.alpha / shape.rank

    def worked_in(self) -> Tensor:
        """What is to be added to the linear layer's weight, for the same output."""
        return self._scale * (self.up @ self.down)

    def hook(self, _linear: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> Tensor:
        narrow = self._scale * nn.functional.linear(given[0].to(self.down.dtype), self.down)
        if output.dtype != self.up.dtype:
            return output + nn.functional.linear(narrow, self.up).to(output.dtype)
        return torch.addmm(output.flatten(0, -2), narrow.flatten(0, -2), self.up.T).view_as(output)


class SpanModel(nn.Module):
    """Adapters and head over an encoder that stays as it is."""

    def __init__(self, encoder: nn.Module, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        # Not registered: the encoder belongs to the embedder, and its weights are neither trained nor saved.
        self._encoder = [encoder]
        self._linears = [
            (name.replace(".", "-"), module)
            for name, module in encoder.named_modules()
            if isinstance(module, nn.Linear) and name.startswith("layers.") and int(name.split(".")[1]) >= shape.first_layer
        ]
        self.adapters = nn.ModuleDict({name: LowRank(linear, shape) for name, linear in self._linears})
        config: Any = encoder.config
        self.head = nn.Linear(config.hidden_size, 2)

    @contextmanager
    def adapted(self) -> Iterator[nn.Module]:
        """The encoder with the adapters on. Nobody else may use it meanwhile."""
        hooks = [linear.register_forward_hook(self.adapters[name].hook) for name, linear in self._linears]  # type: ignore[arg-type]
        try:
            yield self._encoder[0]
        finally:
            for hook in hooks:
                hook.remove()

    def merged(self, name: str) -> Tensor:
        """The weight of the encoder's linear layer of this name with its adapter's worked in, float32."""
        linear, adapter = self._encoder[0].get_submodule(name), self.adapters[name.replace(".", "-")]
        assert isinstance(linear, nn.Linear) and isinstance(adapter, LowRank)
        return (linear.weight.float() + adapter.worked_in()).detach()

    def forward(self, pairs: Sequence[Pair]) -> list[Tensor]:
        """Logits of (start, end), float32, shape (1 + the passage's tokens, 2) for each pair; row 0 is "no answer here"."""
        ids, mask = padded(pairs)
        with self.adapted() as encoder:
            return self.point(encoder(input_ids=ids, attention_mask=mask).last_hidden_state, pairs)

    def point(self, hidden: Tensor, pairs: Sequence[Pair]) -> list[Tensor]:
        """The head over the encoder's last states, shape (pairs, tokens, hidden size)."""
        logits = self.head(hidden.to(self.head.weight.dtype)).float()
        return [torch.cat([row[:1], row[pair.first : pair.first + len(pair.edges)]]) for row, pair in zip(logits, pairs, strict=True)]


def padded(pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    """(ids, attention mask) of shape (pairs, longest)."""
    longest = max(len(pair.ids) for pair in pairs)
    ids = torch.zeros((len(pairs), longest), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        mask[row, : len(pair.ids)] = 1
    return ids, mask


def layers_of(encoder: nn.Module, first: int, last: int) -> nn.Module:
    """The encoder's blocks from first to before last as a model of their own that shares their weights.

    It takes hidden states as inputs_embeds; the final norm is only in the piece that has the last block.
    """
    whole: Any = encoder
    piece: Any = copy.copy(whole)
    piece._modules = dict(whole._modules)
    piece.config = copy.deepcopy(whole.config)
    piece.config.layer_types = whole.config.layer_types[first:last]
    piece.config.num_hidden_layers = last - first
    piece.layers = nn.ModuleList(whole.layers[first:last])
    if last < len(whole.layers):
        piece.norm = nn.Identity()
    return piece  # type: ignore[no-any-return]
