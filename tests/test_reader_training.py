from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tiny_encoder import WordTokenizer, tiny_encoder

from assistant.errors import AssistantFailure
from assistant.reader.pairs import encode_pairs
from assistant.reader.training.examples import Example, read_xquad, unanswerable
from assistant.reader.training.measure import Row, auroc, refused, table
from assistant.reader.training.recipe import load_recipe

if TYPE_CHECKING:
    from assistant.reader.training.trainer import Trainer

PASSAGES = [
    ("बाढ़ में 11 लोग मरे और 40 बचाए गए।", (("कितने मरे?", "11 लोग"), ("कितने बचाए गए?", "40"), ("कितने घायल हुए?", None))),
    ("मंत्री ने शुक्रवार को पुल खोला।", (("पुल कब खुला?", "शुक्रवार"), ("किसने खोला?", "मंत्री"), ("पुल कितने में बना?", None))),
    ("दूध 4 रुपये महंगा हुआ।", (("दूध कितना महंगा हुआ?", "4 रुपये"), ("चाय कितनी महंगी हुई?", None))),
]
EXAMPLES = [
    Example(f"{place}-{number}", f"p{place}", "hi-hi", question, passage, (answer,) if answer else ())
    for place, (passage, asked) in enumerate(PASSAGES)
    for number, (question, answer) in enumerate(asked)
]
SMALL = ["first_layer=2", "rank=4", "pairs=4", "dropout=0.0", "adapter_rate=1e-2", "head_rate=3e-2", "xquad_share=1.0", "negatives=0.0"]


# Drawing and learning


def test_each_epoch_takes_two_of_four_languages_and_two_epochs_take_all(shared: Path) -> None:
    from assistant.reader.training.plan import drawn_examples

    examples = read_xquad(shared / "xquad" / "xquad_dev.json")[:400]
    drawn = [{one.id for one in drawn_examples(examples, {}, load_recipe(), epoch, random.Random(0))} for epoch in (0, 1)]
    assert [len(ids) for ids in drawn] == [200, 200]
    assert len(drawn[0] | drawn[1]) == 400
    assert {one.id for one in drawn_examples(examples, {}, load_recipe(["turn=1"]), 0, random.Random(0))} == drawn[1]


def test_a_question_over_a_wrong_passage_has_no_answer() -> None:
    negative = unanswerable(EXAMPLES[0], PASSAGES[1][0], 2)
    assert (negative.answers, negative.spans(), negative.article) == ((), [], "p0")


def test_a_share_of_the_questions_is_asked_of_wrong_passages_too() -> None:
    from assistant.reader.training.plan import drawn_examples

    wrong = {example.id: ["एक।", "दो।"] for example in EXAMPLES}
    drawn = list(drawn_examples(EXAMPLES, wrong, load_recipe(["negatives=1.0"]), 0, random.Random(0)))
    assert len(drawn) == 2 * len(EXAMPLES)
    assert all(not one.answers for one in drawn[1::2])
    assert list(drawn_examples(EXAMPLES, wrong, load_recipe(["negatives=0.0"]), 0, random.Random(0))) == EXAMPLES


def test_a_share_of_the_questions_is_asked_of_their_passages_without_the_answer() -> None:
    from assistant.reader.training.plan import drawn_examples

    example = Example("x", "a", "hi-hi", "कौन?", "बस पलटी। राम आए।", ("राम",))
    drawn = list(drawn_examples([example], {}, load_recipe(["cut=1.0"]), 0, random.Random(0)))
    assert [(one.id, one.passage, one.answers) for one in drawn] == [("x", example.passage, ("राम",)), ("x-cut", "बस पलटी।", ())]


def trained(folder: Path, stop_after: int | None = None, epochs: int = 5, dropout: float = 0.0) -> tuple[Trainer, list[str]]:
    from assistant.reader.training.plan import plan
    from assistant.reader.training.trainer import Trainer

    told: list[str] = []
    recipe = load_recipe([*SMALL, f"epochs={epochs}", f"dropout={dropout}"])
    trainer = Trainer(tiny_encoder(), recipe, folder, folder.parent / "hidden")
    if stop_after is not None:
        steps = iter(range(stop_after))
        real = trainer._step

        def stopping(step: object) -> float:
            if next(steps, None) is None:
                raise KeyboardInterrupt
            return real(step)  # type: ignore[arg-type]

        trainer._step = stopping  # type: ignore[method-assign, assignment]
    trainer.train(plan(WordTokenizer(), recipe, EXAMPLES, {}), told.append)
    trainer.model.eval()
    return trainer, told


