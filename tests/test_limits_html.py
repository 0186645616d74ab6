from __future__ import annotations

import pytest
from hostile import HOSTILE, Seen

from assistant.page.limits_html import limits_html
from index.store.filters import Filters


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Filters(), ""),
        (Filters(publishers=("लोकवाणी", "जनपथ")), "लोकवाणी, जनपथ"),
        (Filters("2025-06-01", None), "2025-06-01 – …"),
        (Filters(None, "2025-06-30", ("लोकवाणी",)), "लोकवाणी · … – 2025-06-30"),
        (Filters(articles=("a.txt", "b.txt", "c.txt", "d.txt", "e.txt")), "a.txt, b.txt, c.txt + 2"),
    ],
)
def test_what_a_conversation_is_limited_to_is_said(limits: Filters, told: str) -> None:
    assert Seen(limits_html(limits)).text == (f"उत्तर केवल यहाँ से: {told}Answers only from: {told}" if told else "")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_names_in_limits_are_only_text(hostile: str) -> None:
    Seen(limits_html(Filters(hostile, hostile, (hostile,), None, (hostile,)))).assert_harmless()
