"""Trains adapters and head over planned steps: AdamW with warm-up and linear decay, checkpoints to go on from."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from assistant.errors import AssistantFailure
from assistant.reader.model import SpanModel, layers_of
from assistant.reader.pairs import Pair
from assistant.reader.training.hidden import HiddenStates
from assistant.reader.training.plan import Target
from assistant.reader.training.recipe import Recipe
from assistant.reader.weights import WEIGHTS

CHECKPOINT = "checkpoint.safetensors"
_CHECKPOINT_SECONDS = 300
_MOST_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model's state, its optimizer's, and the steps that were done."""

    model: dict[str, Tensor]
    optimizer: dict[int, dict[str, Tensor]]
    step: int


class Trainer:
    """One run. folder: its checkpoint; hidden: the shared store of the lower layers' states; after: the folders of runs, or of published weights, with whose mean it begins.

    Raises AssistantFailure when one is of another shape.
    """

    def __init__(self, encoder: torch.nn.Module, recipe: Recipe, folder: Path, hidden: Path, after: Sequence[Path] = ()) -> None:
        torch.manual_seed(recipe.seed)
        self.model = SpanModel(encoder, recipe.shape)
        if after:
            _begin_with(self.model, after)
        self._before = {name: weights.clone() for name, weights in self.model.state_dict().items()} if after else {}
        self._upper = layers_of(encoder, recipe.first_layer, len(encoder.layers))  # type: ignore[arg-type]
        self._hidden = HiddenStates(encoder, recipe.first_layer, hidden)
        self._dropout = torch.nn.Dropout(recipe.dropout)
        self._recipe = recipe
        self._checkpoint = folder / CHECKPOINT
        for parameter in encoder.parameters():
            parameter.requires_grad_(False)

    def train(self, steps: Sequence[Sequence[Target]], tell: Callable[[str], None]) -> None:
        """steps: those of plan()."""
        recipe = self._recipe
        groups = [
            {"params": list(self.model.adapters.parameters()), "lr": recipe.adapter_rate},
            {"params": list(self.model.head.parameters()), "lr": recipe.head_rate},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay)
        done = self._resume(optimizer)
        if not steps:
            self._save(optimizer, 0)
        tell(f"{asdict(recipe)}\n{sum(map(len, steps))} pairs in {len(steps)} steps, {done} of them done before")
        saved = started = time.monotonic()
        losses: list[float] = []
        for number in range(done, len(steps)):
            for group, rate in zip(optimizer.param_groups, (recipe.adapter_rate, recipe.head_rate), strict=True):
                group["lr"] = rate * _share_of_rate(number, len(steps), recipe.warmup)
            torch.manual_seed(recipe.seed * _MOST_STEPS + number)  # a run that was stopped drops what it would have dropped
            losses.append(self._step(steps[number]))
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            if number + 1 == len(steps):
                self._mix_in_before()
            if time.monotonic() - saved > _CHECKPOINT_SECONDS or number + 1 == len(steps):
                self._save(optimizer, number + 1)
                saved = time.monotonic()
            if (number + 1) % 10 == 0 or number + 1 == len(steps):
                left = (time.monotonic() - started) / (number + 1 - done) * (len(steps) - number - 1)
                tell(f"step {number + 1} of {len(steps)}, loss {sum(losses[-10:]) / len(losses[-10:]):.3f}, {left / 60:.0f} min left")

    def _step(self, step: Sequence[Target]) -> float:
        """Gradients of the mean loss over a step's pairs."""
        total = 0.0
        for batch in _batches(step, self._recipe.batch_tokens):
            pairs = [pair for pair, _ in batch]
            last = self._dropout(self._last_states(pairs))
            loss = torch.stack(
                [span_loss(logits, spans) for logits, (_, spans) in zip(self.model.point(last, pairs), batch, strict=True)]
            ).sum() / len(step)
            loss.backward()  # type: ignore[no-untyped-call]
            total += loss.item()
        return total

    def _mix_in_before(self) -> None:
        """The mean of two readers reads better than either: what the later one learnt anew costs some of what the earlier one knew."""
        now = self.model.state_dict()
        with torch.no_grad():
            for name, weights in self._before.items():
                now[name].lerp_(weights, self._recipe.before)

    def logits(self, pairs: Sequence[Pair]) -> list[Tensor]:
        """What the model itself gives, without passing through the lower layers again for pairs that were met before."""
        with torch.inference_mode():
            return self.model.point(self._last_states(pairs), pairs)

    def _last_states(self, pairs: Sequence[Pair]) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=self._recipe.bfloat16), self.model.adapted():
            states, mask = self._hidden.of(pairs)
            return self._upper(inputs_embeds=states, attention_mask=mask).last_hidden_state  # type: ignore[no-any-return]

    def _save(self, optimizer: torch.optim.Optimizer, step: int) -> None:
        tensors = dict(self.model.state_dict()) | {"step": torch.tensor(step)}
        for number, state in optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer.{number}.{key}": value for key, value in state.items()}
        self._checkpoint.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._checkpoint.with_suffix(".part")
        save_file({name: tensor.clone().contiguous() for name, tensor in tensors.items()}, unfinished)
        unfinished.rename(self._checkpoint)

    def _resume(self, optimizer: torch.optim.Optimizer) -> int:
        if not self._checkpoint.exists():
            return 0
        kept = read_checkpoint(self._checkpoint)
        self.model.load_state_dict(kept.model)
        optimizer.load_state_dict({"state": kept.optimizer, "param_groups": optimizer.state_dict()["param_groups"]})
        return kept.step


