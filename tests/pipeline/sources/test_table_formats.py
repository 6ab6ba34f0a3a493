"""A table of releases and a team's own table are read into the canonical columns, or refused."""

import math

import pandas as pd
import pytest

from engine.errors import UserError
from engine.features import AUDIO_NAMES
from pipeline.sources import read_source
from pipeline.sources.base import joined_names
from pipeline.sources.spotify_releases import SPOTIFY_RELEASES
from pipeline.tables import as_listing


def release(row, track_id, **more):
    rest = {name: value for name, value in row(track_id).items() if name in SPOTIFY_RELEASES.names}
    return {"id": track_id, "name": "Song", "artists": "['Ann', \"Bob's Band\"]", "release_date": "1984-05-06"} | {
        name: value for name, value in rest.items() if name not in ("track_id", "artists", "popularity")
    } | more  # fmt: skip


@pytest.fixture
def table(tmp_path):
    """Write a table and the description beside it; the path of the table is given back."""

    def written(rows, description=""):
        path = tmp_path / "mine.csv"
        pd.DataFrame(rows).to_csv(path, index=False)
        path.with_suffix(".toml").write_text(description)
        return path

    return written


def test_a_table_of_releases_needs_neither_genre_nor_album_nor_popularity(table, row):
    source = read_source(table([release(row, "a"), release(row, "b", artists="Cleo;Dan", release_date="0000")]))
    rows = as_listing(source.rows, source.format.filed)
    assert rows["artists"].tolist() == ["Ann;Bob's Band", "Cleo;Dan"]
    assert [year if year == year else None for year in rows["release_year"]] == [1984, None]
    assert rows[["album_name", "track_genre", "popularity", "isrc"]].isna().all(axis=None)


def test_a_year_stands_in_for_a_date(table, row):
    source = read_source(table([release(row, "a", release_date="", year=1977), release(row, "b", year=1990)]))
    assert as_listing(source.rows, False)["release_year"].tolist() == [1977, 1984]


def test_ids_and_names_of_digits_are_read_as_they_are_written(table, row):
    rows = [release(row, track_id, artists="007", name="0010") for track_id in ("00123", "123")]
    released = read_source(table(rows)).rows
    described = read_source(table([OWN | {"Id": "00123", "Artist": "007"}], f'{DESCRIPTION}track_id = "Id"\n')).rows
    assert released["track_id"].tolist() == ["00123", "123"]
    assert released[["artists", "track_name"]].iloc[0].tolist() == ["007", "0010"]
    assert described[["track_id", "artists"]].iloc[0].tolist() == ["00123", "007"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("['Ann', 'Bob']", "Ann;Bob"),
        ("Ann;Bob", "Ann;Bob"),
        ("[unknown]", "[unknown]"),
        ("['A;B']", "A,B"),
        (["Ann", "Bob"], "Ann;Bob"),
        (None, ""),
        (math.nan, ""),
        ("[" * 5000 + "]" * 5000, "[" * 5000 + "]" * 5000),
    ],
)
def test_names_are_read_from_lists_and_texts(cell, names):
    assert joined_names(cell) == names


DESCRIPTION = """
title = "Our library"
licence = "internal"
collected = "2026-01"
visibility = "workspace:slack:T1"

[columns]
artists = "Artist"
track_name = "Title"
track_genre = "Genres"
duration_ms = { heading = "Length", unit = "s" }
energy = { heading = "Energy", unit = "percent" }
isrc = "Code"
"""
OWN = {"Artist": "Ann", "Title": "Song", "Length": 61.5, "Energy": 50, "Code": "gb-abc-24-00001", "Genres": "pop; rock"}


def test_a_table_of_ones_own_is_described_beside_it(table):
    source = read_source(table([OWN, OWN | {"Title": "Other", "Code": "none", "Energy": ""}], DESCRIPTION))
    rows = as_listing(source.rows, source.format.filed)
    assert (source.workspace, source.collected, source.provenance.licence) == ("slack:T1", "2026-01", "internal")
    assert rows["track_genre"].tolist() == ["pop", "rock"] * 2
    first, other = rows.iloc[0], rows.iloc[2]
    assert (first["duration_ms"], first["energy"], first["isrc"]) == (61_500, 0.5, "GBABC2400001")
    assert first["track_id"].startswith("own")
    assert first["track_id"] == rows.iloc[1]["track_id"] != other["track_id"]
    # What it does not tell stays missing.
    assert rows[[name for name in AUDIO_NAMES if name != "energy"]].isna().all(axis=None)
    assert pd.isna(other["isrc"])
    assert pd.isna(other["energy"])


def test_links_are_track_ids(table):
    link = "https://open.spotify.com/intl-de/track/0123456789abcdefABCDEF?si=x"
    described = DESCRIPTION + 'track_id = "Link"\n'
    source = read_source(table([OWN | {"Link": link}, OWN | {"Link": ""}], described))
    ids = as_listing(source.rows, False)["track_id"].unique()
    assert ids[0] == "0123456789abcdefABCDEF"
    assert ids[1].startswith("own")


@pytest.mark.parametrize(
    ("description", "sentence"),
    [
        ('[columns]\nmood = "Mood"\n', 'mine.csv: there is no column "mood" to fill. Columns: acousticness'),
        ('[columns]\nartists = "Artist"\ntrack_name = "Nome"\n', "lacks the column"),
        (
            '[columns]\nenergy = { heading = "Energy", unit = "dB" }\n',
            'energy has no unit "dB". Units: share, percent.',
        ),
        ("[columns]\nenergy = 3\n", "energy takes a heading"),
        ('visibility = "team"\n', 'visibility "team" names nobody. It is "everyone" or a workspace'),
        ('visibility = "workspace:"\n', "names nobody"),
        ("columns = 3\n", "does not describe a table"),
        ("title = \n", "does not describe a table"),
    ],
)
def test_a_description_that_is_wrong_is_refused_in_a_sentence(table, description, sentence):
    with pytest.raises(UserError) as caught:
        read_source(table([OWN], description))
    assert sentence in str(caught.value)
