"""Trains adapters and head: shuffled, length-bucketed batches, AdamW with warm-up and linear decay, checkpoints to go on from."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from assistant.reader.model import SpanModel, layers_of
from assistant.reader.pairs import Pair, encode_pairs
from assistant.reader.training.examples import Example, unanswerable
from assistant.reader.training.hidden import HiddenStates
from assistant.reader.training.recipe import Recipe

_CHECKPOINT_SECONDS = 300
_BUCKETED = 256


class Trainer:
    """One run. folder: its checkpoint; hidden: the shared store of the lower layers' states."""

    def __init__(self, encoder: torch.nn.Module, tokenizer: object, recipe: Recipe, folder: Path, hidden: Path) -> None:
        torch.manual_seed(recipe.seed)
        self.model = SpanModel(encoder, recipe.shape)
        self._upper = layers_of(encoder, recipe.first_layer, len(encoder.layers))  # type: ignore[arg-type]
        self._hidden = HiddenStates(encoder, recipe.first_layer, hidden)
        self._dropout = torch.nn.Dropout(recipe.dropout)
        self._tokenizer = tokenizer
        self._recipe = recipe
        self._checkpoint = folder / "checkpoint.safetensors"
        for parameter in encoder.parameters():
            parameter.requires_grad_(False)

    def train(self, examples: Sequence[Example], negatives: Mapping[str, Sequence[str]], tell: Callable[[str], None]) -> None:
        recipe = self._recipe
        steps = [step for epoch in range(recipe.epochs) for step in self._steps(epoch, examples, negatives)]
        groups = [
            {"params": list(self.model.adapters.parameters()), "lr": recipe.adapter_rate},
            {"params": list(self.model.head.parameters()), "lr": recipe.head_rate},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay)
        done = self._resume(optimizer)
        tell(f"{asdict(recipe)}\n{len(examples)} examples, {len(steps)} steps, {done} of them done before")
        saved = started = time.monotonic()
        losses: list[float] = []
        for number in range(done, len(steps)):
            for group, rate in zip(optimizer.param_groups, (recipe.adapter_rate, recipe.head_rate), strict=True):
                group["lr"] = rate * _share_of_rate(number, len(steps), recipe.warmup)
            losses.append(self._step(steps[number]))
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            if time.monotonic() - saved > _CHECKPOINT_SECONDS or number + 1 == len(steps):
                self._save(optimizer, number + 1)
                saved = time.monotonic()
            if (number + 1) % 10 == 0 or number + 1 == len(steps):
                left = (time.monotonic() - started) / (number + 1 - done) * (len(steps) - number - 1)
                tell(f"step {number + 1} of {len(steps)}, loss {sum(losses[-10:]) / len(losses[-10:]):.3f}, {left / 60:.0f} min left")

    def _step(self, step: Sequence[tuple[Pair, list[tuple[int, int]]]]) -> float:
        """Gradients of the mean loss over a step's pairs."""
        total = 0.0
        for batch in _batches(step, self._recipe.batch_tokens):
            pairs = [pair for pair, _ in batch]
            states, mask = self._hidden.of(pairs)
            with self.model.adapted():
                last = self._upper(inputs_embeds=states, attention_mask=mask).last_hidden_state
            loss = torch.stack(
                [span_loss(logits, spans) for logits, (_, spans) in zip(self.model.point(self._dropout(last), pairs), batch, strict=True)]
            ).sum() / len(step)
            loss.backward()  # type: ignore[no-untyped-call]
            total += loss.item()
        return total

    def _steps(
        self, epoch: int, examples: Sequence[Example], negatives: Mapping[str, Sequence[str]]
    ) -> Iterator[list[tuple[Pair, list[tuple[int, int]]]]]:
        """The same for the same seed and epoch, whatever was done before."""
        draw = random.Random(f"{self._recipe.seed}-{epoch}")
        drawn = list(drawn_examples(examples, negatives, self._recipe, epoch, draw))
        draw.shuffle(drawn)
        targets = [target for example in drawn for target in self._targets(example)]
        for first in range(0, len(targets), _BUCKETED):
            bucket = sorted(targets[first : first + _BUCKETED], key=lambda target: len(target[0].ids))
            steps = [bucket[start : start + self._recipe.pairs] for start in range(0, len(bucket), self._recipe.pairs)]
            draw.shuffle(steps)
            yield from steps

    def _targets(self, example: Example) -> Iterator[tuple[Pair, list[tuple[int, int]]]]:
        """(pair, spans as (first, last) places among the passage's tokens) of each window."""
        spans = example.spans()
        for pair in encode_pairs(self._tokenizer, example.question, example.passage):
            yield pair, [span for start, end in spans if (span := _token_span(pair, start, end))]

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
        tensors = load_file(self._checkpoint)
        step = int(tensors.pop("step"))
        states: dict[int, dict[str, Tensor]] = {}
        for name in [name for name in tensors if name.startswith("optimizer.")]:
            _, number, key = name.split(".")
            states.setdefault(int(number), {})[key] = tensors.pop(name)
        self.model.load_state_dict(tensors)
        optimizer.load_state_dict({"state": states, "param_groups": optimizer.state_dict()["param_groups"]})
        return step


def drawn_examples(
    examples: Sequence[Example], negatives: Mapping[str, Sequence[str]], recipe: Recipe, epoch: int, draw: random.Random
) -> Iterator[Example]:
    """One epoch's examples: all with one language pair, a share of those that exist in four, and some over a wrong passage."""
    quarters = sorted({example.language for example in examples if example.id.endswith(example.language)})
    for place, example in enumerate(examples):
        if example.id.endswith(example.language) and recipe.xquad_share < 1:
            turn = (quarters.index(example.language) + place // len(quarters) + epoch * round(recipe.xquad_share * 4)) % 4
            if turn >= recipe.xquad_share * 4:
                continue
        yield example
        wrong = negatives.get(example.id, ())
        if wrong and draw.random() < recipe.negatives:
            number = draw.randrange(len(wrong))
            yield unanswerable(example, wrong[number], number)


def span_loss(logits: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
    """Negative log-likelihood of the true starts and ends, each summed over the places where the answer stands (row 0 when there is none)."""
    starts, ends = zip(*((first + 1, last + 1) for first, last in spans), strict=True) if spans else ((0,), (0,))
    total = torch.logsumexp(logits, 0)
    return (total[0] - torch.logsumexp(logits[list(starts), 0], 0) + total[1] - torch.logsumexp(logits[list(ends), 1], 0)) / 2


def _token_span(pair: Pair, start: int, end: int) -> tuple[int, int] | None:
    """The passage tokens that touch characters start to end; None when the window doesn't hold them whole."""
    touching = [place for place, (first, last) in enumerate(pair.edges) if first < end and last > start]
    whole = touching and pair.edges[touching[0]][0] <= start and pair.edges[touching[-1]][1] >= end
    return (touching[0], touching[-1]) if whole else None


def _batches(step: Sequence[tuple[Pair, list[tuple[int, int]]]], tokens: int) -> Iterator[list[tuple[Pair, list[tuple[int, int]]]]]:
    """The step in parts of at most `tokens` with their padding (or of one pair); its pairs are sorted by length."""
    batch: list[tuple[Pair, list[tuple[int, int]]]] = []
    for target in step:
        if batch and (len(batch) + 1) * len(target[0].ids) > tokens:
            yield batch
            batch = []
        batch.append(target)
    yield batch


def _share_of_rate(step: int, steps: int, warmup: float) -> float:
    rising = max(1, round(warmup * steps))
    return min((step + 1) / rising, max(0.0, (steps - step) / max(1, steps - rising)))
