"""What the catalogue's file derives from its texts: their words, the words' sounds, the groups of copies. All of it can be filled anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.store import groups, lexical, sounds
from index.store.database import Database
from index.store.groups import CopyGroups
from index.store.lexical import LexicalIndex
from index.store.sounds import SoundIndex
from index.text.chunk import searched
from index.types import Span

# How each part is filled. A store that says another version of a part is filled anew when it is opened.
VERSIONS = {"words": lexical.VERSION, "sounds": sounds.VERSION, "groups": groups.VERSION}


class Derived:
    """The three derived parts. Every change is within the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.lexical = LexicalIndex(database)
        self.sounds = SoundIndex(database)
        self._groups = CopyGroups(database)

    def add(self, article_id: str, text: str, sentences: Sequence[Span], chunks: Iterable[tuple[int, str]]) -> None:
        """Take a newly stored article in. chunks: as `searched_chunks` gives them."""
        for row, searched_text in chunks:
            self.lexical.add(row, searched_text)
        self.sounds.add(article_words(self._database, article_id))
        self._groups.join(article_id, text, sentences)

    def remove(self, article_id: str) -> None:
        """Before the article goes."""
        self.lexical.remove(article_id)
        self.sounds.remove(article_words(self._database, article_id))

    def fill(self, part: str) -> None:
        """Fill a part of VERSIONS anew from the stored articles, damaged or not; no model is needed."""
        parts: dict[str, LexicalIndex | SoundIndex | CopyGroups] = {"words": self.lexical, "sounds": self.sounds, "groups": self._groups}
        parts[part].clear()
        for (article_id,) in self._database.rows("SELECT id FROM articles ORDER BY id"):
            if part == "words":
                for row, searched_text in searched_chunks(self._database, article_id):
                    self.lexical.add(row, searched_text)
            elif part == "sounds":
                self.sounds.add(article_words(self._database, article_id))
            else:
                _, text, sentences = _cut_text(self._database, article_id)
                self._groups.join(article_id, text, sentences)


def article_words(database: Database, article_id: str) -> str:
    """The text whose words are known by their sound."""
    title, text, _ = _cut_text(database, article_id)
    return f"{title}\n{text}"


def searched_chunks(database: Database, article_id: str) -> Iterator[tuple[int, str]]:
    """(row, what is searched of it) of an article's chunks: its title, and their sentences without the furniture between them."""
    title, text, sentences = _cut_text(database, article_id)
    for row, start, end in database.rows("SELECT row, start, end FROM chunks WHERE article_id = ?", (article_id,)):
        yield row, f"{title} {searched(text, sentences, Span(start, end))[0]}"


def _cut_text(database: Database, article_id: str) -> tuple[str, str, list[Span]]:
    """(title, text, sentences); empty when there is no such article."""
    spans = database.rows("SELECT start, end FROM sentences WHERE article_id = ? ORDER BY start", (article_id,))
    for title, text in database.rows("SELECT title, text FROM articles JOIN texts ON article_id = id WHERE id = ?", (article_id,)):
        return title, text, [Span(*span) for span in spans]
    return "", "", []
