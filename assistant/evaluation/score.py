"""One question and its prediction → the figures of that row, and what came of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.evaluation import citing, overlap, ranking
from assistant.evaluation.questions import Place, Question

Outcome = Literal["right", "wrong", "refused_rightly", "refused_wrongly", "answered_unanswerable", "unjudged", "error"]
RIGHT: tuple[Outcome, ...] = ("right", "refused_rightly")
WRONG: tuple[Outcome, ...] = ("wrong", "refused_wrongly", "answered_unanswerable", "error")

# Their gold answers are parts of one whole, not alternatives: a short answer can't be compared with them.
_SEVERAL_ANSWERS = ("multi", "conflict")

Proofs = Sequence[Sequence[Place]]
"""Gold proofs of one question; each may stand at several places."""


@dataclass(frozen=True, slots=True)
class Row:
    """One evaluated question. prediction is the answer's JSON (design.md), or {"id", "question", "error"}. scores: metric → figure that applies."""

    question: Question
    prediction: Mapping[str, Any]
    outcome: Outcome
    scores: Mapping[str, float]


def score_row(question: Question, prediction: Mapping[str, Any], proofs: Proofs, texts: Mapping[str, str]) -> Row:
    """The row of a question. proofs: where its gold evidence stands; texts: article name → stored text, of every article it cites."""
    if "error" in prediction:
        return Row(question, prediction, "error", {})
    outcome = _outcome(question, prediction)
    found: dict[str, float | None] = {}
    if question.docs:
        found |= _retrieval_scores(question, prediction, proofs)
    if question.answerable and question.answers and question.type not in _SEVERAL_ANSWERS:
        found |= _short_answer_scores(question, prediction)
    if question.answerable is False:
        found["refused_unanswerable"] = float(outcome in RIGHT)
    elif question.must_include or question.answers:
        found["correct"] = float(outcome in RIGHT)
    if question.answerable:
        found["kept_answerable"] = float(not prediction["abstained"])
    if not prediction["abstained"]:
        found["answer_words"] = float(len(citing.without_marks(prediction["answer"]).split()))
        found |= _citation_scores(question, prediction, proofs, texts)
    return Row(question, prediction, outcome, {name: value for name, value in found.items() if value is not None})


def _outcome(question: Question, prediction: Mapping[str, Any]) -> Outcome:
    if question.answerable is False:
        return "refused_rightly" if prediction["abstained"] else "answered_unanswerable"
    if question.answerable and prediction["abstained"]:
        return "refused_wrongly"
    said = citing.without_marks(prediction["answer"])  # [2] is no answer to "how many?"
    if question.must_include:
        return "right" if overlap.includes_all(said, question.must_include) else "wrong"
    if question.answers:
        return "right" if any(overlap.includes(said, gold) for gold in question.answers) else "wrong"
    return "unjudged"


def _retrieval_scores(question: Question, prediction: Mapping[str, Any], proofs: Proofs) -> dict[str, float | None]:
    retrieved = [Place(hit["article"], hit["start"], hit["end"]) for hit in prediction["retrieved"]]
    rankings = {"": (ranking.by_article([place.article for place in retrieved], question.docs), len(question.docs))}
    if proofs:
        rankings["span_"] = (ranking.by_span(retrieved, proofs), len(proofs))
    found: dict[str, float | None] = {}
    for prefix, (places, gold) in rankings.items():
        found |= {f"{prefix}hit@{k}": ranking.hit_at(places, k) for k in (1, 3, 5)}
        found[f"{prefix}mrr@10"] = ranking.reciprocal_rank(places)
        found[f"{prefix}ndcg@10"] = ranking.ndcg(places, gold)
    return found


def _short_answer_scores(question: Question, prediction: Mapping[str, Any]) -> dict[str, float | None]:
    """Of the short answer; of what the whole answer claims where no short one was given; 0 for a refusal."""
    said = prediction["short_answer"] or citing.without_marks(citing.claims(prediction["answer"]))
    if prediction["abstained"]:
        return {"f1": 0.0, "em": 0.0}
    return {"f1": overlap.token_f1(said, question.answers), "em": overlap.exact_match(said, question.answers)}


def _citation_scores(question: Question, prediction: Mapping[str, Any], proofs: Proofs, texts: Mapping[str, str]) -> dict[str, float | None]:
    quotes = [(Place(cited["article"], cited["start"], cited["end"]), str(cited["quote"])) for cited in prediction["citations"]]
    places, articles = [place for place, _ in quotes], [place.article for place, _ in quotes]
    found: dict[str, float | None] = {"marked": citing.marked_share(prediction["answer"])}
    if quotes:
        found["verbatim"] = citing.verbatim_share(quotes, texts)
    if question.docs:
        found["article_precision"] = citing.precision(articles, question.docs)
        found["article_recall"] = citing.recall(articles, question.docs)
    if proofs:
        found["evidence_precision"] = citing.evidence_precision(places, proofs)
        found["evidence_recall"] = citing.evidence_recall(places, proofs)
    return found


def locate(question: Question, texts: Mapping[str, str]) -> tuple[list[list[Place]], list[str]]:
    """(proofs, the evidence strings that stand nowhere): the question's own places, or every place of each evidence string.

    texts: name → stored text of all articles; where the question names docs, only these are looked through.
    """
    if question.places:
        return [list(choices) for choices in question.places], []
    proofs, missing = [], []
    for sentence in question.evidence:
        places = [place for name in question.docs or texts for place in _occurrences(sentence, name, texts.get(name, ""))]
        if places:
            proofs.append(places)
        else:
            missing.append(sentence)
    return proofs, missing


def _occurrences(sentence: str, name: str, text: str) -> list[Place]:
    found, start = [], text.find(sentence)
    while start >= 0:
        found.append(Place(name, start, start + len(sentence)))
        start = text.find(sentence, start + len(sentence))
    return found
