"""The Articles tab in the browser, over a real store: uploads good and bad, pasted text, the list, one article, removing and undo."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from pdf_file import Line, pdf_file

from tests.browser.scripted_server import HOSTILE
from tests.browser.test_access import assert_accessible

ROOT = Path(__file__).resolve().parents[2]
FLOOD = "तमसापुर में बाढ़ आई\n\nलोकवाणी | 14 जून 2025\n\nतमसापुर में बाढ़ से ग्यारह लोगों की मौत हुई। सेना ने नाव से गांव खाली कराए।\n"
ONION = "प्याज के दाम गिरे हैं\n\nजनपथ | 2 मई 2025\n\nमंडी में प्याज का भाव 2,150 रुपये रहा।\n"
METRO = "Blue Line opens today\n\nThe Ledger | 18 June 2025\n\nThe Shyamgarh metro carried 40,000 passengers on Sunday.\n"
SLOW = "धीमा समाचार {n} आज का\n\nयह धीमा समाचार क्रमांक {n} है और इसमें समय लगता है।\n"


class Serve:
    """serve(*folders): a page over a store of its own that holds the articles of these folders; the settings are environment variables."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._servers: list[subprocess.Popen[str]] = []

    def __call__(self, *folders: Path, **settings: str) -> str:
        command = [sys.executable, "-m", "tests.browser.articles_server", "7990", str(self._store), *map(str, folders)]
        environment = {**os.environ, **{f"PRAMAAN_{name.upper()}": value for name, value in settings.items()}}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._servers.append(server)
        assert server.stdout
        said = []
        for line in server.stdout:
            said.append(line)
            if ready := re.search(r"Chat ready at (http://\S+)", line):
                return ready[1]
        pytest.fail("the page did not start:\n" + "".join(said))

    def stop(self) -> None:
        """End what was started."""
        while self._servers:
            with self._servers.pop() as server:
                server.terminate()
                server.wait(20)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    servers = Serve(tmp_path / "store")
    yield servers
    servers.stop()


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


Files = Callable[[str, str | bytes], Path]


def opened(new_tab: Any, url: str, width: int = 1280, locale: str = "hi-IN", scheme: str = "light") -> Any:
    tab = new_tab(locale=locale, width=width, scheme=scheme)
    tab.open(url)
    go_to_articles(tab)
    return tab


def go_to_articles(tab: Any) -> None:
    name = re.compile("^(लेख|Articles)$")
    if not tab.page.get_by_role("tab", name=name).is_visible():
        tab.page.locator(".overflow-menu > button").click()  # gradio folds tabs that a narrow screen has no room for
        tab.page.locator(".overflow-dropdown button", has_text=name).click()
    else:
        tab.page.get_by_role("tab", name=name).click()
    tab.page.wait_for_selector("#article-list :is(table, .said)")


def upload(tab: Any, *paths: Path, selector: str = "#article-files") -> None:
    tab.page.set_input_files(f"{selector} input[type=file]", [str(path) for path in paths])


def wait_for(tab: Any, text: str, selector: str = "#adding-progress") -> None:
    tab.page.wait_for_function("([where, text]) => document.querySelector(where)?.innerText.includes(text)", arg=[selector, text], timeout=30_000)


def wait_for_titles(tab: Any, titles: Sequence[str]) -> None:
    script = (
        "titles => JSON.stringify([...document.querySelectorAll('#article-list [data-view]')].map(one => one.innerText)) === JSON.stringify(titles)"
    )
    try:
        tab.page.wait_for_function(script, arg=list(titles), timeout=15_000)
    except Exception:
        assert tab.page.locator("#article-list [data-view]").all_inner_texts() == list(titles)
        raise


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


def test_search_filter_view_remove_and_undo(serve: Serve, new_tab: Any, files: Files, tmp_path: Path) -> None:
    own = files("own/metro.txt", METRO).parent
    tab = opened(new_tab, serve(own))
    upload(tab, files("flood.txt", FLOOD), files("onion.txt", f"{ONION}\n\nयह भी पढ़ें: दूसरी ख़बर\n"))
    wait_for(tab, "पूरा हुआ। जोड़े गए लेख: 2")
    every = ["Blue Line opens today", "तमसापुर में बाढ़ आई", "प्याज के दाम गिरे हैं"]
    wait_for_titles(tab, every)
    tab.page.fill("#search-articles :is(input, textarea)", "बाढ़")
    wait_for_titles(tab, every[1:2])
    tab.page.fill("#search-articles :is(input, textarea)", "passengers")
    wait_for_titles(tab, every[:1])
    tab.page.fill("#search-articles :is(input, textarea)", "")
    tab.page.fill("#articles-since :is(input, textarea)", "2025-06")
    wait_for_titles(tab, every[:2])
    tab.page.fill("#articles-since :is(input, textarea)", "junk")
    wait_for(tab, "तारीख़ 2025-06-14", "#article-list")
    tab.page.fill("#articles-since :is(input, textarea)", "")
    wait_for_titles(tab, every)
    tab.page.click("#articles-publisher input")
    tab.page.get_by_role("option", name="जनपथ").click()
    wait_for_titles(tab, every[2:])
    tab.page.click("#articles-publisher input")
    tab.page.get_by_role("option", name="—").first.click()
    tab.page.click("#articles-language input")
    tab.page.get_by_role("option", name="English").click()
    wait_for_titles(tab, every[:1])
    tab.page.click("#articles-language input")
    tab.page.get_by_role("option", name="—").last.click()
    wait_for_titles(tab, every)

    tab.page.click(f"#article-list [data-view]:text('{every[2]}')")
    wait_for(tab, "मंडी में प्याज", "#article-view")
    assert "दूसरी ख़बर" in " ".join(tab.page.locator("#article-view .furniture").all_inner_texts())
    tab.shoot("articles-view")
    tab.page.click("#close-article")
    tab.page.wait_for_selector("#article-view article", state="detached")

    tab.page.click("#article-list [data-remove]")
    wait_for(tab, "पहले हटाए जाने वाले लेख चुनिए", "#article-said")
    tab.page.check("#article-list input[name=every]")
    tab.page.uncheck(f"#article-list tr:has-text('{every[2]}') input")
    tab.page.click("#article-list [data-remove]")
    wait_for(tab, "हटाए गए लेख: 2", "#article-said")
    assert "आपके अपने फ़ोल्डरों के लेख: 1" in tab.text("#article-said")
    wait_for_titles(tab, every[2:])
    tab.page.wait_for_function("!document.querySelector('#article-list :checked')")
    tab.shoot("articles-removed")
    assert (own / "metro.txt").is_file()
    assert not (tmp_path / "store" / "articles" / "flood.txt").exists()
    tab.page.click("#undo-removal")
    wait_for(tab, "वापस लाए गए लेख: 2", "#article-said")
    wait_for_titles(tab, every)
    assert (tmp_path / "store" / "articles" / "flood.txt").is_file()
    tab.page.wait_for_selector("#undo-removal", state="hidden")
    tab.page.check("#article-list input[name=article] >> nth=0")
    tab.page.fill("#search-articles :is(input, textarea)", "प्याज")
    wait_for_titles(tab, every[2:])
    tab.page.wait_for_function("!document.querySelector('#article-list :checked')")


