from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import gradio as gr
import pytest
from bad_uploads import BAD_UPLOADS
from hostile import HOSTILE, Seen
from syncing import FLOOD, ONION
from uploading import assembly

from assistant.assemble import Assembly
from assistant.library.adding import Stage, Step, Told
from assistant.library.listing import Page, Row
from assistant.library.pasting import _SAID as PASTE_SAID
from assistant.page.articles_html import adding_html, article_html, list_html
from assistant.page.articles_tab import ArticlesTab, Wanted
from assistant.page.articles_words import ADDING, ARTICLES, DATE_FROM, PASTE_REFUSED, SAID
from assistant.page.words import INTERFACE, joined
from index.store.mirror import only_writer
from index.text.metadata import DATE_LINE, FILE_NAME, META_TAG
from index.types import Article, Span

__all__ = ["assembly"]
pytestmark = pytest.mark.usefixtures("own_settings")
ANY = ("", "", "", "", "")
Upload = Callable[..., str]
TAGS = set("div p span small progress details summary ul li strong em table thead tbody tr th td input button article h3 dl dt dd br".split())
ATTRIBUTES = set("class role lang type name value scope max aria-label aria-hidden data-view data-remove tabindex open".split())


@pytest.fixture
def tab(assembly: Assembly) -> ArticlesTab:
    return ArticlesTab(assembly)


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    def write(name: str, content: str | bytes = FLOOD) -> str:
        path = tmp_path / "uploads" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def said(html: str) -> str:
    return " ".join(Seen(html).text.split())


def in_both(html: str, key: str) -> bool:
    """Whether the page says this text of SAID, without its figures, in both languages."""
    return all(part in Seen(html).text for text in SAID[key] for part in re.split(r"\{\w+\}", text))


def harmless(html: str) -> bool:
    seen = Seen(html)
    return set(seen.tags) <= TAGS and {name for name, _ in seen.attributes} <= ATTRIBUTES and not re.search("[\u202a-\u202e\u2066-\u2069]", seen.text)


# Words


def test_every_text_is_there_in_both_languages() -> None:
    assert ARTICLES["en"].keys() == ARTICLES["hi"].keys()
    for english, hindi in [
        *((ARTICLES["en"][name], ARTICLES["hi"][name]) for name in ARTICLES["en"]),
        *ADDING.values(),
        *SAID.values(),
        *DATE_FROM.values(),
    ]:
        assert re.search("[A-Za-z]", english)
        assert re.search("[ऀ-ॿ]", re.sub(r"\{\w+\}", "", hindi))
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", hindi))


def test_the_words_fit_beside_those_of_the_other_tabs() -> None:
    assert joined(INTERFACE, ARTICLES)["hi"]["articles"] == "लेख"


def test_all_stages_places_of_dates_and_refusals_have_words() -> None:
    assert ADDING.keys() == set(get_args(Stage))
    assert DATE_FROM.keys() == {DATE_LINE, META_TAG, FILE_NAME}
    assert PASTE_REFUSED.keys() == PASTE_SAID.keys()


# Adding


def test_uploads_rise_to_finished(tab: ArticlesTab, upload: Upload) -> None:
    shown = list(tab.add([upload("flood.txt"), upload("onion.txt", ONION)], "s"))
    assert in_both_of(ADDING["finished"], shown[-1], added=2)
    assert all('role="status"' in html and harmless(html) for html in shown)


def in_both_of(texts: tuple[str, str], html: str, **values: object) -> bool:
    return all(text.format(left_out=0, **values) in Seen(html).text for text in texts)


@pytest.mark.parametrize("name", BAD_UPLOADS)
def test_a_bad_upload_has_its_reason_in_both_languages(tab: ArticlesTab, upload: Upload, name: str) -> None:
    content, reason = BAD_UPLOADS[name]
    last = list(tab.add([upload(name, content)], "s"))[-1]
    assert in_both(last, "refused")
    assert name in said(last)
    assert any(part in said(last) for part in reason.split("|"))
    hindi = re.search(r'<li>.*?<span lang="hi">(.*?)</span>', last)
    assert hindi
    assert re.search("[ऀ-ॿ]{2}", hindi[1])


