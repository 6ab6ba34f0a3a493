"""A synthetic listing and what became of it two years later."""

import numpy as np
import pandas as pd
import pytest

from engine.features import AUDIO_NAMES
from pipeline.breakout.model import TrainingSet, training_set
from pipeline.cleaning import clean


@pytest.fixture(scope="package")
def listing() -> pd.DataFrame:
    """150 artists with four songs each, one of them far below the rest."""
    rng = np.random.default_rng(11)
    rows = [
        {
            "track_id": f"a{artist}s{song}",
            "artists": f"Artist {artist}",
            "album_name": f"Album {artist}",
            "track_name": f"Song {artist} {song}",
            "track_genre": f"genre {artist % 5}",
            "popularity": int(rng.integers(58, 70)) if song else int(rng.integers(40, 50)),
            "duration_ms": 200_000,
            "key": 1,
            "mode": 1,
            "time_signature": 4,
            "explicit": False,
            **dict(zip(AUDIO_NAMES, rng.uniform(0.1, 0.9, size=9).round(4), strict=True)),
        }
        for artist in range(150)
        for song in range(4)
    ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="package")
def later(listing) -> pd.DataFrame:
    """Two years on, the song far below the rest has risen by 6 and the others have fallen by 4."""
    low = listing["popularity"] < 55
    noise = np.random.default_rng(12).integers(-2, 3, size=len(listing))
    return listing.rename(columns={"artists": "artist_name"}).assign(
        popularity=listing["popularity"] + np.where(low, 6, -4) + noise,
        release_date="2015-01-01",
        search_genre="pop",
        artist_genres="",
        data_collection_date="2024-11-06",
        artist_popularity=50,
        artist_followers=1000,
    )


@pytest.fixture(scope="package")
def tracks(listing) -> pd.DataFrame:
    return clean(listing)[0]


@pytest.fixture(scope="package")
def data(tracks, later) -> TrainingSet:
    return training_set(tracks, [later], "2022-10", 0)
