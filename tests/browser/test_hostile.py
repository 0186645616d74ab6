"""Forty strings that try to run or to fetch, each as question, answer, quote, title and publisher, as an article and as its file's name, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hostile import HOSTILE, shown

from assistant.conversations.saved import as_json
from assistant.conversations.types import Conversation, Turn
from assistant.types import Answer, Citation, Disagreement, Dropped, Side
from tests.browser.articles_tab import Serve, go_to_articles, serve
from tests.browser.test_conversations import unfold, wait_for

__all__ = ["serve"]
MADE = (
    ":is(#conversation, #proof-panel, .tip, #conversations, #limited-to, #article-list, #article-view) "
    ":is(img, script, style, iframe, link, object, embed, base, meta, video, math, plaintext, use, animate, svg[onload])"
)
LONGEST_NAME = 60


def file_name(number: int, hostile: str) -> str:
    return f"{number:02} {hostile.replace('/', '∕')[:LONGEST_NAME]}.txt"


def sentence(number: int, hostile: str) -> str:
    return f"{number} में {hostile} लिखा था।"


def article(number: int, hostile: str) -> str:
    return f"{hostile}\n\n{hostile} | 14 जून 2025\n\n{sentence(number, hostile)} दूसरा वाक्य यहाँ है।\n"


def answer(number: int, hostile: str, **changes: Any) -> Answer:
    text, quote = article(number, hostile), sentence(number, hostile)
    start = text.index(quote)
    exact = text.index(hostile, start)
    name = file_name(number, hostile)
    cited = Citation(1, name, hostile, hostile, hostile, start, start + len(quote), quote, (name,), (exact, exact + len(hostile)))
    values: dict[str, Any] = {
        "question": hostile, "language": "hi", "answer": f"{hostile} [1]।", "short_answer": hostile, "abstained": False, "status": "answered",
        "citations": (cited,), "understood": hostile, "dropped": (Dropped(hostile, "number", hostile),), **changes,
    }  # fmt: skip
    return Answer(**values)


def turns(number: int, hostile: str) -> list[Turn]:
    """Answered, disagreeing, stopped and failed."""
    sides = Disagreement(hostile, (Side(hostile, 1),))
    return [
        Turn(hostile, "2026-07-14T09:30:00+00:00", "done", answer(number, hostile)),
        Turn(hostile, "2026-07-14T09:30:00+00:00", "done", answer(number, hostile, status="disagree", disagreements=(sides,))),
        Turn(hostile, "2026-07-14T09:30:00+00:00", "stopped", said=hostile),
        Turn(hostile, "2026-07-14T09:30:00+00:00", "failed", said=hostile),
    ]


def test_nothing_that_is_shown_runs_or_fetches(serve: Serve, new_tab: Any, tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    for number, hostile in enumerate(HOSTILE):
        (folder / file_name(number, hostile)).write_text(article(number, hostile), encoding="utf-8")
    every = tuple(turn for number, hostile in enumerate(HOSTILE) for turn in turns(number, hostile))
    kept = tmp_path / "kept.json"
    kept.write_text(as_json(Conversation("c", HOSTILE[0], "2026-07-14T09:30:00+00:00", "2026-07-14T09:30:00+00:00", turns=every)), encoding="utf-8")
    tab = new_tab()
    tab.open(serve(folder))

    def harmless(where: str) -> None:
        assert tab.page.eval_on_selector_all(MADE, "found => found.map(one => one.outerHTML.slice(0, 200))") == [], where
        assert tab.dialogs == [], where
        tab.requested_nothing_elsewhere()

    unfold(tab, "conversations")
    unfold(tab, "conversation-exports")
    tab.page.set_input_files("#conversation-exports input[type=file]", str(kept))
    tab.page.wait_for_function(f"document.querySelectorAll('.turn').length === {len(every)}", timeout=30_000)
    harmless("the conversation")
    text = tab.page.evaluate("document.querySelector('#conversation').textContent")
    assert [hostile for hostile in HOSTILE if shown(hostile).replace("\n", "") not in text.replace("\n", "")] == []
    tab.page.evaluate("document.querySelectorAll('#conversation details').forEach(fold => { fold.open = true; })")
    tab.page.eval_on_selector_all(
        "#conversation a.mark", "marks => marks.forEach(mark => mark.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})))"
    )
    harmless("the quotes under the pointer")
    for number, hostile in enumerate(HOSTILE):
        tab.page.evaluate(f"document.querySelectorAll('.turn')[{4 * number}].querySelector('a.mark').click()")
        quoted = shown(sentence(number, hostile))
        tab.page.wait_for_function("quoted => document.querySelector('#quoted')?.textContent.startsWith(quoted.slice(0, 6))", arg=quoted)
        harmless(f"the article {hostile}")
    unfold(tab, "conversation-limits")
    tab.page.click("#limit-articles input")
    tab.page.get_by_role("option").first.click()
    tab.page.click("#apply-limits")
    wait_for(tab, "#limited-to", "उत्तर केवल यहाँ से")
    harmless("the limits")
    tab.page.evaluate("window.print = () => {}")
    tab.page.click("#export-print")
    tab.page.wait_for_selector("iframe.printed", state="attached")
    tab.page.wait_for_timeout(500)
    harmless("what is printed")
    go_to_articles(tab)
    for page in range(2):
        tab.page.wait_for_selector("#article-list [data-view]")
        for number in range(tab.page.locator("#article-list [data-view]").count()):
            tab.page.locator("#article-list [data-view]").nth(number).click()
            tab.page.wait_for_selector("#article-view .sentence")
            harmless(f"article {number} of page {page}")
        if page == 0:
            tab.page.click("#later-page")
            tab.page.wait_for_selector("#later-page:disabled")
    tab.shoot("hostile-all")
