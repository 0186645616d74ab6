"""The page's look: texts of the interface in Hindi and English, style sheet and example questions. No gradio here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.types import Article

FONTS = ["Noto Sans Devanagari", "Noto Sans", "Nirmala UI", "Kohinoor Devanagari", "Mangal", "system-ui", "sans-serif"]

INTERFACE = {
    "en": {
        "tagline": "Ask your own news articles. Every answer shows the sentence that proves it.",
        "placeholder": "Ask in Hindi, English or Roman-script Hindi…",
        "question": "Question",
        "ask": "Ask",
        "stop": "Stop",
        "retry": "Ask again",
        "clear": "New conversation",
        "conversation": "Conversation",
        "examples": "For example",
    },
    "hi": {
        "tagline": "अपने समाचार लेखों से पूछिए। हर उत्तर के साथ उसका प्रमाण देने वाला वाक्य।",
        "placeholder": "हिन्दी, अंग्रेज़ी या रोमन हिन्दी में पूछिए…",
        "question": "प्रश्न",
        "ask": "पूछें",
        "stop": "रोकें",
        "retry": "फिर पूछें",
        "clear": "नई बातचीत",
        "conversation": "बातचीत",
        "examples": "उदाहरण",
    },
}

STYLE = """
.gradio-container { max-width: 1200px !important; margin: 0 auto; }
.turn { margin: 0 0 1.25rem; line-height: 1.7; }
.asked { background: var(--block-background-fill); border: 1px solid var(--border-color-primary); border-radius: .6rem; padding: .6rem .9rem; font-weight: 600; }
.turn .asked { margin: 0 0 .6rem; }
.answer p { margin: .25rem 0; font-size: 1.05rem; }
.answer .note, .proof footer { color: var(--body-text-color-subdued); font-size: .85rem; }
.status { display: inline-block; font-size: .8rem !important; font-weight: 600; padding: .05rem .6rem; border-radius: 1rem; border: 1px solid currentColor; }
.status.answered { color: #166534; } .status.partly_supported { color: #92400e; } .status.not_found { color: #475569; } .status.disagree { color: #7e22ce; }
.dark .status.answered { color: #86efac; } .dark .status.partly_supported { color: #fcd34d; }
.dark .status.not_found { color: #cbd5e1; } .dark .status.disagree { color: #d8b4fe; }
.failed { color: #b91c1c; } .dark .failed { color: #fca5a5; }
.answer a.mark { font-weight: 700; text-decoration: none; color: var(--link-text-color); padding: 0; margin: 0; background: none; }
.welcome { color: var(--body-text-color-subdued); }
.earlier { margin: 0 0 .7rem; } .earlier summary { cursor: pointer; font-weight: 600; margin: 0 0 .4rem; }
#buttons button { min-width: 5rem; }
.proofs h3 { margin: 0 0 .5rem; font-size: 1rem; }
.proof { border: 1px solid var(--border-color-primary); border-radius: .6rem; padding: .7rem .9rem; margin: 0 0 .7rem; line-height: 1.6; }
.proof:target { outline: 2px solid var(--link-text-color); }
.proof .number { font-weight: 700; color: var(--link-text-color); } .proof .title { font-weight: 600; }
.proof blockquote { margin: .4rem 0; padding: .1rem 0 .1rem .8rem; border-left: 3px solid var(--link-text-color); }
.proofs.nearest .proof { opacity: .85; border-style: dashed; }
.proof code { font-size: .8rem; overflow-wrap: anywhere; }
#conversation, #proof { overflow-wrap: anywhere; }
"""

_EXAMPLES = Path(__file__).parent.parent / "data" / "examples.json"
_MOST_EXAMPLES = 5


def example_questions(articles: Iterable[Article]) -> list[str]:
    """Example questions whose article is in the store; for other articles, questions made of their titles."""
    articles = list(articles)
    names = {article.name for article in articles}
    prepared = json.loads(_EXAMPLES.read_text(encoding="utf-8")) if _EXAMPLES.is_file() else []
    fitting = [example["question"] for example in prepared if example["article"] in names]
    return fitting[:_MOST_EXAMPLES] or [_about(article) for article in articles[:3]]


def welcome(articles: Sequence[Article]) -> str:
    """What can be asked: how many articles there are, in Hindi and in English (the page's language is the browser's business)."""
    dates = sorted(article.published for article in articles if article.published)
    span = f" · {dates[0]} – {dates[-1]}" if dates else ""
    return f'<p class="welcome"><span lang="hi">{len(articles)} लेख</span> · <span lang="en">{len(articles)} articles</span>{span}</p>'


def _about(article: Article) -> str:
    title = article.title if len(article.title) <= 80 else article.title[:80].rsplit(" ", 1)[0] + "…"
    return f"What do the articles say on: {title}" if article.language == "en" else f"इस विषय में लेख क्या कहते हैं: {title}"
