from __future__ import annotations

import re

import pytest
from hostile import HOSTILE, Seen, shown

from assistant.page.both import both_html, failed_html
from assistant.page.look import FONT_FOLDER, style
from assistant.page.progress import progress_html
from assistant.page.turn_words import TURN
from assistant.page.welcome import welcome
from assistant.page.words import INTERFACE, PROGRESS, joined
from assistant.ui import WORDS
from index.types import Article


def article(name: str, title: str = "शीर्षक", language: str = "hi", published: str | None = None) -> Article:
    return Article(name, f"/{name}", name, title, None, published, language)


def test_both_languages_have_the_same_texts() -> None:
    assert WORDS["en"].keys() == WORDS["hi"].keys()
    assert all(text.strip() for texts in WORDS.values() for text in texts.values())
    assert all(re.search("[ऀ-ॿ]", text) for text in WORDS["hi"].values())


def test_inside_the_conversation_both_languages_say_the_same_things() -> None:
    for texts in TURN.values():
        assert texts.keys() == {"en", "hi"}
        assert re.search("[ऀ-ॿ]", texts["hi"])
        assert not re.search("[ऀ-ॿ]", texts["en"])
        assert re.findall(r"{\w+}", texts["en"]) == re.findall(r"{\w+}", texts["hi"])


def test_the_words_of_all_tabs_are_joined() -> None:
    assert joined({"en": {"a": "A"}, "hi": {"a": "अ"}}, {"en": {"b": "B", "a": "A"}, "hi": {}}) == {"en": {"a": "A", "b": "B"}, "hi": {"a": "अ"}}
    assert joined(INTERFACE) == INTERFACE


def test_two_tabs_cannot_name_different_words_alike() -> None:
    with pytest.raises(ValueError, match=r"\(en\): a, c"):
        joined({"en": {"a": "A", "c": "C", "b": "B"}}, {"en": {"a": "Other", "b": "B", "c": "X"}})


def test_the_style_fetches_nothing_but_the_fonts_beside_it() -> None:
    addresses = re.findall(r"url\((.*?)\)", style())
    assert [address.strip("'").removeprefix("gradio_api/file=") for address in addresses] == [
        (FONT_FOLDER / name).as_posix() for name in ("noto-sans-devanagari.woff2", "noto-sans-latin.woff2")
    ]
    assert not re.search(r"@import|https?:|//", style())


def test_the_fonts_and_their_licence_are_small_and_there() -> None:
    assert sum(path.stat().st_size for path in FONT_FOLDER.glob("*.woff2")) < 300_000
    assert all(path.read_bytes().startswith(b"wOF2") for path in FONT_FOLDER.glob("*.woff2"))
    assert "SIL OPEN FONT LICENSE" in (FONT_FOLDER / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("dates", "span"),
    [([None], None), (["2026-07-14"], "2026-07-14 – 2026-07-14"), (["2026-07-14", None, "2026-07-01"], "2026-07-01 – 2026-07-14")],
)
def test_the_welcome_counts_the_articles(dates: list[str | None], span: str | None) -> None:
    html = welcome([article(f"{n}.txt", published=date) for n, date in enumerate(dates)])
    assert f"{len(dates)} लेख" in html
    assert f"{len(dates)} article{'s' * (len(dates) != 1)}<" in html
    assert (span in html) if span else ("–" not in html)


# An evaluation's progress


@pytest.mark.parametrize("stage", PROGRESS)
def test_every_stage_is_said_in_both_languages(stage: str) -> None:
    english, hindi = PROGRESS[stage]
    assert re.search("[ऀ-ॿ]", hindi)
    assert not re.search("[ऀ-ॿ]", english)
    html = progress_html(stage)
    assert f'<span class="both"><span lang="hi">{hindi}</span><span lang="en">{english}</span></span>' in html
    assert "<progress" not in html


def test_what_is_asked_is_shown_escaped() -> None:
    html = progress_html("asking", '<img src=x onerror=alert(1)> & "कब?"', 1, 2)
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;कब?&quot;" in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("seconds", "english", "hindi"),
    [(0, "0:00 min left", "0:00 मिनट बाक़ी"), (9.9, "0:09 min left", "0:09 मिनट बाक़ी"), (3_725.0, "62:05 min left", "62:05 मिनट बाक़ी")],
)
def test_the_bar_says_how_far_it_is_and_how_long_it_takes(seconds: float, english: str, hindi: str) -> None:
    html = progress_html("asking", "", 3, 80, seconds)
    assert '<progress max="80" value="3" aria-label="3 / 80"></progress>' in html
    assert f"<p>3 / 80 · {both_html(english, hindi)}</p>" in html


def test_the_bar_says_no_time_that_is_not_known() -> None:
    assert "<p>3 / 80</p>" in progress_html("asking", "", 3, 80)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_went_wrong_is_only_text(hostile: str) -> None:
    page = Seen(failed_html(hostile, hostile))
    page.assert_harmless()
    assert page.text == shown(hostile) * 2
    assert Seen(failed_html("Nothing.")).values("lang") == ["en"]


def test_without_articles_the_welcome_says_where_to_add_them() -> None:
    html = welcome([])
    assert "“लेख” टैब" in html
    assert "add yours in the tab “Articles”" in html
