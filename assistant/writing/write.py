"""The written answer: evidence and question into the prompt, the chat model's words out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.language import Language
from assistant.types import Citation, Waiting
from assistant.writing.chat_model import requests_before, stream_text
from assistant.writing.guard import guarded
from assistant.writing.prompt import load_prompt

STOP = ["\n"]


class PromptedWriter:
    """Writes with any LangChain chat model. Roman-script Hindi is answered in Devanagari."""

    def __init__(self, model: BaseChatModel, count_tokens: Callable[[str], int]) -> None:
        self._model = model
        self.count_tokens = count_tokens

    def waiting(self, session: str) -> Waiting | None:
        """What comes before this session's next answer; None when nothing does."""
        return requests_before(self._model, session)

    def write(
        self, question: str, language: Language, evidence: Sequence[Citation], cancelled: threading.Event, session: str = ""
    ) -> Iterator[str | Waiting]:
        """The answer piece by piece, and what has changed in the queue before it; it ends at the first line break, and see guarded()."""
        with closing(stream_text(self._model, messages(question, language, evidence), STOP, cancelled, session)) as pieces:
            yield from guarded(pieces, language, len(evidence))


def messages(question: str, language: Language, evidence: Sequence[Citation]) -> list[BaseMessage]:
    """The constant system message, then the evidence with the question."""
    tongue = "en" if language == "en" else "hi"
    # No numbers before the sentences: a small model answers with the number; the marks are found by checking (assistant.checking.citations).
    quotes = "\n".join(" ".join(citation.quote.split()) for citation in evidence)
    # Nor the reader's words: told them, it repeats them. It is to make a sentence, which is then checked for them.
    return [system_message(language), HumanMessage(load_prompt(f"question.{tongue}", evidence=quotes, question=question))]


def system_message(language: Language) -> SystemMessage:
    return SystemMessage(load_prompt(f"system.{'en' if language == 'en' else 'hi'}"))
