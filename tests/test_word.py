from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from krutidev import krutidev

from index.errors import UnreadableFile
from index.files.word import read_word

HERE = Path("a.docx")
HINDI = "तमसापुर में बाढ़ से ग्यारह लोगों की मौत हो गई।"


def read(document: docx.document.Document) -> tuple[str, str | None, str | None]:
    content = io.BytesIO()
    document.save(content)
    return read_word(HERE, content.getvalue())


def test_tables_stand_in_their_place_with_every_value() -> None:
    document = docx.Document()
    document.add_paragraph("मंडी के भाव")
    table = document.add_table(rows=2, cols=3)
    for place, value in enumerate(["प्याज", "5", "5", "आलू", "5", "6"]):
        table.cell(place // 3, place % 3).text = value
    table.cell(1, 0).merge(table.cell(1, 1))
    document.add_paragraph("भाव सोमवार के हैं।")
    assert read(document)[0] == "मंडी के भाव\nप्याज | 5 | 5\nआलू 5 | 6\nभाव सोमवार के हैं।"


def test_the_title_it_gives_itself_is_told() -> None:
    document = docx.Document()
    document.add_paragraph(HINDI)
    document.core_properties.title = "बाढ़"
    assert read(document) == (HINDI, "बाढ़", None)


@pytest.mark.parametrize("where", ["run", "character style", "paragraph style", "document"])
def test_krutidev_is_converted_wherever_its_name_stands(where: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    run = paragraph.add_run(krutidev(HINDI))
    if where == "run":
        run.font.name = "Kruti Dev 010"
    elif where == "character style":
        run.style = document.styles.add_style("Hindi", WD_STYLE_TYPE.CHARACTER)
        run.style.font.name = "Kruti Dev 010"
    elif where == "paragraph style":
        based = document.styles.add_style("Body Hindi", WD_STYLE_TYPE.PARAGRAPH)
        based.font.name = "Kruti Dev 010"
        paragraph.style = document.styles.add_style("Body Hindi 2", WD_STYLE_TYPE.PARAGRAPH)
        paragraph.style.base_style = based
    else:
        document.styles["Normal"].font.name = "Kruti Dev 010"
    paragraph.add_run(" Reuters").font.name = "Arial"
    found, _, note = read(document)
    assert found == f"{HINDI} Reuters"
    assert note
    assert "Kruti Dev 010" in note


def test_a_word_that_is_partly_bold_is_one_word() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("f", "d", " vk", "Sj"):
        run = paragraph.add_run(piece)
        run.font.name, run.bold = "Kruti Dev 010", piece == "d"
    assert read(document)[0] == "कि और"


def test_a_table_in_krutidev_is_converted() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=2).cell(0, 0)
    cell.paragraphs[0].add_run(krutidev("प्याज")).font.name = "DevLys 010"
    assert read(document)[0] == "प्याज | "


def test_an_unread_font_is_refused_by_name() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Üô·¤ßæ‡æè").font.name = "Chanakya"
    with pytest.raises(UnreadableFile, match=r"a\.docx: .* the font Chanakya, which can't be read"):
        read(document)


@pytest.mark.slow
def test_a_bomb_that_hides_its_size_is_not_unpacked() -> None:
    content = io.BytesIO()
    docx.Document().save(content)
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/zeros.xml", bytes(200_000_000))
    bomb = bytearray(content.getvalue())
    header = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(b"word/zeros.xml"))
    bomb[header + 24 : header + 28] = struct.pack("<I", 1_000_000)
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="damaged or locked"):
        read_word(HERE, bytes(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
