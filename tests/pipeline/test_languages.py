"""What names tell of the language of a recording, and where they tell nothing."""

import re
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.catalogue.store import Catalogue
from engine.languages import LANGUAGES
from pipeline.languages import SCRIPTS, SMALL_WORDS, languages, script_languages, small_words
from pipeline.similarity_inputs import Inputs

CASES = {
    "spanish title": ({"title": "La Noche Que Me Quieras Con Amor", "genre": "club"}, "Spanish"),
    "portuguese title": ({"title": "Você Não Vai Pra Minha Vida", "genre": "club"}, "Portuguese"),
    "kana": ({"title": "ダンスホール", "genre": "club"}, "Japanese"),
    "hangul": ({"title": "너의 마음", "genre": "club"}, "Korean"),
    "one foreign word": ({"title": "Nothing Else 愤", "genre": "club"}, ""),
    "an artist's name": ({"title": "Del", "album_name": "Del McCoury", "genre": "club"}, ""),
    "instrumental": ({"title": "La Noche Que Me Quieras", "genre": "club", "instrumentalness": 0.9}, ""),
    "no more than a genre": ({"title": "Xyz", "genre": "j-dance"}, ""),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory, make, row):
    given = {name: (f"Artist of {name}", fields) for name, (fields, _) in CASES.items()}
    for place in range(8):
        given[f"ja{place}"] = f"Jamaican {place}", {"title": "Up on the Road", "genre": "j-dance"}
        given[f"br{place}"] = f"Banda {place}", {"title": "Você Não Tem Saudade", "genre": "sertanejo"}
    given["han"] = "Singer", {"title": "初恋", "genre": "club"}
    given["kana too"] = "Singer", {"title": "ガラス", "genre": "club"}
    given["an artist's name"] = "Del McCoury", CASES["an artist's name"][0]
    rows = [
        row(name, artist, energy=place / 100, **fields) for place, (name, (artist, fields)) in enumerate(given.items())
    ]
    catalogue = Catalogue.load(make(tmp_path_factory.mktemp("languages"), rows))
    inputs = Inputs(catalogue, catalogue.genres)
    credible = np.zeros((len(catalogue), len(catalogue.genres)), dtype=bool)
    for place, genre in enumerate(catalogue.genres):
        credible[catalogue.genre_members(genre), place] = True
    found = languages(inputs, credible)
    return {name: LANGUAGES[found[place]] for place, name in enumerate(catalogue.words["track_id"].to_pylist())}


@pytest.mark.parametrize("name", CASES)
def test_names_tell_the_language_or_nothing(told, name):
    assert told[name] == CASES[name][1]


def test_a_genre_tells_no_language_that_the_names_of_its_artists_deny(told):
    assert "Japanese" not in {told[f"ja{place}"] for place in range(8)}
    assert {told[f"br{place}"] for place in range(8)} == {"Portuguese"}


def test_chinese_characters_are_japanese_where_the_artist_writes_kana(told):
    assert told["han"] == "Japanese"


SPOILING = st.sampled_from([" ", "'", "\n", "_", "2", "²", "ß", "İ", "ſ", "\u212a", "\u0301", "’", "é", "x"])
WORDS = st.sampled_from([*SMALL_WORDS, *(word.upper() for word in SMALL_WORDS)])
NAMES = st.lists(st.text() | SPOILING | WORDS).map("".join)


@given(st.lists(NAMES))
@example(["bollywood'x", "bollywoods", "c'est'la", "la'c'est", "i'm'i'm", "do\nn't", "''me'"])
def test_words_of_a_column_are_told_as_those_of_each_text(names):
    found = small_words(pa.array(names, pa.string())).toarray()
    words = [Counter(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", name.casefold())) for name in names]
    assert found.tolist() == [[counts[word] for word in SMALL_WORDS] for counts in words]


LETTERS_OF_SCRIPTS = st.sampled_from([letter for _, *ranges in SCRIPTS for letter in "".join(ranges)])


@given(st.lists(st.lists(st.text() | LETTERS_OF_SCRIPTS).map("".join)))
def test_scripts_of_a_column_are_told_as_those_of_each_text(names):
    def told(name):
        for language, *ranges in SCRIPTS:
            within = len(re.findall(f"[{''.join(ranges)}]", name))
            if within >= (1 if language == "Japanese" else max(0.3 * sum(map(str.isalpha, name)), 1)):
                return language
        return ""

    assert [LANGUAGES[place] for place in script_languages(pa.array(names, pa.string()))] == [*map(told, names)]
