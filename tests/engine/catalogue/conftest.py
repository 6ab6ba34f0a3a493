"""Tiny catalogues of a few made-up rows."""

import pandas as pd
import pytest

from engine.catalogue.build import write_catalogue
from engine.catalogue.store import Catalogue
from engine.features import AUDIO_NAMES

AUDIO = dict(zip(AUDIO_NAMES, (0.5, 0.6, -7.0, 0.05, 0.1, 0.0, 0.2, 0.7, 120.0), strict=True))


def make_row(track_id, artists="Ann", title="Song", genre="pop", popularity=10, **more):
    return {
        "track_id": track_id,
        "artists": artists,
        "album_name": "Album",
        "track_name": title,
        "track_genre": genre,
        "popularity": popularity,
        "duration_ms": 200_000,
        "key": 1,
        "mode": 1,
        "time_signature": 4,
        "explicit": False,
        **AUDIO,
        **more,
    }


@pytest.fixture(scope="session")
def row():
    """A row of the public table, of which a test says only what matters to it."""
    return make_row


@pytest.fixture(scope="session")
def make():
    """Build the catalogue of a few rows in a directory, which is given back."""

    def made(out, rows, snapshots=()):
        write_catalogue(pd.DataFrame(rows), snapshots, out, out / "models", kind="real", sources=[])
        return out

    return made


@pytest.fixture(scope="session")
def rows(row):
    """Two recordings in six rows, with what makes real tables hard."""
    return [
        row("a", "Ann;Bob", "NA", "pop", 10),
        row("a", "Ann;Bob", "NA", "rock", 12),
        row("a", "Ann;Bob", "NA", "rock", 12),
        row("b", "Ann;Bob", "Na", "jazz", 90, energy=0.61),  # the same song, analysed again
        row("c", "Cleo", "Slow", "jazz", 5, tempo=0.0, time_signature=0, explicit=True),
        row("d", "", "", "jazz"),
    ]


@pytest.fixture
def catalogue(tmp_path, make, rows):
    """Their catalogue."""
    return Catalogue.load(make(tmp_path, rows))
