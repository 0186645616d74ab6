"""Real models on real articles. `make test` pulls the models first; without them these tests fail and say how to get them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assemble import Assembly
from assistant.offline import go_offline
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assembly]:
    """The demo articles in a store of their own, with the default models."""
    go_offline()
    assembly = Assembly(Settings(store=tmp_path_factory.mktemp("demo")))
    report = assembly.sync([ROOT / "data" / "articles"])
    assert not report.failures
    yield assembly
    assembly.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.real)
