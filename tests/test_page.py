from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.page.look import STYLE
from assistant.page.progress import progress_html
from assistant.page.welcome import example_questions, welcome
from assistant.page.words import INTERFACE, PROGRESS
from index.types import Article

EXAMPLES = json.loads((Path(__file__).resolve().parents[1] / "data" / "examples.json").read_text("utf-8"))


def article(name: str, title: str = "शीर्षक", language: str = "hi", published: str | None = None) -> Article:
    return Article(name, f"/{name}", name, title, None, published, language)


def test_both_languages_have_the_same_texts() -> None:
    assert INTERFACE["en"].keys() == INTERFACE["hi"].keys()
    assert all(text.strip() for texts in INTERFACE.values() for text in texts.values())
    assert all(re.search("[ऀ-ॿ]", text) for text in INTERFACE["hi"].values())


def test_the_style_fetches_nothing() -> None:
    assert not re.search(r"url\(|@import|https?:|//", STYLE)


def test_only_examples_whose_article_is_there_are_shown() -> None:
    example = EXAMPLES[1]
    assert example_questions([article(example["article"]), article("other.txt")]) == [example["question"]]


def test_at_most_five_examples() -> None:
    assert len(example_questions([article(example["article"]) for example in EXAMPLES])) == min(5, len(EXAMPLES))


def test_other_articles_are_asked_about_by_title() -> None:
    articles = [article("a.txt", "बाढ़ से तबाही"), article("b.txt", "Metro opens", "en"), article("c.txt"), article("d.txt")]
    assert example_questions(articles) == [
        "इस विषय में लेख क्या कहते हैं: बाढ़ से तबाही",
        "What do the articles say on: Metro opens",
        "इस विषय में लेख क्या कहते हैं: शीर्षक",
    ]


def test_a_long_title_is_cut_at_a_word() -> None:
    (example,) = example_questions([article("a.txt", "शब्द " * 40)])
    assert example.endswith("शब्द…")
    assert len(example) < 130


def test_an_empty_store_has_no_examples() -> None:
    assert example_questions([]) == []


@pytest.mark.parametrize(
    ("dates", "span"),
    [([], None), ([None], None), (["2026-07-14"], "2026-07-14 – 2026-07-14"), (["2026-07-14", None, "2026-07-01"], "2026-07-01 – 2026-07-14")],
)
def test_the_welcome_counts_the_articles(dates: list[str | None], span: str | None) -> None:
    html = welcome([article(f"{n}.txt", published=date) for n, date in enumerate(dates)])
    assert f"{len(dates)} लेख" in html
    assert f"{len(dates)} articles" in html
    assert (span in html) if span else ("–" not in html)


# An evaluation's progress


@pytest.mark.parametrize("stage", PROGRESS)
def test_every_stage_is_said_in_both_languages(stage: str) -> None:
    english, hindi = PROGRESS[stage]
    assert re.search("[ऀ-ॿ]", hindi)
    assert not re.search("[ऀ-ॿ]", english)
    html = progress_html(stage)
    assert f'<span lang="hi">{hindi}</span> · <span lang="en">{english}</span>' in html
    assert "<progress" not in html


def test_what_is_asked_is_shown_escaped() -> None:
    html = progress_html("asking", '<img src=x onerror=alert(1)> & "कब?"', 1, 2)
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;कब?&quot;" in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("seconds", "left"), [(None, ""), (0, " · 0:00 min"), (9.9, " · 0:09 min"), (61, " · 1:01 min"), (600, " · 10:00 min"), (3_725.0, " · 62:05 min")]
)
def test_the_bar_says_how_far_it_is_and_how_long_it_takes(seconds: float | None, left: str) -> None:
    html = progress_html("asking", "", 3, 80, seconds)
    assert '<progress max="80" value="3" aria-label="3 / 80"></progress>' in html
    assert f"<p>3 / 80{left}</p>" in html
