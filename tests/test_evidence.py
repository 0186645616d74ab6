from __future__ import annotations

import pytest

from assistant.answering.evidence import HEADLINE_MALUS, KIND_BONUS, MARGIN, MOST_SENTENCES, select_evidence
from assistant.types import Citation
from index.search.hybrid import SentenceHit
from index.types import Article, Chunk, Hit, Sentence

ARTICLE = Article("id", "/a.txt", "a.txt", "तमसापुर में बाढ़ से तबाही", "लोकवाणी", "2026-07-14", "hi")


def hit(text: str, score: float, start: int = 0, article: Article = ARTICLE) -> SentenceHit:
    chunk = Chunk("c", article.id, start, start + len(text), text)
    return SentenceHit(Sentence(article.id, start, start + len(text), text), Hit(chunk, article, score, 0.5, 1.0), score, 0.5, 0.5)


def quotes(question: str, hits: list[SentenceHit], **limits: int) -> list[str]:
    return [proof.quote for proof in select_evidence(question, hits, lambda text: len(text.split()), **limits)]


def test_a_citation_repeats_its_sentence_exactly() -> None:
    assert select_evidence("क्या हुआ?", [hit("सैनिकों ने  नाव से गांव खाली कराए।", 1.0, start=40)], len) == [
        Citation(1, "a.txt", ARTICLE.title, "लोकवाणी", "2026-07-14", 40, 74, "सैनिकों ने  नाव से गांव खाली कराए।")
    ]


def test_the_best_come_first_and_are_numbered_from_one() -> None:
    texts = ["नदी उफान पर है।", "सड़क बंद रही।", "स्कूल खुले।", "बिजली कटी।"]
    chosen = select_evidence("क्या हुआ?", [hit(text, 1 + n / 100) for n, text in enumerate(texts)], len)
    assert [(proof.n, proof.quote) for proof in chosen] == [(1, "बिजली कटी।"), (2, "स्कूल खुले।"), (3, "सड़क बंद रही।")]
    assert len(chosen) == MOST_SENTENCES


def test_what_lies_far_below_the_best_is_left_out() -> None:
    near, far = hit("सड़क बंद रही।", 1 - MARGIN + 0.01), hit("स्कूल खुले।", 1 - MARGIN - 0.01)
    assert quotes("क्या हुआ?", [hit("नदी उफान पर है।", 1.0), near, far]) == ["नदी उफान पर है।", "सड़क बंद रही।"]


def test_the_budget_passes_over_a_long_sentence() -> None:
    hits = [hit("नदी उफान पर है।", 1.0), hit("बहुत " * 20 + "लंबा वाक्य।", 0.99), hit("सड़क बंद रही।", 0.98)]
    assert quotes("क्या हुआ?", hits, budget=8) == ["नदी उफान पर है।", "सड़क बंद रही।"]


def test_the_best_sentence_stays_whatever_it_costs() -> None:
    assert quotes("क्या हुआ?", [hit("नदी उफान पर है।", 1.0)], budget=1) == ["नदी उफान पर है।"]


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        ("तमसा नदी में बाढ़ से 11 लोगों की मौत हुई।", 1),
        ("तमसा नदी में बाढ़ से ग्यारह लोगों की मौत हुई है।", 1),
        ("तमसा नदी में बाढ़ से 14 लोगों की मौत हुई।", 2),  # no repetition: the reader must see both figures
        ("सैनिकों ने नाव से गांव खाली कराए।", 2),
    ],
)
def test_a_repetition_is_left_out_unless_its_figures_differ(other: str, kept: int) -> None:
    assert len(quotes("क्या हुआ?", [hit("तमसा नदी में बाढ़ से 11 लोगों की मौत हुई।", 1.0), hit(other, 0.99)])) == kept


@pytest.mark.parametrize(
    ("question", "first"),
    [("कितने लोग मरे?", "ग्यारह लोग मरे।"), ("हादसा कब हुआ?", "हादसा शुक्रवार को हुआ।"), ("हादसा कहां हुआ?", "हादसा नदी पर हुआ।")],
)
def test_a_sentence_that_could_hold_the_answer_is_preferred(question: str, first: str) -> None:
    hits = [hit("हादसा नदी पर हुआ।", 1.0), hit("ग्यारह लोग मरे।", 1.01 - KIND_BONUS), hit("हादसा शुक्रवार को हुआ।", 1.01 - KIND_BONUS)]
    assert quotes(question, hits)[0] == first


def test_the_headline_comes_after_a_sentence_as_near() -> None:
    headline, body = hit("तमसापुर में बाढ़ से तबाही", 1.0), hit("नदी उफान पर है।", 1.01 - HEADLINE_MALUS)
    assert quotes("बाढ़ कहां है?", [headline, body])[0] == body.sentence.text


def test_nothing_found_gives_no_evidence() -> None:
    assert select_evidence("क्या?", [], len) == []
