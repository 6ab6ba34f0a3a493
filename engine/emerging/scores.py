"""The scores of a catalogue: computed when it is built, mapped when it is read."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.emerging.formula import formula_score
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from pipeline.breakout.features import known
from pipeline.breakout.model import NAME, PARTS, Breakout, Outlook

if TYPE_CHECKING:
    import pandas as pd

BY_ID: Final = "emerging.parquet"
BUILD_AGAIN: Final = "Build it again: python -m engine build --source CSV --out DIR."
# What a reason may name, of the shown release.
FACTS: Final = (
    "artist_others",
    "artist_mean",
    "artist_best",
    "artist_rank",
    "credited_best",
    "genre_rank_best",
    "album_mean",
    "release_gap",
    "single",
    "compilation",
    "soundtrack",
    "seasonal",
    "remix",
)


@dataclass(frozen=True)
class Scores:
    """Scores by recording, those of its shown release.

    Parameters
    ----------
    formula : float32, shape (n,)
    change, chance : float32, shape (n,)
        Of the breakout score: points over two years, and the chance to rise, 0-1. NaN if the catalogue was built
        without its model.
    parts : float16, shape (n, 7)
        Of ``change``, in the order of ``pipeline.breakout.model.PARTS``.
    facts : float32, shape (n, facts)
        In the order of ``FACTS``; NaN where there is nothing to tell.
    """

    formula: np.ndarray
    change: np.ndarray
    chance: np.ndarray
    parts: np.ndarray
    facts: np.ndarray

    @classmethod
    def load(cls, directory: Path) -> "Scores":
        """Map what ``write`` put into a catalogue directory.

        Raises
        ------
        UserError
            If the catalogue was built without it.
        """
        try:
            return cls(*(np.load(directory / f"emerging_{name}.npy", mmap_mode="r") for name in _ARRAYS))
        except FileNotFoundError:
            raise UserError("The catalogue holds no emerging scores.", BUILD_AGAIN, code="not_found") from None

    @property
    def learned(self) -> bool:
        """Whether the breakout score is there."""
        return not bool(np.isnan(self.change[:1]).any())


_ARRAYS: Final = ("formula", "change", "chance", "parts", "facts")


def write(
    tracks: "pd.DataFrame", recordings: "pd.DataFrame", models: Path, typical_tempo: float, directory: Path
) -> dict[str, Any]:
    """Score every track id, and write ``emerging.parquet`` and ``emerging_*.npy`` into a catalogue directory.

    Parameters
    ----------
    tracks, recordings : DataFrame
        As ``pipeline.cleaning.clean`` and ``to_recordings`` give them.
    models : Path
        Where there is no breakout model, that score is left out.
    typical_tempo : float
        In BPM, for tracks without one.

    Returns
    -------
    dict
        For the catalogue's manifest: what the model's own entry says of its figures; empty without a model.
    """
    import pandas as pd

    formula = formula_score(tracks[list(AUDIO_NAMES)].to_numpy(), typical_tempo)
    standing = known(tracks)
    outlook, about = _outlook(tracks, standing, models)
    pd.DataFrame(
        {"track_id": tracks["track_id"], "emerging_score": formula, "breakout_score": outlook.change}
    ).to_parquet(directory / BY_ID, index=False)

    place = pd.Series(np.arange(len(tracks)), index=tracks["track_id"])
    shown = place[recordings["track_id"]].to_numpy()
    arrays = {
        "formula": formula[shown].astype(np.float32),
        "change": outlook.change[shown].astype(np.float32),
        "chance": outlook.chance[shown].astype(np.float32),
        "parts": outlook.parts[shown].astype(np.float16),
        "facts": standing[list(FACTS)].to_numpy(dtype=np.float32)[shown],
    }
    for name in _ARRAYS:
        np.save(directory / f"emerging_{name}.npy", arrays[name])
    return about


def _outlook(tracks: "pd.DataFrame", standing: "pd.DataFrame", models: Path) -> tuple[Outlook, dict[str, Any]]:
    try:
        about = artifacts.about(models, NAME)
    except UserError:  # no such model: the formula alone
        nothing = np.full(len(tracks), np.nan)
        return Outlook(nothing, nothing, np.full((len(tracks), len(PARTS)), np.nan)), {}
    return Breakout.load(models).outlook(tracks, standing), {"figures": about.get("figures", {})}


def export(catalogue: Catalogue, out: Path) -> int:
    """Write ``track_id, emerging_score, breakout_score`` for every track id of the catalogue, as CSV.

    The breakout score is the expected change of popularity over two years; empty without its model.

    Returns
    -------
    int
        The number of rows.
    """
    import pyarrow.parquet as pq

    path = catalogue.directory / BY_ID
    if not path.is_file():
        raise UserError("The catalogue holds no emerging scores.", BUILD_AGAIN, code="not_found")
    table = pq.read_table(path)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.column_names)
        for identity, formula, change in zip(*(column.to_pylist() for column in table.columns), strict=True):
            writer.writerow((identity, f"{formula:.6f}", "" if change is None or change != change else f"{change:.4f}"))
    return int(table.num_rows)
