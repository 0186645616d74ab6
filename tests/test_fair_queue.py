from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.fair_queue import FairQueue

ASKED_BY = st.lists(st.sampled_from("abcd"), max_size=12)


def queue(asked_by: str) -> FairQueue[int]:
    """Items numbered from 0, each of the session that its letter says."""
    made: FairQueue[int] = FairQueue()
    for number, session in enumerate(asked_by):
        made.put(session, number)
    return made


@pytest.mark.parametrize(
    ("asked_by", "served"), [("", []), ("aaa", [0, 1, 2]), ("aaab", [0, 3, 1, 2]), ("aabbc", [0, 2, 4, 1, 3]), ("abcabc", [0, 1, 2, 3, 4, 5])]
)
def test_one_of_each_session_in_turn(asked_by: str, served: list[int]) -> None:
    ours = queue(asked_by)
    assert [item for _, item in ours] == served
    assert [ours.take() for _ in range(len(ours))] == served
    assert len(ours) == 0


def test_who_was_served_goes_to_the_end() -> None:
    ours = queue("aab")
    assert ours.take() == 0
    ours.put("c", 3)
    ours.put("b", 4)
    assert [ours.take() for _ in range(4)] == [2, 3, 1, 4]


def test_who_is_being_served_waits_for_whoever_comes_next() -> None:
    ours = queue("a")
    assert ours.take() == 0
    for number, session in enumerate("aab", start=1):
        ours.put(session, number)
    assert [ours.take() for _ in range(3)] == [3, 1, 2]


def test_nobody_can_be_taken_from_an_empty_queue() -> None:
    with pytest.raises(IndexError):
        queue("").take()


@given(ASKED_BY, st.sampled_from("abcde"))
def test_who_is_before_is_told_rightly(asked_by: list[str], session: str) -> None:
    ours = queue("".join(asked_by))
    before = ours.before(session)
    ours.put(session, -1)
    served = [ours.take() for _ in range(len(ours))]
    assert before == served[: served.index(-1)]


@given(ASKED_BY)
def test_one_who_floods_delays_another_by_one(asked_by: list[str]) -> None:
    others = len({session for session in asked_by if session != "d"})
    flood = "".join(asked_by) + "d" * 50
    assert len(queue(flood).before("e")) <= others + 1
