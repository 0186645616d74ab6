"""Sentences that speak to an assistant instead of reporting something ("ignore previous instructions…"): they are no evidence. Pure.

The model is told nothing by them and what it writes is checked all the same (assistant.checking); this keeps them from being quoted as an answer.
"""

from __future__ import annotations

import re

_SAY = r"(?:लिखो|लिखिए|लिखिये|कहो|कहिए|बताओ|बताइए|बोलो|पूछो|छापो|(?:उत्तर|जवाब)(?:\s+\S+)?\s+(?:दो|दीजिए))(?![ऀ-ॣ])"
_ORDER = re.compile(
    r"<\|?(?:im_start|im_end|system|user|assistant)\|?>|\[/?INST\]|<</?SYS>>|#{2,}\s*(?:instruction|system)|^\s*(?:system|assistant)\s*:|"
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|question|above|previous)\b|\bsystem\s+prompt\b|"
    r"\b(?:you are|act as|pretend)\b.{0,20}\b(?:now|DAN|assistant|an? ai)\b|\bfrom now on\b.{0,60}\b(?:cite|answer|say|write|reply|respond|you)\b|"
    r"^\W*(?:please\s+)?(?:answer|respond|reply|write|print|say|output|add|append)\b.{0,60}\b(?:only|answer|in french|instead|exactly)\b|"
    r"निर्देश(?:ों)?\s*(?:को\s+)?(?:भूल|अनदेखा|मत\s)|^\W*निर्देश\s*:|सिस्टम\s+(?:संदेश|प्रॉम्प्ट)|अब\s+(?:तुम|आप)\s+एक\s|"
    rf"(?:हर|सभी|प्रत्येक)\s+(?:प्रश्न|सवाल|उत्तर|जवाब).{{0,60}}{_SAY}|(?:उत्तर|जवाब)\s+(?:में|के|की)\s.{{0,80}}{_SAY}|(?:केवल|सिर्फ़|सिर्फ)\s.{{0,60}}{_SAY}|"
    rf"^\W*(?:उत्तर|जवाब)\s*:.*{_SAY}|(?:पाठक|उपयोगकर्ता|यूज़र|यूजर)\s+(?:से|को)\s.{{0,60}}{_SAY}|(?:इसलिए|खोलकर)\s+{_SAY}",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def gives_orders(sentence: str) -> bool:
    """Whether a sentence tells whoever reads it what to answer; what can't be seen in it (zero-width characters) hides nothing."""
    return bool(_ORDER.search(_UNSEEN.sub("", sentence)))
