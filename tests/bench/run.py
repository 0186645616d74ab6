"""`make bench`: what an answer costs, beside what the bare models cost in the same run. Prints a table; --write puts it into RESULTS.md."""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from assistant.offline import go_offline

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("RESULTS.md")
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


class Recorded:
    """An embedder that keeps the passages it was given."""

    def __init__(self, embedder: Any) -> None:
        self._embedder = embedder
        self.passages: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def embed_passages(self, passages: Any) -> Any:
        self.passages += passages
        return self._embedder.embed_passages(passages)


def indexing_rates(embedder: Any, folder: Path, rounds: int = 2) -> list[tuple[float, float]]:
    """(ours, bare) tokens per second, in turn: a whole sync of `folder` into a new store, and sentence-transformers' encode() of the same texts.

    The embedder is loaded and Chroma started beforehand: that is done once, however many articles there are.
    """
    from assistant.assemble import Assembly
    from assistant.settings import load_settings
    from index.store.vectors import VectorIndex

    with tempfile.TemporaryDirectory() as store:
        VectorIndex(Path(store), "start")
    model, rates = embedder._model, []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as store:
            assembly = Assembly(load_settings().model_copy(update={"store": Path(store), "chroma_url": None}))
            recorded = Recorded(embedder)
            assembly.made["embedder"] = recorded
            started = time.perf_counter()
            assembly.sync([folder])
            ours = time.perf_counter() - started
            assembly.close()
        texts = [embedder._prompted(passage).text for passage in recorded.passages]
        tokens = sum(map(len, model.tokenizer(texts)["input_ids"]))
        started = time.perf_counter()
        model.encode(texts, show_progress_bar=False)
        rates.append((tokens / ours, tokens / (time.perf_counter() - started)))
    return rates


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
        rates = indexing_rates(assembly.embedder, ROOT / "data" / "articles")
        ours, raw = (statistics.median(values) for values in zip(*rates, strict=True))
        rows.append(
            ("Indexing the demo articles, everything", f"{ours:.0f} tokens/s; bare encoder on the same texts {raw:.0f}; ratio {ours / raw:.2f}")
        )
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


def processor() -> str:
    if Path("/proc/cpuinfo").exists():
        names = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        if names:
            return f"{names[0]}, {len(names)} cores"
    return platform.processor() or platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=20, help="how many demo questions to ask (default 20)")
    parser.add_argument("--write", action="store_true", help=f"write the table to {RESULTS.name}")
    options = parser.parse_args()
    go_offline()
    rows = measure(options.questions)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    heading = f"{date.today()}, {processor()}, commit {commit}, `make bench`"
    table = "\n".join(["| what | figure |", "|---|---|", *(f"| {what} | {figure} |" for what, figure in rows)])
    print(f"{heading}\n\n{table}")
    if options.write:
        RESULTS.write_text(f"# Benchmarks\n\nThe machine is shared: read the ratios, not the seconds.\n\n{heading}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
