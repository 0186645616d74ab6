"""Who may use the page: names and passwords from PRAMAAN_AUTH."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from pathlib import Path

from assistant.errors import LoginRefused, QuestionRefused
from assistant.rate import RateLimit

_TRIES, _IN_SECONDS = 10, 60


class Logins:
    """Checks names and passwords in constant time. Empty: nobody is asked who they are."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._passwords = dict(passwords)
        self._tries = RateLimit(_TRIES, _IN_SECONDS)

    def __bool__(self) -> bool:
        return bool(self._passwords)

    def __repr__(self) -> str:
        return f"Logins of {', '.join(self._passwords) or 'nobody'}"

    @property
    def administrator(self) -> str:
        """The first name, which changes settings; "" (this machine's own reader) without logins."""
        return next(iter(self._passwords), "")

    def admits(self, name: str, password: str) -> bool:
        """Whether this is one of the pairs. After ten tries of a name in a minute even the right password waits."""
        try:
            self._tries.admit(name if name in self._passwords else "")
        except QuestionRefused:
            return False
        right = self._passwords.get(name, "")
        # An unknown name takes as long as a wrong password, and "" is no password.
        return hmac.compare_digest(right.encode(), password.encode("utf-8", "replace")) and name in self._passwords


def read_logins(given: str) -> Logins:
    """given: "name:password,name2:password2", or the path of a file with one such pair a line. Raises LoginRefused; no password is repeated in it."""
    path = Path(given).expanduser() if given and len(given) < 1_000 else None
    try:
        pairs = path.read_text(encoding="utf-8").splitlines() if path and path.is_file() else given.split(",")
    except (OSError, UnicodeDecodeError) as error:
        raise LoginRefused(f"The logins in '{path}' can't be read ({type(error).__name__}). Write one name:password a line, as UTF-8.") from error
    passwords: dict[str, str] = {}
    for number, pair in enumerate(pairs, start=1):
        if not pair.strip() or pair.lstrip().startswith("#"):
            continue
        name, colon, password = pair.strip().partition(":")
        if not (name and colon and password):
            raise LoginRefused(f"PRAMAAN_AUTH: entry {number} is no name:password, and no such file is there. Write name:password,name2:password2.")
        if name in passwords:
            raise LoginRefused(f"PRAMAAN_AUTH: entry {number} has the name '{name}' again. Give everybody a name of their own.")
        passwords[name] = password
    if given.strip() and not passwords:
        raise LoginRefused("PRAMAAN_AUTH holds no login. Write name:password,name2:password2, or unset it.")
    return Logins(passwords)
