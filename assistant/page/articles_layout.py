"""What the page's Articles tab is laid out of: its components, and which of them speak to which. What they say is ArticlesTab's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.page.words import DATE_EXAMPLES

if TYPE_CHECKING:
    from assistant.page.articles_tab import ArticlesTab

_LANGUAGES = [("—", ""), ("हिन्दी", "hi"), ("English", "en")]

# Ticks and buttons stand in the list's HTML: what is chosen goes to the server together with the wish to remove it.
_LIST_JS = """
element.addEventListener('click', event => {
  const view = event.target.closest('[data-view]');
  if (view) trigger('view_article', {id: view.dataset.view});
  if (event.target.closest('[data-remove]'))
    trigger('remove_articles', {ids: Array.from(element.querySelectorAll('input[name=article]:checked'), box => box.value)});
});
element.addEventListener('change', event => {
  if (event.target.name === 'every')
    element.querySelectorAll('input[name=article]').forEach(box => { box.checked = event.target.checked; });
});
// Gradio writes a new list into the old one's boxes: a tick must not pass to the article that comes into its place.
watch('value', () => element.querySelectorAll('input').forEach(box => { box.checked = false; }));
"""
_GO_TO_ARTICLE = "() => { const shown = document.querySelector('#article-view article'); if (shown) { shown.scrollIntoView(); shown.focus(); } }"


class ArticlesLayout:
    """The tab's components and which of them speak to which."""

    def __init__(self, tab: ArticlesTab, words: gr.I18n) -> None:
        self._tab = tab
        with gr.Row():
            with gr.Column(scale=3):
                self.files = gr.File(label=words("drop_files"), file_count="multiple", elem_id="article-files", height=180)
            with gr.Column(scale=1, min_width=180):
                self.folder = gr.UploadButton(words("choose_folder"), file_count="directory", size="md", elem_id="article-folder")
                self.halt = gr.Button(words("cancel_adding"), variant="stop", size="md", visible=False, elem_id="cancel-adding")
                self.go_on = gr.Button(words("go_on"), size="md", visible=False, elem_id="go-on")
        self._build_paste(words)
        self.progress = gr.HTML(apply_default_css=False, elem_id="adding-progress")
        self.waiting = gr.HTML(apply_default_css=False, elem_id="waiting-articles")
        self._build_search(words)
        self.said = gr.HTML(apply_default_css=False, elem_id="article-said")
        self.undo = gr.Button(words("undo"), size="md", visible=False, elem_id="undo-removal")
        self.number = gr.State(0)
        self.list = gr.HTML(apply_default_css=False, elem_id="article-list", js_on_load=_LIST_JS)
        with gr.Row(elem_id="article-pages"):
            self.earlier = gr.Button(words("earlier_page"), size="sm", min_width=80, visible=False, elem_id="earlier-page")
            self.later = gr.Button(words("later_page"), size="sm", min_width=80, visible=False, elem_id="later-page")
        self.shown = [self.list, self.number, self.earlier, self.later]
        self.close = gr.Button(words("close_article"), size="sm", visible=False, elem_id="close-article")
        self.article = gr.HTML(apply_default_css=False, elem_id="article-view")

    def _build_paste(self, words: gr.I18n) -> None:
        with gr.Accordion(words("paste"), open=False, elem_id="paste"):
            self.text = gr.Textbox(label=words("paste_text"), lines=6, max_lines=16, elem_id="paste-text")
            with gr.Row():
                self.title = gr.Textbox(label=words("paste_title"), elem_id="paste-title", max_length=300)
                self.publisher = gr.Textbox(label=words("paste_publisher"), elem_id="paste-publisher", max_length=100)
                self.published = gr.Textbox(label=words("paste_date"), elem_id="paste-date", max_length=60)
            self.paste = gr.Button(words("paste_add"), variant="primary", size="md", elem_id="paste-add")

    def _build_search(self, words: gr.I18n) -> None:
        search = gr.Textbox(label=words("search_articles"), elem_id="search-articles", max_length=200)
        with gr.Row():
            since = gr.Textbox(label=words("articles_since"), placeholder=DATE_EXAMPLES, elem_id="articles-since", max_length=10, min_width=140)
            until = gr.Textbox(label=words("articles_until"), placeholder=DATE_EXAMPLES, elem_id="articles-until", max_length=10, min_width=140)
            self.by = gr.Dropdown([("—", "")], value="", label=words("articles_publisher"), elem_id="articles-publisher", min_width=140)
            language = gr.Dropdown(_LANGUAGES, value="", label=words("articles_language"), elem_id="articles-language", min_width=140)
        self.wanted = [search, since, until, self.by, language]

    def connect(self, tab: gr.Tab) -> None:
        opened = tab.select(self._refresh, [*self.wanted, self.number], self._refreshed, show_progress="hidden")
        self._and_refresh(opened.then(self._follow, None, [self.progress, self.halt], show_progress="hidden", concurrency_limit=8))
        for button in (self.files, self.folder):
            began = button.upload(self._add, button, [self.progress, self.halt, self.go_on, button], show_progress="hidden", concurrency_limit=8)
            self._and_refresh(began)
        form = [self.text, self.title, self.publisher, self.published]
        self._and_refresh(self.paste.click(self._paste, form, [self.progress, self.halt, *form], show_progress="hidden", concurrency_limit=8))
        self._and_refresh(self.go_on.click(self._go_on, None, [self.progress, self.halt, self.go_on], show_progress="hidden", concurrency_limit=8))
        self.halt.click(self._cancel, None, None, queue=False)
        self._connect_list()

    def _connect_list(self) -> None:
        # A text box tells of "input" at key presses only: not at what is pasted, deleted, or written with a phone's or a Hindi keyboard.
        edits = [field.change if isinstance(field, gr.Textbox) else field.input for field in self.wanted]
        # One event for all fields: two that run at once may end in the other order.
        gr.on(edits, self._first_page, self.wanted, self.shown, show_progress="hidden", trigger_mode="always_last")
        for button, change in ((self.earlier, -1), (self.later, 1)):
            button.click(
                lambda *wanted, change=change: self._listing(*wanted[:-1], wanted[-1] + change),
                [*self.wanted, self.number],
                self.shown,
                show_progress="hidden",
            )
        viewed = self.list.view_article(self._view, None, [self.article, self.close], show_progress="hidden")
        viewed.then(None, js=_GO_TO_ARTICLE)
        self.close.click(lambda: ("", gr.update(visible=False)), None, [self.article, self.close], queue=False)
        self._and_refresh(self.list.remove_articles(self._remove, None, [self.said, self.article, self.close], show_progress="hidden"))
        self._and_refresh(self.undo.click(self._tab.undo, None, self.said, show_progress="hidden"))

    @property
    def _refreshed(self) -> list[Any]:
        return [*self.shown, self.by, self.undo, self.waiting, self.go_on]

    def _and_refresh(self, event: Any) -> None:
        event.then(self._refresh, [*self.wanted, self.number], self._refreshed, show_progress="hidden")

    # Handlers: what the tab says, as updates of components

    def _refresh(self, *wanted_and_number: Any) -> tuple[Any, ...]:
        waiting = self._tab.waiting()
        return (
            *self._listing(*wanted_and_number),
            gr.update(choices=self._tab.publishers()),
            gr.update(visible=self._tab.can_undo()),
            waiting,
            gr.update(visible=bool(waiting)),
        )

    def _listing(self, *wanted_and_number: Any) -> tuple[Any, ...]:
        words, since, until, publisher, language, wish = wanted_and_number
        html, number, pages = self._tab.listing((words or "", since or "", until or "", publisher or "", language or ""), wish)
        turning = (gr.update(visible=pages > 1, interactive=possible) for possible in (number > 0, number + 1 < pages))
        return html, number, *turning

    def _first_page(self, *wanted: Any) -> tuple[Any, ...]:
        return self._listing(*wanted, 0)

    def _add(self, uploads: Sequence[str], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        for progress, halt in self._halting(self._tab.add(uploads, str(request.session_hash))):
            yield progress, halt, gr.update(visible=False), None

    def _go_on(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        for progress, halt in self._halting(self._tab.add([], str(request.session_hash))):
            yield progress, halt, gr.update(visible=False)

    def _follow(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield from self._halting(self._tab.follow(str(request.session_hash)))

    def _paste(self, text: str, title: str, publisher: str, published: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        form = (text, title, publisher, published)
        is_safe = False
        for progress, is_safe in self._tab.paste(text or "", title or "", publisher or "", published or "", str(request.session_hash)):
            yield progress, gr.update(visible=not is_safe and 'role="alert"' not in progress), *(gr.skip() for _ in form)
        yield gr.skip(), gr.update(visible=False), *("" if is_safe else gr.skip() for _ in form)

    @staticmethod
    def _halting(shown: Iterator[str]) -> Iterator[tuple[Any, ...]]:
        """With the cancel button there as long as there is something to cancel."""
        for progress in shown:
            yield progress, gr.update(visible=True)
        yield gr.skip(), gr.update(visible=False)

    def _cancel(self, request: gr.Request) -> None:
        self._tab.cancel(str(request.session_hash))

    def _view(self, event: gr.EventData) -> tuple[str, Any]:
        return self._tab.article(str(event._data.get("id", ""))), gr.update(visible=True)

    def _remove(self, event: gr.EventData) -> tuple[str, str, Any]:
        return self._tab.remove([str(one) for one in event._data.get("ids", [])]), "", gr.update(visible=False)
