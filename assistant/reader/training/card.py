"""The model card, README.md beside the weights: what they are, what made them, how well they do. No text of XQuAD's stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from assistant.reader.training.calibrate import Bin, expected_calibration_error
from assistant.reader.training.examples import Example
from assistant.reader.training.failures import drawn, failures, failures_table, in_common
from assistant.reader.training.measure import Row, table
from assistant.reader.training.runs import Run, lineage
from assistant.reader.weights import CARD, WEIGHTS, Card

PLOT = "reliability.svg"

_CARD = """\
# The extractive reader's weights

A question and passages of Hindi or English news in; exact words of a passage out, or "not here". Low-rank adapters (LoRA, rank {rank}) on the linear
layers of the encoder's blocks from {first_layer} on (counted from 0), and a head that points at a span's two ends. They work only with the encoder they
were trained on, the embedder `{embedder}` (fingerprint `{revision}`), which is not part of them. Written by
`python -m assistant.reader.training.publish`; [`{card}`]({card}) says the same to the program.

| file | bytes | SHA-256 |
|---|---|---|
| `{weights}` | {size:,} | `{sha256}` |

## Licence

The base model is EmbeddingGemma-300M by Google. Gemma is provided under and subject to the Gemma Terms of Use found at
[ai.google.dev/gemma/terms](https://ai.google.dev/gemma/terms). These weights are a derivative of it: the same terms, with their prohibited uses, hold for
them and for whoever passes them on. They were changed from Google's by the training described here.

## Data

| data | what | licence | here |
|---|---|---|---|
| XQuAD, development half (Artetxe, Ruder and Yogatama 2020) | {xquad} | CC BY-SA 4.0 | no |
| the project's own passages ([training](training/README.md)) | {own} | Apache-2.0, the project's | yes |
{squad}{parallel}| wrong passages | of XQuAD and the 315, those that the project's search ranks first of other articles, for up to {negatives} of a run's questions | as above | |
{cut}
Nothing else was trained on: neither XQuAD's other half nor MLQA, in any language.

## Recipe

```
{command}
python -m assistant.reader.training.publish RUN --work WORK
```

In all {pairs:,} pairs of a question and a window of a passage in {steps:,} steps. The seed draws the same pairs in the same order from the same
files ([training](training/README.md) tells which of them can't be had again);
weights made on another processor differ in their last digits. The recipe of the last run that took any (one of none is but the mean of others):

```
{recipe}
```

## Figures

On what was held back, by article. "given": the right passage alone. "search": the best three passages that the project's search brings of all of XQuAD's
and its own. "wrong": the best one of another article. "not": near misses over the right passage. "heard": Roman-script questions as search hears them.
AUROC and refused compare with the answerable "given" questions of the same language and source.

{figures}

This run (the first) and those beside it, on XQuAD's questions, but for the near misses, which are the project's own:

{compared}

[earlier.md](earlier.md) tells what these figures rest on, and has the runs before: five folds of an earlier recipe, ablations, a learning curve.

## Calibration

A span's probability is exp(score / {temperature:.3f} {bias:+.3f}) against 1 for "none of the passages", over all that were read together. Fitted by maximum
likelihood to {readings} readings: questions about own passages that were neither trained on nor measured by, five answerable to three near misses, as search
hears them, each passage among those that search brings. A span is right when it shares half its tokens with the answer (F1 0.5). Fitted to four fifths of
the articles and measured on the fifth left out, the best span's expected calibration error is {error:.3f} ({outcomes} readings, {bins} bins of equal width).

![Reliability]({plot})

## Failures

Answers with a token F1 below 0.5; unanswerable questions that a threshold which keeps 92 % of the answerable ones lets through. All of them by kind:

{common}

{shown} drawn of the {failed:,}; words are shown only of the project's own passages. [failures.md](failures.md)
tells what they have in common.

{failures}

## Limits

- Trained on encyclopaedia articles and on invented news of 60 to 150 words. Headlines, tables, dialogue and legal text are unknown to it.
- A span ends within 40 tokens and within one sentence; an answer that must be put together from several places is found in parts at best.
- Questions in Roman-script Hindi and near misses ("how many were captured?" where only the killed are counted) are its weakest: see the figures.
- Its probabilities are for questions of which five in eight have an answer in what is read; where fewer have one they are too high.
- It tells what a passage says, not whether that is true, nor which of two articles is right.
"""

_CUT = (
    "| near misses | of all, the question's own passage without the sentences that answer, for up to {cut:.0%} of a run's questions | as above | |\n"
)
_SQUAD = "| SQuAD 2.0, training half (Rajpurkar, Jia and Liang 2018) | {questions} questions of its first ten articles | CC BY-SA 4.0 | no |\n"
_PARALLEL = (
    "| SQuAD, training half, in English and in a translation into Hindi made for this training ([training](training/README.md)) | paragraphs and "
    "their questions, in combinations of language as XQuAD's | CC BY-SA 4.0 | no |\n"
)


def model_card(card: Card, size: int, run: Run, rows: Sequence[Row], compared: str, bins: Sequence[Bin], own: Mapping[str, Example]) -> str:
    """size: the weights' bytes; compared: the table of runs; own: the project's questions, by id."""
    runs = lineage(run)
    stepped = next((one for one in reversed(runs) if one.steps), run)
    failed = failures(rows)
    shown = drawn(failed)
    return _CARD.format(
        **{name: getattr(card, name) for name in ("embedder", "revision", "first_layer", "rank", "temperature", "bias", "sha256")},
        card=CARD,
        weights=WEIGHTS,
        plot=PLOT,
        size=size,
        xquad="all 26 articles" if run.fold == "all" else f"four fifths of the 26 articles (fold {run.fold} held back)",
        own=_own(run),
        squad=_squad(run),
        parallel=_PARALLEL if any(one.recipe.parallel for one in runs) else "",
        negatives=f"{max(one.recipe.negatives for one in runs):.0%}",
        cut=_CUT.format(cut=most_cut) if (most_cut := max(one.recipe.cut for one in runs)) else "",
        command=card.made["command"].replace(" && ", "\n"),
        pairs=sum(one.pairs for one in runs),
        steps=sum(one.steps for one in runs),
        recipe="\n".join(f"{name} = {json.dumps(value)}" for name, value in asdict(stepped.recipe).items()),
        figures=table(rows),
        compared=compared,
        readings=card.made["readings"],
        error=expected_calibration_error(bins),
        outcomes=sum(one.count for one in bins),
        bins=len(bins),
        common=in_common(rows, failed),
        shown=len(shown),
        failed=len(failed),
        failures=failures_table(shown, own),
    )


def _own(run: Run) -> str:
    """Of the run and of those that it began with."""
    recipes = [one.recipe for one in lineage(run)]
    parts = [
        (any(recipe.own for recipe in recipes), "two thirds of the 315"),
        (any(recipe.more for recipe in recipes), "the 384 that are only trained on"),
        (any(recipe.rivals for recipe in recipes), "the 432 full of rivals"),
        (any(recipe.close for recipe in recipes), "the 312 of close near misses and whole phrases"),
    ]
    return f"{', '.join(what for trained, what in parts if trained) or 'none trained on'}; a third of the 315 measures and calibrates"


def _squad(run: Run) -> str:
    """Of the run and of those that it began with."""
    drawn = [f"{one.recipe.squad:,}" for one in lineage(run) if one.recipe.squad]
    return _SQUAD.format(questions=" and then ".join(drawn)) if drawn else ""
