"""What `pramaan models pull` and `verify` say on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ModelMissing

if TYPE_CHECKING:
    from assistant.assemble import Assembly
    from assistant.models.part_files import Progress
    from assistant.models.registry import Model


def _wanted(assembly: Assembly, names: Sequence[str]) -> list[Model]:
    from assistant.models.registry import REGISTRY

    settings = assembly.settings
    wanted = list(names) or [name for name in (settings.embedder, None if settings.llm_url else settings.llm) if name in REGISTRY]
    unknown = [name for name in wanted if name not in REGISTRY]
    if unknown:
        raise ModelMissing(f"'{unknown[0]}' is not a known model. Known are: {', '.join(REGISTRY)}")
    return [REGISTRY[name] for name in wanted if name]


def pull_models(assembly: Assembly, names: Sequence[str], local: Path | None) -> None:
    """Pull each model, showing licence, size and bytes done."""
    from tqdm import tqdm

    from assistant.models.download import pull

    for model in _wanted(assembly, names):
        if assembly.model_folder.state(model) == "ready":
            print(f"{model.name}: already here")
            continue
        print(f"{model.name}: {model.title}, {model.bytes / 1e6:,.0f} MB, licence: {model.licence}", flush=True)
        with tqdm(total=model.bytes, unit="B", unit_scale=True, desc=model.name, file=sys.stderr, mininterval=0.5) as bar:

            def show(progress: Progress, bar: tqdm = bar) -> None:
                bar.total = progress.total
                bar.update(progress.done - bar.n)

            def tell(line: str, bar: tqdm = bar) -> None:
                bar.write(line, file=sys.stderr)

            path = pull(assembly.model_folder, model, show, tell, local)
        print(f"{model.name}: ready in {path}")


def verify_models(assembly: Assembly) -> bool:
    """True when every model that is here is whole."""
    from tqdm import tqdm

    from assistant.models.registry import REGISTRY

    whole = True
    for model in REGISTRY.values():
        if assembly.model_folder.state(model) == "absent":
            continue
        with tqdm(total=model.bytes, unit="B", unit_scale=True, desc=model.name, file=sys.stderr, disable=None, leave=False) as bar:
            problems = assembly.model_folder.verify(model, bar.update)
        for problem in problems:
            print(f"pramaan: {problem}", file=sys.stderr)
        whole = whole and not problems
        if not problems:
            print(f"{model.name}: whole, {model.bytes:,} bytes, SHA-256 of all {len(model.files)} files right")
    return whole
