"""Likeness: one pass that agrees with brute force, one song once, reasons that are true, kinds left out."""

import numpy as np
import pytest

from engine import UserError
from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from engine.recommend.similarity import KINDS, LEFT_OUT, Similarity
from pipeline.similarity import build


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory, make, row):
    """Three scenes, a christmas song, a song in two versions, and two artists who recorded together."""
    directory = tmp_path_factory.mktemp("like")
    scenes = {
        "metal": {"energy": 0.95, "valence": 0.2, "acousticness": 0.0, "tempo": 160.0},
        "jazz": {"energy": 0.2, "valence": 0.3, "acousticness": 0.95, "tempo": 80.0},
        "salsa": {"energy": 0.7, "valence": 0.95, "acousticness": 0.4, "tempo": 100.0},
    }
    rows = [
        row(
            f"{genre}{n}",
            f"{genre} band {n % 4}",
            f"{genre} tune {n}",
            genre,
            40 + n,
            **sound,
            danceability=0.3 + n / 50,
        )
        for genre, sound in scenes.items()
        for n in range(12)
    ]
    jazz = scenes["jazz"]
    rows += [
        row("xmas", "jazz band 0", "White Christmas", "jazz", 70, **jazz, danceability=0.31),
        row("live", "jazz band 1", "jazz tune 1 - Live", "jazz", 60, **jazz, danceability=0.325),
        row("duet", "jazz band 2;metal band 0", "Duet", "jazz", 30, **jazz, danceability=0.33),
    ]
    make(directory, rows)
    build(directory, directory / "models")
    return Catalogue.load(directory)


@pytest.fixture(scope="module")
def similarity(catalogue):
    return Similarity.load(catalogue)


@pytest.fixture(scope="module")
def rows_by_id(catalogue):
    return {track: place for place, track in enumerate(catalogue.words["track_id"].to_pylist())}


def test_scores_of_a_whole_catalogue_equal_those_of_each_pair(similarity, catalogue):
    vectors, bias = np.asarray(similarity.vectors, np.float64), np.asarray(similarity.bias, np.float64)
    for seed in range(len(catalogue)):
        ours, genres = set(catalogue.words["artists"][seed].as_py()), set(similarity.credible_genres(seed))
        brute = [
            vectors[seed] @ vectors[row]
            + bias[row]
            + similarity.same_artist * bool(ours & set(catalogue.words["artists"][row].as_py()))
            + 0.3 * bool(genres & set(similarity.credible_genres(row)))
            for row in range(len(catalogue))
        ]
        np.testing.assert_allclose(similarity.scores([seed]), brute, atol=1e-4)


def test_the_nearest_are_of_the_seeds_scene(similarity, catalogue, rows_by_id):
    for genre in ("metal", "jazz", "salsa"):
        seed = rows_by_id[f"{genre}3"]
        best = [row for row in np.argsort(-similarity.scores([seed])) if row != seed][:8]
        assert all(genre in catalogue.words["genres"][row].as_py() for row in best)


def test_several_seeds_blend_and_what_is_unlike_moves_away(similarity, rows_by_id):
    jazz, metal, other = rows_by_id["jazz2"], rows_by_id["metal2"], rows_by_id["metal7"]
    blended = similarity.scores([jazz, metal])
    np.testing.assert_allclose(blended, (similarity.scores([jazz]) + similarity.scores([metal])) / 2, atol=1e-4)
    mostly_jazz = similarity.scores([jazz, metal], weights=[3, 1])
    assert mostly_jazz[other] < blended[other]
    assert similarity.scores([jazz], unlike=[metal])[other] < similarity.scores([jazz])[other]


def test_one_song_once_and_never_a_version_of_the_seed(similarity, rows_by_id):
    seed, live = rows_by_id["jazz1"], rows_by_id["live"]
    assert similarity.songs[seed] == similarity.songs[live]
    rows = similarity.one_per_song(np.argsort(-similarity.scores([seed])), but=[seed])
    assert seed not in rows
    assert live not in rows
    assert len({int(similarity.songs[row]) for row in rows}) == len(rows)


