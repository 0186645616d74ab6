"""Pasted text as an article's file: what is known of it stands in its first lines, where every reader of articles finds it. Pure."""

from __future__ import annotations

from typing import Literal

from assistant.errors import AssistantFailure
from index.text.dates import date_in_name, find_date
from index.text.metadata import describe
from index.types import Document

Why = Literal["no_text", "no_date", "title_lost", "date_lost", "publisher_lost"]
_NAME_CHARS = 80
_SAID: dict[Why, str] = {
    "no_text": "Nothing was pasted. Paste the article's text first.",
    "no_date": "'{value}' is no date. Write it as 2025-06-14 or 14 जून 2025.",
    "title_lost": "'{value}' isn't recognised as a headline. Write at least three words on one line, or leave the field empty.",
    "date_lost": "The date '{value}' isn't recognised above this text. Leave the field empty, or write the date into the text's first line.",
    "publisher_lost": "The publisher '{value}' isn't recognised above this text. Write only the newspaper's name and give the date of publication too.",
}


class PasteRefused(AssistantFailure):
    """What was pasted can't be kept so that title, publisher and date are found again; why says what is wrong with value."""

    def __init__(self, why: Why, value: str = "") -> None:
        super().__init__(_SAID[why].format(value=value))
        self.why: Why = why
        self.value = value


def pasted_article(text: str, title: str = "", publisher: str = "", published: str = "") -> tuple[str, str]:
    """(file name, text) of a pasted article. published may be written in any way that articles write dates.

    Raises PasteRefused when there is no text, or when what was given wouldn't be read again from what was written.
    """
    title, publisher, published = (" ".join(given.split()) for given in (title, publisher, published))
    day = find_date(published) or ""
    if not text.strip():
        raise PasteRefused("no_text")
    if published and not day:
        raise PasteRefused("no_date", published)
    written = "\n\n".join(filter(None, (title, _date_line(publisher, day), text.strip("\r\n")))) + "\n"
    document = describe(written, "")
    _check(document, describe(text, ""), title, publisher, day)
    return _file_name(document), written


def _date_line(publisher: str, day: str) -> str:
    # "Reporter" is how pages without a date name their paper (see index.text.metadata).
    return " | ".join(filter(None, (publisher, day))) if day or not publisher else f"Reporter {publisher}"


def _check(read: Document, bare: Document, title: str, publisher: str, day: str) -> None:
    """read: what the reader makes of the article with the given lines, bare: of the text alone."""
    if day and read.published != day:
        raise PasteRefused("date_lost", day)
    if publisher and (read.publisher != publisher or read.author != bare.author or (not title and read.title != bare.title)):
        raise PasteRefused("publisher_lost", publisher)
    if title and not title.startswith(read.title or "\0"):
        raise PasteRefused("title_lost", title)


def _file_name(document: Document) -> str:
    name = (document.title or "")[:_NAME_CHARS]
    # A date in the headline isn't the article's, but in a file's name it would be taken for it.
    return "pasted.txt" if not name or date_in_name(name) else f"{name}.txt"
