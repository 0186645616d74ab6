"""What indexing costs beside the bare encoder and the peer, on the same texts: `python -m tests.bench.indexing`.

The texts are XQuAD's development passages where the shared folder is, else the demo articles. The peer is LangChain's tutorial as it stands; it
needs packages of its own, so it runs with the Python that is named: `--peer PYTHON SCRIPT`. It is stopped when it has told its rate.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.assemble import Assembly
from assistant.models.folder import resolve
from assistant.offline import go_offline
from assistant.settings import load_settings
from tests.bench.results import ROOT, publish, rows_table

XQUAD = ROOT.parent / "shared" / "xquad" / "xquad_dev.json"


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


def write_texts(xquad: Path, folder: Path) -> Path:
    if not xquad.exists():
        return ROOT / "data" / "articles"
    passages = [paragraph["context"] for article in json.loads(xquad.read_text("utf-8")) for paragraph in article["paragraphs"]]
    for number, passage in enumerate(passages):
        (folder / f"{number:03}.txt").write_text(passage, "utf-8")
    return folder


def sync_all(embedder: Any, folder: Path) -> tuple[float, Recorded]:
    """(seconds, what was embedded) of a whole sync into a new store. The embedder is loaded beforehand: that is done once."""
    with tempfile.TemporaryDirectory() as store:
        assembly = Assembly(load_settings().model_copy(update={"store": Path(store), "chroma_url": None}))
        recorded = Recorded(embedder)
        assembly.made["embedder"] = recorded
        started = time.perf_counter()
        assembly.sync([folder])
        seconds = time.perf_counter() - started
        assembly.close()
    return seconds, recorded


def bare_seconds(model: Any, texts: Sequence[str]) -> float:
    started = time.perf_counter()
    model.encode(texts, show_progress_bar=False)
    return time.perf_counter() - started


def peer_rate(python: str, script: str, xquad: Path, embedder: Path) -> float:
    """Chunks per second, as the peer tells it."""
    command = [python, "-u", script, str(xquad), str(embedder), "no-model-is-reached.gguf", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        told = next((line for line in process.stdout if line.startswith("index:")), "")
        process.kill()
    return float(told.split("=")[1].split()[0])


def measure(rounds: int, peer: Sequence[str] | None) -> list[tuple[str, str]]:
    import torch

    with tempfile.TemporaryDirectory() as place:
        folder = write_texts(XQUAD, Path(place))
        assembly = Assembly(load_settings())
        embedder = assembly.embedder
        sync_all(embedder, ROOT / "data" / "articles")  # Chroma and the libraries' first call
        ours, bare, peers = [], [], []
        for _ in range(rounds):
            seconds, recorded = sync_all(embedder, folder)
            texts = [embedder._prompted(passage).text for passage in recorded.passages]
            ours.append(seconds)
            bare.append(bare_seconds(embedder._model, texts))
            if peer:
                peers.append(peer_rate(*peer, XQUAD, resolve(assembly.model_folder, assembly.settings.embedder, "embedder").path))
        tokens = sum(map(len, embedder._model.tokenizer(texts)["input_ids"]))
        dtype = embedder.identity.dtype
        rows = [
            ("texts", f"{len(texts)} chunks of {tokens:,} tokens, {rounds} rounds in turn"),
            (
                "a whole sync, median",
                f"{tokens / statistics.median(ours):.0f} tokens/s, {len(texts) / statistics.median(ours):.2f} chunks/s, {dtype}",
            ),
            (f"bare `encode()` in {dtype}", f"{tokens / statistics.median(bare):.0f} tokens/s"),
            ("ratio, median of the rounds", f"{statistics.median(b / o for o, b in zip(ours, bare, strict=True)):.2f}"),
        ]
        if dtype != "bfloat16":
            seconds = bare_seconds(embedder._model.to(torch.bfloat16), texts)
            rows += [
                ("bare `encode()` in bfloat16, one round", f"{tokens / seconds:.0f} tokens/s"),
                ("ratio to it", f"{seconds / statistics.median(ours):.2f}"),
            ]
    if peers:
        rate = len(texts) / statistics.median(ours)
        rows += [("the peer", f"{statistics.median(peers):.2f} chunks/s"), ("ratio to the peer", f"{rate / statistics.median(peers):.2f}")]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", nargs=2, metavar=("PYTHON", "SCRIPT"), help="measure this peer in the same run")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    options = parser.parse_args()
    go_offline()
    publish("Indexing", "python -m tests.bench.indexing", rows_table(measure(options.rounds, options.peer)), options.write)


if __name__ == "__main__":
    main()
