"""Files as the browser hands them over, and what is told of them once they are in the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_evaluation import empty_assembly
from syncing import FLOOD

from assistant.assemble import Assembly
from assistant.library.adding import Adding, Step
from assistant.library.library import Library
from index.store.mirror import verify

METRO = "Blue Line opens today\n\nThe Shyamgarh metro carried 40,000 passengers on Sunday. Tickets cost ten rupees.\n"
Upload = Callable[..., Path]


@pytest.fixture
def assembly(store: Path) -> Iterator[Assembly]:
    """The real wiring over an empty store, with fake models."""
    made = empty_assembly(store)
    yield made
    made.close()


@pytest.fixture
def library(assembly: Assembly) -> Library:
    return Library(assembly)


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    """upload(name, content): a file as the browser hands it over, in a folder of its own."""
    folders = iter(range(1000))

    def write(name: str, content: str | bytes = FLOOD) -> Path:
        folder = tmp_path / "uploads" / str(next(folders))
        folder.mkdir(parents=True)
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def ended(run: Adding) -> Step:
    run.wait(30)
    assert run.step.has_ended
    return run.step


def names(library: Library) -> list[str]:
    return [article.name for article in library._assembly.catalogue.articles()]


def told(step: Step) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in step.told]


def is_sound(assembly: Assembly) -> bool:
    return verify(assembly.catalogue, assembly.vectors) == []
