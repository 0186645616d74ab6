from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import torch
from tiny_encoder import TinyEmbedder, WordTokenizer

from assistant.assemble import Assembly
from assistant.errors import AssistantFailure
from assistant.reader.model import SpanModel
from assistant.reader.training.examples import Example, read_squad
from assistant.reader.training.measure import measure
from assistant.reader.training.parts import Parts
from assistant.reader.training.recipe import load_recipe
from assistant.reader.training.retrieved import Retrieved
from assistant.reader.training.runs import Run, begun, command, finished_run, plan_run, read_run, rows_of
from assistant.reader.training.trainer import CHECKPOINT, Trainer, read_checkpoint
from assistant.reader.weights import save_weights

XQUAD = Example("x-hi-hi", "x", "hi-hi", "कौन?", "राव आए।", ("राव",))
OWN = Example("o", "o", "hi-hi", "कब?", "सोमवार को।", ("सोमवार",))
MORE = Example("m", "m", "hi-hi", "कहां?", "भोपाल में।", ("भोपाल",))
RIVALS = Example("r", "r", "hi-hi", "कितने?", "तीन लोग आए, दो गए।", ("तीन",))
CLOSE = Example("c", "c", "hi-hi", "क्यों?", "बारिश के कारण मेला टल गया।", ("बारिश के कारण",))
TYPED = Example("x-hinglish-hi", "x", "hinglish-hi", "rav kab aaye?", "राव आए।", ("राव",))


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    """Twelve articles of two questions, one of them without an answer."""

    def article(number: int) -> object:
        asked = [
            {"id": f"{number}-a", "question": " Who came? ", "answers": [{"text": "Rao", "answer_start": 4}], "is_impossible": False},
            {"id": f"{number}-b", "question": "Who left?", "answers": [], "is_impossible": True},
        ]
        return {"title": f"T{number}", "paragraphs": [{"context": "Rao Rao came.", "qas": asked}]}

    path = tmp_path / "train-v2.0.json"
    path.write_text(json.dumps({"data": [article(number) for number in range(12)]}), "utf-8")
    return path


def parts(squad: Path | None = None, parallel: Path | None = None) -> Parts:
    return Parts([], [XQUAD], [OWN], [], [], more=[MORE], rivals=[RIVALS], close=[CLOSE], typed=[TYPED], squad=squad, parallel=parallel)


def test_squads_questions_are_of_its_first_ten_articles_each_answer_at_its_place(squad: Path) -> None:
    everything = read_squad(squad, 20, 7)
    assert {example.article for example in everything} == {f"SQuAD T{number}" for number in range(10)}
    assert [example.spans() for example in everything if example.answers] == [[(4, 7)]] * 10
    assert {example.question for example in everything} == {"Who came?", "Who left?"}
    assert read_squad(squad, 5, 7) == read_squad(squad, 5, 7)
    assert read_squad(squad, 5, 7) != read_squad(squad, 5, 8)


def test_a_recipe_says_what_it_trains_on(squad: Path) -> None:
    assert parts().trained(load_recipe()) == [XQUAD, OWN]
    assert parts().trained(load_recipe(["heard=true"])) == [XQUAD, TYPED, OWN]
    assert parts().trained(load_recipe(["more=true", "own=false"])) == [XQUAD, MORE]
    assert parts().trained(load_recipe(["rivals=true"])) == [XQUAD, OWN, RIVALS]
    assert parts().trained(load_recipe(["close=true"])) == [XQUAD, OWN, CLOSE]
    assert len(parts(squad).trained(load_recipe(["squad=6"]))) == 8
    with pytest.raises(AssistantFailure, match=r"--squad FILE"):
        parts().trained(load_recipe(["squad=6"]))
    with pytest.raises(AssistantFailure, match=r"draws 21 questions of SQuAD 2\.0; the first ten articles .* have 20"):
        parts(squad).trained(load_recipe(["squad=21"]))


def test_passages_in_both_languages_are_asked_in_all_four_combinations(tmp_path: Path) -> None:
    asked = {"id": "q", "question": "कौन?", "question_en": "Who?", "answers": ["राव"], "answers_en": ["Rao"]}
    article = {"title": "visit", "paragraphs": [{"context": "राव आए।", "context_en": "Rao came.", "qas": [asked]}]}
    path = tmp_path / "parallel.json"
    path.write_text(json.dumps([article]), "utf-8")
    examples = parts(parallel=path).trained(load_recipe(["parallel=true"]))[2:]
    assert [(one.language, one.question, one.passage, one.answers) for one in examples] == [
        ("hi-hi", "कौन?", "राव आए।", ("राव",)),
        ("hi-en", "कौन?", "Rao came.", ("Rao",)),
        ("en-hi", "Who?", "राव आए।", ("राव",)),
        ("en-en", "Who?", "Rao came.", ("Rao",)),
    ]
    one = parts(parallel=path).trained(load_recipe(["parallel=true", "combination=en-hi"]))
    assert [example.id for example in one] == ["o", "q-en-hi"]
    with pytest.raises(AssistantFailure, match=r"combination can't be 'hindi'\. Write one of hi-hi, "):
        load_recipe(["combination=hindi"])
    with pytest.raises(AssistantFailure, match=r"--parallel FILE"):
        parts().trained(load_recipe(["parallel=true"]))


