"""The things the index passes around. Every start and end is a character offset into Article.text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch text[start:end] of an article's stored text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its stored text (for a UTF-8 text file exactly the decoded file) and what it says of itself.

    published is "YYYY-MM-DD" or None, published_from where that stands ("date line", "meta tag", "file name"); note is what the reader should
    know of the reading (an encoding that was guessed).
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    note: str | None = None
    author: str | None = None
    published_from: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A catalogued article without its text. name is the file name shown to people (its path below the synced folder).

    published_from tells where the date stands (see Document); group is the id that near-identical copies of one text share.
    """

    id: str
    source: str
    name: str
    title: str
    publisher: str | None
    published: str | None
    language: str
    author: str | None = None
    published_from: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: text == article_text[start:end]."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences that is embedded and searched as one passage: text == article_text[start:end]."""

    id: str
    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that search found. dense is the cosine in [-1, 1], lexical is BM25 (0 when no word matched), score is their fusion.

    copies: other articles that print this passage too and are not shown for themselves.
    """

    chunk: Chunk
    article: Article
    score: float
    dense: float
    lexical: float
    copies: tuple[Article, ...] = ()
