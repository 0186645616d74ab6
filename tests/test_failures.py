from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import HOSTILE, Seen

from assistant.answering.answer import MAX_QUESTION_CHARS, _accepted
from assistant.assemble import Assembly
from assistant.conversations.saved import read_conversation
from assistant.conversations.store import Conversations
from assistant.errors import AssistantFailure, ModelBusy, ModelDamaged, QuestionRefused
from assistant.models.folder import ModelFolder
from assistant.page.failures import _TELLING, A_BUG, KINDS, cause_of, failure_html, hindi_of, kind_of
from assistant.rate import RateLimit
from assistant.reader.weights import CARD, WEIGHTS, read_card
from assistant.settings import Settings
from index.errors import FilterRefused, IndexFailure, StoreBusy, StoreFailure
from index.store.database import Database as StoreDatabase
from index.store.filters import read_filters, select


def families(*heads: type[Exception]) -> Iterator[type[Exception]]:
    for head in heads:
        yield head
        yield from families(*head.__subclasses__())


@pytest.mark.parametrize(
    "failure",
    dict.fromkeys(one for one in families(AssistantFailure, IndexFailure) if one.__module__.endswith(".errors")),
    ids=lambda one: one.__name__,
)
def test_every_class_of_failure_has_hindi_words(failure: type[Exception]) -> None:
    assert failure.__name__ in KINDS
    assert hindi_of(failure("Something that no table knows.")) == KINDS[failure.__name__].hindi


def test_a_class_of_its_own_is_told_as_its_nearest_kin() -> None:
    class Stranger(StoreBusy):
        pass

    assert kind_of(Stranger()) == "StoreBusy"
    assert (kind_of(ZeroDivisionError()), cause_of("x", kind_of(ZeroDivisionError()))) == ("", None)


@pytest.mark.parametrize("cause", [*KINDS.values(), *_TELLING.values()], ids=lambda cause: cause.hindi[:30])
def test_the_words_are_hindi_and_english(cause: object) -> None:
    hindi, english = cause  # type: ignore[misc]
    assert re.search("[ऀ-ॿ]", hindi)
    assert english is None or not re.search("[ऀ-ॿ]", english)


def refused_by_the_desk() -> None:
    limit = RateLimit(1, 60, lambda: 0.0)
    limit.admit("")
    limit.admit("")


def limited(folder: Path, **limits: list[str]) -> None:
    database = StoreDatabase(folder)
    try:
        select(database, read_filters(**limits))
    finally:
        database.close()


def open_conversation(folder: Path) -> None:
    kept = Conversations(folder)
    try:
        kept.open("", "gone")
    finally:
        kept.close()


def empty_store(folder: Path) -> None:
    assembly = Assembly(Settings(store=folder))
    assembly.catalogue.counts()
    try:
        assembly.existing_catalogue()
    finally:
        assembly.close()


REAL = {
    "empty": (lambda folder: _accepted("?"), "प्रश्न ख़ाली है"),
    "too long": (lambda folder: _accepted("क" * (MAX_QUESTION_CHARS + 1)), "प्रश्न में 2,001 अक्षर हैं, अधिकतम 2,000"),
    "too often": (lambda folder: refused_by_the_desk(), "60 सेकंड में अधिकतम 1 प्रश्न पूछे जा सकते हैं। 61 सेकंड बाद"),
    "no store": (lambda folder: Assembly(Settings(store=folder)).existing_catalogue(), "अभी कोई लेख नहीं है"),
    "empty store": (empty_store, "अभी कोई लेख नहीं है"),
    "no model": (lambda folder: ModelFolder(folder).path("embeddinggemma-300m"), "मॉडल “embeddinggemma-300m” इस मशीन पर पूरा नहीं है"),
    "no conversation": (open_conversation, "यह बातचीत अब नहीं है"),
    "no date": (lambda folder: read_filters(since="कल"), "“कल” तारीख़ नहीं है"),
    "end before beginning": (lambda folder: read_filters(since="2025-07", until="2025-06"), "शुरू की तारीख़ 2025-07-01 अंत की तारीख़ 2025-06-30 के बाद है"),
    "no publisher": (lambda folder: limited(folder, publishers=["लोकवाणी"]), "प्रकाशक “लोकवाणी” का कोई लेख"),
    "no article": (lambda folder: limited(folder, articles=["a.txt"]), "“a.txt” नाम का लेख भंडार में नहीं है"),
    "no JSON": (lambda folder: read_conversation("{"), "प्रमाण से निकाली गई बातचीत नहीं है"),
    "another JSON": (lambda folder: read_conversation("{}"), "प्रमाण से निकाली गई बातचीत नहीं है"),
}


@pytest.mark.usefixtures("own_settings")
@pytest.mark.parametrize("name", REAL)
def test_what_a_reader_can_meet_is_told_from_the_real_failures_words(name: str, tmp_path: Path) -> None:
    act, hindi = REAL[name]
    with pytest.raises((AssistantFailure, IndexFailure)) as failure:
        act(tmp_path / "s")  # type: ignore[operator]
    assert hindi in hindi_of(failure.value)
    assert "{" not in hindi_of(failure.value)
    assert cause_of(str(failure.value)) == cause_of(str(failure.value), kind_of(failure.value))  # a saved turn knows only the words


@pytest.mark.parametrize(
    "card",
    ["{", '{"embedder": "e", "revision": "1", "first_layer": 1, "rank": 1, "alpha": 1, "temperature": 1, "bias": 0, "sha256": "0", "made": {}}'],
)
def test_a_damaged_reader_is_not_told_as_a_damaged_model(card: str, tmp_path: Path) -> None:
    (tmp_path / CARD).write_text(card, "utf-8")
    (tmp_path / WEIGHTS).write_bytes(b"x")
    with pytest.raises(ModelDamaged) as failure:
        read_card(tmp_path)
    hindi = hindi_of(failure.value)
    assert "रीडर की फ़ाइल" in hindi
    assert str(tmp_path) in hindi
    assert "दोनों प्रोजेक्ट से फिर लीजिए" in hindi
    assert "pramaan models" not in hindi
    assert cause_of(str(failure.value)) == cause_of(str(failure.value), "ModelDamaged")


@pytest.mark.parametrize("said", [A_BUG, "This is a bug of Pramaan's; what happened stands where it was started."])
def test_a_bug_is_told_too(said: str) -> None:
    cause = cause_of(said)
    assert cause
    assert "प्रमाण की अपनी गड़बड़ी" in cause.hindi


def test_where_the_english_speaks_to_a_terminal_the_page_has_its_own() -> None:
    html = failure_html(StoreFailure("There is no store in '/s'. Index your articles first: pramaan index FOLDER"), "en")
    assert '<p class="failure">There are no articles yet. Add yours in the tab “Articles” first.</p>' in html
    assert "<summary>Technical detail</summary>" in html
    assert "<details" not in failure_html(QuestionRefused("The question is empty. Type one."), "en")


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_failure_is_only_text(hostile: str, language: str) -> None:
    for failure in (ModelBusy(hostile), FilterRefused(f"No article in the store is called '{hostile}'. It holds: a."), ZeroDivisionError(hostile)):
        Seen(failure_html(failure, language)).assert_harmless()  # type: ignore[arg-type]
