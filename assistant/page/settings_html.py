"""The tables of the settings tab as HTML in both languages. Pure but for the size of folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from assistant.page.said import both
from assistant.writing.speed import Speed

_COLUMNS = ("size", "licence", "state", "speed")


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model as the table shows it; size in bytes; state is a key of SAID ("ready", "absent", …)."""

    name: str
    title: str
    size: int | None
    licence: str
    state: str
    in_use: bool
    speed: Speed | None


def models_html(rows: Iterable[ModelRow]) -> str:
    """One row a model, the ones in use first."""
    heads = "".join(f'<th scope="col">{both(f"col_{name}")}</th>' for name in ("model", *_COLUMNS))
    ordered = sorted(rows, key=lambda row: not row.in_use)
    return (
        f'<div class="table"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(map(_model, ordered))}</tbody></table></div>'
        f'<p class="small">{both("pull")}</p>'
    )


def _model(row: ModelRow) -> str:
    speed = f"{row.speed.read:,.0f} · {row.speed.written:,.1f}" if row.speed else "–"
    used = f" <strong>({both('in_use')})</strong>" if row.in_use else ""
    cells = (escape(in_bytes(row.size)) if row.size is not None else "–", escape(row.licence or "–"), both(row.state), speed)
    # The labels are for narrow screens, where each model is a card.
    labels = (f'<span class="label" aria-hidden="true">{both(f"col_{column}")}: </span>' for column in _COLUMNS)
    filled = "".join(f"<td>{label}{cell}</td>" for label, cell in zip(labels, cells, strict=True))
    name = f'<th scope="row">{escape(row.title)}<br><code>{escape(row.name)}</code>{used}</th>'
    return f"<tr>{name}{filled}</tr>"


def places_html(places: Sequence[tuple[str, Path]], facts: Sequence[tuple[str, str]], told: Sequence[tuple[str, str]] = ()) -> str:
    """places: (key of SAID, folder), shown with their sizes; facts: (key of SAID, value); told: (key of SAID, HTML)."""
    lines = [f"<dt>{both(key)}</dt><dd><code>{escape(str(path))}</code> · {in_bytes(folder_bytes(path))}</dd>" for key, path in places]
    lines += [f"<dt>{both(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts]
    lines += [f"<dt>{both(key)}</dt><dd>{html}</dd>" for key, html in told]
    return f'<dl class="places">{"".join(lines)}</dl>'


def faults_html(faults: Sequence[str]) -> str:
    """What a check found, or that all is well."""
    if not faults:
        return f'<p class="said">{both("sound")}</p>'
    lines = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
    return f'<div class="failed" role="alert"><p>{both("unsound")}</p><ul>{lines}</ul></div>'


def folder_bytes(folder: Path) -> int:
    """The size of all files below a folder; what can't be read or has just gone counts nothing. Links aren't followed."""
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                size += Path(place, name).lstat().st_size
            except OSError:
                continue
    return size


def in_bytes(size: float) -> str:
    """ "0 B", "1.5 KB", "1,117 MB"."""
    for unit in ("B", "KB", "MB"):
        if size < (1000 if unit != "MB" else 10_000):
            return f"{size:,.0f} {unit}" if unit == "B" or size >= 100 else f"{size:,.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} GB"
