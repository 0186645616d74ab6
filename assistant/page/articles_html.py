"""The Articles tab's HTML: the list, one article as the index sees it, and how far adding is. Everything that comes from a file is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.page.articles_words import ADDING, DATE_FROM, REASONS, SAID
from assistant.page.both import both_html, failed_html
from assistant.page.cards import safe
from assistant.page.failures import cause_of
from assistant.page.progress import bar_html
from index.sync.cleaned import Part, cleaned_lines
from index.types import Article, Span

if TYPE_CHECKING:
    from assistant.library.adding import Step, Told
    from assistant.library.library import Removal
    from assistant.library.listing import Page, Row

_NOTHING = "—"
_LANGUAGES = {"hi": "हिन्दी", "en": "English"}
_COLUMNS = ("title", "published", "publisher", "language", "sentences", "file", "copies")


def both(key: str, **values: object) -> str:
    """A text of SAID in both languages, the values escaped."""
    return _both(SAID[key], **values)


def said_html(key: str, role: str = "status", **values: object) -> str:
    return f'<p class="said" role="{role}">{both(key, **values)}</p>'


# Adding


def adding_html(step: Step) -> str:
    """How far a run is, and what became of the files that aren't simply in."""
    english, hindi = (text.format(added=step.added, left_out=step.left_out) for text in ADDING[step.stage])
    cause = cause_of(step.failure)
    failure = failed_html(step.failure, cause.hindi if cause else "") if step.failure else ""
    return bar_html(english, hindi, safe(step.name), step.done, step.total, step.seconds_left) + failure + _told_html(step.told)


def _told_html(told: Sequence[Told]) -> str:
    return "".join(_told_of_kind(kind, [one for one in told if one.kind == kind]) for kind in ("refused", "duplicate", "note"))


def _told_of_kind(kind: str, told: Sequence[Told]) -> str:
    if not told:
        return ""
    items = "".join(f"<li><strong>{safe(one.name)}</strong> {_said_of(one)}</li>" for one in told)
    return f'<details class="told {kind}" open><summary>{both(kind)}: {len(told)}</summary><ul>{items}</ul></details>'


def _said_of(told: Told) -> str:
    if told.kind == "duplicate":
        return f"{both('same_text')} <em>{safe(told.said)}</em>"
    english = told.said.removeprefix(f"{told.name}: ")
    hindi = next((reason for part, reason in REASONS if part in english), "")
    return f'<span lang="hi">{hindi}</span> <span lang="en">{safe(english)}</span>'


# The list


def list_html(page: Page) -> str:
    """The table of one page, with boxes to tick and the button that removes what is ticked."""
    if not page.articles:
        return said_html("invite")
    if not page.rows:
        return said_html("none_fit")
    heads = "".join(f'<th scope="col">{both(column)}</th>' for column in _COLUMNS)
    every = f'<input type="checkbox" name="every" aria-label="{_label("chosen")}">'
    rows = "".join(map(_row_html, page.rows))
    counts = both("counts", first=page.first, last=page.first + len(page.rows) - 1, fitting=page.fitting, articles=page.articles)
    return (
        f'<div class="articles"><p class="tools"><span role="status">{counts}</span>'
        f'<button type="button" data-remove="">{both("remove")}</button></p>'
        f'<table><thead><tr><th scope="col">{every}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row_html(row: Row) -> str:
    article = row.article
    cells = (
        f'<button type="button" data-view="{safe(article.id)}">{safe(article.title)}</button>',
        _date(article),
        safe(article.publisher or _NOTHING),
        _LANGUAGES.get(article.language, safe(article.language)),
        str(row.sentences),
        safe(article.name),
        str(row.copies or _NOTHING),
    )
    # The label is for narrow screens, where each article is a card and nothing is said of what isn't known.
    filled = "".join(
        f'<td class="{column}{" none" if cell == _NOTHING else ""}"><span class="label" aria-hidden="true">{both(column)}</span>{cell}</td>'
        for column, cell in zip(_COLUMNS, cells, strict=True)
    )
    box = f'<input type="checkbox" name="article" value="{safe(article.id)}" aria-label="{_label("choose")}: {safe(article.title)}">'
    return f'<tr><td class="choice">{box}</td>{filled}</tr>'


def _date(article: Article) -> str:
    if not article.published:
        return _NOTHING
    found = DATE_FROM.get(article.published_from or "")
    return safe(article.published) + (f'<small class="from">{_both(found)}</small>' if found else "")


def _label(key: str) -> str:
    """For screen readers, where no markup can be."""
    english, hindi = SAID[key]
    return f"{hindi} · {english}"


# Removing


def removed_html(removal: Removal) -> str:
    outside = said_html("outside", count=removal.outside) if removal.outside else ""
    return said_html("removed", count=len(removal.removed)) + outside


# One article


def article_html(article: Article, text: str, furniture: Sequence[Span], sentences: Sequence[Span], copies: Sequence[Article], uploaded: bool) -> str:
    """What is known of the article, then its lines: furniture grey, a mark before each sentence."""
    known = (
        ("published", _date(article)),
        ("publisher", safe(article.publisher or "") or both("unknown")),
        ("author", safe(article.author or "") or both("unknown")),
        ("sentences", str(len(sentences))),
        ("file", f"{safe(article.name)} <small>({both('uploaded' if uploaded else 'own_folder')})</small>"),
        ("copies", "<br>".join(safe(copy.name) for copy in copies) or _NOTHING),
    )
    terms = "".join(f"<dt>{both(key)}</dt><dd>{value}</dd>" for key, value in known)
    lines = "".join(f"<p>{_line_html(text, parts)}</p>" for parts in cleaned_lines(text, furniture, sentences))
    return (
        f'<article class="cleaned" tabindex="-1"><h3 lang="{safe(article.language)}">{safe(article.title)}</h3><dl>{terms}</dl>'
        f'<p class="note">{both("legend")}</p><div lang="{safe(article.language)}">{lines}</div></article>'
    )


def _line_html(text: str, parts: Sequence[Part]) -> str:
    return "".join(f'<span class="{part.kind}">{safe(text[part.start : part.end])}</span>' for part in parts)


def _both(texts: tuple[str, str], **values: object) -> str:
    english, hindi = (text.format(**{name: safe(str(value)) for name, value in values.items()}) for text in texts)
    return both_html(english, hindi)
