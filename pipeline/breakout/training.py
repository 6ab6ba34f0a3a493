"""Train and backtest the breakout score."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pandas as pd
from tqdm import tqdm

from engine.emerging.formula import BAND, MINIMUM
from engine.errors import UserError
from pipeline.breakout import card
from pipeline.breakout.backtest import TOP, TOP_ARTISTS, Backtest, backtest
from pipeline.breakout.model import TRAINED, TrainingSet, fit, training_set
from pipeline.splits import FOLDS
from pipeline.tables import Tables

SEED: Final = 0
SEEDS: Final = (0, 1, 2, 3, 4)  # of the backtest: which tracks come out on top depends on the split
MIN_COMMON: Final = 500  # tracks that both tables show


def train(tables: Tables, out: Path, *, show_progress: bool = False) -> str:
    """Fit the breakout score and write it, with the figures of its backtest, into a models directory.

    Parameters
    ----------
    tables : Tables
        Listings, and snapshots after them.

    Returns
    -------
    str
        What was done; where no snapshot is given, that the score was left out.

    Raises
    ------
    UserError
        If listing and snapshots have too few tracks in common, or the listing lacks popularity.
    """
    if not tables.snapshots:
        return "Breakout score: left out, since no later, dated table was given. The formula score needs none."
    data = _training_set(tables)
    with tqdm(total=FOLDS * (len(SEEDS) + 1), desc="breakout", disable=not show_progress) as bar:
        tested = backtest(tables.tracks, data, SEEDS, bar.update)
        model = fit(data, SEED, bar.update)
    sources = [{"name": source["name"], "sha256": source["sha256"]} for source in tables.entries]
    path = model.save(out, {**describe(data, *tested), "sources": sources})
    card.write(out)
    return f"{table(*tested)}\nThe breakout score is in {path} ({path.stat().st_size / 1e6:.1f} MB)"


def evaluate(tables: Tables, *, show_progress: bool = False) -> str:
    """The backtest as a table of text.

    Raises
    ------
    UserError
        As ``train``, and if no snapshot is given.
    """
    if not tables.snapshots:
        raise UserError(
            "Backtesting the emerging scores takes a later, dated table.", "Name it too: --source CSV --source LATER."
        )
    data = _training_set(tables)
    with tqdm(total=FOLDS * len(SEEDS), desc="backtest", disable=not show_progress) as bar:
        return table(*backtest(tables.tracks, data, SEEDS, bar.update))


def _training_set(tables: Tables) -> TrainingSet:
    later = pd.concat(tables.snapshots)
    common = tables.tracks["track_id"].isin(later["track_id"]).sum()
    if common < MIN_COMMON:
        raise UserError(
            f"Only {common} tracks are in both tables; the breakout score needs {MIN_COMMON} to learn from.",
            code="bad_table",
        )
    if tables.tracks["popularity"].isna().any():
        raise UserError("The listing lacks popularity for some tracks; the breakout score needs it.", code="bad_table")
    # Where nobody knows when the listing was collected, the age of a release is counted to the first snapshot.
    collected = tables.collected or str(later["data_collection_date"].min())
    return training_set(tables.tracks, tables.snapshots, collected, SEED)


def describe(data: TrainingSet, of_tracks: Backtest, of_artists: Backtest) -> dict[str, Any]:
    """The manifest entry of the score, from which the card is written."""
    breakout, artists = of_tracks.results[0], of_artists.results[0]
    return {
        "what": "expected change of popularity over the two years after the listing, and the chance to rise",
        "inputs": "the listing alone; the later table gives the change learned, and release dates before it",
        "trained_on": {"tracks": len(data.change), "popularity": list(TRAINED)},
        "backtest": {"popularity": list(BAND), "folds": FOLDS, "seeds": len(SEEDS), "artist_recordings": MINIMUM},
        "figures": figures(of_tracks, of_artists),
        "headline": {
            "rank correlation with the change, artists held out": breakout.correlation,
            f"of its top {TOP}, rose": f"{breakout.risen:.0f} (of all: {of_tracks.rose:.0%})",
            f"of its top {TOP_ARTISTS} artists, rose": f"{artists.risen:.0f} (of all: {of_artists.rose:.0%})",
        },
    }


def figures(of_tracks: Backtest, of_artists: Backtest) -> dict[str, object]:
    """As JSON values, for ``tracks`` and for ``artists``: ``count``, ``rose``, ``top``, and each score's result."""
    return {
        kind: {
            "count": of.count,
            "rose": of.rose,
            "top": of.top,
            **{result.score: asdict(result) for result in of.results},
        }
        for kind, of in (("tracks", of_tracks), ("artists", of_artists))
    }


def table(of_tracks: Backtest, of_artists: Backtest) -> str:
    """The backtest as lines of text."""
    band = f"{BAND[0]} to {BAND[1]}"
    return "\n".join(
        (
            f"{of_tracks.count:,} tracks of popularity {band} in the later table too; {of_tracks.rose:.1%} rose.",
            f"Whole artists held out, {FOLDS} folds, {len(SEEDS)} seeds; tracks not seen again are not in it.",
            *_lines(of_tracks, "folds"),
            f"{of_artists.count:,} artists with {MINIMUM} or more of these, by the means; {of_artists.rose:.1%} rose.",
            *_lines(of_artists, "seeds"),
        )
    )


def _lines(of: Backtest, over: str) -> list[str]:
    head = f"{'score':<12}{'rank correlation':>24}{f'of top {of.top}, rose':>22}"
    return [head] + [
        f"{result.score:<12}{f'{result.correlation:.3f} +- {result.correlation_spread:.3f} ({over})':>24}"
        f"{f'{result.risen:.1f} +- {result.risen_spread:.1f} (seeds)':>22}"
        for result in of.results
    ]
