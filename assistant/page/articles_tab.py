"""The page's Articles tab: take articles in, find, look at, remove and bring them back. Thin over assistant.library."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from assistant.errors import AssistantFailure
from assistant.library.listing import copies_of, list_page, publishers
from assistant.page.articles_html import adding_html, article_html, list_html, removed_html, said_html
from assistant.page.articles_layout import ArticlesLayout
from assistant.page.articles_words import PASTE_REFUSED
from assistant.page.both import failed_html
from assistant.page.failures import hindi_of
from index.errors import FilterRefused, IndexFailure, StoreBusy
from index.store.filters import read_filters

if TYPE_CHECKING:
    from assistant.assemble import Assembly
    from assistant.library.adding import Adding
    from assistant.library.library import Library

_LOOK_SECONDS = 0.25
Wanted = tuple[str, str, str, str, str]
"""What the list is searched by, as it stands in the page's fields: words, since, until, publisher, language."""


class ArticlesTab:
    """One library for all browser sessions. Closing the page doesn't stop what it began; opening it again shows how far that is."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._followed: dict[str, Adding] = {}

    @cached_property
    def library(self) -> Library:
        from assistant.library.library import Library  # with what reads files; the page is up before

        return Library(self._assembly)

    # Adding

    def add(self, uploads: Sequence[str], session: str) -> Iterator[str]:
        """The progress as HTML, whenever it changed, until the uploads are taken in."""
        yield from self._follow(self.library.add([Path(upload) for upload in uploads]), session)

    def paste(self, text: str, title: str, publisher: str, published: str, session: str) -> Iterator[tuple[str, bool]]:
        """(progress as HTML, whether the pasted text is safe and the form may be emptied)."""
        from assistant.library.pasting import PasteRefused

        try:
            run = self.library.paste(text, title, publisher, published)
        except PasteRefused as refused:
            yield failed_html(str(refused), PASTE_REFUSED[refused.why].format(value=refused.value)), False
            return
        for progress in self._follow(run, session):
            yield progress, run.step.stage == "finished" and not any(told.kind == "refused" for told in run.step.told)

    def follow(self, session: str) -> Iterator[str]:
        """The progress of the run that is under way, whoever began it."""
        if run := self.library.running():
            yield from self._follow(run, session)

    def _follow(self, run: Adding, session: str) -> Iterator[str]:
        self._followed[session] = run
        shown = None
        while True:
            step = run.step
            if step is not shown:
                yield adding_html(step)
            if step.has_ended:
                break
            shown = step
            time.sleep(_LOOK_SECONDS)
        if self._followed.get(session) is run:
            del self._followed[session]

    def cancel(self, session: str) -> None:
        """Stop the run that this session looks at; those of others go on."""
        if run := self._followed.get(session):
            run.cancel()

    # The list

    def listing(self, wanted: Wanted, number: int) -> tuple[str, int, int]:
        """(a page of the list as HTML, its number from 0, how many pages there are)."""
        words, since, until, publisher, language = wanted
        try:
            filters = read_filters(since or None, until or None, [publisher] if publisher else [], language or None)
        except FilterRefused:
            return said_html("bad_date", role="alert"), 0, 1
        page = list_page(self._assembly.catalogue, words, filters, number)
        return list_html(page), page.number, page.pages

    def publishers(self) -> list[tuple[str, str]]:
        return [("—", ""), *((name, name) for name in publishers(self._assembly.catalogue))]

    def waiting(self) -> str:
        """What was kept and not indexed, as HTML; empty when there is nothing of the kind."""
        names = self.library.waiting()
        return said_html("waiting", count=len(names)) if names else ""

    # One article

    def article(self, article_id: str) -> str:
        """The article as the index sees it, as HTML."""
        catalogue = self._assembly.catalogue
        found = next((article for article in catalogue.articles() if article.id == article_id), None)
        known = catalogue.embedded(article_id)
        if found is None or known is None:
            return said_html("gone", role="alert")
        uploaded = self.library.folder.holds(found.source)
        return article_html(found, known.text, known.furniture, known.sentences, copies_of(catalogue, found), uploaded)

    def remove(self, article_ids: Sequence[str]) -> str:
        """What was removed, as HTML."""
        if not article_ids:
            return said_html("none_chosen", role="alert")
        try:
            return removed_html(self.library.remove(article_ids))
        except (AssistantFailure, IndexFailure, OSError) as failure:
            return _unchanged_html(failure)

    def undo(self) -> str:
        """What was brought back, as HTML."""
        try:
            removal = self.library.undo()
        except (AssistantFailure, IndexFailure, OSError) as failure:
            return _unchanged_html(failure)
        return said_html("brought_back", count=len(removal.removed)) if removal else said_html("too_late", role="alert")

    def can_undo(self) -> bool:
        return self.library.latest_removal() is not None

    def build(self, words: gr.I18n, tab: gr.Tab) -> None:
        """Lay the tab out inside the blocks that are being built. Nothing is read before the tab is opened."""
        ArticlesLayout(self, words).connect(tab)


def _unchanged_html(failure: Exception) -> str:
    """Why the articles stay as they are."""
    if isinstance(failure, StoreBusy):
        return said_html("store_busy", role="alert")
    return failed_html(str(failure), hindi_of(failure))
