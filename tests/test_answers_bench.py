"""The answers bench's own parts: its arithmetic, and the peer that is asked beside."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from assistant.types import Timings
from tests.bench.answers import Asked, Peer, beside_peer, memory, peak_memory, waits
from tests.bench.peer import PeerNotMeasured, Seconds, ask_peer

WRITTEN = Asked("कौन?", Timings(0.1, 0.5, 2.0, 4.0), 100)
QUOTED = Asked("कब?", Timings(0.1, 0.7, None, 0.8), 100)
REFUSED = Asked("क्यों?", Timings(0.1, None, None, 0.3), 100)
ALSO_WRITTEN = Asked("कहां?", Timings(0.1, 1.0, 3.0, 5.0), 200)
# It reads the file as the peer does, and tells what it was asked in the peer's words.
FAKE_PEER = """
import json, sys
data, embedder, llm, n = sys.argv[1:]
articles = json.load(open(data))
asked = [q for a in articles for p in a["paragraphs"] for q in p["qas"]][:int(n)]
print("index: 2 chunks in 1.0s = 2.00 chunks/s")
for place, q in enumerate(asked, start=1):
    print(q["question"], "|", f"{len(articles)} {embedder} {llm}", "|", q["answers"][0], f"{place}.5s {place * 10}.0s")
print("naive n=2 evidence_in_context=0.500 TTFT p50=1.50s p95=2.50s total p50=15.00s")
"""


def peer(tmp_path: Path, code: str) -> Path:
    script = tmp_path / "peer.py"
    script.write_text(code, "utf-8")
    return script


def asked_peer(script: Path, python: str = sys.executable) -> Mapping[str, Seconds]:
    return ask_peer(python, script, ["कौन?", "कब?"], {"a.txt": "एक लेख।", "b.txt": "दूसरा लेख।"}, Path("embedder"), Path("model.gguf"))


def test_the_peer_is_asked_the_same_questions_and_its_seconds_are_read(tmp_path: Path) -> None:
    assert asked_peer(peer(tmp_path, FAKE_PEER)) == {"कौन?": (1.5, 10.0), "कब?": (2.5, 20.0)}


def test_what_the_peer_told_before_it_broke_counts(tmp_path: Path) -> None:
    assert asked_peer(peer(tmp_path, 'print("कब? | तब | - 30.0s 40.0s")\nraise SystemExit(1)')) == {"कब?": (30.0, 40.0)}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import langchain_of_the_peer", "ModuleNotFoundError: No module named 'langchain_of_the_peer'"),
        ("raise SystemExit(3)", "it ended with 3 and told nothing"),
    ],
)
def test_a_peer_that_cannot_run_says_why(tmp_path: Path, code: str, reason: str) -> None:
    with pytest.raises(PeerNotMeasured, match=re.escape(reason)):
        asked_peer(peer(tmp_path, code))


def test_a_peer_or_a_python_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PeerNotMeasured, match=r"none\.py is not beside the project"):
        asked_peer(tmp_path / "none.py")
    with pytest.raises(PeerNotMeasured, match="'/no/python' can't be started"):
        asked_peer(peer(tmp_path, FAKE_PEER), "/no/python")


def test_the_peer_runs_offline_and_without_what_makes_us_quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOMP_SPINCOUNT", "1000")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    tell = "import os\nprint(\"कौन? | - | -\", f\"{os.environ.get('GOMP_SPINCOUNT', 0)}.0s {os.environ['HF_HUB_OFFLINE']}.0s\")"
    assert asked_peer(peer(tmp_path, tell)) == {"कौन?": (0.0, 1.0)}


def test_the_peer_is_set_beside_the_questions_that_our_model_worded() -> None:
    chosen: list[str] = []

    def ask(questions: Sequence[str]) -> Mapping[str, Seconds]:
        chosen.extend(questions)
        return {"कौन?": (40.0, 44.0), "कहां?": (45.0, 60.0)}

    rows = beside_peer([QUOTED, WRITTEN, REFUSED, ALSO_WRITTEN], Peer("python", 2), ask)
    assert chosen == ["कौन?", "कहां?"]
    assert rows == [
        ("The peer, naive_langchain.py, asked 2 of the questions", "first word p50 42.5 s, whole answer p50 52.0 s"),
        ("Its first word ÷ our first quoted evidence", "median 62.5, 45.0 to 80.0"),
        ("Its first word ÷ our first written word", "median 17.5, 15.0 to 20.0"),
        ("Its whole answer ÷ our whole answer", "median 11.5, 11.0 to 12.0"),
    ]


def test_a_peer_that_was_not_measured_is_a_row_and_no_failure() -> None:
    def ask(questions: Sequence[str]) -> Mapping[str, Seconds]:
        raise PeerNotMeasured(f"{len(questions)} | no packages")

    assert beside_peer([WRITTEN], Peer("python", 3), ask) == [("The peer, naive_langchain.py", "not measured: 1 \\| no packages")]


@pytest.mark.parametrize(("asked", "questions"), [([WRITTEN], 0), ([QUOTED, REFUSED], 3)])
def test_the_peer_is_not_started_for_nothing(asked: list[Asked], questions: int) -> None:
    assert beside_peer(asked, Peer("python", questions), lambda _: pytest.fail("it was asked")) == []


def test_waits_by_hand() -> None:
    rows = dict(waits([WRITTEN, QUOTED, REFUSED, ALSO_WRITTEN], 100.0))
    assert rows["First quoted evidence (3 of 4 questions)"] == "p50 0.70 s, p95 1.00 s"
    assert rows["First word of the answer, the model's or the articles' (4 of 4 questions)"] == "p50 1.40 s, p95 3.00 s"
    assert rows["First word written by the model (2 of 4 questions)"] == "p50 2.50 s, p95 3.00 s"
    assert rows["Whole answer (4 of 4 questions)"] == "p50 2.40 s, p95 5.00 s"
    assert rows["Wait for the first word ÷ bare reading time of the same tokens"] == "median 1.25"  # 1.5 s for 1 s, 2 s for 2 s


def test_without_a_written_word_there_is_no_ratio() -> None:
    rows = waits([REFUSED], 100.0)
    assert [figure for _, figure in rows] == ["none", "p50 0.30 s, p95 0.30 s", "none", "p50 0.30 s, p95 0.30 s"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't tell")
def test_the_peak_is_in_bytes_and_no_less_than_what_is_held() -> None:
    import psutil

    held = psutil.Process().memory_info().rss
    assert 0.99 * held <= peak_memory() < 100 * held
    assert memory(1_230_000_000, 2_500_000_000).startswith("1.23 GB with everything loaded, 2.50 GB at most")
