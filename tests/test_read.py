from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path

import docx
import pytest
from krutidev import krutidev
from pdf_file import Line, pdf_file

from index.errors import UnreadableFile
from index.files.read import MAX_FILE_BYTES, MAX_TEXT_CHARS, file_bytes, read_file

DATA = Path(__file__).resolve().parents[1] / "data" / "articles"
HINDI = "तमसापुर में बाढ़ से ग्यारह की मौत\r\nनदी का पानी उतर रहा है।\n"


def save(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The same Word file with another part in place of the one called `name`."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return changed.getvalue()


# What reads well


@pytest.mark.parametrize("content", [HINDI.encode(), b"\xef\xbb\xbf" + HINDI.encode(), HINDI.replace("\n", "\r").encode()])
@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.md", "a.text", "a.markdown"])
def test_a_utf8_file_is_stored_exactly_as_it_decodes(tmp_path: Path, name: str, content: bytes) -> None:
    document = read_file(save(tmp_path, name, content))
    assert document.text == content.decode("utf-8")
    assert document.note is None


@pytest.mark.parametrize(("encoding", "bom"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-32-le", b"\xff\xfe\0\0")])
def test_utf16_and_utf32_are_read_and_noted(tmp_path: Path, encoding: str, bom: bytes) -> None:
    document = read_file(save(tmp_path, "a.txt", bom + HINDI.encode(encoding)))
    assert document.text == HINDI
    assert document.note
    assert "UTF" in document.note


def test_a_windows_1252_file_is_read_and_noted(tmp_path: Path) -> None:
    text = "The café’s owner said “we’re open” — and the price rose by 5 per cent, not 6. The résumé was lost.\n"
    document = read_file(save(tmp_path, "a.txt", text.encode("cp1252")))
    assert document.text == text
    assert document.note
    assert "cp1252" in document.note


@pytest.mark.parametrize(
    ("name", "start", "publisher", "published"),
    [
        ("hockey-final.md", "आखिरी मिनट", "खेल पताका", "2024-11-24"),
        ("budget-2026.html", "विंध्य प्रदेश बजट", "विंध्य दर्पण", "2026-02-26"),
        ("varsha-upgrah.docx", "श्रीहरिकोटा से", "नभ संवाद", "2026-02-12"),
        ("russia-north-korea-links.pdf", "Moscow and Pyongyang", "Eastern Ledger", "2025-07-28"),
        ("metro-blue-line.txt", "Shyamgarh gets", "The Daily Courier", "2025-10-06"),
    ],
)
def test_each_kind_of_file_tells_title_publisher_and_date(name: str, start: str, publisher: str, published: str) -> None:
    document = read_file(DATA / name)
    assert document.title
    assert document.title.startswith(start)
    assert (document.publisher, document.published) == (publisher, published)


def test_a_pdf_keeps_its_paragraphs_whole() -> None:
    lines = read_file(DATA / "russia-north-korea-links.pdf").text.splitlines()
    assert max(map(len, lines)) > 200


def test_a_word_file_gives_its_tables_in_their_place(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("मंडी के भाव")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "प्याज", "2,150 रुपये"
    document.add_paragraph("भाव सोमवार के हैं।")
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert read_file(path).text == "मंडी के भाव\nप्याज | 2,150 रुपये\nभाव सोमवार के हैं।"


def test_the_day_a_word_file_was_made_is_no_date_of_publication(tmp_path: Path) -> None:
    assert read_file(save(tmp_path, "a.docx", word_file("मंडी के भाव गिरे हैं।"))).published is None


def html_page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article><h1>प्याज के भाव गिरे</h1>{body}</article></body></html>"


def test_a_web_page_keeps_dandas_lists_and_tables(tmp_path: Path) -> None:
    body = (
        "<p>मंडी में भाव गिरे। किसान परेशान हैं॥ 'हम क्या करें?' उन्होंने पूछा।</p><ul><li>प्याज: 2,150 रुपये</li><li>आलू: 900 रुपये</li></ul>"
        "<table><tr><th>फसल</th><th>भाव</th></tr><tr><td>चना</td><td>5,440</td></tr></table><p>पहली पंक्ति।<br>दूसरी पंक्ति के साथ लेख यहीं समा\xadप्त हुआ।</p>"
    )
    text = read_file(save(tmp_path, "a.html", html_page(body).encode())).text
    for kept in ("हैं॥ 'हम क्या करें?' उन्होंने पूछा।", "- प्याज: 2,150 रुपये", "| चना | 5,440 |", "पहली पंक्ति।\nदूसरी पंक्ति के साथ लेख यहीं समाप्त हुआ।"):
        assert kept in text


@pytest.mark.parametrize("meta", ['<meta charset="windows-1252">', '<META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">'])
def test_a_web_page_in_the_encoding_it_declares(tmp_path: Path, meta: str) -> None:
    sentence = "The café’s owner said “we’re open” — and the price rose by £5 for every guest of the house."
    page = f"<html><head>{meta}</head><body><article><h1>Café opens</h1><p>{sentence}</p><p>{sentence}</p></article></body></html>"
    document = read_file(save(tmp_path, "a.html", page.encode("cp1252")))
    assert sentence in document.text
    assert document.note
    assert "as the page says" in document.note


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_text_in_krutidev_is_read_as_hindi(tmp_path: Path, name: str, encoding: str) -> None:
    hindi = "तमसापुर में बाढ़ से ग्यारह लोगों की मौत\nलोकवाणी समाचार , 18 अगस्त 2025\nउत्तर में नदी का पानी नहीं उतरा है और 2,150 रुपये की मदद मिली।\n"
    document = read_file(save(tmp_path, name, krutidev(hindi).encode(encoding)))
    assert document.text == hindi
    assert document.title == "तमसापुर में बाढ़ से ग्यारह लोगों की मौत"
    assert document.note
    assert document.note.endswith("check names and figures against the original")
    assert ("cp1252" in document.note) == (encoding == "cp1252")


def test_a_web_page_in_krutidev_is_read_as_hindi(tmp_path: Path) -> None:
    hindi = "उत्तर में नदी का पानी नहीं उतरा है और प्रशासन की मदद मिली है।"
    typed = krutidev(hindi).replace("&", "&amp;").replace("<", "&lt;")
    page = f"<html><head><title>{typed}</title></head><body><article><h1>{typed}</h1><p>{typed}</p><p>{typed} {typed}</p></article></body></html>"
    document = read_file(save(tmp_path, "a.html", page.encode()))
    assert f"{hindi} {hindi}" in document.text
    assert document.title == hindi


@pytest.mark.parametrize(
    ("title", "shown"), [("River rises", "River rises"), ("Microsoft Word - news.doc", None), ("untitled", None), ("a.pdf", None)]
)
def test_a_title_that_a_program_wrote_is_passed_over(tmp_path: Path, title: str, shown: str | None) -> None:
    content = pdf_file(
        [Line("Dam opens its gates as rain goes on", 780, size=18), Line("The river rose by two metres on Monday night.", 740)], title=title
    )
    assert read_file(save(tmp_path, "a.pdf", content)).title == (shown or "Dam opens its gates as rain goes on")


# What doesn't read: each message names the file and the cure


def whole_pdf() -> bytes:
    return (DATA / "russia-north-korea-links.pdf").read_bytes()


BAD: list[tuple[str, str, bytes, str, str]] = [
    ("ISCII", "a.txt", bytes.fromhex("d8e220cce1a220b3e120b3dc20d7e120b1cf20c8cf20ea"), "code of ISCII", "Save it as Unicode"),
    ("another legacy font", "a.txt", "ãñ´ ×ð´ ·ð¤ ·¤è Âæ‹æè ¥õÚU".encode(), "code of Chanakya", "Save it as Unicode"),
    ("empty", "a.txt", b"", "empty", "Save the article again"),
    ("white space", "a.txt", b" \r\n\t ", "empty", "Save the article again"),
    ("binary named .txt", "a.txt", bytes(range(256)) * 8, "binary", "right ending"),
    ("NUL in UTF-8", "a.txt", b"abc\0def", "binary", "right ending"),
    ("a picture named .md", "a.md", b"\x89PNG\r\n\x1a\n" + bytes(64), "binary", "right ending"),
    ("UTF-8 cut short", "a.txt", HINDI.encode()[:-3], "cut short", "Save the whole file again"),
    ("UTF-16 cut short", "a.txt", b"\xff\xfe" + HINDI.encode("utf-16-le")[:-1], "cut short", "Save the file again"),
    ("only a BOM", "a.txt", b"\xef\xbb\xbf", "no text", "Save the article as text"),
    ("only numbers", "a.txt", "१२३ 456।".encode(), "no text", "Save the article as text"),
    ("too many letters", "a.txt", b"word " * (MAX_TEXT_CHARS // 5 + 1), "1,000,000", "Split it"),
    ("unknown ending", "a.xyz", b"text", "not a kind of file", ".txt"),
    ("no ending", "article", b"text", "not a kind of file", ".txt"),
    ("PDF of junk", "a.pdf", b"%PDF-1.4 junk", "damaged or locked", "save it again"),
    ("PDF cut short", "a.pdf", b"%PDF-1.7\n" + bytes(500), "damaged or locked", "save it again"),
    ("HTML without an article", "a.html", b"<html><body><script>1</script></body></html>", "no article", "paste its text"),
    ("Word file of junk", "a.docx", b"PK\x03\x04 junk", "damaged or locked", "save it again"),
    ("Word file cut short", "a.docx", word_file("कुछ")[:-100], "damaged or locked", "save it again"),
    ("old Word file", "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "damaged or locked", "save it again"),
    ("Word file with bad XML", "a.docx", with_part(word_file("कुछ"), "word/document.xml", b"<w:document"), "damaged or locked", "save it again"),
    ("Word file without text", "a.docx", word_file(), "no text", "Save the article as text"),
]


@pytest.mark.parametrize(("name", "content", "what", "cure"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_is_refused_with_file_reason_and_cure(tmp_path: Path, name: str, content: bytes, what: str, cure: str) -> None:
    path = save(tmp_path, name, content)
    with pytest.raises(UnreadableFile) as refused:
        read_file(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert what in message
    assert cure in message


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf, which locks the PDF for this test, is not installed")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(whole_pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    path = tmp_path / "a.pdf"
    writer.write(path)
    with pytest.raises(UnreadableFile, match="without a password"):
        read_file(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.txt: can't be read .*Check that it exists"):
        read_file(tmp_path / "gone.txt")


def test_a_folder_named_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(UnreadableFile, match="can't be read"):
        read_file(tmp_path / "a.txt")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    os.truncate(path, 50_000_000)
    with pytest.raises(UnreadableFile, match=r"50\.0 MB .*limit 20 MB.*Split it"):
        file_bytes(path)
    os.truncate(path, MAX_FILE_BYTES)
    assert len(file_bytes(path)) == MAX_FILE_BYTES


# Hostile files


def test_a_word_file_that_unpacks_to_a_gigabyte_is_refused_unopened(tmp_path: Path) -> None:
    bomb = io.BytesIO(word_file("कुछ"))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as parts, parts.open("word/media/image1.png", "w") as part:
        for _ in range(102):
            part.write(bytes(1_000_000))
    assert len(bomb.getvalue()) < 1_000_000
    with pytest.raises(UnreadableFile, match=r"unpacks to 10. MB \(limit 100 MB\)"):
        read_file(save(tmp_path, "a.docx", bomb.getvalue()))


def entity_bomb(root: bytes) -> bytes:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">' + entities + b"]>" + root


def test_a_word_file_with_an_entity_bomb_is_refused_at_once(tmp_path: Path) -> None:
    namespace = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = entity_bomb(b'<w:document xmlns:w="' + namespace + b'"><w:body><w:p><w:r><w:t>a &e9;</w:t></w:r></w:p></w:body></w:document>')
    started = time.perf_counter()
    with pytest.raises(UnreadableFile, match="damaged"):
        read_file(save(tmp_path, "a.docx", with_part(word_file("कुछ"), "word/document.xml", xml)))
    assert time.perf_counter() - started < 2


def test_an_entity_bomb_in_a_web_page_stays_small(tmp_path: Path) -> None:
    text = b"<p>The river rose by two metres on Monday night, officials of the irrigation department said. &e9;</p>"
    page = entity_bomb(b"<html><body><article><h1>River rises</h1>" + text * 5 + b"</article></body></html>")
    started = time.perf_counter()
    try:
        size = len(read_file(save(tmp_path, "a.html", page)).text)
    except UnreadableFile:
        size = 0
    assert size < 1000
    assert time.perf_counter() - started < 2


def test_a_web_page_of_endless_depth_is_refused_at_once(tmp_path: Path) -> None:
    started = time.perf_counter()
    with pytest.raises(UnreadableFile, match="no article"):
        read_file(save(tmp_path, "a.html", b"<html><body>" + b"<div>" * 20_000 + b"deep"))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("unit", ["यह एक वाक्य है. ", '?"', "- ", "a.", '"', "a |", "*"])
def test_a_page_that_is_one_long_line_takes_time_in_proportion(tmp_path: Path, unit: str) -> None:
    path = save(tmp_path, "a.txt", (unit * (100_000 // len(unit)) + " अंत").encode())
    started = time.perf_counter()
    read_file(path)
    assert time.perf_counter() - started < 2
