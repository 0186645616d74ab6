"""What must hold for every answer."""

from __future__ import annotations

import re
import time

import pytest
from checking_table import CASES
from conftest import citation
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.checking.citations import check_answer
from assistant.checking.support import why_unsupported
from assistant.checking.wording import Context

QUOTES = sorted({quote for case in CASES for quote in case["quotes"]})
TEMPLATES = (
    "नवगिरि में {n} सैनिक मारे गए और {m} घायल हुए।",
    "सरकार ने {n} करोड़ रुपये दिए।",
    "बजट {n} लाख {m} हजार करोड़ रुपये का है।",
    "कीमत {n}.{m} प्रतिशत बढ़ी।",
    "बैठक {d} जुलाई 20{y} को हुई।",
    "गाड़ी सुबह {h}:{mi} बजे आई।",
    "यात्रा {n} से {m} किमी लंबी है।",
    "The bridge is {n} metres long and cost ${m}.",
    "On {d} May 20{y}, {n} people were hurt.",
    "Rates rose from {n}% to {m}%.",
)
LETTERS = "कीमत 12५,.:-%₹$'’n\"“”।?[]() न नहीं बिना इनकार से को ने और या लगभग जुलाई may not no more than AZé²½\n\u200d\u0964ॉँ़"


def sentences() -> st.SearchStrategy[str]:
    numbers = st.integers(1, 99_999)
    clock = {"h": st.integers(1, 12), "mi": st.integers(10, 59), "d": st.integers(1, 31), "y": st.integers(10, 29)}
    return st.builds(lambda template, **values: template.format(**values), st.sampled_from(TEMPLATES), n=numbers, m=numbers, **clock)


@given(st.one_of(st.text(), st.text(alphabet=LETTERS, max_size=80)), st.one_of(st.text(), st.text(alphabet=LETTERS, max_size=80)), st.booleans())
def test_no_text_breaks_the_rules(text: str, quote: str, across: bool) -> None:
    for checked in check_answer(text, [citation(1, quote)], text[::-1], across_scripts=across, span=quote[:5]):
        assert bool(checked.marks) != bool(checked.failure)


@given(st.one_of(sentences(), st.sampled_from(QUOTES)))
def test_a_quote_supports_itself(quote: str) -> None:
    assert all(checked.marks for checked in check_answer(quote, [citation(1, quote)], "क्या हुआ?"))


@given(st.text(min_size=1))
def test_any_text_supports_itself(text: str) -> None:
    assert why_unsupported(text, text, Context("", "")) is None


@given(st.one_of(sentences(), st.sampled_from([quote for quote in QUOTES if re.search(r"\d", quote)])), st.data())
def test_another_digit_is_another_fact(quote: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([match.start() for match in re.finditer(r"\d", quote)]))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != quote[place])
    changed = quote[:place] + digit + quote[place + 1 :]
    checked = check_answer(changed, [citation(1, quote)], "क्या हुआ?")
    assert not any(one.marks for one in checked), (quote, changed)


@given(sentences())
def test_devanagari_digits_are_the_same_digits(quote: str) -> None:
    written = quote.translate({ord("0") + n: ord("०") + n for n in range(10)})
    assert all(checked.marks for checked in check_answer(written, [citation(1, quote)], "क्या हुआ?"))


@pytest.mark.parametrize("warm", [False, True])
def test_an_answer_is_checked_while_nobody_waits(warm: bool) -> None:
    quotes = [quote for quote in QUOTES if "।" in quote][:5]
    answer = " ".join(quote.replace("।", "") + " आज।" for quote in quotes[:3])
    if warm:
        check_answer(answer, [citation(n, quote) for n, quote in enumerate(quotes, 1)], "क्या हुआ?")
    started = time.process_time()
    check_answer(answer, [citation(n, quote) for n, quote in enumerate(quotes, 1)], "क्या हुआ?")
    assert time.process_time() - started < (0.02 if warm else 0.2)
