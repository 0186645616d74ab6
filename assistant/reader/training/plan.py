"""What a run's steps are made of: each epoch's examples drawn by the seed, shuffled, and bucketed by length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from assistant.reader.pairs import Pair, encode_pairs
from assistant.reader.training.examples import Example, cut, unanswerable
from assistant.reader.training.recipe import Recipe

_BUCKETED = 256

Target = tuple[Pair, list[tuple[int, int]]]
"""A pair and the answer's spans as (first, last) places among the passage's tokens, none when the passage doesn't answer."""


def plan(tokenizer: object, recipe: Recipe, examples: Sequence[Example], negatives: Mapping[str, Sequence[str]]) -> list[list[Target]]:
    """The steps of every epoch: the same for the same recipe and examples, whatever was done before.

    negatives: wrong passages by the example's id.
    """
    return [step for epoch in range(recipe.epochs) for step in _epoch(tokenizer, recipe, epoch, examples, negatives)]


def _epoch(
    tokenizer: object, recipe: Recipe, epoch: int, examples: Sequence[Example], negatives: Mapping[str, Sequence[str]]
) -> Iterator[list[Target]]:
    draw = random.Random(f"{recipe.seed}-{epoch}")
    drawn = list(drawn_examples(examples, negatives, recipe, epoch, draw))
    draw.shuffle(drawn)
    targets = [target for example in drawn for target in _targets(tokenizer, example)]
    for first in range(0, len(targets), _BUCKETED):
        bucket = sorted(targets[first : first + _BUCKETED], key=lambda target: len(target[0].ids))
        steps = [bucket[start : start + recipe.pairs] for start in range(0, len(bucket), recipe.pairs)]
        draw.shuffle(steps)
        yield from steps


def _targets(tokenizer: object, example: Example) -> Iterator[Target]:
    """Of each window."""
    spans = example.spans()
    for pair in encode_pairs(tokenizer, example.question, example.passage):
        yield pair, [span for start, end in spans if (span := _token_span(pair, start, end))]


def drawn_examples(
    examples: Sequence[Example], negatives: Mapping[str, Sequence[str]], recipe: Recipe, epoch: int, draw: random.Random
) -> Iterator[Example]:
    """One epoch's examples: all with one language pair, a share of those that exist in four, and some over a wrong
    passage or over their own without its answer."""
    quarters = sorted({example.language for example in examples if example.in_four})
    for place, example in enumerate(examples):
        if example.in_four and recipe.xquad_share < 1:
            turn = (quarters.index(example.language) + place // len(quarters) + (recipe.turn + epoch) * round(recipe.xquad_share * 4)) % 4
            if turn >= recipe.xquad_share * 4:
                continue
        yield example
        wrong = negatives.get(example.id, ())
        if wrong and draw.random() < recipe.negatives:
            number = draw.randrange(len(wrong))
            yield unanswerable(example, wrong[number], number)
        if recipe.cut and draw.random() < recipe.cut and (near_miss := cut(example)):
            yield near_miss


def _token_span(pair: Pair, start: int, end: int) -> tuple[int, int] | None:
    """The passage tokens that touch characters start to end; None when the window doesn't hold them whole."""
    touching = [place for place, (first, last) in enumerate(pair.edges) if first < end and last > start]
    whole = touching and pair.edges[touching[0]][0] <= start and pair.edges[touching[-1]][1] >= end
    return (touching[0], touching[-1]) if whole else None
