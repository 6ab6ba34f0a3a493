"""Genre profiles: aggregates of the public table that the demo catalogue is drawn from.

``pipeline/genre_profiles.json`` was made by ``python -m engine profiles`` from the public Spotify Tracks Dataset
(maharshipandya, DOI 10.34740/KAGGLE/DSV/4372070, ODbL 1.0). No single track can be read from it.
"""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from engine.features import TRAIT_NAMES
from engine.writing import write_whole
from pipeline.sources import read_source
from pipeline.tables import Tables

PROFILES: Final = Path(__file__).with_name("genre_profiles.json")

# The outermost hundredths are left out: they would be single tracks.
PROBABILITIES: Final = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def profile(rows: pd.DataFrame) -> dict[str, Any]:
    """Aggregates of one genre's rows.

    Parameters
    ----------
    rows : DataFrame
        Tracks as ``pipeline.cleaning.clean`` gives them.

    Returns
    -------
    dict
        ``quantiles``: by trait, at ``PROBABILITIES``, missing values left out. ``correlations``: Spearman's, of the
        traits in order, below the diagonal row by row. ``keys``, ``signatures``: share of each key 0-11 and of each
        time signature 0-5 beats (0: none found). ``major``, ``explicit``, ``without_tempo``: shares.
    """
    traits = rows.assign(duration=rows["duration_ms"] / 1000)[list(TRAIT_NAMES)]
    correlations = traits.corr(method="spearman").fillna(0).to_numpy()
    return {
        "quantiles": {
            name: [float(f"{value:.4g}") for value in np.nanquantile(traits[name], PROBABILITIES)]
            for name in TRAIT_NAMES
        },
        "correlations": correlations[np.tril_indices(len(TRAIT_NAMES), -1)].round(2).tolist(),
        "keys": _shares(rows["key"].dropna(), 12),
        "signatures": _shares(rows["time_signature"].fillna(0), 6),
        "major": round(float(rows["mode"].mean()), 3),
        "explicit": round(float(rows["explicit"].mean()), 3),
        "without_tempo": round(float(rows["tempo"].isna().mean()), 3),
    }


def _shares(values: "pd.Series[Any]", count: int) -> list[float]:
    shares: list[float] = (np.bincount(values.astype(int), minlength=count) / len(values)).round(3).tolist()
    return shares


def write_profiles(source: Path, out: Path) -> None:
    """Make the profiles of all genres from the public table."""
    table = read_source(source)
    by_genre = Tables.of(table.rows).tracks.explode("genres")
    profiles = {str(genre): profile(rows) for genre, rows in by_genre.groupby("genres")}
    contents = {
        "source": "Spotify Tracks Dataset, maharshipandya, DOI 10.34740/KAGGLE/DSV/4372070, ODbL 1.0",
        "source_sha256": table.sha256,
        "probabilities": PROBABILITIES,
        "traits": TRAIT_NAMES,
        "genres": profiles,
    }
    text = json.dumps(contents, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    write_whole(out, text.encode())
