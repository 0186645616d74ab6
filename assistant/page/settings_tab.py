"""The page's settings: the models, how strict answers are, how the page looks, where everything lies and whether it is sound. Thin over the assembly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import gradio as gr

from assistant.errors import AssistantFailure
from assistant.language import Answers
from assistant.models.registry import REGISTRY
from assistant.page import appearance
from assistant.page.reader_html import reader_fact
from assistant.page.said import both, failed, said
from assistant.page.settings_html import ModelRow, faults_html, models_html, places_html
from assistant.page.visitor import owner_of
from index.errors import IndexFailure

if TYPE_CHECKING:
    from assistant.assemble import Assembly


class SettingsTab:
    """Only the administrator changes anything: the first login, or this machine's own reader where nobody logs in. Everybody may look."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly

    # What the handlers do

    def change(self, owner: str, said_then: str = "applied", **changes: Any) -> str:
        """A message. What the environment fixes stays as it is, and is named."""
        if owner != self._assembly.logins.administrator:
            return said("not_yours")
        settings = self._assembly.settings
        wanted = {name: value for name, value in changes.items() if getattr(settings, name) != value}
        fixed = sorted(wanted.keys() & self._assembly.fixed_settings)
        try:
            if open_changes := {name: value for name, value in wanted.items() if name not in fixed}:
                self._assembly.change(**open_changes)
        except (AssistantFailure, IndexFailure) as failure:
            return failed(failure)
        return _fixed(fixed) + (said(said_then) if open_changes or not fixed else "")

    def measure(self, owner: str) -> Iterator[str]:
        """Messages while the model in use is measured."""
        if owner != self._assembly.logins.administrator:
            yield said("not_yours")
            return
        from assistant.writing.speed import measure

        yield said("measuring")
        try:
            engine = getattr(self._assembly.chat_model, "engine", None)
            speed = measure(engine) if engine is not None else None
        except AssistantFailure as failure:
            yield failed(failure)
            return
        if speed is not None:
            self._assembly.speeds.keep(self._assembly.settings.llm, speed)
        yield said("measured" if speed is not None else "no_measure")

    def verify(self) -> Iterator[str]:
        """What is wrong with the index."""
        yield said("checking")
        try:
            yield faults_html(self._assembly.verify())
        except (AssistantFailure, IndexFailure) as failure:
            yield failed(failure)

    def rebuild(self, owner: str) -> Iterator[str]:
        """Fill the word index and Chroma anew, then check them."""
        if owner != self._assembly.logins.administrator:
            yield said("not_yours")
            return
        yield said("rebuilding")
        try:
            self._assembly.mend()
            yield said("rebuilt") + faults_html(self._assembly.verify())
        except (AssistantFailure, IndexFailure) as failure:
            yield failed(failure)

    # What is shown

    def models(self) -> str:
        settings, folder, speeds = self._assembly.settings, self._assembly.model_folder, self._assembly.speeds
        used = {settings.embedder, settings.llm} if not settings.llm_url else {settings.embedder}
        rows = [
            ModelRow(model.name, model.title, model.bytes, model.licence, folder.state(model), model.name in used, speeds.of(model.name))
            for model in REGISTRY.values()
        ]
        if settings.llm_url:
            rows.append(ModelRow(settings.llm_model, self._assembly.llm_named, None, "", "ready", True, None))
        for name in used - REGISTRY.keys():
            path = Path(name).expanduser()
            size = path.stat().st_size if path.is_file() else None
            rows.append(ModelRow(name, path.name, size, "", "ready" if path.exists() else "absent", True, speeds.of(name)))
        return models_html(rows)

    def places(self) -> str:
        settings = self._assembly.settings
        counts = self._assembly.catalogue.counts()
        places = [("store", settings.store), ("models", settings.models), ("reports", settings.reports)]
        facts = [("articles", f"{counts.articles:,}"), ("chunks", f"{counts.chunks:,}"), ("embedder", settings.embedder)]
        return places_html(places, facts, [("reader", reader_fact(self._assembly.reader_state()))])

    def llms(self) -> list[tuple[str, str]]:
        """(title, name) of the language models that could be used now: those of the registry that are here, and the one in use."""
        here = [model for model in REGISTRY.values() if model.kind == "llm" and self._assembly.model_folder.state(model) == "ready"]
        own = self._assembly.settings.llm
        return [(model.title, model.name) for model in here] + ([(own, own)] if own not in {model.name for model in here} else [])

    def fixed(self) -> str:
        """Which settings the environment fixes, so that this page can't change them."""
        return _fixed(sorted(self._assembly.fixed_settings))

    # The layout

    def build(self, words: gr.I18n, tab: gr.Tab) -> None:
        """Lay the tab out inside the blocks that are being built; folders are measured when it is opened."""
        message = gr.HTML(self.fixed(), elem_id="settings-message")
        with gr.Row():
            with gr.Column(scale=3):
                self._build_answers(words, message)
            with gr.Column(scale=2):
                _build_appearance(words)
        models = gr.HTML(elem_id="settings-models")
        self._build_models(words, message, models)
        places = self._build_places(words)
        tab.select(self.models, None, models, show_progress="hidden").then(self.places, None, places, show_progress="hidden")

    def _build_answers(self, words: gr.I18n, message: gr.HTML) -> None:
        settings, fixed = self._assembly.settings, self._assembly.fixed_settings

        def apply(answers: str, strictness: float, translates: bool, request: gr.Request) -> str:
            return self.change(owner_of(request), answers=answers, strictness=strictness, translates=translates)

        answers = gr.Radio(
            [(words(f"answers_{choice}"), choice) for choice in get_args(Answers)],
            value=settings.answers,
            label=words("answer_language"),
            elem_id="answer-language",
            interactive="answers" not in fixed,
        )
        gr.HTML(f'<p class="small">{both("language_of_answers")}</p>')
        strictness = gr.Slider(
            0, 1, settings.strictness, step=0.01, label=words("strictness"), elem_id="strictness",
            interactive="strictness" not in fixed,
        )  # fmt: skip
        translates = gr.Checkbox(settings.translates, label=words("translates"), elem_id="translates", interactive="translates" not in fixed)
        button = gr.Button(words("apply"), variant="primary", size="md", min_width=80, elem_id="apply-answers")
        button.click(apply, [answers, strictness, translates], message, queue=False)

    def _build_models(self, words: gr.I18n, message: gr.HTML, models: gr.HTML) -> None:
        settings, fixed = self._assembly.settings, self._assembly.fixed_settings

        def use(llm: str, threads: float | None, request: gr.Request) -> str:
            return self.change(owner_of(request), "model_changed", llm=llm, threads=int(threads or 0) or None)

        def measure(request: gr.Request) -> Iterator[str]:
            yield from self.measure(owner_of(request))

        with gr.Row(elem_id="model-choice"):
            llm = gr.Dropdown(
                self.llms(), value=settings.llm, label=words("model"), elem_id="llm", interactive="llm" not in fixed and not settings.llm_url
            )
            threads = gr.Number(
                settings.threads or 0, minimum=0, precision=0, label=words("threads"), elem_id="threads", interactive="threads" not in fixed
            )
        with gr.Row():
            button = gr.Button(words("use_model"), variant="primary", size="md", min_width=80, elem_id="use-model")
            speed = gr.Button(words("measure"), size="md", min_width=80, elem_id="measure-speed")
        button.click(use, [llm, threads], message, queue=False).then(self.models, None, models, show_progress="hidden")
        speed.click(measure, None, message, show_progress="hidden", concurrency_limit=1).then(self.models, None, models, show_progress="hidden")

    def _build_places(self, words: gr.I18n) -> gr.HTML:
        def rebuild(request: gr.Request) -> Iterator[str]:
            yield from self.rebuild(owner_of(request))

        with gr.Accordion(words("place"), open=True, elem_id="places-accordion"):
            places = gr.HTML(elem_id="places")
            soundness = gr.HTML(elem_id="soundness")
            with gr.Row():
                again = gr.Button(words("refresh"), size="md", min_width=80, elem_id="refresh-places")
                verify = gr.Button(words("verify"), size="md", min_width=80, elem_id="verify")
                mend = gr.Button(words("rebuild"), size="md", min_width=80, elem_id="rebuild")
        again.click(self.places, None, places, show_progress="hidden")
        verify.click(self.verify, None, soundness, show_progress="hidden", concurrency_limit=1)
        mend.click(rebuild, None, soundness, show_progress="hidden", concurrency_limit=1).then(self.places, None, places, show_progress="hidden")
        return places


def _build_appearance(words: gr.I18n) -> None:
    """Language and brightness are each browser's own: they are kept there."""
    with gr.Accordion(words("appearance"), open=True):
        language = gr.Radio(
            [(words("as_browser"), ""), ("हिन्दी", "hi"), ("English", "en")], value="", label=words("page_language"), elem_id="page-language"
        )
        brightness = gr.Radio(
            [(words("as_browser"), ""), (words("light"), "light"), (words("dark"), "dark")], value="", label=words("brightness"), elem_id="brightness"
        )
    language.input(None, language, None, js=appearance.choose("language"))
    brightness.input(None, brightness, None, js=appearance.choose("brightness"))
    gr.context.Context.root_block.load(None, None, [language, brightness], js=appearance.CHOSEN)


def _fixed(names: Sequence[str]) -> str:
    """A message; empty when the environment fixes none."""
    return said("fixed", ", ".join(f"PRAMAAN_{name.upper()}" for name in names)) if names else ""
