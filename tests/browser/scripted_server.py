"""The chat page over scripted answers, in a process of its own: `python -m tests.browser.scripted_server PORT REPORTS`."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from assistant.errors import ModelMissing, QuestionRefused
from assistant.language import detect_language
from assistant.offline import go_offline
from assistant.texts import say
from assistant.types import Answer, Citation, Disagreement, Done, Dropped, Event, Evidence, Retrieved, Side, Timings, Waiting, Written
from index.errors import StoreFailure
from index.store.catalogue import Counts
from index.store.filters import Filters
from index.types import Article, Span

HOSTILE = (
    '<img src="http://example.invalid/a.png" onerror="alert(1)"> ![x](http://example.invalid/b.png) [y](javascript:alert(2)) '
    "<script>alert(3)</script> <svg onload=alert(4)> <style>@import url(http://example.invalid/c.css)</style> </blockquote></article>"
    "<iframe src=http://example.invalid/d> {{constructor.constructor('alert(5)')()}} ${alert(6)} \u202etxt.exe"
)
FLOOD = "बाढ़ में 11 लोगों की मौत हुई और 40 गांव डूब गए।"
FLOOD_LATER = "बाढ़ से मरने वालों की संख्या 14 लोगों तक पहुंच गई।"
METRO = "The Blue Line opened on 18 August with nine stations."
NEIGHBOUR = "राहत शिविरों में दो हज़ार लोग ठहरे हैं।"
LONG_WORD = "अ" * 20 + "/" + "x" * 120
FILLER = "\n\n".join(f"{n}. राहत दल ने गांव-गांव जाकर भोजन और दवाइयां बांटीं।" for n in range(1, 31))
TEXTS = {
    "flood.txt": f"बाढ़ से तबाही\n\n18 अगस्त 2025\n\n{FILLER}\n\n{FLOOD} {NEIGHBOUR}\n\n{FILLER}\n\nयह भी पढ़ें: शेयर बाज़ार में गिरावट",
    "flood-copy.txt": f"बाढ़ की ख़बर\n\n{FLOOD} {NEIGHBOUR}",
    "flood-later.txt": f"बाढ़: मृतक बढ़े\n\n{FLOOD_LATER}",
    "metro.txt": f"Blue Line opens\n\n{METRO} Trains run every six minutes. See https://example.invalid/{LONG_WORD}",
    f"hostile{HOSTILE[:60]}.txt": f"मूल वाक्य। {HOSTILE} {HOSTILE}",
}
ARTICLES = [
    Article("flood", "/flood.txt", "flood.txt", "बाढ़ से तबाही", "लोकवाणी", "2025-08-18", "hi", "रीना वर्मा", "date line", "g1"),
    Article("copy", "/flood-copy.txt", "flood-copy.txt", "बाढ़ की ख़बर", "जागृतिपथ", "2025-08-19", "hi", None, "file name", "g1"),
    Article("later", "/flood-later.txt", "flood-later.txt", "बाढ़: मृतक बढ़े", "सूर्यपथ", "2025-08-20", "hi", None, "meta tag"),
    Article("metro", "/metro.txt", "metro.txt", "Blue Line opens", "City Herald", None, "en"),
    Article("hostile", "/hostile.txt", f"hostile{HOSTILE[:60]}.txt", f"शीर्षक {HOSTILE}", f"प्रकाशक {HOSTILE}", "2025-08-18", "hi"),
]


DROPPED = (
    Dropped("बाढ़ में 45 लोगों की मौत हुई और सेना बुलाई गई।", "number", "45"),
    Dropped("मुख्यमंत्री ने इसे राष्ट्रीय आपदा घोषित नहीं किया।", "negation"),
)
"""What the check leaves out of an answer to a question that says "left out" or "हटा"."""
FAILURES = {
    "refuse": QuestionRefused(f"It is refused {HOSTILE}"),
    "too often": QuestionRefused("30 questions in 60 seconds are the most. Ask again in 12 s."),
    "no model": ModelMissing(
        "The model 'qwen2.5-coder-1.5b' is not in /home/asha/.cache/pramaan/models. Run: pramaan models pull qwen2.5-coder-1.5b"
    ),
    "no store": StoreFailure(
        "The store in '/home/asha/.local/share/pramaan/store' holds no articles. Index your articles first: pramaan index FOLDER"
    ),
    "crash": ZeroDivisionError("a bug"),
}
"""By what the question says."""


def _cite(n: int, article: str, quote: str, exact: str, copies: tuple[str, ...] = ()) -> Citation:
    about = next(known for known in ARTICLES if known.name == article)
    start = TEXTS[article].index(quote)
    found = start + quote.index(exact)
    place = (found, found + len(exact))
    return Citation(n, article, about.title, about.publisher, about.published, start, start + len(quote), quote, copies, place)


_FLOOD = _cite(1, "flood.txt", FLOOD, "11 लोगों", ("flood-copy.txt",))
_LATER = _cite(2, "flood-later.txt", FLOOD_LATER, "14 लोगों")
_METRO = _cite(1, "metro.txt", METRO, "18 August")
_HOSTILE = _cite(1, ARTICLES[-1].name, f"मूल वाक्य। {HOSTILE}", HOSTILE[5:90], (ARTICLES[-1].name,))
_RETRIEVED = tuple(Retrieved(article.name, 0, 10, 0.9) for article in ARTICLES[:4])


class ScriptedAnswerer:
    """Answers by what the question says: "slow" writes for a minute, "hostile" writes markup, a word of FAILURES fails, "nothing" isn't found,
    "wait" waits behind two others, then one, "differ" or "मतभेद" finds two figures, "quote" or "वाक्य" can't be written, of "left out" or "हटा" the
    check leaves DROPPED out. tell: is told when the writing ends.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def stream(
        self, question: str, history: Sequence[str], cancelled: threading.Event, filters: Filters | None = None, session: str = ""
    ) -> Iterator[Event]:
        del filters, session
        language = detect_language(question)
        hostile = HOSTILE if "hostile" in question else ""
        if failure := next((failure for said, failure in FAILURES.items() if said in question), None):
            raise failure
        citation = _HOSTILE if hostile else _METRO if language == "en" else _FLOOD
        draft = Answer(
            question, language, f"उत्तर {len(history) + 1} {hostile} [1]।", citation.answer, False, "answered", (citation,), (), _RETRIEVED, 0.9,
            Timings(0.1, 0.1, 0.2, 0.3), understood=f"{history[-1]} {question}" if history and "और" in question else None,
        )  # fmt: skip
        if "left out" in question or "हटा" in question:
            draft = replace(draft, status="partly_supported", dropped=DROPPED)
        if "nothing" in question or "कुछ नहीं" in question:
            yield Done(
                replace(
                    draft,
                    answer=say("not_found", language),
                    abstained=True,
                    status="not_found",
                    short_answer=None,
                    citations=(),
                    nearest=(replace(citation, exact=None),),
                )
            )
            return
        yield Evidence((citation, _LATER), draft.understood, draft.short_answer)
        if "differ" in question or "मतभेद" in question:
            sides = Disagreement(question, (Side("14 लोगों", 2), Side("11 लोगों", 1)))
            yield Done(
                replace(
                    draft, answer=say("sides", language), status="disagree", short_answer=None, citations=(_FLOOD, _LATER), disagreements=(sides,)
                )
            )
            return
        if "quote" in question or "वाक्य" in question:
            text = f"{say('quoted', language)}\n{say('quote', language, quote=citation.quote, n=1)}"
            yield Done(replace(draft, answer=text, short_answer=None, status="partly_supported"))
            return
        if "wait" in question:
            for waiting in (Waiting(2, 9.0), Waiting(1, 4.0), Waiting(0)):
                yield waiting
                cancelled.wait(1.5)
        try:
            for _ in range(600 if "slow" in question else 3):
                if cancelled.wait(0.1):
                    return
                yield Written(f"शब्द {hostile}")
            yield Done(draft)
        finally:
            self._tell(f"ended: {question}")


