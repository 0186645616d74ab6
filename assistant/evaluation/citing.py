"""Citations against the stored text and against gold. Pure.

After ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations"), without its NLI model: what ALCE asks a model
("does the cited passage support the sentence?") is asked of offsets, since a gold span and a quote are places in the same stored text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.evaluation.questions import Place
from assistant.evaluation.ranking import overlaps
from index.text.sentences import split_sentences

_MARKS = r"(?:\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\])"
_STOPS = r"(?:[।॥.?!…]+)"
_QUOTED = re.compile(rf"“([^“”]*?)({_STOPS}?)”({_MARKS}*)")


def verbatim_share(quotes: Sequence[tuple[Place, str]], texts: Mapping[str, str]) -> float:
    """Share of the quotes for which texts[article][start:end] == quote, character by character."""
    return sum(texts.get(place.article, "")[place.start : place.end] == quote for place, quote in quotes) / len(quotes)


def marked_share(answer: str) -> float | None:
    """Share of the answer's sentences that carry a mark [n]; None when it has no sentence.

    A line that ends in a colon announces what follows and claims nothing, nor does one that is a question. A quoted passage is one sentence, however many
    it holds.
    """
    sentences = [sentence for line in claims(answer).split("\n") for sentence in _sentences(line)]
    return sum(bool(re.search(_MARKS, sentence)) for sentence in sentences) / len(sentences) if sentences else None


def _sentences(line: str) -> list[str]:
    whole, found = line, 1
    while found:  # quotes within quotes
        whole, found = _QUOTED.subn(_quote_as_word, whole)
    # A mark may stand before or after the stop; before it, it stays with its sentence.
    whole = re.sub(rf"({_STOPS}[\"'’”)\]]*)({_MARKS}+)", r"\2\1", whole)
    sentences = [whole[span.start : span.end] for span in split_sentences(whole)]
    return [sentence for sentence in sentences if any(char.isalpha() or char.isdigit() for char in re.sub(_MARKS, "", sentence))]


def _quote_as_word(quoted: re.Match[str]) -> str:
    """One word with the quote's marks; a quote that is marked and has a stop ends the sentence, one that isn't goes on ("…", he said [1].)."""
    marks = "".join(re.findall(_MARKS, quoted[1])) + quoted[3]
    return f"उद्धरण{marks}{quoted[2] if marks else ''}"


def claims(answer: str) -> str:
    """The answer without the lines that claim nothing: those that announce what follows (they end in a colon), and questions."""
    return "\n".join(line for line in answer.split("\n") if not line.rstrip().endswith((":", "?")))


def without_marks(answer: str) -> str:
    """The answer's words alone."""
    return re.sub(_MARKS, "", answer)


def precision(cited: Collection[str], gold: Collection[str]) -> float | None:
    """Of the cited articles the share that is gold; None when nothing is cited."""
    return len(set(cited) & set(gold)) / len(set(cited)) if cited else None


def recall(cited: Collection[str], gold: Collection[str]) -> float | None:
    """Of the gold articles the share that is cited; None without gold."""
    return len(set(cited) & set(gold)) / len(set(gold)) if gold else None


def evidence_precision(cited: Sequence[Place], gold: Sequence[Sequence[Place]]) -> float | None:
    """Of the citations the share that shows a gold proof (half of the shorter of the two); None when nothing is cited."""
    return sum(any(_shows(place, choices) for choices in gold) for place in cited) / len(cited) if cited else None


def evidence_recall(cited: Sequence[Place], gold: Sequence[Sequence[Place]]) -> float | None:
    """Of the gold proofs the share that some citation shows; None without gold. Each proof may have alternative places."""
    return sum(any(_shows(place, choices) for place in cited) for choices in gold) / len(gold) if gold else None


def _shows(cited: Place, choices: Sequence[Place]) -> bool:
    return any(overlaps(cited, place) for place in choices)
