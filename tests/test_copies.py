from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import FakeEmbedder

from index.search.copies import collapse
from index.search.hybrid import Search
from index.store.catalogue import Catalogue
from index.store.vectors import VectorIndex
from index.sync.build import sync
from index.types import Article, Candidate

LEAD = "तमसापुर में बेलाघाट तटबंध टूटने से बयालीस गांवों में पानी भर गया और लोग छतों पर चढ़ गए।"
RESCUE = "राष्ट्रीय आपदा मोचन बल की टीमें नावों से ग्रामीणों को राहत शिविरों तक पहुंचा रही हैं।"
MORE = "मुख्यमंत्री ने मृतकों के परिजनों को सहायता देने और मकान ढहने पर मुआवजा देने का ऐलान किया है।"
ONION = "नीमखेड़ा मंडी में प्याज का भाव गिरने से किसान नाराज दिखे और उन्होंने सड़क पर प्रदर्शन किया।"


def hit(article: str, passage: str, group: str | None = "g", published: str | None = "2025-08-18") -> tuple[Article, str]:
    return Article(article, f"/{article}", article, article, None, published, "hi", group=group), passage


def shown(hits: Sequence[tuple[Article, str]], texts: dict[str, str], limit: int = 10) -> list[tuple[str, list[str]]]:
    candidates = []
    for article, passage in hits:
        start = texts.get(article.id, passage).index(passage)
        candidates.append(Candidate(f"{article.id}:{start}", article, start, start + len(passage), 1.0, 0.5, 0.0))
    return [(found.article.name, [copy.name for copy in copies]) for found, copies in collapse(candidates, texts.__getitem__, limit)]


def test_of_copies_the_longest_is_shown_and_the_others_are_named() -> None:
    texts = {"short": LEAD + RESCUE, "long": LEAD + RESCUE + MORE, "middle": LEAD + RESCUE + ONION[:20]}
    assert shown([hit("short", LEAD), hit("long", LEAD), hit("middle", LEAD)], texts) == [("long", ["middle", "short"])]


@pytest.mark.parametrize(("dates", "first"), [(("2025-08-18", "2025-08-19"), "b"), (("2025-08-18", None), "a"), (("2025-08-18", "2025-08-18"), "a")])
def test_of_equally_long_copies_the_newest_is_shown_then_the_first_by_name(dates: tuple[str | None, str | None], first: str) -> None:
    hits = [hit("b", LEAD, published=dates[1]), hit("a", LEAD, published=dates[0])]
    assert shown(hits, {"a": LEAD, "b": LEAD}) == shown(hits[::-1], {"a": LEAD, "b": LEAD}) == [(first, ["b" if first == "a" else "a"])]


def test_a_passage_that_only_one_copy_has_stays_and_is_proved_by_no_other() -> None:
    texts = {"long": LEAD + RESCUE + MORE, "other": LEAD + ONION}
    assert shown([hit("other", ONION), hit("long", LEAD), hit("other", LEAD), hit("long", MORE)], texts) == [
        ("other", []),
        ("long", ["other"]),
        ("long", []),
    ]


def test_a_passage_stays_when_the_longer_copys_own_was_not_found() -> None:
    texts = {"long": LEAD + RESCUE + MORE, "short": LEAD}
    assert shown([hit("short", LEAD), hit("long", MORE)], texts) == [("short", ["long"]), ("long", [])]


def test_other_groups_and_articles_without_a_group_stay() -> None:
    texts = {"a": LEAD, "b": LEAD}
    hits = [hit("a", LEAD), hit("c", LEAD, group="h"), hit("d", LEAD, group=None), hit("e", LEAD, group=None), hit("b", LEAD)]
    assert shown(hits, texts) == [("a", ["b"]), ("c", []), ("d", []), ("e", [])]


def test_the_limit_counts_what_is_shown_and_no_text_is_read_for_nothing() -> None:
    hits = [hit("b", LEAD), hit("a", LEAD), hit("c", ONION, group=None), hit("d", ONION, group=None)]
    assert shown(hits, {"a": LEAD, "b": LEAD}, limit=2) == [("a", ["b"]), ("c", [])]
    assert shown(hits[2:] + hits[:2], {}, limit=2) == [("c", []), ("d", [])]


# In the store

Write = Callable[[str, str], Path]


@pytest.fixture
def index(catalogue: Catalogue, vectors: VectorIndex, embedder: FakeEmbedder, articles: Path) -> Callable[[], None]:
    return lambda: sync(catalogue, lambda: vectors, lambda: embedder, [articles]) and None


