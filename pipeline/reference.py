"""The recipe that public notebooks on this table share, kept to check ours against.

The first row of each track id, the nine audio features standardised, the five nearest by Euclidean distance. It knows
nothing of recordings, artists or missing tempo: a track's nearest neighbour is often itself under another id.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pandas as pd
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from engine.features import AUDIO_NAMES
from pipeline.sources import read_source

QUERY: Final[Mapping[str, float]] = {
    "danceability": 0.8,
    "energy": 0.9,
    "loudness": -5,
    "speechiness": 0.1,
    "acousticness": 0.1,
    "instrumentalness": 0,
    "liveness": 0.2,
    "valence": 0.9,
    "tempo": 130,
}


def reference(rows: pd.DataFrame, query: Mapping[str, float] = QUERY, k: int = 5) -> pd.DataFrame:
    """The reference recipe's answer.

    Parameters
    ----------
    rows : DataFrame
        The canonical columns of ``pipeline.sources.spotify_listing``.
    query : mapping of str to float
        A raw value for each of the nine audio features.

    Returns
    -------
    DataFrame
        The k nearest rows of the table, nearest first, with their ``distance`` in standard deviations.
    """
    first = rows.drop_duplicates("track_id")
    features: Sequence[str] = list(AUDIO_NAMES)
    scaler = StandardScaler().fit(first[features].to_numpy())
    neighbours = NearestNeighbors(n_neighbors=k).fit(scaler.transform(first[features].to_numpy()))
    distances, places = neighbours.kneighbors(scaler.transform([[query[name] for name in features]]))
    nearest: pd.DataFrame = first.iloc[places[0]].assign(distance=distances[0])
    return nearest


def report(source: Path) -> str:
    """The reference answer on a table, a line a track."""
    nearest = reference(read_source(source).rows)
    columns = zip(nearest["track_name"], nearest["artists"].str.replace(";", ", "), nearest["distance"], strict=True)
    return "\n".join(
        f"{place}. {title} - {artists} ({distance:.3f})" for place, (title, artists, distance) in enumerate(columns, 1)
    )
