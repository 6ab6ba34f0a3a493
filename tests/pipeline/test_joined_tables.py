"""Several tables become one catalogue: recordings joined, the first table believed, years and predicted genres told."""

import pandas as pd
import pytest

from engine import Engine
from engine.catalogue.store import Catalogue
from engine.features import AUDIO_NAMES
from engine.list_columns import line_of
from engine.metadata import describe
from pipeline.build import build, summary

A, B, C, X, Y, Z = (letter * 22 for letter in "abcxyz")
HEADINGS = """
[columns]
artists = "Artist"
track_name = "Title"
duration_ms = { heading = "Length", unit = "s" }
isrc = "Code"
"""


@pytest.fixture
def tables(tmp_path, row):
    """A listing, and a table of releases that shares a track id, a title and nothing with it."""

    def written(name, rows, description=""):
        path = tmp_path / f"{name}.csv"
        pd.DataFrame(rows).to_csv(path, index=False)
        path.with_suffix(".toml").write_text(description)
        return path

    def release(track_id, title, artists="['Ann']", **more):
        rest = row(track_id)
        known = {name: value for name, value in rest.items() if name in ("duration_ms", "explicit")}
        audio = {name: rest[name] for name in AUDIO_NAMES}
        return {"id": track_id, "name": title, "artists": artists, "release_date": "1984"} | audio | known | more

    listing = [
        row(A, title="Blue", popularity=10),
        row(B, title="Red", popularity=20, energy=0.2),
        row(C, "Bob", title="Old", popularity=30, energy=0.9),
    ]
    releases = [
        release(A, "Blue", popularity=90, energy=0.31),
        release(X, "RÉD!", popularity=5, energy=0.32, duration_ms=201_500, release_date="1979-03-01"),
        release(Y, "Old", "['Bob', 'Zed']", popularity=7, energy=0.33, duration_ms=300_000),
        release(Z, "New", "['Cleo']", popularity=8, energy=0.34),
    ]
    return written("listing", listing), written("releases", releases), written


def test_recordings_are_joined_by_id_and_by_artist_title_and_length(tables, tmp_path):
    listing, releases, _ = tables
    manifest = build([listing, releases], tmp_path / "out", tmp_path / "models")
    assert manifest["joined"] == {"shared": 2, "differing": 2}
    assert "2 recordings stand in more than one table; where they differ, the first table named counts" in summary(
        manifest
    )
    catalogue = Catalogue.load(tmp_path / "out")
    # "Old" has another artist and is 100 seconds longer in the second table: another recording.
    assert len(catalogue) == 5
    by_id = {track_id.as_py(): track.as_py() for track_id, track in zip(
        catalogue.releases["track_id"], catalogue.releases["recording"], strict=True
    )}  # fmt: skip
    assert by_id[B] == by_id[X]
    assert by_id[C] != by_id[Y]
    assert catalogue.track(by_id[A]).popularity == 10
    assert catalogue.track(by_id[A]).values["energy"] == pytest.approx(0.6)


def test_the_first_table_named_is_believed(tables, tmp_path):
    listing, releases, _ = tables
    build([releases, listing], tmp_path / "out", tmp_path / "models")
    track = Engine.load(tmp_path / "out", tmp_path / "models").find_track(A)
    assert (track.popularity, track.genres, track.album_name) == (90, ("pop",), "Album")


def test_an_isrc_joins_what_names_do_not(tables, tmp_path):
    _, _, write = tables
    rows = [{"Artist": "Ann", "Title": "Blue", "Length": 200, "Code": "GBABC2400001"}]
    other = [{"Artist": "Ann & Co", "Title": "Blau", "Length": 240, "Code": "GB-ABC-24-00001"}]
    audio = {"energy": 0.5, "tempo": 100.0}
    sources = [write("one", [rows[0] | audio], HEADINGS), write("two", other, HEADINGS)]
    build(sources, tmp_path / "out", tmp_path / "models")
    catalogue = Catalogue.load(tmp_path / "out")
    assert (len(catalogue), len(catalogue.releases)) == (1, 2)
    assert catalogue.track(0).values["energy"] == pytest.approx(0.5)
    assert catalogue.track(0).url is None
    # A list that gives the code is matched by it, whatever else it says.
    matcher = Engine.load(tmp_path / "out", tmp_path / "models").match_list
    line = line_of({"Title": "Azul", "Artist": "Somebody", "ISRC": "GB-ABC-24-00001"})
    (match,) = matcher([line])
    assert (match.recording, match.verdict) == (0, "found")
    assert line_of({"ISRC": "GBABC2400001"}).text == "GBABC2400001"