def steps_done(folder: Path) -> int | None:
    """Of the run in the folder; None when it has no checkpoint."""
    return read_checkpoint(folder / CHECKPOINT).step if (folder / CHECKPOINT).is_file() else None


def read_checkpoint(path: Path) -> Checkpoint:
    tensors = load_file(path)
    step = int(tensors.pop("step"))
    states: dict[int, dict[str, Tensor]] = {}
    for name in [name for name in tensors if name.startswith("optimizer.")]:
        _, number, key = name.split(".")
        states.setdefault(int(number), {})[key] = tensors.pop(name)
    return Checkpoint(tensors, states, step)


def _begin_with(model: SpanModel, folders: Sequence[Path]) -> None:
    """With the mean of their weights. Where one of them doesn't adapt a layer, it counts as the encoder's own."""
    fresh = {name: tensor for name, tensor in model.state_dict().items() if name.endswith(".up")}
    begun = [fresh | _weights(folder, model) for folder in folders]
    names = {name for weights in begun for name in weights}
    mean = {name: torch.stack([weights[name] for weights in begun if name in weights]).mean(0) for name in names}
    model.load_state_dict(mean, strict=False)


def _weights(folder: Path, model: SpanModel) -> dict[str, Tensor]:
    """A run's, or published ones. Raises AssistantFailure when they don't fit the model."""
    published = folder / WEIGHTS
    weights = (
        {name: tensor.float() for name, tensor in load_file(published).items()} if published.is_file() else read_checkpoint(folder / CHECKPOINT).model
    )
    known = model.state_dict()
    if not all(name in known and known[name].shape == tensor.shape for name, tensor in weights.items()):
        raise AssistantFailure(f"The weights in '{folder}' don't fit {model.shape}. Their rank must be the same, their first layer no lower.")
    return weights


def span_loss(logits: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
    """Negative log-likelihood of the true starts and ends, each summed over the places where the answer stands (row 0 when there is none)."""
    starts, ends = zip(*((first + 1, last + 1) for first, last in spans), strict=True) if spans else ((0,), (0,))
    total = torch.logsumexp(logits, 0)
    return (total[0] - torch.logsumexp(logits[list(starts), 0], 0) + total[1] - torch.logsumexp(logits[list(ends), 1], 0)) / 2


def _batches(step: Sequence[Target], tokens: int) -> Iterator[list[Target]]:
    """The step in parts of at most `tokens` with their padding (or of one pair); its pairs are sorted by length."""
    batch: list[Target] = []
    for target in step:
        if batch and (len(batch) + 1) * len(target[0].ids) > tokens:
            yield batch
            batch = []
        batch.append(target)
    yield batch


def _share_of_rate(step: int, steps: int, warmup: float) -> float:
    rising = max(1, round(warmup * steps))
    return min((step + 1) / rising, max(0.0, (steps - step) / max(1, steps - rising)))
