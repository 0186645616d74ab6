"""What an answer costs, beside what the bare models cost in the same run: `python -m tests.bench.answers`."""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from pathlib import Path

from assistant.offline import go_offline
from tests.bench.results import ROOT, publish, rows_table

SEED = 7


def raw_llm_rates(path: Path, threads: int, prompt_tokens: int = 384, written: int = 48) -> tuple[float, float]:
    """(prompt tokens read, tokens written) per second of bare llama-cpp-python on Hindi text."""
    from llama_cpp import Llama

    text = (ROOT / "data" / "articles" / "baadh-tamsapur-lokvani.txt").read_text(encoding="utf-8")
    llama = Llama(str(path), n_ctx=1024, n_threads=threads, n_threads_batch=threads, verbose=False)
    tokens = llama.tokenize(text.encode())[:prompt_tokens]
    llama.eval(tokens[:8])
    llama.reset()
    started = time.perf_counter()
    llama.eval(tokens)
    read = time.perf_counter()
    for _ in range(written):
        llama.eval([llama.sample(temp=0.0)])
    done = time.perf_counter()
    llama.close()
    return len(tokens) / (read - started), written / (done - read)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(questions: int) -> list[tuple[str, str]]:
    """Rows of the table: (what, figure)."""
    from assistant.assemble import Assembly, physical_cores
    from assistant.settings import load_settings

    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as store:
        assembly = Assembly(load_settings().model_copy(update={"store": Path(store)}))
        started = time.perf_counter()
        assembly.embedder  # noqa: B018 (loads it)
        rows.append(("Embedder loaded", f"{time.perf_counter() - started:.1f} s, {assembly.embedder.identity.dtype}"))
        assembly.sync([ROOT / "data" / "articles"])
        started = time.perf_counter()
        assembly.warm_up()
        rows.append(("Language model loaded, constant prompts read", f"{time.perf_counter() - started:.1f} s"))

        lines = (ROOT / "data" / "questions" / "demo.jsonl").read_text(encoding="utf-8").splitlines()
        asked = [row for row in map(json.loads, lines) if not row["history"]]
        random.Random(SEED).shuffle(asked)
        evidence, first, total, reading = [], [], [], []
        prefill, generation = raw_llm_rates(assembly.model_folder.path(assembly.settings.llm), physical_cores())
        rows.append(("Bare model, same run", f"reads {prefill:.0f} tokens/s, writes {generation:.1f} tokens/s"))
        engine = assembly.chat_model.engine  # type: ignore[attr-defined]
        for row in asked[:questions]:
            timings = assembly.answerer.answer(row["question"]).timings
            total.append(timings.total or 0.0)
            if timings.evidence is not None:
                evidence.append(timings.evidence)
            if timings.first_token is not None and timings.evidence is not None:
                first.append(timings.first_token)
                reading.append((timings.first_token - timings.evidence) / (engine.last_usage.evaluated / prefill))
        assembly.close()
    for name, values in (("First quoted evidence", evidence), ("First written word", first), ("Whole answer", total)):
        spread = f"p50 {statistics.median(values):.2f} s, p95 {percentile(values, 0.95):.2f} s" if values else "none"
        rows.append((f"{name} ({len(values)} of {questions} questions)", spread))
    if reading:
        rows.append(("Wait for the first word ÷ bare reading time of the same tokens", f"median {statistics.median(reading):.2f}"))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=20, help="how many demo questions to ask (default 20)")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    options = parser.parse_args()
    go_offline()
    publish("Answers", "python -m tests.bench.answers", rows_table(measure(options.questions)), options.write)


if __name__ == "__main__":
    main()
