"""What `pramaan ask` and `pramaan chat` say on the terminal: the question's mark, the writing as it comes, the checked answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.render import answer_text, terminal_safe
from assistant.texts import say
from assistant.types import Answer, Done, Evidence, Written
from index.store.filters import Filters

if TYPE_CHECKING:
    from assistant.assemble import Assembly


def next_question() -> str | None:
    """What is typed next; None when that is nothing, or Ctrl-D."""
    try:
        return input("\n? ").strip() or None
    except EOFError:
        return None


def print_answer(assembly: Assembly, question: str, history: Sequence[str], filters: Filters) -> None:
    """Stream the writing to a terminal's stderr, then print the checked answer with its proof."""
    live = sys.stderr.isatty()
    answer: Answer | None = None
    for event in assembly.answerer.stream(question, history, filters=filters):
        if isinstance(event, Done):
            answer = event.answer
        elif live and isinstance(event, Evidence) and event.citations:
            print(terminal_safe(f"… “{event.citations[0].quote}”"), file=sys.stderr)
        elif live and isinstance(event, Written):
            print(terminal_safe(event.text), end="", file=sys.stderr, flush=True)
    if live:
        print(file=sys.stderr)
    if answer is not None:
        print(answer_text(answer))
        print(f"({say('took', answer.language, seconds=answer.timings.total)})")
