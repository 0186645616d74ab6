"""The Articles tab in the browser, over a real store: uploads good and bad, whole folders, pasted text, progress and cancelling."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
from pdf_file import Line, pdf_file

from tests.browser.articles_tab import (
    FLOOD,
    METRO,
    ONION,
    SLOW,
    Files,
    Serve,
    files,
    go_to_articles,
    opened,
    serve,
    upload,
    wait_for,
    wait_for_titles,
)
from tests.browser.scripted_server import HOSTILE

__all__ = ["files", "serve"]


def test_an_empty_store_invites_and_takes_every_kind_in(serve: Serve, new_tab: Any, files: Files, tmp_path: Path) -> None:
    tab = opened(new_tab, serve())
    assert "अभी कोई लेख नहीं है" in tab.text("#article-list")
    assert "No articles yet" not in tab.text("#article-list")  # the page is in Hindi
    tab.shoot("articles-empty")
    document = docx.Document()
    for text in ("Bridge closed for repair", "The Tamsa bridge was closed on Monday. Engineers found cracks in two pillars."):
        document.add_paragraph(text)
    document.save(str(tmp_path / "bridge.docx"))
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.writestr("june/onion.txt", ONION)
    page = (
        "<html><head><title>Metro</title></head><body><article><h1>Rain floods the market</h1>" + "<p>Rain flooded the market in Shyamgarh.</p>" * 5
    )
    lines = [Line("Mela opens at Shyamgarh", 700, size=18), Line("The mela opened on Friday with two hundred shops and a wheel.", 660)]
    upload(
        tab,
        files("बाढ़ की ख़बर.txt", FLOOD),
        files("metro.md", METRO),
        files("rain.html", page + "</article></body></html>"),
        files("mela.pdf", pdf_file(lines)),
        tmp_path / "bridge.docx",
        tmp_path / "packed.zip",
    )
    wait_for(tab, "पूरा हुआ। जोड़े गए लेख: 6")
    tab.page.wait_for_function("document.querySelectorAll('#article-list tbody tr').length === 6")
    shown = tab.text("#article-list")
    for name in ("बाढ़ की ख़बर.txt", "metro.md", "rain.html", "mela.pdf", "bridge.docx", "onion.txt", "2025-06-14", "लोकवाणी"):
        assert name in shown
    tab.shoot("articles-list")
    tab.page.reload()
    tab.page.wait_for_function("document.querySelector('#conversation')?.innerText.includes('6 लेख')")
    assert sorted(path.suffix for path in (tmp_path / "store" / "articles").iterdir()) == [".docx", ".html", ".md", ".pdf", ".txt", ".txt"]
    tab.requested_nothing_elsewhere()


def test_bad_uploads_are_named_one_by_one_and_the_rest_goes_in(serve: Serve, new_tab: Any, files: Files) -> None:
    tab = opened(new_tab, serve())
    upload(
        tab,
        files("good.txt", FLOOD),
        files("same.txt", FLOOD),
        files("binary.txt", b"\x00\x01\x02ELF" * 99),
        files("half.txt", "आधी फ़ाइल".encode()[:-1]),
        files("half.pdf", b"%PDF-1.4\n"),
        files("blank.txt", " \n"),
        files("photo.jpg", b"\xff\xd8\xff"),
        files('<img src=x onerror="alert(1)">.txt'.replace("/", ""), b"\x00\x01" * 99),
        files("utf16.txt", ONION.encode("utf-16")),
    )
    wait_for(tab, "पूरा हुआ। जोड़े गए लेख: 2")
    wait_for_titles(tab, ["तमसापुर में बाढ़ आई", "प्याज के दाम गिरे हैं"])
    refused = tab.text("#adding-progress .told.refused")
    assert [name for name in ("binary.txt", "half.txt", "half.pdf", "blank.txt", "photo.jpg") if name not in refused] == []
    assert "फ़ाइल अधूरी है" in refused
    assert "the file is empty" in refused
    assert "good.txt" in tab.text("#adding-progress .told.duplicate")
    assert "UTF-16" in tab.text("#adding-progress .told.note")
    assert tab.page.query_selector("#adding-progress :is(img, script)") is None
    assert tab.dialogs == []
    tab.shoot("articles-bad")


def test_an_empty_file_does_not_take_the_others_with_it(serve: Serve, new_tab: Any, files: Files) -> None:
    tab = opened(new_tab, serve())
    upload(tab, files("empty.txt", b""), files("good.txt", FLOOD))
    wait_for(tab, "पूरा हुआ। जोड़े गए लेख: 1")
    assert "empty.txt" in tab.text("#adding-progress .told.refused")


def test_a_whole_folder(serve: Serve, new_tab: Any, files: Files) -> None:
    for name, text in (("news/june/flood.txt", FLOOD), ("news/may/flood.txt", ONION), ("news/.DS_Store", b"\x00\x00")):
        files(name, text)
    tab = opened(new_tab, serve())
    with tab.page.expect_file_chooser() as chooser:
        tab.page.click("button#article-folder")
    chooser.value.set_files(str(files("news/last.txt", METRO).parent))
    wait_for(tab, "पूरा हुआ। जोड़े गए लेख: 3")
    wait_for_titles(tab, ["Blue Line opens today", "तमसापुर में बाढ़ आई", "प्याज के दाम गिरे हैं"])
    assert "flood (2).txt" in tab.text("#article-list")


def test_pasted_text_with_its_headline_publisher_and_date(serve: Serve, new_tab: Any) -> None:
    tab = opened(new_tab, serve())
    tab.page.click("#paste button")
    tab.page.click("#paste-add")
    wait_for(tab, "कुछ चिपकाया नहीं गया")
    tab.page.fill("#paste-text textarea", f"मंडी में प्याज का भाव 2,150 रुपये रहा। {HOSTILE}\n\nकिसान परेशान हैं।")
    tab.page.fill("#paste-title textarea, #paste-title input", "प्याज के दाम गिरे")
    tab.page.fill("#paste-publisher textarea, #paste-publisher input", "जनपथ")
    tab.page.fill("#paste-date textarea, #paste-date input", "कल")
    tab.page.click("#paste-add")
    wait_for(tab, "“कल” तारीख़ नहीं है")
    assert "2,150" in tab.page.input_value("#paste-text textarea")
    tab.page.fill("#paste-date textarea, #paste-date input", "2 मई 2025")
    tab.page.click("#paste-add")
    wait_for(tab, "पूरा हुआ। जोड़े गए लेख: 1")
    wait_for_titles(tab, ["प्याज के दाम गिरे"])
    assert "2025-05-02" in tab.text("#article-list")
    assert "जनपथ" in tab.text("#article-list")
    tab.page.wait_for_function("document.querySelector('#paste-text textarea').value === ''")
    tab.page.click("#article-list [data-view]")
    wait_for(tab, "किसान परेशान हैं।", "#article-view")
    assert "<img src=" in tab.text("#article-view")
    assert tab.page.query_selector("#article-view :is(img, script, svg, style, iframe)") is None
    assert tab.dialogs == []
    tab.requested_nothing_elsewhere()
    tab.shoot("articles-pasted")


def test_progress_cancel_and_a_closed_page(serve: Serve, new_tab: Any, files: Files) -> None:
    url = serve()
    tab = opened(new_tab, url)
    upload(tab, *(files(f"slow{n}.txt", SLOW.format(n=n)) for n in range(40)))
    wait_for(tab, "/ 40")
    tab.page.wait_for_selector("#cancel-adding", state="visible")
    wait_for(tab, "लेख खोज के लिए तैयार किए जा रहे हैं")
    tab.shoot("articles-adding")
    tab.page.reload()
    tab.page.wait_for_selector("#question textarea")
    go_to_articles(tab)
    wait_for(tab, "लेख खोज के लिए तैयार किए जा रहे हैं")
    tab.page.click("#cancel-adding")
    wait_for(tab, "रद्द किया गया")
    tab.page.wait_for_selector("#cancel-adding", state="hidden")
    upload(tab, files("flood.txt", FLOOD))
    wait_for(tab, "पूरा हुआ। जोड़े गए लेख: 1")
