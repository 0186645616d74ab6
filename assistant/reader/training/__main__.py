"""`python -m assistant.reader.training`: trains the reader, measures it on what was held back, and goes on where it was stopped.

XQuAD's development half is split in five by article; --fold N holds one back, --fold all none. Of the project's own passages a third is always held
back: near misses to measure by, and a part to calibrate on.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from assistant.assemble import Assembly
from assistant.offline import go_offline
from assistant.reader.training.examples import Example, read_own, read_typed, read_xquad, split_articles
from assistant.reader.training.recipe import load_recipe
from assistant.settings import load_settings
from index.search.hearing import Vocabulary, hear

ROOT = Path(__file__).resolve().parents[3]
XQUAD = ROOT.parent / "shared" / "xquad" / "xquad_dev.json"
TYPED = ROOT / "tests" / "bench" / "xquad_roman.jsonl"
FOLDS = 5
# Always the same split, whatever the recipe's seed: what was once held back is never trained on.
SPLIT_SEED = 11


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="for the run's log, checkpoint and figures; the same folder goes on with the run")
    parser.add_argument("--fold", default="0", help=f"0 to {FOLDS - 1}, or all (default %(default)s)")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change the recipe")
    parser.add_argument("--work", type=Path, help="where hidden states and search's rankings are kept between runs (default: FOLDER/work)")
    parser.add_argument("--xquad", type=Path, default=XQUAD)
    parser.add_argument("--only-prepare", action="store_true", help="search for wrong passages and stop")
    options = parser.parse_args()
    go_offline()
    run(options)


def run(options: argparse.Namespace) -> None:
    from assistant.reader.training.measure import measure, table
    from assistant.reader.training.predict import span_reader
    from assistant.reader.training.retrieved import Retrieved
    from assistant.reader.training.trainer import Trainer

    recipe = load_recipe(options.set)
    work = options.work or options.folder / "work"
    options.folder.mkdir(parents=True, exist_ok=True)
    log = (options.folder / "log.txt").open("a", encoding="utf-8")

    def tell(line: str) -> None:
        for out in (log, None):
            print(f"{time.strftime('%H:%M:%S')} {line}", file=out, flush=True)

    xquad = read_xquad(options.xquad)
    folds = split_articles(xquad, [1 / FOLDS] * (FOLDS - 1), SPLIT_SEED)
    held_out = [] if options.fold == "all" else folds[int(options.fold)]
    test_own, calibration, train_own = split_articles(read_own(), [70 / 315, 35 / 315], SPLIT_SEED)
    assembly = Assembly(load_settings().model_copy(update={"store": work / "store", "chroma_url": None}))
    everything = [*xquad, *test_own, *calibration, *train_own, *read_typed(TYPED, xquad)]
    retrieved = Retrieved(assembly, everything, work)
    if options.only_prepare:
        return
    held = {example.article for example in held_out}
    examples = [example for example in xquad if example.article not in held] + (train_own if recipe.own else [])
    wrong = {example.id: retrieved.wrong(example) for example in examples} if recipe.negatives else {}
    encoder, tokenizer = assembly.embedder._model[0].auto_model, assembly.embedder._model.tokenizer  # type: ignore[attr-defined]
    trainer = Trainer(encoder, tokenizer, recipe, options.folder, work / "hidden")
    trainer.train(examples, wrong, tell)
    tested = [*held_out, *read_typed(TYPED, held_out), *test_own]
    tested += heard(tested, assembly.catalogue.sounds)
    trainer.model.eval()
    rows = measure(span_reader(trainer.model, tokenizer), tested, retrieved)
    (options.folder / "rows.jsonl").write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), "utf-8")
    tell("\n" + table(rows))


def heard(examples: Sequence[Example], vocabulary: Vocabulary) -> list[Example]:
    """The Roman-script questions in Devanagari, as search hears them."""
    roman = [example for example in examples if example.language == "hinglish-hi"]
    return [replace(one, language="heard-hi", question=hear(one.question, vocabulary).question) for one in roman]


if __name__ == "__main__":
    main()
