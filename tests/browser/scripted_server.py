"""The chat page over scripted answers, in a process of its own: `python -m tests.browser.scripted_server PORT REPORTS`."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

from assistant.errors import QuestionRefused
from assistant.language import detect_language
from assistant.offline import go_offline
from assistant.types import Answer, Citation, Done, Event, Evidence, Timings, Written
from index.types import Article

HOSTILE = (
    '<img src="http://example.invalid/a.png" onerror="alert(1)"> ![x](http://example.invalid/b.png) [y](javascript:alert(2)) '
    "<script>alert(3)</script> <svg onload=alert(4)> <style>@import url(http://example.invalid/c.css)</style> </blockquote></article><iframe src=http://example.invalid/d>"
)


class ScriptedAnswerer:
    """Answers by what the question says: "slow" writes for a minute, "hostile" writes markup, "refuse" fails, "nothing" isn't found."""

    def stream(self, question: str, history: Sequence[str], cancelled: threading.Event) -> Iterator[Event]:
        language = detect_language(question)
        hostile = HOSTILE if "hostile" in question else ""
        if "refuse" in question:
            raise QuestionRefused(f"It is refused {HOSTILE}")
        citation = Citation(1, f"a.txt{hostile}", f"शीर्षक {hostile}", f"प्रकाशक {hostile}", "2025-08-18", 0, 9, f"मूल वाक्य। {hostile}")
        draft = Answer(
            question,
            language,
            f"उत्तर {len(history) + 1} {hostile} [1]।",
            None,
            False,
            "answered",
            (citation,),
            confidence=0.9,
            timings=Timings(0.1, 0.1, 0.2, 0.3),
        )
        if "nothing" in question:
            yield Done(
                Answer(
                    question,
                    language,
                    "Your articles don't say.",
                    None,
                    True,
                    "not_found",
                    confidence=0.1,
                    nearest=(citation,),
                    timings=Timings(0.1, total=0.1),
                )
            )
            return
        yield Evidence((citation,))
        for _ in range(600 if "slow" in question else 3):
            if cancelled.wait(0.1):
                return
            yield Written(f"शब्द {hostile}")
        yield Done(draft)


def main() -> None:
    go_offline()
    from assistant.ui import serve_page

    articles = [Article("1", "/a.txt", "a.txt", f"शीर्षक {HOSTILE}", "प्रकाशक", "2025-08-18", "hi")]
    catalogue = SimpleNamespace(articles=lambda: articles, text=lambda _: "मूल वाक्य।")
    settings = SimpleNamespace(reports=Path(sys.argv[2]))
    assembly = SimpleNamespace(
        existing_catalogue=lambda: catalogue,
        answerer=ScriptedAnswerer(),
        warm_up=lambda: time.sleep(0),
        settings=settings,
        about=lambda: {"llm": "scripted"},
    )
    serve_page(assembly, "127.0.0.1", int(sys.argv[1]))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
