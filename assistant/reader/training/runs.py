"""A run's folder: what the run is (run.json) and what came of it (rows.jsonl)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import AssistantFailure
from assistant.reader.training.measure import Row
from assistant.reader.training.parts import Parts
from assistant.reader.training.plan import Target, plan
from assistant.reader.training.recipe import Recipe, load_recipe
from assistant.reader.training.retrieved import Retrieved
from assistant.reader.training.trainer import steps_done
from assistant.reader.weights import read_card

_RUN, _ROWS = "run.json", "rows.jsonl"


@dataclass(frozen=True, slots=True)
class Run:
    """fold: the part of XQuAD that is held back, or "all"; pairs: question and window of a passage, over all epochs.

    after: the runs whose weights' mean it began with.
    """

    recipe: Recipe
    fold: str
    examples: int
    pairs: int
    steps: int
    after: tuple[Run, ...] = ()


def plan_run(
    recipe: Recipe, fold: str, parts: Parts, retrieved: Retrieved, tokenizer: object, after: tuple[Run, ...] = ()
) -> tuple[Run, list[list[Target]]]:
    """(what is kept of the run, its steps). after: the runs whose weights it begins with."""
    examples = parts.trained(recipe)
    wrong = {example.id: retrieved.wrong(example, parts.held) for example in examples} if recipe.negatives else {}
    if recipe.heard:
        examples = [retrieved.heard(example) for example in examples]
    steps = plan(tokenizer, recipe, examples, wrong)
    return Run(recipe, fold, len(examples), sum(map(len, steps)), len(steps), after), steps


def begun(folder: Path, run: Run) -> None:
    """Writes run.json. Raises AssistantFailure when another run was begun in the folder."""
    other = read_run(folder)
    if other is not None and other != run:
        raise AssistantFailure(f"'{folder}' holds another run ({_unlike(other, run)}). Name another folder, or go on with the same options.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _RUN).write_text(json.dumps({"runs": rows_of(run)}, indent=2) + "\n", "utf-8")


def _unlike(other: Run, run: Run) -> str:
    theirs, ours = (asdict(one.recipe) | {"fold": one.fold, "pairs": one.pairs, "steps": one.steps} for one in (other, run))
    return ", ".join(f"{name} {theirs[name]}, not {ours[name]}" for name in ours if theirs[name] != ours[name]) or "it began with other runs"


def read_run(folder: Path) -> Run | None:
    """None when the folder doesn't say what its run is."""
    path = folder / _RUN
    if not path.is_file():
        return None
    try:
        row = json.loads(path.read_text("utf-8"))
        return _run(row)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise AssistantFailure(f"'{path}' isn't a run's ({error}). Take it from the run's own folder.") from error


def finished_run(folder: Path) -> Run:
    """A run to go on from: in its folder, or published. Raises AssistantFailure when the folder holds none that was trained to its end."""
    if card := read_card(folder):
        return _run(card.made)
    run = read_run(folder)
    if run is None or steps_done(folder) != run.steps:
        raise AssistantFailure(f"'{folder}' holds no finished run to go on from. Finish it first: python -m assistant.reader.training {folder}")
    return run


def rows_of(run: Run) -> list[dict[str, Any]]:
    """Its lineage for a file. "after": the places, in this list, of the runs that one began with."""
    runs = lineage(run)
    return [asdict(replace(one, after=())) | {"after": [runs.index(before) for before in one.after]} for one in runs]


def _run(row: Mapping[str, Any]) -> Run:
    if "runs" not in row:
        return _nested_run(row)
    runs: list[Run] = []
    for one in row["runs"]:
        runs.append(Run(**one | {"recipe": Recipe(**one["recipe"]), "after": tuple(runs[place] for place in one["after"])}))
    return runs[-1]


def _nested_run(row: Mapping[str, Any]) -> Run:
    """Of a file in which each run still held those that it began with (at first one only)."""
    recipe, after = Recipe(**row["recipe"]), row.get("after") or ()
    before = tuple(map(_nested_run, [after] if isinstance(after, dict) else after))
    return Run(recipe, row["fold"], row["examples"], row["pairs"], row["steps"], before)


def lineage(run: Run) -> list[Run]:
    """The runs that it began with, and those that they began with, in the order in which they can be made again, itself last."""
    return [*dict.fromkeys(one for before in run.after for one in lineage(before)), run]


def command(run: Run) -> str:
    """What makes the run again, with its changes to the recipe, in the folder RUN (and WORK, some 20 GB, which runs share); in RUN-1, RUN-2 … the runs that it began with."""
    *before, _ = lineage(run)
    folders = {one: f"RUN-{number}" for number, one in enumerate(before, 1)} | {run: "RUN"}
    return " && ".join(_command(one, folders) for one in folders)


def _command(run: Run, folders: Mapping[Run, str]) -> str:
    ours = load_recipe()
    after = " ".join(["", "--after", *(folders[one] for one in run.after)]) if run.after else ""
    changes = "".join(f" --set {name}={str(value).lower()}" for name, value in asdict(run.recipe).items() if value != getattr(ours, name))
    files = f"{' --squad train-v2.0.json' if run.recipe.squad else ''}{' --parallel parallel.json' if run.recipe.parallel else ''}"
    return f"python -m assistant.reader.training {folders[run]} --work WORK{after} --fold {run.fold}{changes}{files}"


def write_rows(folder: Path, rows: Sequence[Row]) -> None:
    (folder / _ROWS).write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), "utf-8")


def read_rows(folder: Path) -> list[Row]:
    """Raises AssistantFailure for a run that wasn't measured yet."""
    path = folder / _ROWS
    if not path.is_file():
        raise AssistantFailure(f"'{path}' isn't there: the run wasn't measured. Go on with it: python -m assistant.reader.training {folder}")
    return [Row(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]
