from __future__ import annotations

from fake_llama import RULES, FakeLlama, Make, asked, llama, make, prefix_tokens

from assistant.writing.prompt_memory import KEPT_PREFIXES, PREFILL_STEP

__all__ = ["llama", "make"]


def test_the_prefix_is_read_once(make: Make) -> None:
    engine, _ = make()
    list(engine.stream(asked("पहला?"), 10))
    assert engine.last_usage.evaluated > prefix_tokens(RULES)
    list(engine.stream(asked("दूसरा?"), 10))
    assert engine.last_usage.reused >= prefix_tokens(RULES)


def test_a_prepared_prefix_needs_no_reading_at_the_first_question(make: Make) -> None:
    engine, _ = make()
    engine.prepare([{"role": "system", "content": RULES}])
    list(engine.stream(asked("कौन?"), 10))
    assert engine.last_usage.reused == prefix_tokens(RULES)
    assert engine.last_usage.evaluated == len("<|im_start|>user\nकौन?<|im_end|>\n<|im_start|>assistant\n".encode()) - 12 - 10 - 12 + 3


def test_each_of_several_prefixes_is_kept(make: Make) -> None:
    engine, model = make()
    systems = [f"नियम {n}। " * 30 for n in range(KEPT_PREFIXES)]
    for system in systems:
        engine.prepare([{"role": "system", "content": system}])
    for system in systems:
        list(engine.stream(asked("कौन?", system), 10))
        assert engine.last_usage.reused == prefix_tokens(system)
        assert system in model.prompts[-1]


def test_the_oldest_prefix_goes_first(make: Make) -> None:
    engine, model = make()
    systems = [f"{n} नियम। " * 30 for n in range(KEPT_PREFIXES + 1)]
    for system in systems:
        engine.prepare([{"role": "system", "content": system}])
    before = sum(model.evaluated)
    list(engine.stream(asked("कौन?", systems[1]), 10))
    assert sum(model.evaluated) - before < prefix_tokens(systems[1])
    before = sum(model.evaluated)
    list(engine.stream(asked("कौन?", systems[0]), 10))
    assert sum(model.evaluated) - before > prefix_tokens(systems[0])


def test_a_model_that_cannot_forget_reads_everything_anew(make: Make, llama: type[FakeLlama]) -> None:
    llama.forgets = False
    engine, model = make()
    for question in ("पहला?", "दूसरा?"):
        assert "".join(engine.stream(asked(question), 100)) == "नमस्ते"
        assert question in model.prompts[-1]


def test_the_prompt_is_read_in_short_steps(make: Make) -> None:
    engine, model = make()
    list(engine.stream(asked("क" * 300), 10))
    prompt_steps = [size for size in model.evaluated if size > 1]
    assert max(prompt_steps) == PREFILL_STEP
