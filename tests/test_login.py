from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import LoginRefused
from assistant.login import read_logins


@pytest.mark.parametrize(
    "given", ["asha:sesame,ravi:a:b:c", " asha:sesame , ravi:a:b:c ", "FILE:asha:sesame\nravi:a:b:c\n", "FILE:# who\n\nasha:sesame\r\nravi:a:b:c"]
)
def test_pairs_come_from_the_variable_or_a_file(given: str, tmp_path: Path) -> None:
    if given.startswith("FILE:"):
        (tmp_path / "logins").write_bytes(given[5:].encode())
        given = str(tmp_path / "logins")
    logins = read_logins(given)
    assert logins.admits("asha", "sesame")
    assert logins.admits("ravi", "a:b:c")
    assert logins.administrator == "asha"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("asha", ""),
        ("asha", "Sesame"),
        ("asha", "sesame "),
        ("ravi", "sesame"),
        ("nobody", ""),
        ("nobody", "sesame"),
        ("", ""),
        ("", "sesame"),
        ("asha", "\ud83d"),
    ],
)
def test_anything_else_is_refused(name: str, password: str) -> None:
    assert not read_logins("asha:sesame,ravi:पासवर्ड").admits(name, password)


def test_a_hindi_name_and_password() -> None:
    assert read_logins("आशा:खुल जा").admits("आशा", "खुल जा")


def test_guessing_is_slow() -> None:
    logins = read_logins("asha:sesame,ravi:secret")
    assert not any(logins.admits("asha", str(guess)) for guess in range(10))
    assert not logins.admits("asha", "sesame")
    assert logins.admits("ravi", "secret")


def test_without_logins_nobody_is_asked() -> None:
    assert not read_logins("")
    assert read_logins("").administrator == ""


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("asha", "entry 1 is no name:password"),
        ("asha:sesame,ravi", "entry 2 is no name:password"),
        (":sesame", "entry 1"),
        ("asha:", "entry 1"),
        ("asha:sesame,asha:other", "entry 2 has the name 'asha' again"),
        (" , ", "holds no login"),
    ],
)
def test_what_is_no_login_is_told_without_its_password(given: str, says: str) -> None:
    with pytest.raises(LoginRefused, match=says) as refused:
        read_logins(given)
    assert "sesame" not in str(refused.value)
    assert "sesame" not in repr(read_logins("asha:sesame"))


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "logins").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LoginRefused, match="can't be read"):
        read_logins(str(tmp_path / "logins"))
