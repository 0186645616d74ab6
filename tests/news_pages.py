"""A page of news, and what is marked in it as no part of the article."""

from __future__ import annotations

from index.text.clean import furniture_spans

PARAGRAPH = "तमसापुर जिले में तीन दिन की तेज बारिश के बाद आई बाढ़ में सोमवार सुबह तक ग्यारह लोगों की जान जा चुकी है।"
HEAD = "\n".join(["बारिश से बेहाल पूरा तमसापुर जिला", PARAGRAPH, PARAGRAPH, PARAGRAPH, PARAGRAPH, PARAGRAPH])


def furniture(text: str) -> list[str]:
    return [text[span.start : span.end] for span in furniture_spans(text)]


def in_the_middle(line: str) -> str:
    return f"{HEAD}\n{line}\n{PARAGRAPH}\n{PARAGRAPH}"
