from __future__ import annotations

import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from krutidev import krutidev

from index.errors import UnreadableFile
from index.files.legacy_fonts import Run, family_of_font, unicode_of_runs, unicode_text

HERE = Path("a.txt")
DEMO = Path(__file__).resolve().parents[1] / "data" / "articles"
FLOOD = "तमसापुर में बाढ़ से ग्यारह लोगों की मौत हो गई है।\nनदी का पानी नहीं उतरा और 2,150 रुपये की मदद मिली है। यह भी कहा गया।\n"


def plain(text: str) -> str:
    """NFC, without Latin letters, joiners, and the marks that the font KrutiDev has no key for."""
    return re.sub("[A-Za-z\u200b-\u200f\ufeff\"'`|\\[\\]–—…·~+@#&%*<>=_]", "", unicodedata.normalize("NFC", text))


def texts_of(folder: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]


# The way there and back


def test_the_gold_is_what_the_font_shows() -> None:
    for hindi, typed in {"और": "vkSj", "नहीं": "ugha", "क्षत्रिय": "{kf=;", "समर्थन": "leFkZu", "मूर्ति": "ewfrZ", "पर्वतों": "ioZrksa", "रूस": ":l"}.items():
        assert krutidev(hindi) == typed


def test_hindi_typed_in_krutidev_comes_back_word_for_word() -> None:
    for text in texts_of(DEMO):
        hindi = plain("\n".join(line for line in text.splitlines() if re.search("[\u0900-\u097f]", line)))
        if not hindi:
            continue
        found, note = unicode_text(HERE, krutidev(hindi))
        # Visarga and colon are one key: पढ़ें: comes back as पढ़ेंः.
        assert found.replace("ः", ":") == hindi.replace("ः", ":")
        assert note == "converted to Unicode from the code of KrutiDev or DevLys: check names and figures against the original"


def test_thousands_of_words_come_back(shared: Path) -> None:
    articles = json.loads((shared / "xquad" / "xquad_dev.json").read_text("utf-8"))
    words = [
        word for article in articles for p in article["paragraphs"] for word in plain(p["context"]).split() if re.fullmatch("[\u0900-\u0963]+", word)
    ]
    found, _ = unicode_text(HERE, " ".join(krutidev(word) for word in words))
    wrong = [(word, back) for word, back in zip(words, found.split(), strict=True) if word != back]
    assert len(words) > 15_000
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "hindi"),
    [
        ("2]150", "2,150"),
        ("2-5", "2.5"),
        ("10%30", "10:30"),
        ("56-2%", "56.2%"),
        ("¼1922–26½", "(1922-26)"),
        ('"n\'kd"', '"दशक"'),
        ('"kM~;a=', "षड्यंत्र"),
        ("’kgj", "शहर"),
        ("ÞgkaAß", "“हां।”"),
        ("PTI", "PTI"),
        ("www.example.com/dk", "www.example.com/dk"),
        ("\uf076\uf06b\uf074", "आज"),
        ("भारत", "भारत"),
        ("–", "–"),
    ],
)
def test_figures_marks_and_what_is_not_hindi(typed: str, hindi: str) -> None:
    around = "vkSj ugha gS "
    assert unicode_text(HERE, around + typed)[0] == "और नहीं है " + hindi


def test_english_and_unicode_lines_among_krutidev_stay() -> None:
    english, unicode = "The report was filed from the site of the flood.", "यह पंक्ति यूनिकोड में है, PTI के अनुसार।"
    found, _ = unicode_text(HERE, f"{english}\n{krutidev(FLOOD)}{unicode}\n")
    assert found == f"{english}\n{FLOOD}{unicode}\n"


def test_a_million_letters_take_seconds() -> None:
    text = krutidev(FLOOD) * 7_000
    started = time.perf_counter()
    found, _ = unicode_text(HERE, text)
    assert time.perf_counter() - started < 10
    assert found == FLOOD * 7_000


def test_a_word_without_end_takes_no_time() -> None:
    started = time.perf_counter()
    unicode_text(HERE, krutidev(FLOOD) + "fdZ" * 300_000)
    assert time.perf_counter() - started < 2


@given(st.text(st.sampled_from(" \n" + krutidev(FLOOD) + "fZ~+k\"'{[}ÙØ‚–%&=|")))
def test_any_text_of_its_letters_is_converted_or_refused(typed: str) -> None:
    try:
        found, _ = unicode_of_runs(HERE, [Run(typed, "Kruti Dev 010")])
    except UnreadableFile:
        return
    assert len(found.split("\n")) == len(typed.split("\n"))
    assert len(found.split()) == len(typed.split())


# What is not KrutiDev


