"""Two values compared by type: numbers, dates, weekdays, times of day, yes and no, names. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from assistant.checking.attachment import Surroundings, surroundings
from assistant.checking.days import Date, Weekday, find_dates, find_weekdays
from assistant.checking.lexicon import any_same, says_the_same
from assistant.checking.names import is_held
from assistant.checking.quantities import Bound, Quantity, find_quantities
from assistant.checking.reasons import Failure, Reason
from assistant.checking.times import Time, find_times
from assistant.checking.tokens import Token, plain, telling, tokens

Value = Quantity | Date | Weekday | Time

_FINDERS: tuple[Callable[[str], Sequence[Value]], ...] = (find_times, find_dates, find_weekdays, find_quantities)

_YES = frozenset("हां हाँ जी yes true haan".split())
_NO = frozenset("नहीं ना no false not nahin".split())
_OPPOSED = ({Bound.OVER, Bound.UNDER}, {Bound.AT_LEAST, Bound.AT_MOST}, {Bound.OVER, Bound.AT_MOST}, {Bound.UNDER, Bound.AT_LEAST})


class Comparison(Enum):
    """How two values stand to each other; INCOMPARABLE: of two types, of two units, or of two things counted."""

    SAME = "same"
    DIFFERENT = "different"
    INCOMPARABLE = "incomparable"


def compare(one: str, other: str) -> Comparison:
    """Two short texts by the values they hold: "11 हज़ार सैनिक" and "11,000 soldiers" are the same, "12 जुलाई" and "13 July" are different.

    Of several values of one type each must be found on the other side; a bound ("से अधिक") differs only from its opposite.
    """
    if (yes := _yes_or_no(one)) is not None and (there := _yes_or_no(other)) is not None:
        return Comparison.SAME if yes == there else Comparison.DIFFERENT
    sides = [(find(one), find(other)) for find in _FINDERS]
    both = [_compare_all(*side) for side in sides if all(side)]
    if Comparison.DIFFERENT in both:
        return Comparison.DIFFERENT
    if Comparison.SAME in both:
        return Comparison.SAME
    return Comparison.INCOMPARABLE if any(map(any, sides)) else _compare_names(telling(one), telling(other))


def is_same(one: str, other: str) -> bool:
    """Whether two short texts are one answer: the same words, or the same values in other words."""
    return one == other or compare(one, other) is Comparison.SAME


def _yes_or_no(text: str) -> bool | None:
    """True for a text that begins with yes, False for one that begins with no, None for all others."""
    first = next((token.word for token in tokens(text)), "")
    return True if first in _YES else False if first in _NO else None


def _compare_all(ours: Sequence[Value], theirs: Sequence[Value]) -> Comparison:
    found = [_best(value, theirs) for value in ours] + [_best(value, ours) for value in theirs]
    for comparison in (Comparison.DIFFERENT, Comparison.SAME):
        if comparison in found:
            return comparison
    return Comparison.INCOMPARABLE


def _best(value: Value, others: Sequence[Value]) -> Comparison:
    found = {_compare_two(value, other) for other in others}
    return next(comparison for comparison in (Comparison.SAME, Comparison.DIFFERENT, Comparison.INCOMPARABLE) if comparison in found)


def _compare_two(one: Value, other: Value) -> Comparison:
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return _compare_quantities(one, other)
    if isinstance(one, Date) and isinstance(other, Date):
        return _compare_parts((one.day, one.month, one.year), (other.day, other.month, other.year))
    if isinstance(one, Time) and isinstance(other, Time):
        return _compare_parts((one.hour, one.minute, one.half), (other.hour, other.minute, other.half))
    if isinstance(one, Weekday) and isinstance(other, Weekday):
        return Comparison.SAME if one.number == other.number else Comparison.DIFFERENT
    return Comparison.INCOMPARABLE


def _compare_quantities(one: Quantity, other: Quantity) -> Comparison:
    if one.unit and other.unit and one.unit != other.unit:
        return Comparison.INCOMPARABLE
    if one.around.counted and other.around.counted and not says_the_same(one.around.counted, other.around.counted):
        return Comparison.INCOMPARABLE
    agree = bool(one.values & other.values) and {one.bound, other.bound} not in _OPPOSED
    return Comparison.SAME if agree else Comparison.DIFFERENT


def _compare_parts(ours: Sequence[object], theirs: Sequence[object]) -> Comparison:
    """Dates and times may leave parts unsaid; what neither leaves unsaid must agree."""
    told = [(mine, yours) for mine, yours in zip(ours, theirs, strict=True) if mine is not None and yours is not None]
    if not told:
        return Comparison.INCOMPARABLE
    return Comparison.SAME if all(mine == yours for mine, yours in told) else Comparison.DIFFERENT


def _compare_names(ours: Sequence[Token], theirs: Sequence[Token]) -> Comparison:
    """The same when all words of the shorter are in the longer ("लावरोव", "सर्गेई लावरोव"), different when none is."""
    shorter, longer = sorted((ours, theirs), key=len)
    held = [is_held(token, longer) for token in shorter]
    if not held:
        return Comparison.INCOMPARABLE
    return Comparison.SAME if all(held) else Comparison.INCOMPARABLE if any(held) else Comparison.DIFFERENT


def holds_values(text: str) -> bool:
    """Whether a text holds a number, a date, a weekday or a time of day."""
    return any(find(text) for find in _FINDERS)


def gives(text: str, span: str) -> bool:
    """Whether a text says what `span`, a short answer, says: its values where it has any, else at least half of its telling words.

    Words in another script are no more than names there: one that sounds alike is enough.
    """
    values = [(value, find(text)) for find in _FINDERS for value in find(span)]
    if values:
        return all(any(_compare_two(value, said) is Comparison.SAME for said in there) for value, there in values)
    wanted, said = telling(span), telling(text)
    if not wanted:
        return plain(span) in plain(text)
    return sum(is_held(token, said) for token in wanted) >= len(wanted) / 2


def differs(claim: str, quote: str) -> bool:
    """Whether the claim gives a number, date, day or time for which the quote has another one, and not this one."""
    return any(_best(value, there) is Comparison.DIFFERENT for find in _FINDERS if (there := find(quote)) for value in find(claim))


def contradicts(sentence: str, span: str, quote: str) -> Failure | None:
    """Whether a sentence gives, for the very thing that `span` (exact words of `quote`) is the answer to, another value.

    A sentence that speaks of something else, and one that isn't a bare value and holds no number, day or time, never does.
    """
    place = plain(quote).find(plain(span))
    if place < 0 or gives(sentence, span) or compare(sentence, span) is not Comparison.DIFFERENT:
        return None
    for find in _FINDERS:
        if find(span):
            meant = _around_all(quote, [value for value in find(quote) if place <= value.start < place + len(plain(span))])
            if any(_of_the_same(surroundings(sentence, value.start, value.end), meant) for value in find(sentence)):
                return Failure(Reason.SHORT_ANSWER, span)
            return None
    # Both are names: only a bare one stands for the short answer itself.
    return Failure(Reason.SHORT_ANSWER, span) if len(telling(sentence)) <= len(telling(span)) + 1 else None


def _around_all(quote: str, values: Sequence[Value]) -> list[str]:
    around = [surroundings(quote, value.start, value.end) for value in values]
    return [key for one in around for key in (*one.before, *one.after)]


def _of_the_same(said: Surroundings, meant: Sequence[str]) -> bool:
    return all(any_same(key, meant) for key in said.after)
