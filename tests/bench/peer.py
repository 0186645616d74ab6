"""The peer: LangChain's tutorial as it stands, asked the same questions about the same articles, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.results import ROOT

SCRIPT = ROOT.parent / "shared" / "peers" / "naive_langchain.py"
# The peer tells each question with its answer, a gold answer, and the seconds until the first word and until the end.
_SECONDS = re.compile(r" ([\d.]+)s ([\d.]+)s$")

Seconds = tuple[float, float]
"""Until the first word, and until the end."""


class PeerNotMeasured(Exception):
    """Why the peer could not be asked."""


def ask_peer(python: str, script: Path, questions: Sequence[str], articles: Mapping[str, str], embedder: Path, llm: Path) -> dict[str, Seconds]:
    """Question → seconds, of those that it answered. Raises PeerNotMeasured when it answered none."""
    if not script.is_file():
        raise PeerNotMeasured(f"{script.name} is not beside the project in shared/peers")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "questions.json"
        data.write_text(json.dumps(_as_squad(questions, articles), ensure_ascii=False), "utf-8")
        command = [python, str(script), str(data), str(embedder), str(llm), str(len(questions))]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", env=_environment())
        except OSError as error:
            raise PeerNotMeasured(f"'{python}' can't be started ({error.strerror})") from error
    found = _told(done.stdout, questions)
    if not found:
        raise PeerNotMeasured((done.stderr.strip().splitlines() or [f"it ended with {done.returncode} and told nothing"])[-1])
    return found


def _environment() -> dict[str, str]:
    """Ours, offline too, but without what we set for our own speed (assistant/offline.py): the peer runs as its user would run it."""
    return {name: value for name, value in os.environ.items() if name not in ("GOMP_SPINCOUNT", "TOKENIZERS_PARALLELISM")} | {"PYTHONUTF8": "1"}


def _as_squad(questions: Sequence[str], articles: Mapping[str, str]) -> list[dict[str, object]]:
    """The file that the peer reads. It wants a gold answer for its own figures, which nobody reads here."""
    asked = [{"question": question, "answers": ["-"]} for question in questions]
    first = next(iter(articles))
    return [{"title": name, "paragraphs": [{"context": text, "qas": asked if name == first else []}]} for name, text in articles.items()]


def _told(output: str, questions: Sequence[str]) -> dict[str, Seconds]:
    found = {}
    for line in output.splitlines():
        question = next((question for question in questions if line.startswith(f"{question} | ")), None)
        if question and (seconds := _SECONDS.search(line)):
            found[question] = (float(seconds[1]), float(seconds[2]))
    return found