def test_a_note_is_in_both_languages(tab: ArticlesTab, upload: Upload) -> None:
    last = list(tab.add([upload("old.txt", FLOOD.encode("utf-16"))], "s"))[-1]
    assert in_both(last, "note")
    assert "दूसरी यूनिकोड एन्कोडिंग" in said(last)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_names_and_failures_are_only_text(hostile: str) -> None:
    told = tuple(Told(kind, hostile, f"{hostile}: {hostile}") for kind in ("refused", "duplicate", "note"))  # type: ignore[arg-type]
    html = adding_html(Step("failed", 1, 2, hostile, 61.0, failure=hostile, told=told))
    assert harmless(html)
    assert "1:01 min" in html


def test_a_paste_that_is_refused_says_so_in_both_languages_and_keeps_the_form(tab: ArticlesTab) -> None:
    ((html, is_safe),) = tab.paste("पाठ यहाँ है।", "", "", "<b>कल</b>", "s")
    assert not is_safe
    assert "“<b>कल</b>” तारीख़ नहीं है" in said(html)
    assert "'<b>कल</b>' is no date" in said(html)
    assert harmless(html)


def test_a_paste_that_holds_no_article_keeps_the_form(tab: ArticlesTab) -> None:
    html, is_safe = list(tab.paste("1 2 3", "", "", "", "s"))[-1]
    assert not is_safe
    assert in_both(html, "refused")


def test_a_paste_that_is_in_frees_the_form(tab: ArticlesTab) -> None:
    *_, (_, is_safe) = tab.paste("मंडी में प्याज का भाव 2,150 रुपये रहा।", "", "", "", "s")
    assert is_safe


def test_a_cancel_stops_what_this_session_looks_at_and_nothing_else(tab: ArticlesTab, upload: Upload) -> None:
    with tab.library._turn:
        mine, other = tab.add([upload("a.txt")], "mine"), tab.add([upload("b.txt", ONION)], "other")
        for shown in (mine, other):
            assert in_both_of(ADDING["queued"], next(shown))
        tab.cancel("mine")
        tab.cancel("nobody")
    assert "रद्द किया गया" in list(mine)[-1]
    assert in_both_of(ADDING["finished"], list(other)[-1], added=1)


def test_a_closed_page_leaves_the_run_and_another_page_follows_it(tab: ArticlesTab, upload: Upload) -> None:
    with tab.library._turn:
        left = tab.add([upload("a.txt")], "first")
        next(left)
        left.close()  # type: ignore[attr-defined]
        followed = tab.follow("second")
        next(followed)
    assert in_both_of(ADDING["finished"], list(followed)[-1], added=1)
    assert list(tab.follow("third")) == []


# The list


def test_an_empty_store_invites(tab: ArticlesTab) -> None:
    html, number, pages = tab.listing(ANY, 0)
    assert in_both(html, "invite")
    assert (number, pages) == (0, 1)
    assert tab.publishers() == [("—", "")]
    assert tab.waiting() == ""


