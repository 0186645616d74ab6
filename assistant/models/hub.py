"""A model's files from a repository of the Hugging Face hub, over HTTP with Range."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.models.part_files import Job, Part, SourceError, size_text
from assistant.models.registry import Hub, ModelFile

if TYPE_CHECKING:
    import httpx

REACH_SECONDS = 3.0
# The network has REACH_SECONDS; the rest is for the look-up of the host's name and for a busy machine.
REACH_BOUND_SECONDS = 15.0
STALL_SECONDS = 60.0
CONNECTIONS = 5


class FromHub:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.label = f"the hub's {hub.repo}"

    def fetch(self, job: Job) -> None:
        self._check_reach(job.model.files[0])
        job.bring_files(self.label, lambda part, report: self._download(job, part, report))

    def _url(self, file: ModelFile) -> str:
        from huggingface_hub import hf_hub_url

        # huggingface_hub reads HF_ENDPOINT once, at its import; asked here, a value that was set later counts too.
        return str(hf_hub_url(self.hub.repo, file.path, revision=self.hub.revision, endpoint=os.environ.get("HF_ENDPOINT", "").rstrip("/") or None))

    def _headers(self) -> dict[str, str]:
        from huggingface_hub import get_token

        # Compressed answers would make Range and the sizes mean something else.
        headers = {"Accept-Encoding": "identity", "User-Agent": "pramaan"}
        return headers | ({"Authorization": f"Bearer {token}"} if (token := get_token()) else {})

    def _check_reach(self, file: ModelFile) -> None:
        import httpx

        url, headers = self._url(file), self._headers()
        answers: list[int | str] = []

        def ask() -> None:
            try:
                # Redirects lead to a storage host whose signed addresses may refuse HEAD: that the hub answered is enough.
                answers.append(httpx.head(url, headers=headers, timeout=REACH_SECONDS, follow_redirects=False).status_code)
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                answers.append(f"not reachable ({error or type(error).__name__})")

        # In a thread, because httpx's timeout doesn't hold for the look-up of the host name.
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(REACH_BOUND_SECONDS)
        answer = answers[0] if answers else f"not reachable (no answer in {REACH_BOUND_SECONDS:.0f} s)"
        if isinstance(answer, str):
            raise SourceError(answer)
        self._check_status(answer)

    def _check_status(self, status: int) -> None:
        if status in (401, 403):
            why = "its token was refused" if "Authorization" in self._headers() else "no token"
            gate = "gated" if self.hub.gated else "not open to all"
            raise SourceError(f"{gate}, {why} (HTTP {status}; accept the licence on the model's page and set HF_TOKEN)")
        if status >= 400:
            raise SourceError(f"it answered HTTP {status}")

    def _download(self, job: Job, part: Part, report: Callable[[], None]) -> None:
        import httpx

        part.cut(part.file.bytes)
        trouble = ""
        with httpx.Client(timeout=httpx.Timeout(STALL_SECONDS, connect=10.0), follow_redirects=True) as client:
            for _ in range(CONNECTIONS):
                if part.size() == part.file.bytes:
                    return
                if trouble:
                    job.say(f"{trouble} at {size_text(part.size())} of {part.file.path}; connecting again.")
                trouble = "the answer ended early"
                try:
                    self._stream(client, part, report)
                except httpx.HTTPError as error:
                    trouble = f"the connection broke ({type(error).__name__})"
                if part.size() >= part.file.bytes:
                    return
        raise SourceError(f"{trouble}, {CONNECTIONS} times; {part.size()} of {part.file.bytes} bytes of {part.file.path} are here")

    def _stream(self, client: httpx.Client, part: Part, report: Callable[[], None]) -> None:
        start = part.size()
        headers = self._headers() | ({"Range": f"bytes={start}-"} if start else {})
        with client.stream("GET", self._url(part.file), headers=headers) as answer:
            if answer.status_code == 416:  # what is here can't be the file's beginning
                part.discard()
                return
            self._check_status(answer.status_code)
            # A server that doesn't know Range answers 200 and sends the whole file again.
            if not (answer.status_code == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {start}-")):
                part.cut(0)
            part.append(answer.iter_raw(), report)
