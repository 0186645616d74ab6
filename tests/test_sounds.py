from __future__ import annotations

from pathlib import Path

import pytest
from new_articles import FLOOD, ONION, new_article

from index.store.catalogue import Catalogue
from index.store.database import Database
from index.store.lexical import LexicalIndex
from index.store.sounds import SoundIndex
from index.text.roman import typed_keys


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


def test_words_are_found_by_what_is_typed_with_the_number_of_their_articles(database: Database) -> None:
    sounds = SoundIndex(database)
    with database.transaction():
        sounds.add("चुनाव की तारीख, चुनाव का दिन")
        sounds.add("चुनाव हुए, लावरोव आए। Lavrov 2024")
    assert sounds.sounding_like(typed_keys("chunav")) == {"चुनाव": 2}
    assert sounds.sounding_like(typed_keys("lavrov")) == {"लावरोव": 1}
    assert sounds.sounding_like(typed_keys("putin")) == {}


def test_taking_an_article_back_leaves_what_the_others_hold(database: Database) -> None:
    sounds = SoundIndex(database)
    with database.transaction():
        sounds.add("चुनाव और बाढ़")
        before = database.rows("SELECT * FROM sounds")
        sounds.add("चुनाव और मौत")
        sounds.remove("चुनाव और मौत")
    assert database.rows("SELECT * FROM sounds") == before


def test_of_very_many_words_the_most_frequent_are_compared(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.store.sounds._MOST_COMPARED", 2)
    sounds = SoundIndex(database)
    with database.transaction():
        for text in ("काम कम कमी", "कम कमी", "कमी"):
            sounds.add(text)
    assert sounds.sounding_like(typed_keys("kam")) == {"कमी": 3, "कम": 2}


@pytest.mark.parametrize(("word", "held"), [("election", True), ("elections", True), ("electric", False), ("चुनाव", True)])
def test_a_word_is_held_in_any_of_its_forms(database: Database, word: str, held: bool) -> None:
    with database.transaction():
        LexicalIndex(database).add(1, "The election of a mayor, चुनाव")
    assert SoundIndex(database).holds(word) is held


def test_the_catalogue_keeps_the_words_of_its_articles(catalogue: Catalogue) -> None:
    def words() -> set[str]:
        return {word for (word,) in catalogue._database.rows("SELECT word FROM sounds")}

    catalogue.put([new_article("a.txt", FLOOD), new_article("b.txt", ONION)])
    assert {"बाढ", "प्याज"} <= words()
    catalogue.put([new_article("b.txt", FLOOD, "2")])
    assert "प्याज" not in words()
    assert catalogue.sounds.sounding_like(typed_keys("baadh"))["बाढ"] == 2
    catalogue.remove(["a.txt", "b.txt"])
    assert words() == set()
