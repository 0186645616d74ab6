"""One tour of the real thing: `pramaan serve` over the demo articles with the real models."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = str(tmp_path_factory.mktemp("tour"))
    pramaan = [sys.executable, "-m", "assistant"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PRAMAAN_REPORTS": str(tmp_path_factory.mktemp("reports"))}
    subprocess.run([*pramaan, "index", "data/articles", "--store", store], cwd=ROOT, env=environment, check=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [*pramaan, "serve", "--store", store, "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
            assert server.stdout
            said = []
            for line in server.stdout:
                said.append(line)
                if ready := re.search(r"Chat ready at (http://\S+)", line):
                    break
            else:
                pytest.fail("the page did not start:\n" + "".join(said))
            assert f"Port {port} is taken; using {urlsplit(ready[1]).port}" in "".join(said)
            yield ready[1]
            server.terminate()


def test_a_tour(new_tab: Any, url: str) -> None:
    tab = new_tab()
    tab.open(url)
    tab.ask("गृहलक्ष्मी योजना में अब हर महीने कितने रुपये मिलेंगे?")
    tab.page.wait_for_selector("#proof .proof", timeout=180_000)
    tab.wait_for_answers(1, 180)
    assert "1,250" in tab.text("#conversation")
    assert "1,250" in tab.text("#proof")
    tab.ask("Who won the Central Cup final?")
    tab.wait_for_answers(2, 180)
    assert "Vindhya" in tab.text("#conversation .turn:last-child .answer")
    tab.ask("दिल्ली में आज मौसम कैसा है?")
    tab.wait_for_answers(3, 180)
    assert "आपके लेखों में नहीं" in tab.text("#conversation .turn:last-child .answer")
    tab.shoot("tour")
    tab.page.click("button[role=tab]:has-text('मूल्यांकन')")
    tab.page.fill("#sample input", "3")
    tab.page.click("#evaluate")
    report = tab.page.frame_locator("iframe.report")
    report.locator(".row").first.wait_for(timeout=180_000)
    assert report.locator(".row").count() == 3
    tab.shoot("tour-evaluate")
    tab.requested_nothing_elsewhere()
    tab.list_requests("requests-real")
