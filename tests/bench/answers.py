"""What an answer costs, beside what the bare models and the peer cost in the same run: `python -m tests.bench.answers`.

The peer (tests/bench/peer.py) needs packages of its own: name a Python that has them.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from assistant.offline import go_offline
from assistant.types import Timings
from tests.bench.peer import SCRIPT, PeerNotMeasured, Seconds, ask_peer
from tests.bench.results import ARTICLES, DEMO, publish, rows_table

SEED = 7
Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, when its answer came, and how many tokens the model read before its first word (of the last question that it was asked)."""

    question: str
    timings: Timings
    tokens_read: int


@dataclass(frozen=True, slots=True)
class Peer:
    """Which Python runs the peer, and how many questions it is asked; each takes it about a minute."""

    python: str
    questions: int
    script: Path = SCRIPT


def raw_llm_rates(path: Path, threads: int, prompt_tokens: int = 384, written: int = 48) -> tuple[float, float]:
    """(prompt tokens read, tokens written) per second of bare llama-cpp-python on Hindi text."""
    from llama_cpp import Llama

    text = (ARTICLES / "baadh-tamsapur-lokvani.txt").read_text(encoding="utf-8")
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


def peak_memory() -> int:
    """Bytes that this process has held at most."""
    import resource  # Unix alone has it

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(questions: int, peer: Peer) -> Rows:
    from assistant.assemble import Assembly, physical_cores
    from assistant.models.folder import resolve
    from assistant.settings import load_settings

    rows: Rows = []
    with tempfile.TemporaryDirectory() as store:
        assembly = Assembly(load_settings().model_copy(update={"store": Path(store), "chroma_url": None, "llm_url": None}))
        started = time.perf_counter()
        assembly.embedder  # noqa: B018 (loads it)
        rows.append(("Embedder loaded", f"{time.perf_counter() - started:.1f} s, {assembly.embedder.identity.dtype}"))
        assembly.sync([ARTICLES])
        started = time.perf_counter()
        assembly.warm_up()
        rows.append(("Language model loaded, constant prompts read", f"{time.perf_counter() - started:.1f} s"))
        loaded = psutil.Process().memory_info().rss
        engine = assembly.chat_model.engine  # type: ignore[attr-defined]
        asked = [
            Asked(question, assembly.answerer.answer(question).timings, engine.last_usage.evaluated) for question in demo_questions()[:questions]
        ]
        rows.append(("Memory of the whole process", memory(loaded, peak_memory())))
        texts = {article.name: assembly.catalogue.text(article.id) for article in assembly.catalogue.articles()}
        settings = assembly.settings
        llm = resolve(assembly.model_folder, settings.llm, "llm").path
        embedder = resolve(assembly.model_folder, settings.embedder, "embedder").path
        assembly.close()
    # The bare model comes after the peak was taken: it would count as ours.
    read, written = raw_llm_rates(llm, settings.threads or physical_cores())
    rows.append(("Bare model, same run", f"reads {read:.0f} tokens/s, writes {written:.1f} tokens/s"))

    def ask(chosen: Sequence[str]) -> Mapping[str, Seconds]:
        return ask_peer(peer.python, peer.script, chosen, texts, embedder, llm)

    return [*rows, *waits(asked, read), *beside_peer(asked, peer, ask)]


def demo_questions() -> list[str]:
    """Those that need no earlier question, in the order that the seed gives them."""
    lines = DEMO.read_text(encoding="utf-8").splitlines()
    rows = [row["question"] for row in map(json.loads, lines) if not row["history"]]
    random.Random(SEED).shuffle(rows)
    return rows


def memory(loaded: int, peak: int) -> str:
    return f"{loaded / 1e9:.2f} GB with everything loaded, {peak / 1e9:.2f} GB at most, indexing of the demo articles and all questions included"


def waits(asked: Sequence[Asked], read: float) -> Rows:
    """read: tokens that the bare model reads in a second."""
    timings = [one.timings for one in asked]
    stages = {
        "First quoted evidence": [taken.evidence for taken in timings if taken.evidence is not None],
        "First word of the answer, the model's or the articles'": [
            first for taken in timings if (first := taken.total if taken.first_token is None else taken.first_token) is not None
        ],
        "First word written by the model": [taken.first_token for taken in timings if taken.first_token is not None],
        "Whole answer": [taken.total for taken in timings if taken.total is not None],
    }
    rows = [
        (
            f"{name} ({len(found)} of {len(asked)} questions)",
            f"p50 {statistics.median(found):.2f} s, p95 {percentile(found, 0.95):.2f} s" if found else "none",
        )
        for name, found in stages.items()
    ]
    reading = [
        (one.timings.first_token - one.timings.evidence) / (one.tokens_read / read)
        for one in asked
        if one.timings.first_token is not None and one.timings.evidence is not None
    ]
    if reading:
        rows.append(("Wait for the first word ÷ bare reading time of the same tokens", f"median {statistics.median(reading):.2f}"))
    return rows


def beside_peer(asked: Sequence[Asked], peer: Peer, ask: Callable[[Sequence[str]], Mapping[str, Seconds]]) -> Rows:
    """The peer's seconds over ours, on the first questions that our model worded: where it isn't asked, we are sooner still."""
    ours = {one.question: one.timings for one in asked if one.timings.first_token is not None}
    chosen = list(ours)[: peer.questions]
    if not chosen:
        return []
    try:
        theirs = ask(chosen)
    except PeerNotMeasured as why:
        return [(f"The peer, {peer.script.name}", f"not measured: {why}".replace("|", "\\|"))]
    rows = [
        (
            f"The peer, {peer.script.name}, asked {len(theirs)} of the questions",
            f"first word p50 {statistics.median(first for first, _ in theirs.values()):.1f} s, "
            f"whole answer p50 {statistics.median(whole for _, whole in theirs.values()):.1f} s",
        )
    ]
    ratios = {
        "Its first word ÷ our first quoted evidence": [first / ours[question].evidence for question, (first, _) in theirs.items()],
        "Its first word ÷ our first written word": [first / ours[question].first_token for question, (first, _) in theirs.items()],
        "Its whole answer ÷ our whole answer": [whole / ours[question].total for question, (_, whole) in theirs.items()],
    }
    return rows + [(name, f"median {statistics.median(found):.1f}, {min(found):.1f} to {max(found):.1f}") for name, found in ratios.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=20, help="how many demo questions to ask (default %(default)s)")
    parser.add_argument("--peer-questions", type=int, default=3, help="how many of them to ask the peer, too; 0 for none (default %(default)s)")
    parser.add_argument("--peer-python", default=sys.executable, help="a Python that has the peer's packages (default: this one)")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    options = parser.parse_args()
    go_offline()
    rows = measure(options.questions, Peer(options.peer_python, options.peer_questions))
    publish("Answers", "python -m tests.bench.answers", rows_table(rows), options.write)


if __name__ == "__main__":
    main()
