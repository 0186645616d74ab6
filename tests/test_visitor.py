from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from at_the_desk import request

from assistant.conversations.store import GUEST
from assistant.page.visitor import address_of, owner_of


@pytest.mark.parametrize(
    ("asks", "owner"),
    [
        (request(), ""),
        (request("::1"), ""),
        (request("192.168.1.9"), f"{GUEST}s1"),
        (request("192.168.1.9", "asha"), "asha"),
        (request(username="asha"), "asha"),
        (request("not an address"), f"{GUEST}s1"),
        (SimpleNamespace(client=None, session_hash="s2"), f"{GUEST}s2"),
    ],
)
def test_the_owner_is_told_from_the_request(asks: Any, owner: str) -> None:
    assert owner_of(asks) == owner


def test_the_address_is_the_clients() -> None:
    assert (address_of(request("10.0.0.7")), address_of(SimpleNamespace(client=None))) == ("10.0.0.7", "")
