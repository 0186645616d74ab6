"""The recipe of a training run: recipe.toml, and what the command line changes of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from assistant.errors import AssistantFailure
from assistant.reader.model import Shape
from assistant.reader.training.examples import COMBINATIONS

RECIPE = Path(__file__).with_name("recipe.toml")

_SHARES = ("warmup", "dropout", "xquad_share", "share", "negatives", "before", "cut")
_AT_LEAST_ONE = ("rank", "pairs", "batch_tokens")
_KINDS = {
    "int": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "bool": ((bool,), "true or false"),
    "str": ((str,), "a word"),
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """See recipe.toml for what each means. Rates are AdamW's learning rates; warmup, dropout, xquad_share, share, negatives, before and cut
    are shares (0 to 1).
    """

    seed: int
    epochs: int
    first_layer: int
    rank: int
    alpha: float
    adapter_rate: float
    head_rate: float
    warmup: float
    weight_decay: float
    dropout: float
    pairs: int
    batch_tokens: int
    xquad_share: float
    share: float
    own: bool
    negatives: float
    squad: int = 0
    parallel: bool = False
    heard: bool = False
    before: float = 0.0
    cut: float = 0.0
    more: bool = False
    rivals: bool = False
    close: bool = False
    bfloat16: bool = False
    turn: int = 0
    combination: str = ""

    @property
    def shape(self) -> Shape:
        return Shape(self.first_layer, self.rank, self.alpha)


def load_recipe(changes: Iterable[str] = ()) -> Recipe:
    """recipe.toml with "name=value" changes. Raises AssistantFailure for a name or a value that isn't known."""
    recipe = Recipe(**tomllib.loads(RECIPE.read_text("utf-8")))
    known = {field.name for field in fields(Recipe)}
    for change in changes:
        name, _, value = change.partition("=")
        if name not in known:
            raise AssistantFailure(f"The recipe has no '{name}'. It has: {', '.join(sorted(known))}.")
        try:
            changed: Any = value if isinstance(getattr(recipe, name), str) else tomllib.loads(f"value = {value}")["value"]
            recipe = replace(recipe, **{name: changed})
        except tomllib.TOMLDecodeError as error:
            raise AssistantFailure(f"The recipe's {name} can't be '{value}' ({error}). Write a number, or true or false.") from error
    _check(recipe)
    if recipe.combination not in {"", *COMBINATIONS}:
        raise AssistantFailure(f"The recipe's combination can't be '{recipe.combination}'. Write one of {', '.join(COMBINATIONS)}.")
    return recipe


def _check(recipe: Recipe) -> None:
    for field in fields(recipe):
        value, (kinds, asked) = getattr(recipe, field.name), _KINDS[str(field.type)]
        least = int(field.name in _AT_LEAST_ONE)
        if type(value) not in kinds:
            raise AssistantFailure(f"The recipe's {field.name} can't be '{value}'. Write {asked}.")
        if field.name in _SHARES and not 0 <= value <= 1:
            raise AssistantFailure(f"The recipe's {field.name} can't be {value}. It is a share: write 0 to 1.")
        if int in kinds and value < least:
            raise AssistantFailure(f"The recipe's {field.name} can't be {value}. Write {least} or more.")
