"""What could be asked: questions that come with Pramaan where they fit, else questions made of the articles' titles. Pure but for the examples' file."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from assistant.types import Answer
from index.types import Article

_EXAMPLES = Path(__file__).parents[2] / "data" / "examples.json"
_MOST_EXAMPLES = 5
_MOST_NEXT = 3
_LONGEST_TITLE = 80


def example_questions(articles: Iterable[Article]) -> list[str]:
    """Example questions whose article is in the store; for other articles, questions made of their titles."""
    articles = list(articles)
    names = {article.name for article in articles}
    fitting = [question for name, question in _prepared().items() if name in names]
    return fitting[:_MOST_EXAMPLES] or [about(article) for article in articles[:3]]


def next_questions(answer: Answer, articles: Iterable[Article], asked: Collection[str]) -> tuple[str, ...]:
    """Questions on what search found beside the answer: one an article, its copies left out, best first; none that was asked already."""
    by_name = {article.name: article for article in articles}
    cited = {citation.article for citation in answer.citations}
    seen = {by_name[name].group or name for name in cited if name in by_name}
    questions: list[str] = []
    for name in dict.fromkeys(retrieved.article for retrieved in answer.retrieved):
        article = by_name.get(name)
        if article is None or name in cited or (article.group or name) in seen:
            continue
        seen.add(article.group or name)
        question = _prepared().get(name) or about(article)
        if question not in asked and question not in questions:
            questions.append(question)
    return tuple(questions[:_MOST_NEXT])


def about(article: Article) -> str:
    """A question on the article: its title when that asks already, else one that quotes it, so that no grammar depends on the title's."""
    title = " ".join(article.title.split())
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    if title.endswith("?"):
        return title
    return f"What do the articles say on: {title}" if article.language == "en" else f"इस विषय में लेख क्या कहते हैं: {title}"


@cache
def _prepared() -> dict[str, str]:
    """Article's name → the question that comes with Pramaan for it."""
    examples = json.loads(_EXAMPLES.read_text(encoding="utf-8")) if _EXAMPLES.is_file() else []
    return {example["article"]: example["question"] for example in examples}
