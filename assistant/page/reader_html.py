"""Whether the extractive reader reads, in the page's languages: its reason and cure lie in a fold. Pure."""

from __future__ import annotations

from assistant.page.both import both_html
from assistant.page.cards import safe
from assistant.page.failures import cause_of
from assistant.reader.state import ReaderState

_ON = both_html("on", "चालू")
_OFF = both_html(
    "The reader, which finds the exact words, is off. Search and the language model answer without it.",
    "सटीक शब्द ढूँढने वाला रीडर बंद है। उसके बिना खोज और भाषा मॉडल उत्तर देते हैं।",
)
_DAMAGED = both_html(
    "The reader, which finds the exact words, is damaged. Nothing is answered until that is mended.",
    "सटीक शब्द ढूँढने वाले रीडर की फ़ाइलें ख़राब हैं। ठीक होने तक उत्तर नहीं मिलेंगे।",
)
_WHY_OFF = {
    "missing": "“{folder}” में reader.safetensors या reader.json नहीं है। दोनों फ़ाइलें प्रोजेक्ट से फिर लीजिए, PRAMAAN_READER हटाइए, और प्रमाण फिर शुरू कीजिए।",
    "other_embedder": (
        "“{folder}” में रखा रीडर किसी और एम्बेडर ({trained_on}) पर सिखाया गया है; अभी {embedder} चल रहा है। दोनों फ़ाइलें प्रोजेक्ट से फिर लीजिए, "
        "PRAMAAN_READER और PRAMAAN_EMBEDDER हटाइए, और प्रमाण फिर शुरू कीजिए। दूसरे एम्बेडर से जोड़े गए लेख नए भंडार में जोड़ने होंगे।"
    ),
    "restart": "रीडर की फ़ाइलें “{folder}” में प्रमाण शुरू होने के बाद आईं। प्रमाण फिर शुरू कीजिए।",
}


def reader_note(reader: ReaderState) -> str:
    """One quiet line when the reader is off; empty when it reads."""
    return "" if reader.is_on else _told(reader)


def reader_fact(reader: ReaderState) -> str:
    """The same for a list of facts, which says too that it is on."""
    return _ON if reader.is_on else _told(reader)


def _told(reader: ReaderState) -> str:
    summary = _DAMAGED if reader.kind == "damaged" else _OFF
    english = reader.why_off[:1].upper() + reader.why_off[1:]
    return f'<details class="reader-off"><summary>{summary}</summary><p>{both_html(safe(english), safe(_in_hindi(reader)))}</p></details>'


def _in_hindi(reader: ReaderState) -> str:
    if reader.kind == "damaged":
        cause = cause_of(reader.failure, "ModelDamaged")
        return cause.hindi if cause else ""
    return _WHY_OFF[reader.kind].format(folder=reader.folder, trained_on=reader.trained_on, embedder=reader.embedder)
