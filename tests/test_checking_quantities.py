from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.checking.quantities import Bound, check_quantities, find_quantities
from assistant.checking.reasons import Reason

QUANTITIES = {
    "10,000 से अधिक सैनिक": [("10000", None, Bound.OVER)],
    "10 हज़ार से कम लोग": [("10000", None, Bound.UNDER)],
    "लगभग 600 लोग": [("600", None, Bound.ABOUT)],
    "600 के करीब लोग": [("600", None, Bound.ABOUT)],
    "कम से कम 12 लोग": [("12", None, Bound.AT_LEAST)],
    "अधिक से अधिक 12 लोग": [("12", None, Bound.AT_MOST)],
    "ठीक 12 लोग": [("12", None, Bound.EXACT)],
    "at least eleven sailors": [("11", None, Bound.AT_LEAST)],
    "no more than 5 ships": [("5", None, Bound.AT_MOST)],
    "more than Rs 5": [("5", "rupee", Bound.OVER)],
    "₹2,150": [("2150", "rupee", Bound.PLAIN)],
    "$2.3 billion": [("2300000000", "dollar", Bound.PLAIN)],
    "2.3 अरब डॉलर": [("2300000000", "dollar", Bound.PLAIN)],
    "4 लाख रुपये से ज्यादा": [("400000", "rupee", Bound.OVER)],
    "5.1 per cent": [("5.1", "%", Bound.PLAIN)],
    "5.1 फीसदी": [("5.1", "%", Bound.PLAIN)],
    "25 basis points": [("25", "basis point", Bound.PLAIN)],
    "14.5-km line": [("14.5", "km", Bound.PLAIN)],
    "21वीं सदी": [("21", "ordinal", Bound.PLAIN)],
    "10 से 60 रुपये": [("10", "rupee", Bound.FROM), ("60", "rupee", Bound.TO)],
    "Rs 10 to Rs 60": [("10", "rupee", Bound.FROM), ("60", "rupee", Bound.TO)],
    "between 10 and 60 rupees": [("10", "rupee", Bound.FROM), ("60", "rupee", Bound.TO)],
    "62 of the 70 passengers": [("62", None, Bound.PLAIN), ("70", None, Bound.WHOLE)],
    "70 में से 62 यात्री": [("70", None, Bound.WHOLE), ("62", None, Bound.PLAIN)],
    "rose 5% to $2": [("5", "%", Bound.PLAIN), ("2", "dollar", Bound.PLAIN)],
    "12 जुलाई 2025 को शाम 6 बजे": [],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), QUANTITIES.items())
def test_a_quantity_is_a_number_with_its_unit_and_bound(text: str, expected: list[tuple[str, str | None, Bound]]) -> None:
    assert [(max(found.values), found.unit, found.bound) for found in find_quantities(text)] == [
        (Decimal(value), unit, bound) for value, unit, bound in expected
    ]


@pytest.mark.parametrize(
    ("claim", "quote", "reason"),
    [
        ("11 हज़ार सैनिक", "ग्यारह हजार सैनिक", None),
        ("11 हज़ार सैनिक", "11 लाख सैनिक", Reason.NUMBER),
        ("45 रुपये", "45 डॉलर", Reason.UNIT),
        ("45 किमी", "45 मील", Reason.UNIT),
        ("45", "45 रुपये", None),
        ("45 लोग", "45 रुपये", Reason.UNIT),
        ("45 रुपये", "45", Reason.UNIT),
        ("5 लोग", "5वें स्थान पर", Reason.UNIT),
        ("600 सैनिक", "लगभग 600 सैनिक", None),
        ("लगभग 600 सैनिक", "600 सैनिक", None),
        ("600 सैनिक", "600 से अधिक सैनिक", Reason.BOUND),
        ("600 से अधिक सैनिक", "600 सैनिक", Reason.BOUND),
        ("600 से अधिक सैनिक", "600 से कम सैनिक", Reason.BOUND),
        ("कम से कम 600 सैनिक", "600 से अधिक सैनिक", None),
        ("600 से अधिक सैनिक", "कम से कम 600 सैनिक", Reason.BOUND),
        ("25,000 से 30,000 पद", "25 से 30 हजार पद", None),
        ("30,000 पद", "25 से 30 हजार पद", Reason.BOUND),
        ("12 टीमें", "12 टीमें और 3 नावें भेजी गईं", None),
        ("12 नावें भेजी गईं", "12 टीमें और 3 नावें भेजी गईं", Reason.COUNTED),
        ("23 यात्री घायल हुए", "12 यात्री मारे गए और 23 घायल हुए", None),
        ("23 यात्री मारे गए", "12 यात्री मारे गए और 23 घायल हुए", Reason.COUNTED),
        ("दिल्ली में 5 लोग मारे गए", "दिल्ली में 5 और मुंबई में 7 लोग मारे गए", None),
        ("मुंबई में 5 लोग मारे गए", "दिल्ली में 5 और मुंबई में 7 लोग मारे गए", Reason.COUNTED),
        ("Exports rose 3 per cent", "Exports rose 5 per cent, while imports fell 3 per cent", Reason.COUNTED),
        ("Imports fell 3 per cent", "Exports rose 5 per cent, while imports fell 3 per cent", None),
    ],
)
def test_a_quote_must_hold_number_unit_bound_and_what_is_counted(claim: str, quote: str, reason: Reason | None) -> None:
    failure = check_quantities(claim, quote)
    assert (failure.reason if failure else None) == reason


def test_a_year_that_is_granted_needs_no_proof() -> None:
    assert check_quantities("2026 योजना", "योजना", {2026}) is None
    assert check_quantities("2026 योजना", "योजना") is not None
