"""What the reader learns from: questions with a passage and the words that answer, or none. Read from files, split by article."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import AssistantFailure
from index.text.sentences import split_sentences

OWN = Path(__file__).resolve().parents[3] / "data" / "reader" / "training"
TRAINED_ONLY = OWN / "trained-only"
RIVALS = OWN / "rivals"
CLOSE = OWN / "close"
# Languages of the question and of the passage.
COMBINATIONS = ("hi-hi", "hi-en", "en-hi", "en-en")


@dataclass(frozen=True, slots=True)
class Example:
    """A question on a passage. answers are exact words of it, none when it holds none; place is a character offset when they stand there often.

    article: what train and test are split by; language: of the question, then of the passage ("en-hi").
    """

    id: str
    article: str
    language: str
    question: str
    passage: str
    answers: tuple[str, ...]
    place: int | None = None

    @property
    def in_four(self) -> bool:
        """Whether it is one of four: its question and passage exist in Hindi and in English."""
        return self.language in COMBINATIONS and self.id.endswith(self.language)

    def spans(self) -> list[tuple[int, int]]:
        """(start, end) of each place where an answer stands."""
        if self.place is not None:
            return [(self.place, self.place + len(self.answers[0]))]
        return [(start, start + len(answer)) for answer in self.answers for start in _places(self.passage, answer)]


def _places(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def read_own(folder: Path = OWN) -> list[Example]:
    """The project's own training passages of one folder."""
    examples = []
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            for asked in row["questions"]:
                answers = (asked["answer"],) if asked["answer"] else ()
                examples.append(
                    Example(asked["id"], row["id"], f"{asked['lang']}-hi", asked["question"], row["passage"], answers, asked.get("start"))
                )
    return examples


def read_xquad(path: Path) -> list[Example]:
    """Every question four times: in Hindi and in English, over the Hindi and over the English passage."""
    examples = []
    for article in json.loads(path.read_text("utf-8")):
        for paragraph in article["paragraphs"]:
            passages = {"hi": (paragraph["context"], "answers"), "en": (paragraph["context_en"], "answers_en")}
            for row in paragraph["qas"]:
                for asked, question in (("hi", row["question"]), ("en", row["question_en"])):
                    for language, (passage, key) in passages.items():
                        name = f"{row['id']}-{asked}-{language}"
                        examples.append(Example(name, article["title"], f"{asked}-{language}", question, passage, tuple(row[key])))
    return examples


def read_squad(path: Path, count: int, seed: int) -> list[Example]:
    """`count` questions of SQuAD 2.0's training half (train-v2.0.json; CC BY-SA 4.0), drawn by the seed; its file is not part of the project.

    Only of its first ten articles (Beyoncé to Solar energy): a part of the file with these gives the same questions as the whole.
    """
    examples = []
    for article in json.loads(path.read_text("utf-8"))["data"][:10]:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                answers, place = [answer["text"] for answer in row["answers"][:1]], [answer["answer_start"] for answer in row["answers"]]
                title = f"SQuAD {article['title']}"
                examples.append(
                    Example(row["id"], title, "en-en", row["question"].strip(), paragraph["context"], tuple(answers), place[0] if place else None)
                )
    if count > len(examples):
        raise AssistantFailure(
            f"The recipe draws {count:,} questions of SQuAD 2.0; the first ten articles of '{path}' have {len(examples):,}. Draw fewer."
        )
    return random.Random(seed).sample(examples, count)


def read_typed(path: Path, hindi: Iterable[Example]) -> list[Example]:
    """Roman-script versions of some questions: JSON lines of id and question; the passages and answers are those of `hindi`."""
    known = {example.id.removesuffix("-hi-hi"): example for example in hindi if example.language == "hi-hi"}
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        Example(
            f"{row['id']}-hinglish-hi", known[row["id"]].article, "hinglish-hi", row["question"], known[row["id"]].passage, known[row["id"]].answers
        )
        for row in rows
        if row["id"] in known
    ]


def unanswerable(example: Example, passage: str, number: int) -> Example:
    """The question over a passage that search brought and that doesn't answer it."""
    return Example(f"{example.id}-not-{number}", example.article, example.language, example.question, passage, ())


def cut(example: Example) -> Example | None:
    """The question over its own passage without the sentences that hold an answer: a near miss.

    None when there was no answer, nothing is left without it, or what is left holds its words too.
    """
    answers = example.spans()
    kept = [one for one in split_sentences(example.passage) if not any(start < one.end and end > one.start for start, end in answers)]
    left = " ".join(example.passage[one.start : one.end] for one in kept)
    if not answers or not left or any(answer in left for answer in example.answers):
        return None
    return replace(example, id=f"{example.id}-cut", passage=left, answers=(), place=None)


def split_articles(examples: Sequence[Example], parts: Sequence[float], seed: int) -> list[list[Example]]:
    """The examples by article in parts of these shares (the rest last), the articles drawn by the seed."""
    articles = sorted({example.article for example in examples})
    random.Random(seed).shuffle(articles)
    edges = [0, *(round(sum(parts[: n + 1]) * len(articles)) for n in range(len(parts))), len(articles)]
    groups = [set(articles[start:end]) for start, end in itertools.pairwise(edges)]
    return [[example for example in examples if example.article in group] for group in groups]
