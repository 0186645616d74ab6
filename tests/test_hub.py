"""Pulling tiny models from a hub on 127.0.0.1."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tiny_models import (
    FOLDER_FILES,
    GATED,
    GGUF,
    HUB,
    FakeHub,
    Listener,
    embedder,
    folder,
    hub,
    listener,
    llm,
    only_the_model_is_left,
)

from assistant.errors import ModelMissing
from assistant.models import hub as hub_source
from assistant.models.folder import ModelFolder
from assistant.models.part_files import Progress

__all__ = ["folder", "hub", "listener"]


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


def test_a_wrong_local_path_never_falls_through_to_the_network(folder: ModelFolder, listener: Listener, hub: FakeHub, tmp_path: Path) -> None:
    hub.put(HUB, {"tiny.gguf": GGUF})
    with pytest.raises(ModelMissing, match=r"'tiny-llm' can't be taken from .*gone\.gguf: it does not exist\. .* leave out --from"):
        listener.pull(folder, llm(HUB), tmp_path / "gone.gguf")
    (tmp_path / "own.gguf").write_bytes(GGUF[:-1] + b"!")
    with pytest.raises(ModelMissing, match=r"can't be taken from .*own\.gguf: tiny\.gguf has the wrong bytes"):
        listener.pull(folder, llm(HUB), tmp_path / "own.gguf")
    assert hub.asked == []
    assert folder.state(llm()) == "absent"
