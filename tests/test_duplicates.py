from __future__ import annotations

import itertools
import re
import time
from functools import cache
from pathlib import Path

import pytest

from index.text.clean import furniture_spans, kept_spans
from index.text.duplicates import SAME_TEXT, OwnText, bands, share_held, shingles
from index.text.sentences import split_sentences
from index.text.words import words

DEMO = Path(__file__).resolve().parents[1] / "data" / "articles"
# Those with a line for each paragraph.
NAMES = ["baadh-tamsapur-lokvani", "baadh-tamsapur-suryapath", "cricket-vindhya-title", "metro-blue-line", "raktshakti-abhiyan", "varsha-first-image"]
STORY = "तमसापुर में बाढ़\n\nजिला प्रशासन ने बताया कि बाढ़ से {} लोगों की मौत हुई है। सैनिकों ने नाव से {} गांव खाली कराए और राहत पहुंचाई।\n"


@cache
def paragraphs(name: str) -> tuple[str, list[str]]:
    """(headline, paragraphs) of a demo article, without its furniture."""
    text = (DEMO / f"{name}.txt").read_text(encoding="utf-8")
    own = "\n".join(text[span.start : span.end] for span in kept_spans(text, furniture_spans(text)))
    headline, *rest = [line for line in own.splitlines() if line.strip()]
    return headline, [line for line in rest if len(line.split()) > 8]


def own_text(*lines: str) -> OwnText:
    text = "\n\n".join(lines)
    return OwnText(text[span.start : span.end] for span in split_sentences(text))


def original(name: str) -> OwnText:
    headline, body = paragraphs(name)
    return own_text(headline, *body)


def others(name: str, count: int) -> list[str]:
    return [paragraph for other in NAMES if other != name for paragraph in paragraphs(other)[1][2:3]][:count]


def copy(name: str, changes: tuple[str, ...]) -> OwnText:
    headline, body = paragraphs(name)
    if "headline" in changes:
        headline = "दिन की बड़ी ख़बर: क्या हुआ, किसने क्या कहा और आगे क्या होगा"
    if "dateline" in changes:
        body = [f"लखनऊ, 3 दिसंबर (एजेंसी)। {body[0]}", *body[1:]]
    if "cut" in changes:
        body = body[1:]
    if "added" in changes:
        body = [*body, *others(name, 2)]
    return own_text(headline, *body)


def share(one: OwnText, other: OwnText) -> float:
    shorter, longer = sorted((one.shingles, other.shingles), key=len)
    return share_held(shorter, longer)


CHANGES = [changes for count in range(5) for changes in itertools.combinations(("headline", "dateline", "cut", "added"), count)]


@pytest.mark.parametrize("changes", CHANGES, ids=["+".join(changes) or "none" for changes in CHANGES])
@pytest.mark.parametrize("name", NAMES)
def test_a_syndicated_copy_is_told_whatever_its_paper_changed(name: str, changes: tuple[str, ...]) -> None:
    one, other = original(name), copy(name, changes)
    assert one.is_copy_of(other)
    assert other.is_copy_of(one)
    assert share(one, other) > SAME_TEXT + 0.05
    assert set(bands(one.shingles)) & set(bands(other.shingles)), "it must be found among all others too"


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.6])
@pytest.mark.parametrize("name", NAMES)
def test_a_follow_up_that_prints_much_of_the_story_again_is_no_copy(name: str, kept: float) -> None:
    _, body = paragraphs(name)
    old = body[-int(kept * len(body)) :]
    follow_up = own_text("नया मोड़: अब जांच समिति बनी और सरकार ने जवाब मांगा", *others(name, len(body) - len(old)), *old)
    assert not original(name).is_copy_of(follow_up)
    assert share(original(name), follow_up) < SAME_TEXT - 0.05


@pytest.mark.parametrize(("one", "other"), itertools.combinations(NAMES, 2))
def test_different_stories_are_no_copies(one: str, other: str) -> None:
    assert not original(one).is_copy_of(original(other))


