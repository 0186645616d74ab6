"""Answers in full with their checks, to questions of the demo set that a seed draws: `python -m tests.bench.printed`."""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.answer import Answerer
from assistant.assemble import Assembly
from assistant.checking.reasons import Reason
from assistant.conversations.markdown import _line as as_line
from assistant.evaluation.questions import Question, load_questions
from assistant.evaluation.score import locate, score_row
from assistant.offline import go_offline
from assistant.page.dropped import REASONS
from assistant.render import source_line
from assistant.settings import load_settings
from assistant.types import Answer, Citation, Done, Dropped, Timings, Written
from tests.bench.answers import SEED
from tests.bench.results import ARTICLES, DEMO, measured_by

ANSWERS = Path(__file__).with_name("ANSWERS.md")
COUNT = 20


@dataclass(frozen=True, slots=True)
class Printed:
    """A question, what the model wrote to it (empty when it wasn't asked), and the answer after the check."""

    question: Question
    written: str
    answer: Answer


def drawn(questions: Sequence[Question], count: int, seed: int) -> list[Question]:
    return random.Random(seed).sample(questions, min(count, len(questions)))


def ask(answerer: Answerer, question: Question) -> Printed:
    written = ""
    for event in answerer.stream(question.question, question.history):
        if isinstance(event, Written):
            written += event.text
        if isinstance(event, Done):
            return Printed(question, written, event.answer)
    raise AssertionError("a stream that isn't cancelled ends with Done")


def markdown(n: int, printed: Printed, texts: Mapping[str, str]) -> str:
    """texts: article → stored text, on which each quote is looked up again."""
    question, answer = printed.question, printed.answer
    after = "".join(f", after “{as_line(earlier)}”" for earlier in question.history)
    understood = f"\n\nUnderstood as: {as_line(answer.understood)}" if answer.understood else ""
    parts = [
        f"## {n}. {as_line(question.question)}",
        f"{question.id}, {question.type}, {question.lang}{after}{understood}",
        f"**{answer.status.replace('_', ' ')}**, confidence {answer.confidence}, short answer: {as_line(answer.short_answer or 'none')}",
        _judged(printed, texts),
        "\n".join(f"> {as_line(line)}  " for line in answer.answer.splitlines() if line.strip()),
        _quotes("Proof", answer.citations, answer, texts) or _quotes("Nearest sentences, as no proof", answer.nearest, answer, texts),
        f"The model wrote: “{as_line(printed.written)}”" if printed.written else "The model was not asked, or wrote nothing.",
        "\n".join(["Left out by the check:", "", *map(_left_out, answer.dropped)]) if answer.dropped else "Left out by the check: nothing.",
        _times(answer.timings),
    ]
    return "\n\n".join(part for part in parts if part)


def _judged(printed: Printed, texts: Mapping[str, str]) -> str:
    question = printed.question
    outcome = score_row(question, printed.answer.to_json(question.id), locate(question, texts)[0], texts).outcome.replace("_", " ")
    gold = " / ".join(map(as_line, question.answers)) or "that the articles don't say"
    return f"The evaluation judges it {outcome}; expected: {gold}"


def _quotes(title: str, citations: Sequence[Citation], answer: Answer, texts: Mapping[str, str]) -> str:
    if not citations:
        return ""
    return "\n".join([f"{title}:", "", *(_quote(citation, answer, texts) for citation in citations)])


def _quote(citation: Citation, answer: Answer, texts: Mapping[str, str]) -> str:
    stands = texts.get(citation.article, "")[citation.start : citation.end] == citation.quote
    source = " · ".join(map(as_line, (citation.title, source_line(citation, answer.language))))
    place = f"{as_line(citation.article)} {citation.start}–{citation.end}, {'verbatim' if stands else '**not verbatim**'}"
    return f"- \\[{citation.n}\\] “{as_line(citation.quote)}” — {source} · {place}"


def _left_out(one: Dropped) -> str:
    detail = f" ({as_line(one.detail)})" if one.detail else ""
    return f"- “{as_line(one.text)}” — {one.reason}: {REASONS[Reason(one.reason)]['en']}{detail}"


def _times(timings: Timings) -> str:
    stages = {"search": timings.search, "evidence": timings.evidence, "first written word": timings.first_token, "whole": timings.total}
    return " · ".join(f"{name} {seconds:.2f} s" for name, seconds in stages.items() if seconds is not None)


def document(printed: Sequence[Printed], texts: Mapping[str, str], command: str, seed: int) -> str:
    head = f"# {len(printed)} answers in full, drawn from the demo questions by seed {seed}\n\n{measured_by(command)}"
    return "\n\n".join([head, *(markdown(n, one, texts) for n, one in enumerate(printed, start=1))]) + "\n"


def answered(count: int, seed: int) -> tuple[list[Printed], dict[str, str]]:
    """(the questions with their answers, the articles' texts), by the user's own settings over the demo articles."""
    with tempfile.TemporaryDirectory() as store:
        assembly = Assembly(load_settings().model_copy(update={"store": Path(store), "chroma_url": None}))
        assembly.sync([ARTICLES])
        assembly.warm_up()
        printed = [ask(assembly.answerer, question) for question in drawn(load_questions(DEMO).questions, count, seed)]
        texts = {article.name: assembly.catalogue.text(article.id) for article in assembly.catalogue.articles()}
        assembly.close()
    return printed, texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="draws the questions (default %(default)s)")
    parser.add_argument("--count", type=int, default=COUNT, help="how many (default %(default)s)")
    parser.add_argument(
        "--write", type=Path, nargs="?", const=ANSWERS, metavar="FILE", help=f"write them to FILE, by default {ANSWERS.name} beside RESULTS.md"
    )
    options = parser.parse_args()
    go_offline()
    command = f"python -m tests.bench.printed --seed {options.seed} --count {options.count}"
    text = document(*answered(options.count, options.seed), command, options.seed)
    print(text)
    if options.write:
        options.write.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
