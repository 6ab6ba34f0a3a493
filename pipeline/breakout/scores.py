"""Compute the emerging scores of every track id when a catalogue is built, and export them as CSV."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.csv_text import csv_bytes
from engine.emerging.formula import formula_score
from engine.emerging.scores import ARRAYS, BUILD_AGAIN, BY_ID, FACTS, array_file
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from engine.writing import write_whole
from pipeline.arrow_files import write_mapped_table
from pipeline.breakout.features import build_features, known_ages
from pipeline.breakout.model import NAME, BreakoutModel, Forecast
from pipeline.breakout.regions import regions
from pipeline.tables import Tables

_PART = 32_768  # tracks whose scores are computed at once: the inputs of all of a large table would take gigabytes
_THREADS = 2
_PARTS = ("parts", "relative_parts")
_FORECAST = ("change", "relative", "chance", "odds", "drift", "era")


def write(tables: Tables, models: Path, typical_tempo: float, directory: Path) -> dict[str, Any]:
    """Score every track id and write the scores into a catalogue directory.

    Parameters
    ----------
    tables : Tables
        Its snapshots tell release dates.
    models : Path
        Where there is no breakout model, that score is left out.
    typical_tempo : float
        In BPM, for tracks without one.

    Returns
    -------
    dict
        For the catalogue's manifest: the figures of the model's manifest entry; empty without a model.

    Raises
    ------
    UserError
        If the model is damaged or of another format version.
    """
    tracks, recordings = tables.tracks, tables.recordings
    region = regions(recordings, directory)  # first, as it takes most memory
    formula = formula_score(tracks[list(AUDIO_NAMES)].to_numpy(), typical_tempo)
    known = (tracks["popularity"].notna() & tracks["energy"].notna()).to_numpy()
    scored = tracks if known.all() else tracks[known].reset_index(drop=True)
    ages = known_ages(scored, tables.snapshots, tables.collected)
    features = build_features(scored, region[scored["recording"].to_numpy()], ages, directory)
    forecast, about = _forecast(scored, features, models)
    facts = features[list(FACTS)].to_numpy(dtype=np.float16)
    del features
    if not known.all():
        # A track whose popularity no table tells has no score.
        forecast = Forecast(**{name: _spread(values, known) for name, values in vars(forecast).items()})
        formula, facts = np.where(known, formula, np.nan), _spread(facts, known)
    by_id = pa.table(
        {
            "track_id": pa.array(tracks["track_id"], pa.string()),
            "emerging_score": formula,
            "breakout_score": forecast.change,
            "relative_score": forecast.relative,
        }
    )
    write_mapped_table(by_id, directory / BY_ID)

    ids = (pa.array(frame["track_id"], pa.large_string()) for frame in (recordings, tracks))
    shown = pc.index_in(*ids).to_numpy()
    arrays = {
        "formula": formula[shown].astype(np.float32),
        **{name: getattr(forecast, name)[shown].astype(np.float32) for name in _FORECAST},
        **{name: getattr(forecast, name)[shown].astype(np.float16) for name in _PARTS},
        "region": region,
        "facts": facts[shown],
    }
    for name in ARRAYS:
        np.save(directory / array_file(name), arrays[name])
    return about


def _spread(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Values of the known tracks at the places of all; NaN elsewhere."""
    out = np.full((len(known), *values.shape[1:]), np.nan, dtype=values.dtype)
    out[known] = values
    return out


def _forecast(tracks: pd.DataFrame, features: pd.DataFrame, models: Path) -> tuple[Forecast, dict[str, Any]]:
    try:
        about = artifacts.about(models, NAME)
    except UserError as absent:
        if absent.code != "no_models":
            raise
        return Forecast.unknown(len(tracks)), {}
    kept: dict[str, Any] = {name: about[name] for name in ("figures", "until") if name in about}
    model = BreakoutModel.load(models)

    def forecast_of(start: int) -> dict[str, np.ndarray]:
        part = slice(start, start + _PART)
        forecast = vars(model.predict(tracks.iloc[part], features.iloc[part]))
        # As they are written: in full precision they are a quarter of a gigabyte of a million rows.
        return {name: values.astype(np.float16) if name in _PARTS else values for name, values in forecast.items()}

    # Walking down trees lets threads run side by side.
    with ThreadPoolExecutor(_THREADS) as pool:
        done = list(pool.map(forecast_of, range(0, max(len(tracks), 1), _PART)))
    names = tuple(done[0])
    return Forecast(**{name: np.concatenate([part.pop(name) for part in done]) for name in names}), kept


def export(catalogue: Catalogue, out: Path) -> int:
    """Write ``track_id, emerging_score, breakout_score, relative_score`` for every track id of the catalogue, as CSV.

    The breakout score is the expected change of popularity, the relative score the same beyond what is usual in the
    track's genres; both empty without their model.

    Returns
    -------
    int
        The number of rows.

    Raises
    ------
    UserError
        If the catalogue was built without scores.
    """
    if BY_ID not in catalogue.files:
        raise UserError("The catalogue holds no emerging scores.", BUILD_AGAIN, code="not_found")
    table = catalogue.files.table(BY_ID).to_pandas()
    rows = (
        (
            track_id,
            "" if np.isnan(formula) else f"{formula:.6f}",
            *("" if np.isnan(score) else f"{score:.4f}" for score in learned),
        )
        for track_id, formula, *learned in table.itertuples(index=False)
    )
    write_whole(out, csv_bytes(list(table.columns), rows))
    return len(table)
