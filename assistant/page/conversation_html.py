"""A conversation and its proof as HTML. Pure; every word that anybody typed or wrote is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.language import Language
from assistant.page.cards import aid_html, cards_html, exact_words, lang, marked, safe, sides_html
from assistant.page.dropped import dropped_html
from assistant.page.failures import told_html
from assistant.page.turn import State, Turn
from assistant.page.turn_words import word
from assistant.render import answer_text
from assistant.texts import say
from assistant.types import Answer

_STATE_WORDS = {
    "not_found": "status_not_found", "loading": "running", "searching": "running", "writing": "running", "waiting": "queued", "stopped": "halted"
}  # fmt: skip


def conversation_html(turns: Sequence[Turn], feedback: bool = False) -> str:
    """The turns, oldest first, under what a screen reader is told of the last one. feedback: whether answers can be judged."""
    shown = "".join(_turn(turn, number, number == len(turns), feedback) for number, turn in enumerate(turns, start=1))
    return f"{announced(_announcement(turns[-1]) if turns else '', turns[-1].language if turns else 'hi')}{shown}"


def announced(text: str, language: Language) -> str:
    """The first thing in the conversation, always there and not seen: a change of its words is read aloud once."""
    return f'<p class="unseen" role="status" lang="{lang(language)}">{safe(text)}</p>'


def _announcement(turn: Turn) -> str:
    short, text = _short_and_rest(turn)
    short = f"{word('in_short', turn.language)} {short}. " if short else ""
    if turn.answer:
        return f"{_state_words(turn.state, turn.language)}. {short}{text}"
    # Not the seconds of a wait: they change all the time.
    return "" if turn.state == "failed" else f"{short}{say(_note_key(turn), turn.language, ahead=turn.ahead)}"


def proofs_html(turns: Sequence[Turn]) -> str:
    """The latest turn's cards, then those of earlier turns folded: a mark of any turn leads to its own card."""
    if not turns:
        return ""
    last = len(turns)
    close = f'<button type="button" class="close" lang="{lang(turns[-1].language)}">{word("close", turns[-1].language)} <span aria-hidden="true">×</span></button>'
    earlier = "".join(
        f'<details class="earlier"><summary>{safe(turn.question)}</summary>{_cards(turn, number)}</details>'
        for number, turn in reversed(list(enumerate(turns[:-1], start=1)))
        if turn.citations
    )
    return f'<div class="bar">{close}</div>{_cards(turns[-1], last)}{earlier}'


def _cards(turn: Turn, number: int) -> str:
    return cards_html(turn.citations, turn.language, "nearest" if turn.state == "not_found" else "proof", _anchor(number))


def _anchor(number: int) -> str:
    return f"proof-{number}"


def _turn(turn: Turn, number: int, is_last: bool, feedback: bool) -> str:
    body = _failed(turn) if turn.state == "failed" else _answer(turn, number)
    below = _actions(turn, number, feedback) if turn.answer else ""
    further = _next_questions(turn) if is_last else ""
    running = " running" if turn.running else ""
    return f'<section class="turn{running}"><h2 class="asked">{safe(turn.question)}</h2>{body}{below}{further}</section>'


def _failed(turn: Turn) -> str:
    hint = f'<p class="note">{word("try_again", turn.language)}</p>'
    told = told_html(turn.failure, turn.kind, turn.language)
    return f'<div class="answer" lang="{lang(turn.language)}">{_badge(turn)}<div role="alert">{told}{hint}</div></div>'


def _answer(turn: Turn, number: int) -> str:
    anchor = _anchor(number)
    short, text = _short_and_rest(turn)
    said = (
        _disagreement(turn.answer, anchor)
        if turn.answer and turn.answer.disagreements
        else f"<p>{marked(text, anchor)}</p>{aid_html(text, turn.language)}"
        if text
        else ""
    )
    dropped = dropped_html(turn.answer.dropped, turn.language) if turn.answer else ""
    count = len(turn.citations)
    show = f'<button type="button" class="show-proof" data-turn="{number}">{word("show_proof", turn.language, count=count)}</button>' if count else ""
    note = f'<p class="note">{safe(_note(turn))}</p>'
    return f'<div class="answer" lang="{lang(turn.language)}">{_badge(turn)}{_understood(turn)}{_short(turn, short, anchor)}{said}{dropped}{note}{show}</div>'