def groups(catalogue: Catalogue) -> list[list[str]]:
    by_group: dict[str, list[str]] = {}
    for article in catalogue.articles():
        by_group.setdefault(article.group or f"only {article.name}", []).append(article.name)
    return sorted(by_group.values())


STORY = "जिला प्रशासन ने बताया कि बाढ़ से {} लोगों की मौत हुई है और कई लोग अब भी लापता हैं।"


def page(headline: str, *sentences: str) -> str:
    return f"{headline}\n\n" + "\n\n".join(sentences) + "\n"


def test_copies_are_grouped_when_they_come_one_by_one(catalogue: Catalogue, index: Callable[[], None], write_article: Write) -> None:
    for name, text in {
        "a.txt": page("बाढ़ से तबाही", LEAD, STORY.format(11), RESCUE),
        "b.txt": page("तटबंध टूटा, हाहाकार", LEAD, STORY.format(11), RESCUE, MORE),
        "c.txt": page("प्याज सस्ता", ONION),
        "d.txt": page("पानी ही पानी", LEAD, STORY.format("ग्यारह"), RESCUE),
    }.items():
        write_article(name, text)
        index()
    assert groups(catalogue) == [["a.txt", "b.txt", "d.txt"], ["c.txt"]]


def test_articles_that_give_different_figures_stay_apart(catalogue: Catalogue, index: Callable[[], None], write_article: Write) -> None:
    """Both sides of a disagreement must be seen, also when a third article without the figure is a copy of each."""
    write_article("a.txt", page("बाढ़ से तबाही", LEAD, STORY.format(11), RESCUE, MORE))
    write_article("b.txt", page("बाढ़ से तबाही", LEAD, RESCUE, MORE))
    write_article("c.txt", page("बाढ़ से तबाही", LEAD, STORY.format(14), RESCUE, MORE))
    index()
    assert groups(catalogue) == [["a.txt", "b.txt"], ["c.txt"]]


def test_a_changed_article_leaves_its_group(catalogue: Catalogue, index: Callable[[], None], write_article: Write) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write_article(name, page(f"बाढ़ {name}", LEAD, STORY.format(11), RESCUE))
    index()
    assert groups(catalogue) == [["a.txt", "b.txt", "c.txt"]]
    write_article("a.txt", page("प्याज सस्ता", ONION))
    index()
    assert groups(catalogue) == [["a.txt"], ["b.txt", "c.txt"]]
    write_article("a.txt", page("बाढ़ a.txt", LEAD, STORY.format(19), RESCUE))
    index()
    write_article("d.txt", page("बाढ़ d", LEAD, STORY.format(11), RESCUE))
    write_article("e.txt", page("बाढ़ e", LEAD, STORY.format(19), RESCUE))
    index()
    assert groups(catalogue) == [["a.txt", "e.txt"], ["b.txt", "c.txt", "d.txt"]]


def test_one_article_more_is_compared_with_few_others(catalogue: Catalogue, index: Callable[[], None], write_article: Write) -> None:
    for n in range(30):
        write_article(f"{n}.txt", page(f"खबर {n}", " ".join(f"शब्द{n}क{m}" for m in range(40)) + "।"))
    index()
    read: list[str] = []
    catalogue._database.connection.set_trace_callback(lambda statement: read.append(statement) if "SELECT text FROM texts" in statement else None)
    write_article("new.txt", page("खबर", " ".join(f"शब्द7क{m}" for m in range(40)) + "।"))
    index()
    assert len(read) == 1
    assert ["7.txt", "new.txt"] in groups(catalogue)


def test_behind_many_copies_the_other_stories_are_found(
    catalogue: Catalogue, vectors: VectorIndex, embedder: FakeEmbedder, index: Callable[[], None], write_article: Write
) -> None:
    for n in range(70):
        write_article(f"{n:02}.txt", page("बाढ़ से तबाही", LEAD, RESCUE))
    write_article("onion.txt", page("प्याज सस्ता", ONION))
    index()
    found = Search(catalogue, vectors, embedder).find("बाढ़ से तटबंध टूटा और प्याज का भाव?")
    by_name = {hit.article.name: hit for hit in found.hits}
    assert by_name.keys() == {"00.txt", "onion.txt"}
    assert len(by_name["00.txt"].copies) >= 50
    assert {sentence.hit.article.name for sentence in found.sentences} == {"00.txt", "onion.txt"}