def test_the_keyboard_alone_reaches_everything(serve: Serve, new_tab: Any, files: Files) -> None:
    tab = opened(new_tab, serve(files("own/flood.txt", FLOOD).parent), locale="en-US")
    tab.page.focus("#search-articles :is(input, textarea)")
    reached = []
    for _ in range(16):
        tab.page.keyboard.press("Tab")
        reached.append(
            tab.page.evaluate("document.activeElement.dataset.view ? 'view' : document.activeElement.name || document.activeElement.tagName")
        )
        if reached[-1] == "view":
            break
    assert {"every", "article", "view"} <= set(reached)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_function("document.activeElement?.className.includes('cleaned')")
    assert "Close the article" in tab.text("#close-article")
    unnamed = "[...document.querySelectorAll('#article-list :is(input, button)')].filter(one => !(one.ariaLabel || one.innerText.trim())).length"
    assert tab.page.evaluate(unnamed) == 0


def test_a_phone_needs_no_sideways_scrolling(serve: Serve, new_tab: Any, files: Files) -> None:
    own = files("own/flood.txt", FLOOD).parent
    files("own/" + "बहुत-लंबा-नाम" * 5 + ".txt", ONION)
    tab = opened(new_tab, serve(own), width=360)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    tab.shoot("articles-phone")
    tab.page.click("#article-list [data-view]")
    wait_for(tab, "सेना ने नाव से", "#article-view")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    tab.shoot("articles-phone-view")


def test_thousands_of_articles_come_a_page_at_a_time(serve: Serve, new_tab: Any, files: Files) -> None:
    for number in range(60):
        folder = files(f"own/{number:03}.txt", f"समाचार का शीर्षक {number:03}\n\nघटना {number} की पूरी ख़बर यहाँ है।\n").parent
    tab = opened(new_tab, serve(folder), locale="en-US")
    assert "1–25 of 60" in tab.text("#article-list")
    assert tab.page.is_disabled("#earlier-page")
    tab.page.click("#later-page")
    wait_for(tab, "26–50 of 60", "#article-list")
    tab.page.click("#later-page")
    wait_for(tab, "51–60 of 60", "#article-list")
    tab.page.wait_for_selector("#later-page:disabled")
    tab.page.fill("#search-articles :is(input, textarea)", "042")
    wait_for_titles(tab, ["समाचार का शीर्षक 042"])


@pytest.mark.parametrize(("locale", "scheme", "width"), [("hi-IN", "light", 1280), ("en-US", "dark", 1280), ("hi-IN", "dark", 360)])
def test_axe_finds_nothing_serious(serve: Serve, new_tab: Any, files: Files, locale: str, scheme: str, width: int) -> None:
    tab = opened(new_tab, serve(), width, locale, scheme)
    assert_accessible(tab)
    upload(
        tab,
        files("flood.txt", f"{FLOOD}\n\nयह भी पढ़ें: दूसरी ख़बर\n"),
        files("same.txt", FLOOD),
        files("half.pdf", b"%PDF-1.4\n"),
        files("onion.txt", ONION),
    )
    tab.page.wait_for_selector("#adding-progress .told.refused")
    tab.page.wait_for_selector("#article-list tbody tr")
    tab.page.click("#paste button")
    tab.page.click("#article-list [data-view] >> nth=0")
    tab.page.wait_for_selector("#article-view .furniture")
    assert_accessible(tab)
    tab.page.check("#article-list input[name=article] >> nth=0")
    tab.page.click("#article-list [data-remove]")
    tab.page.wait_for_selector("#undo-removal", state="visible")
    tab.page.wait_for_timeout(300)
    assert_accessible(tab)
    tab.shoot(f"articles-axe-{locale}-{scheme}-{width}")