ENGLISH = [
    "MINISTER SAYS NO TO US BASES; GS PAPER ON DK AND LS SEATS DUE\n",
    "DK Shivakumar met LS members; ds, dk, ls, ij and fd are Unix words. The esa launched a rocket.",
    "Name | Rank | Runs\nV. Kohli | 1 | 12,000\nR. Sharma | 2 | 10,500\n",
    "for i in range(10):\n    gs = dk[i]; us = ls(fd)\n",
    "kya aap ke paas das rupaye hai? nahin, mere paas nahin hai. aur kuch bhi nahi.",
    "The café’s résumé — “naïve” façade: £5, ½ kg, 20°C, Müller & Søn, Škoda.",
    "Le général a été arrêté à Besançon; l’été fût très chaud, où était-il?",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_and_its_kin_are_left_alone(text: str) -> None:
    assert unicode_text(HERE, text) == (text, None)


def test_the_articles_are_left_alone() -> None:
    for text in texts_of(DEMO):
        for part in (text, text.upper(), *text.splitlines()):
            assert unicode_text(HERE, part) == (part, None)


def test_real_articles_are_left_alone(shared: Path) -> None:
    articles = json.loads((shared / "xquad" / "xquad_dev.json").read_text("utf-8"))
    passages = [p[key] for article in articles for p in article["paragraphs"] for key in ("context", "context_en")]
    for text in [*texts_of(shared / "articles"), *passages]:
        for part in (text, text.upper(), *text.splitlines()):
            assert unicode_text(HERE, part) == (part, None)


def test_an_english_article_that_quotes_krutidev_is_left_alone() -> None:
    text = "In KrutiDev the word for and is typed vkSj, and the word for not is ugha. " * 2 + "It was the font of the newsrooms. " * 20
    assert unicode_text(HERE, text) == (text, None)


# What can't be read


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("çÎ„è ×ð´ ÕæÉ¸ âð vçÉ·¤ Üô» ×ÚU »° ãñ´Ð ·ð¤ ·¤è ¥õÚU Ùãè´ ", "Chanakya"),
        ("baaZ, maoM gyaarh laaogaaoM kI maaOt hao ga[- hO. nadI ka panaI nahIM ]tra AaOr madd maaMgaI.", "Shusha"),
        ("ck<+ osQ ckn unh osQ fdukjs oqQN yksx gSa vkSj iQlysa ugha gSa", "Walkman-Chanakya"),
        ("ZXr _o§ ~mT> Ho$ ~mX Am¡a nmZr h¡ H$m H$s", "Shree-Lipi"),
        ("Æ¥Ü Ìá¢ ÊÚÀ é ³á Ê¥Ä ±Ï ÈÚÆÜ Øâ ³Ü ³Ú", "ISCII"),
        ("à¤¤à¤®à¤¸à¤¾à¤ªà¥à¤° à¤®à¥‡à¤‚ à¤¬à¤¾à¤¢à¤¼", "wrong encoding"),
    ],
)
def test_other_codes_are_refused_with_their_name_and_the_cure(text: str, named: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        unicode_text(HERE, text)
    assert str(refused.value).startswith("a.txt: ")
    assert named in str(refused.value)
    assert "Save it as Unicode" in str(refused.value)


def test_what_makes_no_words_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="makes no words when converted"):
        unicode_of_runs(HERE, [Run("sss kkk ~~k hhh " * 20, "Kruti Dev 010")])


# Fonts


@pytest.mark.parametrize(
    ("font", "family"),
    [
        ("Kruti Dev 010", "KrutiDev or DevLys"),
        ("ABCDEF+KrutiDev010,Bold", "KrutiDev or DevLys"),
        ("DevLys 010 Thin", "KrutiDev or DevLys"),
        ("Walkman-Chanakya905Normal", "Walkman-Chanakya"),
        ("4CChanakya", "Chanakya"),
        ("Shusha02", "Shusha or Shivaji"),
        ("Shivaji01", "Shusha or Shivaji"),
        ("SHREE-DEV-0708", "Shree-Lipi"),
        ("APS-DV-Priyanka", "a font with a code of its own"),
        ("DV-TTSurekh", "a font with a code of its own"),
        ("Shree Devanagari 714", None),
        ("Mangal", None),
        ("ABCDEF+NotoSansDevanagari", None),
        ("Times New Roman", None),
        ("", None),
        (None, None),
    ],
)
def test_a_font_tells_its_family(font: str | None, family: str | None) -> None:
    assert family_of_font(font) == family


def test_only_the_runs_in_the_font_are_converted() -> None:
    runs = [Run("vkS", "Kruti Dev 010"), Run("j", "Kruti Dev 010"), Run(" ", "Arial"), Run("gas", "Arial"), Run("\n"), Run("gS", "KrutiDev010")]
    found, note = unicode_of_runs(HERE, runs)
    assert found == "और gas\nहै"
    assert note == "converted to Unicode from the code of Kruti Dev 010, KrutiDev010: check names and figures against the original"


def test_unicode_text_in_a_font_of_that_name_is_left_alone() -> None:
    assert unicode_of_runs(HERE, [Run("भारत और नेपाल", "Chanakya")]) == ("भारत और नेपाल", None)


def test_english_that_was_left_in_the_font_is_not_converted() -> None:
    text = "The river rose by two metres on Monday, and the bridge is closed."
    assert unicode_of_runs(HERE, [Run(text, "Kruti Dev 010")])[0] == text


def test_a_masthead_in_an_unread_font_is_left_out_and_noted() -> None:
    found, note = unicode_of_runs(HERE, [Run("Üô·¤ßæ‡æè", "AAAAAA+Chanakya"), Run("\n"), Run("नदी का पानी उतर गया है। " * 10, "Mangal")])
    assert found == "\n" + "नदी का पानी उतर गया है। " * 10
    assert note == "left out what is in the code of the font Chanakya"


def test_an_article_in_an_unread_font_is_refused_by_the_fonts_name() -> None:
    with pytest.raises(UnreadableFile, match="in the code of the font Walkman-Chanakya905, which"):
        unicode_of_runs(HERE, [Run("ck<+ osQ ckn", "ABCDEF+Walkman-Chanakya905"), Run("2025")])
