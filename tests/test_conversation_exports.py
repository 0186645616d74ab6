from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from conftest import citation
from hypothesis import given
from hypothesis import strategies as st
from talking import ARRIVED, HOSTILE, answer, conversation, disagreeing, done, not_found

from assistant.conversations.footnotes import footnoted
from assistant.conversations.markdown import as_markdown
from assistant.conversations.printable import as_html
from assistant.conversations.types import Conversation, Turn

WHEN = "2026-07-14T09:30:00+00:00"
STOPPED = Turn("कहां?", WHEN, "stopped", said="प्योंग")


class Page(HTMLParser):
    """Tags with their attributes, and the text outside style and title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile() -> Conversation:
    bad = answer(f"कब? {HOSTILE}", f"{HOSTILE} [1]।\n# {HOSTILE}", citation(1, HOSTILE, HOSTILE, title=HOSTILE, publisher=HOSTILE))
    near = not_found(f"# {HOSTILE}", HOSTILE)
    return conversation(done(bad), done(near), Turn(HOSTILE, WHEN, "failed", said=f"It failed: {HOSTILE}"), title=HOSTILE)


# Footnotes


def test_numbers_run_through_and_a_quote_is_noted_once() -> None:
    other = answer("कहां?", "वहां [1]। फिर [2]।", citation(1, "दूसरा वाक्य।"), citation(2, ARRIVED))
    turns, notes = footnoted([done(answer()), done(other), done(disagreeing())])
    assert [[piece for piece in turn.pieces if isinstance(piece, int)] for turn in turns] == [[1], [2, 1], [3, 4]]
    assert [notes[number].quote for number in sorted(notes)] == [ARRIVED, "दूसरा वाक्य।", "११ मरे।", "१४ मरे।"]


@pytest.mark.parametrize("text", ["[7] बिना प्रमाण", "[0]", "[123]", "[x] [1"])
def test_a_number_that_is_no_mark_stays_text(text: str) -> None:
    ((turn,), _) = footnoted([done(answer("कब?", text))])
    assert turn.pieces == (text,)


@given(st.lists(st.sampled_from(["क ", "[1]", "[2]", "[3]", "।", "\n"]), max_size=12))
def test_the_pieces_are_the_whole_text(parts: list[str]) -> None:
    text = "".join(parts)
    ((turn,), _) = footnoted([done(answer("कब?", text, citation(1, "एक"), citation(2, "दो")))])
    assert "".join(f"[{piece}]" if isinstance(piece, int) else piece for piece in turn.pieces) == text


# Markdown


def test_a_conversation_as_markdown() -> None:
    assert as_markdown(conversation(done(answer()), done(not_found()), STOPPED)) == (
        "# लावरोव कब पहुंचे?\n\n"
        "## लावरोव कब पहुंचे?\n\n*लेखों से उत्तर*\n\nलावरोव शुक्रवार को पहुंचे [^1]।\n\n"
        "## चंद्रयान कब उड़ा?\n\n*आपके लेखों में नहीं*\n\nआपके लेखों में इसका उत्तर नहीं मिला।\n\n"
        "सबसे निकट के वाक्य (प्रमाण नहीं):\n\n- “बाढ़ आई।” — शीर्षक · लोकवाणी · 2026-07-14 · a.txt\n\n"
        "## कहां?\n\n*रोका गया*\n\nप्योंग\n\n"
        f"[^1]: “{ARRIVED}” — शीर्षक · लोकवाणी · 2026-07-14 · a.txt\n"
    )


def test_every_line_of_an_answer_stays_a_line() -> None:
    text = as_markdown(conversation(done(disagreeing())))
    assert "लेख अलग-अलग बातें बताते हैं:  \n“११ मरे।” [^1]  \n“१४ मरे।” [^2]" in text
    assert "— शीर्षक · प्रकाशक अज्ञात · तारीख़ अज्ञात · b.txt" in text


@pytest.mark.parametrize(
    "text",
    [
        "# heading",
        "- item",
        "+ item",
        "1. item",
        "12) item",
        "=====",
        "---",
        "> quote",
        "    code",
        "```\ncode",
        "| a | b |",
        "[^1]: false note",
        "[1]: false note",
        "* * *",
    ],
)
def test_no_text_begins_anything_in_markdown(text: str) -> None:
    markdown = as_markdown(conversation(done(answer("कब?", text, citation(1, text))), title=text))
    for line in markdown.splitlines():
        plain = re.sub(r"^(#{1,2} |\[\^1\]: )", "", line)  # the headings and the note that belong there
        assert not re.match(r"\s*([#>+=|`-]|\d+[.)]|\[\^[^\]]*\]:|\* )|\s{4}", plain) or re.fullmatch(r"\*[^*]+\*", plain), line


def test_hostile_text_is_text_in_markdown() -> None:
    markdown = as_markdown(hostile())
    unescaped = re.sub(r"\\[!-/:-@\[-`{-~]", "", markdown)
    assert not re.search(r"<|!\[|\]\(|`|\*\*|_i_", unescaped)
    assert not re.search(r"(https?|javascript):", markdown)
    assert set(re.findall(r"\[\^?([^\]]*)\]", unescaped)) == {"1"}


# HTML


def test_a_conversation_as_a_page() -> None:
    page = Page(as_html(conversation(done(answer()), done(not_found()), done(disagreeing()), STOPPED)))
    assert [attributes["href"] for tag, attributes in page.tags if tag == "a"] == ["#note-1", "#note-2", "#note-3"]
    assert [attributes["id"] for tag, attributes in page.tags if tag == "li" and "id" in attributes] == ["note-1", "note-2", "note-3"]
    for said in (ARRIVED, "लेखों से उत्तर", "आपके लेखों में नहीं", "लेखों में मतभेद है", "रोका गया", "सबसे निकट के वाक्य (प्रमाण नहीं)", "लोकवाणी · 2026-07-14 · a.txt"):
        assert said in page.text
    assert page.tags[0] == ("html", {"lang": "en" if page.tags[0][1]["lang"] == "en" else "hi"})


def test_the_page_fetches_and_runs_nothing() -> None:
    html = as_html(hostile())
    page = Page(html)
    assert {tag for tag, _ in page.tags} <= set("html head meta title style body h1 h2 section p sup a ol ul li cite footer".split())
    names = {name for _, attributes in page.tags for name in attributes}
    assert names <= {"lang", "charset", "name", "content", "http-equiv", "class", "href", "id", "value"}
    assert all(str(attributes["href"]).startswith("#note-") for _, attributes in page.tags if "href" in attributes)
    assert "default-src 'none'" in html
    assert not re.search(r"@import|url\(", html)
    assert HOSTILE in page.text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_is_only_text_on_the_page(text: str) -> None:
    page = Page(as_html(conversation(done(answer(text, text, citation(1, text))), title=text)))
    assert {tag for tag, _ in page.tags} <= set("html head meta title style body h1 h2 section p sup a ol li cite footer".split())


def test_nothing_steers_a_terminal_or_turns_words_round() -> None:
    whole = conversation(done(answer("क\u202eख", "क\x1b[31mख", citation(1, "क\u2066ख"))), title="\u202eक")
    for text in (as_markdown(whole), as_html(whole)):
        assert not re.search("[\x1b\u202e\u2066]", text)


@pytest.mark.parametrize(("state", "said"), [("running", "उत्तर अधूरा रह गया।"), ("failed", "कुछ गड़बड़ हो गई"), ("stopped", "रोका गया")])
def test_what_came_of_a_question_without_an_answer_is_said(state: str, said: str) -> None:
    whole = conversation(Turn("कब?", WHEN, state))  # type: ignore[arg-type]
    assert said in as_html(whole)
    assert said in as_markdown(whole)