def test_christmas_is_left_out_unless_asked_for_or_the_seed_is_of_it(similarity, rows_by_id):
    xmas = rows_by_id["xmas"]
    assert similarity.kinds_of(xmas) == ["christmas"]
    assert similarity.left_out()[xmas]
    assert not similarity.left_out(include=["christmas"])[xmas]
    assert not similarity.left_out(seeds=[xmas])[xmas]
    assert not similarity.left_out()[rows_by_id["jazz3"]]
    assert set(LEFT_OUT) < set(KINDS)


def test_reasons_are_true_of_both_and_say_what_sets_apart(similarity, catalogue, rows_by_id):
    seed = rows_by_id["jazz0"]
    same_artist, _ = similarity.reasons(seed, rows_by_id["jazz4"])
    assert "also by jazz band 0" in same_artist
    assert "both jazz" in same_artist
    alike, apart = similarity.reasons(seed, rows_by_id["metal1"])
    assert apart[0] in ("but livelier", "but more electronic")
    assert not any(reason.startswith("both") for reason in alike)
    together, _ = similarity.reasons(rows_by_id["metal0"], rows_by_id["jazz2"])
    assert "jazz band 2 and metal band 0 have recorded together" in together


def test_a_quite_different_tempo_is_told(similarity, rows_by_id):
    assert "faster (100 BPM)" in similarity.reasons(rows_by_id["jazz5"], rows_by_id["salsa5"])[1]


def test_half_the_tempo_is_said_so(similarity, rows_by_id):
    assert "half the tempo (80 BPM)" in similarity.reasons(rows_by_id["metal5"], rows_by_id["jazz5"])[0]


def test_similar_artists_are_of_the_scene_and_never_the_artist(similarity):
    artist = similarity.artist_code("salsa band 1")
    found = similarity.similar_artists(artist, k=3)
    assert {other.name for other in found} == {"salsa band 0", "salsa band 2", "salsa band 3"}
    assert all("both salsa" in other.reasons for other in found)
    assert [other.score for other in found] == sorted((other.score for other in found), reverse=True)


def test_every_similar_artist_comes_with_reasons_and_a_recording_of_its_own(similarity, catalogue):
    for artist in range(len(catalogue.artist_names)):
        for other in similarity.similar_artists(artist, k=20):
            assert other.reasons
            assert other.typical in catalogue.artist_members(other.artist)
    jazz, other = similarity.artist_code("jazz band 0"), similarity.artist_code("jazz band 3")
    assert similarity.artist_reasons(jazz, other)[0] == "both jazz"


def test_an_artists_typical_recordings_are_its_own(similarity, catalogue):
    artist = similarity.artist_code("metal band 2")
    own = set(catalogue.artist_members(artist).tolist())
    assert set(similarity.typical_recordings(artist, 3)) <= own
    scores = similarity.artist_scores([artist])
    assert "metal" in catalogue.words["genres"][int(np.argmax(scores))].as_py()
    with pytest.raises(KeyError):
        similarity.artist_code("nobody")


def test_moods_order_recordings_by_what_they_mean(similarity, rows_by_id):
    happy = similarity.mood_scores("happy")
    assert happy[rows_by_id["salsa5"]] > happy[rows_by_id["metal5"]]
    assert (
        similarity.mood_scores("sleepy")[rows_by_id["jazz5"]] > similarity.mood_scores("sleepy")[rows_by_id["metal5"]]
    )
    with pytest.raises(KeyError):
        similarity.mood_scores("purple")


def test_the_prior_rises_with_popularity(similarity, catalogue):
    popularity = catalogue.traits[:, TRAIT_NAMES.index("popularity")]
    prior = similarity.prior()
    assert (np.diff(prior[np.argsort(popularity)]) >= 0).all()
    assert similarity.prior([1, 0])[0] == prior[1]


def test_a_catalogue_without_likeness_says_how_to_get_it(tmp_path, make, row):
    catalogue = Catalogue.load(make(tmp_path, [row("a")]))
    if (catalogue.directory / "similarity").exists():
        pytest.skip("the build computes likeness")
    with pytest.raises(UserError, match="likeness"):
        Similarity.load(catalogue)