@pytest.mark.slow
def test_it_learns_what_it_is_shown(tmp_path: Path) -> None:
    from assistant.reader.training.predict import span_reader

    trainer, told = trained(tmp_path / "run", epochs=70)
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in told if line.startswith("step")]
    assert losses[-1] < 0.25 * losses[0]
    read = span_reader(trainer.logits, WordTokenizer())
    right = [read(example.question, [example.passage])[0][0] == example.answers[0] for example in EXAMPLES if example.answers]
    assert sum(right) >= 4
    scores = {bool(example.answers): read(example.question, [example.passage])[0][1] for example in EXAMPLES}
    assert scores[True] > 0 > scores[False]


def test_a_run_that_was_stopped_ends_as_one_that_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr("assistant.reader.training.trainer._CHECKPOINT_SECONDS", 0)
    whole, _ = trained(tmp_path / "whole", dropout=0.1)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "parts", stop_after=7, dropout=0.1)
    parts, told = trained(tmp_path / "parts", dropout=0.1)
    assert "7 of them done before" in told[0]
    for name, tensor in whole.model.state_dict().items():
        torch.testing.assert_close(tensor, parts.model.state_dict()[name])


def test_a_run_that_began_with_anothers_weights_ends_with_a_share_of_them(tmp_path: Path) -> None:
    """However often it is taken up again."""
    import torch

    from assistant.reader.training.plan import plan
    from assistant.reader.training.trainer import Trainer

    before, _ = trained(tmp_path / "before")
    ended = {}
    for share in ("0.0", "0.5"):
        recipe = load_recipe([*SMALL, "epochs=2", f"before={share}"])
        for _ in range(2):
            trainer = Trainer(tiny_encoder(), recipe, tmp_path / share, tmp_path / "hidden", [tmp_path / "before"])
            trainer.train(plan(WordTokenizer(), recipe, EXAMPLES, {}), lambda _: None)
        ended[share] = trainer.model.state_dict()
    for name, first in before.model.state_dict().items():
        torch.testing.assert_close(ended["0.5"][name], (first + ended["0.0"][name]) / 2)
    assert any(not torch.equal(ended["0.0"][name], first) for name, first in before.model.state_dict().items())


def test_training_in_bfloat16_goes_the_same_way(tmp_path: Path) -> None:
    """With weights and optimizer still in float32."""
    import torch

    from assistant.reader.training.plan import plan
    from assistant.reader.training.trainer import Trainer

    whole, _ = trained(tmp_path / "whole", epochs=2)
    recipe = load_recipe([*SMALL, "epochs=2", "bfloat16=true"])
    half = Trainer(tiny_encoder(), recipe, tmp_path / "half", tmp_path / "hidden-half")
    half.train(plan(WordTokenizer(), recipe, EXAMPLES, {}), lambda _: None)
    exact, rough = (torch.cat([weights.flatten() for weights in one.model.state_dict().values()]) for one in (whole, half))
    assert rough.dtype == torch.float32
    assert not torch.equal(exact, rough)
    assert torch.nn.functional.cosine_similarity(exact, rough, dim=0) > 0.9


def test_the_lower_layers_are_passed_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.reader.training.hidden import HiddenStates

    trained(tmp_path / "first")
    kept = sorted((tmp_path / "hidden").rglob("*.safetensors"))
    assert len(kept) == len(EXAMPLES)
    monkeypatch.setattr(HiddenStates, "_keep", lambda *_: pytest.fail("passed through again"))
    trained(tmp_path / "second")


def test_what_is_measured_is_what_the_model_gives(tmp_path: Path) -> None:
    """The trainer takes the lower layers' states from disk, the reader in use passes through all."""
    import torch

    trainer, _ = trained(tmp_path / "run")
    pairs = [pair for example in EXAMPLES[:3] for pair in encode_pairs(WordTokenizer(), example.question, example.passage)]
    with torch.inference_mode():
        whole = trainer.model(pairs)
    for of_pair, expected in zip(trainer.logits(pairs), whole, strict=True):
        torch.testing.assert_close(of_pair, expected)


# Recipe and figures


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("speed=1", "has no 'speed'"),
        ("epochs=many", "can't be 'many'"),
        ("rank=", "can't be ''"),
        ("epochs=1.5", "can't be '1.5'. Write a whole number"),
        ("rank=0", "can't be 0. Write 1 or more"),
        ("negatives=35", "can't be 35. It is a share"),
        ("more=1", "can't be '1'. Write true or false"),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(change: str, told: str) -> None:
    with pytest.raises(AssistantFailure, match=told):
        load_recipe([change])


