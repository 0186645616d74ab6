from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from fake_llama import FakeLlama, Make, asked, llama, make, until

from assistant.errors import ModelBusy
from assistant.types import Waiting
from assistant.writing.llama import LlamaEngine

__all__ = ["llama", "make"]


def test_only_the_owner_thread_touches_the_model(make: Make) -> None:
    engine, model = make()
    callers = [threading.Thread(target=lambda: list(engine.stream(asked("?"), 10))) for _ in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert model.threads == {"llama-owner"}


def test_first_come_first_served_and_each_gets_its_own(make: Make, llama: type[FakeLlama]) -> None:
    llama.reply = staticmethod(lambda prompt: prompt.split("<|im_start|>user\n")[1].split("<|im_end|>")[0])
    llama.steps = threading.Semaphore(0)
    engine, model = make()
    answers: dict[int, str] = {}

    def ask(number: int) -> None:
        answers[number] = "".join(engine.stream(asked(f"q{number}"), 10))

    callers = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for number, caller in enumerate(callers, start=1):
        caller.start()
        until(lambda number=number: engine.waiting() == number)  # type: ignore[misc]
    llama.steps.release(100)
    for caller in callers:
        caller.join()
    assert answers == {number: f"q{number}" for number in range(4)}
    assert [prompt[-12:-11] for prompt in model.prompts] == ["0", "1", "2", "3"]  # before "<|im_end|>\n"
    assert engine.waiting() == 0


def served(engine: LlamaEngine, model: FakeLlama, llama: type[FakeLlama], asked_by: str) -> str:
    """Each session's questions in the order they are answered; the first is being answered while the others come."""
    callers = []
    for number, session in enumerate(asked_by, start=1):
        stream = engine.stream(asked(session), 1, session=session)
        callers.append(threading.Thread(target=list, args=(stream,)))
        callers[-1].start()
        until(lambda number=number: engine.waiting() == number)  # type: ignore[misc]
    assert llama.steps
    llama.steps.release(1_000)
    for caller in callers:
        caller.join()
    return "".join(prompt.split("<|im_start|>user\n")[1][0] for prompt in model.prompts)


@pytest.mark.parametrize(
    ("asked_by", "expected"),
    [("a", "a"), ("aaab", "abaa"), ("aaaabbc", "abcabaa"), ("abab", "abab"), ("aabcbc", "abcabc"), ("abbba", "ababb")],
)
def test_sessions_are_served_in_turn(make: Make, llama: type[FakeLlama], asked_by: str, expected: str) -> None:
    llama.steps = threading.Semaphore(0)
    engine, model = make()
    assert served(engine, model, llama, asked_by) == expected


def test_whoever_comes_is_told_who_is_served_first_and_for_how_long(make: Make, llama: type[FakeLlama]) -> None:
    llama.steps = threading.Semaphore(0)
    engine, _ = make()
    assert engine.before("a") is None
    for seconds in (8.0, 10.0, 60.0):
        engine._owner.took(seconds)
    switches = {session: threading.Event() for session in "abc"}
    callers = [threading.Thread(target=list, args=(engine.stream(asked("?"), 1, (), switches[session], session),)) for session in "aab"]
    for number, caller in enumerate(callers, start=1):
        caller.start()
        until(lambda number=number: engine.waiting() == number)  # type: ignore[misc]
    told = {session: engine.before(session) for session in "abc"}
    assert {session: waiting and waiting.ahead for session, waiting in told.items()} == {"a": 3, "b": 3, "c": 2}
    assert told["c"]
    assert told["c"].seconds == pytest.approx(20, abs=2)
    switches["a"].set()  # two who left don't count
    until(lambda: engine.before("c") == Waiting(1, 10.0))
    llama.steps.release(100)
    for caller in callers:
        caller.join()


def test_whoever_waits_is_told_anew_when_it_changes_and_when_its_turn_has_come(
    make: Make, llama: type[FakeLlama], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.writing.owner_thread._TELL_SECONDS", 0.0)
    llama.reply = staticmethod(lambda prompt: "a")
    llama.steps = threading.Semaphore(0)
    engine, _ = make()
    others = [threading.Thread(target=list, args=(engine.stream(asked("?"), 1, session=session),)) for session in ("one", "two")]
    for number, other in enumerate(others, start=1):
        other.start()
        until(lambda number=number: engine.waiting() == number)  # type: ignore[misc]
    told: list[int] = []
    pieces: list[str] = []
    mine = threading.Thread(target=lambda: pieces.extend(engine.stream(asked("?"), 1, session="mine", on_wait=lambda wait: told.append(wait.ahead))))
    mine.start()
    until(lambda: engine.waiting() == 3)
    time.sleep(0.3)
    assert told == []  # nothing has changed
    llama.steps.release(1)
    until(lambda: told == [1])
    llama.steps.release(1)
    until(lambda: told == [1, 0])
    llama.steps.release(1)
    mine.join()
    assert (told, pieces) == ([1, 0], ["", "", "a"])


def test_the_wait_is_told_at_most_every_second(make: Make, llama: type[FakeLlama]) -> None:
    llama.steps = threading.Semaphore(0)
    engine, _ = make()
    engine._owner.took(100.0)  # the seconds that are left change all the time
    other = threading.Thread(target=list, args=(engine.stream(asked("?"), 1, session="other"),))
    other.start()
    until(lambda: engine.waiting() == 1)
    told: list[tuple[float, int]] = []
    cancelled = threading.Event()
    mine = threading.Thread(
        target=list, args=(engine.stream(asked("?"), 1, (), cancelled, "mine", lambda wait: told.append((time.monotonic(), wait.ahead))),)
    )
    mine.start()
    until(lambda: len(told) == 2)
    assert [ahead for _, ahead in told] == [1, 1]
    assert told[1][0] - told[0][0] >= 1
    cancelled.set()
    mine.join()
    llama.steps.release(100)
    other.join()


def test_nobody_is_told_who_need_not_wait(make: Make) -> None:
    told: list[Waiting] = []
    pieces = list(make()[0].stream(asked("?"), 100, on_wait=told.append))
    assert told == []
    assert "" not in pieces


def test_without_an_earlier_answer_the_wait_is_not_guessed(make: Make, llama: type[FakeLlama]) -> None:
    llama.steps = threading.Semaphore(0)
    engine, _ = make()
    engine_free = threading.Thread(target=lambda: list(engine.stream(asked("?"), 1)))
    engine_free.start()
    until(lambda: engine.before("other") == Waiting(1))
    llama.steps.release(100)
    engine_free.join()
    assert engine.before("other") is None
    assert len(engine._owner._durations) == 1


def test_one_sessions_stop_is_not_anothers(make: Make, llama: type[FakeLlama]) -> None:
    llama.reply = staticmethod(lambda prompt: "a" * 5)
    llama.steps = threading.Semaphore(2)
    engine, _ = make()
    mine = threading.Event()
    first = engine.stream(asked("?"), 5, (), mine, "mine")
    assert next(first) == "a"
    answers: list[str] = []
    other = threading.Thread(target=lambda: answers.append("".join(engine.stream(asked("?"), 5, session="other"))))
    other.start()
    until(lambda: engine.waiting() == 2)
    mine.set()
    llama.steps.release(100)
    other.join()
    assert answers == ["aaaaa"]


def test_a_retired_engine_serves_who_is_here_and_frees_the_model(llama: type[FakeLlama]) -> None:
    llama.steps = threading.Semaphore(0)
    engine = LlamaEngine(Path("model.gguf"))
    answers: list[str] = []
    callers = [threading.Thread(target=lambda: answers.append("".join(engine.stream(asked("?"), 100)))) for _ in range(2)]
    for caller in callers:
        caller.start()
    until(lambda: engine.waiting() == 2)
    engine.retire()
    with pytest.raises(ModelBusy, match="was changed for another"):
        list(engine.stream(asked("?"), 1))
    llama.steps.release(1_000)
    for caller in callers:
        caller.join()
    assert answers == ["नमस्ते", "नमस्ते"]
    until(lambda: llama.made[0].closed)


def test_cancelling_stops_within_a_token_and_the_next_one_goes_on(make: Make, llama: type[FakeLlama]) -> None:
    llama.reply = staticmethod(lambda prompt: "a" * 50)
    llama.steps = threading.Semaphore(3)
    engine, _ = make()
    cancelled = threading.Event()
    stream = engine.stream(asked("?"), 50, (), cancelled)
    assert [next(stream) for _ in range(3)] == ["a"] * 3
    cancelled.set()
    llama.steps.release(100)
    assert len(list(stream)) <= 1
    assert "".join(engine.stream(asked("?"), 5)) == "aaaaa"


def test_closing_the_iterator_stops_the_model(make: Make, llama: type[FakeLlama]) -> None:
    llama.reply = staticmethod(lambda prompt: "a" * 50)
    llama.steps = threading.Semaphore(1)
    engine, model = make()
    stream = engine.stream(asked("?"), 50)
    assert next(stream) == "a"
    stream.close()  # type: ignore[attr-defined]
    llama.steps.release(100)
    until(lambda: engine.waiting() == 0)
    assert model.evaluated.count(1) <= 2


def test_what_is_cancelled_while_it_waits_is_never_begun(make: Make, llama: type[FakeLlama]) -> None:
    llama.steps = threading.Semaphore(0)
    engine, model = make()
    first = threading.Thread(target=lambda: list(engine.stream(asked("first"), 10)))
    cancelled = threading.Event()
    second = threading.Thread(target=lambda: list(engine.stream(asked("second"), 10, (), cancelled)))
    first.start()
    until(lambda: engine.waiting() == 1)
    second.start()
    until(lambda: engine.waiting() == 2)
    cancelled.set()
    llama.steps.release(100)
    first.join()
    second.join()
    assert not any("second" in prompt for prompt in model.prompts)


def test_a_caller_who_stops_waiting_is_free_at_once(make: Make, llama: type[FakeLlama]) -> None:
    go_on = threading.Event()
    llama.reply = staticmethod(lambda prompt: go_on.wait(10) and "x")  # type: ignore[assignment, return-value]
    engine, _ = make()
    first = threading.Thread(target=lambda: list(engine.stream(asked("पहला"), 4)))
    first.start()
    while not engine.waiting():
        time.sleep(0.01)
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()
    assert list(engine.stream(asked("दूसरा"), 4, cancelled=cancelled)) == []
    assert first.is_alive()
    go_on.set()
    first.join()
