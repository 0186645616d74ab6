from __future__ import annotations

from pathlib import Path

import pytest
from krutidev import krutidev

from index.errors import UnreadableFile
from index.files.encodings import decode

HINDI = "तमसापुर में बाढ़ से ग्यारह की मौत\r\nनदी का पानी उतर रहा है।\n"
ENGLISH = "The café’s owner said “we’re open” — and the price rose by 5 per cent, not 6. The résumé was lost.\n"
HERE = Path("a.txt")


@pytest.mark.parametrize("text", [HINDI, ENGLISH, "\ufeff" + HINDI])
def test_utf8_is_decoded_as_it_is_without_a_note(text: str) -> None:
    assert decode(HERE, text.encode()) == (text, None)


@pytest.mark.parametrize(("encoding", "bom"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-32-le", b"\xff\xfe\0\0")])
@pytest.mark.parametrize("text", [HINDI, ENGLISH])
def test_utf16_and_utf32_are_read_by_their_mark_and_noted(text: str, encoding: str, bom: bytes) -> None:
    assert decode(HERE, bom + text.encode(encoding)) == (text, f"read as {encoding.upper()[:6]}")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [HINDI, ENGLISH])
def test_utf16_without_its_mark_is_read_and_noted(text: str, encoding: str) -> None:
    found, note = decode(HERE, text.encode(encoding))
    assert found == text
    assert note == f"read as {encoding.upper()}, though its mark is missing: check the text, and save the file as UTF-8 if it looks wrong"


def test_windows_1252_is_guessed_and_noted() -> None:
    found, note = decode(HERE, ENGLISH.encode("cp1252"))
    assert found == ENGLISH
    assert note == "not UTF-8; read as cp1252: check the text, and save the file as UTF-8 if it looks wrong"


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252", "latin1", "us-ascii"])
def test_what_a_page_declares_is_believed_when_it_is_not_utf8(declared: str) -> None:
    text = "£5 für Åsa — “café”"
    assert decode(HERE, text.encode("cp1252"), declared)[0] == text
    assert decode(HERE, text.encode(), declared) == (text, None)


@pytest.mark.parametrize("declared", ["rot13", "hex", "idna", "x-user-defined", "no-such"])
def test_an_unknown_declaration_is_passed_over(declared: str) -> None:
    assert decode(HERE, ENGLISH.encode("cp1252"), declared)[0] == ENGLISH


def test_the_bytes_of_a_legacy_font_are_kept_for_its_table() -> None:
    typed = krutidev("तमसापुर में बाढ़ से ग्यारह लोगों की मौत हो गई है और प्रशासन को ऊपर से मदद नहीं मिली। उत्तर में क्रम यह है।")
    assert decode(HERE, typed.encode("cp1252"))[0] == typed


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (bytes(range(256)) * 8, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "binary"),
        (HINDI.encode()[:-3], "cut short"),
        (b"\xff\xfe" + HINDI.encode("utf-16-le")[:-1], "cut short"),
    ],
)
def test_what_is_no_whole_text_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile, match=f"^a.txt: .*{what}"):
        decode(HERE, content)
