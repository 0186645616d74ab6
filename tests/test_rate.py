from __future__ import annotations

import pytest

from assistant.errors import QuestionRefused
from assistant.rate import RateLimit


def test_one_too_many_waits_and_others_don_t() -> None:
    time = [0.0]
    limit = RateLimit(3, 60, lambda: time[0])
    for second in (0, 10, 20):
        time[0] = second
        limit.admit("a")
    time[0] = 30
    with pytest.raises(QuestionRefused, match=r"3 questions in 60 seconds are the most\. Ask again in 31 s\."):
        limit.admit("a")
    limit.admit("b")
    time[0] = 60
    limit.admit("a")  # the first one is a minute ago
    with pytest.raises(QuestionRefused, match="Ask again in 11 s"):
        limit.admit("a")


def test_a_refused_question_is_not_counted() -> None:
    time = [0.0]
    limit = RateLimit(1, 10, lambda: time[0])
    limit.admit("a")
    for second in (1, 5, 9):
        time[0] = second
        with pytest.raises(QuestionRefused):
            limit.admit("a")
    time[0] = 10
    limit.admit("a")


def test_those_who_left_are_forgotten() -> None:
    time = [0.0]
    limit = RateLimit(1, 10, lambda: time[0])
    for key in range(10_001):
        limit.admit(str(key))
    time[0] = 11
    limit.admit("new")
    assert len(limit._asked) == 1
