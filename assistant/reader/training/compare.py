"""`python -m assistant.reader.training.compare RUN [RUN…]`: one table over runs: a learning curve, an ablation, or the folds and their total."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.errors import AssistantFailure
from assistant.reader.training.measure import Row, auroc, by_kind, overlaps, refused
from assistant.reader.training.recipe import Recipe
from assistant.reader.training.runs import Run, command, read_rows, read_run

_OVERLAPS = ("given hi-hi", "given en-hi", "given en-en", "given heard-hi", "search hi-hi")
_ASKED = ("hi-hi", "en-hi", "heard-hi")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="folders of `python -m assistant.reader.training`")
    try:
        print(compared(parser.parse_args().runs))
    except AssistantFailure as error:
        raise SystemExit(str(error)) from error


def compared(folders: Sequence[Path]) -> str:
    """Markdown: compared_table, then what makes each run."""
    return f"{compared_table(folders)}\n\n{commands(folders)}"


def compared_table(folders: Sequence[Path]) -> str:
    """A line a run, and one over the folds of each recipe. XQuAD's questions, but near misses are the project's own.

    Raises AssistantFailure for a run that wasn't measured.
    """
    runs = [(read_run(folder), read_rows(folder)) for folder in folders]
    lines = [_line(_name(folder, run), rows) for folder, (run, rows) in zip(folders, runs, strict=True)]
    head = ["run", "fold", "pairs", *(f"{kind} F1 / EM" for kind in _OVERLAPS)]
    head += [f"{name}: AUROC, refused at 92 % kept" for name in ("wrong passage hi-hi", "near miss")]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *lines, *_totals(runs)))


def commands(folders: Sequence[Path]) -> str:
    """What makes each run that says what it is."""
    runs = [(folder, read_run(folder)) for folder in folders]
    return "\n".join(f"- {folder.name}: `{command(run)}`" for folder, run in runs if run)


def _name(folder: Path, run: Run | None) -> list[str]:
    return [folder.name, run.fold, f"{run.pairs:,}"] if run else [folder.name, "?", "?"]


def _totals(runs: Iterable[tuple[Run | None, list[Row]]]) -> Iterator[list[str]]:
    recipes: dict[Recipe, dict[str, list[Row]]] = {}
    for run, rows in runs:
        if run and run.fold != "all":
            recipes.setdefault(run.recipe, {})[run.fold] = rows
    for folds in recipes.values():
        if len(folds) > 1:
            yield _line(["total", ", ".join(sorted(folds)), ""], [row for rows in folds.values() for row in rows])


def _line(beginning: list[str], rows: Iterable[Row]) -> list[str]:
    kinds = by_kind(rows)
    given = [kinds.get(f"XQuAD {kind}", []) for kind in _OVERLAPS]
    cells = ["{:.3f} / {:.3f}".format(*overlaps(of_kind)) if of_kind else "–" for of_kind in given]
    wrong = (_scores(kinds, ["XQuAD given hi-hi"]), _scores(kinds, ["XQuAD wrong hi-hi"]))
    near = (_scores(kinds, [f"own given {asked}" for asked in _ASKED]), _scores(kinds, [f"own given {asked} not" for asked in _ASKED]))
    return [*beginning, *cells, *(f"{auroc(*pair):.3f}, {refused(*pair):.3f}" if all(pair) else "–" for pair in (wrong, near))]


def _scores(kinds: Mapping[str, Sequence[Row]], names: Iterable[str]) -> list[float]:
    return [row.score for name in names for row in kinds.get(name, ())]


if __name__ == "__main__":
    main()
