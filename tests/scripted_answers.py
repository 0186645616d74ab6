"""Answerers over scripted evidence and scripted writing."""

from __future__ import annotations

from conftest import EVEN_NEAR, ScriptedReader, ScriptedSearch, ScriptedWriter

from assistant.answering.answer import Answerer
from assistant.types import Answer, Done, Event

QUOTED = "लेखों में सबसे निकट यह लिखा है:"
QUESTION = "लावरोव कब पहुंचे?"
ARRIVED = "लावरोव शुक्रवार को प्योंगयांग पहुंचे।"
MET = "किम जोंग उन ने 12 जुलाई को वोंसान में उनसे मुलाकात की।"
STRICT = 0.5
# The cosine at which it is as probable as not that the articles answer, without a reader.
EVEN = 0.38


def answerer(writer: ScriptedWriter, *quotes: str | tuple[str, str], near: float = 0.9, translates: bool = False) -> Answerer:
    return Answerer(ScriptedSearch(*(quotes or (ARRIVED, MET)), near=near), writer, STRICT, translates)


def done(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Done)
    return events[-1].answer


def reading_answerer(written: str, reader: ScriptedReader, *quotes: str) -> tuple[Answerer, ScriptedWriter]:
    writer = ScriptedWriter(written)
    return Answerer(ScriptedSearch(*(quotes or (ARRIVED, MET)), near=EVEN_NEAR), writer, STRICT, reader=reader), writer