def _short_and_rest(turn: Turn) -> tuple[str, str]:
    """(the short answer, the text to show below it). Nothing is said twice: not a first line that only repeats it, nor an answer that is no longer."""
    text = turn.answer.answer if turn.answer else turn.written
    first, _, rest = text.partition("\n")
    if not turn.short_answer or not turn.answer or _bare(first) != _bare(turn.short_answer):
        return turn.short_answer or "", text
    return (turn.short_answer, rest) if rest else ("", text)


def _short(turn: Turn, words: str, anchor: str) -> str:
    """The short answer, with the mark of the quote that it is taken from."""
    if not words:
        return ""
    proof = next((f" [{citation.n}]" for citation in turn.citations if exact_words(citation) and citation.answer == words), "")
    return f'<p class="short">{word("in_short", turn.language)} <strong>{safe(words)}</strong>{marked(proof, anchor)}</p>{aid_html(words, turn.language)}'


def _bare(text: str) -> str:
    """Without marks, spaces and the full stop."""
    return "".join(re.sub(r"\[[0-9]{1,2}\]", "", text).split()).rstrip(".।")


def _understood(turn: Turn) -> str:
    """How the question was understood, and the way to put it otherwise."""
    if not turn.understood:
        return ""
    said = safe(say("understood", turn.language, question=turn.understood))
    label, change = escape(word("reword_label", turn.language)), word("reword", turn.language)
    button = f'<button type="button" class="reword" aria-label="{label}" data-question="{escape(turn.understood)}">{change}</button>'
    return f'<p class="note understood">{said} {button}</p>'


def _disagreement(answer: Answer, anchor: str) -> str:
    tables = "".join(sides_html(disagreement, answer.citations, answer.language, anchor) for disagreement in answer.disagreements)
    return f"<p>{say('sides', answer.language)}</p>{tables}"


def _badge(turn: Turn) -> str:
    # A finished turn has a "status", one that runs has a "stage".
    kind = "stage" if turn.running else "status"
    return f'<p class="{kind} {turn.state}">{_state_words(turn.state, turn.language)}</p>'


def _state_words(state: State, language: Language) -> str:
    return say(_STATE_WORDS.get(state, state), language)


def _note(turn: Turn) -> str:
    if turn.answer:
        return say("took", turn.language, seconds=turn.answer.timings.total) if turn.answer.timings.total is not None else ""
    if turn.state == "waiting" and turn.wait is not None:
        return say("waiting_about", turn.language, ahead=turn.ahead, seconds=turn.wait)
    return say(_note_key(turn), turn.language, ahead=turn.ahead)


def _note_key(turn: Turn) -> str:
    return "halted_note" if turn.state == "stopped" else turn.state


def _actions(turn: Turn, number: int, feedback: bool) -> str:
    assert turn.answer
    language = turn.language
    copy = (
        f'<button type="button" class="copy" data-copy="{escape(answer_text(turn.answer))}" data-copied="{word("copied", language)}" '
        f'data-not-copied="{word("not_copied", language)}">{word("copy", language)}</button>'
    )
    return f'<div class="actions" lang="{lang(language)}">{copy}{_feedback(number, language) if feedback else ""}</div>'


def _feedback(number: int, language: Language) -> str:
    choices = "".join(
        f'<label class="verdict"><input type="radio" name="verdict-{number}" value="{verdict}"> <span aria-hidden="true">{sign}</span> {word(verdict, language)}</label>'
        for verdict, sign in (("up", "👍"), ("down", "👎"))
    )
    return (
        f'<form class="feedback" data-turn="{number}" data-noted="{word("noted", language)}"><fieldset><legend>{word("helpful", language)}</legend>{choices}</fieldset>'
        f'<div class="reason"><label>{word("reason", language)} <input type="text" name="reason" maxlength="500"></label> '
        f'<button type="submit">{word("send", language)}</button></div></form>'
    )


def _next_questions(turn: Turn) -> str:
    return suggestions_html(turn.next_questions, word("next", turn.language), turn.language)


def suggestions_html(questions: Sequence[str], heading: str, language: Language) -> str:
    """Questions to click under a heading, which is HTML; empty for none."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="suggestion" data-question="{escape(question)}">{safe(question)}</button></li>' for question in questions
    )
    return (
        f'<nav class="suggestions" lang="{lang(language)}" aria-labelledby="suggested"><p class="heading" id="suggested">{heading}</p>'
        f"<ul>{buttons}</ul></nav>"
    )
