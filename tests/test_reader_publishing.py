"""From a finished run to weights with their card, plot and model card; and runs beside each other."""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tiny_encoder import TinyEmbedder, WordTokenizer

from assistant.errors import AssistantFailure
from assistant.reader.reader import open_reader
from assistant.reader.training.calibrate import Bin
from assistant.reader.training.card import model_card
from assistant.reader.training.compare import compared
from assistant.reader.training.examples import Example, read_own
from assistant.reader.training.failures import drawn, failures, failures_table, in_common
from assistant.reader.training.measure import Row
from assistant.reader.training.plan import plan
from assistant.reader.training.publish import found, publish, publish_run
from assistant.reader.training.recipe import load_recipe
from assistant.reader.training.runs import Run, begun, command, read_rows, read_run, rows_of, write_rows
from assistant.reader.training.trainer import CHECKPOINT, Trainer
from assistant.reader.weights import CARD, WEIGHTS, Card, read_card

FLOOD, BRIDGE = "बाढ़ में 11 लोग मरे और 40 बचाए गए।", "मंत्री ने शुक्रवार को पुल खोला।"
ASKED = [
    (FLOOD, "कितने मरे?", "11 लोग"),
    (FLOOD, "कितने बचाए गए?", "40"),
    (FLOOD, "कितने घायल हुए?", None),
    (BRIDGE, "पुल कब खुला?", "शुक्रवार"),
    (BRIDGE, "पुल कितने में बना?", None),
]
EXAMPLES = [
    Example(f"{n}", f"p{n // 3}", "hi-hi", question, passage, (answer,) if answer else ()) for n, (passage, question, answer) in enumerate(ASKED)
]
# What the model learnt is the truth of two copies of three, of any four fifths of them too: no temperature could be found if it never erred.
CALIBRATION = [
    (replace(example, article=f"c{copy}", answers=() if copy % 3 == 2 else example.answers), [FLOOD, BRIDGE])
    for copy in range(10)
    for example in EXAMPLES
]
XQUAD_ID = "56d9895ddc89441400fdb510-hi-hi"
ROWS = [
    Row(XQUAD_ID, "given hi-hi", "गुप्त शब्द", 4.0, 0.0, 0.0),
    Row(XQUAD_ID, "search hi-hi", "गुप्त", 4.0, 0.4, 0.0),
    Row(f"{XQUAD_ID}-not-0", "wrong hi-hi", "गुप्त", 5.0, None, None),
    Row("A-001-1", "given hi-hi", "सही", 3.0, 1.0, 1.0),
    Row("A-001-1", "search hi-hi", "गुप्त शब्द", 1.0, 0.0, 0.0),
    Row("B-001-3", "given hi-hi not", "11,845 | करोड़", 6.0, None, None),
    Row("B-001-5", "given hi-hi not", "x", -6.0, None, None),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished and measured run."""
    folder = tmp_path_factory.mktemp("runs") / "fold0"
    recipe = load_recipe(["epochs=60", "first_layer=2", "rank=4", "pairs=5", "dropout=0.0", "adapter_rate=1e-2", "head_rate=3e-2", "negatives=0.0"])
    steps = plan(WordTokenizer(), recipe, EXAMPLES, {})
    begun(folder, Run(recipe, "0", len(EXAMPLES), sum(map(len, steps)), len(steps)))
    Trainer(TinyEmbedder().encoder, recipe, folder, folder / "hidden").train(steps, lambda _: None)
    write_rows(folder, ROWS)
    return folder


def run_of(folder: Path) -> Run:
    found = read_run(folder)
    assert found
    return found


# Publishing


def test_a_run_becomes_weights_that_open_with_their_card(run: Path, tmp_path: Path) -> None:
    card = publish([run], run_of(run), TinyEmbedder(), CALIBRATION, tmp_path)
    assert card == read_card(tmp_path)
    assert (card.embedder, card.revision, card.first_layer, card.rank) == ("tiny", "1", 2, 4)
    assert card.made["command"].startswith("python -m assistant.reader.training RUN --work WORK --fold 0 --set epochs=60 --set first_layer=2")
    assert (card.made["readings"], card.made["runs"]) == (50, rows_of(run_of(run)))
    reader = open_reader(TinyEmbedder(), tmp_path)
    assert reader
    from assistant.reader.training.calibrate import sentences_of

    known = reader.read("कितने मरे?", [sentences_of(FLOOD)])
    unknown = reader.read("कितने घायल हुए?", [sentences_of(FLOOD)])
    assert known.spans[0].text == "11 लोग"
    assert known.none + 0.1 < unknown.none


@pytest.mark.slow
def test_the_same_run_gives_the_same_files(run: Path, tmp_path: Path) -> None:
    early = shutil.copytree(run, tmp_path / "fold0", ignore=shutil.ignore_patterns("run.json"))
    publish([run], run_of(run), TinyEmbedder(), CALIBRATION, tmp_path / "first")
    publish([early], run_of(run), TinyEmbedder(), CALIBRATION, tmp_path / "second")
    names = {"README.md", CARD, WEIGHTS, "reliability.svg"}
    assert {path.name for path in (tmp_path / "first").iterdir()} == names
    for name in names:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    assert read_run(early) == run_of(run)


def test_the_model_card_tells_figures_hash_and_terms_but_no_text_of_xquad(run: Path, tmp_path: Path) -> None:
    card = publish([run], run_of(run), TinyEmbedder(), CALIBRATION, tmp_path)
    told = (tmp_path / "README.md").read_text("utf-8")
    assert card.sha256 in told
    assert "Gemma Terms of Use" in told
    assert "CC BY-SA 4.0" in told
    assert "| XQuAD given hi-hi | 1 | 0.000 | 0.000 | | |" in told
    assert "fold 0 held back" in told
    assert "| fold0 | 0 | 300 | 0.000 / 0.000 | – | – | – | 0.400 / 0.000 |" in told
    assert "epochs = 60\n" in told
    assert told.count(card.made["command"]) == 1
    assert "झारखंड के बजट में स्वास्थ्य विभाग के हिस्से कितना पैसा आया? → 11,845 \\| करोड़" in told
    assert "गुप्त" not in told
    assert "{" not in told


def test_the_model_card_names_the_data_of_the_runs_before_too(run: Path, tmp_path: Path) -> None:
    ours = run_of(run)
    before = Run(load_recipe(["squad=2000"]), "0", 1, 1, 1)
    card = publish([run], ours, TinyEmbedder(), CALIBRATION, tmp_path)
    recipe = replace(ours.recipe, squad=800, cut=0.25, more=True, rivals=True, close=True, parallel=True)
    after = replace(ours, recipe=recipe, after=(before,))
    told = model_card(replace(card, made=card.made | {"command": command(after)}), 1, after, ROWS, "", [Bin(0.5, 0.5, 1)], {})
    assert "--squad train-v2.0.json\npython -m assistant.reader.training RUN --work WORK --after RUN-1 " in told
    assert (
        "| two thirds of the 315, the 384 that are only trained on, the 432 full of rivals, the 312 of close near misses and whole phrases; a third of the 315 measures and calibrates |"
        in told
    )
    assert "| 2,000 and then 800 questions of its first ten articles |" in told
    assert "without the sentences that answer, for up to 25% of a run's questions |" in told
    assert "in a translation into Hindi made for this training" in told


def test_a_run_that_is_not_finished_is_refused(run: Path, tmp_path: Path) -> None:
    planned = run_of(run)
    with pytest.raises(AssistantFailure, match=r"at step 60 of 61: the run isn't finished"):
        publish([run], replace(planned, steps=61), TinyEmbedder(), CALIBRATION, tmp_path)
    bare = tmp_path / "bare"
    bare.mkdir()
    with pytest.raises(AssistantFailure, match="nothing was trained"):
        publish([bare], planned, TinyEmbedder(), CALIBRATION, tmp_path)
    shutil.copy(run / CHECKPOINT, bare)
    with pytest.raises(AssistantFailure, match="wasn't measured"):
        publish([bare], planned, TinyEmbedder(), CALIBRATION, tmp_path)
    assert not (tmp_path / WEIGHTS).exists()


def test_the_right_passage_is_calibrated_on_among_as_much_of_searchs_as_is_read_in_use() -> None:
    class Ranked:
        def passages(self, example: Example, most: int) -> list[str]:
            return ["क" * 900, example.passage, "ख" * 1_500, "ग" * 900, "घ" * 900][:most]

    assert found(EXAMPLES[0], Ranked()) == [FLOOD, "क" * 900, "ग" * 900]  # type: ignore[arg-type]


def test_the_command_tells_what_was_changed_in_the_recipe() -> None:
    assert command(Run(load_recipe(), "all", 1, 1, 1)) == "python -m assistant.reader.training RUN --work WORK --fold all"
    assert command(Run(load_recipe(["own=false", "share=0.25"]), "2", 1, 1, 1)).endswith("--fold 2 --set share=0.25 --set own=false")


class TinyAssembly:
    """The settings' place is taken by the tiny encoder and a store whose words sound like nothing that is asked."""

    class Silent:
        def sounding_like(self, _keys: object) -> dict[str, int]:
            return {}

        def holds(self, _word: str) -> bool:
            return False

    catalogue = SimpleNamespace(sounds=Silent())

    def __init__(self, _settings: object) -> None:
        self.embedder = TinyEmbedder()


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Namespace:
    """An XQuAD of five articles without a question, and a search that ranks the first passages first."""
    (tmp_path / "xquad.json").write_text(json.dumps([{"title": f"t{n}", "paragraphs": []} for n in range(5)]), "utf-8")
    rankings = "".join(json.dumps([example.question, [0, 1, 2]]) + "\n" for example in read_own())
    (tmp_path / "retrieved.jsonl").write_text(rankings, "utf-8")
    monkeypatch.setattr("assistant.reader.training.publish.Assembly", TinyAssembly)
    return Namespace(run=tmp_path / "run", work=tmp_path, to=tmp_path / "to", beside=[tmp_path / "other"], fold=None, xquad=tmp_path / "xquad.json")


def test_a_run_that_does_not_say_its_fold_is_told_to(options: Namespace) -> None:
    with pytest.raises(AssistantFailure, match=r"no run\.json.* --fold 0"):
        publish_run(options)


def test_a_run_of_before_is_planned_anew_and_calibrated_on_what_was_held_back_for_it(options: Namespace, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def recorded(folders: list[Path], run: Run, _embedder: object, asked: list[tuple[Example, list[str]]], to: Path) -> Card:
        given.update(folders=folders, run=run, asked=asked, to=to)
        return Card("tiny", "1", 2, 4, 8.0, 1.5, -0.25, "ab" * 32, {})

    monkeypatch.setattr("assistant.reader.training.publish.publish", recorded)
    options.fold = "3"
    assert publish_run(options) == f"Wrote {options.to}: temperature 1.500, bias -0.250, SHA-256 {'ab' * 32}"
    assert given["folders"] == [options.run, *options.beside]
    assert (given["run"].fold, given["run"].examples) == ("3", 210 * 8)
    assert len(given["asked"]) == 35 * 8
    for example, passages in given["asked"]:
        assert passages[0] == example.passage
        assert 1 < len(passages) <= 4


# Runs


def test_a_folder_goes_on_with_its_own_run_only(tmp_path: Path) -> None:
    ours = Run(load_recipe(), "0", 10, 12, 2)
    assert read_run(tmp_path) is None
    begun(tmp_path, ours)
    begun(tmp_path, ours)
    assert read_run(tmp_path) == ours
    with pytest.raises(AssistantFailure, match=r"holds another run \(fold 0, not 1\)\. Name another folder"):
        begun(tmp_path, replace(ours, fold="1"))
    with pytest.raises(AssistantFailure, match=r"another run \(share 1\.0, not 0\.5\)"):
        begun(tmp_path, replace(ours, recipe=replace(ours.recipe, share=0.5)))
    with pytest.raises(AssistantFailure, match="it began with other runs"):
        begun(tmp_path, replace(ours, after=(ours,)))


def test_a_run_that_holds_those_before_it_nested_is_read(tmp_path: Path) -> None:
    """At first a run could only begin with one other."""
    before = Run(load_recipe(), "0", 10, 12, 2)
    row = asdict(before)
    for after, read in (([row, row], (before, before)), (row | {"after": None}, (before,)), (None, ())):
        (tmp_path / "run.json").write_text(json.dumps(row | {"after": after}), "utf-8")
        assert run_of(tmp_path).after == read


@pytest.mark.parametrize("text", ["{", "[]", '{"runs": []}', '{"fold": "0"}', '{"recipe": {"speed": 1}}'])
def test_a_damaged_run_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text, "utf-8")
    with pytest.raises(AssistantFailure, match=r"run\.json' isn't a run's"):
        read_run(tmp_path)


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_rows(tmp_path, ROWS)
    assert read_rows(tmp_path) == ROWS


# Failures


def test_what_failed_is_told_by_kind() -> None:
    found = failures(ROWS)
    assert [(one.kind, one.what, one.row.id) for one in found] == [
        ("XQuAD given hi-hi", "other words", XQUAD_ID),
        ("XQuAD search hi-hi", "few of the words", XQUAD_ID),
        ("XQuAD wrong hi-hi", "answered", f"{XQUAD_ID}-not-0"),
        ("own given hi-hi not", "answered", "B-001-3"),
        ("own search hi-hi", "other words", "A-001-1"),
    ]
    assert "| own given hi-hi not | answered | 1 | 2 |" in in_common(ROWS, found)


def test_only_the_projects_own_words_over_its_own_passage_are_shown() -> None:
    own = {of: Example(of, of[:5], "hi-hi", question, "", ()) for of, question in (("B-001-3", "कितना?"), ("A-001-1", "क्या?"))}
    shown = failures_table(failures(ROWS), own)
    assert "| B-001-3 | own given hi-hi not | answered | +6.0 | 14 | कितना? → 11,845 \\| करोड़ (none) |" in shown
    partly = failures([Row("B-001-3", "given hi-hi", "11,845", 1.0, 0.4, 0.0)])
    assert "| कितना? → 11,845 (11,845 करोड़) |" in failures_table(partly, {"B-001-3": replace(own["B-001-3"], answers=("11,845 करोड़",))})
    assert "गुप्त" not in shown
    assert "क्या?" not in shown


def test_twenty_are_drawn_the_same_each_time() -> None:
    found = failures([Row(f"A-{n:03}-1", "given hi-hi", "", 0.0, 0.0, 0.0) for n in range(50)])
    assert len(drawn(found)) == 20 == len({one.row.id for one in drawn(found)})
    assert drawn(found) == drawn(found)
    assert drawn(found) != found[:20]
    in_two = failures([Row(f"x-{language}-hi", f"given {language}-hi", "", 0.0, 0.0, 0.0) for language in ("hi", "en")])
    assert len(drawn([*in_two, *found], 51)) == 51 < len([*in_two, *found])
    assert len(drawn(found[:3])) == 3


# Beside each other


def of_fold(run: Path, folder: Path, **changes: Any) -> Path:
    shutil.copytree(run, folder, ignore=shutil.ignore_patterns("run.json"))
    begun(folder, replace(run_of(run), **changes))
    return folder


def test_folds_of_one_recipe_have_a_total(run: Path, tmp_path: Path) -> None:
    other = of_fold(run, tmp_path / "fold1", fold="1", pairs=1234)
    write_rows(other, [replace(row, exact=1.0) if row.f1 is not None else row for row in ROWS])
    final = of_fold(run, tmp_path / "final", fold="all")
    lines = compared([run, other, final]).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:6]] == ["fold0", "fold1", "final", "total"]
    assert "| fold1 | 1 | 1,234 | 0.000 / 1.000 | – | – | – | 0.400 / 1.000 | 0.000, 0.000 | 0.500, 0.500 |" in lines[3]
    assert "| total | 0, 1 |  | 0.000 / 0.500 | – | – | – | 0.400 / 0.500 |" in lines[5]
    assert lines[8].startswith("- fold1: `python -m assistant.reader.training RUN --work WORK --fold 1")


def test_other_recipes_and_runs_that_do_not_say_theirs_have_no_total(run: Path, tmp_path: Path) -> None:
    smaller = of_fold(run, tmp_path / "half", fold="1", recipe=replace(run_of(run).recipe, share=0.5))
    (tmp_path / "early").mkdir()
    write_rows(tmp_path / "early", ROWS)
    lines = compared([run, smaller, tmp_path / "early"]).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:5]] == ["fold0", "half", "early"]
    assert "| early | ? | ? |" in lines[4]
    assert [line.split(":")[0] for line in lines[5:]] == ["", "- fold0", "- half"]
