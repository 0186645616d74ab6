"""The Articles tab over a store of the test's own: serving it, going there, uploading, waiting for what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOOD = "तमसापुर में बाढ़ आई\n\nलोकवाणी | 14 जून 2025\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई। सेना ने नाव से गांव खाली कराए।\n"
ONION = "प्याज के दाम गिरे हैं\n\nजनपथ | 2 मई 2025\n\nमंडी में प्याज का भाव 2,150 रुपये रहा।\n"
METRO = "Blue Line opens today\n\nThe Ledger | 18 June 2025\n\nThe Shyamgarh metro carried 40,000 passengers on Sunday.\n"
SLOW = "धीमा समाचार {n} आज का\n\nयह धीमा समाचार क्रमांक {n} है और इसमें समय लगता है।\n"


class Serve:
    """serve(*folders): a page over a store of its own that holds the articles of these folders; the settings are environment variables."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._servers: list[subprocess.Popen[str]] = []

    def __call__(self, *folders: Path, **settings: str) -> str:
        command = [sys.executable, "-m", "tests.browser.articles_server", "7990", str(self._store), *map(str, folders)]
        environment = {**os.environ, **{f"PRAMAAN_{name.upper()}": value for name, value in settings.items()}}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._servers.append(server)
        assert server.stdout
        said = []
        for line in server.stdout:
            said.append(line)
            if ready := re.search(r"Chat ready at (http://\S+)", line):
                return ready[1]
        pytest.fail("the page did not start:\n" + "".join(said))

    def stop(self) -> None:
        """End what was started."""
        while self._servers:
            with self._servers.pop() as server:
                server.terminate()
                server.wait(20)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    servers = Serve(tmp_path / "store")
    yield servers
    servers.stop()


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


Files = Callable[[str, str | bytes], Path]


def opened(new_tab: Any, url: str, width: int = 1280, locale: str = "hi-IN", scheme: str = "light") -> Any:
    tab = new_tab(locale=locale, width=width, scheme=scheme)
    tab.open(url)
    go_to_articles(tab)
    return tab


def go_to_articles(tab: Any) -> None:
    name = re.compile("^(लेख|Articles)$")
    if not tab.page.get_by_role("tab", name=name).is_visible():
        tab.page.locator(".overflow-menu > button").click()  # gradio folds tabs that a narrow screen has no room for
        tab.page.locator(".overflow-dropdown button", has_text=name).click()
    else:
        tab.page.get_by_role("tab", name=name).click()
    tab.page.wait_for_selector("#article-list :is(table, .said)")


def upload(tab: Any, *paths: Path, selector: str = "#article-files") -> None:
    tab.page.set_input_files(f"{selector} input[type=file]", [str(path) for path in paths])


def wait_for(tab: Any, text: str, selector: str = "#adding-progress") -> None:
    tab.page.wait_for_function("([where, text]) => document.querySelector(where)?.innerText.includes(text)", arg=[selector, text], timeout=30_000)


def wait_for_titles(tab: Any, titles: Sequence[str]) -> None:
    script = (
        "titles => JSON.stringify([...document.querySelectorAll('#article-list [data-view]')].map(one => one.innerText)) === JSON.stringify(titles)"
    )
    try:
        tab.page.wait_for_function(script, arg=list(titles), timeout=15_000)
    except Exception:
        assert tab.page.locator("#article-list [data-view]").all_inner_texts() == list(titles)
        raise
