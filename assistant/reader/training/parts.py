"""What is trained on and what is held back: XQuAD's development half in five by article, the project's own passages in three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantFailure
from assistant.reader.training.examples import CLOSE, RIVALS, TRAINED_ONLY, Example, read_own, read_squad, read_typed, read_xquad, split_articles
from assistant.reader.training.recipe import Recipe

ROOT = Path(__file__).resolve().parents[3]
XQUAD = ROOT.parent / "shared" / "xquad" / "xquad_dev.json"
TYPED = ROOT / "tests" / "bench" / "xquad_roman.jsonl"
FOLDS = 5
# Always the same split, whatever the recipe's seed: what was once held back is never trained on.
SPLIT_SEED = 11
_TESTED, _CALIBRATION = 70 / 315, 35 / 315


@dataclass(frozen=True, slots=True)
class Parts:
    """everything is what search ranks; tested, calibration and what a run may train on (xquad, own) share no article.

    more, rivals, close: own passages that are only trained on and never searched; typed: Roman-script versions of xquad's questions, for recipes that read them as
    heard; squad and parallel: files of SQuAD's training half, and of passages in both languages, for those that draw from them.
    """

    everything: Sequence[Example]
    xquad: Sequence[Example]
    own: Sequence[Example]
    tested: Sequence[Example]
    calibration: Sequence[Example]
    more: Sequence[Example] = ()
    rivals: Sequence[Example] = ()
    close: Sequence[Example] = ()
    typed: Sequence[Example] = ()
    squad: Path | None = None
    parallel: Path | None = None

    @property
    def held(self) -> frozenset[str]:
        """The articles that are held back. No passage of theirs is trained on, as a wrong one for another's question neither."""
        return frozenset(example.article for example in (*self.tested, *self.calibration))

    def trained(self, recipe: Recipe) -> list[Example]:
        """What this recipe trains on: of each source the articles of its share, of which a smaller share is a part."""
        xquad = [*self.xquad, *self.typed] if recipe.heard else self.xquad
        own = ((recipe.own, self.own), (recipe.more, self.more), (recipe.rivals, self.rivals), (recipe.close, self.close))
        sources = [xquad, *(source for taken, source in own if taken)]
        chosen = [example for source in sources for example in split_articles(source, [recipe.share], recipe.seed)[0]]
        if recipe.parallel:
            if self.parallel is None:
                raise AssistantFailure("The recipe takes passages in both languages. Say where they lie: --parallel FILE")
            chosen += read_xquad(self.parallel)
        if recipe.squad:
            if self.squad is None:
                raise AssistantFailure(f"The recipe draws {recipe.squad} questions of SQuAD 2.0. Say where its train-v2.0.json lies: --squad FILE")
            chosen += read_squad(self.squad, recipe.squad, recipe.seed)
        return [example for example in chosen if not recipe.combination or example.language == recipe.combination or not example.in_four]


def parts_of(xquad: Path, fold: str, squad: Path | None = None, parallel: Path | None = None) -> Parts:
    """fold: the number of the fifth of XQuAD that is held back, or "all" to hold none back. Raises AssistantFailure for another one."""
    if fold not in {"all", *map(str, range(FOLDS))}:
        raise AssistantFailure(f"There is no fold '{fold}'. Say 0 to {FOLDS - 1}, or all.")
    examples = read_xquad(xquad)
    held_out = [] if fold == "all" else split_articles(examples, [1 / FOLDS] * (FOLDS - 1), SPLIT_SEED)[int(fold)]
    test_own, calibration, own = own_parts()
    held = {example.article for example in held_out}
    trained = [example for example in examples if example.article not in held]
    return Parts(
        everything=[*examples, *test_own, *calibration, *own, *read_typed(TYPED, examples)],
        xquad=trained,
        own=own,
        tested=[*held_out, *read_typed(TYPED, held_out), *test_own],
        calibration=calibration,
        more=read_own(TRAINED_ONLY),
        rivals=read_own(RIVALS),
        close=read_own(CLOSE),
        typed=read_typed(TYPED, trained),
        squad=squad,
        parallel=parallel,
    )


def own_parts() -> tuple[list[Example], list[Example], list[Example]]:
    """The project's own passages but for those of TRAINED_ONLY, RIVALS and CLOSE: (tested, calibration, trained on)."""
    tested, calibration, trained = split_articles(read_own(), [_TESTED, _CALIBRATION], SPLIT_SEED)
    return tested, calibration, trained
