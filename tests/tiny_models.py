"""Tiny models, whoever listens to their pull, a hub on 127.0.0.1 and wheels that hold them."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.models import hub as hub_source
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
    """A hub on 127.0.0.1, which pulls are sent to."""
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


def index(count: int = 3) -> PackageIndex:
    return PackageIndex(tuple((f"tiny-part{n}", "1.0", member(n)) for n in range(1, count + 1)))


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
