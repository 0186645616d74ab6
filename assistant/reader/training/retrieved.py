"""What the project's own search brings for the training questions: the wrong passages that the reader will meet, and the right one's rank."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.assemble import Assembly
from assistant.reader.training.examples import Example
from index.search.hearing import hear
from index.search.hybrid import Search

_KEPT = 8
_WRONG = 5


class _Embedded:
    """An embedder for questions that were all embedded at once."""

    def __init__(self, assembly: Assembly, questions: Iterable[str]) -> None:
        heard = [hear(question, assembly.catalogue.sounds).question for question in questions]
        self._vectors: dict[str, np.ndarray] = dict(zip(heard, assembly.embedder.embed_questions(heard), strict=True))  # type: ignore[attr-defined]

    def embed_question(self, question: str) -> np.ndarray:
        return self._vectors[question]


class Retrieved:
    """Search's ranking for each question over the Hindi passages; kept in `folder`, and gone on with when it was stopped."""

    def __init__(self, assembly: Assembly, examples: Sequence[Example], folder: Path) -> None:
        self._sounds = assembly.catalogue.sounds
        self._passages = sorted({(example.article, example.passage) for example in examples if example.language.endswith("-hi")})
        kept = folder / "retrieved.jsonl"
        self._found: dict[str, list[int]] = dict(map(json.loads, kept.read_text("utf-8").splitlines())) if kept.exists() else {}
        missing = dict.fromkeys(example.question for example in examples if example.question not in self._found)
        if missing:
            self._write_passages(folder / "passages")
            assembly.sync([folder / "passages"])
            search = Search(assembly.catalogue, assembly.vectors, _Embedded(assembly, missing))  # type: ignore[arg-type]  # a search embeds questions only
            with kept.open("a", encoding="utf-8") as lines:
                for question in missing:
                    names = [hit.article.name for hit in search.find(question, 2 * _KEPT).hits]
                    self._found[question] = [*dict.fromkeys(int(name.removesuffix(".txt")) for name in names)][:_KEPT]
                    lines.write(json.dumps([question, self._found[question]], ensure_ascii=False) + "\n")
                    lines.flush()

    def _write_passages(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for number, (_, passage) in enumerate(self._passages):
            (folder / f"{number:04}.txt").write_text(passage, "utf-8")

    def knows(self, example: Example) -> bool:
        """Whether the example's passage is among those that are searched, and its question was asked."""
        return example.question in self._found and (example.article, example.passage) in self._passages

    def heard(self, example: Example) -> Example:
        """As search hears it: a Roman-script question in Devanagari, any other unchanged."""
        if example.language != "hinglish-hi":
            return example
        return replace(example, language="heard-hi", question=hear(example.question, self._sounds).question)

    def passages(self, example: Example, most: int) -> list[str]:
        """The best passages, best first."""
        return [self._passages[number][1] for number in self._found[example.question][:most]]

    def wrong(self, example: Example, held: Set[str] = frozenset()) -> list[str]:
        """The best five that are of another article (one of the same may answer too) and of none that is held; none for a question that wasn't asked
        of search."""
        found = (self._passages[number] for number in self._found.get(example.question, ()))
        return [passage for article, passage in found if article != example.article and article not in held][:_WRONG]
