"""Adding articles, over the real wiring with fake models."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from bad_uploads import BAD_UPLOADS
from conftest import FakeEmbedder
from syncing import FLOOD, ONION
from uploading import METRO, Upload, assembly, ended, is_sound, library, names, told, upload

from assistant.assemble import Assembly
from assistant.library.adding import Adding
from assistant.library.library import Library
from assistant.library.pasting import PasteRefused
from index.embed import Passage, PassageVectors
from index.errors import StoreBusy, StoreFailure
from index.sync.build import sync

__all__ = ["assembly", "library", "upload"]
pytestmark = pytest.mark.usefixtures("own_settings")


class SlowEmbedder(FakeEmbedder):
    """Waits at every call until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.called, self.go_on = threading.Event(), threading.Event()

    def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        self.called.set()
        assert self.go_on.wait(10)
        return super().embed_passages(passages)


@pytest.fixture
def slow(assembly: Assembly) -> SlowEmbedder:
    assembly.made["embedder"] = embedder = SlowEmbedder()
    return embedder


def test_uploads_are_copied_indexed_and_found(library: Library, assembly: Assembly, upload: Upload) -> None:
    uploads = [upload("बाढ़.txt", FLOOD), upload("onion.txt", ONION)]
    step = ended(library.add(uploads))
    assert (step.stage, step.added, step.left_out, step.told) == ("finished", 2, 0, ())
    assert names(library) == ["onion.txt", "बाढ़.txt"]
    assert not any(path.exists() for path in uploads)
    assert is_sound(assembly)
    assert assembly.search.find("बाढ़ से कितने लोगों की मौत हुई?").hits[0].article.name == "बाढ़.txt"


def test_a_search_made_before_sees_what_came_after_and_not_what_went(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("onion.txt", ONION)]))
    search = assembly.search
    assert {hit.article.name for hit in search.find("तमसापुर बाढ़").hits} == {"onion.txt"}
    ended(library.add([upload("flood.txt", FLOOD)]))
    assert search.find("तमसापुर बाढ़").hits[0].article.name == "flood.txt"
    library.remove([article.id for article in assembly.catalogue.articles() if article.name == "flood.txt"])
    assert {hit.article.name for hit in search.find("तमसापुर बाढ़").hits} == {"onion.txt"}


def test_two_files_of_one_name_both_go_in(library: Library, upload: Upload) -> None:
    step = ended(library.add([upload("news.txt", FLOOD), upload("news.txt", ONION)]))
    assert step.added == 2
    assert names(library) == ["news (2).txt", "news.txt"]


def test_the_articles_of_a_zip_go_in_one_by_one(library: Library, upload: Upload) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("june/../../flood.txt", FLOOD)
        archive.writestr("june/empty.txt", "")
        archive.writestr("onion.txt", ONION)
        archive.writestr("photo.jpg", b"\xff\xd8")
    step = ended(library.add([upload("june.zip", packed.getvalue())]))
    assert names(library) == ["flood.txt", "onion.txt"]
    assert told(step) == [("refused", "june.zip/june/empty.txt")]


@pytest.mark.parametrize("name", BAD_UPLOADS)
def test_a_bad_upload_is_named_with_its_reason_and_the_rest_goes_in(library: Library, upload: Upload, name: str, tmp_path: Path) -> None:
    content, reason = BAD_UPLOADS[name]
    step = ended(library.add([upload(name, content), upload("good.txt", FLOOD)]))
    assert step.stage == "finished"
    assert names(library) == ["good.txt"]
    ((kind, shown),) = told(step)
    assert kind == "refused"
    assert shown.startswith(name)
    assert any(part in step.told[0].said for part in reason.split("|"))
    assert str(tmp_path) not in step.told[0].said
    assert [path.name for path in library.folder.files()] == ["good.txt"]


