"""What befell people: asked how many were hurt, how many died or were sent is no answer. Pure."""

from __future__ import annotations

from functools import cache

from index.text.words import fold, words

# One fate a line.
_FATES = """
मौत मौतें मौतों मृत्यु मरा मरे मरी मरने मारा मारे मारी मृत मृतक मृतकों जान जानें निधन शहीद ढेर died dies die dead death deaths killed kill kills fatalities toll
घायल घायलों जख्मी जख्मियों चोटिल injured injuries injury hurt wounded
बंदी बंदियों युद्धबंदी युद्धबंदियों बंधक बंधकों captured captive captives prisoner prisoners hostage hostages
गिरफ्तार गिरफ्तारी गिरफ्तारियां हिरासत arrested arrests detained
लापता गुमशुदा missing untraced
बचा बचाए बचाया बचाकर निकाले निकाला निकाली निकालकर हटा हटाए हटाया हटाकर rescued saved evacuated
बेघर विस्थापित विस्थापितों homeless displaced
बीमार संक्रमित sick ill infected
भेजे भेजा भेजी भेजने sent send
"""


@cache
def _fates() -> dict[str, int]:
    """Folded word → the line that it stands on."""
    return {fold(word): line for line, fates in enumerate(_FATES.strip().splitlines()) for word in fates.split()}


def tells_another_fate(question: str, sentence: str) -> bool:
    """Whether a sentence tells what befell people, and not what the question asks of."""
    asked, told = _told(question), _told(sentence)
    return bool(asked and told) and asked.isdisjoint(told)


def _told(text: str) -> set[int]:
    return {_fates()[word] for word in words(text) if word in _fates()}
