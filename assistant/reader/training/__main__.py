"""`python -m assistant.reader.training`: trains the reader, measures it on what was held back, and goes on where it was stopped.

XQuAD's development half is split in five by article; --fold N holds one back, --fold all none. Of the project's own passages a third is always held
back: near misses to measure by, and a part to calibrate on.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from assistant.assemble import Assembly
from assistant.errors import AssistantFailure
from assistant.offline import go_offline
from assistant.reader.reader import Encoder
from assistant.reader.training.parts import FOLDS, XQUAD, parts_of
from assistant.reader.training.recipe import load_recipe
from assistant.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="for the run's log, checkpoint and figures; the same folder goes on with the run")
    parser.add_argument("--fold", default="0", help=f"0 to {FOLDS - 1}, or all (default %(default)s)")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change the recipe")
    parser.add_argument("--work", type=Path, help="where hidden states and search's rankings are kept between runs (default: FOLDER/work)")
    parser.add_argument("--xquad", type=Path, default=XQUAD)
    parser.add_argument(
        "--after",
        type=Path,
        nargs="+",
        default=[],
        metavar="RUN",
        help="begin with the mean of these finished runs' weights (with --set epochs=0 it is all that is made), or of published ones "
        "(data/reader); their rank must be the same, their first layer no lower",
    )
    parser.add_argument("--squad", type=Path, metavar="FILE", help="SQuAD 2.0's train-v2.0.json, for --set squad=COUNT")
    parser.add_argument("--parallel", type=Path, metavar="FILE", help="passages in Hindi and English, laid out as --xquad's, for --set parallel=true")
    parser.add_argument("--quick", action="store_true", help="measure less, in a third of the time (see measure.py): for ablations and folds")
    parser.add_argument("--only-train", action="store_true", help="don't measure: for a run that another goes on from")
    parser.add_argument("--only-prepare", action="store_true", help="search for wrong passages and stop")
    options = parser.parse_args()
    go_offline()
    try:
        run(options)
    except AssistantFailure as error:
        raise SystemExit(str(error)) from error
    except FileNotFoundError as error:
        files = {"--xquad": options.xquad, "--squad": options.squad, "--parallel": options.parallel}
        option = next((option for option, file in files.items() if file is not None and str(file) == error.filename), None)
        if option is None:
            raise
        raise SystemExit(f"'{error.filename}' isn't there. Say where it lies: {option} FILE") from error


def run(options: argparse.Namespace) -> None:
    from assistant.reader.training.measure import measure, table
    from assistant.reader.training.predict import span_reader
    from assistant.reader.training.retrieved import Retrieved
    from assistant.reader.training.runs import begun, finished_run, plan_run, write_rows
    from assistant.reader.training.trainer import Trainer

    recipe = load_recipe(options.set)
    if recipe.before and not options.after:
        raise AssistantFailure(f"The recipe keeps {recipe.before} of the weights before, but there are none. Say whose: --after RUN")
    parts = parts_of(options.xquad, options.fold, options.squad, options.parallel)
    work = options.work or options.folder / "work"
    assembly = Assembly(load_settings().model_copy(update={"store": work / "store", "chroma_url": None}))
    retrieved = Retrieved(assembly, parts.everything, work)
    if options.only_prepare:
        return
    if not isinstance(assembly.embedder, Encoder):
        raise AssistantFailure(f"The embedder '{assembly.embedder.identity.name}' has no encoder to train on. Unset PRAMAAN_EMBEDDER.")
    with assembly.embedder.lent() as (lent, tokenizer):
        encoder = lent.float()
    after = tuple(map(finished_run, options.after))
    planned, steps = plan_run(recipe, options.fold, parts, retrieved, tokenizer, after)
    begun(options.folder, planned)
    log = (options.folder / "log.txt").open("a", encoding="utf-8")

    def tell(line: str) -> None:
        for out in (log, None):
            print(f"{time.strftime('%H:%M:%S')} {line}", file=out, flush=True)

    trainer = Trainer(encoder, recipe, options.folder, work / "hidden", options.after)
    trainer.train(steps, tell)
    if options.only_train:
        return
    tested = [*parts.tested, *(retrieved.heard(example) for example in parts.tested if example.language == "hinglish-hi")]
    trainer.model.eval()
    rows = measure(span_reader(trainer.logits, tokenizer), tested, retrieved, options.quick)
    write_rows(options.folder, rows)
    tell("\n" + table(rows))


if __name__ == "__main__":
    main()