def test_an_upload_that_has_gone_is_told(library: Library, tmp_path: Path) -> None:
    step = ended(library.add([tmp_path / "gone.txt"]))
    assert (step.stage, step.told[0].said) == ("finished", "gone.txt: the upload is no longer there. Choose the file again.")


def test_an_encoding_that_was_guessed_is_a_note(library: Library, upload: Upload) -> None:
    step = ended(library.add([upload("old.txt", "\ufeff".encode("utf-16-le") + FLOOD.encode("utf-16-le"))]))
    assert told(step) == [("note", "old.txt")]
    assert "UTF-16" in step.told[0].said


@pytest.mark.parametrize("again", [FLOOD, FLOOD.replace("\n", "\r\n"), f"\n{FLOOD}  "])
def test_the_same_text_is_told_with_the_article_that_has_it(library: Library, upload: Upload, again: str) -> None:
    ended(library.add([upload("first.txt", FLOOD)]))
    step = ended(library.add([upload("second.txt", again), upload("onion.txt", ONION)]))
    assert [(one.kind, one.name, one.said) for one in step.told] == [("duplicate", "second.txt", "first.txt")]
    assert names(library) == ["first.txt", "onion.txt"]


def test_the_same_file_twice_in_one_go_is_a_duplicate(library: Library, upload: Upload) -> None:
    step = ended(library.add([upload("a.txt"), upload("b.txt")]))
    assert [(one.kind, one.name, one.said) for one in step.told] == [("duplicate", "b.txt", "a.txt")]


def test_what_a_folder_of_the_readers_own_brought_is_a_duplicate_too(library: Library, assembly: Assembly, upload: Upload, articles: Path) -> None:
    (articles / "own.txt").write_text(FLOOD, encoding="utf-8")
    assembly.sync([articles])
    step = ended(library.add([upload("mine.txt", FLOOD)]))
    assert [(one.kind, one.said) for one in step.told] == [("duplicate", "own.txt")]


def test_pasted_text_becomes_an_article(library: Library, assembly: Assembly) -> None:
    step = ended(library.paste("ग्यारह लोगों की मौत हुई। सेना पहुँची।", "तमसापुर में बाढ़ आई", "लोकवाणी", "14 जून 2025"))
    assert (step.stage, step.added) == ("finished", 1)
    (article,) = assembly.catalogue.articles()
    assert (article.name, article.title) == ("तमसापुर में बाढ़ आई.txt", "तमसापुर में बाढ़ आई")
    assert (article.publisher, article.published, article.published_from) == ("लोकवाणी", "2025-06-14", "date line")


def test_nothing_pasted_is_refused_at_once(library: Library) -> None:
    with pytest.raises(PasteRefused, match="Nothing was pasted"):
        library.paste(" \n")
    assert library.running() is None


# Progress, cancelling, several at once


def test_progress_tells_each_stage(library: Library, upload: Upload, slow: SlowEmbedder) -> None:
    run = library.add([upload(f"{number}.txt", f"{ONION}\nक्रमांक {number} का समाचार यह है।\n") for number in range(20)])
    assert slow.called.wait(10)
    assert (run.step.stage, run.step.total) == ("embedding", 20)
    assert library.running() is run
    slow.go_on.set()
    assert ended(run).added == 20
    assert library.running() is None


def many(upload: Upload, count: int) -> list[Path]:
    """Articles with enough passages for several groups."""
    return [upload(f"{n}.txt", "शीर्षक यह समाचार है\n\n" + "".join(f"वाक्य {n} {m} यहाँ पर है। " * 40 + "\n\n" for m in range(3))) for n in range(count)]


