from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import FakeEmbedder
from hostile import HOSTILE, Seen, shown

from assistant.page.proof import parse_request, read
from index.errors import StoreFailure
from index.store.catalogue import Catalogue
from index.sync.build import sync
from index.types import Article, Chunk, Span

QUOTE = "नदी ख़तरे के निशान से ऊपर है।"
TEXT = f"बाढ़ की चेतावनी\n\nपहला वाक्य। {QUOTE} अगला वाक्य।\n\nयह भी पढ़ें: शेयर बाज़ार"


def article(name: str = "a.txt", title: str = "बाढ़ की चेतावनी", **changes: Any) -> Article:
    about: dict[str, Any] = {"publisher": "लोकवाणी", "published": "2026-07-14", "language": "hi", "author": "रीना", "published_from": "date line"}
    about |= changes
    return Article(f"id-{name}", f"/{name}", name, title, **about)


def shelf(*kept: tuple[Article, str], furniture: Sequence[Span] = ()) -> Any:
    """A catalogue of these articles."""
    texts = {one.id: text for one, text in kept}
    return SimpleNamespace(articles=lambda: [one for one, _ in kept], text=texts.__getitem__, furniture=lambda _: list(furniture))


def wanted(
    name: str = "a.txt", start: int | None = None, quote: str = QUOTE, copies: Sequence[str] = (), language: str = "hi", exact: object = None
) -> str:
    place = TEXT.index(QUOTE) if start is None else start
    return json.dumps({"article": name, "start": place, "quote": quote, "copies": list(copies), "language": language, "exact": exact})


def test_the_sentence_is_marked_among_its_neighbours() -> None:
    page = read(shelf((article(), TEXT)), wanted())
    assert f'पहला वाक्य।</span> <mark id="quoted" tabindex="-1">{QUOTE}</mark><span> अगला वाक्य।</span>'.replace("</span> <", " </span><") in page
    assert page.count("<mark") == 1
    Seen(page).assert_harmless()


def test_furniture_is_there_but_marked_as_such() -> None:
    start = TEXT.index("यह भी")
    assert '<span class="furniture">यह भी पढ़ें: शेयर बाज़ार</span>' in read(shelf((article(), TEXT), furniture=[Span(start, len(TEXT))]), wanted())


@pytest.mark.parametrize(
    ("published_from", "language", "words"),
    [
        ("date line", "hi", "लोकवाणी · लेखक: रीना · 2026-07-14 (लेख की तारीख़-पंक्ति से)"),
        ("meta tag", "en", "लोकवाणी · by रीना · 2026-07-14 (from the page's meta tag)"),
        ("file name", "en", "2026-07-14 (from the file name)"),
        (None, "en", "2026-07-14 · a.txt"),
        ("something new", "en", "2026-07-14 · a.txt"),
    ],
)
def test_whose_it_is_and_where_the_date_is_from(published_from: str | None, language: str, words: str) -> None:
    assert words in Seen(read(shelf((article(published_from=published_from), TEXT)), wanted(language=language))).text


def test_what_is_not_known_is_said() -> None:
    bare = article(publisher=None, published=None, author=None, published_from=None)
    assert "publisher unknown · date unknown · a.txt" in Seen(read(shelf((bare, TEXT)), wanted(language="en"))).text


def test_a_sentence_that_moved_is_found_by_its_words() -> None:
    assert f">{QUOTE}</mark>" in read(shelf((article(), f"नया पहला वाक्य।\n\n{TEXT}")), wanted())


def test_a_sentence_that_is_gone_is_said() -> None:
    page = read(shelf((article(), "कुछ और।")), wanted(language="en"))
    assert "The article has changed since this answer" in page
    assert "<mark" not in page
    assert "कुछ और।" in page


def test_an_article_that_is_gone_is_said() -> None:
    assert "यह लेख अब भंडार में नहीं है।" in read(shelf((article("b.txt"), TEXT)), wanted())


def test_of_two_files_of_one_name_the_one_with_the_sentence_is_read() -> None:
    one, other = article(title="पहला"), Article("other", "/x/a.txt", "a.txt", "दूसरा", None, None, "hi")
    page = read(shelf((one, "कुछ और।"), (other, TEXT)), wanted())
    assert "दूसरा" in page
    assert "<mark" in page


def test_the_copies_can_be_read_from_here_and_back() -> None:
    kept = shelf((article(), TEXT), (article("b.txt", "प्रतिलिपि", published="2026-07-15"), f"और। {QUOTE}"), (article("c.txt"), TEXT))
    page = read(kept, wanted(copies=["b.txt", "gone.txt"]))
    assert "यही अंश इनमें भी छपा" in page
    (ask,) = Seen(page).values("data-proof")
    copy = read(kept, ask)
    assert "प्रतिलिपि" in copy
    assert f">{QUOTE}</mark>" in copy
    assert json.loads(Seen(copy).values("data-proof")[0])["article"] == "a.txt"


def test_a_copy_in_other_words_is_said() -> None:
    assert "This copy words the sentence in its own way." in read(shelf((article(), "कुछ और।")), wanted(start=-1, language="en"))


