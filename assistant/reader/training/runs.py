"""A run's folder: what the run is (run.json) and what came of it (rows.jsonl)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import AssistantFailure
from assistant.reader.training.measure import Row
from assistant.reader.training.parts import Parts
from assistant.reader.training.plan import Target, plan
from assistant.reader.training.recipe import Recipe
from assistant.reader.training.retrieved import Retrieved

_RUN, _ROWS = "run.json", "rows.jsonl"


@dataclass(frozen=True, slots=True)
class Run:
    """fold: the part of XQuAD that is held back, or "all"; pairs: question and window of a passage, over all epochs."""

    recipe: Recipe
    fold: str
    examples: int
    pairs: int
    steps: int


def plan_run(recipe: Recipe, fold: str, parts: Parts, retrieved: Retrieved, tokenizer: object) -> tuple[Run, list[list[Target]]]:
    """(what is kept of the run, its steps)."""
    examples = parts.trained(recipe)
    wrong = {example.id: retrieved.wrong(example) for example in examples} if recipe.negatives else {}
    steps = plan(tokenizer, recipe, examples, wrong)
    return Run(recipe, fold, len(examples), sum(map(len, steps)), len(steps)), steps


def begun(folder: Path, run: Run) -> None:
    """Writes run.json. Raises AssistantFailure when another run was begun in the folder."""
    other = read_run(folder)
    if other is not None and other != run:
        raise AssistantFailure(f"'{folder}' holds another run ({other}); this one is {run}. Name another folder, or go on with the same options.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _RUN).write_text(json.dumps(asdict(run), indent=2) + "\n", "utf-8")


def read_run(folder: Path) -> Run | None:
    """None when the folder doesn't say what its run is."""
    path = folder / _RUN
    if not path.is_file():
        return None
    try:
        row = json.loads(path.read_text("utf-8"))
        return Run(**row | {"recipe": Recipe(**row["recipe"])})
    except (ValueError, TypeError, KeyError) as error:
        raise AssistantFailure(f"'{path}' isn't a run's ({error}). Take it from the run's own folder.") from error


def write_rows(folder: Path, rows: Sequence[Row]) -> None:
    (folder / _ROWS).write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), "utf-8")


def read_rows(folder: Path) -> list[Row]:
    """Raises AssistantFailure for a run that wasn't measured yet."""
    path = folder / _ROWS
    if not path.is_file():
        raise AssistantFailure(f"'{path}' isn't there: the run wasn't measured. Go on with it: python -m assistant.reader.training {folder}")
    return [Row(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]