NO_WORDS = SimpleNamespace(sounding_like=lambda keys: {}, holds=lambda word: False)
NOTHING = cast(Assembly, SimpleNamespace(catalogue=SimpleNamespace(sounds=NO_WORDS)))
"""A search that was asked nothing."""


def test_roman_script_is_read_as_it_is_heard_and_nothing_else_is_changed(tmp_path: Path) -> None:
    retrieved = Retrieved(NOTHING, [], tmp_path)
    assert retrieved.heard(XQUAD) is XQUAD
    heard = retrieved.heard(TYPED)
    assert (heard.language, heard.answers, heard.id) == ("heard-hi", TYPED.answers, TYPED.id)
    assert any("\u0900" <= letter <= "\u097f" for letter in heard.question)


def test_a_question_that_search_was_not_asked_has_no_wrong_passages(tmp_path: Path) -> None:
    assert Retrieved(NOTHING, [], tmp_path).wrong(XQUAD) == []


def test_wrong_passages_that_a_run_trains_on_are_of_no_held_article(tmp_path: Path) -> None:
    tested = replace(OWN, id="h", article="held", passage="मंगलवार को।", answers=())
    (tmp_path / "retrieved.jsonl").write_text(json.dumps([OWN.question, [0, 1]]) + "\n", "utf-8")
    retrieved = Retrieved(NOTHING, [tested, OWN], tmp_path)
    assert retrieved.wrong(OWN) == [tested.passage]

    def pairs(held: Sequence[Example]) -> int:
        run, _ = plan_run(load_recipe(["negatives=1.0", "epochs=1"]), "0", Parts([], [], [OWN], held, []), retrieved, WordTokenizer())
        return run.pairs

    assert (pairs([]), pairs([tested])) == (2, 1)


def test_a_quick_measure_leaves_out_what_an_ablation_can_do_without() -> None:
    other = ["और कुछ।"]
    ranked = cast(Retrieved, SimpleNamespace(knows=lambda example: True, passages=lambda example, most: other, wrong=lambda example: other))

    def read(_: str, passages: Sequence[str]) -> list[tuple[str, float]]:
        return [("राव", 1.0)] * len(passages)

    hindi = ["given hi-hi", "search hi-hi", "wrong hi-hi"]
    asked = [XQUAD, replace(XQUAD, language="en-hi"), replace(XQUAD, language="hi-en"), replace(XQUAD, language="hinglish-hi")]
    assert [row.kind for row in measure(read, asked, ranked, quick=True)] == [*hindi, "given en-hi"]
    assert [row.kind for row in measure(read, asked, ranked)][:6] == [*hindi, "given en-hi", "search en-hi", "wrong en-hi"]


def test_a_run_goes_on_from_anothers_weights_and_says_so(tmp_path: Path) -> None:
    recipe = load_recipe(["first_layer=2", "rank=4"])
    before = Run(recipe, "0", 1, 1, 0)
    first = Trainer(TinyEmbedder().encoder, recipe, tmp_path / "before", tmp_path / "hidden")
    with torch.no_grad():
        next(first.model.adapters.parameters()).fill_(0.5)
    first._save(torch.optim.AdamW(first.model.parameters()), 0)
    assert (tmp_path / "before" / CHECKPOINT).is_file()
    second = Trainer(TinyEmbedder().encoder, recipe, tmp_path / "after", tmp_path / "hidden", [tmp_path / "before"])
    assert torch.all(next(second.model.adapters.parameters()) == 0.5)

    with pytest.raises(AssistantFailure, match="no finished run"):
        finished_run(tmp_path / "before")
    begun(tmp_path / "before", replace(before, steps=3))
    with pytest.raises(AssistantFailure, match="no finished run"):
        finished_run(tmp_path / "before")
    begun(tmp_path / "ended", before)
    shutil.copy(tmp_path / "before" / CHECKPOINT, tmp_path / "ended")
    after = Run(replace(recipe, squad=5), "0", 1, 1, 0, (finished_run(tmp_path / "ended"),))
    begun(tmp_path / "after", after)
    assert read_run(tmp_path / "after") == after
    assert command(after) == (
        "python -m assistant.reader.training RUN-1 --work WORK --fold 0 --set first_layer=2 --set rank=4 && "
        "python -m assistant.reader.training RUN --work WORK --after RUN-1 --fold 0 --set first_layer=2 --set rank=4 --set squad=5 --squad train-v2.0.json"
    )
    first = replace(before, examples=7)
    mean = replace(after, after=(replace(after, after=(first,)), first))
    assert [line.split()[3] for line in command(mean).split(" && ")] == ["RUN-1", "RUN-2", "RUN"]
    assert command(mean).split(" && ")[2].startswith("python -m assistant.reader.training RUN --work WORK --after RUN-2 RUN-1 --fold 0")
    begun(tmp_path / "mean", mean)
    assert read_run(tmp_path / "mean") == mean
    assert [row["after"] for row in rows_of(mean)] == [[], [0], [1, 0]]


