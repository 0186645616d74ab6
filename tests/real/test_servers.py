"""A Chroma server and an OpenAI-compatible server instead of the embedded ones: both real, both started here."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.assemble import Assembly
from assistant.errors import ModelBusy
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "गृहलक्ष्मी योजना में अब हर महीने कितने रुपये मिलेंगे?"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, log: Path) -> Iterator[None]:
    with log.open("w") as said, subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT) as server:
        try:
            deadline = time.monotonic() + 120
            while time.monotonic() < deadline and server.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            else:
                pytest.fail(f"{command[0]} did not start:\n{log.read_text()}")
            yield
        finally:
            server.terminate()


def test_a_chroma_server_by_url(demo: Assembly, tmp_path: Path) -> None:
    port = free_port()
    chroma = shutil.which("chroma", path=str(Path(sys.executable).parent)) or "chroma"
    with running([chroma, "run", "--path", str(tmp_path / "server"), "--port", str(port)], port, tmp_path / "chroma.log"):
        assembly = Assembly(Settings(store=tmp_path / "store", chroma_url=f"http://127.0.0.1:{port}"))
        assembly.made.update(embedder=demo.embedder, chat_model=demo.chat_model)
        assembly.sync([ROOT / "data" / "articles"])
        assert assembly.verify() == []
        assert not (tmp_path / "store" / "chroma").exists()
        ours = [hit.chunk.text for hit in assembly.search.find(QUESTION).hits]
        assert ours == [hit.chunk.text for hit in demo.search.find(QUESTION).hits]
        assembly.catalogue.close()


def test_an_openai_compatible_server_by_url(demo: Assembly, tmp_path: Path) -> None:
    port = free_port()
    model = demo.model_folder.path("qwen2.5-coder-1.5b")
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port), "--n_ctx", "4096", "--n_threads", "2"]
    with running(command, port, tmp_path / "llm.log"):
        assembly = Assembly(Settings(store=demo.settings.store, llm_url=f"http://127.0.0.1:{port}/v1", llm_model="any"))
        assembly.made.update(embedder=demo.embedder, catalogue=demo.catalogue, vectors=demo.vectors)
        answer = assembly.answerer.answer(QUESTION)
        assert "1,250" in answer.answer
        assert answer.timings.first_token is not None
    with pytest.raises(ModelBusy, match=f"127.0.0.1:{port}"):
        assembly.answerer.answer(QUESTION)
