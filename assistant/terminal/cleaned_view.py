"""What `pramaan index --show ARTICLE` says on the terminal: one article as the index sees it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.render import terminal_safe
from index.sync.cleaned import Part, cleaned_lines, find_article
from index.types import Chunk, Span

if TYPE_CHECKING:
    from assistant.assemble import Assembly

_FURNITURE = "░"
_BOUNDARY = "¦"
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


def print_article(assembly: Assembly, wanted: str) -> None:
    """What is known of the article, then its lines: ░ stands before furniture, ¦ between two sentences.

    Raises UnknownArticle when no article, or more than one, has a name like `wanted`.
    """
    catalogue = assembly.existing_catalogue()
    article = find_article(catalogue.articles(), wanted)
    text = catalogue.text(article.id)
    whole = Chunk(article.id, article.id, 0, len(text), text)
    sentences = [Span(sentence.start, sentence.end) for sentence, _ in catalogue.chunks.sentences(whole)]
    published = f"{article.published} (from the {article.published_from})" if article.published_from else article.published
    known = {
        "Article": article.name,
        "Title": article.title,
        "Publisher": article.publisher,
        "Author": article.author,
        "Published": published,
        "Language": article.language,
        "Sentences": str(len(sentences)),
    }
    for label, value in known.items():
        print(f"{label:10} {_one_line(value or 'unknown')}")
    print()
    dim = sys.stdout.isatty()
    for parts in cleaned_lines(text, catalogue.furniture(article.id), sentences):
        print(_line(text, parts, dim))


def _line(text: str, parts: Sequence[Part], dim: bool) -> str:
    shown: list[str] = []
    before = ""
    for part in parts:
        words = _one_line(text[part.start : part.end])
        if not words:
            continue
        if part.kind == "furniture":
            words = f"{_DIM}{_FURNITURE} {words}{_PLAIN}" if dim else f"{_FURNITURE} {words}"
        elif part.kind == before == "sentence":
            shown.append(_BOUNDARY)
        shown.append(words)
        before = part.kind
    return " ".join(shown)


def _one_line(text: str) -> str:
    return " ".join(terminal_safe(text).split())
