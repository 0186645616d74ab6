"""Loads and fills the templates in prompts/; refuses a missing or an unknown variable."""

from __future__ import annotations

from importlib import resources
from string import Template


def load_prompt(name: str, **values: str) -> str:
    """The text of prompts/<name>.txt with $variables filled. Values are never searched for variables themselves."""
    template = Template((resources.files("prompts") / f"{name}.txt").read_text(encoding="utf-8").strip())
    needed = set(template.get_identifiers())
    if needed != set(values):
        raise KeyError(f"prompts/{name}.txt needs the variables {sorted(needed)}; given were {sorted(values)}")
    return template.substitute(values)
