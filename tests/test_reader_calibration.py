from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AssistantFailure
from assistant.reader.reader import Reading
from assistant.reader.spans import probabilities
from assistant.reader.training.calibrate import Bin, Judged, crossed, expected_calibration_error, fit, judge, reliability
from assistant.reader.training.examples import Example


def simulated(temperature: float, bias: float, count: int, seed: int = 3) -> list[Judged]:
    """Readings whose truth is drawn with the probabilities of these parameters."""
    draw = random.Random(seed)
    readings = []
    for number in range(count):
        scores = sorted((draw.gauss(0, 3 * temperature) for _ in range(draw.randint(1, 8))), reverse=True)
        spans, none = probabilities(scores, temperature, bias)
        truth = draw.choices(range(-1, len(scores)), [none, *spans])[0]
        readings.append(Judged(f"a{number % 35}", tuple(scores), tuple(place == truth for place in range(len(scores)))))
    return readings


def loss(readings: Sequence[Judged], temperature: float, bias: float) -> float:
    """By the definition."""
    total = 0.0
    for reading in readings:
        spans, none = probabilities(reading.scores, temperature, bias)
        total -= log(sum(p for p, right in zip(spans, reading.right, strict=True) if right) or none)
    return total / len(readings)


@pytest.mark.parametrize(("temperature", "bias"), [(1.0, 0.0), (2.5, -1.0), (0.4, 1.5), (6.0, 0.5)])
def test_known_parameters_are_found_again(temperature: float, bias: float) -> None:
    found = fit(simulated(temperature, bias, 4_000))
    assert found[0] == pytest.approx(temperature, rel=0.1)
    assert found[1] == pytest.approx(bias, abs=0.2)


def test_no_other_parameters_are_likelier() -> None:
    readings = simulated(2.0, -0.5, 150)
    readings += [Judged("a0", (2.0, 1.0, -1.0), (True, False, True)), Judged("a1", (), ())]
    temperature, bias = fit(readings)
    for factor in (0.9, 0.99, 1.01, 1.1):
        assert loss(readings, temperature, bias) < loss(readings, temperature * factor, bias)
    for change in (-0.2, -0.01, 0.01, 0.2):
        assert loss(readings, temperature, bias) < loss(readings, temperature, bias + change)


@pytest.fixture(scope="module")
def fitted() -> tuple[float, float]:
    return fit(simulated(1.5, 0.3, 60))


@given(st.floats(-20, 20), st.floats(0.01, 10))
def test_a_higher_score_stays_likelier_whatever_was_fitted(fitted: tuple[float, float], score: float, more: float) -> None:
    assert probabilities([score + more], *fitted)[1] < probabilities([score], *fitted)[1]


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([], "of 0 given, 0 have one"),
        ([Judged("a", (1.0,), (True,))] * 5, "of 5 given, 5 have one"),
        ([Judged("a", (1.0,), (False,)), Judged("b", (), ())], "of 2 given, 0 have one"),
        ([Judged("a", (3.0,), (True,)), Judged("b", (-3.0,), (False,))] * 9, "fix no temperature .* without a fault"),
        ([Judged("a", (-3.0,), (True,)), Judged("b", (3.0,), (False,))] * 9, "fix no temperature .* or not at all"),
    ],
)
def test_readings_that_tell_nothing_are_refused(readings: list[Judged], told: str) -> None:
    with pytest.raises(AssistantFailure, match=told):
        fit(readings)


class OneSpanReader:
    """Says the same words of whatever it is given."""

    def __init__(self, words: str) -> None:
        self._words = words
        self.read_texts: list[list[str]] = []

    def read(self, _question: str, passages: Sequence[Sequence[object]]) -> Reading:
        from assistant.reader.reader import Answering

        self.read_texts.append([" ".join(sentence.text for sentence in sentences) for sentences in passages])  # type: ignore[attr-defined]
        sentence = next(sentence for sentences in passages for sentence in sentences if self._words in sentence.text)  # type: ignore[attr-defined]
        start = sentence.start + sentence.text.index(self._words)  # type: ignore[attr-defined]
        return Reading((Answering(sentence, start, start + len(self._words), 2.5, 0.5),), 0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "answers", "right"),
    [("11 लोगों", ("11 लोगों",), True), ("11 लोगों की मौत", ("11 लोगों",), True), ("सेना", ("11 लोगों",), False), ("11 लोगों", (), False)],
)
def test_a_span_is_right_when_it_shares_half_its_words_with_an_answer(said: str, answers: tuple[str, ...], right: bool) -> None:
    reader = OneSpanReader(said)
    passage = "बाढ़ में 11 लोगों की मौत हुई। सेना ने नाव चलाई।"
    example = Example("A-001-1", "A-001", "hi-hi", "कितने मरे?", passage, answers)
    assert judge(reader, example, [passage, "दूध महंगा हुआ।"]) == Judged("A-001", (2.5,), (right,))  # type: ignore[arg-type]
    assert reader.read_texts == [[passage, "दूध महंगा हुआ।"]]


# Reliability


def test_bins_hold_what_is_about_as_sure() -> None:
    bins = reliability([(0.05, False), (0.02, True), (0.95, True), (1.0, True)])
    assert bins == [Bin(pytest.approx(0.035), 0.5, 2), Bin(pytest.approx(0.975), 1.0, 2)]
    assert expected_calibration_error(bins) == pytest.approx((2 * 0.465 + 2 * 0.025) / 4)


@pytest.mark.parametrize(("sure", "error"), [(lambda p: p, 0.02), (lambda p: min(1.0, 2 * p), 0.2)])
def test_the_error_is_small_only_for_probabilities_that_are_what_they_say(sure: Callable[[float], float], error: float) -> None:
    draw = random.Random(1)
    truths = [(p, draw.random() < p) for p in (draw.random() for _ in range(20_000))]
    found = expected_calibration_error(reliability([(sure(p), right) for p, right in truths]))
    assert found < 0.02 if error == 0.02 else found > 0.2


def test_each_reading_is_judged_by_a_fit_to_other_articles() -> None:
    readings = simulated(2.0, 0.0, 350)
    worthless = [Judged(one.article, one.scores, (False,) * len(one.scores)) if one.article == "a7" else one for one in readings]
    before, after = crossed(readings), crossed(worthless)
    # Thirty-five articles in five parts: only the part that holds a7 was fitted without it.
    assert len(before) == len(after) == 350
    assert sum(one == other for (one, _), (other, _) in zip(before, after, strict=True)) == 70
