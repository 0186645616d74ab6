"""The page over a real store and a fake embedder, in a process of its own: `python -m tests.browser.articles_server PORT STORE [FOLDER TO INDEX]`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.offline import go_offline
from index.embed import Passage, PassageVectors
from tests.browser.scripted_server import ScriptedAnswerer
from tests.conftest import FakeEmbedder, scripted_chat_model


class PatientEmbedder(FakeEmbedder):
    """Takes its time over articles that say "धीमा"."""

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        time.sleep(2 * any("धीमा" in passage.text for passage in passages))
        return super().embed_passages(passages)


def main() -> None:
    go_offline()
    from assistant.assemble import Assembly
    from assistant.settings import Settings
    from assistant.ui import serve_page

    port, store, *folders = sys.argv[1:]
    assembly = Assembly(Settings(store=Path(store), models=Path(store) / "models", reports=Path(store) / "reports"))
    assembly.made |= {"embedder": PatientEmbedder(), "chat_model": scripted_chat_model("उत्तर [1]।"), "answerer": ScriptedAnswerer(lambda line: None)}
    if folders:
        assembly.sync([Path(folder) for folder in folders])
    serve_page(assembly, "127.0.0.1", int(port), assembly.conversations.opinions.keep)


if __name__ == "__main__":
    main()
