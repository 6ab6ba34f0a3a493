"""The lexicon files: one format, values that the slash grammar knows, and what words of each language mean."""

import json
from pathlib import Path

import pytest

import engine.language.lexicon as module
from engine.features import TRAIT_NAMES, trait
from engine.language.free_text import words
from engine.language.keys import KINDS, LANGUAGES
from engine.language.lexicon import language_of, lexicons, parted
from engine.languages import UNTOLD
from engine.recommend.moods import MOODS
from engine.recommend.query import read_value

FILES = sorted((Path(module.__file__).parent / "lexicons").glob("*.json"))
LEVELS = {name: [trait(name).low, 0.2, 0.5, 0.8, trait(name).high] for name in TRAIT_NAMES}
MUST = {
    "language", "moods", "genres", "traits", "vocal_words", "explicit", "negations", "less", "very", "cues", "numbers",
    "nouns", "small", "talk",
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_lexicon_has_the_common_format(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data.keys() >= MUST
    assert data["moods"].keys() <= MOODS.keys()
    assert data["explicit"].keys() <= {"yes", "no"}
    assert data["languages"].keys() <= {*LANGUAGES, *UNTOLD}
    assert data["kinds"].keys() <= set(KINDS)
    assert data["cues"].keys() <= {"like", "by", "unlike"}
    for value in data["traits"]:
        name, _, said = value.partition(":")
        read_value(trait(name), said, LEVELS)
    for value in data["comparatives"]:
        name, way = value.split()
        assert name in TRAIT_NAMES
        assert way in ("up", "down")


def test_genres_of_the_lexicons_are_genres(real_engine):
    for path in FILES:
        data = json.loads(path.read_text(encoding="utf-8"))
        named = [*data["genres"], *(entry["near"] for entry in data.get("absent", {}).values())]
        for value in named:
            for name in value.replace("&", "+").split("+"):
                assert name in real_engine.catalogue.genres, (path.stem, value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("suche ruhige Klaviermusik zum Einschlafen", "german"),
        ("música alegre para una fiesta", "spanish"),
        ("de la musique triste en français", "french"),
        ("músicas tristes para estudar", "portuguese"),
        ("dieci canzoni allegre per una cena", "italian"),
        ("10 chansons tristes rock", "french"),
        ("calm piano for a rainy sunday", "english"),
        ("party", "english"),
    ],
)
def test_the_language_of_a_message_is_recognised(text, language):
    assert language_of(tuple(word.plain for word in words(text))) == language


@pytest.mark.parametrize(
    ("language", "words", "kind", "value"),
    [
        ("german", "trauriges", "mood", "sad"),
        ("german", "klaviermusik", "genre", "piano"),
        ("german", "ohne gesang", "trait", "instrumentalness:>0.8!"),
        ("spanish", "tristes", "mood", "sad"),
        ("spanish", "rapida", "trait", "tempo:high"),
        ("french", "peu connus", "trait", "popularity:<medium"),
        ("portuguese", "para estudar", "mood", "focus"),
        ("italian", "poco conosciuti", "trait", "popularity:<medium"),
        ("english", "hidden gems", "trait", "popularity:<medium"),
        ("english", "🎷", "genre", "jazz"),
        ("english", "😴", "mood", "sleepy"),
    ],
)
def test_words_mean_what_people_mean(language, words, kind, value):
    assert (kind, value) in [(meaning.kind, meaning.value) for meaning in lexicons()[language].phrases[words]]


def test_a_word_that_lost_a_letter_is_parted_from_the_next_but_not_in_a_name():
    assert parted("pas d'instrumental, comme L'Impératrice", "french") == "pas d instrumental, comme L'Impératrice"
    assert parted("né rock né metal", "italian") == "no rock no metal"
    assert parted("don't stop", "english") == "don't stop"
