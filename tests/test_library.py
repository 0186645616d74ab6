"""Adding, removing and bringing back, over the real wiring with fake models."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from bad_uploads import BAD_UPLOADS
from conftest import FakeEmbedder
from small_evaluation import ARTICLES, empty_assembly
from syncing import FLOOD, ONION

from assistant.assemble import Assembly
from assistant.library.adding import Adding, Step
from assistant.library.library import UNDO_SECONDS, Library
from assistant.library.pasting import PasteRefused
from index.embed import Passage, PassageVectors
from index.errors import StoreBusy, StoreFailure
from index.store.mirror import only_writer, verify
from index.sync.build import sync

pytestmark = pytest.mark.usefixtures("own_settings")
METRO = "Blue Line opens today\n\nThe Shyamgarh metro carried 40,000 passengers on Sunday. Tickets cost ten rupees.\n"


@pytest.fixture
def assembly(store: Path) -> Iterator[Assembly]:
    made = empty_assembly(store)
    yield made
    made.close()


@pytest.fixture
def library(assembly: Assembly) -> Library:
    return Library(assembly)


Upload = Callable[..., Path]


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


# Adding


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


# The store beside other folders


def test_syncing_another_folder_leaves_uploaded_articles_and_the_other_way_round(
    library: Library, assembly: Assembly, upload: Upload, articles: Path
) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    (articles / "onion.txt").write_text(ONION, encoding="utf-8")
    assert assembly.sync([articles]).removed == []
    ended(library.add([upload("metro.txt", METRO)]))
    assert names(library) == ["flood.txt", "metro.txt", "onion.txt"]


def test_a_folder_around_the_store_neither_doubles_nor_brings_back(library: Library, assembly: Assembly, upload: Upload, store: Path) -> None:
    ended(library.add([upload("flood.txt", FLOOD), upload("onion.txt", ONION)]))
    library.remove([article.id for article in assembly.catalogue.articles() if article.name == "onion.txt"])
    report = assembly.sync([store.parent])
    assert (report.added, report.removed, report.unchanged) == ([], [], 1)


def test_removed_uploads_stay_away_when_more_is_added(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    library.remove([assembly.catalogue.articles()[0].id])
    ended(library.add([upload("onion.txt", ONION)]))
    assert names(library) == ["onion.txt"]


def test_a_store_that_was_moved_keeps_its_articles_once(library: Library, assembly: Assembly, upload: Upload, store: Path) -> None:
    ended(library.add([upload("flood.txt", FLOOD), upload("onion.txt", ONION)]))
    assembly.close()
    moved = empty_assembly(store.rename(store.with_name("moved")))
    there = Library(moved)
    assert there.waiting() == ["flood.txt", "onion.txt"]
    step = ended(there.add([upload("metro.txt", METRO)]))
    assert (step.added, step.told) == (3, ())
    assert names(there) == ["flood.txt", "metro.txt", "onion.txt"]
    assert all(there.folder.holds(article.source) for article in moved.catalogue.articles())
    assert [passage.title for passage in moved.embedder.passages] == ["Blue Line opens today"]  # type: ignore[attr-defined]
    assert is_sound(moved)
    moved.close()


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


# Removing and bringing back


def test_a_removed_upload_comes_back_as_it_was(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD), upload("onion.txt", ONION)]))
    before = assembly.catalogue.articles()
    hashes = assembly.catalogue.content_hashes()
    embedded = len(assembly.embedder.passages)  # type: ignore[attr-defined]
    removal = library.remove([before[0].id])
    assert (len(removal.removed), removal.outside) == (1, 0)
    assert names(library) == ["onion.txt"]
    assert [path.name for path in library.folder.files()] == ["onion.txt"]
    assert is_sound(assembly)
    assert library.undo() is removal
    assert assembly.catalogue.articles() == before
    assert assembly.catalogue.content_hashes() == hashes
    assert [path.read_text("utf-8") for path in library.folder.files()] == [FLOOD, ONION]
    assert len(assembly.embedder.passages) == embedded  # type: ignore[attr-defined]
    assert is_sound(assembly)
    assert library.latest_removal() is None


def test_an_article_of_the_readers_own_folder_keeps_its_file(library: Library, assembly: Assembly, articles: Path) -> None:
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    assembly.sync([articles])
    before = assembly.catalogue.articles()
    removal = library.remove([before[0].id, before[1].id])
    assert (len(removal.removed), removal.outside) == (2, 2)
    assert len(list(articles.iterdir())) == 3
    library.undo()
    assert assembly.catalogue.articles() == before
    assert assembly.sync([articles]).unchanged == 3


def test_a_later_sync_of_the_own_folder_brings_the_article_back(library: Library, assembly: Assembly, articles: Path) -> None:
    (articles / "flood.txt").write_text(FLOOD, encoding="utf-8")
    assembly.sync([articles])
    library.remove([assembly.catalogue.articles()[0].id])
    assert assembly.sync([articles]).added == ["flood.txt"]


def test_the_latest_removal_is_undone_first(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD), upload("onion.txt", ONION)]))
    for article in assembly.catalogue.articles():
        library.remove([article.id])
    library.undo()
    assert names(library) == ["onion.txt"]
    library.undo()
    assert names(library) == ["flood.txt", "onion.txt"]
    assert library.undo() is None


def test_after_ten_minutes_it_is_gone_for_good(assembly: Assembly, upload: Upload, store: Path) -> None:
    later = [0.0]
    library = Library(assembly, clock=lambda: time.time() + later[0])
    ended(library.add([upload("flood.txt", FLOOD)]))
    library.remove([assembly.catalogue.articles()[0].id])
    assert len(list((store / ".trash").iterdir())) == 1
    later[0] = UNDO_SECONDS + 5
    assert library.latest_removal() is None
    assert library.undo() is None
    assert list((store / ".trash").iterdir()) == []


def test_a_restarted_program_leaves_young_trash_to_its_time(library: Library, assembly: Assembly, upload: Upload, store: Path) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    library.remove([assembly.catalogue.articles()[0].id])
    Library(assembly)
    assert len(list((store / ".trash").iterdir())) == 1


def test_a_name_that_was_taken_meanwhile_gets_another(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("news.txt", FLOOD)]))
    library.remove([assembly.catalogue.articles()[0].id])
    ended(library.add([upload("news.txt", ONION)]))
    library.undo()
    assert names(library) == ["news (2).txt", "news.txt"]
    assert ended(library.add([upload("metro.txt", METRO)])).added == 1
    assert names(library) == ["metro.txt", "news (2).txt", "news.txt"]
    assert is_sound(assembly)


def test_unknown_articles_are_not_removed(library: Library, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    assert library.remove(["../../x", ""]).removed == []
    assert library.latest_removal() is None
    assert names(library) == ["flood.txt"]


def test_nothing_is_removed_while_another_writes(library: Library, assembly: Assembly, upload: Upload) -> None:
    ended(library.add([upload("flood.txt", FLOOD)]))
    with only_writer(assembly.catalogue, wait_seconds=0), pytest.raises(StoreBusy):
        library.remove([assembly.catalogue.articles()[0].id])
    assert names(library) == ["flood.txt"]
