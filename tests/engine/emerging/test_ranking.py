from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine.catalogue.store import Catalogue
from engine.emerging.candidates import Candidates, capped
from engine.emerging.ranking import Emerging, EmergingArtist, EmergingTrack
from engine.emerging.scores import FACTS, PARTS, REGIONS, Scores, foreign
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from pipeline.breakout.scores import export
from pipeline.build import write_catalogue
from pipeline.tables import Tables


def listing():
    """Six artists with five recordings each; energy, and with it the formula score, tells them apart."""
    rng = np.random.default_rng(7)
    energy = {"Steady": 0.8, "Lucky": 0.3, "Famous": 0.95, "Quiet": 0.3, "Middle": 0.5, "Other": 0.45}
    rows = [
        {
            "track_id": f"{artist}{song}",
            "artists": artist if artist != "Quiet" else "Quiet;Guest",
            "album_name": "Album",
            "track_name": f"{artist} song {song}",
            "track_genre": "rock" if artist in ("Middle", "Other") else "pop",
            "popularity": 90 if (artist, song) == ("Famous", 0) else 50 + song,
            "duration_ms": 200_000,
            "key": 1,
            "mode": 1,
            "time_signature": 4,
            "explicit": False,
            **dict.fromkeys(AUDIO_NAMES, 0.5),
            "loudness": -6.0,
            "tempo": 0.0 if (artist, song) == ("Middle", 4) else 120.0,
            "energy": value + float(rng.normal(scale=0.02)) + (0.7 if (artist, song) == ("Lucky", 1) else 0),
        }
        for artist, value in energy.items()
        for song in range(5)
    ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory) -> Catalogue:
    out = tmp_path_factory.mktemp("catalogue")
    write_catalogue(Tables.of(listing()), out, out / "models")
    return Catalogue.load(out)


@pytest.fixture(scope="module")
def emerging(catalogue) -> Emerging:
    return Emerging(catalogue)


def test_tracks_come_by_score_within_the_band_two_an_artist(emerging):
    ranking = emerging.tracks(limit=6)
    assert all(isinstance(entry, EmergingTrack) for entry in ranking.entries)
    scores = [entry.formula for entry in ranking.entries]
    assert scores == sorted(scores, reverse=True)
    artists = [entry.track.artists[0] for entry in ranking.entries]
    assert max(artists.count(artist) for artist in artists) == 2
    assert ranking.candidates == 29
    assert "Famous0" not in [entry.track.track_id for entry in ranking.entries]


def test_a_score_is_the_sum_of_its_parts_and_has_a_reason(emerging):
    [first] = emerging.tracks(limit=1).entries
    assert sum(first.formula_parts.values()) == pytest.approx(first.formula, abs=1e-5)
    assert "energy" in first.reasons[0]
    assert first.percentile > 90


def test_one_lucky_track_does_not_make_an_emerging_artist_and_a_hit_rules_one_out(emerging):
    ranking = emerging.artists(genre="pop")
    assert all(isinstance(entry, EmergingArtist) for entry in ranking.entries)
    names = [entry.name for entry in ranking.entries]
    assert names[0] == "Steady"
    assert "Famous" not in names
    assert "Guest" not in names, "who never leads a recording is nobody to sign"
    steady = ranking.entries[0]
    assert min(steady.mean, steady.genre_mean) < steady.score < max(steady.mean, steady.genre_mean)
    assert [track.track.artists for track in steady.best] == [("Steady",)] * 3


def test_an_artist_is_of_a_genre_by_a_third_of_their_recordings(tmp_path):
    tracks = listing()
    own = tracks["artists"] == "Steady"
    tracks.loc[own, "track_genre"] = ["rock", "rock", "pop", "pop", "pop"]
    tracks.loc[tracks["artists"] == "Other", "track_genre"] = ["pop", "rock", "rock", "rock", "rock"]
    write_catalogue(Tables.of(tracks), tmp_path, tmp_path / "models")
    emerging = Emerging(Catalogue.load(tmp_path))
    of = {genre: [entry.name for entry in emerging.artists(genre=genre).entries] for genre in ("pop", "rock")}
    assert "Steady" in of["pop"]
    assert "Steady" in of["rock"], "two of five"
    assert "Other" not in of["pop"], "one of five"


def test_where_everybody_has_a_hit_nobody_is_emerging_and_the_answer_says_so(tmp_path):
    tracks = listing()
    tracks.loc[tracks.index % 5 == 0, "popularity"] = [75, 75, 90, 75, 75, 85]
    write_catalogue(Tables.of(tracks), tmp_path, tmp_path / "models")
    emerging = Emerging(Catalogue.load(tmp_path))
    with pytest.raises(UserError) as error:
        emerging.artists(genre="rock")
    assert error.value.code == "not_found"
    assert "rock" not in emerging.genres_with_artists()


