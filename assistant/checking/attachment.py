"""What a value of a text belongs to, so that the 12 of "12 killed and 30 hurt" isn't given to the hurt. Pure.

Hindi says "दिल्ली में 5 और मुंबई में 7 लोग मारे गए": what stands before a value is its own, what stands after the last one may be all values'.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.lexicon import LIGHT, any_same
from assistant.checking.tokens import Token, tokens
from index.text.words import fold

_JOINTS = frozenset(map(fold, "और तथा एवं व जबकि लेकिन मगर वहीं जिसमें जिनमें and while but whereas with".split()))
_AUXILIARIES = frozenset({*LIGHT, *map(fold, "है हैं था थे थी थीं is are was were has have had will".split())})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Keys of the words around a value within its clause. counted: the word right after it, None where there is none. start: its place."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    counted: str | None
    start: int


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    tokens: tuple[Token, ...]


@lru_cache(maxsize=1024)
def _clauses(text: str) -> tuple[_Clause, ...]:
    clauses: list[_Clause] = []
    current: list[Token] = []
    start = 0
    said = tokens(text)
    for token in said:
        if token.is_break or token.word in _JOINTS:
            clauses.append(_Clause(start, token.start, tuple(current)))
            current, start = [], token.start
        else:
            current.append(token)
    clauses.append(_Clause(start, said[-1].end + 1 if said else 0, tuple(current)))
    return tuple(clauses)


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """What stands around plain(text)[start:end] in its clause; an unfinished clause ("12 teams and 3 boats were sent") goes on in the next."""
    clauses = _clauses(text)
    place = next((place for place, clause in enumerate(clauses) if clause.start <= start < clause.end), None)
    if place is None:
        return Surroundings((), (), None, start)
    clause = clauses[place]
    before = tuple(token.key for token in clause.tokens if token.end <= start and token.tells)
    following = [token for token in clause.tokens if token.start >= end]
    after = [token.key for token in following if token.tells]
    counted = after[0] if after else None
    if not any(token.word in _AUXILIARIES for token in following) and place + 1 < len(clauses):
        shared = _after_number(clauses[place + 1])
        # "5 in Delhi and 7 people in Agra": a bare 5 counts what the 7 counts; "12 teams and 3 boats were sent" shares only the verb.
        after += shared[1:] if counted else shared
        counted = counted or (shared[0] if shared else None)
    return Surroundings(before, tuple(after), counted, start)


def _after_number(clause: _Clause) -> list[str]:
    place = next((place for place, token in enumerate(clause.tokens) if token.is_number), None)
    return [] if place is None else [token.key for token in clause.tokens[place:] if token.tells]


def belongs(claimed: Surroundings, own: Surroundings, others: Sequence[Surroundings]) -> bool:
    """Whether a claim gives a value what the quote gives it, and nothing that the quote gives only to one of its other values."""
    return not any(_takes_from(claimed, own, other) for other in others)


def _takes_from(claimed: Surroundings, own: Surroundings, other: Surroundings) -> bool:
    ours, theirs, said = list(own.after), list(other.after), [*claimed.before, *claimed.after]
    if own.before and other.before:  # else the value that comes second shares what stands before the first
        ours, theirs = [*own.before, *ours], [*other.before, *theirs]
    # "12 यात्री मारे गए और 23 घायल हुए": the hurt are passengers too.
    elided = other.counted if other.start < own.start and own.counted and any_same(own.counted, claimed.after) else None
    taken = [key for key in theirs if key != elided and not any_same(key, ours)]
    return any(any_same(key, taken) for key in said if not any_same(key, _all(own)))


def _all(around: Surroundings) -> Collection[str]:
    return (*around.before, *around.after)