def test_a_recipe_is_changed_by_name() -> None:
    recipe = load_recipe(["epochs=5", "own=false", "adapter_rate=1e-4"])
    assert (recipe.epochs, recipe.own, recipe.adapter_rate, recipe.seed) == (5, False, 1e-4, 7)


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [([2.0, 3.0], [0.0, 1.0], 1.0), ([0.0], [1.0], 0.0), ([1.0], [1.0], 0.5), ([1.0, 3.0], [2.0, 0.0], 0.75), ([1.0, 2.0], [1.0], 0.75)],
)
def test_auroc_counts_pairs_in_the_right_order(positive: list[float], negative: list[float], area: float) -> None:
    assert auroc(positive, negative) == pytest.approx(area)


def test_what_is_refused_depends_on_how_much_is_kept() -> None:
    positive = [float(n) for n in range(100)]
    assert refused(positive, [7.5, 8.5, -1.0, 50.0], kept=0.92) == 0.5
    assert refused(positive, [7.5, 8.5, -1.0, 50.0], kept=1.0) == 0.25


def test_the_table_has_one_line_a_kind() -> None:
    rows = [
        Row("a", "given hi-hi", "x", 3.0, 1.0, 1.0),
        Row("b", "given hi-hi", "y", 1.0, 0.5, 0.0),
        Row("c", "given hi-hi not", "z", 0.0, None, None),
    ]
    assert table(rows).splitlines()[2:] == ["| own given hi-hi | 2 | 0.750 | 0.500 | | |", "| own given hi-hi not | 1 | | | 1.000 | 1.000 |"]


def test_xquads_questions_and_the_projects_own_are_told_apart() -> None:
    rows = [
        Row("56d9895ddc89441400fdb510-hi-hi", "given hi-hi", "x", 3.0, 1.0, 1.0),
        Row("56d9895ddc89441400fdb510-hi-hi-not-0", "wrong hi-hi", "y", 1.0, None, None),
        Row("56d9895ddc89441400fdb510-hinglish-hi", "given heard-hi", "y", 1.0, 0.0, 0.0),
        Row("A-001-3", "given hi-hi", "z", 0.0, 0.0, 0.0),
        Row("A-001-3-not-0", "wrong hi-hi", "z", 5.0, None, None),
    ]
    assert [row.source for row in rows] == ["XQuAD", "XQuAD", "XQuAD", "own", "own"]
    assert table(rows).splitlines()[2:] == [
        "| XQuAD given heard-hi | 1 | 0.000 | 0.000 | | |",
        "| XQuAD given hi-hi | 1 | 1.000 | 1.000 | | |",
        "| XQuAD wrong hi-hi | 1 | | | 1.000 | 1.000 |",
        "| own given hi-hi | 1 | 0.000 | 0.000 | | |",
        "| own wrong hi-hi | 1 | | | 0.000 | 0.000 |",
    ]


class Ranked:
    """Search that always brings the same passages."""

    def __init__(self, *passages: str) -> None:
        self._passages = list(passages)

    def knows(self, example: Example) -> bool:
        return example.passage in self._passages

    def passages(self, _example: Example, most: int) -> list[str]:
        return self._passages[:most]

    def wrong(self, example: Example) -> list[str]:
        return [passage for passage in self._passages if passage != example.passage]


def test_reading_each_passage_once_gives_what_reading_it_for_each_kind_gives(tmp_path: Path) -> None:
    from assistant.reader.training.measure import measure
    from assistant.reader.training.predict import span_reader

    trainer, _ = trained(tmp_path / "run")
    read = span_reader(trainer.logits, WordTokenizer())
    batches: list[list[str]] = []

    def recorded(question: str, passages: Sequence[str]) -> list[tuple[str, float]]:
        batches.append(list(passages))
        return read(question, passages)

    ranked = Ranked(*(passage for passage, _ in PASSAGES[:2]))
    rows = iter(measure(recorded, EXAMPLES, ranked))  # type: ignore[arg-type]
    for example in EXAMPLES:
        once = {passage: read(example.question, [passage])[0] for passage, _ in PASSAGES}
        expected = [(f"given hi-hi{'' if example.answers else ' not'}", *once[example.passage])]
        if example.answers and ranked.knows(example):
            expected.append(("search hi-hi", *max((once[passage] for passage, _ in PASSAGES[:2]), key=lambda found: found[1])))
            expected.append(("wrong hi-hi", *once[ranked.wrong(example)[0]]))
        for kind, said, score in expected:
            row = next(rows)
            assert (row.kind, row.said) == (kind, said)
            assert row.score == pytest.approx(score, abs=1e-4)
    assert next(rows, None) is None
    assert len(batches) == len(EXAMPLES)
    assert all(len(set(batch)) == len(batch) for batch in batches)
