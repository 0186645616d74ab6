from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from checking_table import CASES
from conftest import citation

from assistant.checking.citations import Checked, check_answer
from assistant.checking.reasons import Reason
from index.text.words import is_devanagari


def check(case: dict[str, Any]) -> Checked:
    evidence = [citation(n, quote) for n, quote in enumerate(case["quotes"], start=1)]
    across = case.get("across_scripts", False)
    (checked,) = check_answer(case["claim"], evidence, case["question"], across_scripts=across, span=case.get("span"))
    return checked


KNOWN_MISS = pytest.mark.xfail(strict=True, reason="the time that a price is of, and 'unhurt', aren't understood")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"], marks=[KNOWN_MISS] if case.get("known_miss") else []) for case in CASES])
def test_a_claim_is_supported_or_falls_for_its_reason(case: dict[str, Any]) -> None:
    checked = check(case)
    assert bool(checked.marks) == (case["expected"] == "supported"), checked.failure
    assert (checked.failure.reason if checked.failure else None) == case.get("reason")


def test_the_table_is_large_half_hindi_and_has_every_reason() -> None:
    assert len(CASES) == len({case["id"] for case in CASES}) >= 200
    assert sum(is_devanagari(case["claim"]) for case in CASES) >= len(CASES) / 2
    assert Counter(case["expected"] for case in CASES)["supported"] >= 60
    assert {case["reason"] for case in CASES if "reason" in case} | {Reason.EVIDENCE} == set(Reason)