@pytest.mark.parametrize("nested", [False, True])
def test_a_run_goes_on_from_published_weights_with_more_layers(nested: bool, tmp_path: Path) -> None:
    recipe = load_recipe(["first_layer=2", "rank=4"])
    before = Run(recipe, "0", 8, 9, 1)
    published = SpanModel(TinyEmbedder().encoder, recipe.shape)
    with torch.no_grad():
        for weights in published.parameters():
            weights.fill_(0.5)
    save_weights(
        tmp_path,
        published,
        "tiny",
        "1",
        1.0,
        0.0,
        {"command": command(before), "readings": 3} | (asdict(before) if nested else {"runs": rows_of(before)}),
    )
    assert finished_run(tmp_path) == before

    def begun_with(*changes: str) -> SpanModel:
        return Trainer(TinyEmbedder().encoder, replace(load_recipe([*changes]), rank=4), tmp_path / "run", tmp_path / "hidden", [tmp_path]).model

    deeper = begun_with("first_layer=1").state_dict()
    assert all(torch.equal(deeper[name], weights) for name, weights in published.state_dict().items())
    below = [weights for name, weights in deeper.items() if name.startswith("adapters.layers-1-") and name.endswith("up")]
    assert below
    assert not any(weights.any() for weights in below)
    with pytest.raises(AssistantFailure, match="first layer no lower"):
        begun_with("first_layer=3")


def test_the_mean_of_runs_is_a_run_without_steps(tmp_path: Path) -> None:
    """One that adapts fewer layers counts as the encoder itself in the others."""
    states = {}
    for name, layer, value in (("upper", 2, 1.0), ("all", 1, 3.0)):
        recipe = load_recipe([f"first_layer={layer}", "rank=4", "epochs=0"])
        trainer = Trainer(TinyEmbedder().encoder, recipe, tmp_path / name, tmp_path / "hidden")
        with torch.no_grad():
            for weights in trainer.model.parameters():
                weights.fill_(value)
        trainer.train([], lambda _: None)
        begun(tmp_path / name, Run(recipe, "0", 0, 0, 0))
        states[name] = trainer.model.state_dict()
    folders = [tmp_path / name for name in states]
    assert [finished_run(folder).steps for folder in folders] == [0, 0]
    begun(tmp_path / "stopped", Run(recipe, "0", 0, 0, 0))
    with pytest.raises(AssistantFailure, match="no finished run"):
        finished_run(tmp_path / "stopped")
    Trainer(TinyEmbedder().encoder, recipe, tmp_path / "mean", tmp_path / "hidden", folders).train([], lambda _: None)
    mean = read_checkpoint(tmp_path / "mean" / CHECKPOINT).model
    assert mean.keys() == states["all"].keys()
    for name, weights in mean.items():
        below = name not in states["upper"]
        assert torch.all(weights == (2.0 if not below else 1.5 if name.endswith(".up") else 3.0)), name


def test_a_share_of_earlier_weights_needs_the_run_they_are_of(tmp_path: Path) -> None:
    from argparse import Namespace

    from assistant.reader.training.__main__ import run

    with pytest.raises(AssistantFailure, match="--after RUN"):
        run(Namespace(set=["before=0.5"], after=[], folder=tmp_path))


@pytest.mark.parametrize("given", ["--xquad", "--squad", "--parallel"])
def test_a_missing_file_is_told_with_its_option(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.reader.training import __main__ as command_line

    missing = tmp_path / "nope.json"
    monkeypatch.setattr("sys.argv", ["training", str(tmp_path / "run"), given, str(missing)])
    monkeypatch.setattr(command_line, "run", lambda options: read_squad(getattr(options, given.strip("-")), 1, 7))
    with pytest.raises(SystemExit, match=rf"nope\.json' isn't there\. Say where it lies: {given} FILE"):
        command_line.main()


@pytest.mark.parametrize("error", [FileNotFoundError("no snapshot"), FileNotFoundError(2, "No such file", "other.json")])
def test_another_missing_file_is_not_laid_to_an_option(error: FileNotFoundError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.reader.training import __main__ as command_line

    def fails(_: object) -> None:
        raise error

    monkeypatch.setattr("sys.argv", ["training", str(tmp_path / "run"), "--squad", "train.json"])
    monkeypatch.setattr(command_line, "run", fails)
    with pytest.raises(FileNotFoundError) as raised:
        command_line.main()
    assert raised.value is error
