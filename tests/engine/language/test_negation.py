"""Negations: what is rejected is never asked for, and never stands in an answer."""

import itertools

import pytest

from engine.errors import UserError
from engine.language.lexicon import lexicons
from engine.recommend.query import Constraint

SAY_NO = (
    "no {}", "not {}", "without {}", "nothing {}", "anything but {}", "except {}", "never {}", "avoid {}",
    "please no {}",
    "happy or calm music but no {}", "I hate {}", "zero {}", "i don't want {}",
)  # fmt: skip
SAY_LESS = ("less {}", "not so {}", "not too {}", "nothing too {}", "not very {}", "isn't too {}", "not {}")


def test_a_word_that_says_what_is_rejected_is_no_wish(engine):
    query = engine.parse("rock but no cheesy pop")
    assert (query.not_genres, query.scene) == (("pop",), "")


@pytest.mark.parametrize(
    ("text", "constraints"),
    [
        ("not loud", {"loudness": Constraint(high="medium")}),
        ("less energy", {"energy": Constraint(high="medium")}),
        ("not so slow", {"tempo": Constraint(low="medium")}),
        ("nothing too fast or loud", {"tempo": Constraint(high="medium"), "loudness": Constraint(high="medium")}),
        ("no vocals", {"instrumentalness": Constraint(low=0.8, hard=True)}),
        ("without singing", {"instrumentalness": Constraint(low=0.8, hard=True)}),
        ("no vocals, slow tempo", {"instrumentalness": Constraint(low=0.8, hard=True), "tempo": Constraint("low")}),
        ("not instrumental", {"instrumentalness": Constraint(high=0.5, hard=True)}),
        ("something nobody knows yet", {"popularity": Constraint(high="medium")}),
        ("unpopular metal", {"popularity": Constraint(high="medium")}),
        ("nothing above 130 bpm", {"tempo": Constraint(high=130)}),
        ("nothing after 130 bpm", {"tempo": Constraint(high=130)}),
        ("not past 4 minutes", {"duration": Constraint(high=240)}),
        ("fast but not too fast", {"tempo": Constraint("high", high="very high")}),
        ("ohne Gesang", {"instrumentalness": Constraint(low=0.8, hard=True)}),
        ("nicht zu laut, ohne Energie", {"loudness": Constraint(high="medium"), "energy": Constraint(high="medium")}),
        ("sin voz", {"instrumentalness": Constraint(low=0.8, hard=True)}),
        ("pas trop vite, sans paroles", {"instrumentalness": Constraint(low=0.8, hard=True)}),
        ("no, something loud", {"loudness": Constraint("high")}),
    ],
)  # fmt: skip
def test_a_negation_leaves_the_other_side(engine, text, constraints):
    assert dict(engine.parse(text).constraints) == constraints


@pytest.mark.parametrize(
    ("text", "moods", "rejected"),
    [
        ("not sad", (), ("sad",)),
        ("less sad", (), ("sad",)),
        ("happy but not angry", ("happy",), ("angry",)),
        ("cheerful, nothing aggressive", ("happy",), ("angry",)),
        ("opera that isn't too mournful", (), ("sad",)),
        ("nicht traurig", (), ("sad",)),
        ("nada triste", (), ("sad",)),
        ("pas triste", (), ("sad",)),
        ("not only calm", ("calm",), ()),
    ],
)
def test_a_rejected_mood_is_not_asked_for(engine, text, moods, rejected):
    query = engine.parse(text)
    assert (query.moods, query.not_moods) == (moods, rejected)


def test_what_cannot_be_rejected_is_said(engine):
    assert engine.understand("not zany").questions or engine.parse("not zany").notes


def test_a_thousand_negations_never_ask_for_what_they_reject(engine):
    english = lexicons()["english"].phrases
    moods = [
        phrase
        for phrase, found in english.items()
        if {meaning.kind for meaning in found} == {"mood"} and phrase.isascii()
    ]
    genres = [
        genre for genre in engine.catalogue.genres if genre in ("jazz", "rock", "techno", "hip-hop", "country", "opera")
    ]
    count = 0
    for pattern, genre in itertools.product(SAY_NO, genres):
        query = engine.parse(pattern.format(genre))
        assert genre in query.not_genres, (pattern, genre)
        assert genre not in query.genres + query.genres_all
        count += 1
    for pattern, phrase in itertools.product((*SAY_NO[:3], *SAY_LESS), moods):
        if pattern.startswith(("not", "isn")) and phrase.split()[0] in ("to", "for"):
            continue
        query = engine.parse(pattern.format(phrase))
        mood = next(meaning.value for meaning in english[phrase])
        assert mood not in query.moods, (pattern, phrase)
        assert mood in query.not_moods, (pattern, phrase)
        count += 1
    assert count >= 1000


def test_rejected_genres_and_artists_are_not_in_the_answer(engine):
    for genre in engine.catalogue.genres[:12]:
        tracks = engine.recommend(f"happy music but no {genre.replace('-', ' ')}", k=20).tracks
        assert all(genre not in track.genres for track in tracks)
    for track in engine.best_known(12):
        artist = track.artists[0]
        try:
            tracks = engine.recommend(f'happy music, nothing by "{artist}"', k=20).tracks
        except UserError:
            continue
        assert all(artist not in shown.artists for shown in tracks)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("how about some non-satanic black metal?", "genre:black-metal"),
        ("punk that I can listen too while at the gym", "mood:workout genre:punk"),
        ("metal with clean vocals", "genre:metal"),
        ("non-explicit rap", "genre:hip-hop explicit:no"),
        ("techno, remove anything with vocals", "instrumentalness:>0.8! genre:techno"),
        ("techno, no live versions and remixes", "genre:techno -kind:live -kind:remix"),
        ("reggaeton sin letras explícitas", "genre:reggaeton explicit:no"),
        ("chill, too retro", "mood:calm"),
    ],
)
def test_what_a_negation_does_not_reach_is_wanted(engine, text, means):
    assert engine.parse(text).text == means


@pytest.mark.parametrize(
    ("text", "rejected"),
    [
        ("not indian classical", ("indian",)),
        ("something calm, no french rap", ("french",)),
        ("calm music, not the usual techno", ("techno",)),
        ("no choirs, no techno", ("techno",)),
    ],
)
def test_a_rejected_phrase_asks_for_none_of_its_parts(engine, text, rejected):
    query = engine.parse(text)
    assert query.not_genres == rejected
    assert not (query.genres)
    assert not (query.genres_all)
    assert not (query.scene)