def test_a_cancel_keeps_what_is_in_and_leaves_out_the_rest(
    library: Library, assembly: Assembly, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Adding] = []

    class Cancelling(FakeEmbedder):
        def embed_passages(self, passages: Sequence[Passage]) -> list[PassageVectors]:
            if assembly.catalogue.counts().articles:
                runs[0].cancel()
            return super().embed_passages(passages)

    assembly.made["embedder"] = Cancelling()
    monkeypatch.setattr("index.sync.intake.GROUP_CHUNKS", 8)
    runs.append(Adding(assembly, library.folder, threading.Lock(), many(upload, 20)))
    runs[0].start()
    step = ended(runs[0])
    assert step.stage == "cancelled"
    assert 0 < step.added < 20
    assert step.added + step.left_out == 20
    assert len(names(library)) == len(library.folder.files()) == step.added
    assert is_sound(assembly)
    assert library.waiting() == []
    assert assembly.search.find("समाचार").hits


def test_a_cancel_while_reading_keeps_nothing(library: Library, upload: Upload, slow: SlowEmbedder) -> None:
    blocking, waiting = library.add([upload("a.txt", FLOOD)]), library.add([upload("b.txt", ONION), upload("c.txt", METRO)])
    assert slow.called.wait(10)
    assert waiting.step.stage == "queued"
    waiting.cancel()
    slow.go_on.set()
    assert ended(blocking).added == 1
    step = ended(waiting)
    assert (step.stage, step.added, step.left_out) == ("cancelled", 0, 2)
    assert names(library) == ["a.txt"]


def test_two_at_once_follow_one_another(library: Library, upload: Upload, slow: SlowEmbedder) -> None:
    first, second = library.add([upload("a.txt", FLOOD)]), library.add([upload("b.txt", ONION)])
    assert slow.called.wait(10)
    assert (library.running(), second.step.stage) == (first, "queued")
    slow.go_on.set()
    assert [ended(run).added for run in (first, second)] == [1, 1]


def test_another_process_is_waited_for(library: Library, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = threading.Event()

    def impatient(*args: object) -> object:
        if not tried.is_set():
            tried.set()
            raise StoreBusy("Another process is indexing.")
        return sync(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("assistant.library.adding.sync", impatient)
    assert ended(library.add([upload("a.txt")])).added == 1
    assert tried.is_set()


def test_waiting_for_another_process_can_be_cancelled(library: Library, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Adding] = []

    def busy(*_: object) -> object:
        runs[0].cancel()
        raise StoreBusy("Another process is indexing.")

    monkeypatch.setattr("assistant.library.adding.sync", busy)
    runs.append(Adding(library._assembly, library.folder, threading.Lock(), [upload("a.txt")]))
    runs[0].start()
    assert ended(runs[0]).stage == "cancelled"
    assert library.folder.files() == []


def test_a_store_that_fails_keeps_the_files_for_later(library: Library, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> object:
        raise StoreFailure("No space left for the store.")

    with monkeypatch.context() as patched:
        patched.setattr("assistant.library.adding.sync", full)
        step = ended(library.add([upload("a.txt", FLOOD)]))
    assert (step.stage, step.failure) == ("failed", "No space left for the store.")
    assert library.waiting() == ["a.txt"]
    again = ended(library.add([upload("same.txt", FLOOD)]))
    assert told(again) == [("duplicate", "same.txt")]
    assert names(library) == ["a.txt"]
    assert library.waiting() == []


def test_what_a_killed_process_left_is_taken_in_later(library: Library) -> None:
    library.folder.keep("left.txt", FLOOD.encode())
    assert library.waiting() == ["left.txt"]
    assert ended(library.add([])).added == 1
    assert names(library) == ["left.txt"]


def test_adding_nothing_to_an_empty_store_is_fine(library: Library) -> None:
    step = ended(library.add([]))
    assert (step.stage, step.added) == ("finished", 0)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_ends_the_run_with_words(library: Library, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("assistant.library.adding.sync", broken)
    step = ended(library.add([upload("a.txt")]))
    assert step.stage == "failed"
    assert "Something went wrong in Pramaan itself" in step.failure
    assert ended(library.add([])).stage == "failed"  # the next one's turn comes all the same
