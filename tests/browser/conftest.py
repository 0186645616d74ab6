"""Debian's chromium, driven by Playwright, on pages served by this machine. Skipped aloud where there is no chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOTS = Path(__file__).parent / "shots"
# No sandbox: the tests may run as root. The rest keeps chromium itself off the network.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")  # Playwright keeps an event loop running while it is open, which other tests can't have
def chromium() -> Iterator[Any]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no chromium on this machine: the browser tests did not run")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the scripted server writes reports, and what it was told (told.txt)."""
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="package")
def url(reports: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.browser.scripted_server", "7890", str(reports)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout
        said = []
        for line in server.stdout:
            said.append(line)
            if ready := re.search(r"Chat ready at (http://\S+)", line):
                yield ready[1]
                break
        else:
            pytest.fail("the page did not start:\n" + "".join(said))
        server.terminate()


class Tab:
    """A browser tab that remembers everything it asked for: its own frames and workers, and tabs that it opened, included."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[tuple[str, str]] = []
        self.dialogs: list[str] = []
        page.context.on("request", lambda request: self.requests.append((request.method, request.url)))
        page.on("websocket", lambda socket: self.requests.append(("WEBSOCKET", socket.url)))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.page.wait_for_selector("#question textarea")

    def ask(self, question: str) -> None:
        self.page.fill("#question textarea", question)
        self.page.click("#ask")

    def wait_for_answers(self, count: int, seconds: float = 60) -> None:
        self.page.wait_for_function(f"document.querySelectorAll('#conversation .status').length >= {count}", timeout=seconds * 1000)

    def wait_for(self, selector: str, seconds: float = 10) -> None:
        self.page.wait_for_selector(selector, timeout=seconds * 1000)

    def focused(self) -> str:
        """What the keyboard is on: its id, else its first class, else its element."""
        return str(self.page.evaluate("(e => e.id || e.classList[0] || e.tagName)(document.activeElement)"))

    @property
    def requested(self) -> list[str]:
        """Addresses; without what never leaves the browser."""
        return [address for _, address in self.requests if not address.startswith(("data:", "blob:", "about:"))]

    def requested_nothing_elsewhere(self) -> None:
        assert {urlsplit(address)[:2] for address in self.requested} == {urlsplit(self.page.url)[:2]}

    def list_requests(self, name: str) -> None:
        """Write what was asked for, how often, to shots/NAME.txt."""
        SHOTS.mkdir(exist_ok=True)
        counted = Counter(f"{method} {_without_ids(address)}" for method, address in self.requests)
        lines = "".join(f"{count:5} {request}\n" for request, count in sorted(counted.items()))
        (SHOTS / f"{name}.txt").write_text(lines, encoding="utf-8")

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def shoot(self, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def _without_ids(address: str) -> str:
    """The address's path, with … for folders of uploads, sessions and what else is another one each time."""
    scheme, _, path, *_ = urlsplit(address)
    if scheme not in ("http", "https", "ws", "wss"):
        return f"{scheme}:…"
    return re.sub(r"[0-9a-f]{16,}|(?<=heartbeat/)\w+", "…", re.sub(r"(?<=file=).*/", "…/", unquote(path)))


@pytest.fixture
def new_tab(chromium: Any) -> Iterator[Any]:
    contexts = []

    def make(locale: str = "hi-IN", width: int = 1280, scheme: str = "light") -> Tab:
        context = chromium.new_context(locale=locale, viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        return Tab(context.new_page())

    yield make
    for context in contexts:
        context.close()
