from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from fake_llama import RULES, FakeLlama, Make, asked, llama, make, until

from assistant.errors import ModelBusy, ModelDamaged, QuestionRefused
from assistant.writing.llama import LlamaEngine

__all__ = ["llama", "make"]


# Writing


def test_the_answer_comes_in_whole_letters(make: Make) -> None:
    engine, model = make()
    pieces = list(engine.stream(asked("कौन?"), 100))
    assert "".join(pieces) == "नमस्ते"
    assert all("\ufffd" not in piece for piece in pieces)
    assert engine.last_usage.written == len("नमस्ते".encode())
    assert model.prompts[-1].endswith("<|im_start|>user\nकौन?<|im_end|>\n")


def test_what_the_answer_copies_from_its_prompt_takes_fewer_steps(make: Make, llama: type[FakeLlama]) -> None:
    copied = "तमसापुर में ग्यारह लोगों की मौत हुई।"
    llama.reply = staticmethod(lambda prompt: f"{copied} और नहीं")
    engine, model = make()
    assert "".join(engine.stream(asked(f"{copied} कितने?"), 1_000)) == f"{copied} और नहीं"
    assert engine.last_usage.written == len(f"{copied} और नहीं".encode())
    assert len(model.decoded) < engine.last_usage.written / 2


def test_stop_before_anything_was_read_is_no_failure(make: Make) -> None:
    engine, model = make()
    job = SimpleNamespace(unwanted=True, pieces=SimpleNamespace(put=None))
    model.n_tokens = 0
    engine._memory.read = lambda tokens, unwanted: 0  # type: ignore[method-assign]
    engine._generate(asked("कौन?")[1:], 10, (), job)  # type: ignore[arg-type]
    assert not model.prompts


def test_a_model_that_was_freed_counts_nothing(make: Make) -> None:
    engine, _ = make()
    assert engine.count_tokens("ab") == 2
    engine.close()
    with pytest.raises(ModelBusy, match="changed for another"):
        engine.count_tokens("ab")


def test_a_wrong_guess_leaves_nothing_in_memory(make: Make, llama: type[FakeLlama]) -> None:
    llama.reply = staticmethod(lambda prompt: "abcdeXYZabcdefX")
    engine, model = make()
    assert "".join(engine.stream(asked("abcdefgh abcdefgh"), 1_000)) == "abcdeXYZabcdefX"
    assert model.text().endswith("assistant\nabcdeXYZabcdefX")


def test_a_model_that_cannot_forget_guesses_once(make: Make, llama: type[FakeLlama]) -> None:
    llama.forgets = False
    llama.reply = staticmethod(lambda prompt: "abcdeXYZabcdefX")
    assert "".join(make()[0].stream(asked("abcdefgh abcdefgh"), 1_000)) == "abcdeXYZabcdefX"


@pytest.mark.parametrize(("most", "text"), [(1, "a"), (3, "abc"), (6, "abcdef"), (100, "abcdef")])
def test_no_more_tokens_than_asked_for(make: Make, llama: type[FakeLlama], most: int, text: str) -> None:
    llama.reply = staticmethod(lambda prompt: "abcdef")
    assert "".join(make()[0].stream(asked("?"), most)) == text


def test_a_letter_cut_off_by_the_limit_is_not_shown(make: Make) -> None:
    assert "".join(make()[0].stream(asked("?"), 4)) == "न"  # three bytes a letter


@pytest.mark.parametrize(
    ("stops", "text"),
    [
        (["\n"], "एक"),
        (["दो"], "एक\n"),
        (["\n\n"], "एक\nदो\nतीन"),
        (["\nतीन", "\nदो"], "एक"),
        ([], "एक\nदो\nतीन"),
        ([""], "एक\nदो\nतीन"),
        (["चार"], "एक\nदो\nतीन"),
    ],
)
def test_writing_ends_at_a_stop_string(make: Make, llama: type[FakeLlama], stops: list[str], text: str) -> None:
    llama.reply = staticmethod(lambda prompt: "एक\nदो\nतीन")
    assert "".join(make()[0].stream(asked("?"), 100, stops)) == text


# Asking too much, failing and ending


def test_a_prompt_over_the_context_is_refused_with_its_length(make: Make) -> None:
    engine, _ = make(512)
    with pytest.raises(QuestionRefused, match=r"is \d+ tokens long; the model reads 412\. Ask a shorter question"):
        list(engine.stream(asked("word " * 200, "short"), 100))
    assert "".join(engine.stream(asked("?", "short"), 100)) == "नमस्ते"


def test_a_failing_request_does_not_end_the_others(make: Make, llama: type[FakeLlama]) -> None:
    def reply(prompt: str) -> str:
        if "bad" in prompt:
            raise RuntimeError("llama_decode returned -1")
        return "good"

    llama.reply = staticmethod(reply)
    engine, _ = make()
    with pytest.raises(ModelBusy, match=r"'model\.gguf' failed \(llama_decode returned -1\)\. Ask again"):
        list(engine.stream(asked("bad"), 10))
    assert "".join(engine.stream(asked("fine"), 10)) == "good"


@pytest.mark.usefixtures("llama")
def test_a_damaged_model_is_named_to_everyone_who_asks() -> None:
    engine = LlamaEngine(Path("broken.gguf"))
    for call in (
        engine.wait_until_loaded,
        lambda: engine.count_tokens("x"),
        lambda: list(engine.stream(asked("?"), 1)),
        lambda: engine.prepare([{"role": "system", "content": RULES}]),
    ):
        with pytest.raises(ModelDamaged, match=r"'broken\.gguf' is not a model .*pramaan models verify"):
            call()


def test_a_closed_engine_refuses_and_frees_the_model(llama: type[FakeLlama]) -> None:
    engine = LlamaEngine(Path("model.gguf"))
    engine.wait_until_loaded()
    engine.close()
    assert llama.made[0].closed
    with pytest.raises(ModelBusy, match="shut down"):
        list(engine.stream(asked("?"), 1))


def test_closing_stops_what_runs(llama: type[FakeLlama]) -> None:
    llama.reply = staticmethod(lambda prompt: "a" * 50)
    llama.steps = threading.Semaphore(1)
    engine = LlamaEngine(Path("model.gguf"))
    stream = engine.stream(asked("?"), 50)
    next(stream)
    closing = threading.Thread(target=engine.close)
    closing.start()
    until(lambda: engine._owner._closed)
    llama.steps.release(100)
    closing.join(5)
    assert not closing.is_alive()
    assert len(list(stream)) <= 1