def test_the_agency_report_that_two_demo_papers_print_is_one() -> None:
    one, other = (
        OwnText(text[span.start : span.end] for kept in kept_spans(text, furniture_spans(text)) for span in split_sentences(text, kept))
        for text in ((DEMO / f"rail-hadsa-{paper}.txt").read_text("utf-8") for paper in ("prabhatdoot", "jagritpath"))
    )
    assert one.is_copy_of(other)


@pytest.mark.parametrize("name", NAMES)
def test_with_any_one_figure_changed_it_is_no_copy_any_more(name: str) -> None:
    headline, body = paragraphs(name)
    changed = 0
    for place, paragraph in enumerate(body):
        for figure in re.finditer(r"(?<![\d,.-])\d{1,3}(?![\d,.%-])", paragraph):
            other = f"{paragraph[: figure.start()]}{int(figure.group()) + 7}{paragraph[figure.end() :]}"
            assert not original(name).is_copy_of(own_text(headline, *body[:place], other, *body[place + 1 :])), other
            changed += 1
    assert changed > 0


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("11", "42"), ("11", "42"), False),
        (("11", "42"), ("14", "42"), True),
        (("11", "42"), ("१४", "42"), True),
        (("11", "42"), ("११", "42"), False),
        (("11", "42"), ("ग्यारह", "42"), False),
        (("ग्यारह", "42"), ("चौदह", "42"), True),
        (("11", "42"), ("11", "43"), True),
        (("11 सौ", "42"), ("11 हज़ार", "42"), True),
        (("11", "42"), ("कई", "42"), False),  # one paper left the figure out: it contradicts nothing
    ],
)
def test_figures_are_compared_by_value(one: tuple[str, str], other: tuple[str, str], differ: bool) -> None:
    texts = own_text(STORY.format(*one)), own_text(STORY.format(*other))
    assert texts[0].contradicts(texts[1]) is texts[1].contradicts(texts[0]) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (
            "नई दिल्ली, 18 अगस्त (भाषा)। बाढ़ से कई लोग बेघर हो गए और राहत शिविर खुले।",
            "पटना, 19 अगस्त (वार्ता)। बाढ़ से कई लोग बेघर हो गए और राहत शिविर खुले।",
            False,
        ),
        ("नई दिल्ली: 18 अगस्त: बाढ़ से कई लोग बेघर हो गए और राहत शिविर खुले।", "नई दिल्ली: 19 अगस्त: बाढ़ से कई लोग बेघर हो गए और राहत शिविर खुले।", False),
        (
            "NEW DELHI, 18 August (PTI): Many people lost their homes to the flood.",
            "PATNA, 19 August (UNI): Many people lost their homes to the flood.",
            False,
        ),
        ("विदेश मंत्री लावरोव 18 अगस्त को वोंसान पहुंचे और किम से मिले।", "विदेश मंत्री लावरोव 19 अगस्त को वोंसान पहुंचे और किम से मिले।", True),
    ],
)
def test_a_papers_own_dateline_is_no_figure_but_the_events_date_is(one: str, other: str, differ: bool) -> None:
    assert own_text(one).contradicts(own_text(other)) is differ


def test_shingles_by_hand() -> None:
    assert shingles(words("नदी में बाढ़ आई")) == {("नदी", "में", "बाढ"), ("में", "बाढ", "आई")}
    assert shingles(words("नदी में")) == set()
    assert share_held(shingles("a b c d".split()), shingles("x b c d".split())) == 0.5
    assert share_held(set(), shingles("a b c".split())) == 0


def test_texts_without_a_sentence_are_no_copies_of_each_other() -> None:
    assert not OwnText([]).is_copy_of(OwnText([]))
    assert bands(set()) == []


def test_a_signature_never_changes() -> None:
    """Stored signatures are compared with those of later versions."""
    first = bands(shingles(words("तमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई")))
    assert len(first) == 32
    assert first[:2] == [3080125055826180609, -7923988055778764562]


@pytest.mark.parametrize("sentence", ["नदी" * 200, "१२ " + "नदी" * 200, "a" * 600, "नदी 18 " + "अगस्त" * 100])
def test_a_long_sentence_without_a_dateline_is_read_at_once(sentence: str) -> None:
    started = time.process_time()
    OwnText([sentence] * 4)
    assert time.process_time() - started < 0.5