def test_a_sentence_over_two_lines_has_one_place_and_both_its_lines() -> None:
    page = read(shelf((article(), "एक\nदो।\nतीन।")), wanted(start=0, quote="एक\nदो।"))
    assert page.count("<mark") == 2
    assert page.count('id="quoted"') == 1


def test_a_book_is_shown_around_the_sentence() -> None:
    filling = "पंक्ति\n" * 20_000
    book = f"{filling}{QUOTE}\n{filling}"
    page = read(shelf((article(), book)), wanted(start=book.index(QUOTE), language="en"))
    assert f">{QUOTE}</mark>" in page
    assert len(page) < 500_000
    assert page.count("the rest of this long article") == 2


@pytest.mark.parametrize(
    "sent",
    [
        None,
        7,
        "",
        "{",
        "[]",
        "null",
        '{"article": "a.txt"}',
        wanted().replace('"hi"', '"fr"'),
        wanted().replace('"start": ', '"start": "1", "x": '),
        [wanted()],
        wanted(exact="4"),
        wanted(exact=[0]),
        wanted(exact=[3, 3]),
        wanted(exact=[-1, 3]),
        wanted(exact=[0, len(QUOTE) + 1]),
    ],
)
def test_what_no_card_holds_is_refused_in_words(sent: object) -> None:
    with pytest.raises(ValueError, match=r"not a card's request|Expecting"):
        parse_request(sent)
    assert "लेख नहीं दिखाया जा सका" in read(shelf((article(), TEXT)), sent)


def test_a_store_that_fails_is_said() -> None:
    def fail() -> list[Article]:
        raise StoreFailure("The store <b>is locked</b>.")

    page = read(SimpleNamespace(articles=fail), wanted())  # type: ignore[arg-type]
    assert "The store &lt;b&gt;is locked&lt;/b&gt;." in page
    assert 'role="alert"' in page


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_article_is_only_text(hostile: str) -> None:
    one = article(hostile, hostile, publisher=hostile, published=hostile, author=hostile, language=hostile)
    other = article(f"copy {hostile}", hostile, publisher=hostile)
    for quote in (QUOTE, hostile):
        text = f"{hostile} {QUOTE} {hostile}\n{hostile}"
        page = Seen(read(shelf((one, text), (other, text)), wanted(hostile, text.index(quote), quote, [other.name])))
        page.assert_harmless()
        assert shown(hostile).split("\n")[0] in page.text


def test_a_real_catalogue_is_read(
    articles: Path, write_article: Callable[[str, str], Path], catalogue: Catalogue, vectors: Any, embedder: FakeEmbedder
) -> None:
    write_article("a.txt", TEXT)
    sync(catalogue, lambda: vectors, lambda: embedder, [articles])
    page = read(catalogue, wanted())
    assert f">{QUOTE}</mark>" in page
    assert '<span class="furniture">यह भी पढ़ें' in page


def test_every_sentence_of_the_demo_articles_is_found_in_its_article(catalogue: Catalogue, vectors: Any, embedder: FakeEmbedder) -> None:
    sync(catalogue, lambda: vectors, lambda: embedder, [Path(__file__).resolve().parents[1] / "data" / "articles"])
    for one in catalogue.articles():
        text = catalogue.text(one.id)
        for sentence, _ in catalogue.chunks.sentences(Chunk(one.id, one.id, 0, len(text), text)):
            page = read(catalogue, wanted(one.name, sentence.start, sentence.text))
            Seen(page).assert_harmless()
            assert page.count('id="quoted"') == 1, f"{one.name}: {sentence.text}"


# The exact words


def test_the_words_that_answer_stand_out_in_the_marked_sentence() -> None:
    start = QUOTE.index("ख़तरे")
    exact = [start, start + len("ख़तरे")]
    marked = f'{QUOTE[:start]}<strong class="exact">ख़तरे</strong>{QUOTE[exact[1] :]}</mark>'
    assert marked in read(shelf((article(), TEXT)), wanted(exact=exact))
    assert marked in read(shelf((article(), f"नया वाक्य।\n\n{TEXT}")), wanted(exact=exact))  # the sentence has moved
    kept = shelf((article(), TEXT), (article("b.txt", "प्रतिलिपि"), f"और। {QUOTE}"))
    (ask,) = Seen(read(kept, wanted(copies=["b.txt"], exact=exact))).values("data-proof")
    assert marked in read(kept, ask)


def test_exact_words_over_two_lines_stand_out_in_both() -> None:
    page = read(shelf((article(), "एक दो\nतीन चार।\nपांच।")), wanted(start=0, quote="एक दो\nतीन चार।", exact=[3, 9]))
    assert 'एक <strong class="exact">दो</strong></mark>' in page
    assert '<mark><strong class="exact">तीन</strong> चार।</mark>' in page


def test_without_the_sentence_nothing_stands_out() -> None:
    assert "<strong" not in read(shelf((article(), "कुछ और।")), wanted(exact=[0, 4]))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_exact_words_of_an_article_are_only_text(hostile: str) -> None:
    text = f"{hostile} {QUOTE}"
    page = Seen(read(shelf((article(), text)), wanted(start=0, quote=text, exact=[len(hostile) // 2, len(text)])))
    page.assert_harmless()
    assert "strong" in page.tags