def main() -> None:
    go_offline()
    from assistant.assemble import Assembly
    from assistant.settings import Settings
    from assistant.ui import serve_page

    reports = Path(sys.argv[2])

    def tell(line: str) -> None:
        with (reports / "told.txt").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    by_id = {article.id: article for article in ARTICLES}
    catalogue = SimpleNamespace(
        articles=lambda: ARTICLES,
        text=lambda article_id: TEXTS[by_id[article_id].name],
        counts=lambda: Counts(len(ARTICLES), 40, 20, 0),
        furniture=lambda article_id: [Span(text.index("यह भी"), len(text))] if "यह भी" in (text := TEXTS[by_id[article_id].name]) else [],
    )
    script = ScriptedAnswerer(tell)

    class ScriptedAssembly(Assembly):
        """A changed setting makes a new answerer: here it is the script again."""

        answerer = property(lambda _: script)  # type: ignore[assignment]
        is_ready = True  # type: ignore[assignment]

    # On a quick machine the tests ask more often than any reader.
    settings = Settings(store=reports / "store", models=reports / "models", reports=reports, questions_per_minute=10_000)
    assembly = ScriptedAssembly(settings)
    assembly.made["catalogue"] = catalogue
    assembly.existing_catalogue = lambda: catalogue  # type: ignore[method-assign, assignment, return-value]
    assembly.warm_up = lambda: None  # type: ignore[method-assign]

    def on_feedback(question: str, answer: Answer, verdict: str, reason: str, *, owner: str) -> None:
        del owner
        tell(f"{verdict}: {question} ({answer.status}) {reason}")

    serve_page(assembly, "127.0.0.1", int(sys.argv[1]), on_feedback)


if __name__ == "__main__":
    main()
