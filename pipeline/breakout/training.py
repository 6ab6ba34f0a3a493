"""Train and backtest the breakout score."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pandas as pd
from tqdm import tqdm

from engine.emerging.formula import BAND, MINIMUM
from engine.emerging.scores import DATED
from engine.errors import UserError
from pipeline.breakout import card
from pipeline.breakout.backtest import TOP, TOP_ARTISTS, Backtest, ScoreResult, backtest
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
    with tqdm(total=2 * (FOLDS * (len(SEEDS) + 1) + 1), desc="breakout", disable=not show_progress) as bar:
        tested = backtest(tables.tracks, data, SEEDS, bar.update)
        artists = tables.tracks.reset_index(drop=True)["main_artist"].iloc[data.rows]
        model = fit(data, artists, SEED, bar.update)
    sources = [{"name": source["name"], "sha256": source["sha256"]} for source in tables.entries]
    until = str(pd.concat(tables.snapshots)["data_collection_date"].max())
    path = model.save(out, {**describe(data, tested), "until": until, "sources": sources})
    card.write(out)
    return f"{table(tested)}\nThe breakout score is in {path.name} ({path.stat().st_size / 1e6:.1f} MB)"


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
    with tqdm(total=2 * FOLDS * len(SEEDS), desc="backtest", disable=not show_progress) as bar:
        return table(backtest(tables.tracks, data, SEEDS, bar.update))


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


def describe(data: TrainingSet, tested: Mapping[str, Backtest]) -> dict[str, Any]:
    """The manifest entry of the score, from which the card is written."""
    tracks, relative = tested["tracks"], tested["relative tracks"]
    artists = tested["relative artists"]
    absolute, of_tracks, of_artists = _of(tracks, "absolute"), _of(relative, "relative"), _of(artists, "relative")
    dated = _of(tracks, f"absolute{DATED}")
    return {
        "what": "expected change of popularity after the listing, and expected change beyond that of the genres",
        "inputs": "the listing, and release dates before it where known; the later table gives the change learned",
        "trained_on": {"tracks": len(data.change), "popularity": list(TRAINED)},
        "backtest": {"popularity": list(BAND), "folds": FOLDS, "seeds": len(SEEDS), "artist_recordings": MINIMUM},
        "figures": figures(tested),
        "headline": {
            "rank correlation with the change, artists held out": absolute.correlation,
            "the same with release dates": dated.correlation,
            f"of its top {TOP}, rose": f"{absolute.risen:.0f} (of all: {tracks.rose:.0%})",
            f"of its top {TOP} with release dates, rose": f"{dated.risen:.0f}",
            f"of the top {TOP} by the relative score, beat their genre by over {relative.margin:g} points": (
                f"{of_tracks.risen:.0f} (of all: {relative.rose:.0%})"
            ),
            f"of its top {TOP_ARTISTS} artists, beat their genre by over {artists.margin:g} points on average": (
                f"{of_artists.risen:.0f} (of all: {artists.rose:.0%})"
            ),
        },
    }


def _of(backtest: Backtest, score: str) -> ScoreResult:
    return next(result for result in backtest.results if result.score == score)


def figures(tested: Mapping[str, Backtest]) -> dict[str, object]:
    """As JSON values, by what was judged: ``count``, ``rose``, ``margin``, ``top``, and each score's result."""
    return {
        kind: {
            "count": of.count,
            "rose": of.rose,
            "margin": of.margin,
            "top": of.top,
            **{result.score: asdict(result) for result in of.results},
        }
        for kind, of in tested.items()
    }


def table(tested: Mapping[str, Backtest]) -> str:
    """The backtest as lines of text."""
    tracks, artists = tested["tracks"], tested["artists"]
    band = f"{BAND[0]} to {BAND[1]}"
    lines = [
        f"{tracks.count:,} tracks of popularity {band} in the later table too; {tracks.rose:.1%} rose.",
        f"Whole artists held out, {FOLDS} folds, {len(SEEDS)} seeds; tracks not seen again are not in it.",
        *_lines(tracks, "folds"),
        f"{artists.count:,} artists with {MINIMUM} or more of these, by the means; {artists.rose:.1%} rose.",
        *_lines(artists, "seeds"),
    ]
    for kind, over in (("tracks", "folds"), ("artists", "seeds")):
        of = tested[f"relative {kind}"]
        lines += [
            f"By the change beyond the usual change of their genres, {of.rose:.1%} of the {kind} gained over "
            f"{of.margin:g} points.",
            *_lines(of, over),
        ]
    return "\n".join(lines)


def _lines(of: Backtest, over: str) -> list[str]:
    what = f"of top {of.top}, over {of.margin:g}" if of.margin else f"of top {of.top}, rose"
    head = f"{'score':<17}{'rank correlation':>24}{what:>22}"
    return [head] + [
        f"{result.score:<17}{f'{result.correlation:.3f} +- {result.correlation_spread:.3f} ({over})':>24}"
        f"{f'{result.risen:.1f} +- {result.risen_spread:.1f} (seeds)':>22}"
        for result in of.results
    ]
