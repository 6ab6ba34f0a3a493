"""Predict a genre for recordings that no table files under one, when a catalogue is built."""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from engine.genre.encoding import COLUMNS
from engine.genre.model import GenreModel
from engine.genre.name_features import Credits

LEAST_SHARE: Final = 0.3
"""Probability from which a prediction counts; below it a recording has no genre. Of 2,257 recordings of the dated table
that the listing lacks and whose search genre the model knows, 75% then have one, and 56% of these agree."""
_PART: Final = 20_000  # recordings at once


def predict_unfiled(recordings: pd.DataFrame, models: Path) -> list[str]:
    """The likeliest genre of each recording that is filed under none; "" for those that are, and where none is likely.

    Parameters
    ----------
    recordings : DataFrame
        As ``pipeline.cleaning.to_recordings`` gives it.
    models : Path
        Directory of fitted models.

    Raises
    ------
    UserError
        If the genre model is absent or damaged.
    """
    genres = [""] * len(recordings)
    # A sound of which nothing is known predicts nothing.
    heard = recordings["energy"].notna() & recordings["danceability"].notna()
    unfiled = np.flatnonzero((recordings["genres"].map(len) == 0) & heard)
    model = GenreModel.load(models)
    for start in range(0, len(unfiled), _PART):
        rows = unfiled[start : start + _PART]
        part = recordings.iloc[rows]
        audio = part[list(COLUMNS)].to_numpy(dtype=np.float64)
        names = [part[name].tolist() for name in ("artists", "album_name", "track_name")]
        probabilities = model.predict_proba(audio, Credits(*names))
        best = probabilities.argmax(axis=1)
        for row, genre, share in zip(rows.tolist(), best.tolist(), probabilities.max(axis=1).tolist(), strict=True):
            if share >= LEAST_SHARE:
                genres[row] = model.genres[genre]
    return genres