def test_who_is_known_to_all_or_has_many_recordings_is_no_newcomer(catalogue):
    candidates = Emerging(catalogue)._candidates
    famous = np.flatnonzero([names[0] == "Famous" for names in catalogue.words["artists"].to_pylist()])
    why = candidates.not_new(70)
    assert next(iter(why.values()))[famous].all()
    assert next(iter(why.values())).sum() == len(famous)
    assert not candidates.established.any(), "five recordings are few"


def test_one_language_does_not_fill_a_list_but_english_may(catalogue):
    candidates = Emerging(catalogue)._candidates
    tongues = candidates.similarity.tongues
    swedish, english = (candidates.similarity.language_names.index(name) for name in ("Swedish", "English"))
    candidates.similarity.tongues = np.full_like(tongues, swedish)
    assert candidates._language(0, own=0) == swedish
    assert candidates._language(0, own=swedish) is None
    candidates.similarity.tongues = np.full_like(tongues, english)
    assert candidates._language(0, own=0) is None


def test_without_the_model_only_the_formula_ranks_and_the_answer_says_so(emerging, catalogue, tmp_path):
    assert emerging.default_score == "formula"
    with pytest.raises(UserError, match="without the breakout model"):
        emerging.tracks(score="relative")
    assert "has no backtest" in emerging.tracks().feedback[1]
    assert export(catalogue, tmp_path / "scores.csv") == 30
    header, *lines = (tmp_path / "scores.csv").read_text().splitlines()
    assert header == "track_id,emerging_score,breakout_score,relative_score"
    assert all(line.endswith(",,") for line in lines)


def test_a_track_outside_the_band_or_without_a_tempo_is_explained_too(emerging):
    assert emerging.explain(10).track.popularity == 90
    assert np.isfinite(emerging.explain(24).formula)


def test_unknown_genres_scores_and_empty_ranges_are_answered(emerging):
    with pytest.raises(UserError, match="pop, rock"):
        emerging.tracks(genre="polka")
    with pytest.raises(UserError, match="relative, absolute, formula"):
        emerging.tracks(score="luck")
    with pytest.raises(UserError, match="No recording has a popularity of 1 to 2"):
        emerging.tracks(popularity=(1, 2))
    with pytest.raises(UserError, match="none above"):
        emerging.artists(popularity=(50, 51))


def test_the_catalogue_holds_what_reasons_name_and_no_more(catalogue):
    assert np.load(catalogue.directory / "emerging_facts.npy").shape == (30, len(FACTS))
    assert np.load(catalogue.directory / "emerging_parts.npy").shape == (30, len(PARTS))


def test_no_group_has_more_than_its_cap_and_what_is_in_none_has_none():
    groups = {1: "a", 2: "a", 3: "a", 4: "b", 5: None, 6: None}
    assert capped([1, 2, 3, 4, 5, 6], 9, {"letter": (groups.get, 2)}) == [1, 2, 4, 5, 6]
    assert capped([1, 2, 3, 4, 5, 6], 3, {"letter": (groups.get, 1)}) == [1, 4, 5]
    assert capped([1, 2, 3], 9, {"one": (lambda row: 0, 2), "two": (lambda row: row, 1)}) == [1, 2]


def test_names_of_another_region_speak_against_a_regional_genre_only():
    region = np.array([0, REGIONS.index("South Asia"), REGIONS.index("Korea")])
    rows = np.arange(3)
    assert foreign(region, rows, "k-pop").tolist() == [False, True, False]
    assert not foreign(region, rows, "rock").any()


def test_an_artist_is_of_the_region_of_a_third_of_the_recordings_by_their_names_or_else_their_genre(tmp_path):
    tracks = listing()
    tracks.loc[tracks["artists"].eq("Middle") & (tracks.index % 5 < 2), "track_genre"] = "indian"
    tracks.loc[tracks["artists"].eq("Other") & (tracks.index % 5 < 1), "track_genre"] = "indian"
    tracks.loc[tracks["artists"].eq("Lucky"), "track_genre"] = "k-pop"
    write_catalogue(Tables.of(tracks), tmp_path, tmp_path / "models")
    catalogue = Catalogue.load(tmp_path)
    scores = replace(Scores.load(catalogue.files), region=np.zeros(len(catalogue), dtype=np.uint8))
    steady = [row for row in range(len(catalogue)) if catalogue.track(row).artists == ("Steady",)]
    scores.region[steady[:2]] = REGIONS.index("Brazil")
    regions = Candidates(catalogue, scores).artist_regions
    told = {name: REGIONS[at] for name, at in zip(catalogue.artist_names.to_pylist(), regions, strict=True) if at}
    assert told == {"Middle": "South Asia", "Steady": "Brazil"}