def test_tracks_of_unknown_sound_are_not_one_recording(tables, tmp_path):
    _, _, write = tables
    rows = [{"Artist": name, "Title": "Song", "Length": 200, "Code": ""} for name in ("Ann", "Bob")]
    build([write("own", rows, HEADINGS)], tmp_path / "out", tmp_path / "models")
    assert len(Catalogue.load(tmp_path / "out")) == 2


def test_the_earliest_year_is_known_and_the_share_of_known_years_is_told(tables, tmp_path):
    listing, releases, _ = tables
    manifest = build([listing, releases], tmp_path / "out", tmp_path / "models")
    assert "4 recordings have a year of release (80%)" in summary(manifest)
    engine = Engine.load(tmp_path / "out", tmp_path / "models")
    assert engine.find_track(B).release_year == 1979
    assert ("Year of release known", "4 of 5 (80%)") in describe(engine.catalogue, tmp_path / "models").figures
    found = engine.recommend("energy:high year:1980s")
    assert {track.release_year for track in found.tracks} == {1984}
    assert "year of release known of 4 of 5 recordings (80%); the others are left out" in found.feedback
    assert engine.parse("energy:high decade:1980").years == engine.parse("energy:high year:1980s").years


def test_genres_are_predicted_where_no_table_files_any_and_are_never_taken_for_filed(tables, tmp_path, monkeypatch):
    listing, releases, _ = tables
    guesses = {"New": "pop"}
    monkeypatch.setattr(
        "pipeline.steps.predict_unfiled",
        lambda recordings, models: [
            "" if genres else guesses.get(title, "")
            for title, genres in zip(recordings["track_name"], recordings["genres"], strict=True)
        ],
    )
    manifest = build([listing, releases], tmp_path / "out", tmp_path / "models")
    assert "2 recordings are filed under no genre; for 1 one is predicted" in summary(manifest)
    engine = Engine.load(tmp_path / "out", tmp_path / "models")
    new, old = engine.find_track(Z), engine.find_track(Y)
    assert (new.genres, new.predicted_genre, old.predicted_genre) == ((), "pop", "")
    assert len(engine.catalogue.genre_members("pop")) == 3
    assert Z in [track.track_id for track in engine.recommend("genre:pop", k=10).tracks]
    assert Y not in [track.track_id for track in engine.recommend("genre:pop", k=10).tracks]
    assert Z not in [track.track_id for track in engine.recommend("energy:high -genre:pop", k=10).tracks]


def test_a_catalogue_of_releases_alone_says_that_its_genres_are_predicted(tables, tmp_path, monkeypatch):
    _, releases, _ = tables
    monkeypatch.setattr("pipeline.steps.predict_unfiled", lambda recordings, models: ["pop"] * len(recordings))
    build([releases], tmp_path / "out", tmp_path / "models")
    engine = Engine.load(tmp_path / "out", tmp_path / "models")
    assert engine.catalogue.genres == ("pop",)
    assert engine.find_track(Z).genres == ()
    assert len(engine.recommend("genre:pop", k=10).tracks) == 4
    text = " ".join(describe(engine.catalogue, tmp_path / "models").paragraphs)
    assert "No table files a track under a genre: all genres are predicted." in text


def test_sound_by_year_is_told_of_any_table_that_gives_years(tables, tmp_path, row):
    _, _, write = tables
    rows = [
        {"Artist": f"Ann {n}", "Title": f"Song {n}", "Length": 200, "Code": "", "year": 1990 + n // 40}
        | {name: row("a")[name] for name in AUDIO_NAMES}
        | {"energy": 0.2 + n // 40 / 10 + n / 1e6, "track_genre": "pop"}
        for n in range(200)
    ]
    build([write("own", rows, 'collected = "2026-01"\n' + HEADINGS)], tmp_path / "out", tmp_path / "models")
    found = Engine.load(tmp_path / "out", tmp_path / "models").trend("energy")
    assert [(period.label, period.recordings) for period in found.periods] == [(str(1990 + n), 40) for n in range(5)]
    assert found.periods[3].mean == pytest.approx(0.5, abs=0.001)
    assert "200 recordings of the table own.csv, collected 2026-01." in found.caveats
