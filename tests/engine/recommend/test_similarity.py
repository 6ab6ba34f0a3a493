"""Likeness: one pass that agrees with brute force, one song once, reasons that are true, kinds left out."""

import numpy as np
import pytest

from engine import UserError
from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from engine.recommend.similarity import KINDS, LEFT_OUT, SAME_GENRE, Similarity, closeness, standings
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
            + SAME_GENRE * bool(genres & set(similarity.credible_genres(row)))
            + similarity.popularity_weight * closeness(similarity.standing[row : row + 1], similarity.known[seed])[0]
            for row in range(len(catalogue))
        ]
        np.testing.assert_allclose(similarity.scores([seed]), brute, atol=1e-4)


def test_a_song_is_as_known_as_its_best_version_and_nearly_as_its_artist():
    popularity, songs, artists = np.array([4, 71, 60, 0]), np.array([0, 0, 1, 2]), np.array([0, 0, 0, 1])
    standing, known = standings(popularity, songs, artists)
    assert standing[0] < standing[2] < standing[1], "a recording stands where its own popularity puts it"
    assert known[0] == known[1] == standing[1]
    assert known[2] > standing[2], "nearly as its artist's best"
    assert known[3] == standing[3] > 4, "of an unknown popularity nothing is told"


def test_to_be_more_popular_than_the_seed_costs_less_than_to_be_less():
    less, as_much, more = closeness(np.array([30, 50, 70], dtype=np.float32), 50.0)
    assert less < more < as_much == 0


@pytest.fixture(scope="module")
def countries(tmp_path_factory, make, row):
    """A country that holds two styles in two languages, an instrumental artist, and one who only plays with another."""
    directory = tmp_path_factory.mktemp("countries")
    loud, soft = {"energy": 0.9, "acousticness": 0.0}, {"energy": 0.2, "acousticness": 0.9}
    rows = [
        *(row(f"e{n}", "Exporter", f"Love of the {word}", "swedish", 60, **loud) for n, word in enumerate("abcd")),
        *(row(f"s{n}", "Hemma", f"Och jag är {word}", "swedish", 60, **loud) for n, word in enumerate("abcd")),
        *(row(f"p{n}", "Player", f"Opus {n}", "piano", 60, **soft, instrumentalness=0.95) for n in range(4)),
        *(row(f"v{n}", "Player;Violin", f"Duo {n}", "piano", 60, **soft, instrumentalness=0.95) for n in range(3)),
        *(row(f"c{n}", "Crooner", f"Song {n}", "piano", 60, **soft, instrumentalness=0.0) for n in range(4)),
        *(row(f"o{n}", "Other Player", f"Piece {n}", "piano", 60, **soft, instrumentalness=0.9) for n in range(4)),
    ]
    # Recordings with the same audio would be one.
    make(directory, [{**one, "danceability": 0.4 + place / 1000} for place, one in enumerate(rows)])
    build(directory, directory / "models")
    return Similarity.load(Catalogue.load(directory))


def _rows_by(similarity, name):
    return similarity.catalogue.artist_members(similarity.artist_code(name))


def test_a_country_is_no_style_and_another_language_loses(countries):
    export, home = _rows_by(countries, "Exporter"), _rows_by(countries, "Hemma")
    assert countries.language_names[countries.tongues[home[0]]] == "Swedish"
    assert not countries.of_same_genres(int(export[0]))[home].any()
    assert countries.of_same_genres(int(home[0]))[home].all(), "in its language a country counts"
    assert not any("swedish" in said for said in countries.reasons(int(export[0]), int(home[0]))[0])


def test_beside_an_instrumental_seed_sung_recordings_lose(countries):
    seed = int(_rows_by(countries, "Player")[0])
    scores = countries.scores([seed])
    sung, played = _rows_by(countries, "Crooner"), _rows_by(countries, "Other Player")
    assert countries.sung[sung].all()
    assert scores[played].min() > scores[sung].max()


def test_who_mostly_records_with_an_artist_is_not_like_them(countries):
    names = [one.name for one in countries.similar_artists(countries.artist_code("Player"), 5)]
    assert "Other Player" in names
    assert "Violin" not in names


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
    rows = list(similarity.one_per_song(np.argsort(-similarity.scores([seed])), but=[seed]))
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
