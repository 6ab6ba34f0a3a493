"""/explore, /compare, /artist, /drivers and /trends, over the demo catalogue."""

import pytest

from bot.request import read_request
from engine.features import TRAIT_NAMES


@pytest.fixture(scope="module")
def some_artist(engine):
    """The one with most recordings."""
    names, catalogue = engine.catalogue.artist_names, engine.catalogue
    return max(range(len(names)), key=lambda code: len(catalogue.artist_members(code))), names


def test_genres_are_shown_from_both_ends(ask, engine):
    reply = ask("/explore genres by:size")
    counts = [row.data["count"] for row in reply.rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == max(len(engine.catalogue.genre_members(genre)) for genre in engine.catalogue.genres)
    assert reply.rows[0].title in reply.title.casefold()


def test_a_feature_in_a_genre_is_that_genres(ask, engine):
    reply = ask("/explore features feature:energy genre:sleep")
    assert reply.rows[0].data["count"] == len(engine.catalogue.genre_members("sleep"))
    assert "less energetic than most" in reply.title


def test_without_a_neighbour_map_the_components_are_shown_and_it_is_said(ask_untrained):
    reply = ask_untrained("/explore map")
    assert any("neighbour map" in line for line in reply.feedback)
    assert "trained models" in ask_untrained("/explore map method:neighbours").error.hint


def test_a_track_on_the_map_is_among_genres_near_it(ask, engine):
    track = engine.catalogue.track(0)
    reply = ask(f"/explore map track:{track.track_id}")
    assert reply.rows
    assert all(row.data["genre"] in engine.catalogue.genres for row in reply.rows)


def test_a_comparison_goes_through_every_trait_and_turns_round(ask):
    one, other = ask("/compare a:techno b:classical"), ask("/compare a:classical b:techno")
    assert [row.data["trait"] for row in one.rows] == list(TRAIT_NAMES)
    assert [row.data["a"] for row in one.rows] == [row.data["b"] for row in other.rows]
    assert one.actions[-1].command == "/compare a:classical b:techno"


def test_a_comparison_says_who_is_who(ask):
    row = ask("/compare a:techno b:classical").rows[1]
    assert row.amount.startswith("techno ")
    assert " · classical " in row.amount
    assert row.detail.startswith("techno ")
    assert row.detail.endswith("percentiles higher than classical")


def test_a_track_has_its_key_for_musicians_and_for_djs(ask, engine):
    track = next(track for track in map(engine.catalogue.track, range(50)) if engine.key(track).name)
    reply = ask(f"/track track:{track.track_id}")
    key = engine.key(track)
    assert f"{key.name} (Camelot {key.camelot})" in reply.text
    assert f"{track.values['tempo']:.0f} BPM" in reply.text
    assert reply.rows[0].data["camelot"] == key.camelot


def test_tracks_and_artists_may_be_compared_with_genres(ask, engine, some_artist):
    track = engine.catalogue.track(3)
    code, names = some_artist
    reply = ask(f'/compare a:{track.track_id} b:"{names[code].as_py()}"')
    assert reply.ok
    assert reply.rows[1].data["a"] == pytest.approx(track.values["energy"], abs=1e-4)
    assert "an artist" in reply.text


def test_what_nothing_is_called_is_answered_with_the_nearest(ask):
    error = ask("/compare a:zzzzqqq b:techno").error
    assert error.code == "not_found"
    assert error.hint.startswith("Nearest: ")


def test_an_artist_is_shown_by_popular_typical_and_unusual_tracks(ask, engine, some_artist):
    code, names = some_artist
    reply = ask(f'/artist name:"{names[code].as_py()}"')
    rows = engine.names.artist_recordings(names[code].as_py())
    popularity = engine.catalogue.traits[rows, TRAIT_NAMES.index("popularity")]
    assert reply.rows[0].data["popularity"] == popularity.max()
    assert all(names[code].as_py() in row.data["artists"] for row in reply.rows)
    assert f"{len(rows)} recordings" in reply.text


def test_drivers_say_how_sure_they_are(ask):
    reply = ask("/drivers genre:metal")
    assert len(reply.rows) == 9
    for row in reply.rows:
        assert row.data["low"] <= row.data["points"] <= row.data["high"]
    assert any("not what would happen" in line for line in reply.feedback)


def test_drivers_of_nothing_are_a_sentence(ask):
    assert ask("/drivers").error.code == "missing_parameter"


def test_sound_by_year_needs_no_dated_table_but_popularity_does(ask):
    assert ask("/trends feature:energy").rows[-1].data["last"] >= 2024
    error = ask("/trends popularity").error
    assert error.code == "one_snapshot"
    assert "later table" in error.hint


def test_sound_by_year_of_a_genre_that_only_has_years(ask, engine):
    assert "shoegaze" not in engine.catalogue.genres
    reply = ask("/trends feature:energy genre:Shoegaze")
    assert reply.request == "/trends feature:energy genre:shoegaze"
    assert not [one for one in reply.actions if "shoegaze" in one.command and "/trends feature" not in one.command]
    assert ask("/trends feature:energy genre:shoegase").error.hint.startswith("Nearest: shoegaze")
    known = [genre for genre in engine.catalogue.genres if genre not in engine.years.genres]
    error = ask(f"/trends feature:energy genre:{known[0]}").error
    assert error.hint.startswith("Nearest in sound with known dates: ")
    assert error.hint.count(",") == 4


def test_genres_are_told_in_a_few_rows_and_all_in_the_file(ask, engine):
    reply = ask("/genres by:name limit:3")
    assert [row.title for row in reply.rows] == sorted(engine.catalogue.genres)[:3]
    lines = reply.files[0].content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("genre,recordings,mean_popularity,median_danceability")
    assert [line.split(",")[0] for line in lines[1:]] == sorted(engine.catalogue.genres)


def test_genres_like_one_are_nearest_first_without_it(ask):
    reply = ask("/genres like:techno")
    distances = [row.data["distance"] for row in reply.rows]
    assert distances == sorted(distances)
    assert "techno" not in [row.title for row in reply.rows]
    assert "/compare a:techno" in reply.actions[0].command


@pytest.mark.parametrize(
    "question",
    [
        "/explore popularity",
        "/explore features",
        "/explore features feature:tempo genre:jazz",
        "/explore correlations genre:opera",
        "/explore map genre:techno vs:opera",
        "/compare a:techno b:classical",
        "/genres",
        "/genres like:techno",
        "/drivers genre:metal",
        "/drivers feature:valence",
        "/drivers genre:pop vs:jazz",
        "/trends feature:energy genre:pop",
        "/emerging score:formula",
        "/emerging kind:artists score:formula",
    ],
)
def test_all_that_can_be_pressed_can_be_asked(ask, conversation, engine, question):
    reply = ask(question)
    assert reply.actions
    for action in reply.actions:
        request = read_request(action.command)
        conversation.definition(request.command).bind(request, engine)
        assert len(action.label) <= 80
