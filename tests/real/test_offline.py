"""Indexing and asking with the network off: any connection beyond this machine is an error, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The guard is put in before anything of the project is imported; a look-up of a name counts as reaching out too.
GUARDED = """
import socket, sys
LOCAL = ("127.", "::1", "localhost")
def refuse(address):
    raise AssertionError(f"reached out to {address}")
connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
def guard(real):
    def guarded(self, address, *rest):
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOCAL):
            refuse(address)
        return real(self, address, *rest)
    return guarded
socket.socket.connect, socket.socket.connect_ex = guard(connect), guard(connect_ex)
def guarded_look_up(host, *rest, **named):
    if host is not None and not str(host).startswith(LOCAL):
        refuse(host)
    return look_up(host, *rest, **named)
socket.getaddrinfo = guarded_look_up
from assistant.cli import main
sys.argv[0] = "pramaan"
main()
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", GUARDED, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=600)


def test_index_and_ask_reach_nothing(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    indexed = run("index", "data/articles/budget-2026.html", "data/articles/metro-blue-line.txt", "--store", store)
    assert indexed.returncode == 0, indexed.stderr
    asked = run("ask", "श्यामगढ़ मेट्रो के दूसरे चरण के लिए कितने रुपये दिए गए?", "--json", "--store", store)
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert any("1,150" in citation["quote"] for citation in answer["citations"])
    assert "reached out" not in indexed.stderr + asked.stderr


def test_the_guard_itself_works() -> None:
    guard = GUARDED.split("from assistant.cli")[0]
    script = guard + "import urllib.request\nurllib.request.urlopen('http://example.invalid/')"
    tried = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert "reached out to example.invalid" in tried.stderr
