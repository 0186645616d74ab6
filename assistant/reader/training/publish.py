"""`python -m assistant.reader.training.publish`: calibrates a finished run and writes its weights, model card and reliability plot.

The same run gives the same files on one kind of processor. It takes some minutes: the 280 questions held back for it are read.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.assemble import Assembly
from assistant.errors import AssistantFailure
from assistant.evaluation.plots import reliability_plot
from assistant.offline import go_offline
from assistant.reader.model import SpanModel
from assistant.reader.reader import Encoder, open_reader
from assistant.reader.training.calibrate import Judged, crossed, fit, judge, reliability
from assistant.reader.training.card import PLOT, model_card
from assistant.reader.training.compare import commands, compared_table
from assistant.reader.training.examples import Example, read_own
from assistant.reader.training.parts import ROOT, XQUAD, parts_of
from assistant.reader.training.recipe import load_recipe
from assistant.reader.training.retrieved import Retrieved
from assistant.reader.training.runs import Run, begun, command, plan_run, read_rows, read_run, rows_of
from assistant.reader.training.trainer import CHECKPOINT, read_checkpoint
from assistant.reader.weights import WEIGHTS, Card, save_weights
from assistant.settings import load_settings

# The right passage and one or two of search's: a reading in use has sentences of as many articles.
_READ_CHARACTERS = 2_000
_MOST_PASSAGES = 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of a finished `python -m assistant.reader.training`")
    parser.add_argument("--work", type=Path, help="the run's --work (default: RUN/work)")
    parser.add_argument("--to", type=Path, default=ROOT / "data" / "reader", help="folder of the weights (default %(default)s)")
    parser.add_argument(
        "--beside", type=Path, nargs="+", default=[], metavar="RUN", help="runs for the model card: folds, ablations, a learning curve"
    )
    parser.add_argument("--fold", help="for a run that doesn't say its fold, because it was begun before runs did")
    parser.add_argument("--xquad", type=Path, default=XQUAD)
    options = parser.parse_args()
    go_offline()
    try:
        print(publish_run(options))
    except AssistantFailure as error:
        raise SystemExit(str(error)) from error


def publish_run(options: argparse.Namespace) -> str:
    """What was written. Raises AssistantFailure for a run that can't be published."""
    run = read_run(options.run)
    fold = run.fold if run else options.fold
    if fold is None:
        raise AssistantFailure(f"'{options.run}' doesn't say which fold it holds back (it has no run.json). Say it: --fold 0")
    work = options.work or options.run / "work"
    parts = parts_of(options.xquad, fold)
    assembly = Assembly(load_settings().model_copy(update={"store": work / "store", "chroma_url": None}))
    retrieved = Retrieved(assembly, parts.everything, work)
    embedder = assembly.embedder
    if not isinstance(embedder, Encoder):
        raise AssistantFailure(f"The embedder '{embedder.identity.name}' has no encoder to lend. Unset PRAMAAN_EMBEDDER.")
    if run is None:
        with embedder.lent() as (_, tokenizer):
            run, _ = plan_run(load_recipe(), fold, parts, retrieved, tokenizer)
    asked = [(retrieved.heard(example), found(example, retrieved)) for example in parts.calibration]
    card = publish([options.run, *options.beside], run, embedder, asked, options.to)
    return f"Wrote {options.to}: temperature {card.temperature:.3f}, bias {card.bias:+.3f}, SHA-256 {card.sha256}"


def found(example: Example, retrieved: Retrieved) -> list[str]:
    """The right passage with those that search brings, of 2,000 characters at most."""
    chosen = [example.passage]
    for passage in retrieved.passages(example, _MOST_PASSAGES):
        if passage not in chosen and sum(map(len, [*chosen, passage])) <= _READ_CHARACTERS:
            chosen.append(passage)
    return chosen


def publish(folders: Sequence[Path], run: Run, embedder: Encoder, asked: Sequence[tuple[Example, Sequence[str]]], to: Path) -> Card:
    """Weights, card, model card and plot in `to`.

    folders: the run's, then those of runs to tell beside it; asked: the questions to calibrate on, each with the passages to read.
    Raises AssistantFailure for a run that is not finished or not measured, or that can't be calibrated.
    """
    folder = folders[0]
    model = finished(folder, run, embedder)
    rows = read_rows(folder)
    begun(folder, run)
    others = f"{compared_table(folders)}\n\n{commands(folders[1:])}".rstrip()
    readings = _readings(model, embedder, asked)
    temperature, bias = (round(value, 4) for value in fit(readings))
    bins = reliability(crossed(readings))
    made = {"command": command(run), "runs": rows_of(run), "readings": len(readings)}
    card = save_weights(to, model, embedder.identity.name, embedder.identity.revision, temperature, bias, made)
    (to / PLOT).write_text(reliability_plot([(one.confidence, one.right, one.count) for one in bins]), "utf-8")
    own = {example.id: example for example in read_own()}
    (to / "README.md").write_text(model_card(card, (to / WEIGHTS).stat().st_size, run, rows, others, bins, own), "utf-8")
    return card


def finished(folder: Path, run: Run, embedder: Encoder) -> SpanModel:
    """The run's model. Raises AssistantFailure when steps are missing."""
    path = folder / CHECKPOINT
    if not path.is_file():
        raise AssistantFailure(f"'{path}' isn't there: nothing was trained. Begin: {command(run)}")
    kept = read_checkpoint(path)
    if kept.step != run.steps:
        raise AssistantFailure(f"'{folder}' is at step {kept.step} of {run.steps}: the run isn't finished. Go on with it: {command(run)}")
    with embedder.lent() as (encoder, _):
        model = SpanModel(encoder, run.recipe.shape)
    model.load_state_dict(kept.model)
    return model


def _readings(model: SpanModel, embedder: Encoder, asked: Sequence[tuple[Example, Sequence[str]]]) -> list[Judged]:
    """By the weights as they will be on disk, rounded."""
    with tempfile.TemporaryDirectory() as place:
        save_weights(Path(place), model, embedder.identity.name, embedder.identity.revision, 1.0, 0.0, {})
        reader = open_reader(embedder, Path(place))
    assert reader
    return [judge(reader, example, passages) for example, passages in asked]


if __name__ == "__main__":
    main()
