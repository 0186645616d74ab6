from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from queue import Empty, Queue

import pytest

import index.sync.watch
from index.sync.watch import changes

ROOT = Path(__file__).resolve().parents[1]
FLOOD = "तमसापुर में बाढ़ आई\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई।\n"
Write = Callable[[str, str], Path]
pytestmark = pytest.mark.slow  # a real watcher is waited for


class Watcher:
    """Runs changes() in a thread; next() is its next yield, and nothing() that there is none for a while."""

    def __init__(self, *paths: Path, ignored: Path) -> None:
        self.stop, self.again = threading.Event(), threading.Event()
        self._seen: Queue[list[Path]] = Queue()
        self._thread = threading.Thread(target=self._run, args=(paths, ignored))
        self._thread.start()

    def _run(self, paths: tuple[Path, ...], ignored: Path) -> None:
        for there in changes(paths, ignored, self.stop, self.again):
            self._seen.put(there)

    def next(self) -> list[Path]:
        return self._seen.get(timeout=60)

    def nothing(self, seconds: float = 0.5) -> bool:
        try:
            return not self._seen.get(timeout=seconds)
        except Empty:
            return True

    def settle(self, expected: list[Path]) -> None:
        """Wait until the paths are as expected and nothing more comes."""
        while self.next() != expected:
            pass
        while not self._seen.empty() or not self.nothing():
            pass

    def close(self) -> None:
        self.stop.set()
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.sync.watch, "_SETTLED_SECONDS", 0.2)


@pytest.fixture
def watcher(quick: None, articles: Path, store: Path) -> Iterator[Watcher]:
    del quick
    made = Watcher(articles, ignored=store)
    yield made
    made.close()


def test_there_is_a_round_at_once_and_then_only_after_changes(watcher: Watcher, articles: Path, write_article: Write) -> None:
    assert watcher.next() == [articles]
    assert watcher.nothing()
    write_article("a.txt", FLOOD)
    assert watcher.next() == [articles]
    assert watcher.nothing()
    watcher.again.set()
    assert watcher.next() == [articles]


def test_a_burst_of_changes_is_one_round(watcher: Watcher, articles: Path, write_article: Write) -> None:
    watcher.next()
    for n in range(30):
        write_article(f"deep/{n}.txt", FLOOD)
    assert watcher.next() == [articles]
    assert watcher.nothing()


def test_a_file_is_not_looked_at_while_it_is_being_written(watcher: Watcher, articles: Path) -> None:
    watcher.next()
    with (articles / "a.txt").open("w", encoding="utf-8") as file:
        for _ in range(12):
            file.write(FLOOD)
            file.flush()
            time.sleep(0.05)
        assert watcher.nothing(0.001)
    assert watcher.next() == [articles]


def test_a_save_by_rename_is_seen(watcher: Watcher, articles: Path, write_article: Write) -> None:
    path = write_article("a.txt", FLOOD)
    watcher.settle([articles])
    (articles / ".a.txt.swp").write_text("half", encoding="utf-8")
    (articles / ".a.txt.swp").replace(path)
    assert watcher.next() == [articles]


@pytest.mark.parametrize("name", [".hidden.txt", ".git/a.txt"])
def test_hidden_files_are_no_change(watcher: Watcher, write_article: Write, name: str) -> None:
    watcher.next()
    write_article(name, FLOOD)
    assert watcher.nothing()


@pytest.mark.usefixtures("quick")
def test_a_store_inside_the_folder_does_not_call_for_its_own_sync(articles: Path, write_article: Write) -> None:
    (articles / "store").mkdir()
    watcher = Watcher(articles, ignored=articles / "store")
    try:
        watcher.next()
        write_article("store/writing.lock", "")
        assert watcher.nothing()
    finally:
        watcher.close()


def test_a_folder_may_go_and_come_back(watcher: Watcher, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    watcher.settle([articles])
    shutil.rmtree(articles)
    watcher.settle([])
    write_article("b.txt", FLOOD)
    watcher.settle([articles])
    write_article("c.txt", FLOOD)
    assert watcher.next() == [articles]


def test_a_folder_that_was_made_anew_at_once_is_watched(watcher: Watcher, articles: Path, write_article: Write) -> None:
    write_article("a.txt", FLOOD)
    watcher.settle([articles])
    shutil.rmtree(articles)
    write_article("b.txt", FLOOD)
    watcher.settle([articles])
    write_article("c.txt", FLOOD)
    assert watcher.next() == [articles]


@pytest.mark.usefixtures("quick")
def test_a_file_given_by_name_is_watched_through_its_replacement(articles: Path, store: Path, write_article: Write) -> None:
    path = write_article("a.txt", FLOOD)
    watcher = Watcher(path, articles / "later", ignored=store)
    try:
        assert watcher.next() == [path]
        for n in range(2):
            write_article(f"new{n}", FLOOD).replace(path)
            watcher.settle([path])
        (articles / "later").mkdir()
        watcher.settle([path, articles / "later"])
    finally:
        watcher.close()


_PRAMAAN = """
import sys; sys.path.insert(0, "tests")
from conftest import FakeEmbedder
import assistant.assemble
from assistant import cli

class FakeModels(assistant.assemble.Assembly):
    def __init__(self, settings):
        super().__init__(settings)
        self.made["embedder"] = FakeEmbedder()

assistant.assemble.Assembly = FakeModels
cli.main()
"""


def test_a_watched_folder_is_kept_in_step_until_ctrl_c(articles: Path, store: Path, write_article: Write, tmp_path: Path) -> None:
    write_article("a.txt", FLOOD)
    command = [sys.executable, "-c", _PRAMAAN, "index", str(articles), "--watch", "--store", str(store)]
    with (tmp_path / "err").open("w") as err:
        # A shell that starts the tests in the background has them ignore Ctrl-C, and they would hand that on.
        with_ctrl_c = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=err, encoding="utf-8", preexec_fn=with_ctrl_c)
    assert process.stdout is not None
    try:
        said = iter(process.stdout.readline, "")
        assert next(said).startswith("1 added, 0 changed, 0 removed")
        assert next(said) == f"Watching {articles}; Ctrl-C ends it.\n"
        write_article("b.txt", FLOOD.replace("ग्यारह", "बारह"))
        assert next(said)[8:] == " added   b.txt\n"
        write_article("a.txt", FLOOD.replace("ग्यारह", "दस"))
        assert next(said)[8:] == " changed a.txt\n"
        (articles / "b.txt").rename(articles / "c.txt")
        assert [next(said)[8:] for _ in range(2)] == [" added   c.txt\n", " removed b.txt\n"]
        shutil.rmtree(articles)
        write_article("d.txt", FLOOD)
        assert [next(said)[8:] for _ in range(3)] == [" added   d.txt\n", " removed a.txt\n", " removed c.txt\n"]
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(120)
        rest = process.stdout.read()
        process.stdout.close()
    assert (code, rest) == (0, "")
    assert (tmp_path / "err").read_text("utf-8").endswith("\nNo longer watching; the store is as the last lines say.\n")
