"""All words of the page in English and Hindi. No gradio here."""

from __future__ import annotations

Interface = dict[str, dict[str, str]]
"""Language → name → words, for gr.I18n: the browser's language chooses."""

DATE_EXAMPLES = "2025-06-14 · 2025-06 · 2025"
"""What a field for a date takes (see index.store.filters)."""

INTERFACE: Interface = {
    "en": {
        "tagline": "Ask your own news articles. Every answer shows the sentence that proves it.",
        "placeholder": "Ask in Hindi, English or Roman-script Hindi…",
        "question": "Question",
        "ask": "Ask",
        "stop": "Stop",
        "retry": "Ask again",
        "edit": "Edit",
        "clear": "New conversation",
        "conversation": "Conversation",
        "chat": "Chat",
        "evaluation": "Evaluate",
        "question_file": "Question file (.jsonl, .csv, SQuAD .json)",
        "own_questions": "… or questions that come with Pramaan",
        "baseline": "Compare with an earlier report",
        "sample": "How many (0: all)",
        "evaluate": "Run",
        "cancel": "Cancel",
        "report_files": "Report, figures, rows",
        "export_print": "Print, or save as PDF",
    },
    "hi": {
        "tagline": "अपने समाचार लेखों से पूछिए। हर उत्तर के साथ उसका प्रमाण देने वाला वाक्य।",
        "placeholder": "हिन्दी, अंग्रेज़ी या रोमन हिन्दी में पूछिए…",
        "question": "प्रश्न",
        "ask": "पूछें",
        "stop": "रोकें",
        "retry": "फिर पूछें",
        "edit": "प्रश्न बदलें",
        "clear": "नई बातचीत",
        "conversation": "बातचीत",
        "chat": "बातचीत",
        "evaluation": "मूल्यांकन",
        "question_file": "प्रश्नों की फ़ाइल (.jsonl, .csv, SQuAD .json)",
        "own_questions": "… या प्रमाण के साथ आए प्रश्न",
        "baseline": "पिछली रिपोर्ट से तुलना",
        "sample": "कितने (0: सब)",
        "evaluate": "चलाएँ",
        "cancel": "रद्द करें",
        "report_files": "रिपोर्ट, आँकड़े, पंक्तियाँ",
        "export_print": "छापें या PDF बनाएँ",
    },
}

PROGRESS = {
    "explain": ("Every question is asked as in the chat and measured against its gold answer. "
                "<code>pramaan eval --make-template FOLDER</code> writes a file to fill in.",
                "हर प्रश्न बातचीत की ही तरह पूछा जाता है और उसका उत्तर मानक उत्तर से जाँचा जाता है। <code>pramaan eval --make-template FOLDER</code> भरने के लिए फ़ाइल बनाता है।"),
    "choose_file": ("Choose a question file first.", "पहले प्रश्नों की फ़ाइल चुनिए।"),
    "indexing": ("Indexing the file's passages", "फ़ाइल के अनुच्छेद पढ़े जा रहे हैं"),
    "loading": ("Loading the models", "मॉडल लोड हो रहे हैं"),
    "asking": ("Asking", "पूछ रहे हैं"),
    "cancelled": ("Cancelled. What was answered is kept: run the same file again and it goes on from there.",
                  "रद्द किया गया। मिले उत्तर सुरक्षित हैं: वही फ़ाइल फिर चलाइए, काम वहीं से आगे बढ़ेगा।"),
    "finished": ("Finished. The report lies in", "पूरा हुआ। रिपोर्ट यहाँ है:"),
}  # fmt: skip
"""Stages of an evaluation in English and Hindi (assistant.page.both)."""


def joined(*interfaces: Interface) -> Interface:
    """The words of all tabs together. Raises ValueError when two tabs use one name for different words."""
    together: Interface = {}
    for interface in interfaces:
        for language, words in interface.items():
            known = together.setdefault(language, {})
            if clash := sorted(name for name in words.keys() & known.keys() if words[name] != known[name]):
                raise ValueError(f"Two tabs name different words alike ({language}): {', '.join(clash)}. Rename one.")
            known.update(words)
    return together