def test_the_list_shows_what_is_known_of_an_article(tab: ArticlesTab) -> None:
    list(tab.paste("ग्यारह लोगों की मौत हुई। सेना पहुँची।", "तमसापुर में बाढ़ आई", "लोकवाणी", "2025-06-14", "s"))
    html, _, _ = tab.listing(ANY, 0)
    for text in ("तमसापुर में बाढ़ आई", "2025-06-14", "तारीख़ की पंक्ति से", "date line", "लोकवाणी", "हिन्दी", "तमसापुर में बाढ़ आई.txt"):
        assert text in said(html)
    assert '<td class="sentences"><span class="label" aria-hidden="true">' in html
    assert tab.publishers() == [("—", ""), ("लोकवाणी", "लोकवाणी")]


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (("nowhere to be found", "", "", "", ""), "none_fit"),
        (("", "2026", "", "", ""), "none_fit"),
        (("", "yesterday", "", "", ""), "bad_date"),
        (("", "2025-07", "2025-06", "", ""), "bad_date"),
        (("", "", "", "", "xx"), "bad_date"),
    ],
)
def test_a_search_without_result_and_a_bad_date_are_told_apart(tab: ArticlesTab, upload: Upload, wanted: Wanted, key: str) -> None:
    list(tab.add([upload("flood.txt")], "s"))
    assert in_both(tab.listing(wanted, 0)[0], key)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_an_article_says_of_itself_is_only_text(hostile: str) -> None:
    article = Article(hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile)
    html = list_html(Page([Row(article, 1, 2)], 0, 1, 1))
    assert harmless(html)
    assert Seen(html).values("data-view") == [re.sub("[\u202a-\u202e\u2066-\u2069]", "\ufffd", hostile)]
    view = article_html(article, hostile, [], [Span(0, len(hostile))], [article], True)
    assert harmless(view)


# One article, removing, undo


def only(tab: ArticlesTab) -> Article:
    (article,) = tab._assembly.catalogue.articles()
    return article


def test_an_article_is_shown_as_the_index_sees_it(tab: ArticlesTab, upload: Upload) -> None:
    list(tab.add([upload("flood.txt", f"{FLOOD}\nयह भी पढ़ें: दूसरी ख़बर\n")], "s"))
    html = tab.article(only(tab).id)
    assert '<span class="sentence">तमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई।</span>' in html
    assert '<span class="furniture">यह भी पढ़ें: दूसरी ख़बर</span>' in html
    assert in_both(html, "legend")
    assert in_both(html, "uploaded")
    assert harmless(html)


def test_an_article_that_has_gone_is_told(tab: ArticlesTab) -> None:
    assert in_both(tab.article("nothing"), "gone")


def test_removing_says_that_own_files_stay(tab: ArticlesTab, assembly: Assembly, articles: Path) -> None:
    (articles / "flood.txt").write_text(FLOOD, encoding="utf-8")
    assembly.sync([articles])
    assert in_both(tab.article(only(tab).id), "own_folder")
    html = tab.remove([only(tab).id])
    assert in_both(html, "removed")
    assert in_both(html, "outside")
    assert tab.can_undo()
    assert in_both(tab.undo(), "brought_back")
    assert not tab.can_undo()
    assert in_both(tab.undo(), "too_late")


def test_nothing_chosen_and_a_busy_store_are_told(tab: ArticlesTab, assembly: Assembly, upload: Upload) -> None:
    list(tab.add([upload("flood.txt")], "s"))
    assert in_both(tab.remove([]), "none_chosen")
    with only_writer(assembly.catalogue, wait_seconds=0):
        assert in_both(tab.remove([only(tab).id]), "store_busy")
        assert in_both(tab.undo(), "store_busy")
    assert only(tab)


def test_what_waits_is_told_and_goes_on(tab: ArticlesTab) -> None:
    tab.library.folder.keep("left.txt", FLOOD.encode())
    assert in_both(tab.waiting(), "waiting")
    list(tab.add([], "s"))
    assert tab.waiting() == ""
    assert only(tab).name == "left.txt"


def test_the_tab_has_its_parts_and_reads_nothing_before_it_is_opened(tab: ArticlesTab, assembly: Assembly, store: Path) -> None:
    async def build() -> gr.Blocks:
        with gr.Blocks(analytics_enabled=False) as blocks, gr.Tab("x") as opened:
            tab.build(gr.I18n(**ARTICLES), opened)
        return blocks

    blocks = asyncio.run(build())
    parts = {component["props"].get("elem_id") for component in blocks.get_config_file()["components"]}
    assert parts >= {"article-files", "article-folder", "cancel-adding", "paste-text", "paste-add", "search-articles", "article-list", "undo-removal"}
    assert parts >= {"article-view", "earlier-page", "later-page", "articles-since", "articles-until", "articles-publisher", "articles-language"}
    assert not store.exists()
    assert "catalogue" not in assembly.made
    blocks.close()
